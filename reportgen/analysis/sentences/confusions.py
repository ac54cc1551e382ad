"""Sentences about confusions: which classes are taken for which, and whether both ways alike."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis import classes as found_in
from reportgen.analysis.classes import Confusion, Counts
from reportgen.analysis.sentences import answers, wording
from reportgen.french.numbers import entier, liste
from reportgen.results import RunResult

_MOST = 3
"""Confusions that are named one by one."""


def confusions(run: RunResult) -> list[str]:
    """Say the most frequent confusions, by direction and by pair, and the lopsided ones."""
    if told := answers.lost(run):
        return told
    table = answers.table(run)
    ordered = found_in.confusions(table)
    if answers.single_answer(table) is not None:
        return [answers.always(run, table)]
    if not ordered:
        all_right = f"Toutes les images de test sont reconnues{answers.each(run)}"
        return [f"{all_right} : il n’y a aucune confusion"]
    return [
        _most_frequent(run, ordered),
        *_pair(run, table, ordered),
        *_asymmetric(run, table),
    ]


def _most_frequent(run: RunResult, ordered: Sequence[Confusion]) -> str:
    errors = sum(c.count for c in ordered)
    first = ordered[:_MOST]
    named = liste(_direction(run, c) for c in first)
    where = answers.together(run)
    if len(ordered) == 1:
        return wording.capital(f"{where}la seule confusion est {named}")
    if len(ordered) <= _MOST:
        count = wording.small(len(ordered))
        return wording.capital(f"{where}les {count} seules confusions sont {named}")
    lead = wording.capital(f"{where}les {wording.small(_MOST)} confusions les plus fréquentes sont")
    share = sum(c.count for c in first) / errors
    text = f"{lead} {named}, soit {wording.rate(share)} des {entier(errors)} erreurs"
    tied = [c for c in ordered[_MOST:] if c.count == first[-1].count]
    if not tied:
        return text
    more = f"{wording.small(len(tied))} autres sont" if len(tied) > 1 else "une autre est"
    return f"{text} ; {more} ex æquo avec la dernière"


def _direction(run: RunResult, seen: Confusion) -> str:
    true, answer = wording.class_name(run, seen.true), wording.class_name(run, seen.answer)
    return f"{true} pris pour {answer} ({wording.times(seen.count)})"


def _pair(run: RunResult, table: Counts, ordered: Sequence[Confusion]) -> list[str]:
    pairs = found_in.mutual_confusions(table)
    if len(ordered) < 2:
        return []
    top = pairs[0]
    if len(pairs) > 1 and pairs[1].count == top.count:
        return []
    both = wording.class_names(run, [top.true, top.answer])
    share = wording.rate(top.count / sum(c.count for c in ordered))
    return [
        f"Dans les deux sens réunis, ce sont {both} que le réseau confond le plus : "
        f"{entier(top.count)} erreurs, {share} du total"
    ]


def _asymmetric(run: RunResult, table: Counts) -> list[str]:
    found = found_in.asymmetries(table, len(run.seeds))
    if not found:
        return []
    top = found[0]
    true, answer = wording.class_name(run, top.true), wording.class_name(run, top.answer)
    back = "jamais"
    if top.reverse:
        back = f"seulement {wording.times(top.reverse)}"
    return [
        f"Les confusions ne sont pas toutes symétriques : {true} est pris "
        f"{wording.times(top.count)} pour {answer}, l’inverse {back}"
    ]
