"""``data list``, ``data import``, ``data verify``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Typed


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """Write a tiny .npz in the form of MNIST."""
    path = tmp_path / "chiffres.npz"
    random = np.random.default_rng(0)
    images = random.integers(0, 256, (30, 28, 28), dtype=np.uint8)
    labels = np.arange(30) % 10
    np.savez(path, x_train=images[:20], y_train=labels[:20], x_test=images[20:], y_test=labels[20:])
    return path


def _line(output: str, name: str) -> str:
    return next(line for line in output.splitlines() if line.startswith(name))


def test_list_tells_what_stands_in(type_command: Typed, project: Path) -> None:
    output = type_command("data", "list").stdout
    assert _line(output, "cifar10").split()[1] == "remplacement"
    assert output.endswith(f"Dossier des données : {project / 'data'}\n")


def test_import_counts_the_images(type_command: Typed, digits: Path) -> None:
    result = type_command("data", "import", "mnist", str(digits))
    assert result.stdout.replace("\u00a0", " ") == (
        "MNIST importé : 20 images d’apprentissage et 10 images de test, 28 × 28 × 1.\n"
    )
    assert _line(type_command("data", "list").stdout, "mnist").split()[1] == "présent"


def test_import_tells_that_it_replaced(type_command: Typed, digits: Path) -> None:
    type_command("data", "import", "mnist", str(digits))
    result = type_command("data", "import", "mnist", str(digits))
    assert result.stdout.startswith("MNIST remplacé : ")


def test_import_refuses_an_unknown_name(type_command: Typed, digits: Path) -> None:
    result = type_command("data", "import", "minst", str(digits))
    assert result.exit_code == 4
    assert "jeu de données inconnu : « minst »" in result.stderr


def test_import_refuses_a_missing_file(type_command: Typed) -> None:
    result = type_command("data", "import", "mnist", "absent.npz")
    assert result.exit_code == 4
    assert "absent.npz" in result.stderr


def test_verify_recognises_intact_files(type_command: Typed, digits: Path) -> None:
    type_command("data", "import", "mnist", str(digits))
    result = type_command("data", "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("mnist : intact (")


def test_verify_finds_a_changed_byte(type_command: Typed, digits: Path, project: Path) -> None:
    type_command("data", "import", "mnist", str(digits))
    images = next((project / "data").rglob("x_train.npy"))
    damaged = bytearray(images.read_bytes())
    damaged[-1] ^= 1
    images.write_bytes(damaged)
    result = type_command("data", "verify", "mnist")
    assert result.exit_code == 4
    assert "mnist : modifié" in result.stdout


def test_verify_says_when_there_is_nothing(type_command: Typed) -> None:
    result = type_command("data", "verify")
    assert result.stdout == "Aucun jeu de données gardé pour l’instant.\n"
