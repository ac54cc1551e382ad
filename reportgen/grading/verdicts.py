"""What a report's answers are worth as far as numbers say it, and what points that proposes. Pure.

Nothing is said of prose: a criterion that no number decides is left to the teacher.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.french.numbers import entier, liste
from reportgen.french.reading import TypedNumber, read_numbers
from reportgen.grading.examination import Examined, Seen
from reportgen.grading.ranges import Target
from reportgen.grading.types import Fact, Outcome, Place, Proposal, Verdict
from reportgen.grading.wholes import whole_numbers
from reportgen.submission.claims import Claim
from reportgen.submission.known import Known, meanings

MOST_NUMBERS = 400
"""Different numbers of one answer from which finding the right one among them says nothing."""
_MOST_TOLD = 5
"""Numbers that one sentence names."""
TO_JUDGE = "à apprécier"
WHOLE = "la question entière"
"""The only criterion of a question without a marking scheme."""


def verdict(
    seen: Seen,
    places: Sequence[Place],
    examined: Examined,
    disputed: Collection[str] = (),
    unlike: str = "",
) -> Verdict:
    """Return the verdict of one question.

    ``disputed`` are the runs whose results are not believed; ``unlike`` says why measures cannot
    be compared with those of the corrigé, "" when they can.
    """
    question = seen.question
    answered = seen.status in ("répondue", "trop court")
    own = tuple(_own_facts(seen, examined, disputed, bool(places))) if answered else ()
    by_place = {p.criterion: _of_place(seen, p, unlike) for p in places} if answered else {}
    facts = (*(f for found in by_place.values() for f in found), *own)
    return Verdict(
        question=question.id,
        number=seen.number,
        title=question.title or "",
        kind=question.kind,
        points=question.points,
        status=seen.status,
        outcome=_worst(facts),
        facts=facts,
        proposals=tuple(_proposals(seen, by_place, own)),
    )


def _worst(facts: Sequence[Fact]) -> Outcome | None:
    outcomes = {fact.outcome for fact in facts}
    order: tuple[Outcome, ...] = ("écart", "non vérifiable", "conforme")
    return next((outcome for outcome in order if outcome in outcomes), None)


def _own_facts(
    seen: Seen, examined: Examined, disputed: Collection[str], expected: bool
) -> Iterator[Fact]:
    """Yield whether the numbers typed are results of the students' own runs.

    Of numbers read elsewhere nothing is said when the corrigé gives what to hold them against.
    """
    for run in sorted(seen.runs & set(disputed)):
        yield Fact("écart", f"Les résultats de {run} sont à vérifier : voir les remarques.")
    if not seen.claims or (seen.elsewhere and expected):
        return
    if seen.elsewhere:
        count = entier(len(seen.claims))
        told = f"Nombres mesurés tapés : {count} ; ils viennent d’un autre programme."
        yield Fact("non vérifiable", told)
        return
    if not examined.runs:
        count = entier(len(seen.claims))
        yield Fact("non vérifiable", f"Nombres mesurés tapés : {count} ; aucun résultat remis.")
        return
    yield from (Fact("écart", unmatched(claim)) for claim in seen.unmatched[:_MOST_TOLD])
    matched = [claim for claim in seen.claims if claim.found is not None]
    if matched:
        yield Fact("conforme", f"Tapés d’après ses résultats : {_told(matched)}.")


def unmatched(claim: Claim) -> str:
    """Return the sentence that says of a typed number that no result is it."""
    where = f"« {claim.number.text} » (ligne {claim.place.line})"
    if claim.nearest is None:
        return f"{where} : aucun résultat de cette sorte."
    return f"{where} : aucun résultat ne s’arrondit ainsi ; le plus proche : {claim.nearest}."


def _told(claims: Sequence[Claim]) -> str:
    texts = [f"« {claim.number.text} » ({claim.found})" for claim in claims[:_MOST_TOLD]]
    rest = len(claims) - len(texts)
    return liste([*texts, f"{entier(rest)} autres"] if rest else texts)


def _of_place(seen: Seen, place: Place, unlike: str) -> tuple[Fact, ...]:
    if place.missing:
        return (Fact("non vérifiable", f"Le corrigé n’a pas cette valeur : {place.missing}"),)
    text = "" if seen.reply is None else seen.reply.body.source
    said, whole = read_numbers(text, formulas=True), whole_numbers(text)
    count = len(whole | {reading.value for number in said for reading in number.readings})
    if count > MOST_NUMBERS:
        told = f"La réponse donne {entier(count)} nombres différents : trop pour en vérifier un."
        return (Fact("non vérifiable", told),)
    return tuple(_of_target(target, said, whole, seen, unlike) for target in place.targets)


def _of_target(
    target: Target,
    said: Sequence[TypedNumber],
    whole: frozenset[int],
    seen: Seen,
    unlike: str,
) -> Fact:
    if target.of_data and unlike:
        return Fact("non vérifiable", unlike)
    if target.is_exact:
        return _of_exact(target, said, whole, seen.computed)
    if unlike:
        return Fact("non vérifiable", unlike)
    return _of_range(target, said, seen.computed)


def _of_exact(
    target: Target, said: Sequence[TypedNumber], whole: frozenset[int], computed: Sequence[Known]
) -> Fact:
    shown = _shown(target, target.value)
    name = f"{_sentence(target.label)} : {shown}"
    typed = any(reading.value == Decimal(target.value) for n in said for reading in n.readings)
    if typed or target.value in whole:
        return Fact("conforme", f"{name}, donné.")
    if any(known.value == target.value for known in computed):
        return Fact("conforme", f"{name}, montré par une expression.")
    if not said and not whole and not computed:
        return Fact("non vérifiable", f"{name} ; la réponse ne donne aucun nombre.")
    if target.of_data:
        told = f"{name} pour les images du corrigé, absent de la réponse."
        return Fact("non vérifiable", told)
    return Fact("écart", f"{name}, absent de la réponse.")


def _of_range(target: Target, said: Sequence[TypedNumber], computed: Sequence[Known]) -> Fact:
    low, high = _shown(target, target.low), _shown(target, target.high)
    value = _shown(target, target.value)
    name = f"{_sentence(target.label)} : {value} dans le corrigé"
    name = f"{name}, attendu de {low} à {high} ({target.how})"
    found = sorted(_candidates(target, said, computed), key=lambda c: abs(c[0] - target.value))
    if not found:
        return Fact("non vérifiable", f"{name} ; la réponse ne donne aucun nombre de cette sorte.")
    nearest, slack, text = found[0]
    if target.contains(nearest, slack):
        return Fact("conforme", f"{name} ; lu : {text}.")
    return Fact("écart", f"{name} ; le plus proche de la réponse : {text}.")


def _candidates(
    target: Target, said: Sequence[TypedNumber], computed: Sequence[Known]
) -> Iterator[tuple[float, float, str]]:
    """Yield the values that may answer: value, half of its last digit, as the answer shows it."""
    for number in said:
        for reading in number.readings:
            for sort, meant in meanings(reading, number.unit):
                if sort == target.sort:
                    value, slack = float(meant.value), float(meant.step) / 2
                    signed = -value if target.value < 0 < value else value
                    yield signed, slack, f"« {number.text} »"
    for known in computed:
        if known.sort == target.sort:
            yield known.value, 0.0, str(known)


def _shown(target: Target, value: float) -> str:
    return Known(value, target.sort, "").shown


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _proposals(
    seen: Seen, by_place: Mapping[int, Sequence[Fact]], own: Sequence[Fact]
) -> Iterator[Proposal]:
    solution = seen.question.solution
    scheme = [] if solution is None else [(c.points, c.text.source) for c in solution.scheme]
    doubtful = any(fact.outcome == "écart" for fact in own)
    for rank, (most, text) in enumerate(scheme or [(seen.question.points, WHOLE)]):
        points, reason = _proposed(seen, by_place.get(rank, ()), doubtful, most)
        yield Proposal(most, text, points, reason)


def _proposed(
    seen: Seen, facts: Sequence[Fact], doubtful: bool, most: float
) -> tuple[float | None, str]:
    """Return the points that facts decide and why; None when the teacher must judge.

    A measure off the range costs nothing by itself: the students' network is their own.
    """
    if seen.status in ("vide", "gabarit inchangé"):
        return 0.0, f"question sans réponse ({seen.status})"
    if not facts:
        return None, TO_JUDGE
    outcome = _worst(facts)
    reason = " ".join(fact.text for fact in facts)
    if outcome == "conforme" and not doubtful:
        return most, reason
    if outcome == "conforme":
        return None, f"{TO_JUDGE} : {reason} Mais d’autres nombres de la réponse sont à vérifier."
    if outcome == "écart" and seen.question.kind == "exact":
        return 0.0, reason
    return None, f"{TO_JUDGE} : {reason}"
