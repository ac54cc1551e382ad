"""Check that a model written in Python is there, without importing it."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

from reportgen.lab.problems import suggestion


def builder_problem(folder: Path, file: str, function: str) -> str | None:
    """Return what is wrong with ``file:function`` of a lab folder, None when it is defined."""
    if not file.endswith(".py") or not function.isidentifier():
        return f"« builder » : attendu : fichier.py:fonction ; reçu : « {file}:{function} »"
    if PurePosixPath(file).is_absolute() or not _inside(folder, file):
        return f"« builder » : « {file} » doit être dans le dossier du TP"
    path = folder / file
    if not path.is_file():
        return f"« builder » : le fichier « {file} » n’existe pas dans le dossier du TP"
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError) as error:
        line = getattr(error, "lineno", None) or 1
        return f"« builder » : « {file} » n’est pas du Python valide (ligne {line})"
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    if function in names:
        return None
    hint = suggestion(function, sorted(names))
    advice = f" ; {hint}" if hint else ""
    return f"« builder » : « {file} » ne définit pas de fonction « {function} »{advice}"


def _inside(folder: Path, file: str) -> bool:
    return (folder / file).resolve().is_relative_to(folder.resolve())
