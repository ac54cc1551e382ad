"""The part of a NumPy program that draws the weights, propagates, and goes back.

Layer after layer without a loop over layers, as one writes it on paper: ``s1``, ``h1``, ``ds1``.
The operations are those of :mod:`reportgen.backprop`, in the same order; a test compares the bits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from reportgen.analysis.network import stack
from reportgen.backprop.network import Affine
from reportgen.backprop.stack import Network, read_network
from reportgen.evidence.program_model import literal
from reportgen.lab.types import Call
from reportgen.results import RunResult

_WIDTH = 66
"""Characters of a list of values, beside what stands before and after it on its line."""

_FUNCTIONS: Mapping[str, str] = {
    "sigmoid": '''
def sigmoide(s):
    """1 / (1 + exp(-s)), écrit de sorte que rien ne déborde."""
    return (1 + np.tanh(s / 2)) / 2
''',
    "softmax": '''
def softmax(s):
    """Probabilités des classes ; sans le maximum, l’exponentielle déborderait."""
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
''',
}
_CALLS = {
    "sigmoid": "sigmoide({s})",
    "softmax": "softmax({s})",
    "tanh": "np.tanh({s})",
    "relu": "np.maximum({s}, 0)",
}
_BACK = {
    "sigmoid": "d{h} * {h} * (1 - {h})",
    "tanh": "d{h} * (1 - {h}**2)",
    "relu": "d{h} * ({h} > 0)",
    "softmax": "{h} * (d{h} - (d{h} * {h}).sum(axis=1, keepdims=True))",
}

_XAVIER = '''
def xavier(*forme):
    """Loi uniforme sur [-a, a], avec a² = 6 / (entrées + sorties)."""
    a = np.sqrt(6 / (forme[0] + forme[-1]))
    return tirage.uniform(-a, a, forme)
'''

_CROSS_ENTROPY = '''
def cout(s, y):
    """Entropie croisée moyenne, calculée sur les scores."""
    s = s - s.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(axis=1)) - (s * y).sum(axis=1))
'''
_BINARY = '''
def cout(s, y):
    """Entropie croisée binaire moyenne, calculée sur les scores."""
    return np.mean(np.logaddexp(0, s) - s * y)
'''
_SQUARED = '''
def cout(h, y):
    """Erreur quadratique moyenne."""
    return np.mean((h - y) ** 2)
'''


@dataclass(frozen=True)
class _Loss:
    """How a loss is written; ``activation`` is the one that it takes in, None for none."""

    function: str
    gradient: str
    activation: str | None = None


_CATEGORICAL = _Loss(_CROSS_ENTROPY, "({h} - y) / len(y)", "softmax")
_LOSSES = {
    "categorical_crossentropy": _CATEGORICAL,
    "sparse_categorical_crossentropy": _CATEGORICAL,
    "binary_crossentropy": _Loss(_BINARY, "({h} - y) / y.size", "sigmoid"),
    "mean_squared_error": _Loss(_SQUARED, "2 * ({h} - y) / y.size"),
}


def network_of(result: RunResult) -> Network:
    """Return the steps of a run that NumPy trained."""
    return read_network(stack(result.spec.model), math.prod(result.summary.input_shape))


def names_of(network: Network) -> tuple[str, ...]:
    """Return what the program calls the input and the value after each step, as in x, s1, h1."""
    names, number, after = ["x"], 0, 0
    for step in network.steps:
        number, after = (step.number, 0) if isinstance(step, Affine) else (number, after + 1)
        names.append(f"s{number}" if not after else f"h{number}" + "_" * (after - 1))
    return tuple(names)


def judged_name(result: RunResult) -> str:
    """Return what the program calls the value that the loss is a function of."""
    network = network_of(result)
    return names_of(network)[_judged(result, network)]


def backprop_part(result: RunResult) -> str:
    """Return the initial weights ``p`` and the functions ``propager`` and ``retropropager``."""
    network = network_of(result)
    used = dict.fromkeys(step for step in network.steps if isinstance(step, str))
    functions = [_FUNCTIONS[name] for name in used if name in _FUNCTIONS]
    parts = [
        *_weights(network),
        *functions,
        _forward(network),
        _LOSSES[result.spec.training.loss.name].function,
        _backward(result, network),
    ]
    return "\n\n\n".join(part.strip() for part in parts)


def _judged(result: RunResult, network: Network) -> int:
    """Return how many steps come before what the loss is a function of."""
    taken_in = _LOSSES[result.spec.training.loss.name].activation
    return len(network.steps) - (taken_in is not None and network.steps[-1] == taken_in)


def _weights(network: Network) -> Iterator[str]:
    """Yield the drawing of the weights, in the order in which the engine draws."""
    affines = [step for step in network.steps if isinstance(step, Affine)]
    drawn = "tirage = np.random.default_rng([GRAINE, 0])"
    lines = ["p = {"]
    for step in affines:
        lines += [f'    "{step.weights}": {_draw(step.kernel, (step.inputs, step.units))},']
        if step.use_bias:
            lines += [f'    "{step.biases}": {_draw(step.bias, (step.units,))},']
    text = "\n".join([*lines, "}"])
    if "xavier" in text:
        yield f"{drawn}\n\n\n{_XAVIER.strip()}"
        yield text
    else:
        yield f"{drawn}\n{text}" if "tirage" in text else text


def _draw(initializer: Call, shape: tuple[int, ...]) -> str:
    size = literal(shape[0]) if len(shape) == 1 else literal(shape)
    if initializer.name == "Zeros":
        return f"np.zeros({size})"
    if initializer.name == "GlorotUniform":
        return f"xavier({', '.join(map(str, shape))})"
    mean, stddev = initializer.config.get("mean", 0.0), initializer.config.get("stddev", 0.05)
    return f"tirage.normal({mean!r}, {stddev!r}, {size})"


def _forward(network: Network) -> str:
    names = names_of(network)
    lines = ["def propager(x):", '    """Scores s et sorties h de chaque couche, dans l’ordre."""']
    for step, before, after in zip(network.steps, names, names[1:], strict=False):
        lines += [f"    {after} = {_applied(step, before)}"]
    return "\n".join([*lines, f"    return {_listed(names[1:])}"])


def _listed(names: tuple[str, ...]) -> str:
    """Return the values of a function, over several lines when they are many."""
    text = ", ".join(names)
    if len(text) <= _WIDTH:
        return text
    lines = wrap(text, _WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 8)
    return "(\n" + "\n".join(lines) + "\n    )"


def _applied(step: Affine | str, before: str) -> str:
    if isinstance(step, str):
        return _CALLS[step].format(s=before)
    bias = f' + p["{step.biases}"]' if step.use_bias else ""
    return f'{before} @ p["{step.weights}"]{bias}'


def _backward(result: RunResult, network: Network) -> str:
    names, last = names_of(network), _judged(result, network)
    gradient = _LOSSES[result.spec.training.loss.name].gradient.format(h=names[-1])
    lines = [
        "def retropropager(x, y):",
        '    """Coût, sorties, et dérivées du coût : ds1 est celle par rapport à s1."""',
        f"    {_listed(names[1:])} = propager(x)",
        "    g = {}",
        f"    d{names[last]} = {gradient}",
    ]
    for index in reversed(range(last)):
        lines += [f"    {line}" for line in _step_back(network, names, index)]
    return "\n".join([*lines, f"    return cout({names[last]}, y), {names[-1]}, g"])


def _step_back(network: Network, names: tuple[str, ...], index: int) -> Iterator[str]:
    """Yield the lines that go back through a step."""
    step, before, after = network.steps[index], names[index], names[index + 1]
    if isinstance(step, str):
        if index > 0:
            yield f"d{before} = {_BACK[step].format(h=after)}"
        return
    yield f'g["{step.weights}"] = {before}.T @ d{after}'
    if step.use_bias:
        yield f'g["{step.biases}"] = d{after}.sum(axis=0)'
    if index > 0:
        yield f'd{before} = d{after} @ p["{step.weights}"].T'
