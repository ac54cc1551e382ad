"""Draw cats, dogs, deer and horses in a placed frame; look-alikes on purpose."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.data.raster import Canvas, Colours, Dice, Field, Value, shade

_FURS = (
    (0.55, 0.38, 0.22),
    (0.8, 0.65, 0.45),
    (0.15, 0.13, 0.12),
    (0.6, 0.58, 0.55),
    (0.9, 0.87, 0.82),
    (0.7, 0.4, 0.2),
)
_DEER_FURS = ((0.6, 0.42, 0.25), (0.5, 0.36, 0.24), (0.7, 0.52, 0.33), (0.45, 0.4, 0.35))
_HORSE_FURS = (
    (0.45, 0.27, 0.15),
    (0.6, 0.4, 0.22),
    (0.15, 0.12, 0.1),
    (0.85, 0.83, 0.8),
    (0.55, 0.52, 0.5),
)
_EYES = ((0.85, 0.8, 0.3), (0.15, 0.15, 0.12), (0.4, 0.65, 0.4))
_DARK = ((0.06, 0.05, 0.05),)
_PINK = ((0.85, 0.5, 0.5),)


@dataclass(frozen=True)
class Build:
    """Proportions of a four-legged animal, ranges of half sizes in the frame."""

    body_length: tuple[float, float]
    body_height: tuple[float, float]
    leg_length: tuple[float, float]
    leg_radius: tuple[float, float]


_CAT = Build((0.42, 0.58), (0.17, 0.24), (0.3, 0.42), (0.05, 0.08))
_DOG = Build((0.42, 0.6), (0.17, 0.26), (0.35, 0.52), (0.05, 0.09))
_DEER = Build((0.42, 0.55), (0.16, 0.23), (0.55, 0.72), (0.03, 0.055))
_HORSE = Build((0.48, 0.62), (0.2, 0.28), (0.5, 0.68), (0.045, 0.075))


def _trunk(canvas: Canvas, dice: Dice, build: Build, fur: Colours) -> Field:
    """Draw legs and body; return the half length of the body."""
    length, height = dice.between(*build.body_length), dice.between(*build.body_height)
    foot, radius = dice.between(*build.leg_length) + 0.1, dice.between(*build.leg_radius)
    for side, tone in ((0.72, 0.7), (-0.55, 0.7), (0.55, 1.0), (-0.75, 1.0)):
        hip = length * side
        stride = dice.between(-0.16, 0.16)
        canvas.fill(canvas.capsule((hip, 0.1), (hip + stride, foot), radius), shade(fur, tone))
    canvas.fill(canvas.ellipse((0.0, 0.05), length + 0.08, height), fur)
    return length


def cat_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a standing cat."""
    fur = dice.colour(_FURS)
    length = _trunk(canvas, dice, _CAT, fur)
    _thin_tail(canvas, dice, -length, 0.0, fur)
    _stripes(canvas, dice, fur)
    x, y = length + dice.between(0.1, 0.2), dice.between(-0.35, -0.15)
    _pointed_ears(canvas, x, y, 0.24, fur)
    canvas.fill(canvas.ellipse((x, y), 0.22, 0.2), fur)
    canvas.fill(canvas.ellipse((x + 0.1, y - 0.02), 0.045, 0.04), dice.colour(_EYES))


def dog_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a standing dog."""
    fur = dice.colour(_FURS)
    length = _trunk(canvas, dice, _DOG, fur)
    _thin_tail(canvas, dice, -length, 0.0, fur)
    x, y = length + dice.between(0.05, 0.2), dice.between(-0.4, -0.15)
    canvas.fill(canvas.capsule((length * 0.8, -0.02), (x, y), 0.15), fur)
    canvas.fill(canvas.ellipse((x, y), 0.21, 0.18), fur)
    canvas.fill(canvas.capsule((x + 0.1, y + 0.05), (x + 0.3, y + 0.08), 0.085), shade(fur, 1.15))
    canvas.fill(canvas.ellipse((x + 0.37, y + 0.05), 0.05, 0.045), dice.colour(_DARK))
    canvas.fill(
        canvas.ellipse((x - 0.1, y + 0.06), 0.08, dice.between(0.12, 0.2)), shade(fur, 0.65)
    )
    canvas.fill(canvas.ellipse((x + 0.08, y - 0.05), 0.04, 0.04), dice.colour(_DARK))


def cat_sitting(canvas: Canvas, dice: Dice) -> None:
    """Draw a sitting cat seen from the front."""
    fur = dice.colour(_FURS)
    _thin_tail(canvas, dice, 0.3, 0.7, fur)
    y = _sitting_body(canvas, dice, fur)
    _pointed_ears(canvas, 0.0, y, 0.3, fur)
    _round_face(canvas, dice, y, fur)


def dog_sitting(canvas: Canvas, dice: Dice) -> None:
    """Draw a sitting dog seen from the front."""
    fur = dice.colour(_FURS)
    _thin_tail(canvas, dice, 0.3, 0.7, fur)
    y = _sitting_body(canvas, dice, fur)
    _long_face(canvas, dice, y, 0.3, fur)


def cat_face(canvas: Canvas, dice: Dice) -> None:
    """Draw the head of a cat, close."""
    fur = dice.colour(_FURS)
    _stripes(canvas, dice, fur)
    canvas.fold()
    canvas.fill(canvas.polygon((0.15, -0.5), (0.62, -0.95), (0.72, -0.1)), shade(fur, 0.85))
    canvas.fill(canvas.polygon((0.3, -0.5), (0.56, -0.78), (0.62, -0.3)), dice.colour(_PINK))
    canvas.fill(canvas.ellipse((0.0, 0.05), 0.75, dice.between(0.6, 0.7)), fur)
    canvas.fill(canvas.ellipse((0.14, 0.38), 0.2, 0.17), shade(fur, 1.4))
    canvas.fill(canvas.ellipse((0.32, -0.05), 0.15, 0.12), dice.colour(_EYES))
    canvas.fill(canvas.ellipse((0.32, -0.05), 0.05, 0.11), dice.colour(_DARK))
    canvas.fill(canvas.ellipse((0.0, 0.26), 0.09, 0.06), dice.colour(_PINK))


def dog_face(canvas: Canvas, dice: Dice) -> None:
    """Draw the head of a dog, close."""
    fur = dice.colour(_FURS)
    _long_face(canvas, dice, 0.0, 0.75, fur)


def deer_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a standing deer, often with antlers."""
    fur = dice.colour(_DEER_FURS)
    length = _trunk(canvas, dice, _DEER, fur)
    canvas.fill(canvas.ellipse((-length - 0.05, -0.02), 0.07, 0.1), shade(fur, 1.7))
    x, y = length + dice.between(0.1, 0.3), dice.between(-0.7, -0.4)
    canvas.fill(canvas.capsule((length * 0.85, -0.02), (x, y), dice.between(0.07, 0.11)), fur)
    canvas.fill(canvas.capsule((x, y), (x + 0.2, y + 0.08), 0.09), fur)
    canvas.fill(canvas.ellipse((x - 0.12, y - 0.1), 0.12, 0.05), shade(fur, 0.8))
    _antlers(canvas, dice, x, y - 0.05, 0.35)
    spots = canvas.ellipse((dice.between(-0.3, 0.3), 0.0), 0.06, 0.05)
    canvas.fill(spots, shade(fur, 1.5), dice.chance(0.4))


def horse_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a standing horse."""
    fur = dice.colour(_HORSE_FURS)
    hair = shade(fur, 0.45)
    length = _trunk(canvas, dice, _HORSE, fur)
    hang = dice.between(0.15, 0.5)
    canvas.fill(canvas.capsule((-length - 0.05, -0.05), (-length - 0.18, hang), 0.07), hair)
    x, y = length + dice.between(0.1, 0.3), dice.between(-0.7, -0.25)
    canvas.fill(canvas.capsule((length * 0.75, -0.1), (x - 0.06, y - 0.05), 0.15), hair)
    canvas.fill(canvas.capsule((length * 0.85, -0.02), (x, y), dice.between(0.12, 0.17)), fur)
    drop = dice.between(0.08, 0.3)
    canvas.fill(canvas.capsule((x, y), (x + 0.25, y + drop), 0.1), fur)
    canvas.fill(
        canvas.polygon((x - 0.08, y - 0.05), (x - 0.02, y - 0.25), (x + 0.06, y - 0.05)), fur
    )


def deer_face(canvas: Canvas, dice: Dice) -> None:
    """Draw the head and neck of a deer seen from the front."""
    fur = dice.colour(_DEER_FURS)
    canvas.fold()
    canvas.fill(canvas.capsule((0.0, 0.3), (0.0, 1.2), dice.between(0.22, 0.35)), shade(fur, 0.85))
    canvas.fill(canvas.ellipse((0.45, -0.22), 0.3, 0.13), shade(fur, 0.8))
    canvas.fill(canvas.capsule((0.0, -0.15), (0.0, 0.35), dice.between(0.2, 0.26)), fur)
    canvas.fill(canvas.ellipse((0.0, 0.5), 0.13, 0.1), dice.colour(_DARK))
    canvas.fill(canvas.ellipse((0.19, -0.02), 0.06, 0.06), dice.colour(_DARK))
    _antlers(canvas, dice, 0.12, -0.35, 0.55)


def horse_face(canvas: Canvas, dice: Dice) -> None:
    """Draw the head and neck of a horse seen from the side."""
    fur = dice.colour(_HORSE_FURS)
    canvas.fill(canvas.capsule((-0.5, 1.0), (-0.28, -0.35), 0.3), shade(fur, 0.45))
    canvas.fill(canvas.capsule((-0.35, 1.1), (-0.05, -0.2), dice.between(0.28, 0.36)), fur)
    drop = dice.between(0.3, 0.6)
    canvas.fill(canvas.capsule((0.0, -0.3), (0.55, drop), 0.2), fur)
    canvas.fill(canvas.polygon((-0.2, -0.4), (-0.1, -0.85), (0.08, -0.4)), fur)
    canvas.fill(canvas.ellipse((0.12, -0.25), 0.06, 0.06), dice.colour(_DARK))
    canvas.fill(canvas.capsule((0.05, -0.45), (0.4, 0.2), 0.05), shade(fur, 1.6), dice.chance(0.4))


def _sitting_body(canvas: Canvas, dice: Dice, fur: Colours) -> Field:
    """Draw a sitting body; return the height of the head's centre."""
    y = dice.between(-0.55, -0.35)
    canvas.fill(canvas.ellipse((0.0, 0.4), dice.between(0.32, 0.45), 0.52), fur)
    canvas.fill(canvas.ellipse((0.0, 0.35), 0.17, 0.3), shade(fur, 1.3), dice.chance(0.6))
    canvas.fold()
    canvas.fill(canvas.capsule((0.15, 0.4), (0.17, 0.88), 0.09), shade(fur, 0.85))
    return y


def _round_face(canvas: Canvas, dice: Dice, y: Field, fur: Colours) -> None:
    canvas.fill(canvas.ellipse((0.0, y), 0.32, 0.28), fur)
    canvas.fill(canvas.ellipse((0.13, y - 0.03), 0.07, 0.055), dice.colour(_EYES))
    canvas.fill(canvas.ellipse((0.0, y + 0.1), 0.05, 0.035), dice.colour(_PINK))


def _long_face(canvas: Canvas, dice: Dice, y: Value, size: float, fur: Colours) -> None:
    """Draw a dog's face with hanging ears; *size* is the half width of the head."""
    canvas.fold()
    ear = size * dice.between(0.35, 0.7)
    canvas.fill(canvas.ellipse((0.0, y), size * 0.8, size * 0.85), fur)
    canvas.fill(canvas.ellipse((size * 0.85, y + size * 0.1), size * 0.27, ear), shade(fur, 0.65))
    canvas.fill(canvas.ellipse((0.0, y + size * 0.5), size * 0.45, size * 0.42), shade(fur, 1.25))
    canvas.fill(canvas.ellipse((0.0, y + size * 0.32), size * 0.2, size * 0.14), dice.colour(_DARK))
    canvas.fill(
        canvas.ellipse((size * 0.35, y - size * 0.15), size * 0.12, size * 0.11), dice.colour(_DARK)
    )
    tongue = canvas.ellipse((0.0, y + size * 0.85), size * 0.14, size * 0.22)
    canvas.fill(tongue, dice.colour(_PINK), dice.chance(0.4))


def _pointed_ears(canvas: Canvas, x: Value, y: Field, size: float, fur: Colours) -> None:
    """Draw two triangles on a head of half width *size* around (x, y)."""
    dark = shade(fur, 0.8)
    for left, right in ((-1.0, -0.15), (0.15, 1.0)):
        middle = (left + right) * 0.6
        tip = (x + size * middle, y - size * 1.6)
        canvas.fill(
            canvas.polygon(
                (x + size * left, y - size * 0.4), tip, (x + size * right, y - size * 0.4)
            ),
            dark,
        )


def _thin_tail(canvas: Canvas, dice: Dice, x: Value, y: Value, fur: Colours) -> None:
    away = dice.between(0.2, 0.45) * (1.0 if isinstance(x, float) else -1.0)
    bend = dice.between(-0.25, 0.05)
    canvas.fill(canvas.capsule((x, y), (x + away, y + bend), 0.06), fur)
    canvas.fill(canvas.capsule((x + away, y + bend), (x + away * 1.1, y + bend - 0.25), 0.05), fur)


def _stripes(canvas: Canvas, dice: Dice, fur: Colours) -> None:
    opacity = dice.chance(0.4) * 0.7
    for x in (-0.3, -0.05, 0.2):
        canvas.fill(canvas.capsule((x, -0.12), (x + 0.05, 0.1), 0.035), shade(fur, 0.5), opacity)


def _antlers(canvas: Canvas, dice: Dice, x: Value, y: Value, size: float) -> None:
    horn = dice.colour(((0.5, 0.42, 0.32), (0.35, 0.28, 0.2)))
    there = dice.chance(0.7)
    for lean in (-0.5, 0.45):
        tip = (x + size * lean, y - size)
        canvas.fill(canvas.capsule((x, y), tip, 0.035), horn, there)
        fork = (x + size * lean * 0.5, y - size * 0.55)
        canvas.fill(
            canvas.capsule(fork, (x + size * (lean + 0.35), y - size * 0.85), 0.03), horn, there
        )
