"""Run one command in a tool's project: how long, how many epochs, is the page right."""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep

from peers.environment import ROOT
from peers.tools import OUTPUT, Tool
from peers.work import Scenario, Work

_EPOCH = re.compile(r"époque \d+/\d+")
_NOT_TEXT = re.compile(r"<(style|script|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Measure:
    """Wall seconds of a whole command, epochs it trained, and whether its pages are up to date."""

    seconds: float
    epochs: int
    right: bool


def measure(tool: Tool, place: Path, scenario: Scenario, work: Work) -> Measure:
    """Bring the tool's project to where the scenario starts, make its change, and time it.

    The project stands in ``place``; what the scenario « empty » leaves there is copied beside
    it, for the scenarios that start from a finished build.
    """
    folder, built = place / "projet", place / "fini"
    shutil.rmtree(folder, ignore_errors=True)
    if scenario.start == "built":
        shutil.copytree(built, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if scenario.start == "killed":
        tool.write(folder, work)
        _run_and_kill(tool, folder, work)
    changed = scenario.change(work)
    tool.write(folder, changed)
    found = _run(tool, folder, changed)
    if scenario.start == "empty":
        shutil.rmtree(built, ignore_errors=True)
        shutil.copytree(folder, built)
    return found


def _run(tool: Tool, folder: Path, work: Work) -> Measure:
    started = perf_counter()
    code = _start(tool, folder, work).wait()
    seconds = perf_counter() - started
    if code:
        printed = (folder / OUTPUT).read_text(encoding="utf-8")
        raise SystemExit(f"{tool.title} : code {code}\n{printed[-3000:]}")
    return Measure(seconds, len(_epochs(tool, folder)), _is_right(tool, folder, work))


def _start(tool: Tool, folder: Path, work: Work) -> subprocess.Popen[bytes]:
    """Start the tool's command in a group of its own, with an empty journal."""
    (folder / tool.journal).unlink(missing_ok=True)
    with (folder / OUTPUT).open("wb") as output:
        return subprocess.Popen(
            tool.command(work),
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of every command: quiet, and with no build folder of the user's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("REPORTGEN_", "KERAS_"))}
    return kept | {
        "IPYTHONDIR": str(folder.parent / "ipython"),
        "PYTHONPATH": str(ROOT),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _run_and_kill(tool: Tool, folder: Path, work: Work) -> None:
    """Kill the command when just over half of the epochs are done."""
    process = _start(tool, folder, work)
    while len(lines := _epochs(tool, folder)) <= work.total_epochs // 2:
        if process.poll() is not None:
            raise SystemExit(f"{tool.title} a fini avant d’être tué")
        sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    # A notebook's kernel has a group of its own; the journal says its process.
    trainer = lines[-1].split()[0]
    if trainer.isdigit() and int(trainer) != process.pid:
        os.kill(int(trainer), signal.SIGKILL)


def _epochs(tool: Tool, folder: Path) -> list[str]:
    """Return the lines of the journal that tell the end of an epoch."""
    journal = folder / tool.journal
    text = journal.read_text(encoding="utf-8") if journal.exists() else ""
    return [line for line in text.splitlines() if _EPOCH.search(line)]


def _is_right(tool: Tool, folder: Path, work: Work) -> bool:
    """Say whether the pages show the work as it is now, spaces and tags aside."""
    pages = [(folder / page).read_text(encoding="utf-8") for page in tool.pages]
    text = _squeezed(html.unescape(_NOT_TEXT.sub(" ", " ".join(pages))))
    return all(text.count(_squeezed(part)) >= n for part, n in work.expected().items())


def _squeezed(text: str) -> str:
    return "".join(text.split())
