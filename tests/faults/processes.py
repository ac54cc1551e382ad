"""Starts builds in a nursery, strikes them, and reads what they said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.lab import SLUG, Place

ROOT = Path(__file__).absolute().parents[2]
COMMAND = ("build", SLUG, "--format", "html")


@dataclass(frozen=True)
class Told:
    """One step that a process told of."""

    process: int
    name: str


@dataclass(frozen=True)
class Log:
    """What all builds of a place told, in order."""

    path: Path

    def steps(self) -> list[Told]:
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        pairs = (line.split(" ", 1) for line in lines)
        return [Told(int(process), name) for process, name in pairs]

    def names(self) -> list[str]:
        """Return the names of the steps, faults left out."""
        return [told.name for told in self.steps() if not told.name.startswith("FAULT ")]

    def faults(self) -> list[str]:
        """Return the names of the steps at which a fault struck."""
        return [t.name.removeprefix("FAULT ") for t in self.steps() if t.name.startswith("FAULT ")]


class Nursery:
    """A process that makes builds; see ``tests/faults/nursery.py``."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.faults.nursery"]
        self._errors = (folder / "nursery.txt").open("w")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=ROOT,
            env=os.environ | {"MPLCONFIGDIR": str(folder)},
        )
        assert int(self._answer()) == 1, "a fork would lose threads"

    def start(
        self,
        place: Place,
        arguments: tuple[str, ...] = COMMAND,
        at: Collection[str] = (),
        fault: str = "none",
        **more: Any,
    ) -> int:
        """Start a build, to be struck at the first step of these names; return its number."""
        order = {
            "arguments": arguments,
            "folder": str(place.root),
            "environment": place.environment() | more.pop("environment", {}),
            "log": str(log_of(place).path),
            "output": str(output_of(place)),
            "at": sorted(at),
            "fault": fault,
            **more,
        }
        return self._ask({"spawn": order})

    def wait(self, process: int) -> int:
        """Return the exit status of a build, or minus the signal that ended it."""
        return self._ask({"wait": process})

    def run(self, place: Place, *args: Any, **more: Any) -> tuple[int, str]:
        """Build and wait; return the exit status and what this build said."""
        before = len(said(place))
        status = self.wait(self.start(place, *args, **more))
        return status, said(place)[before:]

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._errors.close()

    def _ask(self, order: Any) -> int:
        assert self._process.stdin is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def log_of(place: Place) -> Log:
    """Return the log of all builds of a place."""
    return Log(place.root / "steps.txt")


def output_of(place: Place) -> Path:
    """Return where the builds of a place say what they say."""
    return place.root / "said.txt"


def said(place: Place) -> str:
    """Return what all builds of a place have said so far."""
    path = output_of(place)
    return path.read_text(encoding="utf-8") if path.exists() else ""
