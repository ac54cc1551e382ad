"""Write the lab the way each tool wants it, from the same templates."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Any

from peers.work import RUNS, Work, write_images

TEMPLATES = Path(__file__).with_name("templates")

_CODE = re.compile(r"^```python ?(\w*)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
"""A cell of code in a notebook's Markdown, with its tag."""


def write_reportgen(folder: Path, work: Work) -> None:
    """Write ``labs/mesure``."""
    lab = folder / "labs" / "mesure"
    (lab / "sections").mkdir(parents=True, exist_ok=True)
    _write_common(lab, work)
    _copy("lab.yaml", lab, work)
    questions = [_filled("question.md", work, run=run) for run in RUNS]
    _write(lab / "sections" / "01-reseaux.md", _filled("section.md", work) + "".join(questions))


def write_keras(folder: Path, work: Work) -> None:
    """Write the script."""
    _write_common(folder, work)
    _copy("journal.py", folder, work)
    _copy("rapport.py", folder, work)


def write_papermill(folder: Path, work: Work) -> None:
    """Write one notebook with parameters; the kernel starts once for both runs."""
    _write_common(folder, work)
    _copy("journal.py", folder, work)
    _copy("with_papermill.py", folder, work)
    rates = dict(zip(RUNS, ("0", "rate"), strict=True))
    parts = [
        _filled("training.md", work, run=run, run_rate=rate, run_epochs="epochs")
        for run, rate in rates.items()
    ]
    head = _filled("notebook.md", work) + _filled("parameters.md", work)
    _write(folder / "mesure.ipynb", _notebook(head + "".join(parts)))


def write_jupyter_cache(folder: Path, work: Work) -> None:
    """Write one notebook a run: the cache's grain is the notebook, so this serves it best."""
    _write_common(folder, work)
    _copy("journal.py", folder, work)
    _copy("with_jupyter_cache.py", folder, work)
    rates = dict(zip(RUNS, (0, work.rate), strict=True))
    for run, rate in rates.items():
        part = _filled("training.md", work, run=run, run_rate=rate, run_epochs=work.epochs)
        _write(folder / f"{run}.ipynb", _notebook(_filled("notebook.md", work) + part))


def _write_common(folder: Path, work: Work) -> None:
    _copy("modeles.py", folder, work)
    if not (folder / "images.npz").exists():
        write_images(folder / "images.npz", work)


def _copy(name: str, folder: Path, work: Work) -> None:
    _write(folder / name, _filled(name, work))


def _filled(name: str, work: Work, **more: object) -> str:
    text = (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    values = asdict(work) | {"validation": work.validation} | more
    return Template(text).substitute(values)


def _write(path: Path, text: str) -> None:
    """Write a file unless it says that already: a tool may look at its date."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def _notebook(markdown: str) -> str:
    """Return a notebook (nbformat 4.5) whose fences of Python are its cells of code."""
    cells, position = [], 0
    for match in _CODE.finditer(markdown):
        cells.append(_cell("markdown", markdown[position : match.start()]))
        cells.append(_cell("code", match[2], match[1]))
        position = match.end()
    cells.append(_cell("markdown", markdown[position:]))
    kept = [cell | {"id": f"cell-{n}"} for n, cell in enumerate(cells) if cell["source"]]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}}
    return json.dumps(content | {"cells": kept}, ensure_ascii=False, indent=1)


def _cell(kind: str, source: str, tag: str = "") -> dict[str, Any]:
    cell = {"cell_type": kind, "metadata": {"tags": [tag]} if tag else {}, "source": source.strip()}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})
