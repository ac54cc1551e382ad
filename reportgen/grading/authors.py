"""People who signed more than one report of a class. Pure; a homonym looks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.grading.copies import words_of


@dataclass(frozen=True)
class Repeated:
    """Authors, as the first report writes them, and all the reports that each of them signed."""

    authors: tuple[str, ...]
    reports: tuple[str, ...]


def repeated(signed: Mapping[str, Sequence[str]]) -> tuple[Repeated, ...]:
    """Return who signed several reports, in their order; ``signed`` are the authors by report.

    Case, accents, marks and the order of first and last names do not count.
    """
    written: dict[tuple[str, ...], str] = {}
    places: dict[tuple[str, ...], dict[str, None]] = {}
    for report, authors in signed.items():
        for author in authors:
            person = tuple(sorted(words_of(author)))
            written.setdefault(person, author)
            places.setdefault(person, {})[report] = None
    together: dict[tuple[str, ...], list[str]] = {}
    for person, reports in places.items():
        if len(reports) > 1:
            together.setdefault(tuple(reports), []).append(written[person])
    return tuple(Repeated(tuple(names), reports) for reports, names in together.items())
