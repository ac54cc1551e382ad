"""Find the formulas of prose that cannot be read as LaTeX; it draws none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportgen.lab.expressions import formulas, misnamed
from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed

_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
_UNKNOWN = re.compile(r">(\\[A-Za-z]+)<")
_MESSAGES = {
    "NoAvailableTokensError": "il manque un argument, ou la formule est vide",
    "MissingSuperScriptOrSubscriptError": "un « ^ » ou un « _ » n’est suivi de rien",
    "DoubleSuperscriptsError": "deux exposants se suivent ; les réunir entre accolades",
    "DoubleSubscriptsError": "deux indices se suivent ; les réunir entre accolades",
    "MissingEndError": "un « \\begin » n’a pas son « \\end »",
    "ExtraLeftOrMissingRightError": "un « \\left » n’a pas son « \\right »",
}


def formula_problems(parsed: Parsed) -> Iterator[Problem]:
    """Yield a problem for each formula that readers would not see as its author means it."""
    for tex, line in formulas(parsed.prose.source):
        message = formula_problem(tex)
        if message:
            start = " ".join(tex.split())[:40]
            place = parsed.place(line, tex.strip().partition("\n")[0])
            yield Problem(place, f"formule « {start} » : {message}")
    for label, line in misnamed(parsed.prose.source):
        expected = "n’employer que des lettres, des chiffres, « - » et « _ »"
        yield Problem(parsed.place(line, label), f"nom de formule « {label} »", expected)


@cache
def formula_problem(tex: str) -> str | None:
    """Return what is wrong with the LaTeX of a formula, None when it can be read."""
    from latex2mathml.converter import convert

    depth = 0
    for mark in _BRACES.findall(tex):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            return "une « } » ne ferme rien"
    if depth:
        return "une « { » n’est pas fermée"
    try:
        unknown = _UNKNOWN.search(convert(tex))
    except Exception as error:  # the library raises many classes, none of them documented
        return _MESSAGES.get(type(error).__name__, "LaTeX illisible")
    return f"commande inconnue « {unknown[1]} »" if unknown else None
