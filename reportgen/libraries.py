"""The versions of the libraries that results depend on, without importing them."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache
from importlib import metadata

EVIDENCE = ("matplotlib", "seaborn", "numpy", "scipy", "scikit-learn", "pandas", "babel")
"""What tables and figures are made with."""

DOCUMENT = (
    "jinja2",
    "markdown-it-py",
    "mdit-py-plugins",
    "pygments",
    "latex2mathml",
    "ziamath",
    "weasyprint",
    "nbformat",
)
"""What pages are made with."""

_HEADER = re.compile(r"^Version: *(\S+)$", re.MULTILINE)


@cache
def version(*packages: str) -> str:
    """Return the version of the first of *packages* that is installed, or « absent »."""
    for package in packages:
        with suppress(metadata.PackageNotFoundError):
            return _version_of(metadata.distribution(package))
    return "absent"


def _version_of(package: metadata.Distribution) -> str:
    """Return the version that heads the metadata: parsing it all reads pages of licences."""
    found = _HEADER.search(package.read_text("METADATA") or "")
    return found[1] if found else package.version


def versions_of(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the version of each package by its name."""
    return {package: version(package) for package in packages}
