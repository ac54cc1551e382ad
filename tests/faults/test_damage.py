"""A store file that is cut short or has a flipped bit never becomes a wrong number."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from reportgen.pipeline import BuildReport, BuildRequest, build
from reportgen.project import Project, locate
from tests.faults import contents
from tests.faults.lab import EPOCHS, SLUG, Place
from tests.project_lab import Counter

pytestmark = pytest.mark.keras

SEED = 7
FILES = {
    "spec": "trajectories/*/spec.json",
    "summary": "trajectories/*/summary.json",
    "history": "trajectories/*/history.json",
    "outputs": "trajectories/*/outputs-*.npz",
    "model": "trajectories/*/model-*.keras",
    "index": "index/*.json",
    "probe": "probes/*.npz",
    "element": "elements/*.json",
}


def cut(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content))]


def flip(content: bytes, draw: random.Random) -> bytes:
    changed = bytearray(content)
    changed[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return bytes(changed)


Damage = Callable[[bytes, random.Random], bytes]


def name(parameter: tuple[str, Damage]) -> str:
    return f"{parameter[0]}-{parameter[1].__name__}"


def project_of(place: Place) -> Project:
    return replace(locate(place.root), build=place.build, data=place.root / "data")


def rebuild(place: Place, counter: Counter) -> BuildReport:
    """Build without the stamp, which would say that nothing is to be done."""
    (place.reports / ".construction.json").unlink(missing_ok=True)
    return build(project_of(place), BuildRequest(SLUG, formats=("html",)), counter)


def damaged(place: Place) -> set[Path]:
    return {path for entry in contents.entries(place) for path in entry.damaged()}


@dataclass(frozen=True)
class Outcome:
    """What a build made of one damaged file; ``noticed`` are the files that do not read back."""

    path: Path
    noticed: set[Path]
    warnings: list[str]
    problems: tuple[str, ...]
    epochs: int
    documents: dict[str, str]
    results: dict[str, Any]
    damaged_after: set[Path]


def copy_of(place: Place, root: Path) -> Place:
    """Return a copy of a built place."""
    shutil.copytree(place.root, root)
    return Place(root, root / "build")


@pytest.fixture(scope="module", autouse=True)
def dated(reference: Place) -> Iterator[None]:
    """Give all documents one date."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", reference.environment()["SOURCE_DATE_EPOCH"])
        yield


@pytest.fixture(scope="module", params=[*itertools.product(FILES, (cut, flip))], ids=name)
def outcomes(
    request: pytest.FixtureRequest, reference: Place, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, list[Outcome]]:
    """Return a kind of file, and what came of damaging each file of it in turn."""
    kind, damage = request.param
    draw = random.Random(f"{SEED} {kind} {damage.__name__}")
    place = copy_of(reference, tmp_path_factory.mktemp("damaged") / "project")
    paths = sorted(place.store.glob(FILES[kind]))
    assert paths
    return kind, [suffer(place, path, kind, damage, draw) for path in paths]


def suffer(place: Place, path: Path, kind: str, damage: Damage, draw: random.Random) -> Outcome:
    """Damage a file and build."""
    path.write_bytes(damage(path.read_bytes(), draw))
    if kind == "probe":  # read only when an element is made from it
        shutil.rmtree(place.store / "elements")
    noticed, counter = damaged(place), Counter()
    report = rebuild(place, counter)
    return Outcome(
        path,
        noticed,
        counter.warnings,
        report.problems,
        counter.epochs,
        contents.documents(place),
        contents.results(place),
        damaged(place),
    )


def test_a_damaged_file_changes_nothing_that_is_shown(
    outcomes: tuple[str, list[Outcome]], reference: Place
) -> None:
    _, found = outcomes
    assert [o.problems for o in found] == [()] * len(found)
    documents, results = contents.documents(reference), contents.results(reference)
    assert all(o.documents == documents for o in found)
    assert all(o.results == results for o in found)


def test_a_damaged_file_trains_nothing_again(outcomes: tuple[str, list[Outcome]]) -> None:
    assert [o.epochs for o in outcomes[1]] == [0] * len(outcomes[1])


def test_a_damaged_file_is_named_and_made_again(outcomes: tuple[str, list[Outcome]]) -> None:
    for outcome in outcomes[1]:
        named = {path for path in outcome.noticed if str(path) in "".join(outcome.warnings)}
        assert named == outcome.noticed
        assert outcome.damaged_after == set()


def test_a_damaged_last_state_costs_its_epoch_when_the_training_goes_on(
    reference: Place, tmp_path: Path
) -> None:
    calm = copy_of(reference, tmp_path / "calm")
    hurt = copy_of(reference, tmp_path / "hurt")
    states = sorted(hurt.store.glob(f"trajectories/*/epoch-{EPOCHS:04d}.npz"))
    for path in states:
        path.write_bytes(cut(path.read_bytes(), random.Random(SEED)))
    counters = [Counter(), Counter()]
    for place, counter in zip((calm, hurt), counters, strict=True):
        place.edit("lab.yaml", f"epochs: {EPOCHS}", f"epochs: {EPOCHS + 1}")
        rebuild(place, counter)
    assert [counter.epochs for counter in counters] == [len(states), 2 * len(states)]
    assert all(any(str(path) in text for text in counters[1].warnings) for path in states)
    assert contents.results(hurt) == contents.results(calm)
    assert contents.weights(hurt) == contents.weights(calm)
    assert contents.documents(hurt) == contents.documents(calm)
    assert damaged(hurt) == set()


def test_a_lost_result_and_its_damaged_state_cost_one_epoch(
    reference: Place, tmp_path: Path
) -> None:
    place = copy_of(reference, tmp_path / "project")
    state = min(place.store.glob(f"trajectories/*/epoch-{EPOCHS:04d}.npz"))
    state.write_bytes(flip(state.read_bytes(), random.Random(SEED)))
    (state.parent / f"outputs-{EPOCHS:04d}.npz").unlink()
    counter = Counter()
    report = rebuild(place, counter)
    assert (report.problems, counter.epochs) == ((), 1)
    assert any(str(state) in text for text in counter.warnings)
    assert contents.results(place) == contents.results(reference)
    assert contents.weights(place) == contents.weights(reference)
    assert damaged(place) == set()
