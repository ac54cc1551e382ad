"""The teacher's decisions: one YAML file a report, made once with the proposals, then his.

What is in the file is never changed. Questions that it lacks are added at its end, and proposals
that changed since are told there, as comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from reportgen.errors import DefinitionError
from reportgen.french.numbers import liste
from reportgen.french.typed import typed
from reportgen.grading.types import Graded, Proposal, Verdict

MAX_BYTES = 1_000_000
MAX_REASON = 400
"""Characters of a reason in a comment."""

_CHANGED = re.compile(r"^# changé : (\S+), critère (\d+) : proposition (\S+)", re.MULTILINE)
_POINTS = re.compile(r"-?\d{1,4}(?:[.,]\d{1,3})?")
_NONE = "aucune"


@dataclass(frozen=True)
class Decided:
    """One question: points by criterion, None where the teacher has not decided."""

    points: tuple[float | None, ...]
    comment: str = ""


@dataclass(frozen=True)
class Decisions:
    """What the teacher decided, by question; ``proposed`` is what the file was told last."""

    questions: Mapping[str, Decided]
    proposed: Mapping[tuple[str, int], float | None] = field(default_factory=dict)


def keep_decisions(path: Path, graded: Graded) -> tuple[Decisions, str | None]:
    """Return the decisions on a report, and the text that its file should now have.

    None when the file is up to date. DefinitionError when it does not read: it is left alone.
    """
    if not path.exists():
        text = new_text(graded)
        return read_decisions(text, path), text
    text = _content(path)
    known = read_decisions(text, path)
    addition = "".join([*_missing(known, graded), *_changes(known, graded)])
    if not addition:
        return known, None
    whole = f"{text.rstrip()}\n{addition}"
    merged = read_decisions(whole, path)
    if any(merged.questions.get(name) != decided for name, decided in known.questions.items()):
        msg = f"{path} : « questions » doit être la dernière clé du fichier, pour être complétée."
        raise DefinitionError(msg)
    return merged, whole


def new_text(graded: Graded) -> str:
    """Return the file of a report that was never graded."""
    head = _HEAD.format(name=_line(graded.name), authors=_line(liste(graded.authors)))
    return head + "".join(_question(verdict) for verdict in graded.verdicts)


def read_decisions(text: str, path: Path) -> Decisions:
    """Return what a file decides; DefinitionError says what is wrong with it."""
    try:
        with catch_warnings(action="ignore"):  # an anchor may be named twice; no English says so
            value = YAML(typ="safe").load(StringIO(text))
        questions = value["questions"] or {}
        entries = {str(name): _decided(entry) for name, entry in questions.items()}
        proposed = {(str(n), i): p for n, e in questions.items() for i, p in _proposals(e)}
    except (YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        cause = str(error).split("\n")[0]
        msg = f"{path} : décisions illisibles ({cause}). Corrigez le fichier, ou supprimez-le."
        raise DefinitionError(msg) from error
    for name, rank, points in _CHANGED.findall(text):
        proposed[name, int(rank) - 1] = None if points == _NONE else _number(points)
    return Decisions(entries, proposed)


def _content(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DefinitionError(f"{path} : fichier trop gros.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path} : fichier illisible.") from error


def _decided(entry: Mapping[str, Any]) -> Decided:
    points = tuple(_number(criterion["points"]) for criterion in entry["criteres"] or [])
    return Decided(points, str(entry.get("commentaire") or ""))


def _proposals(entry: Mapping[str, Any]) -> Iterator[tuple[int, float | None]]:
    for index, criterion in enumerate(entry["criteres"] or []):
        yield index, _number(criterion.get("proposition"))


def _number(value: Any) -> float | None:
    """Return points as typed, 0,5 included; ValueError for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not _POINTS.fullmatch(str(value)):
        raise ValueError(f"points attendus, reçu « {value} »")
    return float(str(value).replace(",", "."))


def _missing(known: Decisions, graded: Graded) -> Iterator[str]:
    for verdict in graded.verdicts:
        if verdict.question not in known.questions:
            yield _question(verdict)


def _changes(known: Decisions, graded: Graded) -> Iterator[str]:
    for verdict in graded.verdicts:
        for index, proposal in enumerate(verdict.proposals):
            place = (verdict.question, index)
            if place in known.proposed and known.proposed[place] != proposal.points:
                points = _NONE if proposal.points is None else f"{proposal.points:g}"
                where = f"{verdict.question}, critère {index + 1}"
                reason = _line(proposal.reason)
                yield f"# changé : {where} : proposition {points} ({reason})\n"


def _question(verdict: Verdict) -> str:
    outcome = f", {verdict.outcome}" if verdict.outcome else ""
    lines = [
        f"  {verdict.question}:",
        f"    # {verdict.number} {_line(verdict.title)} : {verdict.status}{outcome}",
        *_listed(verdict.proposals),
        '    commentaire: ""',
    ]
    return "\n".join(lines) + "\n"


def _listed(proposals: Iterable[Proposal]) -> Iterator[str]:
    listed = [line for proposal in proposals for line in _criterion(proposal)]
    yield from ["    criteres:", *listed] if listed else ["    criteres: []"]


def _criterion(proposal: Proposal) -> Iterator[str]:
    points = "" if proposal.points is None else f" {proposal.points:g}"
    yield f"      # {_line(proposal.text)} (sur {typed(proposal.most)})"
    yield f"      - points:{points}"
    yield f"        proposition:{points}  # {_line(proposal.reason)}"


def _line(text: str) -> str:
    """Return text that cannot leave its comment: one line, without control characters."""
    line = " ".join(text.split())
    line = "".join(c for c in line if c.isprintable() or c == "\u00a0" or c == "\u202f")
    return line if len(line) <= MAX_REASON else line[: MAX_REASON - 1] + "…"


_HEAD = """\
# Corrections de {name} ({authors}).
#
# « points » est à vous : reportgen le propose une fois et n’y revient jamais. Un critère sans
# points reste à apprécier. « proposition » rappelle ce qui était proposé, et pourquoi.
questions:
"""
