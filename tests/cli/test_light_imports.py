"""Commands that only look never pay for the heavy libraries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
HEAVY = ("tensorflow", "keras", "matplotlib", "seaborn", "weasyprint", "pandas", "sklearn", "scipy")

_PROGRAM = """
import sys
from reportgen.cli.main import cli
code = cli(sys.argv[1:], standalone_mode=False)
print("LOADED", *sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["build", "--help"],
        ["list"],
        ["check", "tp_cifar", "tp_fashion"],
        ["schema"],
        ["data", "list"],
    ],
    ids=" ".join,
)
def test_looking_loads_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(heavy=HEAVY), *words],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=os.environ | {"REPORTGEN_DATA": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "LOADED\n")


@pytest.mark.keras
def test_importing_tensorflow_prints_nothing() -> None:
    program = "from reportgen.training.backend import load_keras; load_keras()"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=REPOSITORY
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
