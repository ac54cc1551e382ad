from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from reportgen.lab.schema import lab_schema

from .conftest import DATA

REFUSED = [
    "18-titre-mal-orthographie",
    "19-cle-inconnue-d-un-run",
    "21-epoques-en-texte",
    "22-epoques-nulles",
    "25-source-inconnue",
    "27-couche-a-deux-cles",
    "31-deux-origines",
    "32-operation-inconnue",
    "33-insertion-sans-couches",
    "35-pretraitement-inconnu",
    "38-fraction-trop-grande",
    "52-couche-inconnue",
    "53-argument-inconnu",
    "54-argument-manquant",
    "140-population-cle-inconnue",
    "141-population-graine-en-nombre",
    "142-population-trop-de-neurones",
    "151-bruit-hors-limites",
]


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(lab_schema())


def _load(folder: Path) -> Any:
    return YAML(typ="safe", pure=True).load(folder / "lab.yaml")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(lab_schema())


@pytest.mark.parametrize("name", ["minimal", "complet"])
def test_a_good_lab_is_accepted(name: str, validator: jsonschema.Draft202012Validator) -> None:
    assert list(validator.iter_errors(_load(DATA / "good" / name))) == []


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_lab_is_refused(name: str, validator: jsonschema.Draft202012Validator) -> None:
    assert not validator.is_valid(_load(DATA / "broken" / name))


def test_the_layers_of_keras_are_listed_with_their_arguments() -> None:
    by_name, with_arguments = lab_schema()["$defs"]["Layer"]["oneOf"]
    assert "MaxPooling2D" in by_name["enum"]
    assert with_arguments["properties"]["Conv2D"]["required"] == ["filters", "kernel_size"]
