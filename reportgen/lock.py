"""A lock file: what a lab's documents were made from, to make them again without training.

It pins what the machine would otherwise say: the versions that training keys hold, the data,
and the version of the evidence. With it and the results that it names, neither TensorFlow nor
the data are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reportgen.data.types import Described, Origin
from reportgen.errors import StoreError
from reportgen.store.records import DAMAGE, read_record, write_record

_SPLITS = ("train", "validation", "test")
"""The order in which documents name them; JSON sorts by name."""


@dataclass(frozen=True)
class Lock:
    """The lab and profile that it holds for, and what they were made from.

    ``trainings`` maps ``run#seed`` to a training key; ``versions`` and ``evidence`` are those of
    :func:`reportgen.trajectory.versions` and :func:`reportgen.evidence.dependencies.versions`;
    ``tensorflow`` is that of populations, "" in a lock of before there were any.
    """

    slug: str
    profile: str
    versions: Mapping[str, str]
    evidence: Mapping[str, str]
    datasets: Mapping[str, Described]
    trainings: Mapping[str, str]
    tensorflow: str = ""


def write_lock(path: Path, lock: Lock) -> None:
    """Write a lock file; StoreError when the disk refuses."""
    write_record(path, asdict(lock))


def read_lock(path: Path) -> Lock:
    """Read a lock file; StoreError when it is missing, damaged or was changed by hand."""
    record = read_record(path)
    try:
        if record is not None:
            datasets = {name: _described(raw) for name, raw in record.pop("datasets").items()}
            return Lock(**record, datasets=datasets)
    except DAMAGE:
        pass
    msg = (
        f"verrou illisible : {path}. Il manque, il est endommagé ou il a été modifié ; "
        "refaites-le avec « reportgen store export »."
    )
    raise StoreError(msg)


def _described(raw: Mapping[str, Any]) -> Described:
    lists = {name: tuple(raw[name]) for name in ("classes", "shape")}
    counts = {name: raw["counts"][name] for name in _SPLITS if name in raw["counts"]}
    origin = Origin(**raw["origin"])
    return Described(**{**raw, **lists, "counts": counts, "origin": origin})
