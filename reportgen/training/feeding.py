"""Feed Keras the examples of an epoch in an order that is set from outside before each epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from reportgen.store.records import AnyArray
from reportgen.training.backend import load_keras


@dataclass
class EpochData:
    """Examples in batches of ``batch_size``, the last maybe smaller, in the current ``order``.

    ``order`` is a permutation of the rows, int64 (n,), read anew at the start of each epoch.
    """

    x: AnyArray
    y: AnyArray
    batch_size: int
    order: npt.NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self.order = np.arange(len(self.y), dtype=np.int64)

    def __len__(self) -> int:
        return -(-len(self.y) // self.batch_size)

    def rows(self, index: int) -> npt.NDArray[np.int64]:
        """Return the rows of a batch."""
        return self.order[index * self.batch_size : (index + 1) * self.batch_size]

    def feed(self) -> Any:
        """Return what ``fit`` takes: the same batches whichever the backend."""
        tensorflow = load_keras().backend.backend() == "tensorflow"
        return _tensorflow_feed(self) if tensorflow else _generic_feed(self)


def _tensorflow_feed(data: EpochData) -> Any:
    """Return a ``tf.data`` pipeline that gathers the next batch while the present one is learnt.

    With a ``PyDataset`` the gathering waits for the step: an epoch takes a tenth longer.
    """
    import tensorflow as tf

    with tf.device("cpu"):
        x, y = tf.convert_to_tensor(data.x), tf.convert_to_tensor(data.y)

    def orders() -> Iterator[npt.NDArray[np.int64]]:
        yield data.order

    # Python gives the whole order at once: asked for each batch, it would slow the step.
    epoch = tf.data.Dataset.from_generator(
        orders, output_signature=tf.TensorSpec((len(data.y),), tf.int64)
    )
    batches = epoch.unbatch().batch(data.batch_size)
    pairs = batches.map(
        lambda rows: (tf.gather(x, rows), tf.gather(y, rows)), num_parallel_calls=tf.data.AUTOTUNE
    )
    # Known in advance, or Keras warns that the first epoch ran out of data.
    return pairs.apply(tf.data.experimental.assert_cardinality(len(data))).prefetch(2)


def _generic_feed(data: EpochData) -> Any:
    base: Any = load_keras().utils.PyDataset

    class Batches(base):  # type: ignore[misc]
        """The batches by their number."""

        def __len__(self) -> int:
            return len(data)

        def __getitem__(self, index: int) -> tuple[Any, Any]:
            rows = data.rows(index)
            return data.x[rows], data.y[rows]

    return Batches()
