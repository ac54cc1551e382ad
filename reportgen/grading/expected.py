"""The values that the corrigé gives for ``:attendu:``, each with its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import nodes

from reportgen.errors import ReportgenError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.run_views import LayerView
from reportgen.evidence.trained import find_population
from reportgen.evidence.views import make_views
from reportgen.grading.ranges import Target, exact, measured_target, population_target
from reportgen.grading.types import Place
from reportgen.lab.expected import expected_node
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import name_chain
from reportgen.lab.types import Prose, Question
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
_OF_POPULATIONS = {
    "best": "plus basse perte de test finale",
    "median": "perte de test finale",
    "params": "poids",
    "neurons": "neurones cachés",
}
_LOSSES = ("best", "quartile_low", "median", "quartile_high", "worst")
_EPOCHS = ("epochs", "best_epoch", "weights_epoch")


def places_of(question: Question, ctx: EvidenceContext) -> tuple[Place, ...]:
    """Return what a question expects, by the results of the corrigé."""
    expected = () if question.solution is None else question.solution.expected
    reader = _Reader(ctx, make_views(ctx), exactly=question.kind == "exact")
    return tuple(reader.place(r, prose) for r, prose in enumerate(expected) if prose.source)


@dataclass(frozen=True)
class _Reader:
    """Reads the values of one question; ``exactly``: none of them has a tolerance."""

    ctx: EvidenceContext
    views: Mapping[str, Any]
    exactly: bool

    def place(self, rank: int, prose: Prose) -> Place:
        try:
            parsed = parse_prose(prose)
            node = expected_node(parsed) if isinstance(parsed, Parsed) else None
            items = node.items if isinstance(node, nodes.Tuple) else [node]
            targets = [t for item in items if item for t in self._targets(item)]
        except ReportgenError as error:
            return Place(rank, missing=str(error))
        return Place(rank, tuple(targets))

    def _targets(self, node: nodes.Node) -> Iterator[Target]:
        chain, value = name_chain(node), _evaluate(node, self.views)
        if isinstance(value, tuple):
            for target in self._of_layers(node, value):
                yield replace(target, owner=self._owner(chain))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            measure = None if self.exactly else _measure(chain, float(value), self.ctx)
            target = measure or exact(
                _name(chain), float(value), _sort(chain, value), of_data=_of_data(chain)
            )
            yield replace(target, owner=self._owner(chain) if _is_named(chain) else "")

    def _of_layers(self, node: nodes.Node, value: tuple[Any, ...]) -> Iterator[Target]:
        """Yield the weights of each layer that has any, or each size of an output."""
        if value and isinstance(value[0], LayerView):
            for layer in value:
                if layer.params:
                    yield exact(f"poids de la couche {layer.name}", layer.params, "count")
        elif isinstance(node, nodes.Getattr) and node.attr == "output_shape":
            layer = _evaluate(node.node, self.views)
            name = f"taille de la sortie de la couche {layer.name}"
            yield from (exact(name, size, "count") for size in dict.fromkeys(value))

    def _owner(self, chain: Sequence[str]) -> str:
        """Return the title of the run, dataset or population whose value it is."""
        return str(self.views[chain[0]][chain[1]].title)


def _of_data(chain: Sequence[str]) -> bool:
    """Tell whether a value is a size of the images used, which are not everybody's."""
    return chain[:1] == ["datasets"] or chain[-1:] in (["count"], ["steps_per_epoch"], ["updates"])


def _name(chain: Sequence[str]) -> str:
    """Return what to call a value in French; the expression itself when there is no name."""
    words = _words(chain)
    if not words:
        return ".".join(chain)
    return f"{words} {OF_SPLITS[chain[2]]}" if chain[2] in OF_SPLITS else words


def _is_named(chain: Sequence[str]) -> bool:
    """Tell whether a value has a name that its owner completes."""
    return bool(_words(chain))


def _words(chain: Sequence[str]) -> str:
    """Return the words for an attribute, "" when there are none."""
    if len(chain) < 3:
        return ""
    if chain[0] == "datasets":
        return _SIZES.get(".".join(chain[2:]), "")
    by_collection = {"runs": _WORDS, "populations": _OF_POPULATIONS}
    return by_collection.get(chain[0], {}).get(chain[-1], "")


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


def _measure(chain: list[str], value: float, ctx: EvidenceContext) -> Target | None:
    """Return the range of a score, a gap or a final loss; None for what has no tolerance."""
    if len(chain) == 3 and chain[0] == "populations" and chain[2] in _LOSSES:
        losses = find_population(ctx, chain[1]).finals.tolist()
        return population_target(_name(chain), value, losses)
    result = ctx.runs.get(chain[1]) if len(chain) > 2 and chain[0] == "runs" else None
    if result is None:
        return None
    name = _name(chain)
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
