"""Resolve how a run is trained: optimizer, loss and metrics under their canonical names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from reportgen.lab.definition import RawEarlyStopping, RawTraining
from reportgen.lab.types import Call, EarlyStopping, TrainingSpec
from reportgen.layers.catalogue import Kind, canonical, canonical_metric
from reportgen.layers.directions import higher_is_better

_DEFAULT = TrainingSpec()


def resolve_training(settings: RawTraining) -> TrainingSpec:
    """Return the settings over Keras' defaults; names that Keras lacks stay as written."""
    return TrainingSpec(
        optimizer=_optimizer(settings.optimizer or _DEFAULT.optimizer),
        loss=_canonical_call("losses", settings.loss or _DEFAULT.loss),
        metrics=_metrics(settings.metrics),
        batch_size=settings.batch_size or _DEFAULT.batch_size,
        shuffle=_DEFAULT.shuffle if settings.shuffle is None else settings.shuffle,
        early_stopping=_early_stopping(settings.early_stopping),
        engine=settings.engine or _DEFAULT.engine,
    )


def _metrics(names: list[str] | None) -> tuple[str, ...]:
    if names is None:
        return _DEFAULT.metrics
    return tuple(dict.fromkeys(_canonical_metric(name) for name in names))


def _canonical_metric(name: str) -> str:
    try:
        return canonical_metric(name)
    except KeyError:
        return name


def _optimizer(call: Call) -> Call:
    optimizer = _canonical_call("optimizers", call)
    rate = optimizer.config.get("learning_rate")
    if not isinstance(rate, Mapping) or len(rate) != 1:
        return optimizer
    ((name, arguments),) = rate.items()
    schedule = _canonical_call("schedules", Call(str(name), arguments or {}))
    config: dict[str, Any] = {
        **optimizer.config,
        "learning_rate": {schedule.name: schedule.config},
    }
    return Call(optimizer.name, config)


def _canonical_call(kind: Kind, call: Call) -> Call:
    try:
        return Call(canonical(kind, call.name), call.config)
    except KeyError:
        return call


def _early_stopping(raw: RawEarlyStopping | None) -> EarlyStopping | None:
    if raw is None:
        return None
    mode: Literal["min", "max"] = raw.mode or ("max" if higher_is_better(raw.monitor) else "min")
    return EarlyStopping(raw.monitor, raw.patience, raw.min_delta, mode)
