"""All chance in an epoch comes from (seed, epoch): the order of the data and the noise of layers.

So an epoch does not depend on how the process reached it, and a training that resumes gives
the same bits as one that was never stopped. Initial weights come from the seed alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt


def epoch_order(count: int, seed: int, epoch: int) -> npt.NDArray[np.int64]:
    """Return the order in which epoch *epoch* (from 1) of *seed* sees the *count* examples."""
    return np.random.default_rng([seed, epoch]).permutation(count)


def noise_states(model: Any) -> list[Any]:
    """Return the state variables of the model's random layers (dropout, augmentation), in order."""
    return [v for v in model.variables if v.path.endswith("seed_generator_state")]


def set_noise(states: list[Any], seed: int, epoch: int) -> None:
    """Set every random layer to its state for the start of *epoch* (from 1)."""
    for number, state in enumerate(states):
        state.assign(np.random.SeedSequence([seed, epoch, number]).generate_state(2, np.uint32))
