"""Output shapes of layers that slide over, cut or enlarge maps; last axis: channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportgen.layers.axes import require_map
from reportgen.layers.errors import ShapeError
from reportgen.layers.settings import Settings, Shape, as_window
from reportgen.layers.windows import Window, slid_length, spread_length
from reportgen.layers.wording import dimensions, whole


def convolved(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after a convolution whose filters read all channels of their group."""
    places = convolution_places(settings, shape)
    _require_channel_groups(settings, shape)
    return (*places, settings.size("filters"))


def depthwise(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after a convolution of every channel by itself."""
    places = convolution_places(settings, shape)
    return (*places, shape[-1] * settings.size("depth_multiplier"))


def transposed(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after a transposed convolution."""
    require_map(settings, shape)
    more = settings["output_padding"]
    added: Sequence[int | None] = (
        (None,) * settings.rank if more is None else as_window(more, settings.rank)
    )
    lengths = tuple(
        spread_length(length, window, settings["padding"], extra)
        for length, window, extra in zip(shape, _kernel(settings), added, strict=False)
    )
    if min(lengths) < 1:
        raise ShapeError(
            f"{settings.name} ne laisse aucune position d’une carte {dimensions(shape[:-1])}",
            "output_padding",
        )
    return (*lengths, settings.size("filters"))


def convolution_places(settings: Settings, shape: Shape) -> Shape:
    """Return the number of positions of a kernel along each axis."""
    require_map(settings, shape)
    places = _places(shape, _kernel(settings), settings["padding"])
    if 0 in places:
        raise ShapeError(_does_not_fit("un noyau", settings, "kernel_size", shape), "kernel_size")
    return places


def pooled(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after local pooling; the stride defaults to the window."""
    require_map(settings, shape)
    sizes = settings.window("pool_size")
    strides = sizes if settings["strides"] is None else settings.window("strides")
    windows = [Window(size, stride) for size, stride in zip(sizes, strides, strict=True)]
    places = _places(shape, windows, settings["padding"])
    if 0 in places:
        raise ShapeError(_does_not_fit("une fenêtre", settings, "pool_size", shape), "pool_size")
    return (*places, shape[-1])


def globally_pooled(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after pooling over all positions."""
    require_map(settings, shape)
    kept = (1,) * settings.rank if settings.flag("keepdims") else ()
    return (*kept, shape[-1])


def padded(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after adding borders of zeros."""
    require_map(settings, shape)
    borders = _borders(settings["padding"], settings.rank)
    return (*(n + sum(pair) for n, pair in zip(shape, borders, strict=False)), shape[-1])


def cropped(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after cutting borders off."""
    require_map(settings, shape)
    borders = _borders(settings["cropping"], settings.rank)
    kept = tuple(n - sum(pair) for n, pair in zip(shape, borders, strict=False))
    if min(kept) < 1:
        raise ShapeError(
            f"« cropping » ne laisse rien d’une carte {dimensions(shape[:-1])}", "cropping"
        )
    return (*kept, shape[-1])


def enlarged(settings: Settings, shape: Shape) -> Shape:
    """Return the shape after repeating every position."""
    require_map(settings, shape)
    factors = settings.window("size")
    return (*(n * factor for n, factor in zip(shape, factors, strict=False)), shape[-1])


def resized(settings: Settings, shape: Shape) -> Shape:
    """Return the shape of images brought to a height and a width."""
    require_image(settings, shape)
    return (settings.size("height"), settings.size("width"), shape[-1])


def augmented(settings: Settings, shape: Shape) -> Shape:
    """Return the shape of randomly changed images: their own."""
    require_image(settings, shape)
    return shape


def require_image(settings: Settings, shape: Shape) -> None:
    """Raise ShapeError unless the input is an image, height × width × channels."""
    if len(shape) != 3:
        raise ShapeError(
            f"{settings.name} attend des images (hauteur × largeur × canaux) ; "
            f"reçu : {dimensions(shape)}"
        )


def _kernel(settings: Settings) -> list[Window]:
    sizes, strides = settings.window("kernel_size"), settings.window("strides")
    return list(map(Window, sizes, strides, settings.window("dilation_rate")))


def _places(shape: Shape, windows: list[Window], padding: Any) -> Shape:
    return tuple(
        slid_length(length, window, padding) for length, window in zip(shape, windows, strict=False)
    )


def _does_not_fit(what: str, settings: Settings, argument: str, shape: Shape) -> str:
    size, space = dimensions(settings.window(argument)), dimensions(shape[:-1])
    if settings.rank == 1:
        size, space = f"de taille {size}", f"de longueur {space}"
    spread = settings["dilation_rate"] if settings.has("dilation_rate") else 1
    widened = "" if max(as_window(spread, settings.rank)) == 1 else " dilaté"
    return f"{what} {size}{widened} ne tient pas dans une carte {space} (padding « valid »)"


def _require_channel_groups(settings: Settings, shape: Shape) -> None:
    groups = settings.size("groups") if settings.has("groups") else 1
    if shape[-1] % groups:
        raise ShapeError(
            f"« groups » doit diviser le nombre de canaux de l’entrée : {whole(shape[-1])} canaux "
            f"ne se partagent pas en {whole(groups)} groupes",
            "groups",
        )


def _borders(value: Any, rank: int) -> list[Shape]:
    if isinstance(value, int):
        return [(value, value)] * rank
    if rank == 1:
        return [tuple(value)]
    return [as_window(axis, 2) for axis in value]
