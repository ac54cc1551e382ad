"""What a build depends on is noticed, wherever the project lies on the disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reportgen import trajectory
from reportgen.freshness import STAMP, Stamp, inputs_digest, stamp_folder
from reportgen.lab.loading import load_lab
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


@pytest.fixture
def stamped(tmp_path: Path) -> tuple[Bench, Stamp, Path]:
    """Return a bench, the stamp of a build that wrote one page, and that page."""
    bench = make_bench(tmp_path)
    output = tmp_path / "sortie"
    page = output / "sujet.html"
    page.parent.mkdir()
    page.write_text("une page", encoding="utf-8")
    stamp = Stamp(
        output, bench.project, "demande", stamp_folder(bench.project, bench.folder, output)
    )
    stamp.write("entrées", load_lab(bench.folder), [page])
    return bench, stamp, page


def test_a_build_that_would_give_the_same_is_known_by_its_files(
    stamped: tuple[Bench, Stamp, Path],
) -> None:
    _, stamp, page = stamped
    assert stamp.fresh_files("entrées") == (page,)
    assert stamp.fresh_files("autres entrées") is None
    assert replace(stamp, request="autre demande").fresh_files("entrées") is None


def test_a_page_that_somebody_changed_or_removed_is_made_again(
    stamped: tuple[Bench, Stamp, Path],
) -> None:
    _, stamp, page = stamped
    page.write_text("une autre page", encoding="utf-8")
    assert stamp.fresh_files("entrées") is None
    page.unlink()
    assert stamp.fresh_files("entrées") is None


def test_other_data_make_documents_anew_unless_a_lock_says_what_they_are(
    stamped: tuple[Bench, Stamp, Path],
) -> None:
    bench, stamp, page = stamped
    locked = replace(stamp, request="sous verrou")
    locked.write("entrées", load_lab(bench.folder), [page], data=False)
    data = bench.folder / "points.npz"
    with np.load(data) as arrays:
        np.savez(data, **{**arrays, "x_test": arrays["x_test"] + 1})
    assert stamp.fresh_files("entrées") is None
    assert locked.fresh_files("entrées") == (page,)


@pytest.mark.parametrize("text", ["", "[]", '{"demande": 3}', "{", '{"demande": {}}'])
def test_a_stamp_that_says_nothing_makes_documents_anew(
    text: str, stamped: tuple[Bench, Stamp, Path]
) -> None:
    _, stamp, _ = stamped
    (stamp.home / STAMP).write_text(text, encoding="utf-8")
    assert stamp.fresh_files("entrées") is None


def test_the_date_and_the_versions_are_inputs(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [inputs_digest(bench.folder, bench.project)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    found.append(inputs_digest(bench.folder, bench.project))
    monkeypatch.setattr(trajectory, "versions", lambda: {"keras": "99"})
    found.append(inputs_digest(bench.folder, bench.project))
    lock = bench.folder.parent / "verrou.json"
    lock.write_text("{}", encoding="utf-8")
    found.append(inputs_digest(bench.folder, bench.project, lock))
    assert len(set(found)) == 4


def test_the_stamp_of_students_is_not_in_their_folder(bench: Bench, tmp_path: Path) -> None:
    assert stamp_folder(bench.project, bench.folder, tmp_path) == tmp_path
    found = []
    for name in ("premier", "second"):
        work = tmp_path / name
        work.mkdir()
        (work / "rendu.yaml").touch()
        found.append(stamp_folder(bench.project, work, work / "remise"))
    assert all(folder.is_relative_to(bench.project.build) for folder in found)
    assert found[0] != found[1]
