"""The measures as a Markdown table, in French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from peers.measure import Measure
from peers.tools import PEERS, REPORTGEN, TOOLS
from peers.work import SCENARIOS
from reportgen.french.numbers import decimal

Measures = Mapping[tuple[str, str], Sequence[Measure]]
"""By titles of scenario and tool, one a repetition."""


def make_table(measures: Measures) -> str:
    """Return the table: medians of the seconds, epochs, and reportgen against the best peer."""
    heads = ["durée (époques)", *(tool.title for tool in TOOLS), "reportgen / meilleur"]
    rows = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for scenario in SCENARIOS:
        found = {tool.title: _middle(measures[scenario.title, tool.title]) for tool in TOOLS}
        cells = [_cell(measure) for measure in found.values()]
        rows.append([scenario.title, *cells, decimal(_ratio(found), 2)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _middle(measures: Sequence[Measure]) -> Measure:
    """Return the median seconds and epochs; wrong once is wrong."""
    return Measure(
        median(measure.seconds for measure in measures),
        round(median(measure.epochs for measure in measures)),
        all(measure.right for measure in measures),
    )


def _cell(measure: Measure) -> str:
    shown = f"{decimal(measure.seconds, 1)} s ({measure.epochs})"
    return shown if measure.right else f"{shown} **périmé**"


def _ratio(found: Mapping[str, Measure]) -> float:
    """Return reportgen's seconds over those of the fastest peer whose pages are right."""
    peers = [found[tool.title].seconds for tool in PEERS if found[tool.title].right]
    return found[REPORTGEN.title].seconds / min(peers)
