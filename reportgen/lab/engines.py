"""Check that the engine of each run knows its network and its settings."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.backprop.support import layer_issues, training_issues
from reportgen.lab.derivation import PlacedLayer, Stack
from reportgen.lab.inputs import example_shape, shapes_after
from reportgen.lab.problems import Problem
from reportgen.lab.resolution import Resolved
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.types import Place, RunSpec
from reportgen.layers import ShapeError
from reportgen.layers.issues import ConfigIssue


def engine_problems(resolved: Resolved, source: Source) -> Iterator[Problem]:
    """Yield what the NumPy engine cannot do of the runs that ask for it, once for each place."""
    places: dict[Place, Problem] = {}
    for run in resolved.runs.values():
        if run.training.engine == "numpy":
            stack = resolved.stacks.get(run.model.name, ())
            for problem in _Check(run, source).problems(stack):
                places.setdefault(problem.place, problem)
    yield from places.values()


class _Check:
    def __init__(self, run: RunSpec, source: Source) -> None:
        self.run, self.source = run, source

    def problems(self, stack: Stack) -> Iterator[Problem]:
        """Yield what is wrong with the layers, then with the settings."""
        if self.run.model.builder is not None:
            message = "un modèle écrit en Python ne s’entraîne qu’avec Keras"
            yield self._at(("runs", self.run.name, "model"), message, "retirer « engine: numpy »")
            return
        for layer in stack:
            for issue in layer_issues(layer.spec):
                path = layer.argument_path(issue.argument)
                yield self._at(path, issue.message, issue.hint or None)
        yield from self._shapes(stack)
        for key, issue in training_issues(self.run.training):
            yield self._at(self._setting(key, issue), issue.message, issue.hint or None)

    def _shapes(self, stack: Stack) -> Iterator[Problem]:
        """Yield a first layer that gets images, and targets that are not those of the output."""
        layers = [la for la in stack if la.spec.name not in ("Input", "InputLayer")]
        if layers and layers[0].spec.name != "Flatten" and self._rank() > 1:
            message = f"« {layers[0].spec.name} » : le moteur numpy attend des entrées à plat"
            yield self._at(layers[0].path, message, "ajouter une couche Flatten avant elle")
        dense = next((la for la in reversed(layers) if la.spec.name == "Dense"), None)
        coded = any(step.name == "one_hot" for step in self.run.preprocess)
        loss = self.run.training.loss.name
        if dense and loss == "mean_squared_error" and not coded:
            yield from self._one_output(dense)

    def _one_output(self, dense: PlacedLayer) -> Iterator[Problem]:
        units = dense.spec.config.get("units")
        if units != 1:
            message = f"des numéros de classe : attendu : 1 sortie ; reçu : {units}"
            hint = "ajouter « one_hot » à « preprocess »"
            yield self._at(dense.argument_path("units"), message, hint)

    def _rank(self) -> int:
        """Return the number of axes of an input, 0 when it cannot be known."""
        shape = example_shape(self.run.dataset, self.source.folder)
        if shape is None:
            return 0
        try:
            return len([shape, *shapes_after(self.run.preprocess, shape)][-1])
        except ShapeError:
            return 0  # said elsewhere

    def _setting(self, key: str, issue: ConfigIssue) -> KeyPath:
        """Return where a setting is written: in the run, in the lab, else where the engine is."""
        own: KeyPath = ("runs", self.run.name, "training")
        name = getattr(self.run.training, key).name if key != "metrics" else ""
        for prefix in (own, ("training",)):
            written: KeyPath = (*prefix, key)
            if (*written, name, issue.argument) in self.source.values:
                return (*written, name, str(issue.argument))
            if written in self.source.values:
                return written
        return (
            (*own, "engine") if (*own, "engine") in self.source.values else ("training", "engine")
        )

    def _at(self, path: KeyPath, message: str, hint: str | None = None) -> Problem:
        return Problem(
            self.source.value(path), f"{message} (entraînement « {self.run.name} »)", hint
        )
