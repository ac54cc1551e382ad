"""The datasets known by name: classes, shapes and the words used for them. No files here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.errors import DataError


@dataclass(frozen=True)
class KnownDataset:
    """A public dataset.

    ``classes`` are the French names in the canonical label order; ``folders`` the class
    folder names under which its images are commonly shared, in the same order.
    """

    name: str
    title: str
    shape: tuple[int, int, int]
    classes: tuple[str, ...]
    folders: tuple[str, ...]


_DIGITS = tuple(str(digit) for digit in range(10))

_ALL = (
    KnownDataset("mnist", "MNIST", (28, 28, 1), _DIGITS, _DIGITS),
    KnownDataset(
        "fashion_mnist",
        "Fashion-MNIST",
        (28, 28, 1),
        (
            "T-shirt",
            "Pantalon",
            "Pull",
            "Robe",
            "Manteau",
            "Sandale",
            "Chemise",
            "Basket",
            "Sac",
            "Bottine",
        ),
        (
            "t-shirt",
            "trouser",
            "pullover",
            "dress",
            "coat",
            "sandal",
            "shirt",
            "sneaker",
            "bag",
            "ankle boot",
        ),
    ),
    KnownDataset(
        "cifar10",
        "CIFAR-10",
        (32, 32, 3),
        (
            "Avion",
            "Voiture",
            "Oiseau",
            "Chat",
            "Biche",
            "Chien",
            "Grenouille",
            "Cheval",
            "Bateau",
            "Camion",
        ),
        (
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck",
        ),
    ),
)

KNOWN: Mapping[str, KnownDataset] = {dataset.name: dataset for dataset in _ALL}


def known_dataset(name: str) -> KnownDataset:
    """Return a dataset by its name; DataError with the list of names when there is none."""
    found = KNOWN.get(name)
    if found is None:
        raise DataError(
            f"jeu de données inconnu : « {name} ». Noms possibles : {', '.join(KNOWN)} "
            "(ou, dans un TP, les sources « folder » et « npz »)."
        )
    return found
