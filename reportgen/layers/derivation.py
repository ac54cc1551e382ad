"""How a count of weights is explained: terms, a formula that can be computed, words."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from reportgen.layers.wording import product


@dataclass(frozen=True)
class Term:
    """One array of weights: a French label, a formula such as ``5 × 5 × 3 × 16``, its value.

    ``trainable`` is False for weights that gradient descent does not change.
    """

    label: str
    formula: str
    count: int
    trainable: bool = True


@dataclass(frozen=True)
class Derivation:
    """All weights of one layer.

    ``formula`` evaluates to ``total`` once × is read as a product and U+202F as nothing.
    ``per_neuron`` says in French how many weights one filter, neuron or channel has, None where
    that means nothing; ``neurons`` counts the outputs that are computed each by its own weighted
    sum (height × width × filters for a convolution, the units of a dense layer).
    """

    terms: tuple[Term, ...] = ()
    formula: str = "0"
    per_neuron: str | None = None
    neurons: int | None = None

    @property
    def total(self) -> int:
        """All weights, as Keras' ``count_params()``."""
        return sum(term.count for term in self.terms)

    @property
    def trainable(self) -> int:
        """The weights that gradient descent changes."""
        return sum(term.count for term in self.terms if term.trainable)


def term(label: str, *factors: int, trainable: bool = True) -> Term:
    """Return the term whose count is the product of the factors.

    >>> term("noyau", 5, 5, 3, 16)
    Term(label='noyau', formula='5 × 5 × 3 × 16', count=1200, trainable=True)
    """
    return Term(label, product(*factors), prod(factors), trainable)
