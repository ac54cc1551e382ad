"""Read one question of a section: options, statement, answer and marking scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from pathlib import Path
from typing import cast, get_args

from reportgen.french.typed import typed
from reportgen.lab.blocks import (
    PARTS,
    Found,
    answer_problems,
    block_problems,
    has_misspelt_answer,
    is_whole,
)
from reportgen.lab.directives import Directive, Lines, find_directives
from reportgen.lab.problems import Problem, either, suggestion
from reportgen.lab.types import Criterion, Place, Prose, Question, QuestionKind, Solution
from reportgen.lab.vocabulary import EXPECTED, QUESTION_OPTIONS

KINDS: tuple[str, ...] = get_args(QuestionKind)
MAX_POINTS = 1000.0

_ID = re.compile(r"^[a-zA-Z0-9_-]+$")
_POINTS = re.compile(r"^\d{1,4}(?:[.,]\d{1,3})?$")
_CRITERION = re.compile(r"^[-*]\s+(\S+?)\s*:\s+(\S.*)$")
_LIKE_OPTION = re.compile(r"^\s*:?\s*([A-Za-z]+)\s*:(?!:)\s*(.*?)\s*$")


def read_question(
    file: Path, directive: Directive, *, answers: bool = True
) -> tuple[Question | None, list[Problem]]:
    """Return a question and what is wrong with it; None when it has no valid id.

    Without *answers* it must hold nothing of one.
    """
    reader = _Reader(file, directive, answers)
    return reader.question(), reader.problems


@dataclass
class _Reader:
    file: Path
    directive: Directive
    answers: bool = True
    problems: list[Problem] = field(default_factory=list)
    _meant: set[str] = field(default_factory=set)

    def question(self) -> Question | None:
        self._check_options(self.directive, QUESTION_OPTIONS)
        nested = find_directives(self.directive.body)
        parts = {name: [d for d in nested if d.name == name] for name in PARTS}
        self._add_all(block_problems(self.directive, nested))
        statement = self._statement([d for ds in parts.values() for d in ds])
        points = self._points()
        solution = self._solution(parts, points or 0.0, has_misspelt_answer(nested))
        kind = self._kind()
        identifier = self._id()
        if identifier is None:
            return None
        title = self.directive.options.get("title")
        return Question(
            id=identifier,
            title=title.value if title else None,
            points=points or 0.0,
            kind=kind,
            statement=statement,
            solution=solution,
            place=Place(self.file, self.directive.line),
        )

    def _id(self) -> str | None:
        identifier = self.directive.argument
        if _ID.match(identifier):
            return identifier
        received = f"« {identifier} »" if identifier else "rien"
        expected = "attendu : lettres sans accent, chiffres, « - » et « _ »"
        self._add(self.directive.line, f"identifiant de question : {expected} ; reçu : {received}")
        return None

    def _check_options(self, directive: Directive, known: tuple[str, ...]) -> None:
        for key, option in directive.options.items():
            if key not in known:
                hint = suggestion(key, known) or "ce bloc n’a pas d’option"
                self._add(option.line, f"option inconnue « :{key}: »", hint)
        for key, option in directive.repeated.items():
            self._add(option.line, f"option « :{key}: » en double")

    def _check_text(self, statement: Lines) -> None:
        """Report the first line of the statement that was meant as an option."""
        head = takewhile(lambda line: not line.strip() or _LIKE_OPTION.match(line), statement.text)
        meant = [(i, m) for i, line in enumerate(head) if (m := _LIKE_OPTION.match(line))]
        meant = [(i, m) for i, m in meant if m[1].lower() in QUESTION_OPTIONS]
        self._meant.update(match[1].lower() for _, match in meant)
        for index, match in meant[:1]:
            hint = f"écrire « :{match[1].lower()}: {match[2] or '…'} » juste sous l’ouverture"
            message = f"option mal écrite ou mal placée : « {match[0].strip()[:60]} »"
            self._add(statement.start + index, message, hint)

    def _points(self) -> float | None:
        option = self.directive.options.get("points")
        if option is None and "points" in self._meant:
            return None
        if option is None:
            self._add(
                self.directive.line, "option « :points: » manquante", "ajouter « :points: 1 »"
            )
            return None
        points = _number(option.value)
        if points is None:
            expected = "attendu : un nombre de points tel que 2 ou 1,5"
            received = f"« {option.value} »" if option.value else "rien"
            self._add(option.line, f"« :points: » : {expected} ; reçu : {received}")
        return points

    def _kind(self) -> QuestionKind:
        option = self.directive.options.get("kind")
        if option is not None and option.value not in KINDS:
            message = f"« :kind: » : attendu : {either(KINDS)} ; reçu : « {option.value} »"
            self._add(option.line, message, suggestion(option.value, KINDS, most=0))
        if option is None or option.value not in KINDS:
            return "texte"
        return cast(QuestionKind, option.value)

    def _statement(self, hidden: list[Directive]) -> Prose:
        lines = self.directive.body.without([d.span for d in hidden]).stripped()
        if not lines.text:
            hint = "écrire l’énoncé avant le bloc « reponse »"
            self._add(self.directive.line, "question sans énoncé", hint)
        self._check_text(lines)
        return self._prose(lines)

    def _solution(
        self, parts: dict[str, list[Directive]], points: float, misspelt: bool
    ) -> Solution | None:
        if not self.answers:
            self._refuse_answers(parts)
            return None
        if not parts["reponse"] and (misspelt or not is_whole(self.directive)):
            return None
        if not parts["reponse"]:
            hint = "ajouter un bloc « :::{reponse} » … « ::: »"
            self._add(self.directive.line, "question sans réponse", hint)
            return None
        answer = parts["reponse"][0]
        self._check_options(answer, ())
        self._add_all(answer_problems(answer))
        lines = answer.body.stripped()
        if not lines.text:
            self._add(answer.line, "réponse vide")
        # An open block holds the rest of the question: one message about it is enough.
        closed = [directive for directive in parts["bareme"] if directive.closed]
        scheme = tuple(self._scheme(closed[0], points)) if closed else ()
        return Solution(self._prose(lines), scheme, tuple(self._expected()))

    def _refuse_answers(self, parts: dict[str, list[Directive]]) -> None:
        expected = self.directive.options.get(EXPECTED)
        lines = [d.line for found in parts.values() for d in found]
        for line in [*lines, *([] if expected is None else [expected.line])]:
            hint = "le supprimer, ou supprimer « students » de lab.yaml"
            self._add(line, "réponse ou barème dans un TP donné sans ses réponses", hint)

    def _expected(self) -> Iterator[Prose]:
        """Yield the expressions of ``:attendu:``, as prose that can be checked like any other."""
        option = self.directive.options.get(EXPECTED)
        if option is None:
            return
        if not option.value.strip("; "):
            hint = "écrire par exemple « :attendu: runs.brut.params », ou supprimer la ligne"
            self._add(option.line, "« :attendu: » est vide", hint)
            return
        for text in option.value.split(";"):
            source = f"{{{{ {text.strip()} }}}}" if text.strip() else ""
            yield Prose(source, Place(self.file, option.line))

    def _scheme(self, directive: Directive, points: float) -> list[Criterion]:
        body = directive.body.stripped()
        criteria = list(self._criteria(body))
        total = round(sum(criterion.points for criterion in criteria), 6)
        if points and criteria and total != points and len(criteria) == _items(body):
            expected = f"attendu : {typed(points)} ; reçu : {typed(total)}"
            self._add(directive.line, f"total du barème : {expected}")
        elif not criteria:
            self._add(directive.line, "barème vide", "écrire « - points : critère »")
        return criteria

    def _criteria(self, lines: Lines) -> Iterator[Criterion]:
        for index, (first, last) in enumerate(_item_spans(lines)):
            item = lines.part(first, last)
            match = _CRITERION.match(item.text[0])
            points = _number(match[1]) if match else None
            if match is None or points is None:
                message = f"ligne {index + 1} du barème : attendu : « - points : critère »"
                self._add(item.start, f"{message} ; reçu : « {item.text[0].strip()[:60]} »")
                continue
            text = "\n".join([match[2], *(line.strip() for line in item.text[1:])])
            place = Place(self.file, item.start, match.start(2) + 1)
            yield Criterion(points, Prose(text.rstrip(), place))

    def _prose(self, lines: Lines) -> Prose:
        return Prose(str(lines), Place(self.file, lines.start))

    def _add_all(self, found: Iterable[Found]) -> None:
        for line, message, hint in found:
            self._add(line, message, hint)

    def _add(self, line: int, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(Place(self.file, line), message, hint))


def _item_spans(lines: Lines) -> list[tuple[int, int]]:
    """Return the span of each list item; indented and blank lines continue the one before."""
    starts = [i for i, text in enumerate(lines.text) if text.strip() and not text[0].isspace()]
    return list(pairwise([*starts, len(lines.text)]))


def _items(lines: Lines) -> int:
    return len(_item_spans(lines))


def _number(text: str) -> float | None:
    if not _POINTS.match(text):
        return None
    value = float(text.replace(",", "."))
    return value if 0 < value <= MAX_POINTS else None
