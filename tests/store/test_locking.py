"""Two processes never write the same trajectory at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.errors import StoreError
from reportgen.store.entries import Entry
from reportgen.store.locking import locked

HOLDER = """
import sys, time
from pathlib import Path
from reportgen.store.entries import Entry
from reportgen.store.locking import locked
with locked(Entry(Path(sys.argv[1])), lambda: None):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(entry: Entry, seconds: float) -> subprocess.Popen[str]:
    """Start a process that holds the entry, and return once it does."""
    command = [sys.executable, "-c", HOLDER, str(entry.folder), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    return Entry(tmp_path / "abc")


def test_a_second_process_says_that_it_waits_then_goes_on(entry: Entry) -> None:
    waited = []
    with hold(entry, 0.5) as process, locked(entry, lambda: waited.append(True)):
        assert process.wait() == 0
    assert waited == [True]


def test_waiting_too_long_is_an_error_that_says_what_to_do(entry: Entry) -> None:
    with hold(entry, 30) as process:
        with pytest.raises(StoreError, match="relancez"), locked(entry, lambda: None, 0.1):
            pass
        process.kill()


def test_a_killed_process_holds_nothing_and_its_half_written_file_is_removed(
    entry: Entry,
) -> None:
    with hold(entry, 30) as process:
        (entry.folder / ".tmp-half").write_bytes(b"half")
        process.kill()
    with locked(entry, pytest.fail):
        assert not (entry.folder / ".tmp-half").exists()
