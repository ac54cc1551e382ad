"""Made-up outcomes of the shipped labs, and the answers that their corrigés give for each.

Nothing is trained: histories, evaluations and test outputs are drawn from what a world decides,
and layers are counted without Keras. Elements other than remarks are left blank.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from reportgen.data.types import Described, Origin
from reportgen.document.compose import compose
from reportgen.document.expressions import make_evaluator
from reportgen.document.types import Document, Meta, Placed
from reportgen.evidence.elements import Remark, Table
from reportgen.evidence.vocabulary import FAMILIES, FILTERS, bind
from reportgen.horizon import best_epoch, epochs_used, weights_epoch
from reportgen.lab.loading import load_lab
from reportgen.lab.profiles import apply_profile
from reportgen.lab.types import Lab, LayerSpec, PopulationSpec, RunSpec, SplitName
from reportgen.layers import infer
from reportgen.playground.populations import Population
from reportgen.results import (
    Evaluation,
    History,
    LayerRow,
    ModelSummary,
    PopulationResult,
    RunResult,
    SeedResult,
)
from tests.analysis.runs import Memory
from tests.evidence.factory import MACHINE, MemoryContext

ROOT = Path(__file__).parents[2]
SHAPES: Mapping[str, tuple[int, ...]] = {
    "tp_fashion": (28, 28, 1),
    "tp_cifar": (32, 32, 3),
    "tp_mnist": (28, 28, 1),
    "tp_retropropagation": (28, 28, 1),
    "tp_cnn": (32, 32, 3),
    "tp_playground": (32, 32, 3),
}
COUNTS: Mapping[str, Mapping[SplitName, int]] = {
    "tp_fashion": {"train": 54_000, "validation": 6_000, "test": 10_000},
    "tp_cifar": {"train": 45_000, "validation": 5_000, "test": 10_000},
    "tp_mnist": {"train": 54_000, "validation": 6_000, "test": 10_000},
    "tp_retropropagation": {"train": 54_000, "validation": 6_000, "test": 10_000},
    "tp_cnn": {"train": 5_000, "validation": 1_000, "test": 10_000},
    "tp_playground": {"train": 45_000, "validation": 5_000, "test": 10_000},
}

Course = Literal["palier", "progrès", "remontée", "départ manqué", "divergence"]


@dataclass(frozen=True)
class Fate:
    """How one trajectory ends: accuracy on new images, lead on learnt ones, course of the loss.

    ``start`` is the train loss of the first epoch; ``sure`` the probability that the network
    gives its answers (None: its accuracy, so that it is calibrated); ``fade`` what accuracy it
    has lost since its best epoch.
    """

    accuracy: float
    gap: float = 0.0
    course: Course = "palier"
    start: float = 1.5
    sure: float | None = None
    fade: float = 0.0


@dataclass(frozen=True, eq=False)
class World:
    """What came out: a fate for each trajectory, by lab and by the name of one of its runs.

    ``worst`` are, by lab, the number of the least recognised class and of what it is taken for.
    ``grow`` makes the networks of a population.
    """

    name: str
    fates: Mapping[str, Mapping[str, Fate]]
    worst: Mapping[str, tuple[int, int]]
    profile: str = "complet"
    grow: Callable[[PopulationSpec], Population] | None = None


@dataclass(frozen=True)
class Told:
    """The answers of a corrigé in one world: sentences by question, and the lab's results."""

    sentences: Mapping[str, tuple[str, ...]]
    runs: Mapping[str, RunResult]

    def text(self, *questions: str) -> str:
        """Return what the answers to some questions say, or to all of them."""
        return "\n".join(s for q in questions or self.sentences for s in self.sentences[q])


@dataclass
class WorldContext(MemoryContext):
    """An evidence context on the results of a world; no image and no probe exists."""

    shown: Lab = field(kw_only=True)

    @property
    def lab(self) -> Lab:
        return self.shown

    def described(self, name: str) -> Described:
        spec, slug = self.shown.datasets[name], self.shown.slug
        return Described(
            name=name,
            title=spec.title,
            classes=spec.classes,
            origin=_origin(slug),
            shape=SHAPES[slug],
            dtype="uint8",
            counts=COUNTS[slug],
            full_counts={"train": COUNTS[slug]["train"] * 10 // 9, "test": COUNTS[slug]["test"]},
            minimum=0.0,
            maximum=255.0,
            fingerprint="f",
        )


@cache
def lab_of(slug: str, profile: str) -> Lab:
    """Return a shipped lab with the work of a profile."""
    return apply_profile(load_lab(ROOT / "labs" / slug), profile)


@cache
def tell(world: World, slug: str) -> Told:
    """Compose the corrigé of a lab in a world; any expression that fails raises."""
    lab = lab_of(slug, world.profile)
    runs = {name: result(world, lab, run) for name, run in lab.runs.items()}
    return Told(_answers(lab, draw(world, lab, runs, frozenset({"constat"}))), runs)


def draw(world: World, lab: Lab, runs: Mapping[str, RunResult], drawn: frozenset[str]) -> Document:
    """Compose the corrigé with the elements of these functions; the others are left blank."""
    context = context_of(world, lab, runs)
    blanks = {name: partial(_blank, name) for name in FAMILIES if name not in drawn}
    evaluate = make_evaluator({**bind(context), **blanks}, FILTERS)
    meta = Meta(profile="complet", generated=date(2026, 11, 21), version="0")
    return compose(lab, "corrige", evaluate, meta)


def context_of(world: World, lab: Lab, runs: Mapping[str, RunResult]) -> WorldContext:
    """Return the context of a lab whose populations are those of the world."""
    grown = {
        name: PopulationResult(spec, world.grow(spec))
        for name, spec in lab.populations.items()
        if world.grow is not None
    }
    return WorldContext(runs=runs, populations=grown, shown=lab)


def result(world: World, lab: Lab, run: RunSpec) -> RunResult:
    """Return the result of a run in a world."""
    partners = [other for other in lab.runs.values() if _trajectory(other) == _trajectory(run)]
    fates = world.fates[lab.slug]
    fate = next(fates[other.name] for other in partners if other.name in fates)
    group, length = partners[0].name, max(other.epochs for other in partners)
    seeds = []
    for seed in run.seeds:
        drawn = replace(fate, accuracy=fate.accuracy + 0.002 * (seed - 1))
        history = past(drawn, length, _seconds(run))
        seeds.append(_seed(world, lab.slug, run, drawn, history, seed, group))
    summary = _summary(run.model.layers, entering(run, SHAPES[lab.slug]))
    counts = COUNTS[lab.slug]
    return RunResult(run, summary, _origin(lab.slug), counts, tuple(seeds), MACHINE, "2026-11-21")


def past(fate: Fate, epochs: int, seconds: float) -> History:
    """Return a smooth history that takes the course of a fate and ends at its accuracy."""
    times = np.arange(1, epochs + 1)
    if fate.course in ("départ manqué", "divergence"):
        rising = times / 4 if fate.course == "divergence" else 0 * times
        loss = tuple(map(float, math.log(10) + rising))
        chance = (0.1,) * epochs
        failed = {"loss": loss, "val_loss": loss, "accuracy": chance, "val_accuracy": chance}
        return History(failed, (seconds,) * epochs)
    early = np.exp(-times / 1.2)
    lead = fate.gap * (1 - np.exp(-times / 4))
    floor = 2.2 * (1 - fate.accuracy)
    late = 1 - times / epochs
    low = max(3, epochs // 4)
    shapes = {
        "palier": (early, 1 + early),
        "progrès": (0.3 * late + early, 1 + 0.8 * late + early),
        "remontée": (early, 1 + early + 1.2 * np.clip(times - low, 0, None) / epochs),
    }
    missing, climb = shapes[fate.course]
    since = np.clip((epochs - times) / (epochs - low), 0, 1)
    accuracy = fate.accuracy - 0.4 * missing + fate.fade * since
    loss = fate.start * np.exp(-(times - 1) / 3) * 0.8 + 0.2 * fate.start / times
    metrics = {
        "loss": loss,
        "accuracy": np.clip(accuracy + lead, 0.0, 0.9995),
        "val_loss": floor * climb,
        "val_accuracy": accuracy,
    }
    return History({n: tuple(map(float, v)) for n, v in metrics.items()}, (seconds,) * epochs)


def _seed(
    world: World, slug: str, run: RunSpec, fate: Fate, whole: History, seed: int, group: str
) -> SeedResult:
    epochs = epochs_used(whole, run)
    assert epochs is not None
    history, kept = whole.first(epochs), weights_epoch(whole, run)
    right = history["val_accuracy"][kept - 1]
    known = min(0.9995, right + fate.gap * (1 - math.exp(-kept / 4)))
    arrays = _outputs(world.worst[slug], right, fate.sure or right, f"{group}{seed}")
    tested = float((arrays.outputs.argmax(axis=1) == arrays.truth).mean())
    rates: Mapping[SplitName, float] = {"train": known, "validation": right, "test": tested}
    true = arrays.outputs[np.arange(len(arrays.truth)), arrays.truth]
    losses = {"train": history["loss"][kept - 1], "validation": history["val_loss"][kept - 1]}
    losses["test"] = float(-np.log(true).mean())
    return SeedResult(
        seed=seed,
        key=f"{group}-{seed}",
        epochs=epochs,
        history=history,
        best_epoch=best_epoch(history, epochs, run.monitor),
        weights_epoch=kept,
        evaluations={s: Evaluation(COUNTS[slug][s], losses[s], rates[s]) for s in rates},
        arrays=arrays,
    )


@cache
def _outputs(worst: tuple[int, int], accuracy: float, sure: float, draw: str) -> Memory:
    """Return 10 000 answers with an accuracy; which images are hard, all trainings share."""
    count = 10_000
    truth = np.arange(count, dtype=np.int64) % 10
    hardness = np.random.default_rng(0).random(count) + 0.25 * (truth == worst[0])
    noise = np.random.default_rng(sum(draw.encode())).normal(0, 0.03, count)
    wrong = np.argsort(hardness + noise)[round(accuracy * count) :]
    answers = truth.copy()
    answers[wrong] = (truth[wrong] + 1 + wrong // 10 % 9) % 10
    answers[wrong] = np.where(truth[wrong] == worst[0], worst[1], answers[wrong])
    sure = min(0.999, max(0.2, sure))
    outputs = np.full((count, 10), (1 - sure) / 9, dtype=np.float32)
    outputs[np.arange(count), answers] = sure
    return Memory(outputs, truth)


def _trajectory(run: RunSpec) -> tuple[Any, ...]:
    """Return what two runs have in common when one prolongs the other."""
    training = replace(run.training, early_stopping=None)
    return (run.model, run.dataset, run.preprocess, training)


def _seconds(run: RunSpec) -> float:
    return 2.0 + 0.5 * len(run.model.layers)


def _origin(slug: str) -> Origin:
    return Origin("essai", slug, False, "images d’essai")


def entering(run: RunSpec, image: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of an image as the network receives it."""
    flat = any(step.name == "flatten" for step in run.preprocess)
    return (math.prod(image),) if flat else image


def _summary(specs: Sequence[LayerSpec], image: tuple[int, ...]) -> ModelSummary:
    rows, shape = [], image
    for number, spec in enumerate(specs):
        found = infer(spec, shape)
        assert found.output_shape is not None
        assert found.params is not None
        assert found.trainable_params is not None
        name, kind = f"l{number}", spec.name
        sizes = (found.output_shape, found.params, found.trainable_params)
        rows.append(LayerRow(name, kind, spec.config, shape, *sizes))
        shape = found.output_shape
    return ModelSummary(image, tuple(rows))


def _blank(name: str, *arguments: Any, id: str = "", **options: Any) -> Table:
    return Table(id=id, caption=name, alt=name)


def _answers(lab: Lab, document: Document) -> dict[str, tuple[str, ...]]:
    placed = {p.anchor: p for p in document.elements}
    numbered = zip(lab.questions, document.questions, strict=True)
    return {
        question.id: _sentences(found.answer.passage.html, placed)
        for question, found in numbered
        if found.answer is not None
    }


def _sentences(passage: str, placed: Mapping[str, Placed]) -> tuple[str, ...]:
    """Return the sentences of a passage in reading order, remarks in their places, as text."""

    def said(match: re.Match[str]) -> str:
        element = placed[match[1]].element
        return (
            html.escape("\n".join(element.sentences)) + "\n"
            if isinstance(element, Remark)
            else "\n"
        )

    text = re.sub(r'<rg-element data-anchor="([^"]+)"></rg-element>', said, passage)
    text = re.sub(r"<pre.*?</pre>", "\n", text, flags=re.DOTALL)
    text = re.sub(r"</(p|li|td|th|tr)>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    lines = (" ".join(unicodedata.normalize("NFKC", line).split()) for line in text.split("\n"))
    return tuple(s for line in lines for s in re.split(r"(?<=[.?!]) (?=[A-ZÀÉÊÎ«])", line) if s)
