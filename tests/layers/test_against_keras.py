"""Shapes and weights equal those of the layers that Keras really builds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.lab.types import LayerSpec
from reportgen.layers import (
    ShapeError,
    arguments,
    canonical_metric,
    check_config,
    derive,
    higher_is_better,
    infer,
    names,
)
from tests.layers.stacks import STACKS, Stack, layer

pytestmark = pytest.mark.keras

Shape = tuple[int, ...]


def built(stack: Stack) -> Any:
    import keras

    shape, specs = stack
    layers = [getattr(keras.layers, spec.name)(**with_tuples(spec.config)) for spec in specs]
    return keras.Sequential([keras.Input(shape), *layers])


def described_by_keras(item: Any) -> LayerSpec:
    """Return what Keras says of a layer, without what only its deserialisation understands."""
    known, config = arguments(type(item).__name__), item.get_config()
    return LayerSpec(type(item).__name__, {k: v for k, v in config.items() if k in known})


def with_tuples(config: Any) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in config.items()}


def counted_by_keras(model: Any) -> list[tuple[Shape, int, int]]:
    return [
        (
            tuple(item.output.shape[1:]),
            item.count_params(),
            sum(int(weight.value.shape.num_elements()) for weight in item.trainable_weights),
        )
        for item in model.layers
    ]


def counted_here(stack: Stack) -> list[tuple[Shape, int, int]]:
    shape, specs = stack
    rows = []
    for spec in specs:
        found, weights = infer(spec, shape), derive(spec, shape)
        assert found.output_shape is not None
        assert weights is not None
        assert (found.params, found.trainable_params) == (weights.total, weights.trainable)
        rows.append((found.output_shape, weights.total, weights.trainable))
        shape = found.output_shape
    return rows


@pytest.mark.parametrize("name", STACKS)
def test_stack_is_counted_as_keras_counts_it(name: str) -> None:
    model = built(STACKS[name])
    assert counted_here(STACKS[name]) == counted_by_keras(model)
    assert sum(row[1] for row in counted_here(STACKS[name])) == model.count_params()


def test_wrappers_are_counted_as_keras_counts_them() -> None:
    import keras

    model = keras.Sequential(
        [
            keras.Input((7, 5)),
            keras.layers.Bidirectional(keras.layers.GRU(4, return_sequences=True)),
            keras.layers.TimeDistributed(keras.layers.Dense(3)),
        ]
    )
    ours = [
        layer("Bidirectional", layer={"GRU": {"units": 4, "return_sequences": True}}),
        layer("TimeDistributed", layer={"Dense": {"units": 3}}),
    ]
    assert counted_here(((7, 5), ours)) == counted_by_keras(model)


sizes = st.integers(1, 4)
paddings = st.sampled_from(["valid", "same"])
flags = st.booleans()


@st.composite
def windows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a kernel, then either strides or dilation."""
    spread = draw(st.sampled_from(["strides", "dilation_rate"]))
    kernel = draw(st.one_of(sizes, st.lists(sizes, min_size=2, max_size=2)))
    steps = draw(st.one_of(sizes, st.lists(sizes, min_size=2, max_size=2)))
    return {"kernel_size": kernel, spread: steps, "padding": draw(paddings)}


@st.composite
def convolutions(draw: st.DrawFn) -> LayerSpec:
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    config = {"filters": groups * draw(sizes), "groups": groups, "use_bias": draw(flags)}
    return LayerSpec("Conv2D", {**draw(windows()), **config})


@st.composite
def channel_convolutions(draw: st.DrawFn) -> LayerSpec:
    config = {"depth_multiplier": draw(sizes), "use_bias": draw(flags), **draw(windows())}
    if draw(flags):
        return LayerSpec("DepthwiseConv2D", config)
    return LayerSpec("SeparableConv2D", {**config, "filters": draw(sizes)})


@st.composite
def transposed_convolutions(draw: st.DrawFn) -> LayerSpec:
    config = {"filters": draw(sizes), "use_bias": draw(flags), **draw(windows())}
    if "strides" in config and draw(flags):
        config["output_padding"] = 0
    return LayerSpec("Conv2DTranspose", config)


normalisations = st.builds(
    lambda name, center, scale: LayerSpec(name, {"center": center, "scale": scale}),
    st.sampled_from(["BatchNormalization", "LayerNormalization"]),
    flags,
    flags,
)
poolings = st.builds(
    lambda name, size, strides, padding: LayerSpec(
        name, {"pool_size": size, "strides": strides, "padding": padding}
    ),
    st.sampled_from(["MaxPooling2D", "AveragePooling2D"]),
    sizes,
    st.one_of(st.none(), sizes),
    paddings,
)
group_normalisations = st.builds(lambda n: layer("GroupNormalization", groups=n), sizes)
map_layers = st.one_of(
    convolutions(),
    channel_convolutions(),
    transposed_convolutions(),
    normalisations,
    poolings,
    group_normalisations,
)
denses = st.builds(lambda n, bias: layer("Dense", units=n, use_bias=bias), sizes, flags)
recurrents = st.builds(
    lambda name, units, bias: layer(name, units=units, use_bias=bias, return_sequences=True),
    st.sampled_from(["SimpleRNN", "LSTM", "GRU"]),
    sizes,
    flags,
)


@st.composite
def image_stacks(draw: st.DrawFn) -> Stack:
    shape = draw(st.tuples(st.integers(3, 12), st.integers(3, 12), st.integers(1, 6)))
    ending = [layer("Flatten"), draw(denses)] if draw(flags) else []
    return shape, [*draw(st.lists(map_layers, min_size=1, max_size=3)), *ending]


@st.composite
def word_stacks(draw: st.DrawFn) -> Stack:
    words = layer("Embedding", input_dim=draw(sizes), output_dim=draw(sizes))
    later = draw(st.lists(st.one_of(recurrents, denses), min_size=1, max_size=3))
    return (draw(sizes),), [words, *later]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.one_of(image_stacks(), image_stacks(), word_stacks()))
def test_any_stack_is_counted_or_refused_as_by_keras(stack: Stack) -> None:
    try:
        ours = counted_here(stack)
    except ShapeError:
        with pytest.raises(ValueError):  # noqa: PT011 — Keras raises nothing more precise
            built(stack)
        return
    assert ours == counted_by_keras(built(stack))


@pytest.mark.parametrize("name", STACKS)
def test_the_configuration_that_keras_gives_back_is_sound(name: str) -> None:
    specs = [described_by_keras(item) for item in built(STACKS[name]).layers]
    assert [issue for spec in specs for issue in check_config(spec)] == []
    assert counted_here((STACKS[name][0], specs)) == counted_here(STACKS[name])


def direction(metric: str) -> str | None:
    """Return « up » or « down » as Keras says, None where it does not or wants arguments."""
    import keras

    try:
        return getattr(keras.metrics.get(metric), "_direction", None)
    except TypeError:
        return None


def test_metrics_get_better_the_way_that_keras_says() -> None:
    known = {canonical_metric(name) for name in names("metrics")}
    said = {name: found for name in known if (found := direction(name))}
    assert len(said) > 25
    assert {n: "up" if higher_is_better(f"val_{n}") else "down" for n in said} == said
