"""Turn pictures in class folders into content, be they in a folder or in an archive.

Layouts: ``train/<class>/…`` and ``test/<class>/…`` with an optional ``validation/<class>/…``,
or ``<class>/…`` alone, of which one fifth becomes test. The order of the files on the disk or
in the archive does not matter.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from reportgen.data.archive import MAX_MEMBERS, MAX_TOTAL_BYTES, Member
from reportgen.data.content import check_content, mix, split_at_random
from reportgen.data.images import decode_picture, is_picture
from reportgen.data.types import Content, Split
from reportgen.errors import DataError, disk_reason
from reportgen.lab.types import SplitName

_SPLITS: dict[str, SplitName] = {
    "train": "train",
    "test": "test",
    "validation": "validation",
    "valid": "validation",
    "val": "validation",
}
_PROGRESS_EVERY = 5000

Progress = Callable[[int], None]
"""Receives the number of pictures decoded so far."""

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Layout:
    """How to understand class folders.

    ``names`` are the class folder names in label order (None: sorted); ``classes`` the names
    to show, in the same order; ``image_size`` (height, width).
    """

    names: Sequence[str] | None = None
    classes: Sequence[str] = ()
    image_size: tuple[int, int] | None = None


def iterate_folder(folder: Path) -> Iterator[Member]:
    """Yield the pictures below *folder*, sorted by name; DataError when there are too many."""
    paths = sorted(path for path in folder.rglob("*") if is_picture(_relative(path, folder)))
    if len(paths) > MAX_MEMBERS:
        raise DataError(f"{folder} : {len(paths)} images, {MAX_MEMBERS} au plus.")
    for path in paths:
        if path.is_file():
            yield Member(_relative(path, folder), _read(path))


def read_class_folders(
    files: Iterable[Member], layout: Layout, where: str, progress: Progress = lambda count: None
) -> Content:
    """Decode *files* and sort them into splits and classes; DataError when that fails."""
    pictures = _decode_all(files, layout, where, progress)
    if not pictures:
        raise DataError(
            f"{where} : aucune image trouvée ; attendu : train/<classe>/*.png et "
            "test/<classe>/*.png, ou <classe>/*.png."
        )
    by_split = _group(pictures, where)
    names = _class_order(sorted({name for _, name, _ in pictures.values()}), layout, where)
    splits = {split: _stack(rows, names, where) for split, rows in by_split.items()}
    return _content(_same_channels(splits), tuple(layout.classes or names), where)


_Row = tuple[SplitName | None, str, Picture]


def _decode_all(
    files: Iterable[Member], layout: Layout, where: str, progress: Progress
) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    total = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        for file in files:
            picture = decode_picture(file.raw, f"{where}/{file.name}", layout.image_size)
            rows[file.name] = (*_place(file.name, where), picture)
            total += picture.nbytes
            if total > MAX_TOTAL_BYTES:
                raise DataError(f"{where} : plus de 4 Gio d’images ; donnez un « image_size ».")
            if len(rows) % _PROGRESS_EVERY == 0:
                progress(len(rows))
    return rows


def _place(name: str, where: str) -> tuple[SplitName | None, str]:
    """Return split and class folder of a picture by its path."""
    folders = PurePosixPath(name).parts[:-1]
    if not folders or (len(folders) == 1 and folders[0].lower() in _SPLITS):
        raise DataError(f"{where}/{name} : cette image n’est dans aucun dossier de classe.")
    parent = folders[-2].lower() if len(folders) > 1 else ""
    return _SPLITS.get(parent), folders[-1]


def _group(pictures: dict[str, _Row], where: str) -> dict[SplitName | None, list[_Row]]:
    groups: dict[SplitName | None, list[_Row]] = defaultdict(list)
    for name in sorted(pictures):
        groups[pictures[name][0]].append(pictures[name])
    if None in groups and len(groups) > 1:
        stray = next(name for name in sorted(pictures) if pictures[name][0] is None)
        raise DataError(
            f"{where} : certaines images sont dans train/ ou test/, d’autres non (par exemple "
            f"{stray}) ; rangez-les toutes de la même façon."
        )
    return groups


def _class_order(found: list[str], layout: Layout, where: str) -> list[str]:
    expected = list(layout.names or layout.classes or found)
    keys = {_normal(name): name for name in found}
    if {_normal(name) for name in expected} == set(keys):
        return [keys[_normal(name)] for name in expected]
    if layout.names is None and len(expected) == len(found):
        return found
    raise DataError(
        f"{where} : dossiers de classe trouvés : {', '.join(found[:20])} ({len(found)}) ; "
        f"attendu : {', '.join(expected[:20])} ({len(expected)})."
    )


def _normal(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _stack(rows: list[_Row], names: list[str], where: str) -> Split:
    shapes = {row[2].shape[:2] for row in rows}
    if len(shapes) > 1:
        raise DataError(
            f"{where} : les images n’ont pas toutes la même taille (par exemple "
            f"{' et '.join(f'{h} × {w}' for h, w in sorted(shapes)[:2])}) ; donnez dans le TP "
            "une taille commune, par exemple « image_size: [64, 64] »."
        )
    channels = max(row[2].shape[2] for row in rows)
    numbers = {name: number for number, name in enumerate(names)}
    x = np.empty((len(rows), *shapes.pop(), channels), dtype=np.uint8)
    for index, (_, _, picture) in enumerate(rows):
        x[index] = picture  # one grey channel is repeated where others have three
    return Split(x, np.array([numbers[name] for _, name, _ in rows], dtype=np.int64))


def _same_channels(splits: dict[Any, Split]) -> dict[Any, Split]:
    channels = max(split.x.shape[3] for split in splits.values())
    return {
        name: split
        if split.x.shape[3] == channels
        else Split(np.repeat(split.x, channels, axis=3), split.y)
        for name, split in splits.items()
    }


def _content(splits: dict[Any, Split], classes: tuple[str, ...], where: str) -> Content:
    whole = splits.get(None) or (splits.get("train") if "test" not in splits else None)
    if whole is not None:
        divided = split_at_random(whole, classes, where)
        own = splits.get("validation")
        return Content(divided.train, divided.test, classes, mix(own) if own else None)
    if "train" not in splits:
        raise DataError(f"{where} : il n’y a pas de dossier « train ».")
    mixed = {name: mix(split) for name, split in splits.items()}
    content = Content(mixed["train"], mixed["test"], classes, mixed.get("validation"))
    return check_content(content, where)


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"image illisible : {path} ({disk_reason(error)}).") from error
