"""The bits of a training follow the threads that were asked for, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from reportgen.errors import UsageError
from reportgen.training.backend import threads

pytestmark = pytest.mark.keras

VICTIM = """
import hashlib, tempfile
from pathlib import Path
from reportgen.store.store import Store
from tests.training.factory import RUN, train
store = Store(Path(tempfile.mkdtemp()))
train(store, RUN)
(entry,) = store.entries()
print(hashlib.sha256(b"".join(array.tobytes() for array in entry.state(4))).hexdigest())
"""


def digest(**environment: str) -> str:
    """Train in a process of its own; return the digest of the last state."""
    command = [sys.executable, "-c", VICTIM]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


def test_four_threads_give_the_same_bits_whatever_else_limits_the_process() -> None:
    limits = {"TF_NUM_INTRAOP_THREADS": "1", "OMP_NUM_THREADS": "1"}
    assert digest(REPORTGEN_THREADS="4", **limits) == digest(REPORTGEN_THREADS="4")


@pytest.mark.parametrize("value", ["0", "-1", "deux", "1.5"])
def test_a_number_of_threads_that_is_none_is_told(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_THREADS", value)
    with pytest.raises(UsageError, match="fils"):
        threads()


def test_without_a_choice_all_cores_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPORTGEN_THREADS", raising=False)
    assert threads() == os.cpu_count()
