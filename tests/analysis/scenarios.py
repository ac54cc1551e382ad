"""Every kind of result a remark can meet, so that every sentence is made at least once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations
from typing import Any

from reportgen.analysis.remarks import TOPICS, remark
from reportgen.results import RunResult
from tests.analysis.runs import CLASSES, run

NAN = math.nan
DROPOUT = (("Conv2D", {}), ("Dropout", {"rate": 0.25}), ("Flatten", {}), ("Dense", {}))
BATCH = (("Conv2D", {}), ("BatchNormalization", {"momentum": 0.99}), ("Flatten", {}))
SAME = (("Conv2D", {"padding": "same"}), ("Flatten", {}), ("Dense", {}))
LEAKY = (("Conv2D", {}), ("LeakyReLU", {}), ("Flatten", {}), ("Dense", {}))
DEEP = ((("Conv2D", {}),) * 4) + (("Flatten", {}), ("Dense", {}), ("Dense", {}))
AUGMENTED = (("RandomFlip", {}), ("Conv2D", {}), ("Flatten", {}), ("Dense", {}))
WIDE = (("Conv2D", {"filters": 2000, "kernel_size": 5}), ("Flatten", {}))
"""A convolution of 2 000 filters: ten million operations."""

NARROW = (("Conv2D", {"filters": 4, "kernel_size": 3}), ("Flatten", {}))
SHARED = (("TimeDistributed", {"layer": {"Dense": {"units": 40}}}), ("Flatten", {}))
TWINS = (NARROW[0], NARROW[0])
OWN = (("Maison", {}), ("Conv2D", {"filters": 4, "kernel_size": 3}))
UP = tuple(0.5 + 0.035 * i for i in range(10))
DOWN = tuple(1.5 * 0.8**i for i in range(10))

CURVES: dict[str, dict[str, Any]] = {
    "palier": {},
    "une époque": {"train": (0.3,), "validation": (0.35,), "loss": (2.0,), "val_loss": (1.9,)},
    "trois époques": {
        "train": (0.3, 0.4, 0.5),
        "validation": (0.3, 0.4, 0.42),
        "loss": (2.0, 1.7, 1.5),
        "val_loss": (1.9, 1.7, 1.6),
    },
    "trois époques, remontée": {
        "train": (0.3, 0.4, 0.5),
        "validation": (0.3, 0.4, 0.38),
        "loss": (2.0, 1.7, 1.5),
        "val_loss": (1.9, 1.6, 1.7),
    },
    "progrès": {
        "train": UP,
        "validation": tuple(v - 0.02 for v in UP),
        "loss": DOWN,
        "val_loss": tuple(1.1 * v for v in DOWN),
    },
    "surapprentissage": {
        "train": UP,
        "validation": (0.5, 0.58, 0.63, 0.65, 0.64, 0.63, 0.62, 0.61, 0.60, 0.59),
        "loss": DOWN,
        "val_loss": (1.4, 1.2, 1.05, 1.0, 1.05, 1.15, 1.25, 1.4, 1.6, 1.8),
        "fitted": 0.85,
    },
    "surapprentissage par la perte": {
        "train": UP,
        "validation": (0.5, 0.58, 0.63, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65, 0.65),
        "loss": DOWN,
        "val_loss": (1.4, 1.2, 1.05, 1.0, 1.05, 1.15, 1.25, 1.4, 1.6, 1.8),
    },
    "surapprentissage, exactitude en hausse": {
        "train": UP,
        "validation": (0.5, 0.55, 0.58, 0.60, 0.62, 0.64, 0.66, 0.67, 0.68, 0.69),
        "loss": DOWN,
        "val_loss": (1.4, 1.2, 1.05, 1.0, 1.05, 1.15, 1.25, 1.4, 1.6, 1.8),
    },
    "fluctuations": {
        "train": UP,
        "validation": UP,
        "loss": DOWN,
        "val_loss": (1.5, 1.0, 1.3, 0.9, 1.25, 0.95, 1.2, 0.9, 1.15, 0.85),
    },
    "fluctuations à plat": {
        "train": UP,
        "validation": UP,
        "loss": DOWN,
        "val_loss": (1.5, 1.2, 1.0, 0.99, 0.92, 1.0, 0.95, 1.0, 0.93, 0.97),
    },
    "remontée tardive": {
        "train": UP,
        "validation": UP,
        "loss": DOWN,
        "val_loss": (1.5, 1.2, 1.0, 0.9, 0.85, 0.82, 0.80, 0.79, 0.84, 0.88),
    },
    "départ manqué": {
        "train": (0.1,) * 6,
        "validation": (0.1,) * 6,
        "loss": (2.303,) * 6,
        "val_loss": (2.303,) * 6,
        "accuracies": (0.1,),
    },
    "perte figée": {
        "train": (0.1,) * 6,
        "validation": (0.1,) * 6,
        "loss": (14.5,) * 6,
        "val_loss": (14.5,) * 6,
        "accuracies": (0.1,),
    },
    "effondrement": {
        "train": (0.3, 0.5, 0.1, 0.1, 0.1, 0.1),
        "validation": (0.3, 0.5, 0.1, 0.1, 0.1, 0.1),
        "loss": (2.0, 1.5, 2.303, 2.303, 2.303, 2.303),
        "val_loss": (2.0, 1.5, 2.303, 2.303, 2.303, 2.303),
        "accuracies": (0.1,),
    },
    "divergence": {
        "train": (0.3, 0.1, 0.1),
        "validation": (0.3, 0.1, 0.1),
        "loss": (2.0, NAN, NAN),
        "val_loss": (2.0, NAN, NAN),
        "test_loss": NAN,
    },
    "perte croissante": {
        "train": (0.3, 0.25, 0.2, 0.2, 0.2, 0.2),
        "validation": (0.3, 0.25, 0.2, 0.2, 0.2, 0.2),
        "loss": (2.0, 3.0, 5.0, 7.0, 9.0, 12.0),
        "val_loss": (2.0, 3.0, 5.0, 7.0, 9.0, 12.0),
    },
    "tout est nan": {
        "train": (NAN,) * 2,
        "validation": (NAN,) * 2,
        "loss": (NAN,) * 2,
        "val_loss": (NAN,) * 2,
        "test_loss": NAN,
    },
    "sans validation": {"validation": None, "val_loss": None},
    "validation devant": {
        "train": (0.3, 0.4, 0.5, 0.55, 0.58, 0.6),
        "validation": (0.4, 0.5, 0.6, 0.65, 0.68, 0.7),
        "loss": DOWN[:6],
        "val_loss": tuple(0.9 * v for v in DOWN[:6]),
    },
    "par cœur": {"train": (0.9, 0.99, 0.999, 1.0, 1.0, 1.0, 1.0, 1.0), "fitted": 1.0},
}

EVALUATIONS: dict[str, dict[str, Any]] = {
    "parfaite": {"accuracies": (1.0,), "fitted": 1.0, "test_loss": 0.0, "confidence": 1.0},
    "nulle": {"accuracies": (0.0,), "fitted": 0.0, "test_loss": 9.0},
    "presque parfaite": {"accuracies": (0.9995,), "test_loss": 0.0002, "confidence": 0.9},
    "validation optimiste": {"accuracies": (0.50,)},
    "validation optimiste, meilleure époque": {"accuracies": (0.50,), "weights": "best"},
    "test plus facile": {"accuracies": (0.80,)},
    "test égal": {"accuracies": (0.667,)},
    "écart modeste": {"accuracies": (0.70,), "fitted": 0.737},
    "écart léger": {"accuracies": (0.88,), "fitted": 0.896},
    "écart nul": {"accuracies": (0.66,), "fitted": 0.66},
    "perte absurde": {"accuracies": (0.85,), "test_loss": 45.0, "confidence": 1.0},
    "perte absurde, pixels bruts": {
        "accuracies": (0.85,),
        "test_loss": 45.0,
        "confidence": 1.0,
        "preprocess": (),
    },
    "perte élevée": {"test_loss": 2.0, "confidence": 0.995},
    "pixels bruts": {"preprocess": ()},
    "peu sûr": {"confidence": 0.4},
    "fiable": {"confidence": 0.66},
    "deux graines": {"accuracies": (0.66, 0.67)},
    "trois graines": {"accuracies": (0.66, 0.67, 0.665)},
    "six graines inégales": {"accuracies": (0.5, 0.6, 0.7, 0.62, 0.55, 0.66)},
    "trois graines égales": {"accuracies": (0.66, 0.66, 0.66)},
    "trois graines inégales": {"accuracies": (0.30, 0.67, 0.90)},
    "une seule image": {
        "counts": {"train": 1, "validation": 1, "test": 1},
        "accuracies": (1.0,),
        "classes": ("Chat", "Chien"),
    },
    "sans noms de classes": {"classes": ()},
    "deux classes": {"classes": ("T-shirt", "Robe"), "accuracies": (0.9,)},
    "trois classes": {"classes": ("Pomme", "Poire", "Abricot"), "accuracies": (0.9995,)},
    "réponse unique": {"classes": ("Chat", "Chien"), "constant": True},
    "presque unique": {
        "classes": ("Chat", "Chien", "Loup"),
        "accuracies": (0.34,),
        "constant": True,
    },
}

FRUIT = ("Pomme", "Poire", "Abricot", "Prune")
TABLES: dict[str, tuple[tuple[int, ...], ...]] = {
    "dernière détachée": ((99, 1, 0, 0), (40, 60, 0, 0), (5, 0, 95, 0), (4, 4, 0, 92)),
    "deux détachées": ((99, 1, 0, 0), (40, 60, 0, 0), (45, 0, 55, 0), (1, 0, 0, 99)),
    "première détachée": ((90, 5, 5, 0), (30, 60, 5, 5), (30, 5, 62, 3), (30, 5, 5, 60)),
    "jamais proposée": ((90, 10, 0, 0), (30, 70, 0, 0), (50, 20, 30, 0), (60, 20, 20, 0)),
    "jamais proposées": ((90, 10, 0, 0), (30, 70, 0, 0), (80, 20, 0, 0), (60, 40, 0, 0)),
    "classe sans image": ((90, 10, 0, 0), (30, 70, 0, 0), (80, 10, 10, 0), (0, 0, 0, 0)),
    "une seule classe": ((60, 40, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)),
    "dans un sens": ((50, 40, 5, 5), (10, 80, 5, 5), (5, 5, 85, 5), (5, 5, 5, 85)),
    "rares erreurs": ((99, 1, 0, 0), (0, 100, 0, 0), (0, 0, 100, 0), (0, 1, 0, 99)),
}

MODIFIED: dict[str, dict[str, Any]] = {
    "mieux": {"accuracies": (0.72,)},
    "moins bien": {"accuracies": (0.58,)},
    "pareil": {"accuracies": (0.661,)},
    "identique": {"accuracies": (0.66,)},
    "à la limite": {"accuracies": (0.6705,)},
    "apprend plus": {"accuracies": (0.72,), "train": (*UP[:7], 0.85), "fitted": 0.9},
    "apprend plus sans gain": {"accuracies": (0.661,), "train": (*UP[:7], 0.85)},
    "apprend moins": {"accuracies": (0.661,), "train": (*UP[:7], 0.60), "fitted": 0.7},
    "apprend moins et valide moins": {
        "accuracies": (0.60,),
        "train": (*UP[:7], 0.60),
        "validation": (*UP[:7], 0.53),
    },
    "écart réduit": {"validation": (*UP[:7], 0.737), "accuracies": (0.70,)},
    "autre durée": {"loss": DOWN[:5], "train": UP[:5], "validation": UP[:5], "val_loss": DOWN[:5]},
    "autre lot": {"batch": 128, "accuracies": (0.70,)},
    "autres données": {"digest": "autre"},
    "plus lourd": {"params": 300_000, "seconds": 9.0, "accuracies": (0.72,)},
    "plus lourd sans gain": {"params": 300_000, "seconds": 9.0, "accuracies": (0.661,)},
    "plus lourd et moins bien": {
        "params": 300_000,
        "accuracies": (0.60,),
        "train": (*UP[:7], 0.85),
    },
    "plus léger": {"params": 20_000, "seconds": 2.0, "accuracies": (0.665,)},
    "deux graines": {"accuracies": (0.66, 0.70)},
    "trois graines": {"accuracies": (0.71, 0.715, 0.712)},
    "trois graines sans gain": {"accuracies": (0.661, 0.67, 0.65)},
    "sans validation": {"validation": None, "val_loss": None},
    "court": {"train": UP[:3], "validation": UP[:3], "loss": DOWN[:3], "val_loss": DOWN[:3]},
    "perte plus faible": {"test_loss": 0.5, "accuracies": (0.70,)},
    "rapide": {
        "train": (0.65, 0.70, 0.72, 0.73, 0.735, 0.738, 0.739, 0.74),
        "validation": (0.60, 0.66, 0.67, 0.68, 0.68, 0.68, 0.68, 0.68),
        "accuracies": (0.72,),
    },
    "moyennes mobiles": {
        "train": (0.7, 0.8, 0.85),
        "validation": (0.1, 0.15, 0.2),
        "loss": DOWN[:3],
        "val_loss": (2.5, 2.6, 2.7),
        "accuracies": (0.2,),
        "batch": 128,
    },
}

NOWHERE_LAST = (
    ((50, 50, 0, 0), (45, 55, 0, 0), (0, 10, 90, 0), (0, 1, 0, 99)),
    ((90, 10, 0, 0), (45, 55, 0, 0), (0, 50, 50, 0), (0, 1, 0, 99)),
)
"""The second class is the last of both seeds together, and of neither alone."""

LAYERS = {
    "dropout": DROPOUT,
    "normalisation": BATCH,
    "profondeur": DEEP,
    "bords": SAME,
    "activation": LEAKY,
}


def without_accuracy(made: RunResult) -> RunResult:
    """Return the run without its validation accuracies, its validation losses kept."""
    history = made.first.history
    kept = {name: values for name, values in history.metrics.items() if name != "val_accuracy"}
    seed = replace(made.first, history=replace(history, metrics=kept))
    return replace(made, seeds=(seed,))


@cache
def single_runs() -> tuple[RunResult, ...]:
    """Return runs that differ in their curves, layers and evaluations."""
    found = [run(title=name, **wanted) for name, wanted in (CURVES | EVALUATIONS).items()]
    for name, table in TABLES.items():
        found += [run(title=name, classes=FRUIT, tables=(table,))]
        found += [run(title=name, classes=FRUIT, tables=(table,), accuracies=(0.6, 0.6))]
    found += [run(title="partagées", classes=FRUIT, tables=NOWHERE_LAST, accuracies=(0.7, 0.7))]
    found += [run(title="minuscule", image=(2, 2, 1), layers=(), classes=("Chat", "Chien"))]
    found += [without_accuracy(run(title="sans exactitude de validation"))]
    few: dict[str, int] = {"train": 30, "validation": 20, "test": 2_000}
    found += [run(title="sans comptes", counts={"test": 2_000, "train": 10, "validation": 0})]
    found += [run(title="peu d’images", counts=few, validation=UP[:8], train=UP[:8])]
    found += [run(title="léger", accuracies=(0.95,), fitted=0.966)]
    found += [run(title="sans apprentissage réévalué", fitted=None)]
    found += [run(title="creux", accuracies=(0.66, 0.67, 0.66), dips=(7, 4, 5))]
    found += [run(title="creux", accuracies=(0.66, 0.67, 0.66), dips=(4, 4, 4))]
    found += [run(title="deux sur trois", accuracies=(0.66, 0.67, 0.66), dips=(7, 7, 2))]
    no_validation: dict[str, Any] = {"validation": None, "val_loss": None}
    found += [run(title="divergence seule", **(CURVES["divergence"] | no_validation))]
    found += [run(title="trois époques seules", **(CURVES["trois époques"] | no_validation))]
    found += [run(title="graines", accuracies=(0.6, 0.7), **no_validation)]
    ahead = CURVES["validation devant"]
    found += [run(title="dropout", layers=DROPOUT, **ahead)]
    found += [run(title="augmentation", layers=AUGMENTED, **ahead)]
    found += [run(title="brut", preprocess=(), **CURVES["départ manqué"])]
    found += [run(title="meilleure époque", weights="best", **CURVES["surapprentissage"])]
    return tuple(found)


def pairs(topic: str) -> Iterator[tuple[RunResult, RunResult]]:
    """Return base runs and modified ones that fit a topic of two runs."""
    layers = LAYERS.get(topic)
    extra = {"layers": layers} if layers else {}
    base, several = run(), run(accuracies=(0.66, 0.67, 0.665))
    small_gap = run(validation=(*UP[:7], 0.73))
    short = run(title="base courte", batch=128, **CURVES["trois époques"])
    weak = run(title="base brute", preprocess=(), **CURVES["départ manqué"])
    raw = run(title="base brute", preprocess=(), test_loss=5.0)
    calm = run(title="base brute et calme", preprocess=())
    blind = run(title="base sans validation", validation=None, val_loss=None)
    for name, wanted in MODIFIED.items():
        modified = run(title=name, luck=1, **(wanted | extra))
        yield modified, base
        if topic == "normalisation":
            yield raw, run(title=name, luck=1, **wanted)
            yield calm, run(title=name, luck=1, **wanted)
            yield weak, run(title=name, luck=1, **wanted)
        for first in (base, several, small_gap, short, weak, raw, calm, blind):
            yield first, modified


def edges() -> Iterator[tuple[RunResult, RunResult]]:
    """Return pairs at the edges of what can be compared."""
    fruit: dict[str, Any] = {"classes": FRUIT, "confidence": 0.75}
    base = run(tables=(((40, 10, 0, 0), (0, 50, 0, 0), (0, 0, 50, 0), (0, 0, 0, 50)),), **fruit)
    one = run(tables=(((41, 9, 0, 0), (0, 50, 0, 0), (0, 0, 50, 0), (0, 0, 0, 50)),), **fruit)
    edge = run(tables=(((46, 4, 0, 0), (0, 49, 1, 0), (0, 0, 50, 0), (0, 0, 0, 50)),), **fruit)
    six = run(tables=(((45, 5, 0, 0), (0, 50, 0, 0), (0, 0, 50, 0), (0, 0, 0, 50)),), **fruit)
    yield base, one
    yield base, edge
    yield base, six
    yield run(layers=()), run(title="vide", layers=())
    yield run(title="nan", train=(NAN,), loss=(NAN,)), run(layers=DEEP)
    yield run(layers=(("Conv2D", {}),)), run(title="dense", layers=(("Dense", {}),) * 2)
    yield run(layers=(("Dense", {}),)), run(title="convolution", layers=(("Conv2D", {}),))
    yield run(train=(NAN,), loss=(NAN,)), run(title="nan", train=(NAN,) * 2, loss=(NAN,) * 2)


def prolonged() -> Iterator[tuple[RunResult, RunResult]]:
    """Return runs of one trajectory, stopped at different epochs."""
    for accuracy in (0.66, 0.60, 0.72):
        for last in (0.738, 0.85):
            curve = CURVES["progrès"] | {"train": (*UP[:9], last)}
            yield (
                run(title="court", key="k"),
                run(title="long", key="k", accuracies=(accuracy,), luck=1, **curve),
            )
    yield (
        run(title="une époque", key="k", **CURVES["une époque"]),
        run(title="long", key="k", validation=None, val_loss=None),
    )


def many() -> Iterator[tuple[RunResult, ...]]:
    """Return lists of runs to compare and rank."""
    runs = [run(title=n, luck=i, **w) for i, (n, w) in enumerate(MODIFIED.items())]
    yield from permutations(runs[:4], 3)
    yield tuple(runs)
    yield tuple(r for r in runs if r.origin.digest == "d")
    yield tuple(runs[i] for i in (0, 13, 16))
    yield tuple(runs[i] for i in (2, 14))
    yield tuple(runs[i] for i in (18, 19, 17))
    yield run(title="petit", params=1_000, accuracies=(0.5,)), runs[0], runs[13]
    yield run(title="petit", params=1_000, accuracies=(0.5,), fitted=0.9), runs[13]
    yield tuple(
        run(title=f"compromis {i}", accuracies=(0.5 + i / 10,), params=1_000 * 4**i, luck=i)
        for i in range(4)
    )
    yield run(title="sans apprentissage réévalué", fitted=None), run(fitted=None)
    yield run(), run(title="autre", digest="e"), run(title="troisième", digest="f")
    yield run(title="jumeau", params=200_000), run(title="jumelle")
    yield run(title="vif", seconds=2.0), run(title="lent", seconds=8.0)


def costly() -> Iterator[tuple[RunResult, ...]]:
    """Return runs alone and together whose costs are worth a word."""
    for layers in (WIDE, NARROW, TWINS, SHARED, OWN, (*OWN, ("Maison", {}))):
        yield (run(layers=layers, params=90),)
        yield (run(layers=layers, batch=1, accelerator="NVIDIA H200", seconds=0.004),)
    for seconds in ((9.0, 4.0), (4.0, 4.0), (4.0, 9.0), (9.0, 8.8)):
        sizes = zip((32, 256), seconds, strict=True)
        yield tuple(run(title=f"lots de {b}", batch=b, seconds=s) for b, s in sizes)
    short = CURVES["une époque"]
    yield tuple(run(title=f"lots de {b}", batch=b, seconds=1e3 / b, **short) for b in (1, 8, 64))
    light = run(title="léger", layers=NARROW, seconds=4.0)
    for seconds in (4.0, 2.0, 6.0, 4e3):
        yield light, run(title="lourd", layers=WIDE, seconds=seconds)
    yield light, run(title="à peine plus", layers=NARROW, classes=(*CLASSES, "Vélo"), seconds=2.0)
    yield light, run(title="à peine plus", layers=NARROW, classes=(*CLASSES, "Vélo"))
    yield light, run(title="autres lots", layers=WIDE, batch=128)
    yield light, run(title="autre machine", layers=WIDE, processor="autre")
    yield light, run(title="jumeau", layers=NARROW), run(title="inconnu", layers=OWN)
    yield light, run(title="inconnu", layers=OWN)
    yield light, run(title="jumeau", layers=NARROW, processor="autre")


@cache
def all_sentences() -> tuple[tuple[str, str], ...]:
    """Return (topic, sentence) for everything that the scenarios make remarks say."""
    told: dict[tuple[str, str], None] = {}
    for topic, kind in TOPICS.items():
        for runs in _lists(topic, kind.least, kind.most):
            told |= {(topic, text): None for text in remark(topic, runs)}
    return tuple(told)


def _lists(topic: str, least: int, most: int | None) -> Iterator[tuple[RunResult, ...]]:
    if least == 1:
        yield from ((r,) for r in single_runs())
        yield single_runs()[:2]
    else:
        yield from pairs(topic)
        yield from edges()
    if topic == "duree":
        yield from prolonged()
    if topic == "cout":
        yield from costly()
    if least == 2 and most is None:
        yield from many()
