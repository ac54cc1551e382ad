"""Read the numbers of a French text as people type them: ``0,913``, ``91,3 %``, ``1 234,5``.

The inverse of :mod:`reportgen.french.numbers`, and of what people write who do not know it: any
space or none, a point for a comma, ``9,1e-1``, ``9,1 × 10⁻¹``. ``1.234`` has two readings, and
both are given. The time is proportional to the text, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from itertools import islice

from reportgen.french.blanking import BLANK, blank

MAX_DIGITS = 700
"""Characters of one number: a double in full has fewer."""
MOST = 20_000
"""Numbers that are read of one text: nobody types more."""
_PRECISION = 1_500

_SPACES = " \u00a0\u202f\u2009"
_SP = f"[{_SPACES}]"
_MINUS = "-\u2212"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")

_NUMBER = re.compile(
    rf"[0-9]{{1,3}}(?:{_SP}[0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*"
    r"|(?<![\w.,])\.[0-9]+(?![.,]?[0-9])"  # .5, as Americans write it
)
_EXPONENT = re.compile(
    rf"[eE](?P<e>[-+\u2212]?[0-9]{{1,3}})(?![0-9A-Za-z])"
    rf"|{_SP}?[×x*·]{_SP}?10(?:(?P<up>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}})"
    rf"|(?:\^|\*\*)[{{(]?(?P<hat>[-+\u2212]?[0-9]{{1,3}})[)}}]?)"
)
_TEN = re.compile(r"(?P<up>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(?:\^|\*\*)\{?(?P<hat>[-+\u2212]?[0-9]{1,3})\}?")
_UNITS: Mapping[str, str] = {
    "%": "%", "pour cent": "%", "pourcents": "%", "pourcent": "%", "‰": "‰",
    "points": "points", "point": "points", "pts": "points", "pt": "points",
    "µs": "µs", "ms": "ms", "secondes": "s", "seconde": "s", "sec": "s", "s": "s",
    "minutes": "min", "minute": "min", "min": "min", "heures": "h", "heure": "h", "h": "h",
    "époques": "époques", "époque": "époques", "epoques": "époques", "epochs": "époques",
    "epoch": "époques", "ème": "e", "ième": "e", "er": "e", "re": "e", "e": "e",
    "ko": "ko", "Mo": "Mo", "Go": "Go", "octets": "o", "o": "o",
    "millions": "×1000000", "million": "×1000000", "milliers": "×1000", "M": "×1000000",
    "k": "×1000",
}  # fmt: skip
_UNIT = re.compile(
    rf"{_SP}?({'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})(?![^\W_])"
)
_SECONDS = {"µs": Decimal("0.000001"), "ms": Decimal("0.001"), "s": Decimal(1)} | {
    "min": Decimal(60),
    "h": Decimal(3600),
}
_SMALLER = {"h": "min", "min": "s"}
_PART = re.compile(rf"{_SP}([0-9]{{1,2}}){_SP}?(min|s)(?![^\W_])")


@dataclass(frozen=True)
class Reading:
    """One value of a typed number; ``step`` is the unit of its last digit, in the same unit."""

    value: Decimal
    step: Decimal

    def scaled(self, factor: Decimal) -> Reading:
        """Return the reading in another unit."""
        return Reading(self.value * factor, self.step * factor)

    def rounds(self, value: float) -> bool:
        """Tell whether the typed number is *value* rounded to the digits typed."""
        gap = abs(self.value - Decimal(repr(float(value)))) if _is_finite(value) else None
        # The shortest decimal of a computed double may miss a tie by its last digit.
        return gap is not None and gap <= self.step / 2 + abs(self.value) * Decimal("1e-12")


@dataclass(frozen=True)
class TypedNumber:
    """A number of a text, ``text[start:end]`` with its unit.

    ``readings`` are in ``unit``: "%", "‰", "points", "s" for every duration, "époques", "e" for a
    rank, "o", "ko", "Mo", "Go", or "". The likeliest comes first; there are two when a point or a
    comma may stand between thousands.
    """

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    unit: str = ""

    @property
    def ambiguous(self) -> bool:
        """Whether the number may be read in two ways."""
        return len(self.readings) > 1


def read_numbers(text: str, *, formulas: bool = False) -> tuple[TypedNumber, ...]:
    """Return the numbers of some Markdown, in order, the first ``MOST`` of them.

    Left out is what :func:`reportgen.french.blanking.blank` blanks. With *formulas* those are read
    too, and places are then those of the text without TeX.
    """
    visible = blank(text, formulas=formulas)
    shown = visible if formulas else text
    with localcontext() as context:
        context.prec = _PRECISION
        return tuple(islice(_numbers(visible, shown), MOST))


def _numbers(visible: str, shown: str) -> Iterator[TypedNumber]:
    position = 0
    while match := _NUMBER.search(visible, position):
        found = _number(visible, match) if _may_start(visible, match.start()) else None
        position = match.end() if found is None else found.end
        if found is not None:
            yield replace(found, text=shown[found.start : found.end].strip())


def _may_start(text: str, start: int) -> bool:
    """Refuse digits that belong to a name or to something longer: conv_1, CIFAR-10, L2."""
    before = text[start - 1 : start]
    if before.isalnum():
        return False
    if before and before in "-_./:'’,":
        return not text[start - 2 : start - 1].isalnum() or (
            before in "-/" and text[start - 2].isdecimal()
        )
    return True


def _number(text: str, match: re.Match[str]) -> TypedNumber | None:
    if match.end() - match.start() > MAX_DIGITS:
        return None
    readings, end = _interpreted(match[0]), match.end()
    readings, end = _with_exponent(text, match, readings, end)
    unit, end = _unit(text, end)
    if not readings or _goes_on(text, end):
        return None
    if unit.startswith("×"):
        readings, unit = tuple(r.scaled(Decimal(unit[1:])) for r in readings), ""
    elif unit in _SECONDS:
        readings, end = _duration(text, end, readings, unit)
        unit = "s"
    start = match.start()
    if _is_negative(text, start):
        readings = tuple(Reading(-r.value, r.step) for r in readings)
        start -= 1
    return TypedNumber(text[start:end], start, end, readings, unit)


def _interpreted(typed: str) -> tuple[Reading, ...]:
    """Return what digits, points, commas and spaces may mean; nothing for 2.1.3."""
    joined = re.sub(_SP, "", typed)
    marks = [c for c in joined if c in ".,"]
    if not marks:
        return (_reading(joined),)
    whole, _, last = joined.rpartition(marks[-1])
    if len(marks) == 1:
        decimal = _reading(f"{whole}.{last}")
        may_group = len(typed) == len(joined) and len(last) == 3 and _leads(whole)
        return (decimal, _reading(whole + last)) if may_group else (decimal,)
    groups = re.split(r"[.,]", joined)
    if len(set(marks)) == 1:
        return (_reading("".join(groups)),) if _are_thousands(groups) else ()
    if len(set(marks[:-1])) == 1 and marks[-1] not in marks[:-1] and _are_thousands(groups[:-1]):
        return (_reading("".join(groups[:-1]) + "." + groups[-1]),)
    return ()


def _leads(group: str) -> bool:
    return 0 < len(group) <= 3 and not group.startswith("0")


def _are_thousands(groups: list[str]) -> bool:
    return _leads(groups[0]) and all(len(group) == 3 for group in groups[1:])


def _reading(plain: str) -> Reading:
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # digits only: never infinite
    return Reading(value, Decimal(1).scaleb(exponent))


def _with_exponent(
    text: str, match: re.Match[str], readings: tuple[Reading, ...], end: int
) -> tuple[tuple[Reading, ...], int]:
    found = _EXPONENT.match(text, end)
    alone = _TEN.match(text, end) if found is None and match[0] == "10" else None
    power = found or alone
    if power is None:
        return readings, end
    groups = power.groupdict()
    typed = groups.get("e") or groups.get("hat") or groups["up"].translate(_SUPERSCRIPTS)
    exponent = int(typed.replace("\u2212", "-"))
    if alone is not None:
        value = Decimal(1).scaleb(exponent)
        return (Reading(value, value),), power.end()
    factor = Decimal(1).scaleb(exponent)
    return tuple(reading.scaled(factor) for reading in readings[:1]), power.end()


def _unit(text: str, end: int) -> tuple[str, int]:
    match = _UNIT.match(text, end)
    if match is None:
        return "", end
    name = _UNITS[match[1]]
    if name == "e" and match.end() - end > len(match[1]):  # « 2 e » is not a rank
        return "", end
    return name, match.end()


def _duration(
    text: str, end: int, readings: tuple[Reading, ...], unit: str
) -> tuple[tuple[Reading, ...], int]:
    """Return a duration in seconds, with the smaller part that may follow: 12 min 5 s."""
    readings = tuple(reading.scaled(_SECONDS[unit]) for reading in readings)
    part = _PART.match(text, end)
    if part is None or part[2] != _SMALLER.get(unit):
        return readings, end
    more, step = int(part[1]) * _SECONDS[part[2]], _SECONDS[part[2]]
    return tuple(Reading(r.value + more, step) for r in readings), part.end()


def _is_negative(text: str, start: int) -> bool:
    before = text[start - 2 : start - 1] if start > 1 else ""
    return start > 0 and text[start - 1] in _MINUS and not (before.isalnum() or before == BLANK)


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a word goes on after the number: 3D, 32bits, 10-fold."""
    after = text[end : end + 2]
    return after[:1].isalpha() or after[:1] == "_" or (after[:1] == "-" and after[1:].isalpha())


def _is_finite(value: float) -> bool:
    return value - value == 0
