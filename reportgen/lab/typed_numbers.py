"""Find measurements typed by hand in answers: every number there comes from a result.

A number counts as a measurement when a percent sign or a unit of time, memory, score or
training length follows it, or when it counts a thousand weights or more; sizes of layers, such as
5 × 5 or 16 filtres, do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.lab.problems import Problem
from reportgen.lab.prose import Parsed, literal_text

_UNITS = "%|‰|pour cent|ms|s|min|h|secondes?|minutes?|heures?|[KkMG]o|points?|époques?|epochs?"
_TYPED = re.compile(
    rf"(?<![\w.,×/-])(?<!×\s)(\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    rf"(?:\s|&nbsp;)?({_UNITS})(?![\w×’'])"
)
_WEIGHTS = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{4,})(?:\s|&nbsp;)(?:poids|paramètres)\b"
)


def typed_number_problems(parsed: Parsed) -> Iterator[Problem]:
    """Yield a problem for each measurement typed in an answer instead of computed."""
    for text, line in literal_text(parsed):
        for match in (*_TYPED.finditer(text), *_WEIGHTS.finditer(text)):
            shown = " ".join(match[0].split())
            place = parsed.place(line + text.count("\n", 0, match.start()), match[0])
            message = f"« {shown} » est tapé à la main dans une réponse"
            given = f'{{{{ donne("{shown}") }}}}'
            hint = f"le calculer par {{{{ … }}}}, ou écrire {given} si l’énoncé le donne"
            yield Problem(place, message, hint)
