"""The trial of docs/premiers-pas.md, run as it is told."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "premiers-pas.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MISSPELT = ("MaxPooling2D", "MaxPoling2D")

pytestmark = [pytest.mark.keras, pytest.mark.pdf]


@dataclass
class Trial:
    """A working folder in which the page is followed."""

    root: Path
    said: str = ""

    def follow(self, kind: str, text: str) -> None:
        """Do what a block of the page says, or compare what it shows."""
        {"sh": self.run, "text": self.compare, "yaml": self.define, "markdown": self.answer}[kind](
            text
        )

    def run(self, commands: str) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "REPORTGEN_DATA": str(self.root / "d")}
        outputs = []
        for line in commands.strip().splitlines():
            words = [sys.executable, "-m", *shlex.split(line)]
            done = subprocess.run(
                words, cwd=self.root, env=environment, capture_output=True, text=True, check=False
            )
            outputs.append(done.stdout + done.stderr)
        self.said = "\n".join(outputs)

    def compare(self, shown: str) -> None:
        for line in shown.strip().splitlines():
            pattern = ".*".join(re.escape(part) for part in line.split("…"))
            assert re.search(pattern, self.said), f"{line!r} is not in:\n{self.said}"

    def define(self, text: str) -> None:
        """Put models and runs in the definition, with a mistake until the next command."""
        head = self._file("rendu.yaml").partition("\nmodels:")[0]
        self._write("rendu.yaml", f"{head}\n{text}")

    def answer(self, text: str) -> None:
        start = text.splitlines()[0]
        whole = self._file("reponses.md")
        begin = whole.index(start)
        end = whole.index("\n::::\n", begin) + len("\n::::\n")
        self._write("reponses.md", whole[:begin] + text + whole[end:])

    def misspell(self) -> None:
        self._write("rendu.yaml", self._file("rendu.yaml").replace(*MISSPELT))

    def mend(self) -> None:
        self._write("rendu.yaml", self._file("rendu.yaml").replace(*reversed(MISSPELT)))

    def _path(self, name: str) -> Path:
        return self.root / "rendus" / "mon_tp" / name

    def _file(self, name: str) -> str:
        return self._path(name).read_text(encoding="utf-8")

    def _write(self, name: str, text: str) -> None:
        self._path(name).write_text(text, encoding="utf-8")


def blocks() -> Iterator[tuple[str, str]]:
    for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        yield match[1], match[2]


def test_trial_goes_as_the_page_tells(tmp_path: Path) -> None:
    (tmp_path / "labs").symlink_to(ROOT / "labs")
    trial = Trial(tmp_path)
    for kind, text in blocks():
        trial.follow(kind, text)
        if kind == "yaml":
            trial.misspell()
        if kind == "text" and MISSPELT[1] in text:
            trial.mend()
    made = tmp_path / "rendus" / "mon_tp" / "remise"
    assert (made / "compte-rendu.pdf").read_bytes().startswith(b"%PDF-")
    assert "Inès Petit" in (made / "compte-rendu.html").read_text(encoding="utf-8")
