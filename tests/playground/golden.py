"""What the Playground's own engine found; written by ``benchmarks/playground.py --golden``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reportgen.playground.data import Floats
from reportgen.playground.layers import Layer, Layers
from reportgen.playground.settings import Network, Task, Training


@dataclass(frozen=True)
class Case:
    """One network that the engine trained: ``points`` are its first train points and labels."""

    task: Task
    network: Network
    training: Training
    reset: int
    points: Floats
    start: Layers
    end: Layers
    losses: Floats

    def __str__(self) -> str:
        hidden = "-".join(map(str, self.network.hidden))
        return f"{self.task.dataset} {hidden} {self.network.activation}"


def load_cases() -> list[Case]:
    file = Path(__file__).with_name("golden.json")
    return [_case(row) for row in json.loads(file.read_text(encoding="utf-8"))]


def _case(row: dict[str, Any]) -> Case:
    task, network = dict(row["task"]), dict(row["network"])
    task["features"] = tuple(task["features"])
    network["hidden"] = tuple(network["hidden"])
    return Case(
        Task(**task),
        Network(**network),
        Training(**row["training"]),
        row["reset"],
        np.array(row["train"]),
        _layers(row["start"]),
        _layers(row["end"]),
        np.array(row["losses"]),
    )


def _layers(rows: list[dict[str, Any]]) -> Layers:
    return tuple(Layer(np.array(row["weights"]), np.array(row["biases"])) for row in rows)


CASES = load_cases()
