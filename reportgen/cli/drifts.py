"""A comparison as lines of French text. Decides nothing and prints nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from reportgen.drift.types import Drift, Finding, Heading
from reportgen.french.numbers import NBSP, entier, liste, pluriel

WIDTH = 100
"""Columns of a line, on a terminal as in a file."""

_MARGIN = 4
_DOCUMENTS = {"sujet": "Le sujet", "corrige": "Le corrigé"}

Line = str | tuple[str, str]
"""A line by itself, or a label and its text, to be laid out side by side."""


def describe_drift(drift: Drift, *, verbose: bool) -> list[str]:
    """Return what no longer holds, question by question, and a total.

    With ``verbose`` also what holds with numbers outside the interval that it prints.
    """
    if not drift.findings:
        return [f"{_DOCUMENTS[drift.document]} n’affirme rien que les entraînements décident."]
    shown = [f for f in drift.findings if not f.holds or (verbose and _has_moved(f))]
    told = {f.heading for f in shown} | {novelty.heading for novelty in drift.novelties}
    lines = [line for h in sorted(told, key=_rank) for line in _question(drift, h, shown)]
    return [*_laid_out(lines), *_total(drift, verbose)]


def _has_moved(finding: Finding) -> bool:
    return any(outcome.kind == "moved" for outcome in finding.outcomes)


def _rank(heading: Heading) -> list[int]:
    return [int(part) for part in heading.number.split(".")]


def _question(drift: Drift, heading: Heading, shown: Sequence[Finding]) -> Iterator[Line]:
    yield "  ".join(filter(None, (heading.number, heading.title, f"({heading.id})")))
    for finding in (finding for finding in shown if finding.heading == heading):
        yield f"  {_verdict(drift, finding)}"
        yield "imprimé", finding.text
        yield from _versions(drift, finding)
    new = [novelty for novelty in drift.novelties if novelty.heading == heading]
    if new:
        yield "  phrase nouvelle" if len(new) == 1 else "  phrases nouvelles"
    for novelty in new:
        yield _names(drift, novelty.replicas), novelty.text
    yield ""


def _versions(drift: Drift, finding: Finding) -> Iterator[Line]:
    """Yield each other version once, with the replicas that state it, or nothing instead."""
    versions: dict[str, list[int]] = {}
    for index, outcome in enumerate(finding.outcomes):
        if outcome.kind == "moved" or not outcome.holds:
            versions.setdefault(outcome.text or "(n’est plus écrit)", []).append(index)
    for text, replicas in versions.items():
        yield _names(drift, replicas), text


def _laid_out(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines, all labelled texts in one column."""
    labels = [len(line[0]) for line in lines if not isinstance(line, str)]
    column = max(labels, default=0) + _MARGIN + 2
    for line in lines:
        if isinstance(line, str):
            yield line
            continue
        start = f"{' ' * _MARGIN}{line[0]}".ljust(column)
        yield from wrap(line[1], WIDTH, initial_indent=start, subsequent_indent=" " * column)


def _names(drift: Drift, replicas: Sequence[int]) -> str:
    """Return « graine 2 », « graines 2 et 3 », « graines 2 et 3 ; 4 et 5 » or « autre magasin »."""
    groups = [drift.replicas[index].seeds for index in replicas]
    if not groups[0]:
        return "autre magasin"
    if len(groups[0]) > 1:
        return f"graines {' ; '.join(map(liste, groups))}"
    return f"{'graine' if len(groups) == 1 else 'graines'} {liste(seed for (seed,) in groups)}"


def _verdict(drift: Drift, finding: Finding) -> str:
    total, noun = len(drift.replicas), _noun(drift)
    if finding.holds:
        return "tient, mais un nombre sort de l’intervalle imprimé"
    if total == 1:
        return f"ne tient pas {_all(drift)}"
    if finding.holding == 0:
        return f"ne tient pour {'aucun' if noun[0] == 'groupe' else 'aucune'} des {total} {noun[1]}"
    return f"tient pour {pluriel(finding.holding, *noun)} sur {total}"


def _noun(drift: Drift) -> tuple[str, str]:
    grouped = len(drift.replicas[0].seeds) > 1
    return ("groupe", "groupes") if grouped else ("graine", "graines")


def _all(drift: Drift) -> str:
    """Return « pour les 3 graines », « pour la graine 2 » or « dans l’autre magasin »."""
    first, total = drift.replicas[0].seeds, len(drift.replicas)
    if not first:
        return "dans l’autre magasin"
    if total > 1:
        each = "" if len(first) == 1 else f" de {entier(len(first))} graines"
        return f"pour les {total}{NBSP}{_noun(drift)[1]}{each}"
    return f"pour {'la' if len(first) == 1 else 'les'} {_names(drift, [0])}"


def _total(drift: Drift, verbose: bool) -> Iterator[str]:
    holding, count = drift.holding, len(drift.findings)
    verb = "tiennent" if holding > 1 else "tient"
    yield f"{pluriel(holding, 'constat', 'constats')} sur {count} {verb} {_all(drift)}."
    held = [finding for finding in drift.findings if finding.holds]
    changed = sum(any(o.kind != "same" for o in finding.outcomes) for finding in held)
    moved = sum(map(_has_moved, held))
    if changed:
        verb = "prend" if changed == 1 else "prennent"
        yield f"Parmi eux, {entier(changed)} {verb} d’autres nombres{_outside(moved, verbose)}."


def _outside(moved: int, verbose: bool) -> str:
    if not moved:
        return ", dans l’intervalle à 95 % quand la phrase en donne un".replace(" %", f"{NBSP}%")
    verb = "sort" if moved == 1 else "sortent"
    told = "" if verbose else f" (--verbose {'le' if moved == 1 else 'les'} montre)"
    return f", dont {entier(moved)} {verb} de l’intervalle imprimé{told}"
