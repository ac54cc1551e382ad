"""Read the results of a run from the store: no Keras, no training, large arrays on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from reportgen.data.types import Labels, Origin
from reportgen.errors import StoreError
from reportgen.horizon import best_epoch, epochs_used, weights_epoch
from reportgen.lab.types import RunSpec, SplitName
from reportgen.results import FloatArray, RunResult, SeedResult
from reportgen.store.entries import Entry
from reportgen.store.values import Outputs

T = TypeVar("T")


@dataclass(frozen=True)
class StoredArrays:
    """The arrays of one evaluation, read from disk when first asked for."""

    entry: Entry
    epoch: int

    def probabilities(self, split: SplitName) -> FloatArray:
        """Return the outputs on a split, float32 (n, classes)."""
        return np.asarray(self._outputs.arrays[f"{split}_probabilities"], dtype=np.float32)

    def labels(self, split: SplitName) -> Labels:
        """Return the true classes of a split, int64 (n,)."""
        return np.asarray(self._outputs.arrays[f"{split}_labels"], dtype=np.int64)

    @cached_property
    def _outputs(self) -> Outputs:
        return _need(self.entry.outputs(self.epoch), self.entry)


def read_run(run: RunSpec, entries: tuple[Entry, ...], origin: Origin) -> RunResult:
    """Return the results of *run*, one entry a seed; StoreError when something is missing."""
    seeds = tuple(_read_seed(run, s, e) for s, e in zip(run.seeds, entries, strict=True))
    first = entries[0]
    machine, trained_at = _need(first.trained(), first)
    return RunResult(
        spec=run,
        summary=_need(first.summary(), first),
        origin=origin,
        counts={name: ev.count for name, ev in seeds[0].evaluations.items()},
        seeds=seeds,
        machine=machine,
        trained_at=trained_at,
    )


def _read_seed(run: RunSpec, seed: int, entry: Entry) -> SeedResult:
    history = _need(entry.history(), entry)
    epochs = _need(epochs_used(history, run), entry)
    weights = weights_epoch(history, run)
    outputs = _need(entry.outputs(weights), entry)
    counts = {name: found.count for name, found in outputs.evaluations.items()}
    return SeedResult(
        seed=seed,
        key=entry.key,
        epochs=epochs,
        history=history.first(epochs).exact(counts),
        best_epoch=best_epoch(history, epochs, run.monitor),
        weights_epoch=weights,
        evaluations=outputs.evaluations,
        arrays=StoredArrays(entry, weights),
    )


def _need(value: T | None, entry: Entry) -> T:
    if value is None:
        msg = (
            f"l’entrée {entry.key} du magasin est incomplète ou endommagée ; "
            "relancez la même commande pour la refaire."
        )
        raise StoreError(msg)
    return value
