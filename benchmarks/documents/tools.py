"""The four ways to lay the same results out: what they read, their commands, what they write."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peers.environment import ROOT, Environment

from documents.content import Notebook, with_files

TOOLS = Environment(ROOT / "build" / "documents", Path(__file__).with_name("requirements.txt"))
NAMES = ("nbconvert", "jupyter-book", "pypandoc_binary", "weasyprint", "playwright")
BROWSERS = TOOLS.folder / "browsers"
NAME = "corrige"

_CONFIGURATION = """\
title: {title}
execute:
  execute_notebooks: "off"
sphinx:
  config:
    language: fr
"""
_CONTENTS = f"format: jb-book\nroot: {NAME}\n"


@dataclass(frozen=True)
class Work:
    """What is laid out: a lab of a profile, whose results are known, under its title."""

    lab: str
    profile: str
    title: str


@dataclass(frozen=True)
class Tool:
    """A column of the tables. Paths are relative to the folder in which the commands run.

    ``site`` is the file or the folder that has to be kept for the page to be read.
    """

    title: str
    write: Callable[[Path, Notebook, Work], None]
    html: Callable[[Work], list[str]]
    pdf: Callable[[Work], list[str]]
    page: str = f"sortie/{NAME}.html"
    site: str = f"sortie/{NAME}.html"
    paper: str = f"sortie/{NAME}.pdf"


def environment() -> dict[str, str]:
    """Return the environment of every command: the other tools first, the browser found."""
    folder = TOOLS.folder
    own = {"REPORTGEN_BUILD": str(ROOT / "build"), "REPORTGEN_DATA": str(ROOT / "data")}
    return (
        own
        | os.environ
        | {
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
            "PLAYWRIGHT_BROWSERS_PATH": str(BROWSERS),
            "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
            "IPYTHONDIR": str(folder / "ipython"),
            "PYTHONPATH": str(ROOT),
            "NO_COLOR": "1",
        }
    )


def _write_nothing(_folder: Path, _notebook: Notebook, _work: Work) -> None:
    """Leave the folder empty: reportgen reads its lab."""


def _write_notebook(folder: Path, notebook: Notebook, _work: Work) -> None:
    (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _write_book(folder: Path, notebook: Notebook, work: Work) -> None:
    _write_notebook(folder, with_files(notebook, folder / "figures"), work)
    configuration = _CONFIGURATION.format(title=json.dumps(work.title, ensure_ascii=False))
    (folder / "_config.yml").write_text(configuration, encoding="utf-8")
    (folder / "_toc.yml").write_text(_CONTENTS, encoding="utf-8")


def _reportgen(format_: str) -> Callable[[Work], list[str]]:
    options = ["--document", "corrige", "--format", format_, "--output", "sortie"]
    program = [sys.executable, "-m", "reportgen", "build"]
    return lambda work: [*program, work.lab, "--profile", work.profile, *options]


def _nbconvert(format_: str) -> Callable[[Work], list[str]]:
    program = ["jupyter", "nbconvert", "--to", format_, "--no-prompt", "--output-dir", "sortie"]
    return lambda _: [*program, "--HTMLExporter.language_code=fr", f"{NAME}.ipynb"]


def _book(*options: str) -> Callable[[Work], list[str]]:
    return lambda _: ["jupyter-book", "build", ".", "--path-output", "sortie", *options]


def _pandoc(suffix: str, *options: str) -> Callable[[Work], list[str]]:
    program = ["pandoc", f"{NAME}.ipynb", "-o", f"sortie/{NAME}{suffix}", *options]
    return lambda work: [*program, "-M", "lang=fr", "-M", f"pagetitle={work.title}"]


_WEASYPRINT = ("--pdf-engine=weasyprint", "--pdf-engine-opt=--pdf-variant=pdf/ua-1")

REPORTGEN = Tool("reportgen", _write_nothing, _reportgen("html"), _reportgen("pdf"))
NBCONVERT = Tool("nbconvert", _write_notebook, _nbconvert("html"), _nbconvert("webpdf"))
JUPYTER_BOOK = Tool(
    "Jupyter Book 1",
    _write_book,
    _book(),
    _book("--builder", "pdfhtml"),
    page=f"sortie/_build/html/{NAME}.html",
    site="sortie/_build/html",
    paper="sortie/_build/pdf/book.pdf",
)
PANDOC = Tool(
    "pandoc",
    _write_notebook,
    _pandoc(".html", "--standalone", "--embed-resources", "--mathml"),
    _pandoc(".pdf", *_WEASYPRINT),
)
COMPARED = (REPORTGEN, NBCONVERT, JUPYTER_BOOK, PANDOC)
