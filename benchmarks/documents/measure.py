"""Run the tools' commands, turn about, and read what they wrote."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from documents.browser import requests_made
from documents.content import Notebook, as_typed, picture_count, read_notebook
from documents.page import Page, read_page
from documents.paper import Paper, read_paper
from documents.tools import COMPARED, REPORTGEN, Tool, Work, environment

OUTPUT = "sortie"


@dataclass(frozen=True)
class Cost:
    """Median wall seconds, startup included, and median ratio to reportgen's of the same round."""

    seconds: float
    ratio: float


@dataclass(frozen=True)
class Measure:
    """What one tool made: ``typed`` is its page from the notebook that is made by hand.

    ``files`` and ``size`` (bytes) are those of the page and of what it needs beside it.
    """

    html: Cost
    pdf: Cost
    files: int
    size: int
    requests: int
    page: Page
    typed: Page
    paper: Paper
    paper_size: int


def measure(place: Path, work: Work, rounds: int) -> tuple[int, dict[str, Measure]]:
    """Return the number of pictures of the content, and a measure by title of tool."""
    notebook = make_notebook(place / "notebook", work)
    typed = {tool.title: _typed_page(tool, place / "clavier", notebook, work) for tool in COMPARED}
    for tool in COMPARED:
        _write(tool, place / tool.title, notebook, work)
    pdf = _costs(place, work, rounds, "pdf")
    papers = {tool.title: (place / tool.title / tool.paper).read_bytes() for tool in COMPARED}
    html = _costs(place, work, rounds, "html")
    pages = [place / tool.title / tool.page for tool in COMPARED]
    found = {}
    for tool, path, requests in zip(COMPARED, pages, requests_made(pages), strict=True):
        files = _files(place / tool.title / tool.site)
        found[tool.title] = Measure(
            html=html[tool.title],
            pdf=pdf[tool.title],
            files=len(files),
            size=sum(file.stat().st_size for file in files),
            requests=requests,
            page=read_page(path.read_text(encoding="utf-8")),
            typed=typed[tool.title],
            paper=read_paper(papers[tool.title]),
            paper_size=len(papers[tool.title]),
        )
    return picture_count(notebook), found


def make_notebook(folder: Path, work: Work) -> Notebook:
    """Return the corrigé that reportgen exports as a notebook."""
    command = [sys.executable, "-m", "reportgen", "build", work.lab, "--profile", work.profile]
    command += ["--document", "corrige", "--format", "ipynb", "--output", OUTPUT]
    folder.mkdir(parents=True)
    run(command, folder)
    return read_notebook((folder / OUTPUT / "corrige.ipynb").read_text(encoding="utf-8"))


def run(command: Sequence[str], folder: Path) -> float:
    """Run a command in a folder without its former output; return the wall seconds it took."""
    shutil.rmtree(folder / OUTPUT, ignore_errors=True)
    (folder / OUTPUT).mkdir()
    started = perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seconds = perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} : code {done.returncode}\n{done.stdout[-3000:]}")
    return seconds


def costs(rounds: Sequence[dict[str, float]]) -> dict[str, Cost]:
    """Return medians of seconds, and of ratios to reportgen's seconds of the same round."""
    return {
        title: Cost(
            median(seconds[title] for seconds in rounds),
            median(seconds[title] / seconds[REPORTGEN.title] for seconds in rounds),
        )
        for title in rounds[0]
    }


def _costs(place: Path, work: Work, rounds: int, kind: str) -> dict[str, Cost]:
    """Time each tool once a round, the first one another every time; the first round warms up."""
    found = []
    for number in range(rounds + 1):
        first = number % len(COMPARED)
        seconds = {}
        for tool in (*COMPARED[first:], *COMPARED[:first]):
            command = tool.pdf(work) if kind == "pdf" else tool.html(work)
            seconds[tool.title] = run(command, place / tool.title)
            print(f"{kind} {number}, {tool.title} : {seconds[tool.title]:.2f} s", file=sys.stderr)
        found.append(seconds)
    return costs(found[1:])


def _typed_page(tool: Tool, place: Path, notebook: Notebook, work: Work) -> Page:
    folder = place / tool.title
    _write(tool, folder, as_typed(notebook), work)
    run(tool.html(work), folder)
    return read_page((folder / tool.page).read_text(encoding="utf-8"))


def _write(tool: Tool, folder: Path, notebook: Notebook, work: Work) -> None:
    folder.mkdir(parents=True)
    tool.write(folder, notebook, work)


def _files(site: Path) -> list[Path]:
    return [site] if site.is_file() else [path for path in site.rglob("*") if path.is_file()]
