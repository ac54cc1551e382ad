"""The versions that results depend on are those that are installed."""

from importlib import metadata

import pytest

from reportgen.libraries import DOCUMENT, EVIDENCE, version


@pytest.mark.parametrize("package", EVIDENCE + DOCUMENT)
def test_a_version_is_the_one_that_is_installed(package: str) -> None:
    assert version(package) == metadata.version(package)


def test_the_first_that_is_installed_counts() -> None:
    assert version("no-such-package", "numpy") == metadata.version("numpy")
    assert version("no-such-package") == "absent"
