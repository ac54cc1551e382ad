"""Models are built as the definition says, arguments of every kind included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import StoreError, TrainingError
from reportgen.lab.types import BuilderSpec, Call, LayerSpec, ModelSpec, TrainingSpec
from reportgen.training.models import build_model, compile_model, load_model, summarize
from tests.training.factory import layer

pytestmark = pytest.mark.keras


def build(*layers: LayerSpec, shape: tuple[int, ...] = (8, 8, 1)) -> Any:
    return build_model(ModelSpec("m", "m", layers), shape, 1, Path())


def test_the_summary_counts_as_keras_does() -> None:
    model = build(
        layer("Conv2D", filters=4, kernel_size=[3, 3]),
        layer("BatchNormalization"),
        layer("Flatten"),
        layer("Dense", units=2),
    )
    summary = summarize(model)
    assert summary.params == model.count_params()
    assert summary.trainable_params == model.count_params() - 8
    assert [row.output_shape for row in summary.layers][-1] == (2,)


def test_the_input_of_a_stack_is_the_one_of_the_data() -> None:
    stack = (layer("Input", shape=[8, 8, 1]), layer("Flatten"), layer("Dense", units=2))
    assert [row.class_name for row in summarize(build(*stack)).layers] == ["Flatten", "Dense"]


def test_objects_among_the_arguments_are_made() -> None:
    model = build(layer("Dense", units=2, kernel_regularizer={"L2": {"l2": 0.5}}), shape=(3,))
    assert float(model.layers[0].kernel_regularizer.l2) == 0.5


def test_a_layer_among_the_arguments_is_made() -> None:
    wrapped = layer("Bidirectional", layer={"LSTM": {"units": 3}})
    assert build(wrapped, shape=(5, 2)).output_shape == (None, 6)


def test_a_loss_keeps_its_arguments() -> None:
    model = build(layer("Dense", units=2), shape=(3,))
    loss = Call("categorical_crossentropy", {"label_smoothing": 0.25, "from_logits": True})
    compile_model(model, TrainingSpec(loss=loss))
    assert model.loss.get_config()["label_smoothing"] == 0.25
    assert model.loss.get_config()["from_logits"] is True


def test_a_learning_rate_may_be_a_schedule() -> None:
    model = build(layer("Dense", units=2), shape=(3,))
    schedule = {
        "ExponentialDecay": {"initial_learning_rate": 1.0, "decay_steps": 1, "decay_rate": 0.5}
    }
    compile_model(model, TrainingSpec(Call("SGD", {"learning_rate": schedule})))
    assert model.optimizer.get_config()["learning_rate"]["class_name"] == "ExponentialDecay"


def test_what_keras_refuses_is_an_error_of_training() -> None:
    with pytest.raises(TrainingError, match="Keras refuse le modèle « m »"):
        build(layer("Conv2D", filters=4, kernel_size=9))


def test_the_same_seed_gives_the_same_weights() -> None:
    stack = (layer("Flatten"), layer("Dense", units=2))
    first, second = (build(*stack).layers[1].kernel.numpy() for _ in range(2))
    assert (first == second).all()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def make(shape):\n    return oubli", "NameError"),
        ("import bibliotheque_absente", "ModuleNotFoundError"),
        ("def make(shape)", "SyntaxError"),
        ("def other(shape): ...", "AttributeError"),
    ],
)
def test_a_builder_that_fails_is_named(tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "models.py").write_text(source, encoding="utf-8")
    spec = ModelSpec("m", "m", (), builder=BuilderSpec(Path("models.py"), "make", {}))
    with pytest.raises(TrainingError, match=f"constructeur models.py:make échoue : {said}"):
        build_model(spec, (8, 8, 1), 1, tmp_path)


def test_a_model_file_that_is_damaged_is_an_error_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    build(layer("Flatten"), layer("Dense", units=2)).save(path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :: 7] = bytes(len(content[len(content) // 2 :: 7]))
    path.write_bytes(content)
    with pytest.raises(StoreError, match="ne se relit pas"):
        load_model(path)
