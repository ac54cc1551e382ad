"""Time ``reportgen grade`` on a made-up class: every question answered, runs with results.

Nothing is trained: the results of students and those of the corrigé are written as trainings
would have left them. Prints a line of the table of docs/performances.md.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab, RunSpec
from reportgen.layers import infer
from reportgen.pipeline import load
from reportgen.project import find_lab, locate
from reportgen.reporting import SilentReporter
from reportgen.results import Evaluation, History, LayerRow, Machine, ModelSummary
from reportgen.store.entries import Entry, Outputs
from reportgen.submission.measured import Layer, Measured, Score, Seed
from reportgen.trajectory import digest, make_trajectory

LAB, PROFILE, SHAPE = "tp_cifar", "rapide", (32, 32, 3)
RUNS = ("brut", "normalise", "dropout_dense", "paires", "trois_blocs_court", "leaky_court")
EPOCHS = dict.fromkeys(RUNS, 20) | {"trois_blocs_court": 10}
"""As the lab asks, before its profile."""
COUNTS = {"train": 4500, "validation": 500, "test": 2000}
MACHINE = Machine("banc d’essai", 2, "Linux", "3.11", {}, "tensorflow")
WORDS = (
    "le réseau apprend vite puis sa perte de validation remonte alors que celle d’apprentissage "
    "baisse encore ce qui montre un surapprentissage que le dropout réduit sans le supprimer car "
    "les couches denses gardent assez de poids pour retenir les images une par une et le test en "
    "souffre un peu moins que la validation sur ces classes que l’on confond souvent"
)


def main() -> None:
    """Make the class in a temporary folder, grade it, print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--format", default="tout")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_class(root, options.reports)
        command = [sys.executable, "-m", "reportgen", "grade", LAB, "--format", options.format]
        started = perf_counter()
        works = sorted(map(str, (root / "rendus").iterdir()))
        path = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
        subprocess.run(
            [*command, "--quiet", *works],
            cwd=root,
            check=True,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
        )
        wall = perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"| {options.reports} | {options.format} | {wall:.0f} s | "
        f"{used.ru_utime + used.ru_stime:.0f} s | {60 * options.reports / wall:.0f} | "
        f"{used.ru_maxrss / 1000:.0f} Mo |"
    )


def make_class(root: Path, count: int) -> None:
    """Write the corrigé's results and the folders of the students."""
    project = locate(root)
    material = load(project, find_lab(project, LAB), PROFILE, SilentReporter())
    origin = material.described("cifar").origin
    rng = np.random.default_rng(0)
    known = {}
    for name, run in material.lab.runs.items():
        made = make_trajectory(run, run.seeds[0], origin.digest, material.lab.folder)
        known[name] = results(run, rng.uniform(0.3, 0.5), origin.digest, made.key)
        store(material.store.entry(made.key), run, known[name])
    for rank in range(count):
        write_report(root / "rendus" / f"groupe-{rank:03d}", material.lab, known, rank)


def results(run: RunSpec, accuracy: float, data: str, key: str) -> Measured:
    """Return results that agree with themselves and with the definition of a run."""
    right = round(accuracy * COUNTS["test"])
    share, epochs = right / COUNTS["test"], run.epochs
    curve = [share * (1 - 0.5 / (epoch + 1)) for epoch in range(epochs)]
    curve[-1] = round(share * 500) / 500
    loss = [2.3 / (1 + 0.1 * epoch) for epoch in range(epochs)]
    matrix = [[0] * 10 for _ in range(10)]
    for image in range(COUNTS["test"]):
        matrix[image % 10][image % 10 if image < right else (image + 1) % 10] += 1
    scores = {
        "train": Score(count=4500, loss=loss[-1], accuracy=round(share * 4500) / 4500),
        "validation": Score(count=500, loss=loss[-1], accuracy=curve[-1]),
        "test": Score(count=2000, loss=loss[-1], accuracy=share),
    }
    history = {"loss": loss, "accuracy": curve, "val_loss": loss, "val_accuracy": curve}
    layers = [Layer(name=f"{r.name}", kind=r.class_name, params=r.params) for r in rows(run)]
    seed = Seed(
        seed=1, key=key, epochs=epochs, weights_epoch=epochs, seconds=4.0 * epochs,
        history=history, scores=scores, confusion=matrix,
    )  # fmt: skip
    params = sum(layer.params for layer in layers)
    return Measured(
        title=run.title, epochs=epochs, batch_size=run.training.batch_size, params=params,
        layers=layers, seeds=[seed], data=data,
    )  # fmt: skip


def rows(run: RunSpec) -> list[LayerRow]:
    """Return the layers of a run, counted without Keras."""
    found, shape = [], SHAPE
    for number, spec in enumerate(run.model.layers):
        made = infer(spec, shape)
        assert made.output_shape is not None
        assert made.params is not None
        sizes = (made.output_shape, made.params, made.trainable_params or 0)
        found.append(LayerRow(f"{spec.name} {number}", spec.name, {}, shape, *sizes))
        shape = made.output_shape
    return found


def store(entry: Entry, run: RunSpec, measured: Measured) -> None:
    """Put results into the store as a training leaves them."""
    seed = measured.first
    metrics = {name: tuple(values) for name, values in seed.history.items()}
    pairs = [(t, g, n) for t, row in enumerate(seed.confusion) for g, n in enumerate(row)]
    given = np.repeat([g for _, g, _ in pairs], [n for _, _, n in pairs])
    outputs = {
        "test_probabilities": np.eye(10, dtype=np.float32)[given],
        "test_labels": np.repeat([t for t, _, _ in pairs], [n for _, _, n in pairs]),
    }
    evaluations = {n: Evaluation(s.count, s.loss, s.accuracy) for n, s in seed.scores.items()}
    entry.write_summary(ModelSummary(SHAPE, tuple(rows(run))))
    entry.write_history(History(metrics, (4.0,) * seed.epochs), MACHINE, "2026-11-21")
    entry.write_outputs(seed.weights_epoch, Outputs(outputs, evaluations))  # type: ignore[arg-type]


def write_report(folder: Path, lab: Lab, known: dict[str, Measured], rank: int) -> None:
    """Write one folder: six runs, an answer of some 60 words with numbers to every question."""
    draw = random.Random(rank)
    handed = {name: known[name] for name in RUNS}
    (folder / "remise").mkdir(parents=True)
    head = {"lab": LAB, "version": statement_version(lab), "authors": [f"Groupe {rank}"]}
    models = {
        run: {"layers": [{layer.name: dict(layer.config)} for layer in lab.runs[run].model.layers]}
        for run in RUNS
    }
    runs = {run: written(lab.runs[run]) for run in RUNS}
    (folder / "rendu.yaml").write_text(json.dumps({**head, "models": models, "runs": runs}))
    answers = [answer(question.id, handed, draw) for question in lab.questions]
    (folder / "reponses.md").write_text("\n".join(answers), encoding="utf-8")
    value = {
        "format": 1, "lab": LAB, "version": head["version"], "profile": PROFILE,
        "runs": {name: run.model_dump() for name, run in handed.items()},
    }  # fmt: skip
    signed = {**value, "sha256": digest(value)}
    (folder / "remise" / "resultats.json").write_text(json.dumps(signed), encoding="utf-8")


def written(run: RunSpec) -> dict[str, Any]:
    """Return a run as students write it in rendu.yaml."""
    preprocess = [{"rescale": call.config.get("divisor", 255)} for call in run.preprocess]
    return {
        "model": run.name,
        "dataset": run.dataset.name,
        "preprocess": preprocess,
        "training": {"epochs": EPOCHS[run.name]},
    }


def answer(question: str, handed: dict[str, Measured], draw: random.Random) -> str:
    """Return an answer with right and wrong numbers, typed and computed."""
    name, run = draw.choice(list(handed.items()))
    typed = f"{100 * run.first.scores['test'].accuracy + draw.choice([0, 0, 3]):.1f}"
    prose = " ".join(draw.choices(WORDS.split(), k=50))
    measure = f"On mesure {typed.replace('.', ',')} % sur le test, pour {run.params} poids."
    shown = f"{{{{ runs.{name}.test.accuracy | pourcent }}}}"
    return f"::::{{reponse}} {question}\n{measure} Soit {shown}. {prose}.\n::::\n"


if __name__ == "__main__":
    main()
