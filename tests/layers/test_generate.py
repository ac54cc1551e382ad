"""The committed catalogue says what the installed Keras says."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from reportgen.layers import generate, keras_version

pytestmark = pytest.mark.keras


def test_committed_catalogue_equals_the_generated_one() -> None:
    installed = generate.minor_version(version("keras"))
    if installed != keras_version():
        pytest.skip(f"the catalogue describes Keras {keras_version()}, here is {installed}")
    text = generate.TARGET.read_text(encoding="utf-8")
    assert text == generate.rendered(generate.catalogue())
