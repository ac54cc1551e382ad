"""Which points make each update.

The Playground updates after every ``batch_size``-th point of an epoch. Points left over at the
end of an epoch are not dropped: their derivatives wait for the first update of the next epoch,
which is then the mean over more points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.playground.data import Floats


@dataclass(frozen=True)
class Batches:
    """The updates of an epoch, as tables (updates, width) of equal shape.

    ``rows`` are numbers of train points. ``first`` and ``later`` are the shares of each point in
    the mean, in the first epoch and in all others; a place that is not used has share 0.
    """

    rows: npt.NDArray[np.int64]
    first: Floats
    later: Floats

    def shares(self, epoch: int) -> Floats:
        """Return the shares in ``epoch``, counted from 1."""
        return self.first if epoch == 1 else self.later


def make_batches(points: int, batch_size: int) -> Batches:
    """Cut ``points`` train points in updates of ``batch_size``; there are at least that many."""
    updates, left = divmod(points, batch_size)
    rows = np.zeros((updates, left + batch_size), dtype=np.int64)
    rows[:, left:] = np.arange(updates * batch_size).reshape(updates, batch_size)
    rows[0, :left] = np.arange(points - left, points)
    first = np.zeros(rows.shape)
    first[:, left:] = 1 / batch_size
    later = first.copy()
    later[0] = 1 / (left + batch_size)
    return Batches(rows, first, later)
