"""Sentences about how the recall of every class changes from one model to another."""

from __future__ import annotations

from reportgen.analysis import classes as found_in
from reportgen.analysis.classes import ClassScore
from reportgen.analysis.evaluation import gives_numbers
from reportgen.analysis.sentences import answers, wording
from reportgen.results import RunResult


def class_changes(first: RunResult, second: RunResult) -> list[str]:
    """Say which classes the second recognises more or less often, and where most changes.

    Nothing unless both answer with numbers on as many images of the same classes.
    """
    if first.spec.dataset.classes != second.spec.dataset.classes or not (
        gives_numbers(first) and gives_numbers(second)
    ):
        return []
    before, after = (found_in.scores(answers.table(run), len(run.seeds)) for run in (first, second))
    if [_images(score) for score in before] != [_images(score) for score in after]:
        return []
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a.count]
    if len(pairs) < 2:
        return []
    start = f"{wording.capital(wording.of_model(first))} {wording.to_model(second)}"
    if all(_change(a, b) == 0 for a, b in pairs):
        return [f"{start}, aucun rappel ne change"]
    return [f"{start}, {_counted(pairs)} ; {_largest(second, pairs)}"]


def _images(score: ClassScore) -> int:
    return round(score.count / score.seeds)


def _change(before: ClassScore, after: ClassScore) -> float:
    return (after.recall or 0.0) - (before.recall or 0.0)


def _counted(pairs: list[tuple[ClassScore, ClassScore]]) -> str:
    changes = [_change(a, b) for a, b in pairs]
    more, less = (sum(sign * change > 0 for change in changes) for sign in (1, -1))
    return (
        f"sur {wording.small(len(pairs))} classes, le rappel est plus haut pour {_number(more)} et "
        f"plus bas pour {_number(less)}"
    )


def _number(classes: int) -> str:
    return wording.small(classes) if classes else "aucune"


def _largest(run: RunResult, pairs: list[tuple[ClassScore, ClassScore]]) -> str:
    before, after = max(pairs, key=lambda pair: abs(_change(*pair)))
    name = wording.class_name(run, after.number)
    path = wording.path(wording.rate(before.recall or 0.0), wording.rate(after.recall or 0.0))
    return f"le plus grand écart est celui de {name}, dont le rappel {path}{_within(before, after)}"


def _within(before: ClassScore, after: ClassScore) -> str:
    """Say so when the intervals of both recalls overlap, which is a cautious criterion."""
    one, other = before.recall_interval, after.recall_interval
    if one is None or other is None or one.high < other.low or other.high < one.low:
        return ""
    return ", et les intervalles à 95 % de ces deux rappels se recoupent"
