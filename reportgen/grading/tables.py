"""The marks of a class as a table that a French Excel opens, and as JSON. Writes no file."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from typing import Any

from reportgen.french.numbers import decimal, liste, pluriel
from reportgen.french.typed import typed
from reportgen.grading.authors import Repeated
from reportgen.grading.copies import Likeness
from reportgen.grading.marks import Marked, out_of_range
from reportgen.grading.statistics import QuestionStatistics
from reportgen.grading.types import Unreadable
from reportgen.visible import visible

BOM = "\ufeff"
"""What tells Excel that a CSV file is UTF-8."""
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the start of a formula: a name must not be run."""


MOST_ALIKE = 20
"""Reports that a remark names as alike; more are counted: a cell of a spreadsheet has an end."""
MOST_PAIRS = 2_000
"""Pairs of reports that the JSON lists, those with most answers alike; all are counted."""


@dataclass(frozen=True)
class ClassResults:
    """Everything that grading a class gave."""

    lab: str
    marked: tuple[Marked, ...]
    unreadable: tuple[Unreadable, ...]
    statistics: tuple[QuestionStatistics, ...]
    likenesses: tuple[Likeness, ...]
    repeated: tuple[Repeated, ...]


def to_csv(results: ClassResults) -> str:
    """Return the table: UTF-8 with its mark, semicolons, decimal commas, a line a report."""
    stream = StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows(_rows(results))
    return BOM + stream.getvalue()


def to_json(results: ClassResults) -> str:
    """Return the same as JSON, with every fact, proposal and decision."""
    value = {
        "lab": results.lab,
        "rendus": [_record(report) for report in results.marked],
        "illisibles": [
            {"nom": one.name, "dossier": visible(str(one.folder)), "erreur": one.error}
            for one in results.unreadable
        ],
        "questions": [asdict(one) for one in results.statistics],
        "ressemblances": [asdict(pair) for pair in results.likenesses[:MOST_PAIRS]],
        "paires_semblables": len(results.likenesses),
        "memes_auteurs": [asdict(one) for one in results.repeated],
    }
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rows(results: ClassResults) -> Iterator[list[str]]:
    numbers = [one.number for one in results.statistics]
    asked = [cell for number in numbers for cell in (f"{number} points", f"{number} vérification")]
    yield ["Rendu", "Auteurs", "Groupe", "Points", "À apprécier", "Sur", *asked, "Remarques"]
    alike = _by_report(results.likenesses)
    for report in results.marked:
        name = report.graded.name
        told = [*_twice(name, results.repeated), *_alike(alike.get(name, []))]
        yield [_safe(cell) for cell in _row(report, told)]
    for one in results.unreadable:
        empty = [""] * (5 + len(asked))
        yield [_safe(one.name), *empty, _safe(f"illisible : {one.line}")]


def _row(report: Marked, told: Iterable[str]) -> Iterator[str]:
    graded = report.graded
    yield from (graded.name, liste(graded.authors), graded.group)
    yield from (_number(report.points), _number(report.undecided), _number(report.most))
    for verdict, mark in zip(graded.verdicts, report.marks, strict=True):
        yield "" if None in mark.criteria else _number(mark.points)
        yield verdict.outcome or verdict.status
    remarks = [*graded.remarks, *out_of_range(report), *told]
    yield " ".join(" ".join(remark.split()) for remark in remarks)


def _by_report(pairs: Iterable[Likeness]) -> dict[str, list[str]]:
    """Return the reports that each one resembles, those that it resembles most first."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        found.setdefault(pair.first, []).append(pair.second)
        found.setdefault(pair.second, []).append(pair.first)
    return found


def _alike(others: Sequence[str]) -> Iterator[str]:
    if others:
        yield f"Réponses semblables à celles de {named(others)}."


def _twice(name: str, repeated: Iterable[Repeated]) -> Iterator[str]:
    for one in repeated:
        others = [other for other in one.reports if other != name]
        if len(others) < len(one.reports):
            who = "Même auteur" if len(one.authors) == 1 else "Mêmes auteurs"
            yield f"{who} que {named(others)} : {liste(one.authors)}."


def named(reports: Sequence[str]) -> str:
    """Return the names of reports as French text; of more than ``MOST_ALIKE`` some are counted."""
    rest = len(reports) - MOST_ALIKE
    more = [pluriel(rest, "autre rendu", "autres rendus")] if rest > 0 else []
    return liste([*reports[:MOST_ALIKE], *more])


def _number(value: float) -> str:
    """Return a plain number with a comma: a space between thousands would make it text."""
    return typed(value)


def _safe(cell: str) -> str:
    """Return a cell that is text: wide signs, and signs behind what nobody sees, are signs too."""
    plain = unicodedata.normalize("NFKC", cell)
    first = next((c for c in plain if unicodedata.category(c)[0] not in "ZCM"), "")
    return f"'{cell}" if first in _FORMULA else cell


def _record(report: Marked) -> dict[str, Any]:
    graded = report.graded
    pairs = zip(graded.verdicts, report.marks, strict=True)
    return {
        "nom": graded.name,
        "dossier": visible(str(graded.folder)),
        "auteurs": list(graded.authors),
        "groupe": graded.group,
        "points": report.points,
        "a_apprecier": report.undecided,
        "sur": report.most,
        "remarques": list(graded.remarks),
        "questions": [asdict(verdict) | {"note": asdict(mark)} for verdict, mark in pairs],
    }


def summary(results: ClassResults) -> list[list[str]]:
    """Return the statistics as rows of French text, the heads first."""
    rows = [["Question", "Titre", "Répondue", "Conforme", "Moyenne"]]
    for one in results.statistics:
        mean = "–" if one.mean is None else decimal(one.mean, 2)
        rows.append(
            [
                one.number,
                one.title,
                _percent(one.answered),
                _percent(one.conform),
                f"{mean} / {_number(one.points)}",
            ]
        )
    return rows


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{decimal(share * 100, 0)} %"
