"""Tables of a network: its layers, and the derivation of its weights."""

from __future__ import annotations

from reportgen.analysis.network import definitions, layer_names
from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Cell, Column, Data, Table
from reportgen.evidence.lookup import find_run
from reportgen.french.naming import headed, named
from reportgen.french.numbers import dimensions, entier, liste, pluriel
from reportgen.layers import Derivation, derive
from reportgen.results import LayerRow, RunResult

NONE = "–"


def resume(ctx: EvidenceContext, run: str) -> Table:
    """Return the layers of a network with output shapes and numbers of weights."""
    result = find_run(ctx, run)
    names = layer_names(result)
    rows = result.summary.layers
    return Table(
        id="",
        caption=f"Couches du {_network(result)}",
        alt=_resume_alt(result),
        data=Data(
            ("layer", "class", "output_shape", "params", "trainable_params"),
            tuple(
                (name, r.class_name, _raw(r.output_shape), r.params, r.trainable_params)
                for name, r in zip(names, rows, strict=True)
            ),
        ),
        columns=(
            Column("Couche"),
            Column("Type"),
            Column("Forme de sortie"),
            Column("Poids", "right"),
        ),
        rows=(
            ("entrée", NONE, dimensions(result.summary.input_shape), "0"),
            *(
                (name, r.class_name, dimensions(r.output_shape), entier(r.params))
                for name, r in zip(names, rows, strict=True)
            ),
        ),
        footer=_totals(result, 2),
    )


def poids(ctx: EvidenceContext, run: str) -> Table:
    """Return how the weights of every layer are counted, and their total.

    EvidenceError when the derivation of a layer differs from what Keras counts in it.
    """
    result = find_run(ctx, run)
    derived = tuple(derivation(result, number) for number in range(len(result.summary.layers)))
    layers = list(zip(layer_names(result), result.summary.layers, derived, strict=True))
    return Table(
        id="",
        caption=f"Calcul du nombre de poids du {_network(result)}",
        alt=_weights_alt(result, derived),
        data=Data(
            ("layer", "class", "formula", "params", "trainable_params", "neurons"),
            tuple(_weights_data(name, row, found) for name, row, found in layers),
        ),
        columns=(
            Column("Couche"),
            Column("Forme de sortie"),
            Column("Calcul"),
            Column("Poids", "right"),
            Column("Détail par neurone"),
        ),
        rows=tuple(_weights_row(name, row, found) for name, row, found in layers),
        footer=_totals(result, 2, after=1),
    )


def derivation(result: RunResult, number: int) -> Derivation | None:
    """Return the derivation of a layer's weights, checked against Keras; None when unknown."""
    row = result.summary.layers[number]
    definition = definitions(result)[number]
    found = derive(definition, row.input_shape) if definition else None
    if found is None:
        return None
    if (found.total, found.trainable) != (row.params, row.trainable_params):
        msg = (
            f"couche « {row.name} » ({row.class_name}) du réseau « {result.spec.model.name} » : "
            f"le calcul donne {entier(found.total)} poids dont {entier(found.trainable)} appris, "
            f"Keras en compte {entier(row.params)} dont {entier(row.trainable_params)} appris. "
            "Signalez cette couche : sa règle de calcul est fausse."
        )
        raise EvidenceError(msg)
    return found


def _weights_row(name: str, row: LayerRow, found: Derivation | None) -> tuple[str, ...]:
    if found is None:
        formula, detail = "compté par Keras", NONE
    else:
        formula, detail = (found.formula if row.params else NONE), found.per_neuron or NONE
    shown = name if row.class_name in name else f"{name} ({row.class_name})"
    return (shown, dimensions(row.output_shape), formula, entier(row.params), detail)


def _weights_data(name: str, row: LayerRow, found: Derivation | None) -> tuple[Cell, ...]:
    formula, neurons = (found.formula, found.neurons) if found else (None, None)
    return (name, row.class_name, formula, row.params, row.trainable_params, neurons)


def _totals(result: RunResult, before: int, after: int = 0) -> tuple[tuple[str, ...], ...]:
    """Return the footer: the total, then its two parts when some weights are not trained."""
    total, trainable = result.params, result.summary.trainable_params
    lines = [("Total", total)]
    if trainable != total:
        lines += [("dont appris", trainable), ("dont non appris", total - trainable)]
    return tuple((text, *[""] * before, entier(n), *[""] * after) for text, n in lines)


def _raw(shape: tuple[int, ...]) -> str:
    return "x".join(str(size) for size in shape)


def _resume_alt(result: RunResult) -> str:
    described = liste(
        f"{name} ({dimensions(row.output_shape)})"
        for name, row in zip(layer_names(result), result.summary.layers, strict=True)
    )
    return f"{headed('réseau', result.spec.model.title)} : {described} ; {_count(result)} en tout."


def _weights_alt(result: RunResult, derived: tuple[Derivation | None, ...]) -> str:
    layers = zip(layer_names(result), result.summary.layers, derived, strict=True)
    parts = liste(
        f"{name} {found.formula + ' = ' if found else ''}{entier(row.params)}"
        for name, row, found in layers
        if row.params
    )
    text = f"Poids du {_network(result)} : {parts or 'aucun'}"
    return f"{text} ; {_count(result)} en tout."


def _count(result: RunResult) -> str:
    return pluriel(result.params, "poids", "poids")


def _network(result: RunResult) -> str:
    return named("réseau", result.spec.model.title)
