"""What is exported makes the same documents elsewhere: without training, TensorFlow or data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.errors import StoreError, UsageError
from reportgen.pipeline import BuildRequest
from reportgen.project import Project
from reportgen.reporting import SilentReporter
from reportgen.sharing import Exported, drop_unused, export
from reportgen.store.bundle import read_bundle
from reportgen.store.store import Store
from tests.project_lab import Bench, Counter, make_bench

pytestmark = pytest.mark.keras

WITHOUT_TENSORFLOW = """
import sys

class Absent:
    def find_spec(self, name, *_):
        if name.split(".")[0] in ("tensorflow", "keras", "jax", "torch"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from reportgen.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a project that was built once, with a figure that asks its model."""
    bench = make_bench(tmp_path_factory.mktemp("here"))
    bench.edit("sections/01-mesures.md", "Elle vaut", '{{ filtres("petit") }}\n\nElle vaut')
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    try:
        assert bench.build().problems == ()
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
    return bench


@pytest.fixture(scope="module")
def exported(bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("exported")
    return export(bench.project, BuildRequest("tp_points"), folder, False, SilentReporter())


@pytest.fixture
def elsewhere(bench: Bench, tmp_path: Path) -> Bench:
    """Return the same lab on another machine, without its data and with an empty store."""
    root = tmp_path / "elsewhere"
    shutil.copytree(bench.folder, root / "labs" / "tp_points")
    (root / "labs" / "tp_points" / "points.npz").unlink()
    project = replace(
        bench.project,
        root=root,
        lab_roots=(root / "labs",),
        build=root / "build",
        data=root / "data",
    )
    return Bench(project)


def run(project: Project, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process that has no TensorFlow."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    environment |= {"REPORTGEN_BUILD": str(project.build), "REPORTGEN_DATA": str(project.data)}
    command = [sys.executable, "-c", WITHOUT_TENSORFLOW, *map(str, words)]
    return subprocess.run(
        command, cwd=project.root, env=environment, capture_output=True, text=True, check=False
    )


def test_the_documents_are_the_same_without_tensorflow(
    bench: Bench, elsewhere: Bench, exported: Exported
) -> None:
    assert run(elsewhere.project, "store", "import", exported.bundle).returncode == 0
    options = ("--lock", exported.lock, "--format", "html")
    done = run(elsewhere.project, "build", "tp_points", *options)
    assert (done.returncode, done.stderr.count("Erreur")) == (0, 0), done.stderr
    for kind in ("sujet", "corrige"):
        name = f"{kind}.html"
        assert (elsewhere.reports / name).read_bytes() == (bench.reports / name).read_bytes()


def test_a_changed_sentence_needs_no_tensorflow(elsewhere: Bench, exported: Exported) -> None:
    read_bundle(exported.bundle, Store(elsewhere.project.store))
    elsewhere.edit("sections/01-mesures.md", "Elle vaut", "On mesure")
    counter = Counter()
    report = elsewhere.build(counter, lock=exported.lock)
    assert (report.problems, counter.started) == ((), [])
    assert "On mesure" in (elsewhere.reports / "corrige.html").read_text(encoding="utf-8")


def test_under_a_lock_nothing_is_trained(elsewhere: Bench, exported: Exported) -> None:
    with pytest.raises(StoreError, match="store import"):
        elsewhere.build(lock=exported.lock)


def test_a_definition_that_changed_since_the_lock_is_told(
    elsewhere: Bench, exported: Exported
) -> None:
    read_bundle(exported.bundle, Store(elsewhere.project.store))
    elsewhere.edit("lab.yaml", "filters: 8", "filters: 6")
    with pytest.raises(StoreError, match=r"« large ».*changé depuis le verrou"):
        elsewhere.build(lock=exported.lock)


def test_the_lock_of_another_lab_is_refused(elsewhere: Bench, exported: Exported) -> None:
    other = elsewhere.folder.rename(elsewhere.folder.with_name("tp_autre"))
    with pytest.raises(UsageError, match="verrou de tp_points"):
        elsewhere.build(lab=str(other), lock=exported.lock)


@pytest.mark.parametrize("content", ["", "{}", '{"slug": "tp_points"}'])
def test_a_damaged_lock_is_told(elsewhere: Bench, tmp_path: Path, content: str) -> None:
    lock = tmp_path / "x.lock.json"
    lock.write_text(content)
    with pytest.raises(StoreError, match="verrou illisible"):
        elsewhere.build(lock=lock)


def test_an_untrained_lab_cannot_be_exported(bench: Bench, tmp_path: Path) -> None:
    project = replace(bench.project, build=tmp_path / "build")
    with pytest.raises(StoreError, match="petit, large"):
        export(project, BuildRequest("tp_points"), tmp_path, False, SilentReporter())


def test_a_bundle_with_states_is_continued(bench: Bench, elsewhere: Bench, tmp_path: Path) -> None:
    done = export(bench.project, BuildRequest("tp_points"), tmp_path, True, SilentReporter())
    read_bundle(done.bundle, Store(elsewhere.project.store))
    shutil.copy(bench.folder / "points.npz", elsewhere.folder)
    elsewhere.edit("lab.yaml", "epochs: 2", "epochs: 3")
    counter = Counter()
    elsewhere.build(counter)
    assert counter.started == [("petit", 3, 3), ("large", 3, 3)]


def test_only_trainings_that_no_lab_has_are_dropped(bench: Bench, tmp_path: Path) -> None:
    shutil.copytree(bench.project.root, tmp_path / "copy")
    root = tmp_path / "copy"
    project = replace(bench.project, root=root, lab_roots=(root / "labs",), build=root / "build")
    assert drop_unused(project).files == 0
    Bench(project).edit("lab.yaml", "filters: 8", "filters: 6")
    assert drop_unused(project).files > 0
    assert len(Store(project.store).entries()) == 1
