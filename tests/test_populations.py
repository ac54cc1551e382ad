"""Populations on the store: trained once, carried elsewhere, refused rather than trained."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import material as materials
from reportgen.cli.plans import describe_plan
from reportgen.errors import StoreError
from reportgen.lab.types import PopulationSpec
from reportgen.pipeline import BuildRequest, load, make_plan
from reportgen.playground.settings import Network
from reportgen.populations import from_arrays, identity, to_arrays
from reportgen.reporting import Computed, SilentReporter
from reportgen.sharing import Exported, export
from reportgen.store.bundle import read_bundle
from reportgen.store.store import Store
from reportgen.store.upkeep import DAY, damaged_files, drop_caches
from tests.playground.made_up import population, spec
from tests.project_lab import Bench, Counter, make_bench

POPULATIONS = """
populations:
  xor: {dataset: xor, noise: 35, hidden: [2], epochs: 2, resets: 3, threshold: 0.6}
  autre: {from: xor, hidden: [1]}
"""
ANSWER = """\
La médiane vaut {{ populations.xor.median | decimal(4) }}.

{{ dispersion("xor") }}

{{ constat("reussite", "xor") }}
"""


@dataclass
class Work(Counter):
    """Counts what is computed, under its kind."""

    computed_: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    def stage(self, text: str) -> None:
        self.stages.append(text)

    def computed(self, kind: Computed, name: str) -> None:
        self.computed_.append(name)


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the populations that are trained; nothing really is."""
    names: list[str] = []

    def train(self: materials.Material, name: str) -> dict[str, Any]:
        definition = self.lab.populations[name]
        names.append(name)
        return to_arrays(population(definition, np.linspace(0.5, 0.7, definition.resets).tolist()))

    monkeypatch.setattr(materials.Material, "_trained_population", train)
    return names


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a project whose lab has two populations and no run."""
    bench = make_bench(tmp_path)
    definition = (bench.folder / "lab.yaml").read_text(encoding="utf-8")
    kept = definition[: definition.index("datasets:")]
    (bench.folder / "lab.yaml").write_text(kept + POPULATIONS, encoding="utf-8")
    section = (bench.folder / "sections" / "01-mesures.md").read_text(encoding="utf-8")
    start, end = section.index("Elle vaut"), section.index(":::\n\n:::{bareme}")
    head = section[:start].replace(
        "Le jeu compte {{ datasets.points.train.count | entier }} images.\n\n", ""
    )
    text = head + ANSWER + section[end:]
    (bench.folder / "sections" / "01-mesures.md").write_text(text, encoding="utf-8")
    return bench


def material(bench: Bench) -> materials.Material:
    return load(bench.project, bench.folder, None, SilentReporter())


def test_only_what_the_prose_names_is_trained_and_only_once(
    bench: Bench, trained: list[str]
) -> None:
    assert bench.build().problems == ()
    assert trained == ["xor"]
    bench.edit("sections/01-mesures.md", "La médiane vaut", "On lit")
    assert bench.build().problems == ()
    assert trained == ["xor"]


def test_a_statement_trains_nothing(bench: Bench, trained: list[str]) -> None:
    assert bench.build(documents=("sujet",)).problems == ()
    assert trained == []


def test_a_computed_population_is_announced(bench: Bench, trained: list[str]) -> None:
    work = Work()
    bench.build(work)
    assert work.computed_.count("population") == 1


@pytest.mark.parametrize(
    ("old", "new", "work"),
    [
        ("resets: 3", "resets: 4", ["xor", "xor"]),
        ("noise: 35", "noise: 30", ["xor", "xor"]),
        ("threshold: 0.6", "threshold: 0.5", ["xor"]),
        ("{from: xor, hidden: [1]}", "{from: xor, hidden: [4]}", ["xor"]),
    ],
)
def test_an_edit_causes_the_work_that_it_must(
    bench: Bench, trained: list[str], old: str, new: str, work: list[str]
) -> None:
    bench.build()
    bench.edit("lab.yaml", old, new)
    assert bench.build().problems == ()
    assert trained == work


def test_a_threshold_changes_the_remark_without_training(bench: Bench, trained: list[str]) -> None:
    bench.build()
    before = (bench.reports / "corrige.html").read_text(encoding="utf-8")
    bench.edit("lab.yaml", "threshold: 0.6", "threshold: 0.58")
    bench.build()
    after = (bench.reports / "corrige.html").read_text(encoding="utf-8")
    assert "d’au plus 0,58" in after
    assert "d’au plus 0,58" not in before


def test_the_plan_names_what_is_not_computed(bench: Bench, trained: list[str]) -> None:
    first = make_plan(bench.project, "tp_points", None, SilentReporter())
    assert first.populations == ("xor", "autre")
    assert "2 populations (xor, autre)" in "\n".join(describe_plan(first, explain=False)).replace(
        "\u00a0", " "
    )
    bench.build()
    second = make_plan(bench.project, "tp_points", None, SilentReporter())
    assert second.populations == ("autre",)


def test_a_damaged_population_is_found_and_trained_again(bench: Bench, trained: list[str]) -> None:
    bench.build()
    found = material(bench)
    path = found.store.probe_path(found.population_key("xor"))
    path.write_bytes(path.read_bytes()[:-100])
    assert list(damaged_files(found.store)) == [path]
    bench.edit("sections/01-mesures.md", "La médiane vaut", "On lit")
    assert bench.build().problems == ()
    assert trained == ["xor", "xor"]


def test_a_population_read_lately_survives_pruning(bench: Bench, trained: list[str]) -> None:
    bench.build()
    store = Store(bench.project.store)
    drop_caches(store, days=1)
    assert material(bench).populations_missing() == ("autre",)
    drop_caches(store, days=-1 / DAY)
    assert material(bench).populations_missing() == ("xor", "autre")
    bench.edit("sections/01-mesures.md", "La médiane vaut", "On lit")
    assert bench.build().problems == ()


@pytest.fixture
def exported(bench: Bench, trained: list[str], tmp_path: Path) -> Exported:
    bench.build()
    material(bench).population("autre")
    request = BuildRequest("tp_points", formats=("html",))
    return export(bench.project, request, tmp_path / "out", False, SilentReporter())


@pytest.fixture
def elsewhere(bench: Bench, exported: Exported, tmp_path: Path) -> Bench:
    """Return the same lab with an empty store."""
    root = tmp_path / "elsewhere"
    shutil.copytree(bench.folder, root / "labs" / "tp_points")
    return Bench(
        replace(bench.project, root=root, lab_roots=(root / "labs",), build=root / "build")
    )


def test_a_bundle_carries_the_populations_computed(
    elsewhere: Bench, exported: Exported, trained: list[str]
) -> None:
    read_bundle(exported.bundle, Store(elsewhere.project.store))
    assert elsewhere.build(lock=exported.lock).problems == ()
    assert trained == ["xor", "autre"]  # before the export


def test_another_tensorflow_reads_what_the_lock_pinned(
    elsewhere: Bench, exported: Exported, trained: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(materials, "tensorflow_version", lambda: "absent")
    read_bundle(exported.bundle, Store(elsewhere.project.store))
    elsewhere.edit("sections/01-mesures.md", 'dispersion("xor")', 'dispersion("xor", "autre")')
    assert elsewhere.build(lock=exported.lock).problems == ()
    assert trained == ["xor", "autre"]


def test_under_a_lock_a_missing_population_is_refused(
    elsewhere: Bench, exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the real training, which must not be reached
    report = elsewhere.build(lock=exported.lock)
    assert any("store import" in problem for problem in report.problems)
    with pytest.raises(StoreError, match="store import"):
        elsewhere.build(lock=exported.lock, keep_going=False)


@given(st.integers(1, 4), st.lists(st.integers(1, 3), max_size=3))
def test_arrays_give_the_population_back(count: int, hidden: list[int]) -> None:
    definition: PopulationSpec = spec(hidden=tuple(hidden))
    before = population(definition, [0.1 * k for k in range(count)])
    after = from_arrays(to_arrays(before))
    assert (after.resets, after.epochs) == (before.resets, before.epochs)
    assert np.array_equal(after.test, before.test)
    assert np.array_equal(after.train, before.train)
    for one, other in zip(after.layers, before.layers, strict=True):
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.biases, other.biases)


def test_what_is_trained_is_in_the_identity_and_nothing_else() -> None:
    definition = spec()
    before = identity(definition, "2.21")
    assert identity(replace(definition, name="n", title="t", threshold=None), "2.21") == before
    assert identity(definition, "2.22") != before
    assert identity(replace(definition, resets=5), "2.21") != before
    assert identity(replace(definition, network=Network((4,))), "2.21") != before


@pytest.mark.keras
def test_a_build_trains_and_keeps_the_networks_of_the_playground(bench: Bench) -> None:
    work = Work()
    assert bench.build(work).problems == ()
    assert any(stage.startswith("Population « xor » : 3") for stage in work.stages)
    found = material(bench).population("xor")
    assert found.resets == (0, 1, 2)
    assert found.epochs == (0, 1, 2)
    assert np.isfinite(found.test).all()
