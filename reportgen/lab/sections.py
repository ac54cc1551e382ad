"""Read the Markdown sections of a lab; expressions in them are looked at elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.lab.blocks import is_whole
from reportgen.lab.directives import Directive, Lines, find_directives, find_titles
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.questions import read_question
from reportgen.lab.text import read_text
from reportgen.lab.types import Place, Prose, Question, Section
from reportgen.lab.vocabulary import BOXES

_NUMBER = re.compile(r"^\d+[-_ ]*")
_DIRECTIVES = ("question", *BOXES)
_OTHER_NAMES = (".md", ".markdown", ".mdown", ".mkd", ".txt")
"""What other programs call a file of Markdown."""


@dataclass(frozen=True)
class Sections:
    """The sections of a lab and what is wrong in them.

    ``partial`` tells that some of their text is missing: a file or a question was not read.
    """

    read: tuple[Section, ...]
    problems: list[Problem]
    partial: bool


def read_sections(folder: Path, *, answers: bool = True) -> Sections:
    """Return the sections of a lab folder, in the order of the names of their files.

    Every question must have an answer, or none when *answers* is false.
    """
    problems = _unread(folder)
    partial = bool(problems)
    sections = []
    for file in section_files(folder):
        text = read_text(file)
        if isinstance(text, Problem):
            partial = True
            problems.append(text)
            continue
        reader = _reader(file, text, answers)
        sections.append(reader.section())
        problems += reader.problems
        partial = partial or reader.lost
    problems += [*_repeated_sections(sections), *_repeated_questions(sections)]
    return Sections(tuple(sections), problems, partial)


def section_files(folder: Path) -> list[Path]:
    """Return the files of the sections of a lab, in order; hidden ones are of editors."""
    files = (folder / "sections").glob("*.md")
    return sorted(file for file in files if not file.name.startswith("."))


def no_section(folder: Path) -> Problem:
    """Return the problem of a lab without any text."""
    hint = "écrire le texte dans « sections/01-titre.md »"
    return Problem(Place(folder / "sections", 1), "aucune section", hint)


def _unread(folder: Path) -> list[Problem]:
    """Return the files of Markdown that are no section because of their name."""
    inside = folder / "sections"
    return [
        Problem(Place(file, 1), "ce fichier n’est pas lu", "lui donner l’extension « .md »")
        for file in (inside.iterdir() if inside.is_dir() else ())
        if file.suffix != ".md" and file.suffix.lower() in _OTHER_NAMES
    ]


def read_section(file: Path, text: str, *, answers: bool = True) -> tuple[Section, list[Problem]]:
    """Return a section of Markdown; its id is the file name without its leading number."""
    reader = _reader(file, text, answers)
    return reader.section(), reader.problems


def _reader(file: Path, text: str, answers: bool) -> _Reader:
    return _Reader(file, Lines(tuple(text.split("\n")), 1), [], answers)


@dataclass
class _Reader:
    """``lost`` tells that a question could not be read, ``broken`` that its end is unknown."""

    file: Path
    lines: Lines
    problems: list[Problem]
    answers: bool = True
    lost: bool = False
    broken: bool = False

    def section(self) -> Section:
        """Return the section; its id is the file name without its leading number."""
        title, start = self.title()
        identifier = _NUMBER.sub("", self.file.stem) or self.file.stem
        place = Place(self.file, max(1, start))
        return Section(identifier, title, tuple(self.blocks(start)), place)

    def title(self) -> tuple[str, int]:
        """Return the title, and the number from 0 of the line after it."""
        titles = find_titles(self.lines)
        if not titles:
            hint = "commencer le fichier par « # Titre »"
            self._add(1, "section sans titre", hint)
            self.lost = self.lost or not "".join(self.lines.text).strip()
            return "…", 0
        for extra in titles[1:]:
            line = self.lines.start + extra.span[0]
            self._add(
                line, f"deuxième titre « # {extra.text} »", "écrire « ## » ou un autre fichier"
            )
        first = self.lines.part(0, titles[0].span[0]).stripped()
        if first.text:
            self._add(first.start, "texte avant le titre de la section", "le mettre après le titre")
        return titles[0].text, titles[0].span[1]

    def blocks(self, start: int) -> Iterator[Prose | Question]:
        """Yield the text and the questions from a line on, in order."""
        position = start
        for directive in find_directives(self.lines):
            first, last = directive.span
            if first < start or not self._is_question(directive):
                continue
            yield from self._prose(position, first)
            question, problems = read_question(self.file, directive, answers=self.answers)
            self.problems += problems
            self.broken = not is_whole(directive)
            self.lost = self.lost or self.broken or question is None
            if question is not None:
                yield question
            position = last
        yield from self._prose(position, len(self.lines.text))

    def _is_question(self, directive: Directive) -> bool:
        """Tell whether a block is a question; report it when it is nothing known."""
        if self.broken and directive.name in ("", "reponse", "bareme"):
            return False  # what is left of the question before
        if not directive.name and not directive.argument:
            self._add(directive.line, "ligne de « : » qui ne ferme aucun bloc", "la supprimer")
            return False
        if not directive.closed:
            mark = f":::{{{directive.name}}}"
            self._add(directive.line, f"bloc « {mark} » jamais fermé", "ajouter une ligne de « : »")
        if directive.name == "question":
            return True
        if directive.name in ("reponse", "bareme"):
            hint = "l’entourer de « ::::{question} id » … « :::: »"
            self._add(directive.line, f"bloc « {directive.name} » hors d’une question", hint)
        elif directive.name not in BOXES:
            close = suggestion(directive.name, _DIRECTIVES)
            shown = directive.name or directive.argument
            self._add(directive.line, f"bloc inconnu « {shown} »", close)
        return False

    def _prose(self, first: int, last: int) -> Iterator[Prose]:
        part = self.lines.part(first, last).stripped()
        if part.text:
            yield Prose(str(part), Place(self.file, part.start))

    def _add(self, line: int, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(Place(self.file, line), message, hint))


def _repeated_questions(sections: Sequence[Section]) -> Iterator[Problem]:
    first: dict[str, Question] = {}
    questions = [b for s in sections for b in s.blocks if isinstance(b, Question)]
    for question in questions:
        if question.id in first:
            other = first[question.id].place
            where = f"déjà pris ligne {other.line} de {other.file.name}"
            yield Problem(question.place, f"identifiant « {question.id} » {where}")
        first.setdefault(question.id, question)


def _repeated_sections(sections: Sequence[Section]) -> Iterator[Problem]:
    first: dict[str, Section] = {}
    for section in sections:
        if section.id in first:
            other = first[section.id].place.file.name
            message = f"section « {section.id} » déjà définie par {other}"
            yield Problem(section.place, message, "renommer le fichier")
        first.setdefault(section.id, section)
