from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from reportgen.data import class_folders, loading, sources
from reportgen.data.importing import import_dataset
from reportgen.data.loading import describe_dataset, fingerprint, load_dataset
from reportgen.data.standins import STAND_INS, StandIn
from reportgen.errors import DataError
from reportgen.lab.types import ValidationSpec

from .samples import mnist_like_npz, spec, write_class_folders, write_idx_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a class folder of 2 × 20 train and 2 × 20 test images."""
    return write_class_folders(tmp_path / "images", ("train", "test"), per_class=20)


def test_what_is_described_is_what_is_loaded(folder: Path, tmp_path: Path) -> None:
    asked = spec("folder", folder, validation=ValidationSpec(fraction=0.25), train=20, test=6)
    known = describe_dataset(asked, tmp_path / "data")
    loaded = load_dataset(asked, tmp_path / "data")
    assert loaded.validation is not None
    counts = {
        "train": loaded.train.count,
        "validation": loaded.validation.count,
        "test": loaded.test.count,
    }
    assert known.counts == counts == {"train": 15, "validation": 5, "test": 6}
    assert known.full_counts == loaded.full_counts == {"train": 40, "test": 40}
    assert (known.shape, known.origin, known.classes) == (
        loaded.shape,
        loaded.origin,
        loaded.classes,
    )
    assert (known.minimum, known.maximum, known.dtype) == (0.0, 119.0, "uint8")


def test_loading_twice_gives_the_same_arrays(folder: Path, tmp_path: Path) -> None:
    asked = spec("folder", folder, validation=ValidationSpec(count=7), train=11)
    first, second = (load_dataset(asked, tmp_path / name) for name in ("d1", "d2"))
    assert np.array_equal(first.train.x, second.train.x)
    assert first.origin == second.origin


def test_images_are_read_once_and_then_only_mapped(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_dataset(spec("folder", folder), tmp_path / "data")
    monkeypatch.setattr(class_folders, "read_class_folders", None)
    assert load_dataset(spec("folder", folder), tmp_path / "data").train.count == 40


def test_caps_and_splits_do_not_change_the_fingerprint(folder: Path, tmp_path: Path) -> None:
    marks = {fingerprint(spec("folder", folder, train=cap), tmp_path / "data") for cap in (None, 5)}
    assert len(marks) == 1


def test_a_changed_image_changes_the_fingerprint(folder: Path, tmp_path: Path) -> None:
    before = fingerprint(spec("folder", folder), tmp_path / "data")
    target = folder / "train" / "a" / "0.png"
    target.write_bytes((folder / "train" / "b" / "0.png").read_bytes())
    assert fingerprint(spec("folder", folder), tmp_path / "data") != before


def test_a_touched_image_does_not_change_the_fingerprint(folder: Path, tmp_path: Path) -> None:
    before = fingerprint(spec("folder", folder), tmp_path / "data")
    os.utime(folder / "train" / "a" / "0.png", (1, 1))
    assert fingerprint(spec("folder", folder), tmp_path / "data") == before


def test_one_changed_byte_of_an_imported_dataset_changes_the_digest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    before = load_dataset(spec("mnist"), data).origin.digest
    (array,) = data.glob("arrays/*/x_train.npy")
    raw = bytearray(array.read_bytes())
    raw[-1] ^= 1
    array.write_bytes(bytes(raw))
    assert load_dataset(spec("mnist"), data).origin.digest != before


def test_a_damaged_import_is_told_and_not_replaced_by_something_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    (array,) = data.glob("arrays/*/x_train.npy")
    array.write_bytes(array.read_bytes()[:50])
    with pytest.raises(DataError, match="reportgen data import mnist"):
        load_dataset(spec("mnist"), data)


def test_a_damaged_copy_is_made_again(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = load_dataset(spec("folder", folder), data).origin
    for array in data.glob("arrays/*/x_train.npy"):
        array.unlink()
    assert load_dataset(spec("folder", folder), data).origin == before


def test_a_relative_path_is_found_in_the_lab_first(tmp_path: Path) -> None:
    for place in ("lab", "data"):
        write_class_folders(tmp_path / place / "photos", ("",), per_class=6)
    (tmp_path / "lab" / "photos" / "a" / "0.png").unlink()
    asked = spec("folder", Path("photos"))
    loaded = load_dataset(asked, tmp_path / "data", lab_folder=tmp_path / "lab")
    assert sum(loaded.full_counts.values()) == 11


def test_a_missing_path_is_told_with_the_places_tried(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"dossier d’images introuvable.*photos"):
        load_dataset(spec("folder", Path("photos")), tmp_path / "data")


def test_an_unknown_source_is_told_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mnist, fashion_mnist, cifar10"):
        load_dataset(spec("imagenet"), tmp_path)


def test_a_wrong_number_of_class_names_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="nomme 2 classes, mais les données en ont 10"):
        load_dataset(spec("mnist", classes=("a", "b")), tmp_path)


# The order of the sources of a known name.


@pytest.fixture
def system_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sources, "SYSTEM_DATASETS", tmp_path / "system")
    return write_idx_folder(tmp_path / "system" / "fashion-mnist")


def source_of(data: Path) -> str:
    return load_dataset(spec("fashion_mnist"), data).origin.source


def test_the_sources_are_taken_in_their_order(
    tmp_path: Path, bare_machine: Path, system_package: Path
) -> None:
    data = tmp_path / "data"
    assert source_of(data) == "system"
    write_idx_folder(bare_machine / "datasets" / "fashion-mnist", train=50)
    assert source_of(data) == "keras"
    import_dataset("fashion_mnist", write_idx_folder(tmp_path / "mine", train=60), data)
    assert source_of(data) == "imported"


def test_without_anything_the_stand_in_says_what_it_is(tmp_path: Path) -> None:
    lines: list[str] = []
    loaded = load_dataset(spec("mnist"), tmp_path, report=lines.append)
    assert loaded.origin.stand_in
    assert "remplacent" in loaded.origin.text
    assert any("reportgen data import mnist" in line for line in lines)


def test_a_new_version_of_a_stand_in_replaces_the_old_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint(spec("mnist"), tmp_path)
    content = STAND_INS["mnist"].make()
    swapped = type(content)(content.test, content.train, content.classes)
    monkeypatch.setitem(STAND_INS, "mnist", StandIn(99, "autres images", lambda: swapped))
    assert fingerprint(spec("mnist"), tmp_path) != before


def test_a_failed_download_is_not_tried_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    monkeypatch.setattr(loading, "download_dataset", lambda name, report: tries.append(name))
    for _ in range(2):
        load_dataset(spec("mnist"), tmp_path)
    assert tries == ["mnist"]


def test_a_description_does_not_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "download_dataset", None)
    assert describe_dataset(spec("mnist"), tmp_path).origin.stand_in


def test_nothing_heavy_is_imported(tmp_path: Path) -> None:
    program = (
        "import sys; import reportgen.data.loading, reportgen.data.importing; "
        "heavy = {'tensorflow', 'keras', 'pandas', 'matplotlib', 'sklearn', 'mlxtend', 'scipy'}; "
        "print(*(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("\n", "")
