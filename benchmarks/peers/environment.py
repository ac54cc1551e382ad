"""The other tools' own Python environment, under ``build/``, made when it is missing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "peers"
PYTHON = FOLDER / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
CONSTRAINTS = ROOT / "constraints.txt"
"""What both environments share (TensorFlow, Keras, NumPy, Matplotlib) has reportgen's versions."""


def prepare() -> None:
    """Install the other tools unless the environment holds just these versions."""
    stamp, digest = FOLDER / "installed", _digest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    files = ["-r", str(REQUIREMENTS), "-c", str(CONSTRAINTS)]
    subprocess.run([str(PYTHON), "-m", "pip", "install", "-qq", *files], check=True)
    stamp.write_text(digest)


def versions() -> str:
    """Return « papermill 2.7.0, … » for the tools that are compared."""
    pins = dict(line.split("==") for line in REQUIREMENTS.read_text().splitlines() if "==" in line)
    names = ("papermill", "jupyter-cache", "nbconvert", "ipykernel")
    return ", ".join(f"{name} {pins[name]}" for name in names)


def _digest() -> str:
    parts = [path.read_bytes() for path in (REQUIREMENTS, CONSTRAINTS)]
    return hashlib.sha256(b"".join([*parts, sys.version.encode()])).hexdigest()
