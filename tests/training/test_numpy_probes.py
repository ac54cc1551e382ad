"""A network that NumPy trained answers probes as Keras does with its file, without Keras."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from reportgen.errors import EvidenceError, StoreError
from reportgen.evidence.probes import ActivationsProbe, FeaturesProbe, KernelsProbe, ModelProbe
from reportgen.store.store import Store
from reportgen.training.keras_file import read_weights
from reportgen.training.models import load_model
from reportgen.training.prepared import prepare
from reportgen.training.probes import answer, ask
from tests.training.factory import layer, make_data, result, train
from tests.training.numpy_factory import by_hand

RUN = by_hand(
    layers=(
        layer("Flatten"),
        layer("Dense", units=6, activation="relu"),
        layer("Dense", units=3, use_bias=False),
        layer("Activation", activation="tanh"),
        layer("Dense", units=2, activation="softmax"),
    )
)
PROBES = (
    ActivationsProbe((0, 1, 2, 3, 4), (0, 5, 2)),
    FeaturesProbe(1, (3, 1), "train"),
    KernelsProbe(1),
    KernelsProbe(2),
)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("trained"))
    train(store, RUN)
    return store


def asked(store: Store, probe: ModelProbe) -> dict[str, Any]:
    (entry,) = store.entries()
    return ask(result(store, RUN), entry, probe, prepare(RUN, make_data()))


@pytest.mark.keras
@pytest.mark.parametrize("probe", PROBES, ids=repr)
def test_the_answers_are_those_of_keras(trained: Store, probe: ModelProbe) -> None:
    (entry,) = trained.entries()
    expected = answer(load_model(entry.model_path(4)), probe, prepare(RUN, make_data()))
    found = asked(trained, probe)
    assert list(found) == list(expected)
    for name, array in expected.items():
        assert found[name].shape == array.shape
        assert found[name].dtype == array.dtype
        assert found[name] == pytest.approx(array, abs=1e-6)


@pytest.mark.parametrize(
    ("probe", "message"),
    [(KernelsProbe(0), "pas de noyau"), (FeaturesProbe(9, (0,)), "pas de couche 9")],
)
def test_a_layer_that_lacks_what_is_asked_is_told(
    trained: Store, probe: ModelProbe, message: str
) -> None:
    with pytest.raises(EvidenceError, match=message):
        asked(trained, probe)


def test_a_kept_epoch_answers_with_its_own_weights(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store, kept = Store(tmp_path_factory.mktemp("kept")), replace(RUN, checkpoints=(2,))
    train(store, kept)
    (entry,) = store.entries()
    early, late = (asked(store, KernelsProbe(1, epoch=e))["kernel"] for e in (2, 4))
    stored = [w for arrays in read_weights(entry.model_path(2)).values() for w in arrays]
    assert any(early == pytest.approx(w) for w in stored if w.shape == early.shape)
    assert (early != late).any()
    assert (late == asked(store, KernelsProbe(1))["kernel"]).all()


def test_an_epoch_that_was_not_kept_is_told_with_what_to_write(trained: Store) -> None:
    with pytest.raises(
        EvidenceError, match=r"après l’époque 3 n’est pas gardé.*checkpoints: \[3\]"
    ):
        asked(trained, KernelsProbe(1, epoch=3))


def test_a_damaged_file_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.mktemp("damaged"))
    train(store, RUN)
    path = store.entries()[0].model_path(4)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(StoreError, match="ne se relit pas"):
        asked(store, KernelsProbe(1))


PROGRAM = """
import sys, tempfile
from pathlib import Path
from reportgen.store.store import Store
from tests.training.factory import train
from tests.training.test_numpy_probes import PROBES, RUN, asked
store = Store(Path(tempfile.mkdtemp()))
train(store, RUN)
for probe in PROBES:
    asked(store, probe)
print({"keras", "tensorflow"} & set(sys.modules))
"""


def test_no_answer_needs_keras() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
