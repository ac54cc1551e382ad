"""What enters a softmax, how sure it makes a network, and what its errors cost.

The loss of one image is ln Σ exp(s_k) − s_true, at least the score by which the true class lags
behind the largest one. The mean loss is share of errors × their mean loss, plus the same for the
right answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.analysis.evaluation import SURE
from reportgen.results import RunResult

SLICES = 10
"""Equal slices of the confidence in which images are counted."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Softmax:
    """What one run gives on the test images, first seed; arrays are (images,).

    ``inputs`` is the range of the values that the network receives; ``lag`` by how much the score
    of the true class is below the largest; ``losses`` the cross-entropy of each image;
    ``confidence`` the largest probability; ``right`` whether the answer is right.
    """

    result: RunResult
    inputs: tuple[float, float]
    lag: Values
    losses: Values
    confidence: Values
    right: npt.NDArray[np.bool_]

    @property
    def error(self) -> float:
        """Share of the images that are classified wrongly, 0–1."""
        return float(1 - self.right.mean())

    @property
    def sure_errors(self) -> float | None:
        """Share of the errors that are announced with ``SURE`` or more; None without errors."""
        return _mean((self.confidence >= SURE)[~self.right])

    @property
    def error_lag(self) -> float | None:
        """Mean lag of the true class over the errors; None without errors."""
        return _mean(self.lag[~self.right])

    @property
    def error_loss(self) -> float | None:
        """Mean loss of the errors; None without errors."""
        return _mean(self.losses[~self.right])

    @property
    def right_loss(self) -> float | None:
        """Mean loss of the right answers; None without any."""
        return _mean(self.losses[self.right])

    @property
    def loss(self) -> float:
        """Mean loss."""
        return float(self.losses.mean())

    @property
    def share_of_errors(self) -> float:
        """Share of the summed loss that the errors make, 0–1."""
        total = float(self.losses.sum())
        return float(self.losses[~self.right].sum()) / total if total else 0.0


def softmax(result: RunResult, scores: npt.NDArray[np.generic], inputs: Values) -> Softmax:
    """Return what the scores of the test images, (images, classes), make of a run."""
    values: Values = np.asarray(scores, dtype=np.float64)
    labels = result.first.arrays.labels("test")
    top = values.max(axis=1)
    total = top + np.log(np.exp(values - top[:, np.newaxis]).sum(axis=1))
    true = values[np.arange(len(labels)), labels]
    low, high = map(float, inputs)
    return Softmax(
        result=result,
        inputs=(low, high),
        lag=top - true,
        losses=total - true,
        confidence=np.exp(top - total),
        right=values.argmax(axis=1) == labels,
    )


def shares(seen: Softmax, chosen: npt.NDArray[np.bool_]) -> Values:
    """Return the share of the chosen images in each of the slices of the confidence, (SLICES,)."""
    counts = np.histogram(np.minimum(seen.confidence[chosen], 1.0), SLICES, (0.0, 1.0))[0]
    return np.asarray(counts / max(1, int(chosen.sum())), dtype=np.float64)


def _mean(values: npt.NDArray[np.generic]) -> float | None:
    return float(np.asarray(values, dtype=np.float64).mean()) if values.size else None
