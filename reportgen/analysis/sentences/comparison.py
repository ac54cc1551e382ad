"""Sentences about runs compared on the same test images."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.comparison import Comparison, Doubt, Paired, Seeds, Verdict, compare_all
from reportgen.analysis.sentences import wording
from reportgen.analysis.statistics import mirrored
from reportgen.french.numbers import entier
from reportgen.results import RunResult

ONE_SEED = "Avec une seule graine, ce constat ne vaut que pour ces apprentissages-ci"
"""The warning about what another draw of the initial weights could change.

A claim about the test says it in three words beside its number; this sentence is for the others.
"""

CLAIMS = (Verdict.BETTER, Verdict.WORSE)
"""The verdicts that say something of a model, and not only of the data."""

_MANY_IMAGES = 5e6
"""A needed number of images beyond this is no advice any more."""


def comparison(reference: RunResult, others: Sequence[RunResult]) -> list[str]:
    """Compare one or several runs with the first one."""
    found = compare_all(reference, others)
    if len(others) == 1:
        return _one(reference, others[0], found[0])
    told = [_reference(reference, any(_rests_on_one_seed(seen) for seen in found))]
    told += [_short(run, seen) for run, seen in zip(others, found, strict=True)]
    shown = sum(seen.paired is not None and seen.change != 0.0 for seen in found)
    return told + ([wording.holm_note(len(others), shown)] if shown else [])


def effect_on_test(found: Comparison, a: RunResult, b: RunResult) -> str:
    """Say in one sentence what b changes on the test, for remarks about one modification."""
    if found.paired is None:
        return _other_images(a, b)
    before, after = _rates(found.paired, found.seeds)
    start = f"Sur le test, l’exactitude {wording.path(before, after)}"
    if found.change == 0.0:
        return f"Sur le test, l’exactitude est la même, {after}"
    return f"{start} : {_judgement(found)}"


def _one(a: RunResult, b: RunResult, found: Comparison) -> list[str]:
    if found.paired is None:
        return [_other_images(a, b)]
    return [
        _both(a, b, found.paired, found.seeds),
        wording.capital(_judgement(found)),
        *([_disagreement(found.paired)] if found.seeds is None else []),
        *_what_would_decide(found),
    ]


def _rates(paired: Paired, seeds: Seeds | None) -> tuple[str, str]:
    if seeds is not None:
        return wording.rate_with_spread(seeds.first), wording.rate_with_spread(seeds.second)
    return wording.rate(paired.first), wording.rate(paired.second)


def _both(a: RunResult, b: RunResult, paired: Paired, seeds: Seeds | None) -> str:
    before, after = _rates(paired, seeds)
    where = (
        "Sur la même image de test"
        if paired.n == 1
        else f"Sur les mêmes {wording.images(paired.n)} de test"
    )
    if seeds is not None:
        where += f" et en moyenne sur {wording.small(seeds.first.count)} graines"
    return f"{where}, {wording.model(b)} atteint {after}, contre {before} pour {wording.model(a)}"


def _judgement(found: Comparison) -> str:
    """Return the verdict as a clause that starts with its subject, without full stop."""
    change, proof = found.change, f"({_proof(found)})"
    size = wording.of_amount(change)
    if change == 0.0:
        return "les deux modèles font exactement autant d’erreurs l’un que l’autre"
    match found.verdict:
        case Verdict.BETTER:
            return f"le gain, {size}, est significatif {proof}"
        case Verdict.WORSE:
            return f"le recul, {size}, est significatif {proof}"
        case Verdict.NONE:
            return (
                f"l’écart, {_signed(change)}, n’est pas significatif {proof}, et ces données ne "
                "départagent pas les deux modèles"
            )
        case Verdict.UNDECIDED:
            return (
                f"l’écart, {_signed(change)}, ne permet pas de conclure {proof}, "
                f"{_why_undecided(found)}"
            )


def _signed(change: float) -> str:
    """Return a difference as its interval is written, so that it lies between the bounds."""
    tiny = 0 < abs(change) < 0.0005
    return wording.of_amount(change) if tiny else wording.of_signed(change)


def _why_undecided(found: Comparison) -> str:
    if found.doubt is Doubt.SEEDS:
        return (
            "car il ressort sur ces images, mais pas de la comparaison des graines entre elles, "
            "trop peu nombreuses ou trop différentes"
        )
    return "car il est à la limite de ce que le hasard produit"


def _proof(found: Comparison) -> str:
    if found.seeds is not None:
        return _seeds_proof(found.seeds)
    return _images_proof(found.paired, found.verdict) if found.paired else ""


def _images_proof(paired: Paired, verdict: Verdict) -> str:
    # « Le recul, de 2 points » is a positive amount, and so are its bounds.
    bounds = mirrored(paired.interval) if verdict is Verdict.WORSE else paired.interval
    seeds = "une seule graine ; " if verdict in CLAIMS else ""
    return (
        f"{seeds}intervalle à 95 % : {wording.margins(bounds)} ; test exact de McNemar : "
        f"{wording.pvalue(paired.pvalue)}"
    )


def _seeds_proof(seeds: Seeds) -> str:
    return (
        f"test sur les images : {wording.pvalue(seeds.images)} ; test de Student sur les graines : "
        f"{wording.pvalue(seeds.pvalue)}"
    )


def _disagreement(paired: Paired) -> str:
    total = paired.b + paired.c
    if total == 0:
        return "Ils réussissent et échouent sur les mêmes images"
    if total == 1:
        return "Une seule image est reconnue par l’un et pas par l’autre"
    return (
        f"Sur {wording.images(total)}, un seul des deux modèles a raison : {entier(paired.b)} fois "
        f"le premier nommé, {entier(paired.c)} fois le second"
    )


def _what_would_decide(found: Comparison) -> list[str]:
    if found.verdict not in (Verdict.NONE, Verdict.UNDECIDED) or found.change == 0.0:
        return []
    if found.doubt is Doubt.SEEDS:
        return ["Il faudrait d’autres graines pour trancher"]
    paired = found.paired
    if paired is None or found.seeds is not None or paired.needed > _MANY_IMAGES:
        return []
    return [
        f"Si l’écart réel était celui-là, il faudrait environ {_rounded(paired.needed)} images de "
        "test pour l’établir huit fois sur dix"
    ]


def _rounded(count: float) -> str:
    digits = len(str(round(count))) - 2
    return entier(round(count, -max(0, digits)))


def _rests_on_one_seed(found: Comparison) -> bool:
    """Whether a difference is claimed that one seed showed; nothing else depends on seeds."""
    return found.verdict in CLAIMS and found.seeds is None


def _other_images(a: RunResult, b: RunResult) -> str:
    first, second = (wording.rate(run.accuracy("test")) for run in (a, b))
    return (
        f"{wording.capital(wording.model(b))} atteint {second} et {wording.model(a)} {first}, mais "
        "pas sur les mêmes images de test : ces deux nombres ne mesurent pas la même tâche et ne "
        "se comparent pas image par image"
    )


def _reference(run: RunResult, warned: bool) -> str:
    count = run.first.evaluations["test"].count
    return (
        f"La référence est {wording.model(run)}, qui atteint "
        f"{wording.rate(run.accuracy('test'))} sur {wording.the_images(count, 'de test')}"
        f"{', avec une seule graine' if warned else ''}"
    )


def _short(run: RunResult, found: Comparison) -> str:
    name = f"{wording.capital(wording.model(run))} ({wording.rate(run.accuracy('test'))})"
    size = wording.of_amount(found.change)
    if found.paired is None:
        return f"{name} n’a pas été évalué sur les mêmes images"
    if found.change == 0.0:
        return f"{name} fait exactement autant d’erreurs qu’elle"
    match found.verdict:
        case Verdict.BETTER:
            return f"{name} fait significativement mieux qu’elle, {size} ({_short_proof(found)})"
        case Verdict.WORSE:
            return (
                f"{name} fait significativement moins bien qu’elle, {size} ({_short_proof(found)})"
            )
        case Verdict.NONE:
            return f"{name} ne se distingue pas significativement d’elle ({_short_proof(found)})"
        case Verdict.UNDECIDED:
            return f"Pour {wording.lower(name)}, on ne peut pas conclure ({_short_proof(found)})"


def _short_proof(found: Comparison) -> str:
    if found.seeds is not None:
        return _seeds_proof(found.seeds)
    return wording.pvalue(found.paired.pvalue) if found.paired else ""
