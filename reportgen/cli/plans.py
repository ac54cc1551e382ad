"""A plan as lines of French text. Decides nothing and prints nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reportgen.cli.columns import align
from reportgen.french.numbers import duree, entier, pluriel, pourcent
from reportgen.plan import Plan, Step

LONGEST_VALUE = 60
"""Characters of a changed value that are shown."""

POPULATIONS_SHOWN = 4
"""Names of populations that are shown."""

_ACTIONS = {
    "reuse": "connu",
    "evaluate": "mesurer",
    "extend": "continuer",
    "train": "entraîner",
}


def describe_plan(plan: Plan, *, explain: bool) -> list[str]:
    """Return a line per training, with what changed below it, and a total."""
    lines = align([_cells(step) for step in plan.steps])
    shown: list[str] = []
    for step, line in zip(plan.steps, lines, strict=True):
        shown.append(line)
        shown += _changes(step) if explain else ()
    return [*shown, *_shared(plan), _total(plan), *_populations(plan)]


def _cells(step: Step) -> list[str]:
    epochs = pluriel(step.epochs_wanted - step.epochs_done, "époque", "époques")
    todo = step.action in ("train", "extend")
    return [
        _ACTIONS[step.action],
        f"{', '.join(step.run_names)} (graine {step.seed})",
        epochs if todo else "",
        _time(step.seconds) if todo else "",
        step.reason,
    ]


def _time(seconds: float | None) -> str:
    return "durée inconnue" if seconds is None else f"≈ {duree(seconds)}"


def _changes(step: Step) -> Iterator[str]:
    for component, old, new in step.changes:
        yield f"    {component} : {_short(old)} → {_short(new)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _shared(plan: Plan) -> Iterator[str]:
    """Say what the runs would cost one by one, when trajectories save something."""
    asked, trained = plan.epochs_asked, plan.epochs_in_all
    if trained < asked:
        share = f"{entier(trained)} suffisent ({pourcent(trained / asked, 0)})"
        yield (
            f"Les entraînements demandent {pluriel(asked, 'époque', 'époques')} ; "
            f"un apprentissage long prolonge un court : {share}."
        )


def _populations(plan: Plan) -> Iterator[str]:
    """Say which populations are not computed yet; the first names are enough."""
    count = len(plan.populations)
    if count:
        names = ", ".join(plan.populations[:POPULATIONS_SHOWN])
        more = ", …" if count > POPULATIONS_SHOWN else ""
        yield (
            f"À calculer au premier besoin, en quelques secondes chacune : "
            f"{pluriel(count, 'population', 'populations')} ({names}{more})."
        )


def _total(plan: Plan) -> str:
    missing = plan.missing
    if not missing:
        return "Rien à entraîner : tout est connu."
    epochs = sum(step.epochs_wanted - step.epochs_done for step in missing)
    count = pluriel(len(missing), "entraînement", "entraînements")
    known = [step.seconds for step in missing if step.seconds is not None]
    total = f"{count} sur {len(plan.steps)}, {pluriel(epochs, 'époque', 'époques')}"
    if len(known) < len(missing):
        return f"À faire : {total} ; durée inconnue tant que rien n’a été mesuré."
    return f"À faire : {total}, environ {duree(sum(known))}."
