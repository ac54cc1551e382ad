"""Find populations by the names that prose uses, or say what is nearest."""

from __future__ import annotations

from collections.abc import Collection

from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.lookup import find, unknown
from reportgen.french.numbers import en_lettres, liste, pluriel
from reportgen.results import PopulationResult

_FEW = 3
"""Populations whose titles a caption of one line can hold."""


def find_population(ctx: EvidenceContext, name: object) -> PopulationResult:
    """Return a population of the lab, trained; EvidenceError when there is none of that name."""
    spec = find("population inconnue", name, ctx.lab.populations)
    return PopulationResult(spec, ctx.population(spec.name))


def find_family(ctx: EvidenceContext, name: object) -> tuple[PopulationResult, ...]:
    """Return the members of a family; EvidenceError when there is none of that name."""
    family = find("famille inconnue", name, ctx.lab.families)
    return tuple(find_population(ctx, member) for member in family.members)


def find_populations(
    ctx: EvidenceContext, names: Collection[object]
) -> tuple[PopulationResult, ...]:
    """Return populations, and the members of families, each once; EvidenceError for none."""
    if not names:
        raise EvidenceError('indiquez au moins une population, par exemple dispersion("xor").')
    wanted: dict[str, None] = {}
    for name in names:
        if name in ctx.lab.families:
            wanted |= dict.fromkeys(ctx.lab.families[str(name)].members)
        elif name in ctx.lab.populations:
            wanted[str(name)] = None
        else:
            known = (*ctx.lab.populations, *ctx.lab.families)
            raise unknown("population ou famille inconnue", name, known)
    return tuple(find_population(ctx, name) for name in wanted)


def titles(results: Collection[PopulationResult]) -> str:
    """Return what a caption calls populations: their titles, or their number when many."""
    if len(results) > _FEW:
        return f"{en_lettres(len(results))} populations"
    return liste(f"« {result.spec.title} »" for result in results)


def of_first(count: int) -> str:
    """Return « des cinq premiers essais »."""
    return "du premier essai" if count == 1 else f"des {en_lettres(count)} premiers essais"


def starts(result: PopulationResult) -> str:
    """Return « 256 initialisations »."""
    return pluriel(len(result.finals), "initialisation", "initialisations")
