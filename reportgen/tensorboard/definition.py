"""What a run is, as the Markdown that TensorBoard shows beside its curves. Pure text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from reportgen.french.numbers import entier
from reportgen.lab.types import Call, DatasetSpec, ModelSpec, RunSpec

_NONE = "—"


def definition(run: RunSpec, seed: int, key: str, params: int | None) -> str:
    """Return the definition of *run* with *seed*: a table by Keras' names, then the network.

    ``key`` is the training key; ``params`` the number of weights, None when not known yet.
    """
    rows = "\n".join(f"| `{name}` | {_cell(value)} |" for name, value in _rows(run, seed, key))
    network = "\n".join(_network(run.model))
    weights = "" if params is None else f" : {entier(params)} poids"
    return (
        f"## {run.title}\n\n| | |\n| --- | --- |\n{rows}\n\n"
        f"### {run.model.title}{weights}\n\n```\n{network}\n```\n"
    )


def _rows(run: RunSpec, seed: int, key: str) -> Iterator[tuple[str, str]]:
    training = run.training
    yield "model", run.model.name
    yield "dataset", _dataset(run.dataset)
    yield "preprocess", _listed(map(_call, run.preprocess))
    yield "optimizer", _call(training.optimizer)
    yield "loss", _call(training.loss)
    yield "metrics", _listed(training.metrics)
    yield "batch_size", str(training.batch_size)
    yield "shuffle", str(training.shuffle)
    yield "epochs", str(run.epochs)
    if training.early_stopping is not None:
        yield "early_stopping", _arguments(asdict(training.early_stopping))
    yield "seed", str(seed)
    yield "clé d’entraînement", key


def _dataset(spec: DatasetSpec) -> str:
    """Return name and source of a dataset, and the choices that differ from the whole of it."""
    caps = {"train": spec.train, "test": spec.test}
    chosen = {name: count for name, count in caps.items() if count is not None}
    if chosen:
        chosen["subset_seed"] = spec.subset_seed
    parts = [f"{spec.name} ({spec.source})", _arguments(chosen)]
    if spec.validation is not None:
        given = {k: v for k, v in asdict(spec.validation).items() if v is not None}
        parts.append(f"validation : {_arguments(given)}")
    return " ; ".join(filter(None, parts))


def _network(model: ModelSpec) -> Iterator[str]:
    if model.builder is not None:
        builder = model.builder
        yield f"{builder.file}:{builder.function}({_arguments(builder.config)})"
    for layer in model.layers:
        yield _call(layer) if layer.config else f"{layer.name}()"


def _call(call: Call) -> str:
    return f"{call.name}({_arguments(call.config)})" if call.config else call.name


def _arguments(config: Any) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in config.items())


def _listed(values: Iterable[str]) -> str:
    return ", ".join(values) or _NONE


def _cell(text: str) -> str:
    """Return *text* as code, which Markdown leaves as it is, on one line of a table."""
    return f"`{text}`" if "`" not in text else text.replace("|", "&#124;")
