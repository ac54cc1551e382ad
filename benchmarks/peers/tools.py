"""The four ways to make the lab: what they read, the command, the pages they write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peers import environment, projects
from peers.work import RUNS, Work

OUTPUT = "sortie.log"
"""What a command prints, in the project's folder."""


@dataclass(frozen=True)
class Tool:
    """A column of the table. Paths are relative to the folder of the tool's project.

    The journal gets a line with « époque N/LAST » at the end of each epoch.
    """

    title: str
    write: Callable[[Path, Work], None]
    command: Callable[[Work], list[str]]
    pages: tuple[str, ...]
    journal: str = "journal.log"


def _build(work: Work) -> list[str]:
    options = ["--document", "corrige", "--format", "html", "--verbose"]
    return [sys.executable, "-m", "reportgen", "build", "mesure", *options]


def _script(name: str) -> Callable[[Work], list[str]]:
    return lambda work: [str(environment.PEERS.python), name]


def _papermill(work: Work) -> list[str]:
    return [str(environment.PEERS.python), "with_papermill.py", str(work.epochs), str(work.rate)]


REPORTGEN = Tool(
    "reportgen",
    projects.write_reportgen,
    _build,
    ("build/reports/mesure/corrige.html",),
    journal=OUTPUT,
)
PEERS = (
    Tool("Keras seul", projects.write_keras, _script("rapport.py"), ("rapport.html",)),
    Tool("papermill", projects.write_papermill, _papermill, ("rapport.html",)),
    Tool(
        "jupyter-cache",
        projects.write_jupyter_cache,
        _script("with_jupyter_cache.py"),
        tuple(f"{run}.html" for run in RUNS),
    ),
)
TOOLS = (*PEERS, REPORTGEN)
