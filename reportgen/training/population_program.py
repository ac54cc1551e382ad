"""The graph that trains a block of Playground networks: all epochs in one XLA program.

Every tensor has the networks as its last axis, (…, networks): each operation does the same work
for all of them, several networks to one processor instruction, and none ever mixes two. Sums
over points and neurons are written as chains of additions, which XLA fuses into loops over the
networks; its reductions would be slower. What a network becomes thus depends on itself alone.

Two habits of XLA on processors (TensorFlow 2.21) shape the code, both found by measuring:

- a loop over the networks that reads data at a running index stays scalar. The batches
  therefore turn: each step reads the front batch and puts it at the back (:func:`_turn`);
- cheap operations are fused into all that use their result and done again there, for each weight
  of each layer. Divisions are not: dividing by a 1 that only the caller knows keeps a result
  (:func:`_keep`): training is five times faster with two hidden layers of eight, twenty with three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, reduce
from operator import add
from typing import Any, NamedTuple

from reportgen.playground.settings import ActivationName, Network, PenaltyName

Tensor = Any


class Points(NamedTuple):
    """Points cut in blocks: ``inputs`` (blocks, features, width, 1), the others (blocks, width, 1).

    ``shares`` is what each point counts in the mean over its update, or over its set.
    """

    inputs: Tensor
    labels: Tensor
    shares: Tensor


class State(NamedTuple):
    """``weights[l]`` is (neurons, inputs, networks) and ``biases[l]`` (neurons, networks)."""

    weights: tuple[Tensor, ...]
    biases: tuple[Tensor, ...]


class Feed(NamedTuple):
    """The batches, the next one in front; ``later`` are the shares of the epochs to come."""

    points: Points
    later: Tensor


class Constants(NamedTuple):
    """Scalars that need no other program: learning rate η, η λ, updates between measures, 1."""

    learning_rate: Tensor
    penalty: Tensor
    updates: Tensor
    one: Tensor


@cache
def compile_program(network: Network, penalty: PenaltyName) -> Callable[..., Any]:
    """Return ``program(state, feed, train, test, constants, losses) -> state, losses``.

    ``losses`` is (measures, 2, networks), to be filled with the train and test losses, the first
    before any update. XLA compiles at the first call with tensors of new shapes, 2 to 5 seconds.
    """
    import tensorflow as tf

    graph = _Graph(tf, network, penalty)
    return tf.function(graph.run, jit_compile=True)  # type: ignore[no-any-return]


class _Graph:
    """Builds the operations for one kind of network."""

    def __init__(self, tf: Any, network: Network, penalty: PenaltyName) -> None:
        self._tf = tf
        self._activate = _activations(tf)[network.activation]
        self._slope = _slopes(tf)[network.activation]
        self._penalise = _penalties(tf)[penalty]

    def run(
        self,
        state: State,
        feed: Feed,
        train: Points,
        test: Points,
        constants: Constants,
        losses: Tensor,
    ) -> tuple[State, Tensor]:
        """Alternate measures and updates until ``losses`` is full."""
        tf = self._tf

        def measure(m: Tensor, state: State, feed: Feed, losses: Tensor) -> tuple[Any, ...]:
            updates = tf.where(m > 0, constants.updates, 0)
            state, feed = self._update(state, feed, constants, updates)
            found = [self._loss(state, points, constants) for points in (train, test)]
            losses = tf.tensor_scatter_nd_update(losses, [[m]], tf.stack(found)[None])
            return m + 1, state, feed, losses

        start = (0, state, feed, losses)
        _, state, _, losses = tf.while_loop(lambda m, *_: m < losses.shape[0], measure, start)
        return state, losses

    def _update(
        self, state: State, feed: Feed, constants: Constants, updates: Tensor
    ) -> tuple[State, Feed]:
        def step(i: Tensor, state: State, feed: Feed) -> tuple[Any, ...]:
            front = Points(*(table[0] for table in feed.points))
            return i + 1, self._step(state, front, constants), _turn_feed(self._tf, feed)

        start = (0, state, feed)
        _, state, feed = self._tf.while_loop(lambda i, *_: i < updates, step, start)
        return state, feed

    def _step(self, state: State, batch: Points, constants: Constants) -> State:
        """Return the state after one update, the one of the Playground's ``nn.ts``.

        With A what a layer receives and D the derivative of the mean of ½(o − t)² by its total
        inputs, which is (o − t)(1 − o²)/n for the output layer and (Wᵀ D) ⊙ f′ of the next
        layer's W and D for a hidden one: W ← W − η D Aᵀ, then the penalty; b ← b − η ΣD.
        """
        outputs = self._forward(state, batch.inputs, constants)
        received = [batch.inputs, *outputs[:-1]]
        derivatives = self._derivatives(state, outputs, batch, constants)
        weights, biases = [], []
        for w, b, d, a in zip(*state, derivatives, received, strict=True):
            moved = w - constants.learning_rate * _sum_points(d[:, None] * a[None])
            weights.append(self._penalise(w, moved, constants.penalty))
            biases.append(b - constants.learning_rate * _sum_points(d))
        return State(tuple(weights), tuple(biases))

    def _forward(self, state: State, inputs: Tensor, constants: Constants) -> list[Tensor]:
        """Return the outputs of every layer, (neurons, points, networks)."""
        outputs: list[Tensor] = []
        signal = inputs
        for w, b in zip(*state, strict=True):
            total = reduce(add, [w[:, j, None] * signal[j] for j in range(w.shape[1])], b[:, None])
            if len(outputs) < len(state.weights) - 1:
                signal = _keep(self._activate(total), constants)
            else:
                signal = self._tf.tanh(total)
            outputs.append(signal)
        return outputs

    def _derivatives(
        self, state: State, outputs: list[Tensor], batch: Points, constants: Constants
    ) -> list[Tensor]:
        """Return, first layer first, the derivative of the loss by the total inputs."""
        answer = outputs[-1]
        error = (answer - batch.labels) * batch.shares
        found = [_keep(error * (1 - answer * answer), constants)]
        for w, output in zip(state.weights[:0:-1], outputs[-2::-1], strict=True):
            after = found[0]
            back = reduce(add, [w[k, :, None] * after[k] for k in range(w.shape[0])])
            found.insert(0, _keep(back * self._slope(output), constants))
        return found

    def _loss(self, state: State, points: Points, constants: Constants) -> Tensor:
        tf = self._tf

        def add_block(i: Tensor, points: Points, total: Tensor) -> tuple[Any, ...]:
            front = Points(*(table[0] for table in points))
            error = self._forward(state, front.inputs, constants)[-1][0] - front.labels
            total = total + _sum_points(0.5 * error * error * front.shares)
            return i + 1, Points(*(_turn(tf, table) for table in points)), total

        start = (0, points, tf.zeros_like(state.biases[-1][0]))
        blocks = points.inputs.shape[0]
        return tf.while_loop(lambda i, *_: i < blocks, add_block, start)[-1]


def _keep(result: Tensor, constants: Constants) -> Tensor:
    """Make XLA compute ``result`` once; the division by 1 changes no bit."""
    return result / constants.one


def _sum_points(terms: Tensor) -> Tensor:
    """Sum over the points, the last axis but one, in their order."""
    return reduce(add, [terms[..., i, :] for i in range(terms.shape[-2])])


def _turn(tf: Any, table: Tensor) -> Tensor:
    """Put the front block at the back."""
    return tf.concat([table[1:], table[:1]], 0)


def _turn_feed(tf: Any, feed: Feed) -> Feed:
    """Put the front batch at the back, with its share in later epochs."""
    shares = tf.concat([feed.points.shares[1:], feed.later[:1]], 0)
    points = Points(_turn(tf, feed.points.inputs), _turn(tf, feed.points.labels), shares)
    return Feed(points, _turn(tf, feed.later))


def _activations(tf: Any) -> Mapping[ActivationName, Callable[[Tensor], Tensor]]:
    return {
        "relu": lambda z: tf.maximum(z, tf.zeros([], z.dtype)),
        "tanh": tf.tanh,
        "sigmoid": lambda z: 1 / (1 + tf.exp(-z)),
        "linear": lambda z: z,
    }


def _slopes(tf: Any) -> Mapping[ActivationName, Callable[[Tensor], Tensor]]:
    """Return f′ of each activation, from its output."""
    return {
        "relu": lambda output: tf.cast(output > 0, output.dtype),
        "tanh": lambda output: 1 - output * output,
        "sigmoid": lambda output: output * (1 - output),
        "linear": tf.ones_like,
    }


def _penalties(tf: Any) -> Mapping[PenaltyName, Callable[[Tensor, Tensor, Tensor], Tensor]]:
    """Return the weights after the penalty: (before the update, after the gradient, η λ) → weights.

    A weight that L1 carries across zero stays there for good. The Playground marks it as dead;
    here zero itself is the mark, for no living weight is exactly zero.
    """

    def pull_l1(before: Tensor, moved: Tensor, step: Tensor) -> Tensor:
        pulled = moved - step * tf.sign(before)
        dead = tf.logical_or(tf.equal(before, 0), moved * pulled < 0)
        return tf.where(dead, tf.zeros_like(pulled), pulled)

    return {
        "none": lambda before, moved, step: moved,
        "L1": pull_l1,
        "L2": lambda before, moved, step: moved - step * before,
    }
