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
