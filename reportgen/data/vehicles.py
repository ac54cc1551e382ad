"""Draw planes, cars, boats and trucks in a placed frame; proportions vary with the dice."""

from __future__ import annotations

from reportgen.data.raster import Canvas, Dice, Field, Point, Value, shade

_PAINTS = (
    (0.8, 0.15, 0.12),
    (0.15, 0.25, 0.6),
    (0.9, 0.9, 0.92),
    (0.12, 0.12, 0.14),
    (0.6, 0.62, 0.65),
    (0.85, 0.7, 0.2),
    (0.2, 0.45, 0.3),
)
_HULLS = ((0.9, 0.9, 0.92), (0.2, 0.2, 0.25), (0.6, 0.2, 0.15), (0.2, 0.3, 0.5), (0.5, 0.35, 0.2))
_METALS = ((0.88, 0.9, 0.92), (0.65, 0.67, 0.7), (0.35, 0.37, 0.42), (0.8, 0.75, 0.6))
_GLASS = ((0.2, 0.25, 0.32), (0.55, 0.68, 0.78))
_TYRES = ((0.08, 0.08, 0.09), (0.18, 0.17, 0.17))
_LAMPS = ((0.95, 0.92, 0.75), (0.85, 0.85, 0.85))


def plane_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a plane seen from the side."""
    paint, radius = dice.colour(_METALS), dice.between(0.1, 0.19)
    fin = dice.between(-0.65, -0.4)
    canvas.fill(
        canvas.polygon((-0.98, fin), (-0.8, fin), (-0.5, 0.0), (-0.85, 0.0)), dice.colour(_PAINTS)
    )
    canvas.fill(canvas.capsule((-0.85, -0.02), (0.75, 0.0), radius), paint)
    canvas.fill(canvas.capsule((-0.55, -0.04), (0.6, -0.04), 0.03), dice.colour(_GLASS))
    tip, reach = dice.between(-0.7, -0.3), dice.between(0.3, 0.6)
    wing = canvas.polygon((-0.15, 0.02), (0.25, 0.02), (tip + 0.15, reach), (tip, reach))
    canvas.fill(wing, shade(paint, 0.75))
    canvas.fill(canvas.ellipse((0.05, 0.24), 0.14, 0.07), shade(paint, 0.6), dice.chance(0.6))


def plane_top(canvas: Canvas, dice: Dice) -> None:
    """Draw a plane seen from above or below, nose up before the frame turns it."""
    paint = dice.colour(_METALS)
    sweep, span = dice.between(0.0, 0.5), dice.between(0.75, 1.0)
    canvas.fold()
    wing = canvas.polygon(
        (-1.0, -0.2),
        (0.0, -0.2),
        (span, sweep - 0.05),
        (span, sweep + 0.1),
        (0.0, 0.25),
        (-1.0, 0.25),
    )
    canvas.fill(wing, shade(paint, 0.85))
    canvas.fill(
        canvas.polygon((-1.0, 0.6), (0.0, 0.6), (0.36, 0.8), (0.36, 0.9), (-1.0, 0.9)),
        shade(paint, 0.8),
    )
    canvas.fill(canvas.capsule((0.0, -0.8), (0.0, 0.85), dice.between(0.09, 0.16)), paint)
    canvas.fill(canvas.ellipse((0.42, 0.08), 0.07, 0.14), shade(paint, 0.5), dice.chance(0.6))
    canvas.fill(canvas.ellipse((0.0, -0.72), 0.08, 0.06), dice.colour(_GLASS), dice.chance(0.5))


def car_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a car seen from the side."""
    paint, roof = dice.colour(_PAINTS), dice.between(-0.5, -0.3)
    front, back = dice.between(0.15, 0.45), dice.between(-0.75, -0.35)
    cabin = ((back, roof), (front, roof), (front + 0.3, -0.05), (back - 0.15, -0.05))
    canvas.fill(canvas.polygon(*cabin), shade(paint, 0.9))
    glass = (
        (back + 0.04, roof + 0.07),
        (front - 0.04, roof + 0.07),
        (front + 0.16, -0.06),
        (back, -0.06),
    )
    canvas.fill(canvas.polygon(*glass), dice.colour(_GLASS))
    canvas.fill(canvas.box((dice.between(-0.2, 0.1), roof / 2), 0.03, 0.2), shade(paint, 0.9))
    canvas.fill(canvas.box((0.0, 0.1), 0.95, dice.between(0.17, 0.24), 0.14), paint)
    canvas.fill(canvas.ellipse((0.88, 0.05), 0.06, 0.05), dice.colour(_LAMPS))
    _wheels(canvas, dice, (-0.55, 0.3), (0.55, 0.3))


def car_front(canvas: Canvas, dice: Dice) -> None:
    """Draw a car seen from the front or from behind."""
    paint, roof = dice.colour(_PAINTS), dice.between(-0.6, -0.4)
    canvas.fold()
    canvas.fill(canvas.box((0.52, 0.5), 0.13, 0.2), dice.colour(_TYRES))
    canvas.fill(
        canvas.polygon((-1.0, roof), (0.45, roof), (0.68, 0.0), (-1.0, 0.0)), shade(paint, 0.9)
    )
    canvas.fill(
        canvas.polygon((-1.0, roof + 0.09), (0.38, roof + 0.09), (0.54, -0.04), (-1.0, -0.04)),
        dice.colour(_GLASS),
    )
    canvas.fill(canvas.box((0.0, 0.2), 0.75, dice.between(0.2, 0.3), 0.12), paint)
    canvas.fill(canvas.ellipse((0.55, 0.12), 0.12, 0.08), dice.colour(_LAMPS))
    canvas.fill(canvas.box((0.0, 0.26), 0.32, 0.07), shade(paint, 0.35))


def truck_side(canvas: Canvas, dice: Dice) -> None:
    """Draw a truck seen from the side."""
    paint, load = dice.colour(_PAINTS), dice.colour(_PAINTS)
    top, split = dice.between(-0.65, -0.35), dice.between(0.3, 0.5)
    canvas.fill(canvas.box((0.0, 0.3), 0.92, 0.06), dice.colour(_TYRES))
    half = (split + 0.93) / 2
    canvas.fill(canvas.box((split - half, (top + 0.25) / 2), half, (0.25 - top) / 2), load)
    canvas.fill(
        canvas.box((split - half, top + 0.3), half, 0.03), shade(load, 0.75), dice.chance(0.5)
    )
    cab = dice.between(-0.3, -0.1)
    canvas.fill(
        canvas.box(
            ((split + 0.97) / 2, (cab + 0.3) / 2), (0.93 - split) / 2, (0.3 - cab) / 2, 0.06
        ),
        paint,
    )
    canvas.fill(
        canvas.box(((split + 1.05) / 2, cab + 0.15), (0.7 - split) / 2, 0.09), dice.colour(_GLASS)
    )
    _wheels(canvas, dice, (-0.65, 0.37), (0.65, 0.37))
    canvas.fill(canvas.ellipse((-0.25, 0.37), 0.16, 0.16), dice.colour(_TYRES), dice.chance(0.7))


def truck_front(canvas: Canvas, dice: Dice) -> None:
    """Draw a truck seen from the front, its load higher than the cab."""
    paint, load = dice.colour(_PAINTS), dice.colour(_PAINTS)
    canvas.fold()
    canvas.fill(canvas.box((0.45, 0.72), 0.14, 0.2), dice.colour(_TYRES))
    canvas.fill(canvas.box((0.0, -0.2), 0.64, dice.between(0.5, 0.75)), load)
    canvas.fill(canvas.box((0.0, 0.15), 0.58, dice.between(0.48, 0.6), 0.08), paint)
    canvas.fill(canvas.box((0.0, -0.1), 0.48, 0.17), dice.colour(_GLASS))
    canvas.fill(canvas.box((0.0, 0.32), 0.3, 0.12), shade(paint, 0.4))
    canvas.fill(canvas.ellipse((0.44, 0.5), 0.09, 0.07), dice.colour(_LAMPS))


def ship(canvas: Canvas, dice: Dice) -> None:
    """Draw a boat with a cabin and a funnel."""
    hull = dice.colour(_HULLS)
    deck = dice.between(0.05, 0.2)
    cabin, height = dice.between(-0.4, 0.2), dice.between(0.12, 0.3)
    canvas.fill(
        canvas.box((cabin + 0.15, deck - 0.4), 0.08, dice.between(0.1, 0.3)), dice.colour(_PAINTS)
    )
    canvas.fill(
        canvas.box((cabin, deck - height), dice.between(0.2, 0.45), height), dice.colour(_METALS)
    )
    canvas.fill(canvas.box((cabin, deck - height), 0.2, 0.04), dice.colour(_GLASS))
    canvas.fill(
        canvas.capsule((cabin - 0.2, deck), (cabin - 0.2, deck - 0.8), 0.025), shade(hull, 0.6)
    )
    canvas.fill(_hull(canvas, deck), hull)
    canvas.fill(canvas.box((0.0, deck + 0.04), 0.85, 0.035), dice.colour(_PAINTS), dice.chance(0.5))


def sailing_boat(canvas: Canvas, dice: Dice) -> None:
    """Draw a boat with two sails."""
    hull, sail = dice.colour(_HULLS), dice.colour((*_METALS, (0.8, 0.3, 0.2)))
    mast, top = dice.between(-0.15, 0.15), dice.between(-1.0, -0.75)
    canvas.fill(canvas.polygon((mast, top), (mast + 0.02, 0.2), (mast - 0.65, 0.2)), sail)
    canvas.fill(
        canvas.polygon((mast + 0.05, top + 0.1), (mast + 0.6, 0.2), (mast + 0.05, 0.2)),
        shade(sail, 0.85),
    )
    canvas.fill(canvas.capsule((mast, top), (mast, 0.35), 0.025), shade(hull, 0.5))
    canvas.fill(_hull(canvas, 0.3), hull)


def _hull(canvas: Canvas, deck: Value) -> Field:
    bottom = deck + 0.32
    return canvas.polygon((-0.92, deck), (0.95, deck), (0.65, bottom), (-0.75, bottom))


def _wheels(canvas: Canvas, dice: Dice, *centres: Point) -> None:
    radius, tyre = dice.between(0.15, 0.22), dice.colour(_TYRES)
    for centre in centres:
        canvas.fill(canvas.ellipse(centre, radius, radius), tyre)
        canvas.fill(canvas.ellipse(centre, radius * 0.45, radius * 0.45), shade(tyre, 1.5))
