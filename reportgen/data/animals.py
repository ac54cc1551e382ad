"""Draw birds and frogs in a placed frame; a flying bird is easily taken for a plane."""

from __future__ import annotations

from reportgen.data.raster import Canvas, Dice, shade

_FEATHERS = (
    (0.5, 0.38, 0.28),
    (0.2, 0.2, 0.25),
    (0.85, 0.85, 0.85),
    (0.25, 0.4, 0.65),
    (0.75, 0.3, 0.2),
    (0.6, 0.6, 0.5),
)
_BEAKS = ((0.9, 0.6, 0.15), (0.3, 0.28, 0.25))
_FROG_SKINS = ((0.35, 0.55, 0.2), (0.45, 0.42, 0.22), (0.3, 0.4, 0.25), (0.55, 0.4, 0.25))
_EYES = ((0.85, 0.8, 0.3), (0.15, 0.15, 0.12), (0.4, 0.65, 0.4))
_DARK = ((0.06, 0.05, 0.05),)


def frog_front(canvas: Canvas, dice: Dice) -> None:
    """Draw a frog seen from the front."""
    skin = dice.colour(_FROG_SKINS)
    canvas.fold()
    canvas.fill(canvas.ellipse((0.65, 0.35), 0.3, dice.between(0.2, 0.35)), shade(skin, 0.75))
    canvas.fill(canvas.ellipse((0.0, 0.15), dice.between(0.55, 0.75), dice.between(0.4, 0.5)), skin)
    canvas.fill(canvas.ellipse((0.0, 0.4), 0.45, 0.2), shade(skin, 1.45))
    canvas.fill(canvas.capsule((0.3, 0.4), (0.42, 0.75), 0.08), shade(skin, 0.85))
    canvas.fill(canvas.ellipse((0.36, -0.25), 0.19, 0.19), skin)
    canvas.fill(canvas.ellipse((0.36, -0.27), 0.12, 0.12), dice.colour(_EYES))
    canvas.fill(canvas.ellipse((0.36, -0.27), 0.07, 0.05), dice.colour(_DARK))
    canvas.fill(canvas.capsule((0.0, 0.15), (0.4, 0.1), 0.025), shade(skin, 0.4))


def frog_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a sitting frog seen from the side."""
    skin = dice.colour(_FROG_SKINS)
    canvas.fill(canvas.capsule((0.3, 0.2), (0.35, 0.6), 0.09), shade(skin, 0.8))
    canvas.fill(canvas.capsule((-0.65, 0.35), (0.45, -0.1), dice.between(0.28, 0.36)), skin)
    canvas.fill(canvas.ellipse((0.3, 0.25), 0.3, 0.16), shade(skin, 1.4))
    canvas.fill(canvas.ellipse((-0.5, 0.35), 0.34, 0.24), shade(skin, 0.85))
    canvas.fill(canvas.capsule((-0.75, 0.62), (-0.1, 0.65), 0.08), shade(skin, 0.75))
    canvas.fill(canvas.ellipse((0.5, -0.38), 0.16, 0.16), skin)
    canvas.fill(canvas.ellipse((0.53, -0.38), 0.09, 0.09), dice.colour(_EYES))
    for _ in range(3):
        spot = canvas.ellipse((dice.between(-0.6, 0.3), dice.between(-0.1, 0.3)), 0.08, 0.07)
        canvas.fill(spot, shade(skin, 0.5), dice.chance(0.5))


def bird_perched(canvas: Canvas, dice: Dice) -> None:
    """Draw a bird on its legs."""
    plumage = dice.colour(_FEATHERS)
    for foot in (-0.05, 0.1):
        leg = canvas.capsule((foot, 0.3), (foot + 0.02, 0.75), 0.03)
        canvas.fill(leg, dice.colour(_BEAKS))
    canvas.fill(
        canvas.capsule((-0.4, 0.15), (-0.9, dice.between(0.0, 0.5)), 0.08), shade(plumage, 0.7)
    )
    canvas.fill(canvas.ellipse((0.0, 0.1), 0.52, dice.between(0.26, 0.38)), plumage)
    canvas.fill(canvas.ellipse((0.12, 0.22), 0.3, 0.17), shade(plumage, 1.4), dice.chance(0.6))
    canvas.fill(canvas.ellipse((-0.12, 0.06), 0.36, 0.16), shade(plumage, 0.65))
    x, y = dice.between(0.35, 0.5), dice.between(-0.5, -0.2)
    canvas.fill(canvas.capsule((0.3, 0.0), (x, y), 0.15), plumage)
    canvas.fill(canvas.ellipse((x, y), 0.2, 0.19), plumage)
    canvas.fill(
        canvas.polygon((x + 0.15, y - 0.07), (x + 0.42, y + 0.02), (x + 0.15, y + 0.08)),
        dice.colour(_BEAKS),
    )
    canvas.fill(canvas.ellipse((x + 0.07, y - 0.04), 0.04, 0.04), dice.colour(_DARK))


def bird_flying(canvas: Canvas, dice: Dice) -> None:
    """Draw a bird with spread wings, easily taken for a plane."""
    plumage = dice.colour(_FEATHERS)
    lift, back = dice.between(-0.75, -0.1), dice.between(0.05, 0.4)
    canvas.fill(
        canvas.polygon((-0.1, -0.05), (-0.95, lift), (-0.45, back * 0.4)), shade(plumage, 0.75)
    )
    canvas.fill(canvas.polygon((0.1, -0.05), (0.5, back * 0.4), (0.95, lift)), shade(plumage, 0.75))
    canvas.fill(
        canvas.polygon((-0.1, 0.1), (0.1, 0.1), (0.2, 0.6), (-0.2, 0.6)), shade(plumage, 0.6)
    )
    canvas.fill(canvas.ellipse((0.0, 0.0), dice.between(0.13, 0.2), 0.38), plumage)
    canvas.fill(canvas.ellipse((0.0, -0.38), 0.13, 0.13), plumage)
    canvas.fill(canvas.polygon((-0.06, -0.48), (0.0, -0.68), (0.06, -0.48)), dice.colour(_BEAKS))
