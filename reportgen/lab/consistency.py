"""Check datasets and training settings against one another and against what Keras offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen import layers
from reportgen.lab.definition import RawTraining
from reportgen.lab.inputs import KNOWN_SOURCES, npz_shapes
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.resolution import Resolved
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.types import DatasetSpec, RunSpec
from reportgen.lab.validation import Validated
from reportgen.layers.catalogue import Kind


def consistency_problems(valid: Validated, resolved: Resolved, source: Source) -> Iterator[Problem]:
    """Yield the contradictions of datasets, of training settings, then of runs."""
    check = _Check(source)
    for dataset in resolved.datasets.values():
        yield from check.dataset(dataset)
    yield from check.training(valid.raw.training, ("training",))
    for name, entry in valid.raw.runs.items():
        yield from check.training(entry.training, ("runs", name, "training"))
    for run in resolved.runs.values():
        yield from check.run(run)


_METRICS = sorted({layers.canonical_metric(name) for name in layers.names("metrics")})


@dataclass(frozen=True)
class _Check:
    source: Source

    def dataset(self, dataset: DatasetSpec) -> Iterator[Problem]:
        """Yield what contradicts the source of a dataset, or itself."""
        path: KeyPath = ("datasets", dataset.name)
        known = KNOWN_SOURCES.get(dataset.source)
        count = len(dataset.classes)
        if known and count and count != known.classes:
            expected = f"attendu : {known.classes} noms pour {dataset.source} ; reçu : {count}"
            yield self._at((*path, "classes"), f"« classes » : {expected}")
        if count == 1:
            yield self._at((*path, "classes"), "« classes » : attendu : au moins 2 ; reçu : 1")
        for index, name in enumerate(dataset.classes):
            if name in dataset.classes[:index]:
                yield self._at((*path, "classes", index), f"classe « {name} » en double")
        yield from self._validation(dataset, (*path, "validation"))

    def _validation(self, dataset: DatasetSpec, path: KeyPath) -> Iterator[Problem]:
        rule = dataset.validation
        if rule is None:
            return
        known = KNOWN_SOURCES.get(dataset.source)
        if rule.source == "validation":
            if not self._may_have_validation(dataset):
                message = f"« {dataset.source} » n’a pas de partie de validation à elle"
                yield self._at((*path, "from"), message, "écrire {from: train, fraction: 0.1}")
            return
        size = getattr(known, rule.source) if known else None
        taken = rule.count or rule.last or 0
        if size is not None and taken >= size:
            key = "count" if rule.count else "last"
            message = f"« {key} » : attendu : moins de {size} images de {rule.source}"
            yield self._at((*path, key), f"{message} ; reçu : {taken}")

    def _may_have_validation(self, dataset: DatasetSpec) -> bool:
        if dataset.source in KNOWN_SOURCES:
            return False
        shapes = npz_shapes(self.source.folder / (dataset.path or ""))
        return not shapes or "x_validation" in shapes

    def training(self, training: RawTraining, path: KeyPath) -> Iterator[Problem]:
        """Yield the names and arguments that Keras does not have."""
        kinds: tuple[tuple[str, Kind], ...] = (("optimizer", "optimizers"), ("loss", "losses"))
        for key, kind in kinds:
            call = getattr(training, key)
            for issue in layers.check_call(kind, call) if call else ():
                at: KeyPath = (*path, key)
                if issue.argument in call.config:
                    at = (*at, call.name, str(issue.argument))
                unknown = "n’a pas d’argument" in issue.message
                place = self.source.key(at) if unknown else self.source.value(at)
                yield Problem(place, issue.message, issue.hint or None)
        yield from self._metrics(training.metrics or (), (*path, "metrics"))

    def _metrics(self, metrics: Sequence[str], path: KeyPath) -> Iterator[Problem]:
        canonical = [_metric(name) for name in metrics]
        for index, (name, found) in enumerate(zip(metrics, canonical, strict=True)):
            if found is None:
                hint = suggestion(name, _METRICS)
                yield self._at((*path, index), f"métrique inconnue « {name} »", hint)
        if metrics and None not in canonical and "accuracy" not in canonical:
            hint = "tous les tableaux en ont besoin : l’ajouter"
            yield self._at(path, "« metrics » : attendu : « accuracy » parmi elles", hint)

    def run(self, run: RunSpec) -> Iterator[Problem]:
        """Yield the settings of a run that its dataset cannot satisfy."""
        stop = run.training.early_stopping
        if stop is not None:
            yield from self._monitor(run, stop.monitor, ("early_stopping", "monitor"))
        if run.weights == "best":
            yield from self._monitor(run, run.monitor, ("monitor",))
        for epoch in (e for e in run.checkpoints if e > run.epochs):
            path = self._training_path(run, ("checkpoints",))
            message = f"« checkpoints » : époque {epoch} sur {run.epochs}"
            yield self._at(path, message, f"attendu : de 1 à {run.epochs}")

    def _monitor(self, run: RunSpec, monitor: str, keys: KeyPath) -> Iterator[Problem]:
        path = self._training_path(run, keys)
        names = ("loss", *run.training.metrics)
        known = [*names, *(f"val_{name}" for name in names)]
        if monitor not in known:
            message = f"« monitor » : mesure inconnue « {monitor} »"
            yield self._at(path, message, suggestion(monitor, known))
        elif monitor.startswith("val_") and run.dataset.validation is None:
            message = f"« {monitor} » : le jeu « {run.dataset.name} » n’a pas de validation"
            hint = f"lui ajouter « validation: », ou surveiller « {monitor[4:]} »"
            yield self._at(path, message, hint)

    def _training_path(self, run: RunSpec, keys: KeyPath) -> KeyPath:
        own: KeyPath = ("runs", run.name, "training")
        for prefix in (own, ("training",)):
            for length in range(len(keys), 0, -1):
                if (*prefix, *keys[:length]) in self.source.values:
                    return (*prefix, *keys[:length])
        for prefix in (own, ("training",)):
            if (*prefix, "evaluate") in self.source.values:
                return (*prefix, "evaluate")
        return ("runs", run.name)

    def _at(self, path: KeyPath, message: str, hint: str | None = None) -> Problem:
        return Problem(self.source.value(path), message, hint)


def _metric(name: str) -> str | None:
    try:
        return layers.canonical_metric(name)
    except KeyError:
        return None
