"""Sentences about classes: which are recognised worst and best."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis import classes as found_in
from reportgen.analysis.classes import ClassScore, Extreme
from reportgen.analysis.learning import class_count
from reportgen.analysis.sentences import answers, wording
from reportgen.french.numbers import entier
from reportgen.results import RunResult

_FEW = 4
"""Tied classes beyond this number are counted, not named."""


def classes(run: RunResult, *, briefly: bool = False) -> list[str]:
    """Say the worst and best recognised classes, with their ties; ``briefly`` the worst only."""
    if told := answers.lost(run):
        return told
    table = answers.table(run)
    scores = found_in.scores(table, len(run.seeds))
    if answers.single_answer(table) is not None:
        return [answers.always(run, table)]
    if len([s for s in scores if s.count]) < 2:
        return ["Le jeu de test ne contient qu’une classe : il n’y a rien à comparer"]
    if all(s.hits == s.count for s in scores):
        return [
            f"Toutes les images de test sont reconnues, dans toutes les classes{answers.each(run)}"
        ]
    recalls = {s.hits / s.count for s in scores if s.count}
    if len(recalls) == 1:
        same = f"toutes les classes ont le même rappel, {wording.rate(recalls.pop())}"
        return [wording.capital(f"{answers.mean(run)}{same}")]
    if briefly:
        return _worst(run, scores)
    return [
        *_worst(run, scores),
        *_two_worst(run, scores),
        *_best(run, scores),
        *_never_answered(run, scores),
        *_agreement(run, found_in.worst(scores).chosen[0].number),
    ]


def _worst(run: RunResult, scores: Sequence[ClassScore]) -> list[str]:
    found = found_in.worst(scores)
    last = found.chosen[0]
    equal = [last.number, *(s.number for s in found.tied if s.recall == last.recall)]
    if len(equal) > 1:
        return [
            wording.capital(
                f"{answers.mean(run)}les classes les moins bien reconnues, à égalité, sont "
                f"{_named(run, equal)} (rappel de {wording.rate(last.recall or 0.0)})"
            )
        ]
    told = f"{answers.mean(run)}la classe la moins bien reconnue est {_with_recall(run, last)}"
    text = wording.capital(told)
    if not found.tied:
        return [f"{text} ; l’écart avec les autres classes dépasse la marge d’erreur"]
    return [text, _ties(run, found)]


def _named(run: RunResult, numbers: Sequence[int]) -> str:
    """Return class names, or the first ones and how many more when they are many."""
    if len(numbers) <= _FEW:
        return wording.class_names(run, numbers)
    first = ", ".join(wording.class_name(run, n) for n in numbers[:_FEW])
    rest = len(numbers) - _FEW
    return f"{first} et {wording.small(rest)} autre{'s' if rest > 1 else ''}"


def _with_recall(run: RunResult, score: ClassScore) -> str:
    recall, interval = score.recall, score.recall_interval
    name = wording.class_name(run, score.number)
    if recall is None or interval is None:
        return name
    shown = f"rappel de {wording.rate(recall)}, intervalle à 95 % : {wording.rates(interval)}"
    if score.seeds > 1:
        return f"{name} ({shown})"
    recognised = "reconnue" if score.hits < 2 else "reconnues"
    of = "sur une seule" if score.count == 1 else f"sur {entier(score.count)}"
    hits = "sans aucune image" if score.hits == 0 else f"avec {wording.images(score.hits)}"
    return f"{name}, {hits} {recognised} {of} ({shown})"


def _ties(run: RunResult, found: Extreme) -> str:
    numbers = [s.number for s in found.tied]
    if len(numbers) > _FEW:
        return (
            f"Les intervalles de {wording.small(len(numbers))} autres classes recoupent le sien : "
            "à cette précision, on ne peut pas dire laquelle est vraiment la dernière"
        )
    verb = "recoupe" if len(numbers) == 1 else "recoupent"
    which = f"L’intervalle de la classe {wording.class_name(run, numbers[0])}"
    if len(numbers) > 1:
        which = f"Les intervalles des classes {wording.class_names(run, numbers)}"
    return f"{which} {verb} le sien : à cette précision, on ne peut pas les départager"


def _class_list(run: RunResult, numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"la classe {wording.class_name(run, numbers[0])}"
    return f"les classes {wording.class_names(run, numbers)}"


def _two_worst(run: RunResult, scores: Sequence[ClassScore]) -> list[str]:
    found = found_in.worst(scores, 2)
    if len([s for s in scores if s.count]) < 3:
        return []
    first, second = (wording.class_name(run, s.number) for s in found.chosen)
    text = f"Les deux rappels les plus faibles sont ceux des classes {first} et {second}"
    recalls = [wording.rate(s.recall or 0.0) for s in found.chosen]
    text += f" ({recalls[0]} et {recalls[1]})"
    if not found.tied:
        return [f"{text}, nettement détachées des autres"]
    return [f"{text}, sans que la seconde se détache nettement de la suivante"]


def _best(run: RunResult, scores: Sequence[ClassScore]) -> list[str]:
    found = found_in.best(scores)
    top = found.chosen[0]
    equal = [top.number, *(s.number for s in found.tied if s.recall == top.recall)]
    recall = wording.rate(top.recall or 0.0)
    if len(equal) > 1:
        return [f"Les classes les mieux reconnues, à égalité, sont {_named(run, equal)} ({recall})"]
    text = f"La mieux reconnue est {wording.class_name(run, top.number)} ({recall})"
    if not found.tied:
        return [text]
    if len(found.tied) > _FEW:
        return [f"{text}, sans se détacher nettement des suivantes"]
    others = wording.class_names(run, [s.number for s in found.tied])
    return [f"{text}, sans se détacher nettement de {others}"]


def _never_answered(run: RunResult, scores: Sequence[ClassScore]) -> list[str]:
    missing = [s.number for s in scores if s.count and not s.answers]
    if not missing:
        return []
    verb = "n’est jamais proposée" if len(missing) == 1 else "ne sont jamais proposées"
    return [f"{wording.capital(_class_list(run, missing))} {verb} par le réseau"]


def _agreement(run: RunResult, worst: int) -> list[str]:
    """Say how many seeds find the same worst class, when there are several."""
    if len(run.seeds) == 1:
        return []
    tables = [found_in.counts(seed, class_count(run)) for seed in run.seeds]
    last = [found_in.worst(found_in.scores(t)).chosen[0].number for t in tables]
    same, total = last.count(worst), len(last)
    if same == total:
        return [f"Les {wording.small(total)} graines désignent la même classe comme la dernière"]
    name = f"la classe {wording.class_name(run, worst)}"
    if same == 0:
        return [f"Aucune graine prise seule ne met pourtant {name} à la dernière place"]
    return [
        f"{wording.capital(name)} n’est pourtant la dernière que pour {wording.small(same)} "
        f"graine{'s' if same > 1 else ''} sur {wording.small(total)}"
    ]
