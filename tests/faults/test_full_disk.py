"""A disk that is full at any moment: a clear message, nothing lost, and the same bits after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import contents
from tests.faults.disks import small_disk
from tests.faults.lab import Place, make_place
from tests.faults.processes import Nursery, log_of

pytestmark = pytest.mark.keras

DISK_ERROR = 5
MOMENTS = {
    "a state": r"/epoch-0003\.npz write 20$",
    "a history": r"/history\.json@4 write 1$",
    "outputs": r"/outputs-0006\.npz write 3$",
    "a model": r"/model-0006\.keras write 2$",
    "the index": r"^index/.* write 1$",
    "a document": r"/corrige\.html write 1$",
    "the stamp": r"/corrige\.html replaced$",
}
"""Where the disk is full, in the order of a build; everything before each was stored."""


def steps(reference: Place, pattern: str) -> set[str]:
    """Return the names of the steps of a build that are meant."""
    found = {step for step in log_of(reference).names() if re.search(pattern, step)}
    assert found, pattern
    return found


@pytest.fixture(params=["tmpfs", "refused"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return a place whose build folder is a small disk, or any disk that will refuse."""
    root = tmp_path / "project"
    if request.param == "refused":
        yield make_place(root)
        return
    with small_disk(tmp_path / "disk") as mounted:
        yield make_place(root, mounted)


def fill(nursery: Nursery, place: Place, at: set[str]) -> tuple[int, str]:
    """Build with a disk that is full from that step on; free it afterwards."""
    if place.build.name != "disk":
        return nursery.run(place, at=at, fault="refuse")
    ballast = place.build / "ballast"
    answer = nursery.run(place, at=at, fault="fill", ballast=str(ballast))
    ballast.unlink()
    return answer


def test_a_full_disk_loses_nothing(nursery: Nursery, reference: Place, disk: Place) -> None:
    for moment, pattern in MOMENTS.items():
        status, text = fill(nursery, disk, steps(reference, pattern))
        assert status == DISK_ERROR, (moment, text)
        assert text.count("disque plein : impossible d’écrire") == 1, (moment, text)
        assert "Traceback" not in text
        assert not list(disk.build.rglob(".tmp-*")), moment
    assert len(log_of(disk).faults()) == len(MOMENTS)
    status, text = nursery.run(disk)
    assert status == 0, text
    assert contents.files(disk) == contents.files(reference)
    assert contents.results(disk) == contents.results(reference)
    assert contents.weights(disk) == contents.weights(reference)
    assert contents.documents(disk) == contents.documents(reference)
    begun = [step for step in log_of(disk).names() if re.search(r"/epoch \d+ begin", step)]
    # Each of the two writes refused in training costs its epoch, and the one begun meanwhile.
    assert len(begun) <= len(set(begun)) + 2 * 2
