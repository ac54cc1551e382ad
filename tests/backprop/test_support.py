"""What is said to be known is what the engine has, and what a lab asks for reaches it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reportgen.backprop import support
from reportgen.backprop.activations import ACTIVATIONS
from reportgen.backprop.initial import INITIALIZERS
from reportgen.backprop.losses import LOSSES
from reportgen.backprop.network import Affine
from reportgen.backprop.stack import read_network
from reportgen.lab.loading import load_lab
from reportgen.lab.types import Call, LayerSpec

LAB = """
title: Un TP
datasets:
  chiffres: {source: mnist, validation: {from: train, fraction: 0.1}}
models:
  base:
    layers: [Flatten, {Dense: {units: 10, activation: softmax}}]
training: {optimizer: {SGD: {learning_rate: 0.1}}, epochs: 5}
runs:
  main: {model: base, dataset: chiffres, training: {engine: numpy}}
  keras: {model: base, dataset: chiffres}
"""


def test_the_names_are_those_of_the_engine() -> None:
    assert set(support.ACTIVATIONS) == {"linear", *ACTIVATIONS}
    assert set(support.INITIALIZERS) == set(INITIALIZERS)
    assert set(support.LOSSES) == set(LOSSES)


def test_a_run_says_its_engine(tmp_path: Path) -> None:
    (tmp_path / "lab.yaml").write_text(LAB, encoding="utf-8")
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "01.md").write_text("# Titre\n\nTexte.\n", encoding="utf-8")
    engines = {name: run.training.engine for name, run in load_lab(tmp_path).runs.items()}
    assert engines == {"main": "numpy", "keras": "keras"}


def test_checking_needs_no_numpy() -> None:
    program = "import sys, reportgen.lab.engines; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n"


def test_a_stack_becomes_steps_and_keeps_where_each_layer_ends() -> None:
    stack = (
        LayerSpec("Flatten"),
        LayerSpec("Dense", {"units": 4, "activation": "relu", "use_bias": False}),
        LayerSpec("Dense", {"units": 2, "kernel_initializer": {"random_normal": {"stddev": 1}}}),
        LayerSpec("Activation", {"activation": "softmax"}),
    )
    network = read_network(stack, 3)
    normal = Call("RandomNormal", {"stddev": 1})
    assert network.steps == (
        Affine(1, 3, 4, use_bias=False), "relu", Affine(2, 4, 2, kernel=normal), "softmax",
    )  # fmt: skip
    assert network.ends == (0, 2, 3, 4)
    assert network.names == ("W1", "W2", "b2")
    affines = [network.affine_of(i) for i in range(4)]
    assert [a and a.number for a in affines] == [None, 1, 2, None]
