"""Draw whole stand-in datasets: which views of a class, in which scenes, how placed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.data import animals, garments, quadrupeds, vehicles
from reportgen.data.catalogue import known_dataset
from reportgen.data.content import mix
from reportgen.data.raster import Canvas, Dice
from reportgen.data.scenery import finish, paint_background
from reportgen.data.types import Content, Split

TRAIN_PER_CLASS = 1200
TEST_PER_CLASS = 200

_BATCH = 50  # small enough to stay in the processor's cache
_SEED = 1_870

Draw = Callable[[Canvas, Dice], None]


@dataclass(frozen=True)
class Subject:
    """A class: its views, and the scenes it is met in (a scene may stand several times).

    ``turn`` is the greatest tangent of half the angle that the view is turned by.
    """

    views: tuple[Draw, ...]
    scenes: tuple[str, ...]
    turn: float = 0.08


_ANIMAL_SCENES = ("pré", "forêt", "intérieur", "rue", "pré")

CIFAR_SUBJECTS = (
    Subject((vehicles.plane_side, vehicles.plane_top), ("ciel", "ciel", "pré", "rue", "eau"), 0.25),
    Subject((vehicles.car_side, vehicles.car_front), ("rue", "rue", "pré", "forêt", "ciel")),
    Subject(
        (animals.bird_perched, animals.bird_flying), ("ciel", "forêt", "pré", "eau", "rue"), 0.2
    ),
    Subject((quadrupeds.cat_side, quadrupeds.cat_sitting, quadrupeds.cat_face), _ANIMAL_SCENES),
    Subject((quadrupeds.deer_side, quadrupeds.deer_side, quadrupeds.deer_face), _ANIMAL_SCENES),
    Subject((quadrupeds.dog_side, quadrupeds.dog_sitting, quadrupeds.dog_face), _ANIMAL_SCENES),
    Subject((animals.frog_front, animals.frog_side), ("forêt", "eau", "pré", "intérieur"), 0.15),
    Subject((quadrupeds.horse_side, quadrupeds.horse_side, quadrupeds.horse_face), _ANIMAL_SCENES),
    Subject((vehicles.ship, vehicles.sailing_boat), ("eau", "eau", "eau", "ciel", "rue")),
    Subject((vehicles.truck_side, vehicles.truck_front), ("rue", "rue", "pré", "forêt", "ciel")),
)


def draw_dataset(name: str) -> Content:
    """Return the drawn stand-in of "cifar10" or "fashion_mnist"; the same bits every time."""
    known = known_dataset(name)
    draw = _draw_photographs if name == "cifar10" else _draw_garments
    return Content(
        _draw_split(draw, TRAIN_PER_CLASS, 0), _draw_split(draw, TEST_PER_CLASS, 1), known.classes
    )


Photographs = npt.NDArray[np.uint8]


def _draw_split(draw: Callable[[int, int, int], Photographs], per_class: int, part: int) -> Split:
    images = [draw(label, per_class, part) for label in range(10)]
    labels = np.repeat(np.arange(10, dtype=np.int64), per_class)
    return mix(Split(np.concatenate(images), labels))


def _draw_photographs(label: int, count: int, part: int) -> Photographs:
    subject = CIFAR_SUBJECTS[label]
    batches = []
    for number in range(count // _BATCH):
        dice = Dice((_SEED, part, label, number), _BATCH)
        canvas = Canvas(_BATCH, 32, 3)
        paint_background(canvas, dice, subject.scenes[number % len(subject.scenes)])
        _place(canvas, dice, subject.turn)
        # Views and scenes turn at different speeds, so that every pair of them is met.
        view = number // len(subject.scenes) + number
        subject.views[view % len(subject.views)](canvas, dice)
        finish(canvas, dice)
        batches.append(_to_bytes(canvas))
    return np.concatenate(batches)


def _draw_garments(label: int, count: int, part: int) -> Photographs:
    batches = []
    for number in range(count // _BATCH):
        dice = Dice((_SEED + 1, part, label, number), _BATCH)
        canvas = Canvas(_BATCH, 28, 1)
        garments.place(canvas, dice)
        garments.GARMENTS[label](canvas, dice)
        garments.finish(canvas, dice)
        batches.append(_to_bytes(canvas))
    return np.concatenate(batches)


def _place(canvas: Canvas, dice: Dice, turn: float) -> None:
    mirror = 1 - 2 * dice.chance(0.5)
    centre = (dice.between(-0.17, 0.17), dice.between(-0.15, 0.18))
    canvas.place(*centre, dice.between(0.6, 0.98), dice.between(-turn, turn), mirror)


def _to_bytes(canvas: Canvas) -> Photographs:
    return (canvas.pixels * np.float32(255) + np.float32(0.5)).astype(np.uint8)
