"""Output shapes of layers that work on vectors, sequences or any tensor; batch axis left out."""

from __future__ import annotations

from math import prod

from reportgen.layers.axes import chosen_axes, require_dimensions
from reportgen.layers.errors import ShapeError
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.wording import dimensions, whole


def unchanged(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape: the layer works on every value by itself."""
    return shape


def along_axis(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape, once ``axis`` is known to exist."""
    if settings["axis"] is not None:
        chosen_axes(settings, shape)
    return shape


def group_normalised(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape, once the groups are known to divide the channels."""
    [axis] = chosen_axes(settings, shape)
    groups = settings.size("groups")
    if groups != -1 and shape[axis] % groups:
        raise ShapeError(
            f"« groups » doit diviser le nombre de canaux de l’entrée : {whole(shape[axis])} "
            f"canaux ne se partagent pas en {whole(groups)} groupes",
            "groups",
        )
    return shape


def spatially_dropped(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape, once it is a map."""
    require_dimensions(settings, shape, settings.rank + 1)
    return shape


def dense(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after a dense layer, which reads the last axis."""
    if not shape:
        raise ShapeError("Dense attend au moins une dimension ; reçu : aucune dimension")
    return (*shape[:-1], settings.size("units"))


def flattened(settings: Settings, shape: Shape) -> Shape:
    """Return one axis that holds all values."""
    return (prod(shape),)


def reshaped(settings: Settings, shape: Shape) -> Shape:
    """Return the shape asked for, its -1 computed."""
    target = tuple(settings["target_shape"])
    values, fixed = prod(shape), prod(n for n in target if n != -1)
    if values % fixed or (-1 not in target and values != fixed):
        raise ShapeError(
            f"« target_shape » {list(target)} ne peut pas ranger les {whole(values)} valeurs "
            f"d’une entrée {dimensions(shape)}",
            "target_shape",
        )
    return tuple(values // fixed if n == -1 else n for n in target)


def permuted(settings: Settings, shape: Shape) -> Shape:
    """Return the axes in another order."""
    dims = tuple(settings["dims"])
    if len(dims) != len(shape):
        raise ShapeError(
            f"« dims » donne {len(dims)} axes mais l’entrée {dimensions(shape)} en a {len(shape)}",
            "dims",
        )
    return tuple(shape[position - 1] for position in dims)


def repeated(settings: Settings, shape: Shape) -> Shape:
    """Return a sequence of one vector, ``n`` times."""
    require_dimensions(settings, shape, 1)
    return (settings.size("n"), *shape)


def embedded(settings: Settings, shape: Shape) -> Shape:
    """Return a vector for every whole number of the input."""
    return (*shape, settings.size("output_dim"))


def recurrent(settings: Settings, shape: Shape) -> Shape:
    """Return the last state, or the state at every step, of a layer that reads a sequence."""
    if len(shape) != 2:
        raise ShapeError(
            f"{settings.name} attend une séquence (pas de temps × valeurs) ; "
            f"reçu : {dimensions(shape)}"
        )
    if settings.flag("return_state"):
        raise ShapeError("« return_state » donne plusieurs sorties", "return_state")
    units = settings.size("units")
    return (shape[0], units) if settings.flag("return_sequences") else (units,)


def declared(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape, once it is the one that the Input layer declares."""
    stated = settings["shape"]
    if stated is not None and tuple(stated) != shape:
        raise ShapeError(
            f"« shape » annonce {dimensions(stated)} mais les données sont {dimensions(shape)}",
            "shape",
        )
    return shape


def shared_slopes(settings: Settings, shape: Shape) -> Shape:
    """Return the input shape, once the shared axes of PReLU are known to exist."""
    axes = settings["shared_axes"]
    asked = axes if isinstance(axes, list | tuple) else [axes]
    if axes is not None and not all(1 <= axis <= len(shape) for axis in asked):
        raise ShapeError(
            f"« shared_axes » doit désigner des axes de 1 à {len(shape)} ; reçu : {axes}",
            "shared_axes",
        )
    return shape
