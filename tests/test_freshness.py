"""What a build depends on is noticed, wherever the project lies on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.freshness import inputs_digest
from reportgen.preview.watching import seen
from tests.project_lab import Bench, make_bench

FOLDERS = ("tp", "remise", "__pycache__", "_shipped")
"""Ordinary names of folders, but those that documents do not depend on *inside* a lab."""


@pytest.fixture(params=FOLDERS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    """Return a project in a folder of that name."""
    return make_bench(tmp_path / request.param / "projet")


def test_an_edit_is_noticed_whatever_the_folders_above_are_called(bench: Bench) -> None:
    before = inputs_digest(bench.folder, bench.project), seen([bench.folder])
    bench.edit("lab.yaml", "epochs: 2", "epochs: 12")
    assert inputs_digest(bench.folder, bench.project) != before[0]
    assert seen([bench.folder]) != before[1]


def test_what_python_compiles_in_a_lab_changes_nothing(bench: Bench) -> None:
    before = inputs_digest(bench.folder, bench.project), seen([bench.folder])
    cache = bench.folder / "__pycache__"
    cache.mkdir()
    (cache / "models.pyc").write_bytes(b"x")
    assert (inputs_digest(bench.folder, bench.project), seen([bench.folder])) == before


def test_data_of_a_lab_are_noticed_when_they_change_and_never_read(bench: Bench) -> None:
    data = bench.folder / "donnees.npz"
    found = []

    def digest(size: int, time: int) -> None:
        with data.open("ab") as file:
            file.truncate(size)  # holes: no memory would take what they read as
        os.utime(data, ns=(time, time))
        found.append(inputs_digest(bench.folder, bench.project))

    digest(2**40, 1)
    digest(2**40, 1)
    assert found[0] == found[1]
    digest(2**40 + 1, 1)
    digest(2**40, 2)
    data.rename(bench.project.root / "donnees-avant.npz")
    digest(2**40, 2)
    assert len(set(found)) == 4
