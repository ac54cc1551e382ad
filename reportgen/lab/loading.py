"""Load a lab folder, with every mistake in it at once; imports neither Keras nor data."""

from __future__ import annotations

from pathlib import Path

from reportgen.lab.consistency import consistency_problems
from reportgen.lab.networks import network_problems
from reportgen.lab.problems import LabProblems, Problem, in_file_order
from reportgen.lab.profiles import default_profile, resolve_profiles
from reportgen.lab.reading import prose_problems
from reportgen.lab.resolution import Resolved, resolve
from reportgen.lab.sections import read_sections
from reportgen.lab.source import read_yaml
from reportgen.lab.types import Lab, Section
from reportgen.lab.validation import Validated, validate

DEFINITION = "lab.yaml"


def load_lab(folder: Path) -> Lab:
    """Return the lab of a folder; LabProblems carries all that is wrong with it."""
    lab, problems = check_lab(folder)
    if lab is None:
        raise LabProblems(problems)
    return lab


def check_lab(folder: Path) -> tuple[Lab | None, tuple[Problem, ...]]:
    """Return the lab, or None and its problems in file order."""
    sections, problems = read_sections(folder)
    source, found = read_yaml(folder / DEFINITION)
    problems += found
    if source is None:
        return None, in_file_order(problems)
    valid, found = validate(source)
    problems += found
    resolved, found = resolve(valid, source)
    problems += found
    problems += network_problems(resolved, source)
    problems += consistency_problems(valid, resolved, source)
    problems += prose_problems(sections, source, resolved)
    if problems:
        return None, in_file_order(problems)
    return _lab(folder, valid, resolved, sections), ()


def _lab(folder: Path, valid: Validated, resolved: Resolved, sections: tuple[Section, ...]) -> Lab:
    raw = valid.raw
    profiles = resolve_profiles(raw.profiles)
    return Lab(
        slug=folder.resolve().name,
        folder=folder,
        title=raw.title,
        course=raw.course,
        abstract=raw.abstract.strip(),
        authors=tuple(raw.authors),
        datasets=resolved.datasets,
        models=resolved.models,
        runs=resolved.runs,
        profiles=profiles,
        default_profile=default_profile(profiles),
        sections=sections,
    )
