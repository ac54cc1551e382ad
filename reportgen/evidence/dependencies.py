"""What an element is made from: the parameters of its key, and a context that shows no more.

A call names the runs and datasets that it reads among its arguments. Its key holds what they
gave, its other arguments and the version of the code; the function sees nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from reportgen import french
from reportgen.data.types import Dataset, Described
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Element
from reportgen.evidence.probes import Probe
from reportgen.lab.types import DatasetSpec, Lab, Profile
from reportgen.libraries import EVIDENCE, versions_of
from reportgen.playground.populations import Population
from reportgen.results import RunResult, SeedResult
from reportgen.trajectory import digest

Value = TypeVar("Value")
Parameters = Mapping[str, Any]

_PACKAGE = Path(__file__).resolve().parent.parent
_CODE = ("analysis", "backprop", "evidence", "french", "layers", "playground", "results.py")


def element_parameters(
    ctx: EvidenceContext, name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return everything that the element of this call depends on, in JSON values."""
    given = _named(arguments, options)
    runs = {n: run_digest(ctx.runs[n]) for n in sorted(given & set(ctx.runs))}
    used = {ctx.runs[n].spec.dataset.name for n in runs} | (given & set(ctx.lab.datasets))
    families = {n: asdict(ctx.lab.families[n]) for n in sorted(given & set(ctx.lab.families))}
    trained = given & set(ctx.lab.populations)
    trained |= {member for family in families.values() for member in family["members"]}
    return {
        "places": [_places(ctx.lab.runs, runs), _places(ctx.lab.populations, trained)],
        "function": name,
        "arguments": list(arguments),
        "options": dict(options),
        "runs": runs,
        "datasets": {n: _dataset_facts(ctx, n) for n in sorted(used)},
        "families": families,
        "populations": {n: _population_facts(ctx, n) for n in sorted(trained)},
        "locale": french.LOCALE,
        "versions": versions(),
    }


def _places(known: Iterable[str], named: Container[str]) -> dict[str, int]:
    """Return where the names stand in the lab, which gives each its colour."""
    return {name: place for place, name in enumerate(known) if name in named}


_DIGESTS: WeakKeyDictionary[RunResult, str] = WeakKeyDictionary()


def run_digest(result: RunResult) -> str:
    """Return the digest of what a result says, taken once: ten elements may show one run."""
    if result not in _DIGESTS:
        _DIGESTS[result] = digest(_run_facts(result))
    return _DIGESTS[result]


def _run_facts(result: RunResult) -> dict[str, Any]:
    """Return what a result says, in JSON values; not how its model and dataset are named."""
    spec = asdict(result.spec) | {"dataset": _spec_facts(result.spec.dataset)}
    spec["model"] |= {"name": None, "parent": None}
    spec["model"]["builder"] = str(result.spec.model.builder)
    return {
        "spec": spec,
        "origin": asdict(result.origin),
        "counts": dict(result.counts),
        "machine": asdict(result.machine),
        "seeds": [_seed_facts(seed) for seed in result.seeds],
    }


@cache
def versions() -> dict[str, str]:
    """Return the versions of the evidence code, by content, and of the libraries it draws with."""
    content = hashlib.sha256()
    for path in sorted(_sources()):
        content.update(path.read_bytes())
    return {"code": content.hexdigest(), **versions_of(EVIDENCE)}


def _sources() -> Iterator[Path]:
    for name in _CODE:
        path = _PACKAGE / name
        yield from (*path.rglob("*.py"), *path.rglob("*.ttf")) if path.is_dir() else [path]


def _named(arguments: Iterable[Any], options: Mapping[str, Any]) -> set[str]:
    return {value for value in (*arguments, *options.values()) if isinstance(value, str)}


def _seed_facts(seed: SeedResult) -> dict[str, Any]:
    return {
        "key": seed.key,
        "epochs": seed.epochs,
        "weights_epoch": seed.weights_epoch,
        "history": asdict(seed.history),
        "evaluations": {name: asdict(value) for name, value in seed.evaluations.items()},
    }


def _spec_facts(spec: DatasetSpec) -> dict[str, Any]:
    return asdict(replace(spec, name="", path=None))


def _dataset_facts(ctx: EvidenceContext, name: str) -> dict[str, Any]:
    described = replace(ctx.described(name), name="", fingerprint="")
    return {"described": asdict(described), "spec": _spec_facts(ctx.lab.datasets[name])}


def _population_facts(ctx: EvidenceContext, name: str) -> dict[str, Any]:
    """Return what says a population: its definition, its title, and the key of its arrays."""
    return {"key": ctx.population_key(name), "spec": asdict(ctx.lab.populations[name])}


class Permitted(Mapping[str, Value]):
    """A mapping whose names are all known, and whose values can be had for some names only."""

    def __init__(self, values: Mapping[str, Value], allowed: Iterable[str]) -> None:
        """*values* in full, and the names that may be read."""
        self._values = values
        self._allowed = frozenset(allowed)

    def __getitem__(self, name: str) -> Value:
        value = self._values[name]
        _require(name in self._allowed, name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True)
class Restricted:
    """An evidence context that gives only what some parameters name.

    Reading another is a defect of an evidence function: its elements could be stale.
    """

    whole: EvidenceContext
    parameters: Parameters

    @property
    def lab(self) -> Lab:
        """The lab; its datasets, populations and families can be read only if they are named."""
        lab, named = self.whole.lab, self.parameters
        return replace(
            lab,
            datasets=Permitted(lab.datasets, named["datasets"]),
            populations=Permitted(lab.populations, named["populations"]),
            families=Permitted(lab.families, named["families"]),
        )

    @property
    def profile(self) -> Profile:
        """Not for elements: no key holds it."""
        raise AssertionError("an element must not depend on the profile")

    @property
    def runs(self) -> Mapping[str, RunResult]:
        """Results of the runs named."""
        return Permitted(self.whole.runs, self.parameters["runs"])

    def dataset(self, name: str) -> Dataset:
        """Return a dataset that is named."""
        _require(name in self.parameters["datasets"], name)
        return self.whole.dataset(name)

    def described(self, name: str) -> Described:
        """Return what is known of a dataset that is named."""
        _require(name in self.parameters["datasets"], name)
        return self.whole.described(name)

    def probe(self, run: str, probe: Probe) -> Arrays:
        """Return the answer of a run that is named."""
        _require(run in self.parameters["runs"], run)
        return self.whole.probe(run, probe)

    def population(self, name: str) -> Population:
        """Return a population that is named, itself or by its family."""
        _require(name in self.parameters["populations"], name)
        return self.whole.population(name)

    def population_key(self, name: str) -> str:
        """Return the key of a population that is named."""
        _require(name in self.parameters["populations"], name)
        return self.whole.population_key(name)

    def cached(self, kind: str, parameters: Parameters, compute: Callable[[], Arrays]) -> Arrays:
        """Return what ``compute`` gives, kept."""
        return self.whole.cached(kind, parameters, compute)

    def element(self, parameters: Parameters, make: Callable[[], Element]) -> Element:
        """Return what ``make`` gives, kept."""
        return self.whole.element(parameters, make)


def _require(allowed: bool, name: str) -> None:
    if not allowed:
        msg = f"an element reads {name!r}, which its arguments do not name"
        raise AssertionError(msg)
