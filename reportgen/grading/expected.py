"""The values that the corrigé gives for ``:attendu:``, each with its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from reportgen.errors import ReportgenError
from reportgen.evidence.run_views import LayerView
from reportgen.grading.ranges import Target, exact, measured_target
from reportgen.grading.types import Place
from reportgen.lab.expected import expected_node
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import name_chain
from reportgen.lab.types import Prose, Question
from reportgen.results import RunResult
from reportgen.submission.known import OF_SPLITS, Sort

_SCORES: Mapping[str, Sort] = {"accuracy": "share", "error": "share", "loss": "loss"}
_WORDS = {
    "accuracy": "exactitude",
    "error": "taux d’erreur",
    "loss": "perte",
    "count": "images",
    "params": "poids",
    "trainable_params": "poids appris",
    "gap": "écart entre apprentissage et validation",
    "epochs": "époques",
    "steps_per_epoch": "pas par époque",
    "updates": "mises à jour des poids",
}
_SIZES = {
    "full.train": "images d’apprentissage fournies",
    "full.test": "images de test fournies",
    "train.count": "images d’apprentissage",
    "validation.count": "images de validation",
    "test.count": "images de test",
    "height": "hauteur des images",
    "width": "largeur des images",
    "channels": "canaux des images",
    "class_count": "classes",
}
_EPOCHS = ("epochs", "best_epoch", "weights_epoch")


def places_of(
    question: Question, views: Mapping[str, Any], runs: Mapping[str, RunResult]
) -> tuple[Place, ...]:
    """Return what a question expects; ``views`` are those of the corrigé's prose."""
    expected = () if question.solution is None else question.solution.expected
    return tuple(
        _place(rank, prose, views, runs, exactly=question.kind == "exact")
        for rank, prose in enumerate(expected)
        if prose.source
    )


def _place(
    rank: int,
    prose: Prose,
    views: Mapping[str, Any],
    runs: Mapping[str, RunResult],
    *,
    exactly: bool,
) -> Place:
    try:
        parsed = parse_prose(prose)
        node = expected_node(parsed) if isinstance(parsed, Parsed) else None
        items = node.items if isinstance(node, nodes.Tuple) else [node]
        targets = [t for item in items if item for t in _targets(item, views, runs, exactly)]
    except ReportgenError as error:
        return Place(rank, missing=str(error))
    return Place(rank, tuple(targets))


def _targets(
    node: nodes.Node, views: Mapping[str, Any], runs: Mapping[str, RunResult], exactly: bool
) -> Iterator[Target]:
    chain, value = name_chain(node), _evaluate(node, views)
    if isinstance(value, tuple):
        yield from _of_layers(node, chain, value, views)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        measure = None if exactly else _measure(chain, runs)
        yield measure or exact(
            _label(chain), float(value), _sort(chain, value), of_data=_of_data(chain)
        )


def _of_layers(
    node: nodes.Node, chain: Sequence[str], value: tuple[Any, ...], views: Mapping[str, Any]
) -> Iterator[Target]:
    """Yield the weights of each layer that has any, or each size of the output of one layer."""
    if value and isinstance(value[0], LayerView):
        for layer in value:
            if layer.params:
                label = f"poids de la couche {layer.name} de {chain[1]}"
                yield exact(label, layer.params, "count")
    elif isinstance(node, nodes.Getattr) and node.attr == "output_shape":
        label = f"taille de la sortie de la couche {_evaluate(node.node, views).name}"
        yield from (exact(f"{label} de {chain[1]}", size, "count") for size in dict.fromkeys(value))


def _of_data(chain: Sequence[str]) -> bool:
    """Tell whether a value is a size of the images used, which are not everybody's."""
    return chain[:1] == ["datasets"] or chain[-1:] in (["count"], ["steps_per_epoch"], ["updates"])


def _label(chain: Sequence[str]) -> str:
    """Return what to call a value in French; the expression itself when there is no name."""
    if len(chain) > 2 and chain[0] == "datasets":
        words = _SIZES.get(".".join(chain[2:]))
        return ".".join(chain) if words is None else f"{words} de {chain[1]}"
    words = _WORDS.get(chain[-1]) if len(chain) > 2 and chain[0] == "runs" else None
    if words is None:
        return ".".join(chain)
    split = f" {OF_SPLITS[chain[2]]}" if chain[2] in OF_SPLITS else ""
    return f"{words}{split} de {chain[1]}"


def _evaluate(node: nodes.Node, views: Mapping[str, Any]) -> Any:
    """Return the value of names, attributes and constant subscripts."""
    if isinstance(node, nodes.Name):
        return views[node.name]
    if isinstance(node, nodes.Getattr):
        return getattr(_evaluate(node.node, views), node.attr)
    if isinstance(node, nodes.Getitem):
        return _evaluate(node.node, views)[node.arg.as_const()]
    return node.as_const() if isinstance(node, nodes.Expr) else None


def _sort(chain: list[str], value: float) -> Sort:
    last = chain[-1] if chain else ""
    if last in _SCORES:
        return _SCORES[last]
    if last in _EPOCHS:
        return "epochs"
    if last == "gap":
        return "difference"
    return "count" if float(value).is_integer() else "loss"


def _measure(chain: list[str], runs: Mapping[str, RunResult]) -> Target | None:
    """Return the range of a score or a gap of a run; None for what has no tolerance."""
    result = runs.get(chain[1]) if len(chain) > 2 and chain[0] == "runs" else None
    if result is None:
        return None
    name = _label(chain)
    if chain[-1] == "gap":
        histories = [seed.history for seed in result.seeds]
        gaps = [h["accuracy"][-1] - h["val_accuracy"][-1] for h in histories]
        return measured_target(name, gaps, "difference")
    if len(chain) == 4 and chain[3] in _SCORES:
        scores = [
            e for s in result.seeds for split, e in s.evaluations.items() if split == chain[2]
        ]
        values = [getattr(score, chain[3]) for score in scores]
        return measured_target(name, values, _SCORES[chain[3]], scores[0].count)
    return None
