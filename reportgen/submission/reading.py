"""Read a folder of students and join it to the lab that it answers.

The result is a lab: its datasets, profiles and questions are the teacher's; its models, runs and
answers the students'. Everything that makes documents out of labs then makes their report.
Nothing of the folder is executed: no Python of theirs, and expressions of a closed language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.lab.loading import DEFINITION as LAB_DEFINITION
from reportgen.lab.loading import check_definition, load_lab, read_definition
from reportgen.lab.needs import populations_in
from reportgen.lab.problems import LabProblems, Problem, in_file_order
from reportgen.lab.sections import section_files
from reportgen.lab.shown import visible_prose
from reportgen.lab.source import KeyPath, Source, read_yaml
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab, Place, Prose, Work
from reportgen.submission.answers import read_answers
from reportgen.submission.closed import closed_problems
from reportgen.submission.content import content_problems, require_apart, require_inside
from reportgen.submission.identity import SECTIONS, read_identity
from reportgen.submission.measured import MAX_RUNS
from reportgen.submission.outcome import is_answered
from reportgen.submission.sections import joined_sections
from reportgen.submission.sizes import MAX_DEFINITION, first
from reportgen.submission.types import ANSWERS, DEFINITION, Answers, Identity, Submission

MAX_ENTRIES = MAX_RUNS
"""Models, and runs, of a report."""
MAX_EPOCHS = 1_000
_NOT_THEIRS = ("models", "runs", "reuse", "students")
"""What a report does not take from the definition of its lab."""


Statement = tuple[Lab, Source]
"""A lab that is answered, and its definition."""


def read_statement(folder: Path, roots: tuple[Path, ...]) -> Statement:
    """Return the lab of a folder and its definition; LabProblems when they are wrong."""
    return load_lab(folder, roots), read_definition(folder, roots)


def load_submission(
    folder: Path,
    find: Callable[[str], Path],
    roots: tuple[Path, ...] = (),
    read: Callable[[Path, tuple[Path, ...]], Statement] = read_statement,
) -> tuple[Submission, Lab]:
    """Return a folder of students, and the lab that it makes with the one it answers.

    ``find`` gives the folder of a lab by its slug (UsageError when there is none), ``read`` what
    is in it. LabProblems carries all that is wrong with the folder.
    """
    for name in (DEFINITION, ANSWERS):
        require_inside(folder, name)
    source, problems = read_yaml(folder / DEFINITION, MAX_DEFINITION, folder)
    identity, found = (None, []) if source is None else read_identity(source)
    problems += [*found, *(() if source is None else _bounds(source))]
    if source is None or identity is None or len(problems) > len(found):
        raise _problems(problems)
    lab_folder = find(identity.lab)
    require_apart(folder, (lab_folder, *roots))
    lab, definition = read(lab_folder, roots)
    answers, found = read_answers(folder / ANSWERS, [q.id for q in lab.questions])
    problems += [
        *found,
        *_unsafe(answers),
        *_borrowed(lab, answers, _names(source, "runs")),
        *_hidden(source),
    ]
    joined, found = _join(folder, definition, source, lab, answers)
    problems += found
    if problems or joined is None:
        raise _problems(problems)
    return Submission(folder, identity, answers), _signed(joined, lab, identity, answers)


def _problems(found: list[Problem]) -> LabProblems:
    return LabProblems(first(in_file_order(found)), "dans le compte rendu")


def _join(
    folder: Path, definition: Source, source: Source, lab: Lab, answers: Answers
) -> tuple[Lab | None, list[Problem]]:
    sections = joined_sections(lab, answers, _names(source, "runs"))
    return check_definition(folder, _grafted(definition, source), sections, typed=True)


def _signed(joined: Lab, lab: Lab, identity: Identity, answers: Answers) -> Lab:
    replies = answers.replies
    missing = (q.id for q in lab.questions if not is_answered(q, replies.get(q.id)))
    version = identity.version or statement_version(lab)
    work = Work(identity.lab, version, identity.group, identity.date, tuple(missing))
    read = (lab.folder / LAB_DEFINITION, *section_files(lab.folder), *lab.reused)
    return replace(
        joined,
        slug=f"rendu-{joined.slug}",
        folder=lab.folder,
        authors=identity.authors,
        reused=read,
        work=work,
    )


def _grafted(lab: Source, own: Source) -> Source:
    """Return the lab's definition with the models and runs of the students, and their places."""
    kept = {k: v for k, v in lab.data.items() if k not in _NOT_THEIRS}
    theirs = {key: own.data[key] for key in SECTIONS if own.data.get(key) is not None}
    settings = {**_mapping(lab, "training"), **_mapping(own, "training")}
    return Source(
        file=own.file,
        data={**kept, **theirs, "training": settings},
        keys={**_places(lab.keys, kept), **_places(own.keys, theirs)},
        values={**_places(lab.values, kept), **_places(own.values, theirs)},
        doubtful=own.doubtful,
        home=lab.folder,  # the images are the teacher's: no file of the students gives their shape
    )


def _places(places: Mapping[KeyPath, Any], sections: Mapping[str, Any]) -> dict[KeyPath, Any]:
    return {path: place for path, place in places.items() if path and str(path[0]) in sections}


def _mapping(source: Source, key: str) -> dict[str, Any]:
    value = source.data.get(key) if isinstance(source.data, dict) else None
    return value if isinstance(value, dict) else {}


def _names(source: Source, key: str) -> tuple[str, ...]:
    return tuple(_mapping(source, key))


def _bounds(source: Source) -> Iterator[Problem]:
    """Yield what a report may not have though a lab may."""
    for section in ("models", "runs"):
        count = len(_mapping(source, section))
        if count > MAX_ENTRIES:
            message = f"« {section} » : attendu : au plus {MAX_ENTRIES} ; reçu : {count}"
            yield Problem(source.key((section,)), message)
    for name, entry in _mapping(source, "models").items():
        if isinstance(entry, dict) and "builder" in entry:
            message = "un modèle écrit en Python n’est pas admis dans un rendu"
            hint = "le décrire par ses couches : « layers: »"
            yield Problem(source.key(("models", name, "builder")), message, hint)
    for path, value in _epochs(source):
        if type(value) is int and value > MAX_EPOCHS:
            message = f"« epochs » : attendu : au plus {MAX_EPOCHS} ; reçu : {value}"
            yield Problem(source.value(path), message)


def _epochs(source: Source) -> Iterator[tuple[KeyPath, Any]]:
    yield ("training", "epochs"), _mapping(source, "training").get("epochs")
    for name, entry in _mapping(source, "runs").items():
        training = entry.get("training") if isinstance(entry, dict) else None
        if isinstance(training, dict):
            yield ("runs", name, "training", "epochs"), training.get("epochs")


def _unsafe(answers: Answers) -> Iterator[Problem]:
    for prose in _written(answers):
        yield from closed_problems(prose)
        yield from content_problems(prose)


def _borrowed(lab: Lab, answers: Answers, own: Sequence[str]) -> Iterator[Problem]:
    """Yield what an answer takes from the corrigé: networks that the students did not train."""
    known = {name for prose in visible_prose(lab) for name in populations_in(lab, prose)}
    for prose in _written(answers):
        for name in sorted({*populations_in(lab, prose)} - {*own, *known}):
            message = f"« {name} » : les populations sont celles du corrigé"
            hint = "montrer vos propres essais, par exemple en captures d’écran"
            yield Problem(prose.place, message, hint)


def _written(answers: Answers) -> Iterator[Prose]:
    yield from filter(None, (answers.objective, answers.conclusion))
    yield from (reply.body for reply in answers.replies.values())


def _hidden(source: Source) -> Iterator[Problem]:
    """Yield what the texts of the definition may not hold: titles stand in the report."""
    for path, text in _texts(source.data, ()):
        place = source.value(path)
        for problem in content_problems(Prose(text, Place(place.file, place.line))):
            yield replace(problem, place=place)


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else ()
    for key, inner in items or (enumerate(value) if isinstance(value, list) else ()):
        yield from _texts(inner, (*path, key))
