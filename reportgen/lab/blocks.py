"""Check how the blocks of a question nest: what is never closed, doubled, unknown, misplaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.lab.directives import Directive, find_directives
from reportgen.lab.problems import suggestion
from reportgen.lab.vocabulary import BOXES
from reportgen.layers.wording import nearest

PARTS = ("reponse", "bareme")
"""The blocks that only the teacher sees."""

Found = tuple[int, str, str | None]
"""The line of a mistake, what it is, and what to do."""


def is_whole(question: Directive) -> bool:
    """Tell whether a question ends where its author means it to."""
    return question.closed and not any(map(_swallows, find_directives(question.body)))


def has_misspelt_answer(nested: Sequence[Directive]) -> bool:
    """Tell whether an unknown block is the answer, under a name that is already said wrong."""
    known = (*PARTS, *BOXES)
    return any(nearest(d.name, known) == "reponse" for d in nested if d.name not in known)


def block_problems(question: Directive, nested: Sequence[Directive]) -> Iterator[Found]:
    """Yield the first block that does not end, else all that is wrong with the blocks."""
    wrong = next(filter(_swallows, nested), None)
    if wrong is not None:
        yield _open(question, wrong)
        return
    seen: set[str] = set()
    for block in nested:
        name = block.name
        if not name and not block.argument:
            yield block.line, "ligne de « : » qui ne ferme aucun bloc", "la supprimer"
        elif name in PARTS and name in seen:
            yield block.line, f"deuxième bloc « {name} » dans la même question", None
        elif name not in (*PARTS, *BOXES):
            hint = suggestion(name, (*PARTS, *BOXES))
            yield block.line, f"bloc inconnu « {name or block.argument} »", hint
        seen.add(name)


def answer_problems(answer: Directive) -> Iterator[Found]:
    """Yield the blocks in an answer that its end closes, and those that close it."""
    for block in find_directives(answer.body):
        if block.name in PARTS:
            message = f"bloc « {block.name} » dans la réponse, qui n’est pas fermée avant lui"
            yield block.line, message, "ajouter une ligne « ::: » au-dessus"
        elif block.name in BOXES and not block.closed:
            hint = "ouvrir et fermer la réponse par « :::: », et la question par « ::::: »"
            message = f"encadré « {block.name} » dans une réponse qui n’a pas plus de « : »"
            yield block.line, message, hint


def _swallows(block: Directive) -> bool:
    """Tell whether a block of a question holds what comes after the question."""
    return block.name == "question" or (bool(block.name) and not block.closed)


def _open(question: Directive, wrong: Directive) -> Found:
    if wrong.name == "question":
        message = f"question jamais fermée : une autre commence ligne {wrong.line}"
        return question.line, message, f"ajouter avant elle une ligne « {':' * question.colons} »"
    if wrong.colons >= question.colons:
        message = "question ouverte par autant de « : » que ses blocs"
        return question.line, message, "l’ouvrir et la fermer par « :::: »"
    return wrong.line, f"bloc « :::{{{wrong.name}}} » jamais fermé", "ajouter une ligne « ::: »"
