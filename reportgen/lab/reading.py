"""Check every piece of prose of a lab; what each check looks for is said elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.lab.bare_values import bare_value_problems
from reportgen.lab.calls import Names
from reportgen.lab.expected import expected_problems
from reportgen.lab.formulas import formula_problems
from reportgen.lab.layer_names import layer_names
from reportgen.lab.leftovers import leftover_problems
from reportgen.lab.limits import limits
from reportgen.lab.pictures import picture_problems
from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import check_prose
from reportgen.lab.resolution import Resolved, written_names
from reportgen.lab.source import Source
from reportgen.lab.typed_numbers import typed_number_problems
from reportgen.lab.types import Place, Prose, Question, Section


@dataclass(frozen=True)
class Piece:
    """Prose, and whether it is an answer or an expected value; ``secret``: not in the sujet."""

    prose: Prose
    answer: bool = False
    expected: bool = False
    secret: bool = False


def prose_problems(
    sections: Sequence[Section],
    source: Source,
    resolved: Resolved,
    *,
    typed: bool = False,
    partial: bool = False,
) -> Iterator[Problem]:
    """Yield what is wrong with the expressions and the numbers of the sections.

    With *typed*, the prose is that of students: answers may hold measurements typed by hand.
    With *partial*, other sections could not be read: what refers to them is not judged.
    """
    parsed: list[tuple[Piece, Parsed]] = []
    for piece in _pieces(sections):
        result = parse_prose(piece.prose)
        if isinstance(result, Problem):
            yield result
            partial = True
        else:
            parsed.append((piece, result))
    questions = {b.id: b.place for s in sections for b in s.blocks if isinstance(b, Question)}
    yield from _repeated([found for _, one in parsed for found in one.ids], questions)
    in_sujet, in_corrige = _names_of_readers(parsed, _names(source, resolved), questions, partial)
    for piece, one in parsed:
        yield from check_prose(one, in_corrige if piece.secret else in_sujet)
        if piece.expected:
            yield from expected_problems(one)
        if not typed:
            yield from _of_teachers(piece, one, source)


def _names_of_readers(
    parsed: Sequence[tuple[Piece, Parsed]], lab: Names, questions: Iterable[str], partial: bool
) -> tuple[Names, Names]:
    """Return the names that prose of the sujet may use, and those that answers may."""
    everything = frozenset(name for _, one in parsed for name, _ in one.ids).union(questions)
    shown = {name for piece, one in parsed if not piece.secret for name, _ in one.ids}
    references = frozenset(shown.union(questions))
    doubtful = lab.doubtful | {"references"} if partial else lab.doubtful
    in_corrige = replace(lab, references=everything, doubtful=doubtful)
    hidden = everything - references
    return replace(in_corrige, references=references, in_answers=hidden), in_corrige


def _of_teachers(piece: Piece, parsed: Parsed, source: Source) -> Iterator[Problem]:
    """Yield what a lab may not hold, though a report of students may."""
    yield from formula_problems(parsed)
    yield from leftover_problems(parsed)
    yield from picture_problems(parsed, source.file.parent)
    if not piece.expected:
        yield from bare_value_problems(parsed)
    if piece.answer:
        yield from typed_number_problems(parsed)


def _names(source: Source, resolved: Resolved) -> Names:
    """Return what the definition of the lab names; references are of its prose."""
    runs, families = resolved.runs.values(), _families(source, resolved)
    return Names(
        runs=written_names(source, "runs"),
        models=written_names(source, "models"),
        datasets=written_names(source, "datasets"),
        doubtful=source.doubtful,
        unvalidated=frozenset(run.name for run in runs if run.dataset.validation is None),
        of_keras=frozenset(run.name for run in runs if run.training.engine == "keras"),
        populations=written_names(source, "populations") - families | set(resolved.populations),
        families=families,
        layers=_layers(resolved),
        metrics={run.name: ("loss", *run.training.metrics) for run in runs},
        limits=limits(
            resolved.datasets,
            resolved.models,
            resolved.runs,
            resolved.populations,
            resolved.profiles.values(),
        ),
    )


def _layers(resolved: Resolved) -> dict[str, tuple[str, ...]]:
    """Return the names that evidence gives to the layers of each run; none for a builder."""
    runs = resolved.runs.values()
    return {run.name: layer_names(run.model.layers) for run in runs if run.model.layers}


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
        yield Piece(question.solution.answer, answer=True, secret=True)
        for criterion in question.solution.scheme:
            yield Piece(criterion.text, secret=True)
        for expression in question.solution.expected:
            yield Piece(expression, expected=True, secret=True)


def _repeated(ids: Sequence[tuple[str, Place]], questions: dict[str, Place]) -> Iterator[Problem]:
    seen = dict(questions)
    for name, place in ids:
        if name in seen:
            other = seen[name]
            where = f"déjà pris ligne {other.line} de {other.file.name}"
            yield Problem(place, f"identifiant « {name} » {where}")
        seen.setdefault(name, place)
