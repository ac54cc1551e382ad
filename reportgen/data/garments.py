"""Draw the ten garments of Fashion-MNIST in grey on black; tops look alike on purpose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reportgen.data.raster import Canvas, Colours, Dice, Field, Value, shade, smooth_noise

_GREYS = ((0.35,), (0.5,), (0.65,), (0.8,), (0.92,))


def place(canvas: Canvas, dice: Dice) -> None:
    """Centre the garment with little freedom, as the original pictures are."""
    centre = (dice.between(-0.06, 0.06), dice.between(-0.06, 0.06))
    canvas.place(*centre, dice.between(0.82, 0.98), dice.between(-0.03, 0.03))


def finish(canvas: Canvas, dice: Dice) -> None:
    """Add cloth, folds and sensor noise where there is a garment; the rest stays black."""
    size = canvas.pixels.shape[1]
    cloth = (smooth_noise(dice, size, 7) - np.float32(0.5)) * dice.between(0.0, 0.9)
    grain = (dice.grid(size, size) - np.float32(0.5)) * dice.between(0.02, 0.3)
    bands = (np.floor(canvas.y * dice.between(3, 12)) % 2) * dice.chance(0.25) * np.float32(0.25)
    cover = (canvas.pixels[..., 0] > np.float32(0.02)).astype(np.float32)
    shaded = canvas.pixels[..., 0] * (1 + cloth - bands) + grain * cover
    canvas.pixels = np.clip(shaded, 0, 1)[..., None]


def tshirt(canvas: Canvas, dice: Dice) -> None:
    """Draw a top with short sleeves."""
    cloth = dice.colour(_GREYS)
    _sleeves(canvas, dice, cloth, dice.between(0.0, 0.25))
    _torso(canvas, dice, cloth, dice.between(0.75, 0.95))
    _neck(canvas, dice, dice.between(0.1, 0.2))


def trousers(canvas: Canvas, dice: Dice) -> None:
    """Draw two legs."""
    cloth = dice.colour(_GREYS)
    canvas.fold()
    hip, foot, gap = dice.between(0.28, 0.42), dice.between(0.2, 0.5), dice.between(0.02, 0.15)
    canvas.fill(canvas.polygon((-1.0, -0.95), (hip, -0.95), (hip, -0.45), (-1.0, -0.45)), cloth)
    leg = canvas.polygon((gap * 0.3, -0.5), (hip, -0.5), (foot, 0.95), (foot - 0.16, 0.95))
    canvas.fill(leg, cloth)


def pullover(canvas: Canvas, dice: Dice) -> None:
    """Draw a top with long sleeves."""
    cloth = dice.colour(_GREYS)
    _sleeves(canvas, dice, cloth, dice.between(0.55, 0.9))
    _torso(canvas, dice, cloth, dice.between(0.7, 0.9))
    _neck(canvas, dice, dice.between(0.05, 0.14))


def dress(canvas: Canvas, dice: Dice) -> None:
    """Draw a narrow top over a skirt, with or without sleeves."""
    cloth = dice.colour(_GREYS)
    _sleeves(canvas, dice, cloth, dice.between(-0.3, 0.3), dice.chance(0.4))
    canvas.fold()
    waist, hem = dice.between(0.15, 0.26), dice.between(0.28, 0.6)
    canvas.fill(
        canvas.polygon((-1.0, -0.95), (waist + 0.06, -0.95), (waist, -0.2), (-1.0, -0.2)), cloth
    )
    canvas.fill(canvas.polygon((-1.0, -0.25), (waist, -0.25), (hem, 0.95), (-1.0, 0.95)), cloth)
    _neck(canvas, dice, dice.between(0.05, 0.15))


def coat(canvas: Canvas, dice: Dice) -> None:
    """Draw a long top with long sleeves that opens in front."""
    cloth = dice.colour(_GREYS)
    _sleeves(canvas, dice, cloth, dice.between(0.6, 0.95))
    _torso(canvas, dice, cloth, dice.between(0.88, 0.98))
    _opening(canvas, cloth, dice.chance(0.8) * 0.8)
    _collar(canvas, dice, cloth, dice.chance(0.6))


def sandal(canvas: Canvas, dice: Dice) -> None:
    """Draw a sole with straps."""
    leather = dice.colour(_GREYS)
    heel = dice.between(0.0, 0.5)
    _sole(canvas, dice, leather, 0.06, heel)
    for x in (-0.6, -0.1, 0.5):
        top = (x + dice.between(-0.3, 0.3), dice.between(-0.35, 0.1))
        canvas.fill(canvas.capsule((x, 0.4 - heel * 0.3), top, 0.05), leather, dice.chance(0.75))
    strap = canvas.capsule((-0.6, dice.between(-0.4, 0.0)), (0.1, dice.between(-0.2, 0.2)), 0.06)
    canvas.fill(strap, shade(leather, 0.8))


def shirt(canvas: Canvas, dice: Dice) -> None:
    """Draw a top with sleeves of any length, buttons and a collar."""
    cloth = dice.colour(_GREYS)
    _sleeves(canvas, dice, cloth, dice.between(0.05, 0.9))
    _torso(canvas, dice, cloth, dice.between(0.75, 0.95))
    _opening(canvas, cloth, dice.chance(0.6) * 0.4)
    _collar(canvas, dice, cloth, dice.chance(0.6))
    _neck(canvas, dice, dice.between(0.03, 0.15))


def sneaker(canvas: Canvas, dice: Dice) -> None:
    """Draw a low shoe."""
    leather = dice.colour(_GREYS)
    top = dice.between(-0.2, 0.05)
    _upper(canvas, leather, top)
    _sole(canvas, dice, shade(leather, 1.6), dice.between(0.07, 0.13), 0.0)
    canvas.fill(
        canvas.capsule((-0.2, top + 0.15), (0.3, 0.3), 0.05), shade(leather, 0.4), dice.chance(0.6)
    )


def bag(canvas: Canvas, dice: Dice) -> None:
    """Draw a box with a handle."""
    leather = dice.colour(_GREYS)
    top = dice.between(-0.35, 0.0)
    ring = np.abs(canvas.ellipse((0.0, top), dice.between(0.35, 0.6), dice.between(0.3, 0.6)))
    canvas.fill(ring - np.float32(0.06), shade(leather, 0.8), dice.chance(0.85))
    half = (np.float32(0.85) - top) / 2
    canvas.fill(canvas.box((0.0, top + half), dice.between(0.6, 0.9), half, 0.1), leather)
    canvas.fill(
        canvas.box((0.0, top + half * 0.7), 0.5, 0.05), shade(leather, 0.5), dice.chance(0.6)
    )


def ankle_boot(canvas: Canvas, dice: Dice) -> None:
    """Draw a shoe that covers the ankle."""
    leather = dice.colour(_GREYS)
    shaft, top = dice.between(-0.25, 0.0), dice.between(-0.95, -0.45)
    canvas.fill(
        canvas.polygon((-0.75, top), (shaft, top), (shaft + 0.15, 0.4), (-0.75, 0.4)), leather
    )
    _upper(canvas, leather, dice.between(-0.2, 0.05))
    _sole(canvas, dice, shade(leather, 0.6), 0.07, dice.between(0.0, 0.35))


def _torso(canvas: Canvas, dice: Dice, cloth: Colours, hem: Field) -> None:
    canvas.fold()
    shoulder, waist = dice.between(0.4, 0.52), dice.between(0.38, 0.52)
    sides = ((-1.0, -0.88), (0.2, -0.88), (shoulder, -0.75), (waist, hem), (-1.0, hem))
    canvas.fill(canvas.polygon(*sides), cloth)


def _sleeves(
    canvas: Canvas, dice: Dice, cloth: Colours, end: Field, opacity: Field | float = 1.0
) -> None:
    canvas.fold()
    spread = dice.between(0.02, 0.2) + (end + 0.3) * 0.25
    sleeve = canvas.capsule((0.42, -0.68), (0.55 + spread, end - 0.2), dice.between(0.12, 0.18))
    canvas.fill(sleeve, shade(cloth, 0.88), opacity)


def _neck(canvas: Canvas, dice: Dice, depth: Field) -> None:
    hole = canvas.ellipse((0.0, -0.9), dice.between(0.12, 0.24), depth)
    canvas.fill(hole, np.zeros((dice.count, 1), dtype=np.float32))


def _opening(canvas: Canvas, cloth: Colours, opacity: Field) -> None:
    canvas.fill(canvas.box((0.0, 0.1), 0.035, 1.0), shade(cloth, 0.3), opacity)


def _collar(canvas: Canvas, dice: Dice, cloth: Colours, opacity: Field) -> None:
    low = dice.between(-0.65, -0.35)
    flap = canvas.polygon((0.03, -0.92), (0.22, -0.9), (0.04, low))
    canvas.fill(flap, shade(cloth, 1.5), opacity)


def _upper(canvas: Canvas, leather: Colours, top: Field) -> None:
    canvas.fill(
        canvas.polygon((-0.85, top), (-0.05, top), (0.75, 0.25), (0.9, 0.5), (-0.85, 0.5)), leather
    )
    canvas.fill(canvas.ellipse((0.65, 0.38), 0.28, 0.16), leather)


def _sole(canvas: Canvas, dice: Dice, colour: Colours, radius: Value, heel: Value) -> None:
    lift: Value = heel * 0.6
    canvas.fill(canvas.capsule((-0.8, 0.5 - lift), (0.0, 0.5), radius), colour)
    canvas.fill(canvas.capsule((0.0, 0.5), (0.85, 0.5), radius), colour)
    canvas.fill(canvas.box((-0.75, 0.5 - lift / 2), 0.09, lift / 2 + 0.05), colour)


GARMENTS: tuple[Callable[[Canvas, Dice], None], ...] = (
    tshirt,
    trousers,
    pullover,
    dress,
    coat,
    sandal,
    shirt,
    sneaker,
    bag,
    ankle_boot,
)
