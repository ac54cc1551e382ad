"""The facts that a document states about its own making, from the material it is made of."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from reportgen import __version__
from reportgen.document.types import DatasetFacts, Meta, RunFacts
from reportgen.errors import UsageError
from reportgen.lab.types import Profile
from reportgen.material import Material
from reportgen.results import RunResult, telling_machine


def make_meta(material: Material) -> Meta:
    """Return the facts for cover, footers and colophon."""
    results = list(material.runs.values())
    described = [material.described(name) for name in material.lab.datasets]
    return Meta(
        profile=material.profile.title,
        profile_note=profile_note(material.profile),
        generated=today(),
        version=__version__,
        machine=telling_machine(results) if results else None,
        datasets=tuple(DatasetFacts(d.title, d.origin, d.counts) for d in described),
        runs=tuple(_run_facts(result) for result in results),
    )


def today() -> date:
    """Return the date of the documents: ``SOURCE_DATE_EPOCH`` when it is set, else today's.

    UsageError when that is not a number of seconds that a calendar knows.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as exc:
        raise UsageError(
            f"SOURCE_DATE_EPOCH vaut « {epoch} » : attendu un nombre entier de secondes depuis "
            "1970, comme 1767225600. Corrigez cette variable, ou effacez-la par "
            "« unset SOURCE_DATE_EPOCH »."
        ) from exc


def profile_note(profile: Profile) -> str:
    """Return one French sentence that says what the profile takes away from the lab."""
    limits = []
    if profile.train is not None:
        limits.append("une partie des images")
    if profile.epoch_scale < 1 or profile.max_epochs is not None:
        limits.append("moins d’époques")
    if not limits:
        return "Toutes les époques, et toutes les images des données décrites à la fin."
    kept = " et ".join(limits)
    return f"Version abrégée : {kept} ; les valeurs mesurées ne sont pas celles du TP complet."


def _run_facts(result: RunResult) -> RunFacts:
    return RunFacts(
        title=result.spec.title,
        seeds=tuple(seed.seed for seed in result.seeds),
        epochs=tuple(seed.epochs for seed in result.seeds),
        seconds=sum(sum(seed.history.seconds) for seed in result.seeds),
        trained_at=result.trained_at,
        keys=tuple(seed.key for seed in result.seeds),
        name=result.spec.name,
    )
