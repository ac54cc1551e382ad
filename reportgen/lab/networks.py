"""Walk through the networks of a lab as its runs feed them, and say what does not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reportgen import layers
from reportgen.lab.derivation import PlacedLayer, Stack
from reportgen.lab.inputs import Shape, example_shape, shapes_after
from reportgen.lab.outputs import output_problems
from reportgen.lab.problems import Problem
from reportgen.lab.resolution import Resolved
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.types import Place, RunSpec
from reportgen.layers.wording import dimensions, shown, whole

MAX_SIZE = 1_000_000
"""Largest whole number that an argument such as ``units`` may be."""
MAX_PARAMS = 500_000_000


def network_problems(resolved: Resolved, source: Source) -> list[Problem]:
    """Return what Keras would refuse in the models, then in the runs that use them."""
    walk = _Walk(source)
    for stack in resolved.stacks.values():
        for layer in stack:
            walk.check_arguments(layer)
    for run in resolved.runs.values():
        stack = resolved.stacks.get(run.model.name, ())
        if stack:
            walk.follow(run, stack)
    return list(walk.problems.values())


@dataclass
class _Walk:
    """Keeps one problem for each place: a layer that several models share is wrong once."""

    source: Source
    problems: dict[Place, Problem] = field(default_factory=dict)
    _wrong: set[KeyPath] = field(default_factory=set)

    def check_arguments(self, layer: PlacedLayer) -> None:
        """Report the arguments that Keras does not have, lacks or refuses."""
        for issue in (*layers.check_config(layer.spec), *_too_large(layer)):
            path = layer.argument_path(issue.argument)
            self._wrong.add(layer.path)
            known = issue.argument in _arguments(layer.spec.name)
            place = self.source.value(path) if known else self.source.key(path)
            self._add(Problem(place, issue.message, issue.hint or None))

    def follow(self, run: RunSpec, stack: Stack) -> None:
        """Report the first layer of a run's network that does not accept its input."""
        shape = self._input(run)
        if shape is None or any(layer.path in self._wrong for layer in stack):
            return
        output = self._through(run, stack, shape)
        if output is not None:
            for path, message, hint in output_problems(run, stack, output, self._loss_path(run)):
                self._add(Problem(self.source.value(path), message, hint))

    def _input(self, run: RunSpec) -> Shape | None:
        shape = example_shape(run.dataset, self.source.folder)
        if shape is None:
            return None
        path: KeyPath = ("runs", run.name, "preprocess")
        try:
            for index, after in enumerate(shapes_after(run.preprocess, shape)):
                shape, path = after, ("runs", run.name, "preprocess", index + 1)
        except layers.ShapeError as error:
            self._add(Problem(self.source.value(path), str(error)))
            return None
        return shape

    def _through(self, run: RunSpec, stack: Stack, shape: Shape) -> Shape | None:
        """Return the output shape, None when it cannot be known or a layer does not fit."""
        params = 0
        current: Shape | None = shape
        for layer in stack:
            if current is None:
                return None
            try:
                _refuse_dense_on_maps(layer, current)
                inferred = layers.infer(layer.spec, current)
            except layers.ShapeError as error:
                place = self.source.value(layer.argument_path(error.argument))
                self._add(Problem(place, f"{error} {_context(run, current)}"))
                return None
            params += inferred.params or 0
            current = inferred.output_shape
        if params > MAX_PARAMS:
            message = f"{whole(params)} poids ; attendu : au plus {whole(MAX_PARAMS)}"
            self._add(Problem(self.source.key(("models", run.model.name)), message))
            return None
        return current

    def _loss_path(self, run: RunSpec) -> KeyPath:
        own: KeyPath = ("runs", run.name, "training", "loss")
        paths: tuple[KeyPath, ...] = (own, ("training", "loss"))
        return next((path for path in paths if path in self.source.values), ("runs", run.name))

    def _add(self, problem: Problem) -> None:
        self.problems.setdefault(problem.place, problem)


def _context(run: RunSpec, shape: Shape) -> str:
    return f"(modèle « {run.model.name} », entraînement « {run.name} », entrée {dimensions(shape)})"


def _refuse_dense_on_maps(layer: PlacedLayer, shape: Shape) -> None:
    if layer.spec.name == "Dense" and len(shape) == 3:
        raise layers.ShapeError(
            "Dense attend un vecteur : ajouter avant elle une couche Flatten ou "
            "GlobalAveragePooling2D"
        )


def _too_large(layer: PlacedLayer) -> Iterator[layers.ConfigIssue]:
    for name, value in layer.spec.config.items():
        numbers = value if isinstance(value, list) else [value]
        if any(type(number) is int and abs(number) > MAX_SIZE for number in numbers):
            message = f"« {name} » : attendu : au plus {whole(MAX_SIZE)} ; reçu : {shown(value)}"
            yield layers.ConfigIssue(name, message)


def _arguments(layer: str) -> Mapping[str, layers.Argument]:
    try:
        return layers.arguments(layer)
    except KeyError:
        return {}
