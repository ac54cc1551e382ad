import warnings

import numpy as np

from reportgen.playground.layers import Layer
from reportgen.playground.settings import Network
from reportgen.playground.surfaces import compute_surfaces


def _one_neuron(w1: float, w2: float) -> tuple[Layer, ...]:
    return (Layer(np.array([[w1, w2]]), np.zeros(1)), Layer(np.array([[2.0]]), np.zeros(1)))


def test_the_first_coordinate_runs_along_the_columns() -> None:
    found = compute_surfaces(_one_neuron(1, 0), Network((1,), "linear"), ("x1", "x2"))
    np.testing.assert_array_equal(found.neurons[0][0][3], found.axis)


def test_the_second_coordinate_goes_up_the_rows() -> None:
    found = compute_surfaces(_one_neuron(0, 1), Network((1,), "linear"), ("x1", "x2"))
    np.testing.assert_array_equal(found.neurons[0][0][:, 3], found.axis)


def test_the_decision_is_the_output_neuron() -> None:
    found = compute_surfaces(_one_neuron(1, 0), Network((1,), "relu"), ("x1", "x2"), steps=7)
    expected = np.tanh(2 * np.maximum(found.axis, 0))
    np.testing.assert_allclose(found.decision, np.broadcast_to(expected, (7, 7)))


def test_every_neuron_has_its_surface_on_the_square_of_the_playground() -> None:
    sizes = [(3, 2), (2, 3), (1, 2)]
    layers = tuple(Layer(np.ones(size), np.zeros(size[0])) for size in sizes)
    found = compute_surfaces(layers, Network((3, 2)), ("x1", "x2"))
    assert [one.shape for one in found.neurons] == [(3, 100, 100), (2, 100, 100), (1, 100, 100)]
    assert (found.axis[0], found.axis[-1]) == (-6, 6)


def test_weights_out_of_all_proportion_give_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for size in (-1e6, np.inf):
            compute_surfaces(_one_neuron(size, size), Network((1,), "sigmoid"), ("x1", "x2"))
