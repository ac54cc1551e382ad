"""Read ``reponses.md``: an objective, one answer a question, a conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reportgen.lab.directives import Directive, Lines, find_directives
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.text import read_text
from reportgen.lab.types import Place, Prose
from reportgen.lab.vocabulary import BOXES, PARTS
from reportgen.submission.sizes import (
    MAX_ANSWER,
    MAX_ANSWERS,
    MAX_PROBLEMS,
    size_problems,
    too_long,
)
from reportgen.submission.types import Answers, Reply

REPLY, OBJECTIVE, CONCLUSION = "reponse", "objectif", "conclusion"
_BLOCKS = (OBJECTIVE, REPLY, CONCLUSION)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def read_answers(file: Path, questions: Iterable[str]) -> tuple[Answers, list[Problem]]:
    """Return what students wrote, and what is wrong with its form.

    ``questions`` are the ids of the lab. What cannot be read is left out.
    """
    text = read_text(file, MAX_ANSWERS, file.parent)
    if isinstance(text, Problem):
        return Answers(None, {}, None), [text]
    text = without_comments(text)
    if too_large := list(size_problems(file, text)):
        return Answers(None, {}, None), too_large
    reader = _Reader(file, tuple(questions))
    reader.read(Lines(tuple(text.split("\n")), 1))
    return Answers(reader.objective, reader.replies, reader.conclusion), reader.problems


def without_comments(text: str) -> str:
    """Return Markdown without its comments; lines keep their numbers."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


@dataclass
class _Reader:
    file: Path
    questions: tuple[str, ...]
    objective: Prose | None = None
    conclusion: Prose | None = None
    replies: dict[str, Reply] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, lines: Lines) -> None:
        """Go through the blocks of the file; text between them is nobody's answer."""
        position = 0
        for directive in find_directives(lines):
            if len(self.problems) > MAX_PROBLEMS:
                return
            self._between(lines.part(position, directive.span[0]))
            position = directive.span[1]
            self._block(directive)
        self._between(lines.part(position, len(lines.text)))

    def _between(self, lines: Lines) -> None:
        written = [(i, t) for i, t in enumerate(lines.text) if t.strip() and not t.startswith("#")]
        if written:
            index, text = written[0]
            hint = "le mettre entre « ::::{reponse} … » et « :::: »"
            self._add(
                lines.start + index, f"texte hors d’une réponse : « {text.strip()[:40]} »", hint
            )

    def _block(self, directive: Directive) -> None:
        name = directive.name
        if name not in _BLOCKS:
            shown = name or directive.argument or ":" * directive.colons
            self._add(directive.line, f"bloc inconnu « {shown[:60]} »", suggestion(name, _BLOCKS))
            return
        if not directive.closed:
            hint = "ajouter à la fin une ligne de « : », aussi longue que la première"
            self._add(directive.line, f"bloc « {name} » jamais fermé", hint)
        if name == REPLY:
            self._reply(directive)
        elif name == OBJECTIVE:
            self.objective = self._prose(directive.body.stripped()) or self.objective
        else:
            self.conclusion = self._prose(directive.body.stripped()) or self.conclusion

    def _reply(self, directive: Directive) -> None:
        identifier = directive.argument
        if identifier not in self.questions:
            hint = suggestion(identifier, self.questions)
            self._add(directive.line, f"question inconnue « {identifier[:60]} »", hint)
        elif identifier in self.replies:
            first = self.replies[identifier].body.place.line
            self._add(directive.line, f"deuxième réponse à « {identifier} » (voir ligne {first})")
        elif self._fits(directive.body):
            body = _without_quotation(directive.body)
            parts = dict(self._parts(body))
            body = body.without(_empty_parts(body)).stripped()
            prose = Prose(str(body), Place(self.file, body.start))
            self.replies[identifier] = Reply(
                identifier,
                prose,
                parts.get(PARTS[0], ""),
                parts.get(PARTS[1], ""),
                outline=bool(parts),
            )

    def _parts(self, body: Lines) -> Iterator[tuple[str, str]]:
        for directive in find_directives(body):
            if directive.name in PARTS:
                yield directive.name, str(directive.body.stripped())
            elif directive.name not in BOXES:
                shown = directive.name or directive.argument or "sans nom"
                hint = suggestion(directive.name, (*PARTS, *BOXES))
                self._add(directive.line, f"bloc inconnu « {shown[:60]} »", hint)

    def _prose(self, lines: Lines) -> Prose | None:
        written = bool(lines.text) and self._fits(lines)
        return Prose(str(lines), Place(self.file, lines.start)) if written else None

    def _fits(self, lines: Lines) -> bool:
        length = len(str(lines))
        if length > MAX_ANSWER:
            self.problems.append(too_long(Place(self.file, lines.start), length))
        return length <= MAX_ANSWER

    def _add(self, line: int, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(Place(self.file, line), message, hint))


def _empty_parts(lines: Lines) -> list[tuple[int, int]]:
    """Return the spans of the parts that nobody filled: a document must not show them."""
    found = find_directives(lines)
    return [d.span for d in found if d.name in PARTS and not d.body.stripped().text]


def _without_quotation(lines: Lines) -> Lines:
    """Return an answer without the statement quoted at its head: documents print it anyway."""
    lines = lines.stripped()
    count = next((i for i, t in enumerate(lines.text) if not t.startswith(">")), len(lines.text))
    return lines.part(count, len(lines.text)).stripped()
