"""Load a lab folder, with every mistake in it at once; imports neither Keras nor data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.lab.consistency import consistency_problems
from reportgen.lab.definition import RawHandout
from reportgen.lab.engines import engine_problems
from reportgen.lab.networks import network_problems
from reportgen.lab.problems import LabProblems, Problem, in_file_order
from reportgen.lab.profiles import default_profile
from reportgen.lab.reading import prose_problems
from reportgen.lab.resolution import Resolved, resolve
from reportgen.lab.reuse import lab_file, lab_slugs, reused_slugs, with_reused
from reportgen.lab.sections import no_section, read_sections
from reportgen.lab.source import Source, read_yaml
from reportgen.lab.types import Handout, Lab, Section
from reportgen.lab.validation import Validated, validate
from reportgen.layers.wording import nearest
from reportgen.project import absolute

DEFINITION = "lab.yaml"


def load_lab(folder: Path, roots: Sequence[Path] = ()) -> Lab:
    """Return the lab of a folder; LabProblems carries all that is wrong with it.

    Labs that it takes from are looked for beside it, then in *roots*.
    """
    lab, problems = check_lab(folder, roots)
    if lab is None:
        raise LabProblems(problems)
    return lab


def check_lab(folder: Path, roots: Sequence[Path] = ()) -> tuple[Lab | None, tuple[Problem, ...]]:
    """Return the lab, or None and its problems in file order."""
    shelf = _Shelf((folder.resolve().parent, *roots), (folder.resolve().name,))
    source, problems = shelf.read(folder / DEFINITION)
    sections = read_sections(folder, answers=not (source and is_handout(source)))
    problems += sections.problems
    if source is None:
        return None, in_file_order(problems)
    lab, found = check_definition(folder, source, sections.read, partial=sections.partial)
    problems += found
    if not problems and not sections.read:
        problems.append(no_section(folder))
    if problems or lab is None:
        return None, in_file_order(problems)
    return replace(lab, reused=tuple(shelf.files(source))), ()


def is_handout(source: Source) -> bool:
    """Tell whether a definition is that of a lab without its answers."""
    return isinstance(source.data, dict) and source.data.get("students") is not None


def read_definition(folder: Path, roots: Sequence[Path] = ()) -> Source:
    """Return the definition of a lab with what it takes from others; LabProblems if it is wrong."""
    shelf = _Shelf((folder.resolve().parent, *roots), (folder.resolve().name,))
    source, problems = shelf.read(folder / DEFINITION)
    if source is None or problems:
        raise LabProblems(in_file_order(problems))
    return source


def check_definition(
    folder: Path,
    source: Source,
    sections: tuple[Section, ...],
    *,
    typed: bool = False,
    partial: bool = False,
) -> tuple[Lab | None, list[Problem]]:
    """Return the lab that a definition and sections make, or None and what is wrong with them.

    With *typed*, answers may hold measurements typed by hand. With *partial*, other sections
    could not be read.
    """
    valid, problems = validate(source)
    source = replace(source, doubtful=source.doubtful | valid.doubtful)
    resolved, found = resolve(valid, source)
    problems += found
    problems += network_problems(resolved, source)
    problems += consistency_problems(valid, resolved, source)
    problems += engine_problems(resolved, source)
    problems += prose_problems(sections, source, resolved, typed=typed, partial=partial)
    return (None if problems else _lab(folder, valid, resolved, sections)), problems


@dataclass(frozen=True)
class _Shelf:
    """Where the labs are that a definition may take from.

    *trail* are those being read, so that none takes from itself.
    """

    roots: tuple[Path, ...]
    trail: tuple[str, ...]

    def read(self, file: Path) -> tuple[Source | None, list[Problem]]:
        """Return a definition with what it takes from other labs."""
        source, problems = read_yaml(file)
        if source is None:
            return None, problems
        source, found = with_reused(source, self._find)
        return source, problems + found

    def files(self, source: Source) -> Iterator[Path]:
        """Yield the definitions of the labs that *source* takes from, and of those they do."""
        for slug in reused_slugs(source):
            file = lab_file(slug, self.roots)
            other, _ = (None, None) if file is None else read_yaml(file)
            if file is not None and other is not None:
                yield file
                yield from self.files(other)

    def _find(self, slug: str) -> Source | str:
        if slug in self.trail:
            return f"« {slug} » et ce TP se reprennent l’un l’autre"
        file = lab_file(slug, self.roots)
        if file is None:
            near = nearest(slug, lab_slugs(self.roots))
            return f"TP inconnu « {slug} »" + (f" ; peut-être « {near} »" if near else "")
        source, problems = _Shelf(self.roots, (*self.trail, slug)).read(file)
        if source is not None and not problems:
            # Nothing is taken of what it says: its sections are its own affair.
            _, problems = check_definition(file.parent, source, ())
        if source is None or problems:
            return f"le TP « {slug} » a des erreurs : tapez « reportgen check {slug} »"
        return source


def _lab(folder: Path, valid: Validated, resolved: Resolved, sections: tuple[Section, ...]) -> Lab:
    raw = valid.raw
    return Lab(
        slug=absolute(folder).name,
        folder=folder,
        title=raw.title,
        course=raw.course,
        abstract=raw.abstract.strip(),
        authors=tuple(raw.authors),
        datasets=resolved.datasets,
        models=resolved.models,
        runs=resolved.runs,
        populations=resolved.populations,
        families=resolved.families,
        profiles=resolved.profiles,
        default_profile=default_profile(resolved.profiles),
        sections=sections,
        handout=None if raw.students is None else _handout(raw.students),
    )


def _handout(raw: RawHandout) -> Handout:
    elements = {question: tuple(names) for question, names in raw.elements.items()}
    return Handout(elements, tuple(raw.elsewhere), raw.loads_data)
