"""Check every piece of prose of a lab; what each check looks for is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.lab.calls import Names
from reportgen.lab.expected import expected_problems
from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import check_prose
from reportgen.lab.resolution import Resolved, written_names
from reportgen.lab.source import Source
from reportgen.lab.typed_numbers import typed_number_problems
from reportgen.lab.types import Place, Prose, Question, Section


@dataclass(frozen=True)
class Piece:
    """Prose, and whether it is an answer or an expected value."""

    prose: Prose
    answer: bool = False
    expected: bool = False


def prose_problems(
    sections: Sequence[Section], source: Source, resolved: Resolved, *, typed: bool = False
) -> Iterator[Problem]:
    """Yield what is wrong with the expressions and the numbers of the sections.

    With *typed*, answers may hold measurements typed by hand.
    """
    parsed: list[tuple[Piece, Parsed]] = []
    for piece in _pieces(sections):
        result = parse_prose(piece.prose)
        if isinstance(result, Problem):
            yield result
        else:
            parsed.append((piece, result))
    ids = [found for _, one in parsed for found in one.ids]
    questions = {b.id: b.place for s in sections for b in s.blocks if isinstance(b, Question)}
    yield from _repeated(ids, questions)
    references = frozenset(questions) | {name for name, _ in ids}
    names = _names(source, resolved, references)
    for piece, one in parsed:
        yield from check_prose(one, names)
        if piece.expected:
            yield from expected_problems(one)
        if piece.answer and not typed:
            yield from typed_number_problems(one)


def _names(source: Source, resolved: Resolved, references: frozenset[str]) -> Names:
    runs, families = resolved.runs.values(), _families(source, resolved)
    return Names(
        runs=written_names(source, "runs"),
        models=written_names(source, "models"),
        datasets=written_names(source, "datasets"),
        references=references,
        unvalidated=frozenset(run.name for run in runs if run.dataset.validation is None),
        of_keras=frozenset(run.name for run in runs if run.training.engine == "keras"),
        populations=written_names(source, "populations") - families | set(resolved.populations),
        families=families,
    )


def _families(source: Source, resolved: Resolved) -> frozenset[str]:
    """Return the families, rightly or wrongly defined."""
    written = written_names(source, "populations")
    entries = source.data["populations"] if written else {}
    wrong = {n for n in written if isinstance(entries[n], dict) and "grid" in entries[n]}
    return frozenset(resolved.families) | wrong


def _pieces(sections: Sequence[Section]) -> Iterator[Piece]:
    for section in sections:
        yield Piece(Prose(section.title, section.place))
        for block in section.blocks:
            if isinstance(block, Prose):
                yield Piece(block)
            else:
                yield from _of_question(block)


def _of_question(question: Question) -> Iterator[Piece]:
    if question.title:
        yield Piece(Prose(question.title, question.place))
    yield Piece(question.statement)
    if question.solution:
        yield Piece(question.solution.answer, answer=True)
        for criterion in question.solution.scheme:
            yield Piece(criterion.text)
        for expression in question.solution.expected:
            yield Piece(expression, expected=True)


def _repeated(ids: Sequence[tuple[str, Place]], questions: dict[str, Place]) -> Iterator[Problem]:
    seen = dict(questions)
    for name, place in ids:
        if name in seen:
            other = seen[name]
            where = f"déjà pris {other.file.name}, ligne {other.line}"
            yield Problem(place, f"identifiant « {name} » {where}")
        seen.setdefault(name, place)
