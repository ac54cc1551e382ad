"""Check the axes of an input and name them in French; knows no layer."""

from __future__ import annotations

from reportgen.layers.errors import ShapeError
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.wording import dimensions

_NAMES = {
    1: "longueur × canaux",
    2: "hauteur × largeur × canaux",
    3: "profondeur × hauteur × largeur × canaux",
}


def require_map(settings: Settings, shape: Shape) -> None:
    """Raise ShapeError unless the input has the spatial axes that the layer's name announces."""
    if len(shape) == settings.rank + 1:
        return
    raise ShapeError(
        f"{settings.name} attend une entrée à {settings.rank + 1} dimensions "
        f"({_NAMES[settings.rank]}) ; reçu : {dimensions(shape)}" + _vector_hint(shape)
    )


def require_dimensions(settings: Settings, shape: Shape, count: int) -> None:
    """Raise ShapeError unless the input has ``count`` dimensions."""
    if len(shape) != count:
        ending = "s" if count > 1 else ""
        raise ShapeError(
            f"{settings.name} attend une entrée à {count} dimension{ending} ; "
            f"reçu : {dimensions(shape)}"
        )


def chosen_axes(settings: Settings, shape: Shape) -> tuple[int, ...]:
    """Return the positions in ``shape`` that the argument ``axis`` names, in order, from 0.

    Keras counts the batch as axis 0; naming it, or an axis that the input does not have,
    raises ShapeError.
    """
    axis = settings["axis"]
    asked = [axis] if isinstance(axis, int) else list(axis)
    rank = len(shape) + 1
    found = [position + rank if position < 0 else position for position in asked]
    if not all(1 <= position < rank for position in found):
        raise ShapeError(
            f"« axis » doit désigner un axe de 1 à {rank - 1}, ou -1 pour le dernier "
            f"(l’entrée est {dimensions(shape)}) ; reçu : {axis}",
            "axis",
        )
    return tuple(sorted(position - 1 for position in found))


def _vector_hint(shape: Shape) -> str:
    if len(shape) != 1:
        return ""
    return " (l’entrée est déjà un vecteur : la couche vient-elle après Flatten ?)"
