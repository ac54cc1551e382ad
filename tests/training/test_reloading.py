"""A stored model read again by Keras is the one that was measured; its file says what it holds."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen.errors import EvidenceError, StoreError
from reportgen.evidence.probes import ReloadProbe, ScoresProbe
from reportgen.evidence.reloading import reading
from reportgen.lab.types import RunSpec
from reportgen.store.store import Store
from reportgen.training.prepared import prepare
from reportgen.training.probes import ask
from reportgen.training.reloading import file_content
from tests.training.factory import RUN, layer, make_data, result, train
from tests.training.numpy_factory import by_hand

pytestmark = pytest.mark.keras
BY_HAND = by_hand(
    layers=(layer("Flatten"), layer("Dense", units=2), layer("Activation", activation="softmax"))
)


@pytest.fixture(scope="module", params=[RUN, BY_HAND], ids=["keras", "numpy"])
def trained(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Store, RunSpec]:
    store = Store(tmp_path_factory.mktemp("trained"))
    train(store, request.param)
    return store, request.param


def asked(trained: tuple[Store, RunSpec], probe: ReloadProbe | ScoresProbe) -> dict[str, Any]:
    store, run = trained
    (entry,) = store.entries()
    return ask(result(store, run), entry, probe, prepare(run, make_data()))


def test_the_model_read_again_gives_what_was_measured(trained: tuple[Store, RunSpec]) -> None:
    store, run = trained
    found = reading(result(store, run), asked(trained, ReloadProbe()))
    assert found.agreed == found.count == 40
    if run.training.engine == "numpy":  # saved in double precision, computed in another order
        assert found.losses[1] == pytest.approx(found.losses[0], rel=1e-5)
        assert found.largest < 1e-6
    else:
        assert found.identical


def test_the_number_of_weights_is_that_of_the_summary(trained: tuple[Store, RunSpec]) -> None:
    store, run = trained
    assert int(asked(trained, ReloadProbe())["weights"]) == result(store, run).params


def test_the_scores_give_the_probabilities_and_the_inputs_their_range(
    trained: tuple[Store, RunSpec],
) -> None:
    store, run = trained
    found = asked(trained, ScoresProbe())
    powers = np.exp(found["scores"] - found["scores"].max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    measured = result(store, run).first.arrays.probabilities("test")
    assert shares == pytest.approx(measured, abs=1e-5)
    x = prepare(run, make_data()).splits["test"][0]
    assert found["inputs"].tolist() == [float(x.min()), float(x.max())]


def test_a_network_without_softmax_has_no_scores(tmp_path: Path) -> None:
    layers = (layer("Flatten"), layer("Dense", units=2, activation="sigmoid"))
    model = replace(RUN.model, layers=layers)
    run = replace(RUN, model=model, epochs=1)
    store = Store(tmp_path)
    train(store, run)
    with pytest.raises(EvidenceError, match="n’est pas un softmax"):
        asked((store, run), ScoresProbe())


def test_the_content_of_a_file_is_counted(trained: tuple[Store, RunSpec]) -> None:
    store, run = trained
    (entry,) = store.entries()
    path = entry.model_path(run.epochs)
    found = file_content(path)
    assert int(found["size"]) == path.stat().st_size
    assert found["members"].tolist() == ["metadata.json", "config.json", "model.weights.h5"]
    with zipfile.ZipFile(path) as archive:
        assert found["bytes"].tolist() == [m.file_size for m in archive.infolist()]


def test_the_state_of_an_optimizer_is_told_from_the_weights(tmp_path: Path) -> None:
    import keras

    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("adam", "mse")
    model.optimizer.build(model.trainable_variables)
    model.save(tmp_path / "neuf.keras")
    counted = int(file_content(tmp_path / "neuf.keras")["optimizer"])
    # Two moments for each of the 8 weights, the step and the rate.
    assert counted == 2 * 8 + 2
    bare = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    bare.save(tmp_path / "nu.keras")
    assert int(file_content(tmp_path / "nu.keras")["optimizer"]) == 0


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "abime.keras").write_bytes(b"PK\x03\x04 rien")
    with pytest.raises(StoreError, match=r"abime\.keras ne se relit pas"):
        file_content(tmp_path / "abime.keras")
