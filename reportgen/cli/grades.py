"""What ``check`` says of a report of students and ``grade`` of a class, as lines of French."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportgen.cli.columns import align
from reportgen.french.numbers import decimal, entier, liste, pluriel
from reportgen.visible import visible

if TYPE_CHECKING:
    from reportgen.grading.checking import Checked
    from reportgen.grading.flow import GradeReport
    from reportgen.grading.tables import ClassResults
    from reportgen.submission.claims import Claim

MOST_PAIRS = 20
MOST_NUMBERS = 100
"""Typed numbers of one kind that are told; more are counted."""
_SOURCES = {
    "magasin": "Résultats : ceux de votre magasin.",
    "remise": "Résultats : ceux de remise/resultats.json.",
    "aucun": (
        "Aucun résultat : les nombres mesurés ne sont pas vérifiables. "
        "« reportgen build » sur ce dossier entraîne les réseaux que vos réponses nomment."
    ),
}


def describe_check(name: str, checked: Checked) -> Iterator[str]:
    """Yield the lines about a report; those that ask for something carry a place or a run."""
    yield from map(visible, _of_report(name, checked))


def _of_report(name: str, checked: Checked) -> Iterator[str]:
    examined = checked.examined
    authors = liste(checked.submission.identity.authors)
    yield f"{name} : {checked.lab.title}, compte rendu ({authors})."
    yield _SOURCES[examined.source]
    yield from checked.notes
    answered = [seen for seen in examined.questions if seen.status == "répondue"]
    total = pluriel(len(examined.questions), "question", "questions")
    yield f"\nQuestions : {pluriel(len(answered), 'répondue', 'répondues')} sur {total}."
    rows = [[f"  {s.number}", s.question.title or "", s.status] for s in examined.questions]
    yield from align(rows) if rows else ()
    if examined.source != "aucun":
        yield from _claims(checked)
    yield from _contradictions(checked)


def problem_count(checked: Checked) -> int:
    """Return how many numbers and results of a report are to be looked at."""
    examined = checked.examined
    told = sum(map(len, examined.contradictions.values()))
    if examined.source == "aucun":
        return told
    return told + sum(claim.found is None for claim in examined.claims)


def _claims(checked: Checked) -> Iterator[str]:
    claims = checked.examined.claims
    wrong = [claim for claim in claims if claim.found is None]
    found = f"dont {entier(len(wrong))} qu’aucun résultat n’explique" if wrong else "tous retrouvés"
    told = f"{entier(len(claims))}, {found}" if claims else "aucun"
    yield f"\nNombres relevés : {told}."
    yield from _elsewhere(checked.examined.read_elsewhere)
    yield from _first(
        f"  {_place(claim)} : « {claim.number.text} » ; {_nearest(claim)}{_ambiguity(claim)}."
        for claim in wrong
    )
    yield from _first(
        f"  {_place(claim)} : « {claim.number.text} » compris comme {claim.found}"
        f"{_ambiguity(claim)}."
        for claim in claims
        if claim.found is not None and claim.number.ambiguous
    )


def _first(lines: Iterable[str]) -> Iterator[str]:
    """Yield the first lines, and one that counts the others."""
    found = list(lines)
    yield from found[:MOST_NUMBERS]
    others = pluriel(len(found) - MOST_NUMBERS, "autre nombre", "autres nombres")
    yield from [f"  et {others}."] if len(found) > MOST_NUMBERS else []


def _elsewhere(count: int) -> Iterator[str]:
    if count:
        numbers = pluriel(count, "autre nombre vient", "autres nombres viennent")
        yield f"  {numbers} d’un autre programme : rien ici ne permet de les vérifier."


def _nearest(claim: Claim) -> str:
    if claim.nearest is None:
        return "aucun résultat de cette sorte"
    return f"le plus proche : {claim.nearest}"


def _ambiguity(claim: Claim) -> str:
    if not claim.number.ambiguous:
        return ""
    readings = [decimal(r.value, max(0, -r.step.adjusted())) for r in claim.number.readings]
    return f" (peut se lire {' ou '.join(readings)})"


def _place(claim: Claim) -> str:
    return f"{os.path.relpath(claim.place.file)}:{claim.place.line}"


def _contradictions(checked: Checked) -> Iterator[str]:
    told = checked.examined.contradictions
    if told:
        yield "\nRésultats qui se contredisent :"
        yield from (f"  {text}" for sentences in told.values() for text in sentences)


def describe_class(report: GradeReport) -> Iterator[str]:
    """Yield the statistics of a class, what resembles what, and where the files are."""
    yield from map(visible, _of_class(report))


def _of_class(report: GradeReport) -> Iterator[str]:
    from reportgen.grading.tables import summary

    results = report.results
    if results.statistics:
        yield from align(summary(results))
        yield ""
    yield from _repeated(results)
    yield from _alike(results)
    for one in results.unreadable:
        yield f"Illisible : {one.name} ({one.line})"
    read = pluriel(len(results.marked), "rendu corrigé", "rendus corrigés")
    lost = pluriel(len(results.unreadable), "illisible", "illisibles")
    waiting = sum(marked.undecided > 0 for marked in results.marked)
    yield f"{read}, {lost}, {entier(waiting)} à finir d’apprécier."
    yield f"Décisions, retours et tableau : {os.path.relpath(report.folder)}"


def _repeated(results: ClassResults) -> Iterator[str]:
    from reportgen.grading.tables import named

    for one in results.repeated[:MOST_PAIRS]:
        who = "Même auteur" if len(one.authors) == 1 else "Mêmes auteurs"
        yield f"{who} : {named(one.reports)} ({liste(one.authors)})."
    rest = len(results.repeated) - MOST_PAIRS
    if rest > 0:
        people = pluriel(rest, "autre auteur", "autres auteurs")
        yield f"Plusieurs rendus aussi pour {people}, dans notes.json."


def _alike(results: ClassResults) -> Iterator[str]:
    numbers = {one.question: one.number for one in results.statistics}
    for pair in results.likenesses[:MOST_PAIRS]:
        told = [f"{numbers[question]} (identique)" for question in pair.same]
        told += [f"{numbers[question]} (presque identique)" for question in pair.near]
        yield f"Réponses semblables : {pair.first} et {pair.second}, {liste(told)}."
    rest = len(results.likenesses) - MOST_PAIRS
    if rest > 0:
        pairs = pluriel(rest, "autre paire", "autres paires")
        yield f"Réponses semblables : {pairs}, dans notes.json."
