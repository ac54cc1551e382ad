"""A file is written whole or not at all, and what the disk says is said in French."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO

import pytest

from reportgen.errors import StoreError
from reportgen.files import (
    disk_errors,
    refresh_bytes,
    write_bytes,
    write_saved,
    write_text,
    write_with,
)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b.txt", "é")
    assert (tmp_path / "a" / "b.txt").read_bytes() == "é".encode()


def test_a_file_that_fails_half_way_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "result"
    write_bytes(path, b"old")

    def fail(file: IO[bytes]) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError, match="disque plein"):
        write_with(path, fail)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_saved(tmp_path / "model.keras", interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_saved_file_keeps_its_suffix_while_it_is_written(tmp_path: Path) -> None:
    def save(path: Path) -> None:
        assert path.suffix == ".keras"
        path.write_bytes(b"weights")

    write_saved(tmp_path / "model.keras", save)
    assert [p.name for p in tmp_path.iterdir()] == ["model.keras"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disque plein"),
        (errno.EDQUOT, "disque plein"),
        (errno.EACCES, "écriture refusée"),
        (errno.EROFS, "écriture refusée"),
        (errno.EIO, "accès impossible"),
    ],
)
def test_the_disk_speaks_french(tmp_path: Path, number: int, words: str) -> None:
    with pytest.raises(StoreError, match=words), disk_errors(tmp_path):
        raise OSError(number, "reason")


def test_a_folder_that_is_a_file_is_a_french_error(tmp_path: Path) -> None:
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(StoreError, match="accès impossible"):
        write_bytes(tmp_path / "folder" / "file", b"")


def test_a_file_that_holds_the_content_already_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    refresh_bytes(path, b"un")
    os.utime(path, (1, 1))
    refresh_bytes(path, b"un")
    assert path.stat().st_mtime == 1
    refresh_bytes(path, b"deux")
    assert path.read_bytes() == b"deux"
