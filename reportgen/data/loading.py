"""Load the dataset that a lab asks for: find it, cap it, split it. Does not preprocess it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reportgen.data.catalogue import known_dataset
from reportgen.data.download import download_dataset
from reportgen.data.sampling import Indices, Selection, select
from reportgen.data.shelf import Record, Slot, disk_errors, find, keep, open_content
from reportgen.data.sources import Found, find_by_path, find_known, find_stand_in
from reportgen.data.types import Content, Dataset, Described, Split
from reportgen.errors import DataError
from reportgen.lab.types import DatasetSpec

Report = Callable[[str], None]
"""Receives one French line about what is going on."""

RETRY_SECONDS = 24 * 3600
"""A download that failed is not tried again before that: every build would wait for it."""


def load_dataset(
    spec: DatasetSpec,
    data_folder: Path,
    *,
    lab_folder: Path | None = None,
    allow_download: bool = True,
    report: Report = lambda line: None,
) -> Dataset:
    """Return the splits that *spec* asks for, images memory-mapped where nothing is drawn.

    A relative ``path`` is looked for in *lab_folder*, then in *data_folder*. A copy of what
    is found stays in *data_folder*. DataError when there is nothing or it is damaged.
    """
    record = _obtain(spec, data_folder, lab_folder, report if allow_download else None, report)
    content = _open(spec, data_folder, record)
    chosen = select(spec, {name: split.y for name, split in content.splits.items()})
    return Dataset(
        name=spec.name,
        classes=_class_names(spec, record),
        origin=record.origin,
        train=_take(content.train, chosen.train),
        validation=_validation(content, chosen),
        test=_take(content.test, chosen.test),
        full_counts=_full_counts(record),
    )


def describe_dataset(
    spec: DatasetSpec,
    data_folder: Path,
    *,
    lab_folder: Path | None = None,
    allow_download: bool = False,
    report: Report = lambda line: None,
) -> Described:
    """Return what is known of a dataset without reading its images.

    The first time on a machine it makes the copy that later calls rely on.
    """
    record = _obtain(spec, data_folder, lab_folder, report if allow_download else None, report)
    content = _open(spec, data_folder, record)
    chosen = select(spec, {name: split.y for name, split in content.splits.items()})
    parts = {"train": chosen.train, "validation": chosen.validation, "test": chosen.test}
    return Described(
        name=spec.name,
        title=spec.title,
        classes=_class_names(spec, record),
        origin=record.origin,
        shape=record.shape,
        dtype=record.dtype,
        counts={name: len(part) for name, part in parts.items() if part is not None},  # type: ignore[misc]
        full_counts=_full_counts(record),
        minimum=record.minimum,
        maximum=record.maximum,
        fingerprint=record.digest,
    )


def fingerprint(spec: DatasetSpec, data_folder: Path, *, lab_folder: Path | None = None) -> str:
    """Return a text that changes when the source's data change, and only then.

    Costs a few file stats, except the first time after a change.
    """
    return _obtain(spec, data_folder, lab_folder, None, lambda line: None).digest


def find_imported(name: str, data_folder: Path) -> Record | None:
    """Return what the user imported under *name*; DataError when it is there but damaged."""
    slot = Slot("imported", name)
    record = find(data_folder, slot)
    if record is None and slot.path(data_folder).exists():
        raise DataError(
            f"le jeu importé « {name} » est abîmé dans {data_folder}. Importez-le de nouveau : "
            f"reportgen data import {name} FICHIER_OU_DOSSIER."
        )
    return record


def _obtain(
    spec: DatasetSpec,
    data_folder: Path,
    lab_folder: Path | None,
    download: Report | None,
    report: Report,
) -> Record:
    if spec.source in ("folder", "npz"):
        roots = [root for root in (lab_folder, data_folder) if root is not None]
        return _prepare(find_by_path(spec, roots), data_folder, report)
    name = known_dataset(spec.source).name
    return find_imported(name, data_folder) or _obtain_known(name, data_folder, download, report)


def _obtain_known(name: str, data_folder: Path, download: Report | None, report: Report) -> Record:
    found = find_known(name)
    if found is None and download and _may_try(name, data_folder):
        found = find_known(name) if download_dataset(name, download) else None
        _remember_try(name, data_folder)
    found = found or find_stand_in(name)
    return _prepare(found, data_folder, report)


def _prepare(found: Found, data_folder: Path, report: Report) -> Record:
    """Return the record of the copy of *found*, making it when the source is new or changed."""
    record = find(data_folder, found.slot)
    if record and record.source == found.source:
        return record
    report(f"Préparation des données : {found.source.text}…")
    if found.source.stand_in:
        report(
            f"Pour les vraies images : reportgen data import {found.slot.name} FICHIER_OU_DOSSIER"
        )
    return keep(data_folder, found.slot, found.read(), found.source)


def _try_mark(name: str, data_folder: Path) -> Path:
    return data_folder / "prepared" / f"{name}.tried"


def _may_try(name: str, data_folder: Path) -> bool:
    """Say whether the last download that failed is old enough to try again."""
    try:
        age = time.time() - _try_mark(name, data_folder).stat().st_mtime
    except OSError:
        return True
    return age > RETRY_SECONDS


def _remember_try(name: str, data_folder: Path) -> None:
    mark = _try_mark(name, data_folder)
    with disk_errors(data_folder):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()


def _open(spec: DatasetSpec, data_folder: Path, record: Record) -> Content:
    try:
        return open_content(data_folder, record)
    except (OSError, ValueError) as error:
        raise DataError(
            f"jeu « {spec.name} » : copie abîmée dans {data_folder} ({error}) ; relancez la "
            "commande, ou importez le jeu de nouveau (reportgen data import)."
        ) from error


def _take(split: Split, chosen: Indices) -> Split:
    if len(chosen) == split.count:
        return split
    return Split(split.x[chosen], split.y[chosen])


def _validation(content: Content, chosen: Selection) -> Split | None:
    if chosen.validation is None:
        return None
    return _take(content.splits[chosen.source], chosen.validation)


def _full_counts(record: Record) -> dict[str, int]:
    return dict(record.counts)


def _class_names(spec: DatasetSpec, record: Record) -> tuple[str, ...]:
    names = spec.classes or record.classes
    if len(names) != len(record.classes):
        raise DataError(
            f"jeu « {spec.name} » : le TP nomme {len(names)} classes, mais les données en ont "
            f"{len(record.classes)} ({', '.join(record.classes[:12])})."
        )
    return tuple(names)
