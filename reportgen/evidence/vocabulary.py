"""The names that prose may use, bound to the results of one build.

Families are imported when a function is called: this module needs neither Matplotlib nor
scikit-learn.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any

from reportgen.errors import EvidenceError
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.dependencies import Restricted, element_parameters
from reportgen.evidence.elements import Element, Group
from reportgen.evidence.views import make_views
from reportgen.french import numbers

FAMILIES: Mapping[str, str] = {
    "images": "pictures",
    "effectifs": "class_counts",
    "pixels": "pixel_scale",
    "erreurs": "pictures",
    "resume": "networks",
    "poids": "networks",
    "architecture": "architecture",
    "courbes": "curves",
    "evaluation": "scores",
    "fiabilite": "reliability",
    "saturation": "saturation",
    "relecture": "reloading",
    "classes": "scores",
    "comparaison": "comparison",
    "pareto": "pareto",
    "cout": "cost",
    "confusion": "confusion",
    "activations": "maps",
    "evolution": "evolution",
    "filtres": "maps",
    "projection": "projections",
    "separabilite": "separability",
    "convexite": "convexity",
    "symetrie": "symmetry",
    "hyperparametres": "hyperparameters",
    "standardisation": "standardisation",
    "code": "listing",
    "gradients": "gradients",
    "concordance": "gradients",
    "nuage": "surfaces",
    "surface": "surfaces",
    "formes": "surfaces",
    "descentes": "descents",
    "dispersion": "spread",
    "recherche": "search",
    "lissage": "spread",
    "regle": "rule",
    "constat": "remarks",
}
"""The module of each evidence function."""

FILTERS: Mapping[str, Callable[..., str]] = {
    name: getattr(numbers, name)
    for name in (
        "entier",
        "decimal",
        "pourcent",
        "points",
        "duree",
        "secondes",
        "scientifique",
        "liste",
        "dimensions",
        "pluriel",
        "date",
        "ordinal",
    )
}
"""The filters of expressions."""


def bind(ctx: EvidenceContext) -> dict[str, Any]:
    """Return everything that expressions may name: views, and functions that return elements."""
    functions = {name: partial(call, ctx, name) for name in FAMILIES}
    return {**make_views(ctx), **functions, "donne": donne}


def donne(text: object) -> str:
    """Return the text of a number that the statement gives, not one that a run measured."""
    return str(text)


def call(
    ctx: EvidenceContext,
    name: str,
    *arguments: Any,
    legende: str | None = None,
    id: str | None = None,
    **options: Any,
) -> Element:
    """Call an evidence function as prose does; EvidenceError when the arguments do not suit it.

    ``legende`` replaces the caption and ``id`` names the element for ``ref``.
    """
    # Neither the caption nor the id are part of the key: an element is made once.
    parameters = element_parameters(ctx, name, arguments, options)
    shown = Restricted(ctx, parameters)
    element = ctx.element(parameters, lambda: _made(shown, name, arguments, options))
    caption = legende and legende.removesuffix(".")  # the page ends it itself
    return _labelled(element, caption, id or "")


def _made(
    ctx: EvidenceContext, name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]
) -> Element:
    """Return what a function makes; a page whose elements are kept loads none of them."""
    function = getattr(import_module(f"reportgen.evidence.{FAMILIES[name]}"), name)
    try:
        inspect.signature(function).bind(ctx, *arguments, **options)
    except TypeError as error:
        raise EvidenceError(_misuse(name, function)) from error
    made: Element = function(ctx, *arguments, **options)
    return made


def _labelled(element: Element, caption: str | None, identifier: str) -> Element:
    """Give an element the author's caption and id.

    Of a group, the first member takes both; the others take the id with their number.
    """
    if isinstance(element, Group):
        members = tuple(
            _labelled(member, None if number else caption, _numbered(identifier, number))
            for number, member in enumerate(element.elements)
        )
        element = replace(element, elements=members)
    return replace(element, id=identifier, caption=element.caption if caption is None else caption)


def _numbered(identifier: str, number: int) -> str:
    return f"{identifier}-{number + 1}" if identifier and number else identifier


def _misuse(name: str, function: Callable[..., Element]) -> str:
    parameters = list(inspect.signature(function).parameters.values())[1:]
    shown = [*(_shown(p) for p in parameters), "legende=…", "id=…"]
    return f"{name} : arguments incorrects. Attendu : {name}({', '.join(shown)})."


def _shown(parameter: inspect.Parameter) -> str:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return f"{parameter.name}…"
    if parameter.default is parameter.empty:
        return parameter.name
    return f"{parameter.name}={parameter.default!r}"
