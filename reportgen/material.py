"""What evidence is made of, on the store: results, data, and arrays computed once and kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.data.loading import describe_dataset, load_dataset
from reportgen.data.types import Dataset, Described
from reportgen.errors import DataError, EvidenceError, StoreError
from reportgen.evidence.codec import decode, encode
from reportgen.evidence.context import Arrays
from reportgen.evidence.elements import Element
from reportgen.evidence.probes import Probe, asked_epoch
from reportgen.french.numbers import pluriel
from reportgen.lab.types import Lab, Profile
from reportgen.lock import Lock
from reportgen.playground.populations import Population
from reportgen.populations import KIND, from_arrays, identity, tensorflow_version, to_arrays
from reportgen.project import Project
from reportgen.reporting import Reporter, SilentReporter
from reportgen.results import RunResult
from reportgen.store.records import (
    AnyArray,
    read_arrays,
    read_record,
    write_arrays,
    write_record,
)
from reportgen.store.store import Store
from reportgen.training.prepared import Preparer
from reportgen.trajectory import digest

PROBE_VERSION = 1
"""Raise by hand when probes or cached computations start to give other arrays."""


@dataclass
class Material:
    """The evidence context of a build; implements ``reportgen.evidence.context``.

    With a ``lock`` the datasets are those it describes, and elements made by its versions serve.
    With ``stored_only`` a population that the store lacks is an error, never trained.
    ``used`` are the files of the store that elements and arrays were read from or written to.
    """

    lab: Lab
    profile: Profile
    project: Project
    store: Store
    reporter: Reporter = field(default_factory=SilentReporter)
    runs: Mapping[str, RunResult] = field(default_factory=dict)
    lock: Lock | None = None
    stored_only: bool = False
    used: set[Path] = field(default_factory=set)
    _datasets: dict[str, Dataset] = field(default_factory=dict)
    _described: dict[str, Described] = field(default_factory=dict)
    _prepare: Preparer | None = None
    _populations: dict[str, Population] = field(default_factory=dict)

    def described(self, name: str) -> Described:
        """Return what is known of a dataset without reading its images."""
        if self.lock is not None and name in self.lock.datasets:
            return self.lock.datasets[name]
        if name not in self._described:
            self._described[name] = describe_dataset(
                self.lab.datasets[name],
                self.project.data,
                lab_folder=self.lab.folder,
                allow_download=True,
                report=self.reporter.stage,
            )
        return self._described[name]

    def dataset(self, name: str) -> Dataset:
        """Return a dataset of the lab, capped and split as the runs saw it."""
        if name not in self._datasets:
            spec = self.lab.datasets[name]
            self._datasets[name] = load_dataset(
                spec, self.project.data, lab_folder=self.lab.folder, report=self.reporter.stage
            )
            self._require_locked(name)
        return self._datasets[name]

    def prepare(self) -> Preparer:
        """Return what prepares the data of runs; it keeps one prepared dataset at a time."""
        if self._prepare is None:
            self._prepare = Preparer(lambda run: self.dataset(run.dataset.name))
        return self._prepare

    def probe(self, run: str, probe: Probe) -> Arrays:
        """Return the answer to a probe, asked once of the engine that trained the run."""
        result = self._result(run)
        parameters = {
            **asdict(probe),
            "training": result.first.key,
            "epoch": asked_epoch(probe, result),
            "probe": type(probe).__name__,
        }
        return self.cached("probe", parameters, lambda: self._answer(result, probe))

    def population(self, name: str) -> Population:
        """Return a population of the lab, trained when it is asked for the first time.

        StoreError under a lock whose bundle lacks it, or when only the store may be read.
        """
        if name not in self._populations:
            parameters = self._population_parameters(name)
            found = self.cached(KIND, parameters, lambda: self._trained_population(name))
            self._populations[name] = from_arrays(found)
        return self._populations[name]

    def population_key(self, name: str) -> str:
        """Return the digest of all that a population depends on; nothing is trained."""
        return _arrays_key(KIND, self._population_parameters(name))

    def populations_missing(self) -> tuple[str, ...]:
        """Return the populations of the lab that are not computed yet, in the lab's order."""
        keys = {name: self.population_key(name) for name in self.lab.populations}
        return tuple(n for n, key in keys.items() if not self.store.probe_path(key).is_file())

    def population_files(self) -> set[Path]:
        """Return the files of the populations of the lab that are computed."""
        paths = (self.store.probe_path(self.population_key(n)) for n in self.lab.populations)
        return {path for path in paths if path.is_file()}

    def cached(
        self, kind: str, parameters: Mapping[str, Any], compute: Callable[[], Arrays]
    ) -> Arrays:
        """Return what ``compute`` gives, kept in the store by kind and parameters."""
        path = self.store.probe_path(_arrays_key(kind, parameters))
        known = read_arrays(path)
        if known is None:
            self.reporter.computed("arrays", kind)
            known = {name: np.asarray(value) for name, value in compute().items()}
            self._keep(lambda: write_arrays(path, known))
        self._note(path)
        return known

    def element(self, parameters: Mapping[str, Any], make: Callable[[], Element]) -> Element:
        """Return the element that ``make`` gives, kept in the store by its parameters.

        A first element goes through the same form as a kept one: both give the same bytes.
        """
        try:
            path = self.store.element_path(digest(parameters))
        except TypeError:  # arguments that nobody can write down: the function will refuse them
            return make()

        def compute() -> dict[str, Any]:
            self.reporter.computed("element", parameters["function"])
            return encode(make())

        return decode(self._locked_element(parameters) or self._recorded(path, compute))

    def record(
        self, parameters: Mapping[str, Any], make: Callable[[], dict[str, Any]]
    ) -> dict[str, Any]:
        """Return the JSON values that ``make`` gives, kept in the store by its parameters."""
        return self._recorded(self.store.element_path(digest(parameters)), make)

    def _recorded(self, path: Path, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        known = read_record(path)
        if known is None:
            known = make()
            self._keep(lambda: write_record(path, known))
        self._note(path)
        return known

    def _locked_element(self, parameters: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the element as the versions of the lock made it."""
        if self.lock is None:
            return None
        locked = {**parameters, "versions": dict(self.lock.evidence)}
        return read_record(self.store.element_path(digest(locked)))

    def _note(self, path: Path) -> None:
        """Remember a file of the store, and mark it as read lately: unread ones may go."""
        self.used.add(path)
        with suppress(OSError):
            os.utime(path)

    def _require_locked(self, name: str) -> None:
        """Refuse images that are not those of the lock: elements would mix two datasets."""
        found = self._datasets[name].origin
        if self.lock is not None and found.digest != self.described(name).origin.digest:
            msg = (
                f"« {name} » : les images trouvées ici ({found.text}) ne sont pas celles du "
                "verrou ; importez-les, ou ne demandez que ce que contient le lot."
            )
            raise DataError(msg)

    def _keep(self, write: Callable[[], None]) -> None:
        """Write what could be computed again; a disk that refuses must not stop the document."""
        try:
            write()
        except StoreError as error:
            self.reporter.warn(str(error))

    def _population_parameters(self, name: str) -> dict[str, Any]:
        version = tensorflow_version() if self.lock is None else self.lock.tensorflow
        return identity(self.lab.populations[name], version)

    def _trained_population(self, name: str) -> dict[str, AnyArray]:
        spec = self.lab.populations[name]
        if self.lock is not None:
            raise StoreError(
                f"la population « {spec.title} » ne peut être montrée : elle a changé depuis le "
                "verrou, ou elle manque ; tapez « reportgen store import » avec le lot."
            )
        if self.stored_only:
            raise StoreError(
                f"la population « {spec.title} » n’est pas encore calculée ; tapez d’abord "
                f"« reportgen build {self.lab.slug} --profile {self.profile.name} »."
            )
        from reportgen.training.population import train_population

        count = pluriel(spec.resets, "réseau", "réseaux")
        self.reporter.stage(f"Population « {spec.title} » : {count}")
        settings = (spec.task, spec.network, spec.training)
        return to_arrays(train_population(*settings, range(spec.resets)))

    def _answer(self, result: RunResult, probe: Probe) -> dict[str, AnyArray]:
        from reportgen.training.probes import ask

        entry = self.store.entry(result.first.key)
        return ask(result, entry, probe, self.prepare()(result.spec))

    def _result(self, run: str) -> RunResult:
        if run not in self.runs:
            msg = f"pas de résultat pour « {run} » : son entraînement a échoué"
            raise EvidenceError(msg)
        return self.runs[run]


def _arrays_key(kind: str, parameters: Mapping[str, Any]) -> str:
    return digest({"kind": kind, "version": PROBE_VERSION, **parameters})
