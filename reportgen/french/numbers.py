"""Numbers, durations, dates and lists as French text; it does not touch running prose.

Spaces: U+202F (narrow, no-break) between thousands, U+00A0 (no-break) before ``%`` and units.
The minus sign is U+2212, and a number that is not finite reads « indéfini ».
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date as Date
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import SupportsFloat

from babel.dates import format_date
from babel.numbers import format_decimal

from reportgen import french

NBSP = "\u00a0"
THIN = "\u202f"
MINUS = "\u2212"
UNDEFINED = "indéfini"

_LETTERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_NOISE = 10
"""Decimals of a number of points beyond which a difference of doubles says nothing."""
_PRECISION = 400  # decimal digits: more than any double needs, so that quantize never overflows


def entier(n: SupportsFloat) -> str:
    """Return a number rounded to an integer (halves away from zero): ``1 234``."""
    return decimal(n, 0)


def decimal(x: SupportsFloat, digits: int = 2) -> str:
    """Return a number with ``digits`` decimals (≥ 0, halves away from zero): ``0,91``."""
    return _format(_exact(x), digits)


def pourcent(x: SupportsFloat, digits: int = 1) -> str:
    """Return a share between 0 and 1 as a percentage: ``91,3 %``."""
    share = _exact(x)
    return UNDEFINED if share is None else f"{_format(share * 100, digits)}{NBSP}%"


def points(x: SupportsFloat, digits: int = 1) -> str:
    """Return a difference of shares (0–1) in points: ``2,4 points``, ``−1,5 point``.

    The noise of a subtraction is left out first: it would round 0,65 to either side.
    """
    share = _exact(x)
    if share is None:
        return UNDEFINED
    value = _rounded(_rounded(share * 100, _NOISE), digits)
    return f"{_format(value, digits)}{NBSP}{'points' if abs(value) >= 2 else 'point'}"


def secondes(x: SupportsFloat, digits: int = 1) -> str:
    """Return seconds with a unit: ``4,2 s``."""
    value = _exact(x)
    return UNDEFINED if value is None else f"{_format(value, digits)}{NBSP}s"


def duree(seconds: SupportsFloat) -> str:
    """Return a duration at the precision that its size deserves.

    ``4,2 s`` below ten seconds, ``42 s`` below a minute, ``12 min 5 s`` below an hour, then
    ``1 h 23 min``; a second part that is zero is left out.
    """
    value = _exact(seconds)
    if value is None:
        return UNDEFINED
    sign, value = (MINUS if value < 0 else ""), abs(value)
    if _rounded(value, 1) < 10:
        return secondes(value) if not sign else secondes(-value)
    whole = int(_rounded(value, 0))
    if whole < 3600:
        return sign + _two_parts(whole, 60, "min", "s")
    return sign + _two_parts(int(_rounded(value / 60, 0)), 60, "h", "min")


def scientifique(x: SupportsFloat, digits: int = 2) -> str:
    """Return a number with ``digits`` significant digits (≥ 1) and a power of ten: ``3,2 × 10⁻³``.

    Without the power when it is 10⁰; zero is ``0``.
    """
    value = _exact(x)
    if value is None:
        return UNDEFINED
    if value == 0:
        return "0"
    mantissa, exponent = _mantissa(value, digits)
    text = _format(mantissa, digits - 1)
    power = str(exponent).translate(_SUPERSCRIPTS)
    return text if exponent == 0 else f"{text}{NBSP}×{NBSP}10{power}"


def liste(items: Iterable[object]) -> str:
    """Return items as an enumeration: ``a, b et c``; the empty text for none."""
    texts = [str(item) for item in items]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} et {texts[-1]}"


def dimensions(shape: Sequence[int]) -> str:
    """Return a shape as a product: ``32 × 32 × 3``."""
    return f"{NBSP}×{NBSP}".join(entier(size) for size in shape)


def pluriel(n: SupportsFloat, singular: str, plural: str) -> str:
    """Return a count and its noun, plural from two on as in French: ``0 image``, ``2 images``.

    A count that is no integer has one decimal, and its noun follows what is printed.
    """
    count = _exact(n)
    if count is None:
        return f"{UNDEFINED}{NBSP}{singular}"
    digits = 0 if count == count.to_integral_value() else 1
    noun = plural if abs(_rounded(count, digits)) >= 2 else singular
    return f"{_format(count, digits)}{NBSP}{noun}"


def kilooctets(size: int) -> str:
    """Return a number of bytes in whole kilobytes, of a thousand bytes each: ``250 ko``."""
    return f"{entier(Decimal(size) / 1000)}{NBSP}ko"


def date(iso: str | Date) -> str:
    """Return an ISO date (a time after it is dropped) in words: ``1er novembre 2026``.

    ValueError when the text is no ISO date, AttributeError for what is neither text nor date.
    """
    day = datetime.fromisoformat(iso) if isinstance(iso, str) else iso
    text: str = format_date(Date(day.year, day.month, day.day), "d MMMM y", locale=french.LOCALE)
    first = text.removeprefix("1 ")
    text = f"1er {first}" if first != text else text
    return text.replace(" ", NBSP)


def ordinal(n: int, *, feminin: bool = False) -> str:
    """Return a rank: ``1er`` (``1re`` in the feminine), then ``2e``."""
    if n == 1:
        return "1re" if feminin else "1er"
    return f"{entier(n)}e"


def en_lettres(n: int, *, feminin: bool = True) -> str:
    """Return a count from one to ten in letters (``une`` or ``un``), any other in digits."""
    if not 0 < n < len(_LETTERS):
        return entier(n)
    return "une" if n == 1 and feminin else _LETTERS[n]


def _exact(x: SupportsFloat) -> Decimal | None:
    """Return the shortest decimal that reads back as ``x``; None when it is not finite.

    ``str`` keeps float32 scalars at their own precision, where ``float`` would show noise.
    """
    if not math.isfinite(float(x)):
        return None
    return Decimal(str(x)) if not isinstance(x, bool) else Decimal(int(x))


def _rounded(value: Decimal, digits: int) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _format(value: Decimal | None, digits: int) -> str:
    if value is None:
        return UNDEFINED
    rounded = _rounded(value, digits)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    # Babel rounds in the current context, too short for 300-digit numbers.
    with localcontext() as context:
        context.prec = _PRECISION
        text: str = format_decimal(abs(rounded), format=pattern, locale=french.LOCALE)
    # abs() above and this test keep −0,00 from being printed.
    return f"{MINUS}{text}" if rounded < 0 else text


def _mantissa(value: Decimal, digits: int) -> tuple[Decimal, int]:
    """Return (m, e) with value ≈ m·10^e and 1 ≤ |m| < 10 once rounded to the digits."""
    exponent = value.adjusted()
    mantissa = _rounded(value.scaleb(-exponent), digits - 1)
    if abs(mantissa) >= 10:
        return mantissa / 10, exponent + 1
    return mantissa, exponent


def _two_parts(amount: int, base: int, large: str, small: str) -> str:
    first, rest = divmod(amount, base)
    parts = [f"{entier(first)}{NBSP}{large}"] if first else []
    parts += [f"{rest}{NBSP}{small}"] if rest or not first else []
    return NBSP.join(parts)
