"""What the other tools start from: reportgen's notebook, and what it would be made by hand."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]
Cell = dict[str, Any]

PICTURE = re.compile(r"!\[[^\]]*\]\(data:(?P<kind>image/[\w+]+);base64,(?P<data>[^)]*)\)")
_SUFFIXES = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}
_TYPED = {0xA0: " ", 0x202F: " "}
"""A keyboard has one space."""


def read_notebook(text: str) -> Notebook:
    """Read an ``.ipynb`` file; the source of each cell becomes one text."""
    notebook: Notebook = json.loads(text)
    return _with_cells(notebook, lambda cell: [cell | {"source": "".join(cell["source"])}])


def picture_count(notebook: Notebook) -> int:
    """Return the number of pictures in the text of a notebook."""
    return sum(len(PICTURE.findall(cell["source"])) for cell in notebook["cells"])


def with_files(notebook: Notebook, folder: Path) -> Notebook:
    """Return the notebook with its pictures as files in ``folder``, which is beside it.

    MyST's parser refuses drawings within an address: it would show them as text.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def filed(match: re.Match[str]) -> str:
        content = base64.b64decode(match["data"])
        rank = len(list(folder.iterdir())) + 1
        path = folder / f"figure-{rank}{_SUFFIXES[match['kind']]}"
        path.write_bytes(content)
        alternative = match[0][: match[0].index("](") + 1]
        return f"{alternative}({folder.name}/{path.name})"

    return _with_cells(notebook, lambda cell: [_filed(cell, filed)])


def as_typed(notebook: Notebook) -> Notebook:
    """Return the notebook as it is made by hand: typed spaces, pictures as programs' outputs."""
    return _with_cells(notebook, _typed)


def _with_cells(notebook: Notebook, change: Callable[[Cell], Iterable[Cell]]) -> Notebook:
    return notebook | {"cells": [new for cell in notebook["cells"] for new in change(cell)]}


def _filed(cell: Cell, filed: Callable[[re.Match[str]], str]) -> Cell:
    return cell | {"source": PICTURE.sub(filed, cell["source"])}


def _typed(cell: Cell) -> Iterator[Cell]:
    """Yield the cells that stand for one: its text, cut where its pictures are."""
    source, position = cell["source"].translate(_TYPED), 0
    for rank, match in enumerate(PICTURE.finditer(source)):
        yield cell | {"source": source[position : match.start()], "id": f"{cell['id']}-t{rank}"}
        yield _output(match, f"{cell['id']}-f{rank}")
        position = match.end()
    yield cell | {"source": source[position:]}


def _output(match: re.Match[str], name: str) -> Cell:
    """Return the cell of a program that showed a picture, as Matplotlib's backend leaves it."""
    data = match["data"]
    shown = base64.b64decode(data).decode() if match["kind"] == "image/svg+xml" else data
    output = {"text/plain": "<Figure size 640x480 with 1 Axes>", match["kind"]: shown}
    return {
        "id": name,
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "source": "plt.show()",
        "outputs": [{"output_type": "display_data", "metadata": {}, "data": output}],
    }
