"""What evidence functions receive: results and data, read when asked for.

It states the contract; the pipeline implements it on the store, tests implement it in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from reportgen.data.types import Dataset, Described
from reportgen.evidence.elements import Element
from reportgen.evidence.probes import Probe
from reportgen.lab.types import Lab, Profile
from reportgen.playground.populations import Population
from reportgen.results import RunResult

Arrays = Mapping[str, npt.NDArray[np.generic]]


class EvidenceContext(Protocol):
    """The lab, its profile, its results and its data.

    ``runs`` holds the runs whose results exist, by name.
    """

    @property
    def lab(self) -> Lab:
        """The lab that the document is made from."""

    @property
    def profile(self) -> Profile:
        """How much work was asked for."""

    @property
    def runs(self) -> Mapping[str, RunResult]:
        """Results by run name."""

    def dataset(self, name: str) -> Dataset:
        """Return a dataset of the lab, capped and split as the runs saw it; KeyError if unknown."""

    def described(self, name: str) -> Described:
        """Return what is known of a dataset without reading its images; KeyError if unknown."""

    def probe(self, run: str, probe: Probe) -> Arrays:
        """Return the answer to a probe (see :mod:`reportgen.evidence.probes`)."""

    def population(self, name: str) -> Population:
        """Return a population of the lab, trained when first asked for; KeyError if unknown."""

    def population_key(self, name: str) -> str:
        """Return the digest of all that a population depends on; nothing is trained."""

    def cached(
        self, kind: str, parameters: Mapping[str, Any], compute: Callable[[], Arrays]
    ) -> Arrays:
        """Return what ``compute`` gives, kept by kind and parameters.

        ``parameters`` are plain JSON values that name everything the arrays depend on.
        """

    def element(self, parameters: Mapping[str, Any], make: Callable[[], Element]) -> Element:
        """Return the element that ``make`` gives, kept by its parameters.

        ``parameters`` are plain JSON values that name everything the element depends on.
        """
