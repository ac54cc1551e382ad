"""The pages that present the project name all that it has, and nothing that it has not."""

from __future__ import annotations

import re
from pathlib import Path

from reportgen.lab.loading import load_lab

REPOSITORY = Path(__file__).parents[2]


def rows(page: str) -> list[tuple[str, str]]:
    """Return the first two cells of the rows of a page whose first cell is a name in code."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    return re.findall(r"^\| `(\w+)` \| ([^|]*?) *\|", text, re.MULTILINE)


def test_every_module_is_in_the_table_of_the_architecture() -> None:
    package = REPOSITORY / "reportgen"
    found = {path.stem for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}
    listed = [name for name, _ in rows("docs/architecture.md")]
    assert sorted(listed) == sorted(n for n in found if not n.startswith(("_", ".")))


def test_the_readme_names_every_lab_by_its_title() -> None:
    folders = (REPOSITORY / "labs").iterdir()
    labs = {folder.name: load_lab(folder).title.replace("\u00a0", " ") for folder in folders}
    assert {name: title for name, title in rows("README.md") if name in labs} == labs
