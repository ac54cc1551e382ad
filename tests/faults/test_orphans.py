"""The temporary file of a process that was killed goes; that of a living one stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from reportgen.files import write_bytes, write_with

WRITER = """
import sys, time
from pathlib import Path
from reportgen.files import write_with

def write(file):
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    sys.stdin.read()

write_with(Path(sys.argv[1]), write)
"""


def start_writer(path: Path) -> subprocess.Popen[str]:
    """Start a process that writes *path* until its input ends; return once it has begun."""
    command = [sys.executable, "-c", WRITER, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def temporary_files(folder: Path) -> list[Path]:
    return list(folder.glob(".tmp-*"))


def test_what_a_killed_process_was_writing_goes_with_the_next_write(tmp_path: Path) -> None:
    process = start_writer(tmp_path / "report.html")
    process.kill()
    process.communicate()
    assert len(temporary_files(tmp_path)) == 1
    write_bytes(tmp_path / "other.html", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["other.html"]


def test_what_another_process_is_writing_is_left_to_it(tmp_path: Path) -> None:
    process = start_writer(tmp_path / "report.html")
    write_bytes(tmp_path / "other.html", b"whole")
    assert len(temporary_files(tmp_path)) == 1
    process.communicate()
    assert process.returncode == 0
    assert (tmp_path / "report.html").read_bytes() == b"half"
    assert temporary_files(tmp_path) == []


def test_two_writes_of_one_process_do_not_disturb_each_other(tmp_path: Path) -> None:
    def write(file: IO[bytes]) -> None:
        write_bytes(tmp_path / "inner", b"inner")
        file.write(b"outer")

    write_with(tmp_path / "outer", write)
    assert (tmp_path / "outer").read_bytes() == b"outer"


def test_a_folder_that_looks_temporary_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / ".tmp-folder").mkdir()
    write_bytes(tmp_path / "file", b"")
    assert (tmp_path / ".tmp-folder").is_dir()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_a_written_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_bytes(tmp_path / "written", b"")
    modes = {path.stat().st_mode for path in tmp_path.iterdir()}
    assert len(modes) == 1
