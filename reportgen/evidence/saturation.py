"""Why a loss can be huge: a table and a remark on what :mod:`reportgen.analysis.softmax` finds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportgen.analysis.sentences import wording
from reportgen.analysis.softmax import Softmax, softmax
from reportgen.errors import EvidenceError
from reportgen.evidence.confidence import draw_confidence
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Column, Data, Group, Remark, Table
from reportgen.evidence.lookup import find_run, find_runs, note_for, titles
from reportgen.evidence.probes import ScoresProbe
from reportgen.evidence.telling import make_remark
from reportgen.french.numbers import decimal, pourcent

_ABSENT = "–"


def saturation(ctx: EvidenceContext, *runs: str) -> Group:
    """Return how sure runs are when right and when wrong, what errors cost, and why.

    On the test images, first seed. EvidenceError for a network that does not end with a
    softmax, or that diverged.
    """
    find_runs(ctx, runs)  # every name is known before a model is asked
    found = [_measured(ctx, run) for run in dict.fromkeys(runs)]
    figure, table = draw_confidence(found), _table(found)
    elements = (figure, table, _remark(found))
    return Group(id="", caption=figure.caption, alt=figure.alt, note=figure.note, elements=elements)


def _measured(ctx: EvidenceContext, run: str) -> Softmax:
    found = ctx.probe(run, ScoresProbe())
    if not np.isfinite(found["scores"]).all():
        msg = f"« {run} » a divergé : ses scores ne sont plus des nombres."
        raise EvidenceError(msg)
    inputs = np.asarray(found["inputs"], dtype=np.float64)
    return softmax(find_run(ctx, run), found["scores"], inputs)


def _table(found: Sequence[Softmax]) -> Table:
    results = [seen.result for seen in found]
    return Table(
        id="",
        caption=f"D’où vient la perte de {titles(results)}, sur le test",
        alt=" ".join(map(_sentence, found)),
        data=_data(found),
        note=note_for(results),
        columns=(
            Column("Essai"),
            Column("Entrées", "center"),
            Column("Erreurs", "decimal"),
            Column("Retard de la bonne classe", "decimal"),
            Column("Erreurs sûres à 99 %", "decimal"),
            Column("Perte d’une erreur", "decimal"),
            Column("Perte d’une réussite", "decimal"),
            Column("Perte moyenne", "decimal"),
        ),
        rows=tuple(map(_row, found)),
    )


def _row(seen: Softmax) -> tuple[str, ...]:
    return (
        seen.result.spec.title,
        _range(seen),
        pourcent(seen.error),
        _cell(seen.error_lag),
        _ABSENT if seen.sure_errors is None else pourcent(seen.sure_errors),
        _cell(seen.error_loss),
        _cell(seen.right_loss),
        decimal(seen.loss, 3),
    )


def _range(seen: Softmax) -> str:
    low, high = seen.inputs
    return f"{_short(low)} à {_short(high)}"


def _short(value: float) -> str:
    return decimal(value, 0 if value == round(value) else 1)


def _cell(value: float | None) -> str:
    return _ABSENT if value is None else decimal(value, 3)


def _data(found: Sequence[Softmax]) -> Data:
    rows = tuple(
        (
            seen.result.spec.name,
            *seen.inputs,
            seen.error,
            seen.error_lag,
            seen.sure_errors,
            seen.error_loss,
            seen.right_loss,
            seen.loss,
        )
        for seen in found
    )
    names = ("error_lag", "sure_errors", "error_loss", "right_loss", "loss")
    return Data(("run", "min", "max", "error", *names), rows)


def _remark(found: Sequence[Softmax]) -> Remark:
    results = [seen.result for seen in found]
    caption = f"Origine de la perte de {titles(results)}"
    return make_remark(caption, sentences(found), note_for(results))


def sentences(found: Sequence[Softmax]) -> tuple[str, ...]:
    """Return what makes the loss of one run, or how the runs differ in it."""
    if len(found) == 1:
        return (_sentence(found[0]),)
    lags = [(seen.error_lag, seen) for seen in found if seen.error_lag is not None]
    losses = [(seen.loss, seen) for seen in found]
    told = [f"La perte moyenne {_span(losses)}."]
    if len(lags) > 1:
        told.append(
            "Sur les images mal classées, le retard moyen du score de la bonne classe "
            f"{_span(lags)}."
        )
    return tuple(told)


def _span(values: Sequence[tuple[float, Softmax]]) -> str:
    """Say between which values, of which runs, a quantity lies."""
    (low, first), (high, last) = (pick(values, key=lambda pair: pair[0]) for pick in (min, max))
    if decimal(low, 3) == decimal(high, 3):
        return f"est partout de {decimal(low, 3)}"
    return (
        f"va de {decimal(low, 3)} (« {first.result.spec.title} ») à {decimal(high, 3)} "
        f"(« {last.result.spec.title} »)"
    )


def _sentence(seen: Softmax) -> str:
    """Return what makes the loss of a run, with the numbers of the table."""
    title = f"« {seen.result.spec.title} »"
    if seen.error_lag is None:
        return (
            f"Le modèle {title} ne se trompe sur aucune image : sa perte est de "
            f"{decimal(seen.loss, 3)}."
        )
    return (
        f"Le modèle {title} se trompe sur {wording.rate(seen.error)} des images ; quand il se "
        "trompe, le score de la bonne classe est en moyenne inférieur de "
        f"{decimal(seen.error_lag, 2)} au plus grand, et l’erreur coûte "
        f"{decimal(seen.error_loss or 0, 2)} : les erreurs font "
        f"{wording.rate(seen.share_of_errors)} de la perte, qui est de {decimal(seen.loss, 3)}."
    )


def _figure(found: Sequence[Softmax]) -> Figure:
    results = [seen.result for seen in found]
    rows = -(-len(found) // _PER_ROW)
    width = min(theme.WIDTH, 30.0 + 65.0 * min(len(found), _PER_ROW))
    height = 54.0 * rows
    return Figure(
        id="",
        caption=f"Plus grande probabilité annoncée par {titles(results)} sur le test, "
        "images bien classées et images mal classées",
        alt=" ".join(map(_confidence_alt, found)),
        data=_slices_data(found),
        note=note_for(results),
        svg=theme.draw_svg(width, height, lambda canvas: _draw(canvas, found, rows)),
        width=width,
        height=height,
    )


def _confidence_alt(seen: Softmax) -> str:
    parts = [
        f"{pourcent(float((seen.confidence[chosen] >= SURE).mean()))} des "
        f"{pluriel(int(chosen.sum()), f'image {kind} classée', f'images {kind} classées')}"
        for kind, chosen in _kinds(seen)
        if chosen.any()
    ]
    return (
        f"« {seen.result.spec.title} » annonce une probabilité d’au moins {pourcent(SURE, 0)} "
        f"pour {liste(parts)}."
    )


def _kinds(seen: Softmax) -> tuple[tuple[str, npt.NDArray[np.bool_]], ...]:
    return (("bien", seen.right), ("mal", ~seen.right))


def shares(seen: Softmax, chosen: npt.NDArray[np.bool_]) -> Values:
    """Return the share of the chosen images in each tenth of the confidence, (10,)."""
    counts = np.histogram(np.minimum(seen.confidence[chosen], 1.0), _SLICES, (0.0, 1.0))[0]
    return np.asarray(counts / max(1, int(chosen.sum())), dtype=np.float64)


def _slices_data(found: Sequence[Softmax]) -> Data:
    rows: list[tuple[Cell, ...]] = []
    for seen in found:
        right, wrong = (shares(seen, chosen) for _, chosen in _kinds(seen))
        for number in range(_SLICES):
            ends = (number / _SLICES, (number + 1) / _SLICES)
            parts = (float(right[number]), float(wrong[number]))
            rows.append((seen.result.spec.name, *ends, *parts))
    return Data(("run", "low", "high", "share_of_right", "share_of_wrong"), tuple(rows))


def _draw(figure: Canvas, found: Sequence[Softmax], rows: int) -> None:
    columns = min(len(found), _PER_ROW)
    axes = figure.subplots(rows, columns, sharey=True, squeeze=False).ravel()
    for ax, seen in zip(axes, found, strict=False):
        _draw_shares(ax, seen)
    for ax in axes[len(found) :]:
        ax.set_visible(False)
    axes[0].set_ylabel("Part des images (%)")
    axes[0].legend(loc="upper left")


def _draw_shares(ax: Axes, seen: Softmax) -> None:
    from textwrap import fill

    width = 0.4 / _SLICES
    left = (np.arange(_SLICES) + 0.5) / _SLICES
    for number, (kind, chosen) in enumerate(_kinds(seen)):
        ax.bar(
            left + (number - 0.5) * width,
            100 * shares(seen, chosen),
            width=width,
            color=theme.colour(number),
            label=f"{kind} classées",
        )
    ax.set(xlabel="Probabilité annoncée", xlim=(0, 1), ylim=(0, 100))
    ax.set_xticks([0, 0.5, 1], ["0", "0,5", "1"])  # « 1,0 » would touch « 0,0 » of its neighbour
    ax.set_title(fill(seen.result.spec.title, 32))
