"""What networks cost: operations and memory by layer; times of several runs."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.cost import (
    FLOAT_BYTES,
    Cost,
    LayerCost,
    Timing,
    cost,
    same_machine,
    timing,
)
from reportgen.analysis.network import layer_names
from reportgen.analysis.sentences.wording import moment, moments, octets
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.durations import durations
from reportgen.evidence.elements import Column, Data, Element, Group, Table
from reportgen.evidence.lookup import find_runs, note_for, titles
from reportgen.french.naming import named
from reportgen.french.numbers import dimensions, entier, liste, pourcent
from reportgen.results import RunResult

ABSENT = "–"


def cout(ctx: EvidenceContext, *runs: str) -> Element:
    """Return what runs cost.

    One run: a table by layer of the operations and memory of one image. Several: a table with a
    row a run and a figure of their times, against batch size when it varies, else operations.
    """
    results = find_runs(ctx, runs)
    if len(results) == 1:
        return _by_layer(results[0])
    table = _by_run(results)
    figure = durations(results, table, ctx.lab.runs)
    if figure is None:
        return table
    return Group(
        id="", caption=table.caption, alt=table.alt, note=table.note, elements=(table, figure)
    )


def _by_layer(result: RunResult) -> Table:
    found = cost(result)
    layers = list(zip(layer_names(result), result.summary.layers, found.layers, strict=True))
    return Table(
        id="",
        caption=(
            f"Coût du {named('réseau', result.spec.model.title)} pour une image : opérations "
            "flottantes de la passe avant, et mémoire des activations"
        ),
        alt=_layers_alt(result, found),
        data=Data(
            ("layer", "class", "params", "operations", "activations", "bytes"),
            tuple(
                (name, row.class_name, row.params, c.operations, c.values, c.size)
                for name, row, c in layers
            ),
        ),
        columns=_LAYER_COLUMNS,
        rows=(
            ("entrée", dimensions(result.summary.input_shape), "0", "0", ABSENT, _input(found)),
            *(
                (name, dimensions(row.output_shape), entier(row.params), *_cells(c, found))
                for name, row, c in layers
            ),
        ),
        footer=_footer(result, found),
    )


_LAYER_COLUMNS = (
    Column("Couche"),
    Column("Forme de sortie"),
    Column("Poids", "right"),
    Column("Opérations", "right"),
    Column("Part", "decimal"),
    Column("Activations", "right"),
)


def _input(found: Cost) -> str:
    return octets(FLOAT_BYTES * found.inputs)


def _cells(layer: LayerCost, found: Cost) -> tuple[str, str, str]:
    total = found.operations
    share = ABSENT if not total else pourcent((layer.operations or 0) / total)
    return (_count(layer.operations), share, octets(layer.size))


def _count(operations: int | None) -> str:
    return ABSENT if operations is None else entier(operations)


def _footer(result: RunResult, found: Cost) -> tuple[tuple[str, ...], ...]:
    one = found.operations
    batch = None if one is None else found.batch * one
    lines = [("Une image", entier(result.params), _count(one), octets(found.size))]
    if found.batch > 1:
        name = f"Un lot de {entier(found.batch)} images"
        lines.append((name, "", _count(batch), octets(found.batch_size)))
    return tuple((name, "", params, count, "", size) for name, params, count, size in lines)


def _layers_alt(result: RunResult, found: Cost) -> str:
    names = layer_names(result)
    busy = liste(
        f"{name} {entier(layer.operations)}"
        for name, layer in zip(names, found.layers, strict=True)
        if layer.operations
    )
    total = "inconnu" if found.operations is None else entier(found.operations)
    return (
        f"Opérations flottantes pour une image dans « {result.spec.model.title} » : "
        f"{busy or 'aucune'} ; total {total}. Activations : {octets(found.size)} par image."
    )


def _by_run(results: Sequence[RunResult]) -> Table:
    costs = [(result, cost(result), timing(result)) for result in results]
    epochs = moments(*(times.epoch for _, _, times in costs))
    return Table(
        id="",
        caption=f"Coût de {titles(results)} ; durées médianes, validation comprise",
        alt=" ".join(_run_alt(*found) for found in costs),
        data=_data(costs),
        note=_note(results),
        columns=_RUN_COLUMNS,
        rows=tuple(_run_row(*found, epoch) for found, epoch in zip(costs, epochs, strict=True)),
    )


_RUN_COLUMNS = (
    Column("Essai"),
    Column("Lot", "right"),
    Column("Opérations par image", "right"),
    Column("Activations d’un lot", "right"),
    Column("Pas par époque", "right"),
    Column("Durée d’un pas", "right"),
    Column("Durée d’une époque", "right"),
)


def _run_row(result: RunResult, found: Cost, times: Timing, epoch: str) -> tuple[str, ...]:
    return (
        result.spec.title,
        entier(found.batch),
        _count(found.operations),
        octets(found.batch_size),
        entier(times.steps),
        moment(times.step),
        epoch,
    )


def _run_alt(result: RunResult, found: Cost, times: Timing) -> str:
    return (
        f"« {result.spec.title} » : lots de {entier(found.batch)}, une époque en "
        f"{moment(times.epoch)}, un pas en {moment(times.step)}."
    )


def _data(costs: Sequence[tuple[RunResult, Cost, Timing]]) -> Data:
    rows = [
        (
            *(r.spec.name, c.batch, c.operations, c.size, c.batch_size, t.steps),
            *(t.step, t.epoch, min(t.seconds), max(t.seconds)),
        )
        for r, c, t in costs
    ]
    names = ("run", "batch", "operations", "bytes_per_image", "bytes_per_batch", "steps")
    times = ("seconds_per_step", "seconds_per_epoch", "epoch_min", "epoch_max")
    return Data((*names, *times), tuple(rows))


def _note(results: Sequence[RunResult]) -> str:
    return " ; ".join(text for text in (note_for(results), _comparable(results)) if text)


def _comparable(results: Sequence[RunResult]) -> str:
    """Return what keeps the times from being compared, "" for nothing."""
    if same_machine(results):
        return ""
    if len({result.machine.processor for result in results}) > 1:
        return "Durées mesurées sur des machines différentes"
    return "Durées mesurées avec des moteurs ou des nombres de cœurs différents"
