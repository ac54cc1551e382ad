"""Which runs, models and populations the statement of a lab speaks of, and no other.

:mod:`reportgen.lab.needs` may keep a run needlessly; here a name too many would tell of an answer,
so that prose which does not name what it reads is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import nodes

from reportgen.errors import UsageError
from reportgen.lab.calls import positional_parameters
from reportgen.lab.problems import displayed
from reportgen.lab.prose import Parsed, parse_prose
from reportgen.lab.references import name_chain
from reportgen.lab.types import Lab, Prose, Question
from reportgen.lab.vocabulary import FUNCTIONS

_COLLECTIONS = ("runs", "models", "populations")


@dataclass(frozen=True)
class Shown:
    """The names that statements read.

    ``models`` holds those of the runs, ``populations`` no member of the ``families``.
    """

    runs: frozenset[str]
    models: frozenset[str]
    populations: frozenset[str]
    families: frozenset[str]


def shown_names(lab: Lab) -> Shown:
    """Return what the statement names; UsageError where it does not say what it reads."""
    found = {pair for prose in visible_prose(lab) for pair in _named(prose)}
    runs = frozenset(n for kind, n in found if kind == "runs" and n in lab.runs)
    models = {n for kind, n in found if kind == "models"} | {lab.runs[n].model.name for n in runs}
    named = frozenset(n for kind, n in found if kind == "populations")
    families = named & lab.families.keys()
    members = {member for family in families for member in lab.families[family].members}
    populations = (named & lab.populations.keys()) - members
    return Shown(runs, frozenset(models & lab.models.keys()), populations, families)


def visible_prose(lab: Lab) -> Iterator[Prose]:
    """Yield all prose of a lab that its sujet shows, titles included."""
    for section in lab.sections:
        yield Prose(section.title, section.place)
        for block in section.blocks:
            if isinstance(block, Question):
                yield Prose(block.title or "", block.place)
                yield block.statement
            else:
                yield block


def _named(prose: Prose) -> Iterator[tuple[str, str]]:
    """Yield (collection, name) for all that the expressions of a passage name."""
    parsed = parse_prose(prose)
    if not isinstance(parsed, Parsed):
        return
    owners = set()
    lookups: list[nodes.Getattr | nodes.Getitem] = [
        *parsed.all(nodes.Getattr),
        *parsed.all(nodes.Getitem),
    ]
    for node in lookups:
        owners.add(id(node.node))
        root, *rest = name_chain(node) or [""]
        if root in _COLLECTIONS and not rest:
            raise _unnamed(prose, root)
        if root in _COLLECTIONS:
            yield root, rest[0]
    for name in parsed.all(nodes.Name):
        if name.name in _COLLECTIONS and id(name) not in owners:
            raise _unnamed(prose, name.name)
    for call in parsed.all(nodes.Call):
        yield from _arguments(prose, call)


def _arguments(prose: Prose, call: nodes.Call) -> Iterator[tuple[str, str]]:
    """Yield what a call of a function of prose is given by name."""
    function = FUNCTIONS.get(getattr(call.node, "name", ""))
    if function is None:
        return
    options = function.keywords
    given = list(zip(positional_parameters(call, function), call.args, strict=False))
    given += [(options[k.key], k.value) for k in call.kwargs if k.key in options]
    for parameter, value in given:
        for collection in ("runs", "populations"):
            if not _takes(parameter.what, collection):
                continue
            if not isinstance(value, nodes.Const):
                raise _unnamed(prose, collection)
            yield collection, str(value.value)


def _takes(what: str, collection: str) -> bool:
    words = what.split()
    return "run" in words if collection == "runs" else bool({"population", "family"} & set(words))


def _unnamed(prose: Prose, collection: str) -> UsageError:
    place = f"{displayed(prose.place.file)}:{prose.place.line}"
    return UsageError(
        f"{place} : l’énoncé lit « {collection} » sans les nommer, et l’on ne peut savoir lesquels "
        f"donner aux étudiants. Nommez-les un à un, comme « {collection}.NOM »."
    )
