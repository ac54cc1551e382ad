"""The measures as Markdown, in French."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from scipy import stats

from playground.measure import Cost, Floats, Measures
from reportgen.french.numbers import decimal

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LOSSES = ("apprentissage", "test")


def make_report(measures: Measures) -> str:
    """Return the table of speeds, that of final losses, and two sentences on the latter."""
    first = f"Première population, compilation comprise : {decimal(measures.first_seconds, 1)} s."
    parts = [_speeds(measures), first, _quantiles(measures), _agreement(measures)]
    return "\n\n".join(parts)


def _speeds(measures: Measures) -> str:
    """Medians over the rounds; a ratio is the median of the rounds' ratios, with its range."""
    head = ["ms par réseau", "Playground (Node)", "reportgen", "rapport (étendue)"]
    rows = [
        _speed(measures, "durée", lambda cost: cost.wall),
        _speed(measures, "temps de processeur", lambda cost: cost.cpu),
    ]
    return _table(head, rows)


def _speed(measures: Measures, title: str, read: Callable[[Cost], float]) -> list[str]:
    node, ours = ([read(c) for c in costs] for costs in (measures.node_costs, measures.our_costs))
    ratios = [theirs / mine for theirs, mine in zip(node, ours, strict=True)]
    spread = f"{decimal(median(ratios), 0)} ({decimal(min(ratios), 0)}–{decimal(max(ratios), 0)})"
    return [title, decimal(median(node), 1), decimal(median(ours), 2), spread]


def _quantiles(measures: Measures) -> str:
    head = ["perte finale", "moteur", "réseaux", *(decimal(q, 2) for q in QUANTILES)]
    rows = [
        [title, name, str(len(losses)), *_digits(np.quantile(losses[:, column], QUANTILES))]
        for column, title in enumerate(LOSSES)
        for name, losses in (("Node", measures.node), ("reportgen", measures.others))
    ]
    return _table(head, rows)


def _agreement(measures: Measures) -> str:
    tests = [
        f"{title} : D = {decimal(found.statistic, 3)}, p = {decimal(found.pvalue, 2)}"
        for column, title in enumerate(LOSSES)
        for found in [stats.ks_2samp(measures.node[:, column], measures.others[:, column])]
    ]
    gaps = np.abs(measures.node - measures.same).max(axis=1)
    return (
        f"Kolmogorov-Smirnov, réseaux distincts — {' ; '.join(tests)}.\n\n"
        f"Mêmes réseaux ({len(gaps)}) : écart médian {np.median(gaps):.0e}, "
        f"le plus grand {gaps.max():.0e}."
    )


def _digits(values: Floats) -> list[str]:
    return [decimal(value, 4) for value in values]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])
