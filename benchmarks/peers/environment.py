"""Python environments of other tools, under ``build/``, made when they are missing."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = ROOT / "constraints.txt"
"""What both environments share (TensorFlow, Keras, NumPy, Matplotlib) has reportgen's versions."""


@dataclass(frozen=True)
class Environment:
    """A folder of its own for the tools that a file of pinned requirements lists."""

    folder: Path
    requirements: Path
    constraints: tuple[Path, ...] = ()

    @property
    def python(self) -> Path:
        """Return the interpreter that sees these tools."""
        return self.folder / "bin" / "python"

    def prepare(self) -> None:
        """Install the tools unless the folder holds just these versions."""
        stamp, digest = self.folder / "installed", self._digest()
        if stamp.exists() and stamp.read_text() == digest:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(self.folder)], check=True)
        files = ["-r", str(self.requirements)]
        for path in self.constraints:
            files += ["-c", str(path)]
        subprocess.run([str(self.python), "-m", "pip", "install", "-qq", *files], check=True)
        stamp.write_text(digest)

    def versions(self, names: Sequence[str]) -> str:
        """Return « papermill 2.7.0, … » for the tools that are compared."""
        lines = self.requirements.read_text().splitlines()
        pins = dict(line.split("==") for line in lines if "==" in line)
        return ", ".join(f"{name} {pins[name]}" for name in names)

    def _digest(self) -> str:
        parts = [path.read_bytes() for path in (self.requirements, *self.constraints)]
        return hashlib.sha256(b"".join([*parts, sys.version.encode()])).hexdigest()


PEERS = Environment(
    ROOT / "build" / "peers", Path(__file__).with_name("requirements.txt"), (CONSTRAINTS,)
)


def versions() -> str:
    """Return « papermill 2.7.0, … » for the tools that reportgen's trainings are compared with."""
    return PEERS.versions(("papermill", "jupyter-cache", "nbconvert", "ipykernel"))
