"""A class of students who answer a small lab of four questions; nothing is ever trained.

Their results are written as a build would leave them. The corrigé's are drawn by the same hand,
so that what every verdict must be is known beforehand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.data.loading import describe_dataset
from reportgen.lab.loading import load_lab
from reportgen.lab.profiles import apply_profile
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab
from reportgen.project import Project, locate
from reportgen.results import Evaluation, History, LayerRow, ModelSummary
from reportgen.store.store import Store
from reportgen.store.values import Outputs
from reportgen.submission.measured import Layer, Measured, Score, Seed
from reportgen.trajectory import digest, make_trajectory
from tests.evidence.factory import MACHINE
from tests.project_lab import write_points

DEFINITION = """\
title: Haut ou bas
course: Essais
datasets:
  points: {source: npz, path: points.npz, classes: [bas, haut], validation: {from: train, count: 20}}
models:
  petit: {layers: [Flatten, {Dense: {units: 4, activation: relu}}, {Dense: {units: 2, activation: softmax}}]}
training: {optimizer: adam, loss: sparse_categorical_crossentropy, batch_size: 16, epochs: 3}
runs:
  petit: {title: petit, model: petit, dataset: points}
profiles:
  rapide: {}
"""  # noqa: E501 (YAML in flow style)
PARAMS = 64 * 4 + 4 + 4 * 2 + 2
COUNT = 40
"""Test images."""
SECTION = """\
# Mesures

::::{question} poids
:points: 2
:kind: exact
:title: Compter les poids
:attendu: runs.petit.params; runs.petit.layers

Combien de poids le réseau comporte-t-il, en tout et par couche ?

:::{reponse}
{{ poids("petit") }}
:::
:::{bareme}
- 1 : le total
- 1 : le détail
:::
::::

::::{question} exactitude
:points: 2
:kind: mesure
:title: Mesurer
:attendu: runs.petit.test.accuracy

Quelle est l’exactitude sur le test, après {{ donne("3 époques") }} ?

:::{reponse}
Elle vaut {{ runs.petit.test.accuracy | pourcent(1) }}.
:::
:::{bareme}
- 1 : la valeur est mesurée
- 1 : elle est commentée
:::
::::

::::{question} avis
:points: 3
:title: Conclure

Que pensez-vous du résultat ?

:::{reponse}
Il est bon.
:::
:::{bareme}
- 3 : un avis argumenté
:::
::::

::::{question} libre
:points: 1
:title: Remarquer

Une remarque ?

:::{reponse}
Non.
:::
::::
"""
WORK = """\
lab: tp_haut
version: {version}
authors: {authors}
group: TD 1
date: 2026-11-21
models:
  mien: {{layers: [Flatten, {{Dense: {{units: {units}, activation: relu}}}}, \
{{Dense: {{units: 2, activation: softmax}}}}]}}
runs:
  essai: {{title: essai, model: mien, dataset: points}}
"""
ACCURACY = 0.875
"""The corrigé's, on the 40 test images: 35 are right."""
OPINION = (
    "Le réseau distingue assez bien les deux classes, mais le jeu est trop petit pour en dire "
    "davantage sans refaire la mesure avec une autre graine."
)


@dataclass(frozen=True)
class Room:
    """A project with one lab, ``tp_haut``, whose corrigé has its results in the store."""

    project: Project
    lab: Lab

    @property
    def root(self) -> Path:
        return self.project.root

    @property
    def folder(self) -> Path:
        return self.root / "labs" / "tp_haut"


@dataclass(frozen=True)
class Student:
    """What one student hands in. ``accuracy`` is that of his results; ``results`` None: no file."""

    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    accuracy: float | None = ACCURACY
    units: int = 4
    changes: Mapping[str, Any] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def make_room(root: Path, *, stored: bool = True) -> Room:
    """Make the lab; with *stored* the store has the corrigé's results."""
    folder = root / "labs" / "tp_haut"
    (folder / "sections").mkdir(parents=True)
    (folder / "lab.yaml").write_text(DEFINITION, encoding="utf-8")
    (folder / "sections" / "01-mesures.md").write_text(SECTION, encoding="utf-8")
    write_points(folder / "points.npz")
    project = replace(locate(root), build=root / "build", data=root / "data")
    room = Room(project, load_lab(folder))
    if stored:
        store_results(room, ACCURACY)
    return room


def hand_in(room: Room, student: Student) -> Path:
    """Write the folder of a student and return it."""
    folder = room.root / "rendus" / student.name
    (folder / "remise").mkdir(parents=True)
    authors = json.dumps(list(student.authors or (f"Élève {student.name}",)), ensure_ascii=False)
    version = statement_version(room.lab)
    text = WORK.format(version=version, authors=authors, units=student.units)
    (folder / "rendu.yaml").write_text(text, encoding="utf-8")
    (folder / "reponses.md").write_text(written(student.answers), encoding="utf-8")
    if student.accuracy is not None:
        run = results(student.accuracy, student.units).model_copy(update=dict(student.changes))
        (folder / "remise" / "resultats.json").write_bytes(record(run, version))
    for name, content in student.files.items():
        (folder / name).write_bytes(content)
    return folder


def written(answers: Mapping[str, str]) -> str:
    """Return ``reponses.md`` with these answers, as the outline lays them out."""
    blocks = [
        f"::::{{reponse}} {question}\n:::{{observation}}\n{text}\n:::\n\n"
        ":::{interpretation}\n\n:::\n::::\n"
        for question, text in answers.items()
    ]
    return "# Compte rendu\n\n" + "\n".join(blocks)


def results(accuracy: float, units: int = 4) -> Measured:
    """Return the results of a run: consistent in themselves, right on that share of images."""
    right = round(accuracy * COUNT)
    wrong = COUNT - right
    history = {
        "loss": [0.9, 0.6, 0.41],
        "accuracy": [0.5, 0.7, 0.81],
        "val_loss": [0.95, 0.66, 0.4512],
        "val_accuracy": [0.5, 0.6, 0.75],
    }
    scores = {
        "train": Score(count=100, loss=0.4, accuracy=0.82),
        "validation": Score(count=20, loss=0.4512, accuracy=0.75),
        "test": Score(count=COUNT, loss=0.4733, accuracy=right / COUNT),
    }
    first = 64 * units + units
    layers = [("Flatten", 0), ("Dense 1", first), ("Dense 2", units * 2 + 2)]
    seed = Seed(
        seed=1,
        key="0" * 32,
        epochs=3,
        weights_epoch=3,
        seconds=6.3,
        history=history,
        scores=scores,
        confusion=[[right - 15, wrong], [0, 15]],
    )
    return Measured(
        title="essai",
        epochs=3,
        batch_size=16,
        params=first + units * 2 + 2,
        layers=[Layer(name=n, kind=n.split()[0], params=p) for n, p in layers],
        seeds=[seed],
    )


def store_results(room: Room, accuracy: float) -> None:
    """Put the results of the corrigé's run into the store, as a training would have."""
    run = apply_profile(room.lab, "rapide").runs["petit"]
    data = describe_dataset(
        run.dataset,
        room.project.data,
        lab_folder=room.folder,
        allow_download=False,
        report=lambda _: None,
    )
    made = make_trajectory(run, 1, data.origin.digest, room.folder)
    entry = Store(room.project.store).entry(made.key)
    given = results(accuracy)
    history = {name: tuple(values) for name, values in given.first.history.items()}
    shapes: list[tuple[int, ...]] = [(8, 8, 1), (64,), (4,), (2,)]
    rows = [
        LayerRow(layer.name, layer.kind, {}, before, after, layer.params, layer.params)
        for layer, before, after in zip(given.layers, shapes, shapes[1:], strict=False)
    ]
    entry.write_spec(made.definition)
    entry.write_summary(ModelSummary((8, 8, 1), tuple(rows)))
    entry.write_history(History(history, (2.0, 2.1, 2.2)), MACHINE, "2026-11-21")
    evaluations: Any = {
        name: Evaluation(score.count, score.loss, score.accuracy)
        for name, score in given.first.scores.items()
    }
    entry.write_outputs(3, Outputs(_outputs(given.first.confusion), evaluations))


def _outputs(confusion: list[list[int]]) -> dict[str, Any]:
    """Return probabilities and labels that make a confusion matrix."""
    pairs = [(t, g) for t, row in enumerate(confusion) for g, n in enumerate(row) for _ in range(n)]
    labels = np.array([true for true, _ in pairs])
    sure = np.array([[0.9, 0.1] if given == 0 else [0.1, 0.9] for _, given in pairs], np.float32)
    return {"test_probabilities": sure, "test_labels": labels}


def record(run: Measured, version: str) -> bytes:
    """Return a file of results with a right checksum: a forger knows how to compute it."""
    value = {
        "format": 1,
        "lab": "tp_haut",
        "version": version,
        "profile": "rapide",
        "runs": {"essai": run.model_dump()},
    }
    signed = {**value, "sha256": digest(value)}
    return json.dumps(signed, ensure_ascii=False).encode()
