"""A builder's digest follows the functions it reaches, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.builders import builder_digest
from reportgen.errors import TrainingError

FILES = {
    "models.py": """\
import keras
from blocks import block
import sizes

DEPTH = 2

def make(shape):
    '''Return a network.'''
    return [block(sizes.WIDTH) for _ in range(DEPTH)]

def unused():
    return 1
""",
    "blocks.py": """\
from deep.inner import activation

def block(width):
    return width, activation()

def other():
    return 2
""",
    "sizes.py": "WIDTH = 4\n",
    "deep/__init__.py": "",
    "deep/inner.py": "def activation():\n    return 'relu'\n\ndef spare():\n    return 0\n",
}


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """Return a lab folder whose builder reaches three other files."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def digest(lab: Path) -> str:
    return builder_digest(lab, Path("models.py"), "make")


def edit(lab: Path, name: str, old: str, new: str) -> None:
    text = (lab / name).read_text(encoding="utf-8")
    assert old in text
    (lab / name).write_text(text.replace(old, new), encoding="utf-8")


CHANGES = {
    "the builder": ("models.py", "range(DEPTH)", "range(DEPTH + 1)"),
    "a constant": ("models.py", "DEPTH = 2", "DEPTH = 3"),
    "a helper": ("blocks.py", "return width,", "return width + 1,"),
    "a helper of that helper": ("deep/inner.py", "'relu'", "'tanh'"),
    "a constant of a whole module": ("sizes.py", "WIDTH = 4", "WIDTH = 5"),
}
SAME = {
    "a comment": ("models.py", "DEPTH = 2", "DEPTH = 2  # two blocks"),
    "a docstring": ("models.py", "Return a network.", "Build."),
    "layout": ("models.py", "return [block", "return  [ block"),
    "a function that is never called": ("models.py", "return 1", "return 10"),
    "one of another file": ("blocks.py", "return 2", "return 20"),
    "one of a deeper file": ("deep/inner.py", "return 0", "return 5"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_digest_follows(lab: Path, change: tuple[str, str, str]) -> None:
    before = digest(lab)
    edit(lab, *change)
    assert digest(lab) != before


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_the_digest_ignores(lab: Path, change: tuple[str, str, str]) -> None:
    before = digest(lab)
    edit(lab, *change)
    assert digest(lab) == before


def test_everything_of_a_starred_import_counts(lab: Path) -> None:
    edit(lab, "models.py", "from blocks import block", "from blocks import *")
    before = digest(lab)
    edit(lab, "blocks.py", "return 2", "return 20")
    assert digest(lab) != before


def test_recursion_ends(lab: Path) -> None:
    edit(lab, "blocks.py", "return 2", "return block(other())")
    edit(lab, "blocks.py", "return width,", "return other(), width,")
    assert digest(lab)


def test_a_file_that_is_no_python_is_told(lab: Path) -> None:
    (lab / "blocks.py").write_text("def (", encoding="utf-8")
    with pytest.raises(TrainingError, match=r"blocks\.py ne se lit pas"):
        digest(lab)
