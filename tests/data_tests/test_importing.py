from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import numpy as np
import pytest

from reportgen.data.catalogue import KNOWN
from reportgen.data.importing import import_dataset, list_datasets, verify_dataset
from reportgen.data.loading import load_dataset
from reportgen.errors import DataError

from .samples import leftovers, mnist_like_npz, png, spec, tar_of, write_idx_folder

CIFAR_FILES = {
    f"cifar10/{part}/{name}/{i:04d}.png": png(20 * label + i, (32, 32))
    for part in ("train", "test")
    for label, name in enumerate(KNOWN["cifar10"].folders)
    for i in range(3)
}


def test_an_archive_of_class_folders_gets_the_canonical_labels(tmp_path: Path) -> None:
    path = tar_of(tmp_path / "images.tar.gz", CIFAR_FILES)
    done = import_dataset("cifar10", path, tmp_path / "data")
    assert (done.counts, done.shape) == ({"train": 30, "test": 30}, (32, 32, 3))
    train = load_dataset(spec("cifar10"), tmp_path / "data").train
    assert np.array_equal(train.x[:, 0, 0, 0] // 20, train.y)


def test_a_folder_gives_the_same_digest_as_its_archive(tmp_path: Path) -> None:
    for name, raw in CIFAR_FILES.items():
        (tmp_path / "dir" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "dir" / name).write_bytes(raw)
    path = tar_of(tmp_path / "images.tgz", CIFAR_FILES)
    digests = {
        import_dataset("cifar10", source, tmp_path / "data").origin.digest
        for source in (path, tmp_path / "dir")
    }
    assert len(digests) == 1


def test_idx_folders_and_npz_files_are_accepted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert import_dataset("mnist", write_idx_folder(tmp_path / "idx"), data).counts["test"] == 20
    done = import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    assert done.counts == {"train": 80, "test": 20}
    assert done.replaced


def test_the_original_archive_is_known_by_what_it_holds(tmp_path: Path) -> None:
    row = bytes([3]) + bytes(3072)
    names = [*(f"data_batch_{i}.bin" for i in range(1, 6)), "test_batch.bin"]
    members = {"d/readme.html": b"", **{f"d/{name}": row * 2 for name in names}}
    path = tar_of(tmp_path / "renamed.tar.gz", members)
    done = import_dataset("cifar10", path, tmp_path / "data")
    assert done.counts == {"train": 10, "test": 2}


def test_a_second_import_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_dataset("mnist", write_idx_folder(tmp_path / "idx"), data)
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    assert len(list((data / "arrays").iterdir())) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("imagenet", "Noms possibles"), ("mnist", r"\(32, 32, 3\).*MNIST demande \(28, 28, 1\)")],
)
def test_an_import_that_does_not_fit_is_refused(name: str, words: str, tmp_path: Path) -> None:
    digits = {
        f"{part}/{label}/{i}.png": png(1, (32, 32))
        for part in ("train", "test")
        for label in range(10)
        for i in range(2)
    }
    with pytest.raises(DataError, match=words):
        import_dataset(name, tar_of(tmp_path / "a.tgz", digits), tmp_path / "data")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="n’existe pas"):
        import_dataset("mnist", tmp_path / "absent.npz", tmp_path / "data")


def _fail(error: BaseException):
    def fail(*arguments, **options):
        raise error

    return fail


@pytest.mark.parametrize("call", ["fsync", "replace", "fdopen"])
def test_a_full_disk_keeps_the_earlier_import_and_no_halves(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    idx = write_idx_folder(tmp_path / "idx")
    before = import_dataset("mnist", idx, data).origin.digest
    source = mnist_like_npz(tmp_path / "m.npz")
    with monkeypatch.context() as patch:
        full = OSError(errno.ENOSPC, "No space left on device")
        patch.setattr(Path if call == "replace" else os, call, _fail(full))
        with pytest.raises(DataError, match="libérez de la place"):
            import_dataset("mnist", source, data)
    assert load_dataset(spec("mnist"), data).origin.digest == before
    assert leftovers(data) == []


def test_an_interrupted_import_keeps_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    before = import_dataset("mnist", write_idx_folder(tmp_path / "idx"), data).origin.digest
    source = mnist_like_npz(tmp_path / "m.npz")
    with monkeypatch.context() as patch:
        patch.setattr(np, "save", _fail(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            import_dataset("mnist", source, data)
    assert load_dataset(spec("mnist"), data).origin.digest == before
    assert leftovers(data) == []


def test_verification_finds_one_changed_byte(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    assert verify_dataset("mnist", data).intact
    (array,) = data.glob("arrays/*/x_test.npy")
    stat, raw = array.stat(), bytearray(array.read_bytes())
    raw[-1] ^= 1
    array.write_bytes(bytes(raw))
    os.utime(array, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert not verify_dataset("mnist", data).intact


def test_verifying_what_is_not_there_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="reportgen data import cifar10"):
        verify_dataset("cifar10", tmp_path)


def test_the_list_says_what_a_build_would_use(tmp_path: Path) -> None:
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), tmp_path / "data")
    found = {status.name: status for status in list_datasets(tmp_path / "data")}
    assert found["mnist"].imported
    assert found["mnist"].counts == {"train": 80, "test": 20}
    assert found["cifar10"].stand_in
    assert found["cifar10"].origin is None


def test_the_list_shows_a_damaged_import_instead_of_failing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    import_dataset("mnist", mnist_like_npz(tmp_path / "m.npz"), data)
    for array in data.glob("arrays/*/*.npy"):
        array.unlink()
    assert list_datasets(data)[0].text.startswith("import abîmé")


def test_the_list_writes_nothing(tmp_path: Path) -> None:
    list_datasets(tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("age", "left"), [(2 * 86_400, False), (60, True)])
def test_what_a_killed_import_left_long_ago_is_removed(
    tmp_path: Path, age: float, left: bool
) -> None:
    orphan = tmp_path / "data" / "arrays" / ".tmp-killed"
    orphan.mkdir(parents=True)
    (orphan / "x_train.npy").write_bytes(b"half")
    os.utime(orphan, (time.time() - age,) * 2)
    import_dataset("cifar10", tar_of(tmp_path / "images.tgz", CIFAR_FILES), tmp_path / "data")
    assert orphan.exists() is left
