"""The numbers of the real engine that the tests hold reportgen to."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from playground.engine import Engine
from reportgen.playground.settings import FEATURES, Network, Task, Training

CASES = (
    (Task("xor", 35), Network((3,)), Training(epochs=20, measure_every=5)),
    (Task("xor", 35), Network((1,), "linear"), Training(epochs=10, measure_every=5)),
    (Task("xor", 35), Network(()), Training(epochs=10, measure_every=5)),
    (
        Task("spiral", 80, seed="0.38953"),
        Network((3, 2)),
        Training(learning_rate=0.1, epochs=10, measure_every=5),
    ),
    (
        Task("spiral", 80, FEATURES, seed="0.38953"),
        Network((4, 3, 2), "tanh"),
        Training(epochs=10, measure_every=5, regularisation="L2", rate=0.01),
    ),
    (
        Task("gauss", 25, split=30, seed="abc"),
        Network((2, 2), "sigmoid"),
        Training(learning_rate=0.3, batch_size=7, epochs=12, measure_every=3),
    ),
    (
        Task("circle", 10, ("x1", "x2", "x1x2"), split=67, seed="7"),
        Network((4,)),
        Training(
            learning_rate=0.03,
            batch_size=30,
            epochs=40,
            regularisation="L1",
            rate=0.1,
            measure_every=10,
        ),
    ),
)
"""Every data set, activation and penalty; batches that divide the train points and that do not."""

RESET = 2
"""The network of each case: not the first, so that the stream is checked past a reset."""

POINTS = 12
"""Train points kept of each case."""


def write_golden(engine: Engine, file: Path) -> None:
    """Write the engine's points, weights and losses for every case."""
    cases = [json.dumps(_case(engine, *case), ensure_ascii=False) for case in CASES]
    file.write_text("[\n" + ",\n".join(cases) + "\n]\n", encoding="utf-8")


def _case(engine: Engine, task: Task, network: Network, training: Training) -> dict[str, Any]:
    answer = engine.run(task, network, training, [RESET])
    parts = {"task": task, "network": network, "training": training}
    definition = {name: asdict(part) for name, part in parts.items()}
    found = {"train": answer["train"][:POINTS], **answer["trained"][0]}
    return definition | {"reset": RESET} | found
