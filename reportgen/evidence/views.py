"""``runs``, ``models``, ``datasets``, ``populations``, ``profile`` as prose sees them: values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.dataset_views import DatasetView
from reportgen.evidence.lookup import find_run
from reportgen.evidence.named import Names, Strict
from reportgen.evidence.population_views import population_views
from reportgen.evidence.run_views import NetworkView, RunView, layer_views


@dataclass(frozen=True)
class ProfileView(Strict):
    """The profile of the document."""

    name: str
    title: str


def make_views(ctx: EvidenceContext) -> dict[str, Any]:
    """Return the views by the names that prose uses; nothing is read before it is asked for."""
    lab, profile = ctx.lab, ctx.profile
    return {
        "runs": Names("entraînement inconnu", lab.runs, lambda n: RunView(find_run(ctx, n))),
        "models": Names("modèle inconnu", lab.models, lambda n: _model(ctx, n)),
        "datasets": Names(
            "jeu de données inconnu", lab.datasets, lambda n: DatasetView(ctx.described(n))
        ),
        "populations": population_views(ctx),
        "profile": ProfileView(profile.name, profile.title),
    }


def _model(ctx: EvidenceContext, name: str) -> NetworkView:
    """Return a model as built for the first run that trains it."""
    built = (result for result in ctx.runs.values() if result.spec.model.name == name)
    result = next(built, None)
    if result is None:
        msg = f"modèle « {name} » : aucun entraînement ne l’a construit, ses poids sont inconnus."
        raise EvidenceError(msg)
    return NetworkView(result.spec.model.title, result.summary, layer_views(result))
