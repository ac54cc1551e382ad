"""The digest of a model builder: its syntax and that of every project function it reaches.

Comments, layout and docstrings are not part of it, nor are functions of the same file that it
never names. What is imported from outside the lab folder counts by its name only: the versions
of Keras and of its backend are in the training key already.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.errors import TrainingError

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def builder_digest(folder: Path, file: Path, function: str) -> str:
    """Return the sha256 (hex) of *function* of *file* and of all it reaches in *folder*.

    TrainingError when a file cannot be read or is no Python.
    """
    reached = _Reached(folder)
    reached.visit(file, function)
    parts = "\n".join(f"{file}:{name}:{text}" for (file, name), text in sorted(reached.texts()))
    return hashlib.sha256(parts.encode()).hexdigest()


def builder_files(folder: Path, file: Path, function: str) -> set[Path]:
    """Return the files, relative to *folder*, that a builder needs; TrainingError as its digest."""
    reached = _Reached(folder)
    reached.visit(file, function)
    return set(reached.modules)


@dataclass
class _Module:
    """The top level of a file: statements by the names they bind, and those that bind none."""

    statements: dict[str, list[ast.stmt]]
    unnamed: list[ast.stmt]


@dataclass
class _Reached:
    """The definitions reached so far, as (file, name) → syntax."""

    folder: Path
    found: dict[tuple[Path, str], str] = field(default_factory=dict)
    modules: dict[Path, _Module] = field(default_factory=dict)

    def texts(self) -> list[tuple[tuple[str, str], str]]:
        """Return what was reached, by names that sort."""
        return [((file.as_posix(), name), text) for (file, name), text in self.found.items()]

    def visit(self, file: Path, name: str) -> None:
        """Add a name of a file, what it is made of, and what runs when the file is imported."""
        if (file, name) in self.found:
            return
        module = self._module(file)
        statements = module.statements.get(name, [])
        self.found[file, name] = ";".join(_syntax(statement) for statement in statements)
        for statement in statements:
            self._follow(file, statement)
        if (file, "") not in self.found:
            self.found[file, ""] = ";".join(_syntax(statement) for statement in module.unnamed)
            for statement in module.unnamed:
                self._follow(file, statement)

    def _follow(self, file: Path, statement: ast.stmt) -> None:
        if isinstance(statement, ast.ImportFrom):
            self._follow_import_from(file, statement)
        elif isinstance(statement, ast.Import):
            for alias in statement.names:
                self._whole(self._local(file, alias.name, 0))
        else:
            for inner in ast.walk(statement):
                if isinstance(inner, ast.Import | ast.ImportFrom):
                    self._follow(file, inner)
            for name in _names(statement) & set(self._module(file).statements):
                self.visit(file, name)

    def _follow_import_from(self, file: Path, statement: ast.ImportFrom) -> None:
        target = self._local(file, statement.module or "", statement.level)
        for alias in statement.names:
            inner = self._local(file, _join(statement.module, alias.name), statement.level)
            if inner is not None:
                self._whole(inner)
            elif target is not None and alias.name != "*":
                self.visit(target, alias.name)
            else:
                self._whole(target)

    def _whole(self, file: Path | None) -> None:
        """Add all of a module: which of its names are used cannot be told."""
        if file is not None:
            for name in [*self._module(file).statements, ""]:
                self.visit(file, name)

    def _local(self, file: Path, module: str, level: int) -> Path | None:
        """Return the lab's own file of a module, relative to the lab; None when it has none."""
        base = file.parents[level - 1] if level else Path()
        path = base.joinpath(*module.split(".")) if module else base
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if module and (self.folder / candidate).is_file():
                return candidate
        return None

    def _module(self, file: Path) -> _Module:
        if file not in self.modules:
            try:
                tree = ast.parse((self.folder / file).read_text(encoding="utf-8"))
            except (OSError, ValueError, SyntaxError) as error:
                msg = f"le constructeur {self.folder / file} ne se lit pas : {error}"
                raise TrainingError(msg) from error
            self.modules[file] = _top_level(tree)
        return self.modules[file]


def _top_level(tree: ast.Module) -> _Module:
    module = _Module({}, [])
    for statement in tree.body:
        names = set(_bound(statement))
        for name in names:
            module.statements.setdefault(name, []).append(statement)
        if not names:
            module.unnamed.append(statement)
    return module


def _bound(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a top-level statement binds."""
    if isinstance(statement, _DEFINITIONS):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        names = (alias.asname or alias.name for alias in statement.names)
        yield from (name.split(".")[0] for name in names if name != "*")
    else:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _names(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _syntax(statement: ast.stmt) -> str:
    """Return the syntax of a statement without docstrings."""
    copy = ast.parse(ast.unparse(statement))
    for node in ast.walk(copy):
        if isinstance(node, _DEFINITIONS) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(copy)


def _join(module: str | None, name: str) -> str:
    return f"{module}.{name}" if module else name
