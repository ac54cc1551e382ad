"""Train many Playground networks of one definition together, in double precision.

The networks are dealt in blocks of :data:`BLOCK`, the last one filled up with copies; every block
runs the same compiled program, one block a thread. What becomes of a network is therefore a
function of its definition and its reset alone, to the last bit on one machine, whichever
population it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from reportgen.errors import TrainingError
from reportgen.playground.batches import make_batches
from reportgen.playground.data import Data, Examples, Floats, make_data
from reportgen.playground.layers import Layer, Layers, initial_layers
from reportgen.playground.populations import Population, stack_layers
from reportgen.playground.settings import Network, Task, Training
from reportgen.training.backend import load_keras, threads
from reportgen.training.population_program import (
    Constants,
    Feed,
    Points,
    State,
    compile_program,
)

BLOCK = 256
"""Networks in a block: its tensors stay in a core's cache, and starting an operation costs
little next to doing it."""

LOSS_WIDTH = 10
"""Points of a block when losses are measured."""


def train_population(
    task: Task, network: Network, training: Training, resets: Sequence[int]
) -> Population:
    """Train the networks that the Playground shows after each number of ``resets``.

    ``resets`` are not empty. The first population of a new shape waits a few seconds for the
    compiler. Raises TrainingError when TensorFlow is missing.
    """
    tf = _load_tensorflow()
    fixed = _fixed_inputs(tf, make_data(task), training)
    program = compile_program(network, training.regularisation)

    def train_block(start: Layers) -> tuple[Layers, Floats]:
        losses = tf.zeros([len(training.measured), 2, BLOCK], tf.float64)
        state, losses = program(_to_state(tf, start), *fixed, losses)
        return _to_layers(state), losses.numpy()

    starts = initial_layers(task, network, _filled(resets))
    blocks = [stack_layers(starts[k : k + BLOCK]) for k in range(0, len(starts), BLOCK)]
    with ThreadPoolExecutor(threads()) as pool:
        return _gather(tuple(resets), training, list(pool.map(train_block, blocks)))


def _filled(resets: Sequence[int]) -> list[int]:
    """Fill the last block up with copies of the first network."""
    return [*resets, *[resets[0]] * (-len(resets) % BLOCK)]


def _load_tensorflow() -> Any:
    load_keras()  # settles threads and determinism before TensorFlow starts
    try:
        import tensorflow as tf
    except ImportError as error:
        msg = (
            f"Les populations de petits réseaux ont besoin de TensorFlow ({error}). "
            "Tapez « reportgen doctor » pour savoir quoi installer."
        )
        raise TrainingError(msg) from error
    return tf


def _fixed_inputs(
    tf: Any, data: Data, training: Training
) -> tuple[Feed, Points, Points, Constants]:
    """Return what all blocks share, in the order the program takes it."""
    batches = make_batches(len(data.train.labels), training.batch_size)
    points = _to_points(tf, data.train, batches.rows, batches.first)
    feed = Feed(points, tf.constant(batches.later[..., None]))
    updates = training.measure_every * len(batches.rows)
    step = training.learning_rate * training.rate
    numbers = (tf.constant(value, tf.float64) for value in (training.learning_rate, step, 1))
    rate, penalty, one = numbers
    constants = Constants(rate, penalty, tf.constant(updates), one)
    return feed, _measured(tf, data.train), _measured(tf, data.test), constants


def _measured(tf: Any, examples: Examples) -> Points:
    """Cut a whole set in blocks; the last one is filled up with points of share 0."""
    count = len(examples.labels)
    padded = -count % LOSS_WIDTH
    rows = np.append(np.arange(count), np.zeros(padded, dtype=np.int64))
    shares = np.append(np.full(count, 1 / count), np.zeros(padded))
    return _to_points(tf, examples, rows.reshape(-1, LOSS_WIDTH), shares.reshape(-1, LOSS_WIDTH))


def _to_points(tf: Any, examples: Examples, rows: Any, shares: Floats) -> Points:
    inputs = examples.inputs[rows].swapaxes(1, 2)
    tables = (inputs, examples.labels[rows], shares)
    return Points(*(tf.constant(table[..., None]) for table in tables))


def _to_state(tf: Any, layers: Layers) -> State:
    """Move the networks from the first axis to the last."""
    return State(
        tuple(tf.constant(np.moveaxis(layer.weights, 0, -1)) for layer in layers),
        tuple(tf.constant(np.moveaxis(layer.biases, 0, -1)) for layer in layers),
    )


def _to_layers(state: State) -> Layers:
    """Move the networks from the last axis to the first."""
    return tuple(
        Layer(np.moveaxis(w.numpy(), -1, 0), np.moveaxis(b.numpy(), -1, 0))
        for w, b in zip(*state, strict=True)
    )


def _gather(
    resets: tuple[int, ...], training: Training, blocks: list[tuple[Layers, Floats]]
) -> Population:
    """Join the blocks and drop the copies that filled the last one."""
    count = len(resets)
    losses = np.concatenate([found for _, found in blocks], axis=-1)[..., :count]
    layers = tuple(
        Layer(
            np.concatenate([layer.weights for layer in same])[:count],
            np.concatenate([layer.biases for layer in same])[:count],
        )
        for same in zip(*(layers for layers, _ in blocks), strict=True)
    )
    return Population(resets, training.measured, losses[:, 0].T, losses[:, 1].T, layers)
