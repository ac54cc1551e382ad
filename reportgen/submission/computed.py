"""The values that an answer shows by expressions: ``{{ runs.x.test.accuracy }}``, a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from jinja2 import nodes

from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import name_chain
from reportgen.lab.types import Prose
from reportgen.submission.known import OF_SPLITS, Known
from reportgen.submission.measured import Measured

_SCORES = ("evaluation", "comparaison")
_WEIGHTS = ("poids", "resume", "cout")
_SIZES = ("resume", "architecture")


def computed_values(
    prose: Prose, runs: Mapping[str, Measured], sizes: Mapping[str, Sequence[Known]]
) -> tuple[Known, ...]:
    """Return the values of runs that the expressions of some prose show, in their order.

    ``sizes`` are those of the outputs of the layers, by run.
    """
    parsed = parse_prose(prose)
    if not isinstance(parsed, Parsed):
        return ()
    return tuple(dict.fromkeys(_values(parsed, runs, sizes)))


def _values(
    parsed: Parsed, runs: Mapping[str, Measured], sizes: Mapping[str, Sequence[Known]]
) -> Iterator[Known]:
    for node in (n for n in parsed.below if isinstance(n, nodes.Getattr | nodes.Getitem)):
        chain = name_chain(node)
        if len(chain) > 2 and chain[0] == "runs" and chain[1] in runs:
            yield from _of_chain(chain[1], runs[chain[1]], chain[2:])
            if chain[2] == "layers":
                yield from sizes.get(chain[1], ())
    for call in parsed.all(nodes.Call):
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        named = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
        for run in (one for one in named if one in runs):
            yield from _of_call(name, run, runs[run])
            if name in _SIZES:
                yield from sizes.get(run, ())


def _of_call(function: str, name: str, run: Measured) -> Iterator[Known]:
    if function in _SCORES:
        for split in OF_SPLITS:
            yield from (known for _, known in _scores(name, run, split))
    elif function in _WEIGHTS:
        yield from _weights(name, run)


def _of_chain(name: str, run: Measured, attributes: Sequence[str]) -> Iterator[Known]:
    first, *rest = attributes
    if first in ("params", "layers"):
        yield from _weights(name, run) if first == "layers" else [_params(name, run)]
    elif first == "epochs":
        yield Known(run.first.epochs, "epochs", f"époques faites de {name}", name)
    elif first in OF_SPLITS and rest:
        yield from (known for metric, known in _scores(name, run, first) if metric == rest[0])
    elif first == "gap":
        yield from _gap(name, run)


def _scores(name: str, run: Measured, split: str) -> Iterator[tuple[str, Known]]:
    """Yield the scores of a run on a split, means over its seeds, as documents show them."""
    scores = [seed.scores[split] for seed in run.seeds if split in seed.scores]
    if scores:
        accuracy = fmean(score.accuracy for score in scores)
        where = f"{OF_SPLITS[split]} de {name}"
        yield "accuracy", Known(accuracy, "share", f"exactitude {where}", name)
        yield "error", Known(1 - accuracy, "share", f"taux d’erreur {where}", name)
        yield "loss", Known(fmean(s.loss for s in scores), "loss", f"perte {where}", name)


def _weights(name: str, run: Measured) -> Iterator[Known]:
    yield _params(name, run)
    for layer in run.layers:
        label = f"poids de la couche {layer.name} de {name}"
        yield Known(layer.params, "count", label, name)


def _params(name: str, run: Measured) -> Known:
    return Known(run.params, "count", f"poids de {name}", name)


def _gap(name: str, run: Measured) -> Iterator[Known]:
    histories = [seed.history for seed in run.seeds]
    pairs = [(h.get("accuracy"), h.get("val_accuracy")) for h in histories]
    gaps = [learnt[-1] - held[-1] for learnt, held in pairs if learnt and held]
    if gaps:
        label = f"écart entre apprentissage et validation de {name}"
        yield Known(fmean(gaps), "difference", label, name)
