"""Histories as the bytes of TensorBoard's event files: the same history gives the same bytes.

The tags are those of Keras' own TensorBoard callback: ``epoch_loss`` in the sub-runs ``train`` and
``validation``, so that both curves share a chart. Steps are epochs, from 1. The values are single
precision, as TensorBoard keeps them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from reportgen.results import History

if TYPE_CHECKING:
    from tensorboard.compat.proto.event_pb2 import Event

TRAIN, VALIDATION = "train", "validation"
DEFINITION_TAG = "definition"
_VALIDATION_PREFIX = "val_"
_FILE_VERSION = "brain.Event:2"


@dataclass(frozen=True)
class RunLog:
    """One training of a run as its log tells it.

    ``name`` is the folder of the log, with slashes; ``history`` holds the epochs that the run
    consists of; ``started`` is in seconds since 1970, all waiting between epochs left out;
    ``definition`` is Markdown.
    """

    name: str
    history: History
    started: float
    definition: str


def event_files(log: RunLog) -> dict[str, bytes]:
    """Return the content of one event file a sub-run, by the folder it goes to."""
    metrics = log.history.metrics
    validation = {
        name.removeprefix(_VALIDATION_PREFIX): values
        for name, values in metrics.items()
        if name.startswith(_VALIDATION_PREFIX)
    }
    train = {k: v for k, v in metrics.items() if not k.startswith(_VALIDATION_PREFIX)}
    files = {f"{log.name}/{TRAIN}": _records([*_opening(log), *_described(log, train)])}
    if validation:
        events = [*_opening(log), *_epochs(log, validation)]
        files[f"{log.name}/{VALIDATION}"] = _records(events)
    return files


def _opening(log: RunLog) -> Iterator[Event]:
    from tensorboard.compat.proto.event_pb2 import Event, SessionLog

    yield Event(wall_time=log.started, file_version=_FILE_VERSION)
    # Makes a TensorBoard that is reading an older log of this run forget what it read.
    start = SessionLog(status=SessionLog.START)
    yield Event(wall_time=log.started, step=0, session_log=start)


def _described(log: RunLog, metrics: Mapping[str, tuple[float, ...]]) -> Iterator[Event]:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.plugins.text.summary_v2 import text_pb

    summary = text_pb(DEFINITION_TAG, log.definition)
    yield Event(wall_time=log.started, step=0, summary=summary)
    yield from _epochs(log, metrics)


def _epochs(log: RunLog, metrics: Mapping[str, tuple[float, ...]]) -> Iterator[Event]:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.plugins.scalar.summary_v2 import scalar_pb

    for epoch in range(1, log.history.epochs + 1):
        ended = log.started + fsum(log.history.seconds[:epoch])
        for name, values in metrics.items():
            summary = scalar_pb(f"epoch_{name}", values[epoch - 1])
            yield Event(wall_time=ended, step=epoch, summary=summary)


def _records(events: list[Event]) -> bytes:
    from tensorboard.summary.writer.record_writer import RecordWriter

    content = io.BytesIO()
    writer = RecordWriter(content)
    for event in events:
        # Deterministic for the metadata: equal logs must be equal bytes.
        writer.write(event.SerializeToString(deterministic=True))
    return content.getvalue()
