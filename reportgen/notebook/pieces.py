"""An answer as pieces in their order: text, and programs that a notebook can run.

A fenced ``python`` program runs when all that it reads was defined by what ran before; otherwise
it is there to be read, and stays in the text.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.document.types import Placed
from reportgen.evidence.elements import Code
from reportgen.notebook.elements import caption_markdown, element_markdown

_PART = re.compile(r"(?m)^(?=# \S.* -{5,}$)")
_PIECE = re.compile(
    r"""
      ^[ >]*<rg-element\ data-anchor="(?P<anchor>[^"]*)"></rg-element>[ ]*$
    | ^(?P<fence>`{3,}|~{3,})python[ ]*\n(?P<program>.*?)^(?P=fence)[`~]*[ ]*$
    | ^(?P<other>`{3,}|~{3,}).*?^(?P=other)[`~]*[ ]*$
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Text:
    """Markdown."""

    source: str


@dataclass(frozen=True)
class Program:
    """Python to run."""

    source: str


Piece = Text | Program


@dataclass
class Runner:
    """What the programs of a notebook have defined so far, in the order they are met."""

    defined: set[str] = field(default_factory=lambda: set(dir(builtins)))

    def accepts(self, program: str) -> bool:
        """Tell whether a program can run now; if so, what it defines is known from then on."""
        try:
            tree = ast.parse(program)
        except SyntaxError:
            return False
        names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
        made = _made(tree) | {n.id for n in names if not isinstance(n.ctx, ast.Load)}
        if _read_first(tree) - self.defined or {n.id for n in names} - made - self.defined:
            return False
        self.defined |= made
        return True


def answer_pieces(
    source: str, placed: Mapping[str, Placed], runner: Runner | None
) -> tuple[Piece, ...]:
    """Return the pieces of a passage; neighbouring texts are one. Without *runner* all is text."""
    pieces: list[Piece] = []
    for piece in _pieces(source, placed, runner):
        if pieces and isinstance(piece, Text) and isinstance(pieces[-1], Text):
            pieces[-1] = Text(f"{pieces[-1].source}\n\n{piece.source}")
        else:
            pieces.append(piece)
    return tuple(pieces)


def passage_markdown(source: str, placed: Mapping[str, Placed]) -> str:
    """Return a passage as one text: its programs are there to be read."""
    return "\n\n".join(piece.source for piece in _pieces(source, placed, None))


def _pieces(source: str, placed: Mapping[str, Placed], runner: Runner | None) -> Iterator[Piece]:
    position = 0
    for match in _PIECE.finditer(source):
        if match["other"]:
            continue
        yield from _text(source[position : match.start()])
        position = match.end()
        if match["anchor"]:
            yield from _element(placed[match["anchor"]], runner)
        elif runner is not None and runner.accepts(match["program"]):
            yield Program(match["program"].strip("\n"))
        else:
            yield Text(match[0])
    yield from _text(source[position:])


def _text(source: str) -> Iterator[Text]:
    text = re.sub(r"\n{3,}", "\n\n", source).strip("\n")
    if text.strip():
        yield Text(text)


def _element(placed: Placed, runner: Runner | None) -> Iterator[Piece]:
    element = placed.element
    if not isinstance(element, Code):
        yield from _text(element_markdown(placed))
        return
    yield Text(caption_markdown(placed))
    if element.language == "python" and runner is not None and runner.accepts(element.text):
        yield from (Program(part.strip("\n")) for part in _PART.split(element.text) if part.strip())
    else:
        yield Text(f"```{element.language}\n{element.text.strip()}\n```")


def _made(tree: ast.AST) -> set[str]:
    """Return what a program names by importing, defining, or as an argument."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
    return names


def _read_first(tree: ast.Module) -> set[str]:
    """Return the names that top-level statements read before any of them defines them."""
    known: set[str] = set()
    read: set[str] = set()
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            inner = _bound_inside(statement)
            read |= _loaded(statement) - known - inner
        known |= _made(statement) | _stored(statement)
    return read


def _bound_inside(statement: ast.stmt) -> set[str]:
    """Return what a statement binds before it reads it: loops, comprehensions, ``with``."""
    if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
        bound = [n for n in ast.walk(statement) if isinstance(n, ast.comprehension | ast.Lambda)]
        return set().union(*(_stored(node) | _made(node) for node in bound))
    return _stored(statement) | _made(statement)


def _loaded(node: ast.AST) -> set[str]:
    loaded = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
    }
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        loaded.add(node.target.id)
    return loaded


def _stored(node: ast.AST) -> set[str]:
    return {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)
    }
