"""Whether a network's confidence can be believed: its reliability curve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.analysis.calibration import Bin, calibration_error, reliability
from reportgen.analysis.evaluation import gives_numbers, outputs
from reportgen.analysis.statistics import Interval, wilson
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import find_run, note_for, together
from reportgen.french.numbers import pluriel, points, pourcent
from reportgen.results import RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_HEIGHT = 60.0


def fiabilite(ctx: EvidenceContext, run: str) -> Figure:
    """Return accuracy against announced probability on test, by slices, and their sizes.

    All seeds together; the intervals count each test image once. EvidenceError for a run that
    diverged: its outputs are no probabilities.
    """
    result = find_run(ctx, run)
    if not gives_numbers(result):
        msg = f"« {run} » a divergé : ses sorties ne sont plus des nombres, ni des probabilités."
        raise EvidenceError(msg)
    probabilities, labels = outputs(result)
    slices = reliability(probabilities, labels)
    error = calibration_error(probabilities, labels)
    seeds = len(result.seeds)
    return Figure(
        id="",
        caption=(
            f"Fiabilité des probabilités de « {result.spec.title} » (test{together(result)}) ; "
            f"erreur de calibration : {points(error)} ; trait vertical : intervalle à 95 %"
        ),
        alt=_alt(result, slices, error),
        data=_data(slices, seeds),
        note=note_for([result]),
        svg=theme.draw_svg(theme.WIDTH, _HEIGHT, lambda canvas: _draw(canvas, slices, seeds)),
        width=theme.WIDTH,
        height=_HEIGHT,
    )


def interval(seen: Bin, seeds: int) -> Interval:
    """Return Wilson's 95 % interval of a slice's accuracy.

    The seeds answer on the same images, which are counted once: images are what was drawn.
    """
    count = max(1, round(seen.count / seeds))
    return wilson(round(seen.accuracy * count), count)


def _alt(result: RunResult, slices: tuple[Bin, ...], error: float) -> str:
    fullest = max(slices, key=lambda seen: seen.count)
    share = fullest.count / sum(seen.count for seen in slices)
    side = "Le réseau est trop sûr de lui" if _overconfident(slices) else "Le réseau doute trop"
    return (
        f"Taux de réussite de « {result.spec.title} » sur le test selon la probabilité annoncée. "
        f"{side} en moyenne ; l’erreur de calibration est de {points(error)}. "
        f"{pourcent(share)} des réponses sont annoncées avec une probabilité de "
        f"{pourcent(fullest.low, 0)} à {pourcent(fullest.high, 0)} et sont justes à "
        f"{pourcent(fullest.accuracy)} ; {pluriel(len(slices), 'tranche', 'tranches')} en tout."
    )


def _overconfident(slices: tuple[Bin, ...]) -> bool:
    return sum(seen.count * (seen.confidence - seen.accuracy) for seen in slices) > 0


def _data(slices: tuple[Bin, ...], seeds: int) -> Data:
    rows = []
    for seen in slices:
        found = interval(seen, seeds)
        slice_ = (seen.low, seen.high, seen.count, seen.confidence, seen.accuracy)
        rows.append((*slice_, found.low, found.high))
    names = ("low", "high", "count", "confidence", "accuracy", "accuracy_low", "accuracy_high")
    return Data(names, tuple(rows))


def _draw(figure: Canvas, slices: tuple[Bin, ...], seeds: int) -> None:
    curve, sizes = figure.subplots(1, 2, width_ratios=(3, 2))
    figure.set_layout_engine("constrained", wspace=0.06)
    _draw_curve(curve, slices, seeds)
    width = slices[0].high - slices[0].low
    sizes.bar(
        [(seen.low + seen.high) / 2 for seen in slices],
        [seen.count / seeds for seen in slices],
        width=0.9 * width,
        color=theme.GREY,
    )
    curve.set(xlabel="Probabilité annoncée")
    sizes.set(xlabel="Probabilité annoncée", ylabel="Images", xlim=(0, 1))
    sizes.set_xticks(curve.get_xticks())
    for axis in (curve.xaxis, sizes.xaxis, sizes.yaxis):
        theme.write_french_numbers(axis)


def _draw_curve(ax: Axes, slices: tuple[Bin, ...], seeds: int) -> None:
    ax.plot([0, 1], [0, 1], color=theme.GREY, linestyle="dashed", linewidth=1, label="idéal")
    for seen in slices:
        found = interval(seen, seeds)
        at = [seen.confidence, seen.confidence]
        ax.plot(at, [found.low, found.high], color=theme.COLOURS[0], linewidth=0.9)
    announced = [seen.confidence for seen in slices]
    right = [seen.accuracy for seen in slices]
    ax.plot(announced, right, color=theme.COLOURS[0], marker="o", label="mesuré", clip_on=False)
    ax.set(ylabel="Taux de réussite", xlim=(0, 1), ylim=(-0.03, 1.03))
    # Above the axes: intervals of a few images may cross any place within.
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    theme.write_french_numbers(ax.yaxis)
