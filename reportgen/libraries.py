"""The versions of the libraries that results depend on, without importing them."""

from __future__ import annotations

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


@cache
def version(*packages: str) -> str:
    """Return the version of the first of *packages* that is installed, or « absent »."""
    for package in packages:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return "absent"


def versions_of(packages: tuple[str, ...]) -> dict[str, str]:
    """Return the version of each package by its name."""
    return {package: version(package) for package in packages}
