"""What pyproject.toml, constraints.txt and the sources promise each other."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = {
    canonicalize_name(name): Version(version)
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)$", (REPOSITORY / "constraints.txt").read_text(), re.MULTILINE
    )
}


def _required() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(line) for line in sum(extras, PROJECT["dependencies"])]


def test_every_requirement_is_pinned_to_a_version_it_allows() -> None:
    bad = [str(r) for r in _required() if not r.specifier.contains(PINS[canonicalize_name(r.name)])]
    assert bad == []


def test_both_tensorflows_are_the_same() -> None:
    assert PINS["tensorflow"] == PINS["tensorflow-cpu"]


def test_constraints_hold_pins_and_comments_only() -> None:
    lines = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8").splitlines()
    odd = [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.+!]+", line)]
    assert odd == []


def test_every_dependency_is_explained_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8").lower()
    names = [Requirement(line).name.removesuffix("2") for line in PROJECT["dependencies"]]
    assert [name for name in names if name not in readme] == []


def test_no_tracked_file_is_large() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    large = [str(p) for p in paths if p.is_file() and p.stat().st_size > 2_000_000]
    assert paths
    assert large == []
