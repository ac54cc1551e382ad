"""Turn a valid definition into datasets, models and runs that refer to one another.

Names are looked up and defaults filled in; what Keras would say of the result is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.lab.builders import builder_problem
from reportgen.lab.definition import RawDataset, RawModel, RawRun, RawTraining
from reportgen.lab.derivation import Derivation, PlacedLayer, Stack
from reportgen.lab.populations import Populations
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.profiles import resolve_profiles
from reportgen.lab.source import KeyPath, Source
from reportgen.lab.training import resolve_training
from reportgen.lab.types import (
    BuilderSpec,
    DatasetSpec,
    FamilySpec,
    LayerSpec,
    ModelSpec,
    PopulationSpec,
    Profile,
    RunSpec,
    ValidationSpec,
)
from reportgen.lab.validation import Validated
from reportgen.layers.catalogue import canonical_layer


@dataclass(frozen=True)
class Resolved:
    """The parts of a lab; ``stacks`` keep where each layer of a model is written."""

    datasets: Mapping[str, DatasetSpec]
    models: Mapping[str, ModelSpec]
    stacks: Mapping[str, Stack]
    runs: Mapping[str, RunSpec]
    populations: Mapping[str, PopulationSpec]
    families: Mapping[str, FamilySpec]
    profiles: Mapping[str, Profile]


def resolve(valid: Validated, source: Source) -> tuple[Resolved, list[Problem]]:
    """Return what can be resolved, and what is wrong with the rest."""
    resolution = _Resolution(valid, source)
    raw = valid.raw
    datasets = {name: _dataset(name, entry) for name, entry in raw.datasets.items()}
    models = resolution.models()
    runs = {
        name: run
        for name, entry in raw.runs.items()
        if (run := resolution.run(name, entry, models, datasets)) is not None
    }
    resolution.look_up_left_out()
    derived = Populations(raw.populations, written_names(source, "populations"), source)
    derived.resolve()
    found = Resolved(
        datasets=datasets,
        models=models,
        stacks=resolution.stacks,
        runs=runs,
        populations=derived.populations,
        families=derived.families,
        profiles=resolve_profiles(raw.profiles),
    )
    return found, resolution.problems + derived.problems


def written_names(source: Source, section: str) -> frozenset[str]:
    """Return the names that a section of the file defines, rightly or wrongly."""
    entries = source.data.get(section) if isinstance(source.data, dict) else None
    return frozenset(entries) if isinstance(entries, dict) else frozenset()


@dataclass
class _Resolution:
    valid: Validated
    source: Source
    problems: list[Problem] = field(default_factory=list)
    stacks: dict[str, Stack] = field(default_factory=dict)

    def models(self) -> dict[str, ModelSpec]:
        """Return the models that can be derived or built."""
        raw = self.valid.raw.models
        known = written_names(self.source, "models")
        derivation = Derivation(raw, known, self.source, self.problems.append)
        models = {}
        for name, entry in raw.items():
            model = self._built(name, entry) if entry.builder else None
            if not entry.builder and (stack := derivation.stack(name)) is not None:
                self.stacks[name] = stack
                model = ModelSpec(name, entry.title or name, _specs(stack), None, entry.parent)
            if model is not None:
                models[name] = model
        return models

    def _built(self, name: str, entry: RawModel) -> ModelSpec | None:
        path = ("models", name, "builder")
        file, _, function = str(entry.builder).partition(":")
        message = builder_problem(self.source.file.parent, file, function)
        if message:
            self._add(path, message)
            return None
        builder = BuilderSpec(Path(file), function, entry.config or {})
        return ModelSpec(name, entry.title or name, (), builder)

    def run(
        self,
        name: str,
        entry: RawRun,
        models: Mapping[str, ModelSpec],
        datasets: Mapping[str, DatasetSpec],
    ) -> RunSpec | None:
        """Return a run, None when its model or dataset is missing."""
        self._look_up(("runs", name, "model"), "models", entry.model)
        self._look_up(("runs", name, "dataset"), "datasets", entry.dataset)
        model, dataset = models.get(entry.model), datasets.get(entry.dataset)
        settings = merged(self.valid.raw.training, entry.training)
        if settings.epochs is None and ("training", "") not in self.valid.left_out:
            hint = "ajouter « training: {epochs: 20} » au TP ou à cet entraînement"
            self._add(("runs", name), f"« {name} » : nombre d’époques manquant", hint)
        if model is None or dataset is None:
            return None
        return _run(name, entry, settings, model, dataset)

    def look_up_left_out(self) -> None:
        """Report the unknown names of runs whose form is wrong too: all mistakes at once."""
        for name in sorted(n for section, n in self.valid.left_out if section == "runs" and n):
            entry = self.source.data["runs"].get(name)
            for key, section in (("model", "models"), ("dataset", "datasets")):
                if isinstance(entry, dict) and isinstance(entry.get(key), str):
                    self._look_up(("runs", name, key), section, entry[key])

    def _look_up(self, path: KeyPath, section: str, name: str) -> None:
        known = written_names(self.source, section)
        if name not in known and section not in self.source.doubtful:
            kind = {"models": "modèle inconnu", "datasets": "jeu de données inconnu"}[section]
            hint = suggestion(name, known) or f"« {section}: » n’en définit aucun"
            self._add(path, f"{kind} « {name} »", hint)

    def _add(self, path: KeyPath, message: str, hint: str | None = None) -> None:
        key = len(path) == 2
        place = self.source.key(path) if key else self.source.value(path)
        self.problems.append(Problem(place, message, hint))


def merged(defaults: RawTraining, own: RawTraining) -> RawTraining:
    """Return the training settings of a run over those of the lab."""
    given = {name: getattr(own, name) for name in own.model_fields_set}
    if given.keys() & {"seed", "seeds"}:
        given = {"seed": None, "seeds": None, **given}
    return defaults.model_copy(update=given)


def _run(
    name: str, entry: RawRun, settings: RawTraining, model: ModelSpec, dataset: DatasetSpec
) -> RunSpec:
    return RunSpec(
        name=name,
        title=entry.title or name,
        model=model,
        dataset=dataset,
        preprocess=tuple(entry.preprocess),
        training=resolve_training(settings),
        epochs=settings.epochs or 1,
        seeds=_seeds(settings),
        weights=settings.evaluate or "last",
        monitor=settings.monitor or "val_loss",
        checkpoints=tuple(sorted(set(settings.checkpoints))),
    )


def _seeds(settings: RawTraining) -> tuple[int, ...]:
    if settings.seeds is not None:
        return tuple(dict.fromkeys(settings.seeds))
    return (1,) if settings.seed is None else (settings.seed,)


def _dataset(name: str, entry: RawDataset) -> DatasetSpec:
    size = entry.image_size
    return DatasetSpec(
        name=name,
        title=entry.title or name,
        source=entry.source,
        path=Path(entry.path) if entry.path else None,
        classes=tuple(entry.classes),
        validation=_validation(entry),
        image_size=(size[0], size[1]) if size else None,
        train=entry.train,
        test=entry.test,
        subset_seed=entry.subset_seed,
    )


def _validation(entry: RawDataset) -> ValidationSpec | None:
    given = entry.validation
    if given is None:
        return None
    return ValidationSpec(given.source, given.fraction, given.count, given.last, given.seed)


def _specs(stack: Iterable[PlacedLayer]) -> tuple[LayerSpec, ...]:
    return tuple(replace(la.spec, name=_canonical(la.spec.name)) for la in stack)


def _canonical(name: str) -> str:
    try:
        return canonical_layer(name)
    except KeyError:
        return name
