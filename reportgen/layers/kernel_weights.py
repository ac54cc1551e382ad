"""Weights of layers made of weighted sums: dense, convolutions, embedding, recurrent."""

from __future__ import annotations

from math import prod

from reportgen.layers.derivation import Derivation, Term, term
from reportgen.layers.settings import Settings, Shape
from reportgen.layers.wording import TIMES, dimensions, plural, product, whole

_GATES = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}


def convolution(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count (kernel × channels of a group + 1) × filters, as ``keras.layers.Conv2D`` does."""
    groups = settings.size("groups") if settings.has("groups") else 1
    reads = (*settings.window("kernel_size"), shape[-1] // groups)
    return _filters(settings, reads, (settings.size("filters"),), output)


def depthwise(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count (kernel + 1) × channels × multiplier: each filter reads one channel."""
    multiplier = settings.size("depth_multiplier")
    copies = (shape[-1], multiplier) if multiplier > 1 else (shape[-1],)
    return _filters(settings, settings.window("kernel_size"), copies, output)


def separable(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count a kernel for each channel, then a dense layer across channels at each position."""
    kernel, filters = settings.window("kernel_size"), settings.size("filters")
    multiplier = settings.size("depth_multiplier")
    middle = shape[-1] * multiplier
    first = (*kernel, shape[-1], multiplier) if multiplier > 1 else (*kernel, shape[-1])
    bias = settings.flag("use_bias")
    terms = (term("noyau par canal", *first), term("noyau ponctuel", middle, filters))
    return Derivation(
        (*terms, *_bias(bias, filters)),
        f"{product(*first)} + {_sum_formula((middle,), bias, (filters,))}",
        f"{_weights(prod(kernel))} par canal, puis {_each((middle,), bias, 'filtre')}"
        + _shared(output[:-1]),
        prod(output),
    )


def dense(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count (inputs + 1) × units; on a map, the same weights serve every position."""
    units, bias = settings.size("units"), settings.flag("use_bias")
    return Derivation(
        (term("noyau", shape[-1], units), *_bias(bias, units)),
        _sum_formula((shape[-1],), bias, (units,)),
        _each((shape[-1],), bias, "neurone") + _shared(output[:-1]),
        prod(output),
    )


def embedding(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count one vector for each index."""
    rows, width = settings.size("input_dim"), settings.size("output_dim")
    table = term("table", rows, width)
    return Derivation((table,), table.formula, f"{_weights(width)} par indice")


def recurrent(settings: Settings, shape: Shape, output: Shape) -> Derivation:
    """Count gates × (inputs + units + biases) × units; GRU has two biases by default."""
    gates, units = _GATES[settings.name], settings.size("units")
    biases = _bias_count(settings)
    width = shape[-1] + units
    per_unit = gates * (width + biases)
    repeated = (gates,) if gates > 1 else ()
    arrays = [
        term("noyau", *repeated, shape[-1], units),
        term("noyau récurrent", *repeated, units, units),
    ]
    if biases:
        arrays.append(term("biais", *((biases,) if biases > 1 else ()), *repeated, units))
    inside = f"({whole(shape[-1])} + {whole(units)}{f' + {biases}' if biases else ''})"
    front = f"{gates}{TIMES}" if gates > 1 else ""
    return Derivation(
        tuple(arrays),
        f"{front}{inside}{TIMES}{whole(units)}",
        f"{_weights(per_unit)} par unité : {front}{inside}, les mêmes à chaque pas de temps",
        units,
    )


def _bias_count(settings: Settings) -> int:
    if not settings.flag("use_bias"):
        return 0
    return 2 if settings.name == "GRU" and settings.flag("reset_after") else 1


def _filters(settings: Settings, reads: Shape, copies: Shape, output: Shape) -> Derivation:
    bias = settings.flag("use_bias")
    return Derivation(
        (term("noyau", *reads, *copies), *_bias(bias, *copies)),
        _sum_formula(reads, bias, copies),
        _each(reads, bias, "filtre") + _shared(output[:-1]),
        prod(output),
    )


def _bias(present: bool, *copies: int) -> tuple[Term, ...]:
    return (term("biais", *copies),) if present else ()


def _sum_formula(reads: Shape, bias: bool, copies: Shape) -> str:
    inside = f"({product(*reads)} + 1)" if bias else product(*reads)
    return f"{inside}{TIMES}{product(*copies)}"


def _each(reads: Shape, bias: bool, one: str) -> str:
    count = prod(reads)
    if not bias:
        return f"{_weights(count)} par {one}, sans biais"
    return f"{_weights(count + 1)} par {one} : {whole(count)} + 1 biais"


def _weights(count: int) -> str:
    return plural(count, "poids", "poids")


def _shared(places: Shape) -> str:
    """Return how many positions use the same weights; nothing for a single one."""
    count = prod(places)
    if count == 1:
        return ""
    total = f"{dimensions(places)} = {whole(count)}" if len(places) > 1 else whole(count)
    return f", les mêmes aux {total} positions"
