import json
from typing import Any

import pytest

from reportgen.errors import DefinitionError
from reportgen.playground.settings import Network, Task, Training, describe


@pytest.mark.parametrize(
    ("make", "arguments", "words"),
    [
        (Task, {"dataset": "xr"}, "circle, xor, gauss, spiral ; reçu 'xr'"),
        (Task, {"dataset": "xor", "noise": 101}, "« noise » : attendu un nombre de 0 à 100"),
        (Task, {"dataset": "xor", "split": 5}, "« split »"),
        (Task, {"dataset": "xor", "features": ()}, "« features »"),
        (Task, {"dataset": "xor", "features": ("x3",)}, "reçu 'x3'"),
        (Task, {"dataset": "xor", "seed": ""}, "« seed »"),
        (Task, {"dataset": "xor", "seed": "é"}, "ASCII"),
        (Network, {"hidden": (1,) * 7}, "au plus 6 couches cachées"),
        (Network, {"hidden": (9,)}, "un nombre de 1 à 8 ; reçu 9"),
        (Network, {"activation": "elu"}, "relu, tanh, sigmoid, linear"),
        (Training, {"batch_size": 31}, "« batch_size »"),
        (Training, {"learning_rate": float("nan")}, "« learning_rate »"),
        (Training, {"regularisation": "l2"}, "none, L1, L2"),
        (Training, {"epochs": 10, "measure_every": 3}, "un diviseur de epochs (10) ; reçu 3"),
    ],
)
def test_what_the_playground_cannot_have_is_refused(
    make: Any, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        make(**arguments)
    assert words in str(caught.value)


def test_measures_start_before_the_training_and_end_with_it() -> None:
    assert Training(epochs=10, measure_every=5).measured == (0, 5, 10)


def test_three_neurons_on_two_inputs_are_13_parameters() -> None:
    assert Network((3,)).parameters(2) == 13


def test_a_network_without_hidden_layer_has_only_its_output() -> None:
    assert Network(()).parameters(2) == 3


def test_the_description_is_json_and_changes_with_every_setting() -> None:
    def text(task: Task, network: Network, training: Training) -> str:
        return json.dumps(describe(task, network, training), sort_keys=True)

    variants = [
        (Task("xor"), Network(), Training()),
        (Task("xor", 35), Network(), Training()),
        (Task("xor", split=40), Network(), Training()),
        (Task("xor", seed="1"), Network(), Training()),
        (Task("xor", features=("x1",)), Network(), Training()),
        (Task("xor"), Network((2,)), Training()),
        (Task("xor"), Network(activation="tanh"), Training()),
        (Task("xor"), Network(), Training(epochs=100)),
        (Task("xor"), Network(), Training(rate=0.1)),
        (Task("xor"), Network(), Training(measure_every=5)),
    ]
    assert len({text(*one) for one in variants}) == len(variants)
