"""Weights of layers that scale values one by one: normalisations and learnt slopes."""

from __future__ import annotations

from math import prod

from reportgen.layers.axes import chosen_axes
from reportgen.layers.derivation import Derivation, Term, term
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.wording import plural, product

_MOVING = ("moyenne mobile", "variance mobile")
_RENORMALISING = (
    "écart type mobile",
    "moyenne de renormalisation",
    "écart type de renormalisation",
)


def batch_normalisation(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count γ and β, learnt, then the moving mean and variance, kept but not learnt."""
    [axis] = chosen_axes(settings, shape)
    learnt = _learnt(settings, (shape[axis],))
    labels = _MOVING + (_RENORMALISING if settings.flag("renorm") else ())
    kept = tuple(term(label, shape[axis], trainable=False) for label in labels)
    count = len(learnt) + len(kept)
    return Derivation(learnt + kept, product(count, shape[axis]), _moving_words(learnt, kept))


def _moving_words(learnt: tuple[Term, ...], kept: tuple[Term, ...]) -> str:
    symbols = f" ({', '.join(item.label for item in learnt)})" if learnt else ""
    statistics = " (moyenne et variance mobiles)" if len(kept) == len(_MOVING) else ""
    count = plural(len(learnt) + len(kept), "poids", "poids")
    return (
        f"{count} par canal : {plural(len(learnt), 'appris', 'appris')}{symbols}, "
        f"{len(kept)} non appris{statistics}"
    )


def learnt_scale(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count γ and β of a normalisation that keeps no statistics."""
    sizes = tuple(shape[axis] for axis in chosen_axes(settings, shape))
    terms = _learnt(settings, sizes)
    if not terms:
        return Derivation()
    symbols = " et ".join(item.label for item in terms)
    each = plural(len(terms), "poids", "poids")
    one = "canal" if len(sizes) == 1 else "valeur"
    return Derivation(terms, product(len(terms), *sizes), f"{each} par {one} : {symbols}")


def root_mean_square(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count the one scale of RMSNormalization."""
    scale = term("γ", *(shape[axis] for axis in chosen_axes(settings, shape)))
    return Derivation((scale,), scale.formula)


def adapted(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count the statistics that ``adapt`` fills: mean, variance, and Keras' counter of batches.

    Values given in the definition are constants, not weights.
    """
    if settings["mean"] is not None:
        return Derivation()
    axes = chosen_axes(settings, shape) if settings["axis"] is not None else ()
    sizes = tuple(shape[axis] for axis in axes) or (1,)
    terms = (
        term("moyenne", *sizes, trainable=False),
        term("variance", *sizes, trainable=False),
        term("compteur", 1, trainable=False),
    )
    return Derivation(terms, f"{product(2, *sizes)} + 1")


def learnt_slopes(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count the slopes of PReLU: one a value, or one for all positions of a shared axis."""
    shared = settings["shared_axes"]
    axes = [] if shared is None else [shared] if isinstance(shared, int) else shared
    sizes = tuple(1 if axis in axes else size for axis, size in enumerate(shape, start=1))
    slopes = term("pentes", *sizes)
    return Derivation((slopes,), slopes.formula, f"1 pente pour {_share(prod(shape), prod(sizes))}")


def _share(values: int, slopes: int) -> str:
    return plural(values // slopes, "valeur")


def _learnt(settings: Settings, sizes: Shape) -> tuple[Term, ...]:
    labels = (("γ", "scale"), ("β", "center"))
    return tuple(term(label, *sizes) for label, argument in labels if settings.flag(argument))
