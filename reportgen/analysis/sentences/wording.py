"""The bits of French that the sentences share: titles, rates, intervals, tests, factors.

Formats findings' numbers and names; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, log10

from reportgen.analysis.statistics import Interval, Spread
from reportgen.french.naming import named
from reportgen.french.numbers import (
    NBSP,
    decimal,
    duree,
    en_lettres,
    entier,
    liste,
    pluriel,
    points,
    pourcent,
    secondes,
)
from reportgen.results import RunResult

_LAST_IN_LETTERS = 10
"""French spells small numbers out in running text."""


def quoted(text: str) -> str:
    """Return a title in guillemets."""
    return f"«{NBSP}{text}{NBSP}»"


def model(run: RunResult) -> str:
    """Return « le modèle « titre » »."""
    return f"le {_model(run)}"


def of_model(run: RunResult) -> str:
    """Return « du modèle « titre » »."""
    return f"du {_model(run)}"


def to_model(run: RunResult) -> str:
    """Return « au modèle « titre » »."""
    return f"au {_model(run)}"


def _model(run: RunResult) -> str:
    return named("modèle", run.spec.title)


def class_name(run: RunResult, number: int) -> str:
    """Return a class's name in guillemets; its number when the lab gives no name."""
    names = run.spec.dataset.classes
    return quoted(names[number] if number < len(names) else f"classe {number}")


def class_names(run: RunResult, numbers: Iterable[int]) -> str:
    """Return an enumeration of class names."""
    return liste(class_name(run, n) for n in numbers)


def capital(text: str) -> str:
    """Return the text with a capital."""
    return text[0].upper() + text[1:]


def lower(text: str) -> str:
    """Return the text without its capital."""
    return text[0].lower() + text[1:]


def about(run: RunResult, text: str) -> str:
    """Return a sentence told of one model among several."""
    return f"Pour {model(run)}, {lower(text)}"


def attributed(run: RunResult, sentences: Sequence[str]) -> list[str]:
    """Return sentences of which the first one names the model that they tell of."""
    return [about(run, sentences[0]), *sentences[1:]] if sentences else []


def rate(value: float) -> str:
    """Return a rate in percent; more decimals rather than a false 0 or 100 %."""
    digits = next((d for d in (1, 2, 3) if not _falsely_round(value, d)), 4)
    return pourcent(value, digits) if value not in (0.0, 1.0) else pourcent(value, 0)


def path(before: str, after: str) -> str:
    """Return « passe de 98,2 % à 91,0 % », or « reste à 91,0 % » when both read alike."""
    return f"reste à {after}" if before == after else f"passe de {before} à {after}"


def rate_with_spread(values: Spread) -> str:
    """Return the mean rate of several seeds, with its standard deviation."""
    return f"{rate(values.mean)} (écart type : {amount(values.deviation)})"


def amount(change: float) -> str:
    """Return the size of a difference in points, never a false « 0,0 »."""
    size = abs(change)
    return f"moins de {points(0.001)}" if 0 < size < 0.0005 else points(size)


def of_amount(change: float) -> str:
    """Return « de 2,1 points » or, of a tiny difference, « de moins de 0,1 point »."""
    return f"de {amount(change)}"


def of_signed(change: float) -> str:
    """Return « de 2,1 points » or « de −0,5 point »."""
    return f"de {points(change)}"


def rates(interval: Interval) -> str:
    """Return « de 60,2 % à 62,1 % »."""
    return f"de {rate(interval.low)} à {rate(interval.high)}"


def between_rates(low: float, high: float) -> str:
    """Return « entre 60,2 % et 62,1 % »."""
    return f"entre {rate(low)} et {rate(high)}"


def margins(interval: Interval) -> str:
    """Return « entre −0,3 et 1,2 point » for an interval of differences of rates."""
    return f"entre {decimal(100 * interval.low, 1)} et {points(interval.high)}"


def pvalue(p: float) -> str:
    """Return « p = 0,032 » or « p < 0,001 », with enough decimals to stay on its side of 0,05."""
    if p < 0.001:
        return f"p{NBSP}<{NBSP}0,001"
    digits = next(d for d in (3, 4, 5, 12) if round(p, d) != 0.05 or p == 0.05)
    return f"p{NBSP}={NBSP}{decimal(p, digits) if p < 0.995 else '1'}"


def loss(value: float) -> str:
    """Return a loss with three decimals, fewer when it is large, never a false 0."""
    if 0 < value < 0.0005:
        return f"moins de {decimal(0.001, 3)}"
    digits = next((d for limit, d in ((100.0, 0), (10.0, 1), (3.0, 2)) if value >= limit), 3)
    return decimal(value, digits)


def losses(*values: float) -> tuple[str, ...]:
    """Return losses with as many decimals, those that the largest deserves, if none becomes 0."""
    digits = len(loss(max(values)).partition(",")[2])
    if min(values) < 0.5 * 10.0**-digits:
        return tuple(map(loss, values))
    return tuple(decimal(value, digits) for value in values)


def roughly(first: float, second: float) -> tuple[str, str]:
    """Return two positive smoothed losses with two digits, or as many as tell them apart."""
    digits = max(0, 1 - floor(log10(max(first, second))))
    while decimal(first, digits) == decimal(second, digits) and digits < 6:
        digits += 1
    return decimal(first, digits), decimal(second, digits)


def epochs(count: int) -> str:
    """Return « une seule époque », « trois époques » or « 20 époques »."""
    return "une seule époque" if count == 1 else f"{small(count)} époques"


def last_epochs(count: int) -> str:
    """Return « les 5 dernières époques »."""
    return f"les {small(count)} dernières époques"


def images(count: int) -> str:
    """Return « 1 image » or « 2 000 images »."""
    return pluriel(count, "image", "images")


def the_images(count: int, split: str) -> str:
    """Return « l’unique image de test » or « les 10 000 images de test »."""
    if count == 1:
        return f"l’unique image {split}"
    return f"les {pluriel(count, 'image', 'images')} {split}"


def weights(count: int) -> str:
    """Return « 12 345 poids »."""
    return pluriel(count, "poids", "poids")


def times(count: int) -> str:
    """Return « une fois » or « 20 fois »."""
    return "une fois" if count == 1 else f"{entier(count)} fois"


def steps(count: int) -> str:
    """Return « 120 pas d’apprentissage »."""
    return pluriel(count, "pas d’apprentissage", "pas d’apprentissage")


def operations(count: int) -> str:
    """Return « 345 678 opérations », or « 12,3 millions d’opérations » from a million on."""
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        if count >= size:
            plural = "s" if count >= 2 * size else ""
            return f"{decimal(count / size, 1)}{NBSP}{name}{plural} d’opérations"
    return pluriel(count, "opération", "opérations")


def octets(count: int) -> str:
    """Return a size in memory: « 732 octets », « 4,2 ko », « 182 Mo »; a ko is 1 000 octets."""
    for size, unit in ((10**9, "Go"), (10**6, "Mo"), (10**3, "ko")):
        if count >= size:
            return f"{decimal(count / size, 1 if count < 99.95 * size else 0)}{NBSP}{unit}"
    return pluriel(count, "octet", "octets")


def moment(seconds: float) -> str:
    """Return a duration, in thousandths or millionths below a second: « 28 ms », « 4,2 s »."""
    if not 0 < seconds < 1:
        return duree(seconds)
    unit, scaled = ("ms", 1e3 * seconds) if seconds >= 1e-3 else ("µs", 1e6 * seconds)
    return f"{decimal(scaled, 1 if scaled < 9.95 else 0)}{NBSP}{unit}"


def moments(*durations: float) -> tuple[str, ...]:
    """Return durations in the same unit: all in seconds when one lasts a second or more."""
    if max(durations) >= 1 and min(durations) >= 0.1:
        return tuple(map(_in_seconds, durations))
    return tuple(map(moment, durations))


def small(count: int) -> str:
    """Return a small number in (feminine) letters, a larger one in digits."""
    return en_lettres(count)


def share(part: int, whole: int) -> str:
    """Return « cinq des neuf » or « 5 des 12 »: both in letters or both in digits."""
    write = small if whole <= _LAST_IN_LETTERS else entier
    return f"{write(part)} des {write(whole)}"


def of_small(count: int) -> str:
    """Return « d’une » or « de trois »."""
    return "d’une" if count == 1 else f"de {small(count)}"


def of_epochs(count: int) -> str:
    """Return « d’une seule époque » or « de trois époques »."""
    return "d’une seule époque" if count == 1 else f"de {epochs(count)}"


def factor(ratio: float) -> str:
    """Return a ratio of at least 1 as « 3,2 » (one decimal; none when it is whole, or from 10)."""
    return decimal(ratio, 1) if ratio < 10 and ratio % 1 else entier(ratio)


def relative(change: float) -> str:
    """Return the size of a relative change as « 6 % »."""
    return pourcent(abs(change), 0) if abs(change) >= 0.01 else "moins de 1" + NBSP + "%"


def holm_note(count: int, shown: int) -> str:
    """Return the sentence that says why p-values, of which so many are shown, were corrected."""
    if not shown:
        return (
            "Ce jugement tient compte, par la méthode de Holm, de ce que "
            f"{small(count)} comparaisons sont faites à la fois"
        )
    start = "La valeur p est corrigée" if shown == 1 else "Les valeurs p sont corrigées"
    return f"{start}, par la méthode de Holm, pour {small(count)} comparaisons à la fois"


def titles(names: Sequence[str]) -> str:
    """Return an enumeration of quoted titles."""
    return liste(quoted(name) for name in names)


def _in_seconds(seconds: float) -> str:
    """Return « 0,45 s » or « 10 s »: two digits at least, since ratios are taken of them."""
    return secondes(seconds, 2) if seconds < 1 else duree(seconds)


def _falsely_round(value: float, digits: int) -> bool:
    rounded = round(100 * value, digits)
    return rounded in (0.0, 100.0) and value not in (0.0, 1.0)
