"""``populations`` as prose sees them: the settings of a population, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.analysis.populations import Success, distribution, success
from reportgen.analysis.sentences.populations import threshold_of
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.named import Names, Strict
from reportgen.evidence.trained import find_population
from reportgen.lab.types import PopulationSpec
from reportgen.results import PopulationResult


def population_views(ctx: EvidenceContext) -> Names[PopulationView]:
    """Return the views by name; a population is trained when its losses are asked for."""
    known = ctx.lab.populations
    return Names("population inconnue", known, lambda name: PopulationView(ctx, known[name]))


@dataclass(frozen=True)
class PopulationView(Strict):
    """A population: settings from its definition, losses (of test, at the end) from its networks.

    Losses are those of the networks that did not diverge.
    """

    _ctx: EvidenceContext
    _spec: PopulationSpec

    @property
    def title(self) -> str:
        """What readers call it."""
        return self._spec.title

    @property
    def hidden(self) -> tuple[int, ...]:
        """Neurons of each hidden layer."""
        return self._spec.network.hidden

    @property
    def neurons(self) -> int:
        """Hidden neurons."""
        return self._spec.neurons

    @property
    def params(self) -> int:
        """Weights and biases of one network."""
        return self._spec.parameters

    @property
    def activation(self) -> str:
        """Activation of the hidden layers, by its Keras name."""
        return self._spec.network.activation

    @property
    def features(self) -> int:
        """Number of inputs."""
        return len(self._spec.task.features)

    @property
    def learning_rate(self) -> float:
        """Learning rate."""
        return self._spec.training.learning_rate

    @property
    def batch_size(self) -> int:
        """Points of an update."""
        return self._spec.training.batch_size

    @property
    def epochs(self) -> int:
        """Epochs of training."""
        return self._spec.training.epochs

    @property
    def penalty(self) -> float:
        """Rate of the penalty, 0 for none."""
        return self._spec.training.rate

    @property
    def noise(self) -> float:
        """Noise of the points, in the Playground's percents."""
        return self._spec.task.noise

    @property
    def seed(self) -> str:
        """Seed of the points and of the first weights."""
        return self._spec.task.seed

    @property
    def resets(self) -> int:
        """Number of networks."""
        return self._spec.resets

    @property
    def threshold(self) -> float:
        """Test loss that counts as a success; EvidenceError without one."""
        return threshold_of(self._result)

    @property
    def successes(self) -> int:
        """Networks that end at the threshold or below."""
        return self._success.successes

    @property
    def success_rate(self) -> float:
        """Share of the networks that end at the threshold or below, 0–1."""
        return self._success.rate

    @property
    def diverged(self) -> int:
        """Networks whose loss left the numbers."""
        return distribution(self._result.finals).diverged

    @property
    def best(self) -> float:
        """Lowest loss."""
        return distribution(self._result.finals).best

    @property
    def quartile_low(self) -> float:
        """First quartile."""
        return distribution(self._result.finals).low

    @property
    def median(self) -> float:
        """Median."""
        return distribution(self._result.finals).median

    @property
    def quartile_high(self) -> float:
        """Third quartile."""
        return distribution(self._result.finals).high

    @property
    def worst(self) -> float:
        """Highest loss."""
        return distribution(self._result.finals).worst

    @property
    def _result(self) -> PopulationResult:
        return find_population(self._ctx, self._spec.name)

    @property
    def _success(self) -> Success:
        return success(self._result, self.threshold)

    def _title(self) -> str:
        return f"« populations.{self._spec.name} »"
