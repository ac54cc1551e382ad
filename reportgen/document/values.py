"""The values behind the figures of a document, as its pages show them; it renders nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.document.comparison import Comparison, compare
from reportgen.document.curves import by_epoch, curves_of
from reportgen.document.datafiles import data_stems
from reportgen.document.readings import Reading, reading_of
from reportgen.document.types import Document, Placed
from reportgen.evidence.elements import Data, Figure

_ROWS = 100
"""Rows of data that a page shows; files hold all of them."""


@dataclass(frozen=True)
class Shown:
    """The data of an element as a table: at most ``_ROWS`` rows of ``total``, and their file.

    ``seeds`` is how many trainings every value is the mean of.
    """

    data: Data
    total: int
    seeds: int
    file: str

    @property
    def cut(self) -> bool:
        """Whether rows are left out."""
        return len(self.data.rows) < self.total


class PageValues:
    """What the templates of one document ask for; computed when asked."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def comparison(self) -> Comparison | None:
        """The runs of the document side by side."""
        return compare(self._document)

    def table(self, placed: Placed) -> Shown:
        """Return the data of an element that has some, runs by their titles."""
        data = placed.element.data
        assert data is not None
        curves = curves_of(data)
        data = by_epoch(curves, self._titles) if curves else self._titled(data)
        seeds = max((curve.seeds for curve in curves), default=1)
        file = f"{self._stems[placed.anchor]}.csv"
        return Shown(replace(data, rows=data.rows[:_ROWS]), len(data.rows), seeds, file)

    def reading(self, figure: Figure) -> Reading | None:
        """Return what the page needs to tell values under the pointer; None for most figures."""
        return reading_of(figure, self._titles)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {facts.name: facts.title for facts in self._document.meta.runs}

    @cached_property
    def _stems(self) -> dict[str, str]:
        return data_stems(self._document)

    def _titled(self, data: Data) -> Data:
        if "run" not in data.columns:
            return data
        at = data.columns.index("run")
        named = (
            (*row[:at], self._titles.get(str(row[at]), row[at]), *row[at + 1 :])
            for row in data.rows
        )
        return replace(data, rows=tuple(named))
