from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reportgen.data import images
from reportgen.data.archive import Member
from reportgen.data.class_folders import Layout, iterate_folder, read_class_folders
from reportgen.errors import DataError

from .samples import png, write_class_folders


def read(files: dict[str, bytes], **layout):
    members = [Member(name, raw) for name, raw in files.items()]
    return read_class_folders(members, Layout(**layout), "jeu")


def test_train_and_test_folders_become_splits(tmp_path: Path) -> None:
    root = write_class_folders(tmp_path, ("train", "test"))
    content = read_class_folders(iterate_folder(root), Layout(), "jeu")
    assert content.classes == ("a", "b")
    assert content.train.x.shape == (10, 4, 4, 3)
    assert np.array_equal(content.train.x[:, 0, 0, 0] >= 100, content.train.y == 1)


def test_a_validation_folder_is_kept(tmp_path: Path) -> None:
    root = write_class_folders(tmp_path, ("train", "validation", "test"), per_class=3)
    content = read_class_folders(iterate_folder(root), Layout(), "jeu")
    assert content.validation is not None
    assert content.validation.count == 6


def test_classes_alone_give_one_fifth_of_each_to_test(tmp_path: Path) -> None:
    root = write_class_folders(tmp_path, ("",), per_class=10)
    content = read_class_folders(iterate_folder(root), Layout(), "jeu")
    assert np.bincount(content.test.y).tolist() == [2, 2]
    assert np.bincount(content.train.y).tolist() == [8, 8]


def test_the_order_of_the_files_does_not_matter() -> None:
    files = {f"{name}/{i}.png": png(i) for name in "ab" for i in range(10)}
    first, second = read(files), read(dict(reversed(files.items())))
    assert np.array_equal(first.train.x, second.train.x)
    assert np.array_equal(first.test.y, second.test.y)


def test_images_are_not_sorted_by_class() -> None:
    files = {
        f"{part}/{name}/{i}.png": png(i)
        for part in ("train", "test")
        for name in "ab"
        for i in range(30)
    }
    assert len(set(read(files).train.y[-10:])) == 2


def test_class_names_of_the_lab_give_the_order_when_they_match() -> None:
    files = {f"{name}/{i}.png": png(i) for name in ("chat", "chien") for i in range(10)}
    content = read(files, classes=("Chien", "Chat"))
    assert content.classes == ("Chien", "Chat")
    assert np.array_equal(content.train.y, 1 - read(files, classes=("Chat", "Chien")).train.y)


def test_other_class_names_are_given_in_folder_order() -> None:
    files = {f"{name}/{i}.png": png(i) for name in ("n01", "n02") for i in range(10)}
    assert read(files, classes=("Chat", "Chien")).classes == ("Chat", "Chien")


def test_grey_images_keep_one_channel_and_mixed_ones_get_three() -> None:
    grey = {f"{name}/{i}.png": png(i, mode="L") for name in "ab" for i in range(5)}
    assert read(grey).train.x.shape[-1] == 1
    mixed = grey | {"b/rgb.png": png(9)}
    assert read(mixed).train.x.shape[-1] == 3


def test_images_are_resized_to_height_and_width() -> None:
    files = {f"{name}/{i}.png": png(i, (8 + i, 9)) for name in "ab" for i in range(5)}
    assert read(files, image_size=(3, 5)).train.x.shape[1:] == (3, 5, 3)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "aucune image"),
        ({"a/x.png": b"not a picture", "b/y.png": png(1)}, r"image illisible : jeu/a/x\.png"),
        ({"a/x.png": png(1)[:40], "b/y.png": png(1)}, r"image illisible : jeu/a/x\.png"),
        ({"x.png": png(1)}, "aucun dossier de classe"),
        ({"train/a/x.png": png(1), "b/y.png": png(1)}, "rangez-les toutes"),
        ({"test/a/x.png": png(1)}, "pas de dossier « train »"),
        ({"a/x.png": png(1), "a/y.png": png(1, (5, 5))}, "4 × 4 et 5 × 5"),
        ({"a/x.png": png(1), "b/y.png": png(1)}, "ne suffisent pas"),
    ],
)
def test_a_bad_folder_is_told(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(files)


def test_a_number_of_classes_that_differs_is_told_with_both_lists() -> None:
    with pytest.raises(DataError, match=r"trouvés : a \(1\).*attendu : x, y \(2\)"):
        read({"a/x.png": png(1)}, classes=("x", "y"))


def test_a_picture_with_too_many_pixels_is_refused_unread(monkeypatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 100)
    with pytest.raises(DataError, match="11 × 10 pixels"):
        read({"a/x.png": png(1, (11, 10))})


def test_hidden_and_side_files_are_ignored() -> None:
    names = ["a/.x.png", "__MACOSX/a/x.png", "a/notes.txt", "a/x.PNG"]
    assert [name for name in names if images.is_picture(name)] == ["a/x.PNG"]
