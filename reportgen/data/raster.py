"""Paint simple shapes on a batch of small images at once. Knows shapes, not what they show.

Only additions, products, quotients, square roots and comparisons in float32 are used: IEEE
fixes their results to the last bit, so that the same seed draws the same images everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Field = npt.NDArray[Any]
"""float32: one value per image, (n, 1, 1), or per pixel, (n, size, size)."""

Colours = npt.NDArray[Any]
"""float32: one colour per image, (n, channels), 0–1."""

Value = Field | float
Point = tuple[Value, Value]


class Dice:
    """Random choices, one per image of a batch, from a bit stream that a seed fixes."""

    def __init__(self, seed: Sequence[int], count: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(list(seed)))
        self.count = count

    def between(self, low: float, high: float) -> Field:
        """Return uniform values, (n, 1, 1)."""
        return self._uniform((self.count, 1, 1)) * np.float32(high - low) + np.float32(low)

    def chance(self, probability: float) -> Field:
        """Return 1 with that probability, else 0, (n, 1, 1)."""
        return (self._uniform((self.count, 1, 1)) < probability).astype(np.float32)

    def colour(self, palette: Sequence[Sequence[float]], spread: float = 0.08) -> Colours:
        """Return one colour of the palette per image, moved a little; 0–1."""
        table = np.asarray(palette, dtype=np.float32)
        picked = table[(self._uniform((self.count,)) * len(table)).astype(np.int64)]
        moved = picked + (self._uniform(picked.shape) - np.float32(0.5)) * np.float32(2 * spread)
        return np.clip(moved, 0, 1)

    def grid(self, *shape: int) -> Field:
        """Return uniform values 0–1, (n, *shape)."""
        return self._uniform((self.count, *shape))

    def _uniform(self, shape: tuple[int, ...]) -> Field:
        return self._generator.random(shape).astype(np.float32)


class Canvas:
    """A batch of square images, ``pixels`` (n, size, size, channels) float32 in 0–1.

    Shapes are given in the frame that :meth:`place` set: an object spans about −1…1, x to the
    right, y down.
    """

    def __init__(self, count: int, size: int, channels: int) -> None:
        self.pixels: Field = np.zeros((count, size, size, channels), dtype=np.float32)
        centres = (2 * np.arange(size, dtype=np.float32) + 1) / np.float32(size) - 1
        self._columns, self._rows = centres[None, None, :], centres[None, :, None]
        self._half = np.float32(size / 2)
        self.place(0.0, 0.0, np.ones((count, 1, 1), dtype=np.float32))

    def place(
        self, x: Value, y: Value, scale: Field, turn: Value = 0.0, mirror: Value = 1.0
    ) -> None:
        """Set the frame: centre, scale (1 fills the image), tan(angle / 2), ±1 to mirror."""
        square = turn * turn
        cosine, sine = (1 - square) / (1 + square), 2 * turn / (1 + square)
        across, down = self._columns - x, self._rows - y
        self.x: Field = (cosine * across + sine * down) / scale * mirror
        self.y: Field = (cosine * down - sine * across) / scale
        self.unit: Field = scale * self._half

    def fold(self) -> None:
        """Make the frame symmetric: what is drawn at x > 0 appears on both sides."""
        self.x = np.abs(self.x)

    def fill(self, distance: Field, colour: Colours, opacity: Value = 1.0) -> None:
        """Paint where *distance* (in units of the frame) is negative, with a soft edge."""
        cover = np.clip(np.float32(0.5) - distance * self.unit, 0, 1) * opacity
        for channel in range(self.pixels.shape[-1]):
            plane = self.pixels[..., channel]
            plane += cover * (colour[:, channel, None, None] - plane)

    def ellipse(self, centre: Point, rx: Value, ry: Value) -> Field:
        """Return the distance to an ellipse (approximate outside circles)."""
        a, b = (self.x - centre[0]) / rx, (self.y - centre[1]) / ry
        return (np.sqrt(a * a + b * b) - 1) * np.minimum(np.float32(1) * rx, ry)

    def box(self, centre: Point, half_x: Value, half_y: Value, corner: float = 0.0) -> Field:
        """Return the distance to a box with round corners (approximate outside)."""
        a = np.abs(self.x - centre[0]) - half_x
        b = np.abs(self.y - centre[1]) - half_y
        if not corner:
            return np.maximum(a, b)
        a, b = np.maximum(a + corner, 0), np.maximum(b + corner, 0)
        return np.sqrt(a * a + b * b) - np.float32(corner)

    def capsule(self, start: Point, end: Point, radius: Value) -> Field:
        """Return the distance to a thick segment with round ends."""
        across, down = end[0] - start[0], end[1] - start[1]
        a, b = self.x - start[0], self.y - start[1]
        length = np.maximum(np.float32(1e-6), across * across + down * down)
        along = np.clip((a * across + b * down) / length, 0, 1)
        a, b = a - along * across, b - along * down
        return np.sqrt(a * a + b * b) - radius

    def polygon(self, *corners: Point) -> Field:
        """Return the distance to a convex polygon, its corners in either direction."""
        area: Field = np.zeros((1, 1, 1), dtype=np.float32)
        edges: list[Field] = []
        for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
            across, down = x1 - x0, y1 - y0
            length = np.sqrt(np.maximum(np.float32(1e-9), across * across + down * down))
            edges.append(((self.x - x0) * down - (self.y - y0) * across) / length)
            area = area + x0 * y1 - x1 * y0
        outwards = np.where(area > 0, np.float32(1), np.float32(-1))
        return np.asarray(np.max([edge * outwards for edge in edges], axis=0))


def shade(colour: Colours, factor: float) -> Colours:
    """Return the colours darker (factor < 1) or lighter (factor > 1)."""
    if factor <= 1:
        return colour * np.float32(factor)
    return 1 - (1 - colour) * np.float32(2 - factor)


def smooth_noise(dice: Dice, size: int, cells: int) -> Field:
    """Return blotchy noise 0–1, (n, size, size): a coarse random grid, linearly enlarged."""
    grid = dice.grid(cells + 1, cells + 1)
    positions = (np.arange(size, dtype=np.float32) + np.float32(0.5)) * np.float32(cells / size)
    low = positions.astype(np.int64)
    part = positions - low
    rows = grid[:, low] * (1 - part)[None, :, None] + grid[:, low + 1] * part[None, :, None]
    return np.asarray(rows[:, :, low] * (1 - part) + rows[:, :, low + 1] * part)
