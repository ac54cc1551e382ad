"""Backgrounds of drawn images, and what a camera adds: light, obstacles, blur, noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reportgen.data.raster import Canvas, Colours, Dice, Field, shade, smooth_noise

_SKIES = ((0.45, 0.65, 0.92), (0.62, 0.78, 0.95), (0.78, 0.82, 0.86), (0.9, 0.75, 0.6))
_GRASS = ((0.32, 0.52, 0.2), (0.5, 0.58, 0.28), (0.6, 0.55, 0.35), (0.25, 0.4, 0.18))
_WATER = ((0.15, 0.32, 0.5), (0.25, 0.45, 0.55), (0.35, 0.5, 0.62), (0.2, 0.3, 0.35))
_ROADS = ((0.45, 0.45, 0.47), (0.6, 0.58, 0.55), (0.3, 0.3, 0.32), (0.7, 0.68, 0.62))
_WALLS = ((0.75, 0.68, 0.58), (0.55, 0.6, 0.68), (0.85, 0.83, 0.8), (0.6, 0.45, 0.4))
_WOODS = ((0.2, 0.3, 0.15), (0.3, 0.28, 0.18), (0.15, 0.2, 0.12), (0.42, 0.45, 0.3))

SCENES: Mapping[str, tuple[tuple[tuple[float, ...], ...], tuple[tuple[float, ...], ...]]] = {
    "ciel": (_SKIES, _SKIES),
    "pré": (_SKIES, _GRASS),
    "forêt": (_WOODS, _GRASS),
    "eau": (_SKIES, _WATER),
    "rue": (_WALLS, _ROADS),
    "intérieur": (_WALLS, _WALLS),
}
"""Palettes above and below the horizon."""


def paint_background(canvas: Canvas, dice: Dice, scene: str) -> None:
    """Paint a scene with a horizon, blotches and some clutter."""
    above, below = SCENES[scene]
    size = canvas.pixels.shape[1]
    horizon = dice.between(-0.45, 0.45)
    top, bottom = dice.colour(above), dice.colour(below)
    canvas.fill(canvas.box((0.0, 0.0), 9.0, 9.0), top)
    canvas.fill(horizon - canvas.y + dice.between(-0.15, 0.15) * canvas.x, bottom)
    canvas.pixels *= (1 + canvas.y * dice.between(-0.15, 0.15))[..., None]
    for cells, strength in ((4, 0.3), (10, 0.25)):
        blotches = (smooth_noise(dice, size, cells) - np.float32(0.5)) * dice.between(0, strength)
        canvas.pixels += blotches[..., None]
    _clutter(canvas, dice, top, bottom)


def _clutter(canvas: Canvas, dice: Dice, top: Colours, bottom: Colours) -> None:
    """Scatter shapes in the background's own colours and some in any colour."""
    for number in range(4):
        base = (top, bottom)[number % 2]
        other = dice.colour(((0.2, 0.2, 0.2), (0.8, 0.8, 0.8), (0.6, 0.35, 0.25)), 0.2)
        mix = dice.between(0, 0.8)[:, 0]
        centre = (dice.between(-1.1, 1.1), dice.between(-1.1, 1.1))
        width, height = dice.between(0.08, 0.5), dice.between(0.06, 0.5)
        shape = canvas.box if number % 2 else canvas.ellipse
        canvas.fill(shape(centre, width, height), base + mix * (other - base), dice.chance(0.6))


def finish(canvas: Canvas, dice: Dice) -> None:
    """Add an obstacle to some images, uneven light, blur, colour cast, and sensor noise."""
    count, size, _, channels = canvas.pixels.shape
    canvas.place(0.0, 0.0, np.ones((count, 1, 1), dtype=np.float32))
    _occlude(canvas, dice)
    side = dice.between(-0.3, 0.3) * canvas.x + dice.between(-0.3, 0.3) * canvas.y
    light = dice.between(0.55, 1.15) * (1 + side)
    cast = 1 + (dice.grid(1, 1, channels) - np.float32(0.5)) * np.float32(0.3)
    pixels = canvas.pixels * light[..., None] * cast
    fog = dice.between(-0.3, 0.3)[..., None]
    pixels += np.maximum(fog, 0) * (np.float32(0.6) - pixels)
    pixels = _blur(pixels, dice.between(-0.2, 0.5)[..., None])
    noise = sum((dice.grid(size, size, channels) for _ in range(2)), start=np.float32(-1.0))
    canvas.pixels = np.clip(pixels + noise * dice.between(0.01, 0.1)[..., None], 0, 1)


def _occlude(canvas: Canvas, dice: Dice) -> None:
    colour = dice.colour(((0.3, 0.4, 0.2), (0.5, 0.45, 0.4), (0.25, 0.25, 0.28)), 0.15)
    post = canvas.box((dice.between(-0.9, 0.9), 0.0), dice.between(0.04, 0.2), 2.0)
    canvas.fill(post, colour, dice.chance(0.15))
    edge = dice.between(0.45, 0.9)
    canvas.fill(
        edge - canvas.y + dice.between(-0.3, 0.3) * canvas.x, shade(colour, 1.2), dice.chance(0.3)
    )


def _blur(pixels: Field, amount: Field) -> Field:
    """Mix every pixel with its four neighbours; *amount* below 0 leaves the image sharp."""
    around = np.pad(pixels, ((0, 0), (1, 1), (1, 1), (0, 0)), mode="edge")
    mean = (
        around[:, 2:, 1:-1] + around[:, :-2, 1:-1] + around[:, 1:-1, 2:] + around[:, 1:-1, :-2]
    ) * np.float32(0.25)
    return np.asarray(pixels + np.maximum(amount, 0) * (mean - pixels))
