from collections.abc import Callable

import pytest

from reportgen.lab.loading import load_lab

from .conftest import MINIMAL, MakeLab

_LAYERS = """title: t
models:
  base:
    layers:
      - Conv2D: {filters: 4, kernel_size: 3, name: conv}
      - MaxPooling2D
      - Conv2D: {filters: 8, kernel_size: 3}
      - MaxPooling2D
      - Flatten
      - Dense: {units: 10, name: sortie}
  autre: {from: base, edit: [EDIT]}
"""
Names = Callable[[str], list[str]]


@pytest.fixture
def edited(make_lab: MakeLab) -> Names:
    """Return a function that gives the layer names of the base after one edit."""

    def names(edit: str) -> list[str]:
        lab = load_lab(make_lab(_LAYERS.replace("EDIT", edit), "# t\n"))
        return [layer.name for layer in lab.models["autre"].layers]

    return names


def test_insert_after_a_class_inserts_after_every_layer_of_it(edited: Names) -> None:
    names = edited("{insert_after: MaxPooling2D, layers: [{Dropout: {rate: 0.5}}]}")
    assert names == [
        "Conv2D", "MaxPooling2D", "Dropout", "Conv2D", "MaxPooling2D", "Dropout",
        "Flatten", "Dense",
    ]  # fmt: skip


def test_insert_before_a_numbered_layer_inserts_once(edited: Names) -> None:
    names = edited("{insert_before: {layer: Conv2D, index: -1}, layers: [BatchNormalization]}")
    assert names[2:4] == ["BatchNormalization", "Conv2D"]
    assert names.count("BatchNormalization") == 1


def test_a_selector_may_be_another_spelling_of_the_class(edited: Names) -> None:
    assert "MaxPooling2D" not in edited("{remove: MaxPool2D}")


def test_replace_by_label_replaces_that_layer(edited: Names) -> None:
    names = edited("{replace: conv, layers: [ReLU, Flatten]}")
    assert names[:3] == [
        "ReLU",
        "Flatten",
        "MaxPooling2D",
    ]


def test_append_adds_at_the_end(edited: Names) -> None:
    assert edited("{append: [Softmax]}")[-1] == "Softmax"


def test_set_changes_only_the_arguments_given(make_lab: MakeLab) -> None:
    text = _LAYERS.replace("EDIT", "{set: Conv2D, to: {padding: same, kernel_size: 5}}")
    first = load_lab(make_lab(text, "# t\n")).models["autre"].layers[0]
    assert first.config == {"filters": 4, "kernel_size": 5, "padding": "same"}
    assert first.label == "conv"


def test_an_edit_leaves_the_parent_as_it_was(make_lab: MakeLab) -> None:
    lab = load_lab(make_lab(_LAYERS.replace("EDIT", "{remove: Conv2D}"), "# t\n"))
    assert len(lab.models["base"].layers) == 6
    assert lab.models["autre"].parent == "base"


def test_edits_apply_one_after_the_other_through_generations(make_lab: MakeLab) -> None:
    text = _LAYERS.replace("EDIT", "{remove: Conv2D}, {append: [Softmax]}")
    text += "  petit: {from: autre, edit: [{remove: MaxPooling2D}]}\n"
    layers = load_lab(make_lab(text, "# t\n")).models["petit"].layers
    assert [layer.name for layer in layers] == ["Flatten", "Dense", "Softmax"]


def test_an_argument_changed_by_an_edit_is_wrong_where_the_edit_is(
    messages: Callable[..., list[str]],
) -> None:
    edit = (
        "  autre:\n    from: base\n    edit:\n      - {set: Conv2D, to: {paddin: same}}\ntraining:"
    )
    (message,) = messages(MINIMAL.replace("training:", edit))
    assert message.startswith("lab.yaml:16:28: Conv2D n’a pas d’argument « paddin »")


def test_edits_cannot_grow_a_network_without_end(messages: Callable[..., list[str]]) -> None:
    grow = "{insert_after: ReLU, layers: [" + ", ".join(["ReLU"] * 30) + "]}"
    edits = (
        f"  autre: {{from: base, edit: [{{append: [ReLU]}}, {grow}, {grow}, {grow}]}}\ntraining:"
    )
    (message,) = messages(MINIMAL.replace("training:", edits))
    assert message.endswith("attendu : de 1 à 500 couches ; reçu : 965")
