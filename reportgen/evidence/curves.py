"""Learning curves: a metric against epochs, on train and validation, one panel a metric."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.curve_panels import draw_panels, panels_height
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.histories import Curve, make_curves, metric_name
from reportgen.evidence.lookup import OF_SPLITS, find_runs, note_for, titles
from reportgen.evidence.marks import marks
from reportgen.french.numbers import decimal, en_lettres, entier
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas


def courbes(
    ctx: EvidenceContext, *runs: str, metrics: Sequence[str] = ("loss", "accuracy")
) -> Figure:
    """Return the learning curves of runs, their best epoch marked, several seeds as a band."""
    results = find_runs(ctx, runs)
    curves = [list(make_curves(results, metric)) for metric in metrics]
    numbers = marks((result.spec.name for result in results), ctx.lab.runs)
    flat = [curve for panel in curves for curve in panel]
    several = any(len(result.seeds) > 1 for result in results)
    height = panels_height(results)

    def draw(figure: Canvas) -> None:
        draw_panels(figure, curves, numbers)

    return Figure(
        id="",
        caption=_caption(results, several),
        alt=" ".join(_alt(curve) for curve in flat),
        data=_data(flat),
        note=note_for(results),
        svg=theme.draw_svg(theme.WIDTH, height, draw),
        width=theme.WIDTH,
        height=height,
    )


def _caption(results: Sequence[RunResult], several: bool) -> str:
    band = " ; bande : du minimum au maximum des graines" if several else ""
    return f"Courbes d’apprentissage de {titles(results)}{band}"


def _alt(curve: Curve) -> str:
    mean, best = curve.mean, curve.best
    where = OF_SPLITS["validation" if curve.validation else "train"]
    word = "minimum" if curve.lower_is_better else "maximum"
    seeds = len(curve.result.seeds)
    average = f" (moyenne de {en_lettres(seeds)} graines)" if seeds > 1 else ""
    start = f"{metric_name(curve.metric)} {where} de « {curve.result.spec.title} »{average} : "
    last = f"{decimal(mean[-1])} à l’époque {entier(len(mean))}"
    if len(mean) == 1:
        return f"{start}{decimal(mean[0])} après l’unique époque."
    start = f"{start}{decimal(mean[0])} à l’époque 1, "
    if best == len(mean):
        return f"{start}{word} {last}, la dernière."
    return f"{start}{word} {decimal(mean[best - 1])} à l’époque {entier(best)}, {last}."


def _data(curves: Sequence[Curve]) -> Data:
    rows = [
        (c.result.spec.name, seed.seed, c.metric, "validation" if c.validation else "train", e, v)
        for c in curves
        for seed in c.result.seeds
        for e, v in enumerate(seed.history[f"val_{c.metric}" if c.validation else c.metric], 1)
    ]
    return Data(("run", "seed", "metric", "split", "epoch", "value"), tuple(rows))
