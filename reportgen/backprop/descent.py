"""Stochastic gradient descent: batches of examples, and the step after each batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from reportgen.backprop.activations import Matrix
from reportgen.backprop.network import Parameters


@dataclass(frozen=True)
class Descent:
    """Keras' SGD: p ← p − η g or, with momentum μ, v ← μ v − η g then p ← p + v."""

    rate: float
    momentum: float = 0.0

    def start(self, parameters: Parameters) -> dict[str, Matrix]:
        """Return the velocities before the first step: none without momentum."""
        if not self.momentum:
            return {}
        return {name: np.zeros_like(value) for name, value in parameters.items()}

    def step(
        self,
        parameters: dict[str, Matrix],
        velocities: dict[str, Matrix],
        gradients: Mapping[str, Matrix],
    ) -> None:
        """Change the parameters, and the velocities, in place of the old ones."""
        for name, gradient in gradients.items():
            if self.momentum:
                velocities[name] = self.momentum * velocities[name] - self.rate * gradient
                parameters[name] = parameters[name] + velocities[name]
            else:
                parameters[name] = parameters[name] - self.rate * gradient
