from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from reportgen.data import download
from reportgen.data.catalogue import KNOWN
from reportgen.data.download import download_dataset, is_reachable, keras_origin
from reportgen.data.keras_cache import find_in_keras_cache

from .samples import leftovers

# Stands in for the child process that runs Keras' loader: argv is name, seconds.
_COMPLETE = """
import os, pathlib
folder = pathlib.Path(os.environ["KERAS_HOME"], "datasets")
folder.mkdir(parents=True)
(folder / "mnist.npz").write_bytes(b"whole")
"""
_HALF = _COMPLETE + "raise SystemExit(1)"
_STALLED = _COMPLETE + "import time; time.sleep(30)"


@pytest.fixture(autouse=True)
def network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "is_reachable", lambda address: True)
    monkeypatch.setattr(download, "_POLL_SECONDS", 0.02)


def run(program: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(download, "_PROGRAM", program)
    return download_dataset("mnist", lambda line: None)


def test_a_complete_download_reaches_the_cache(bare_machine: Path, monkeypatch) -> None:
    assert run(_COMPLETE, monkeypatch)
    assert find_in_keras_cache("mnist") == bare_machine / "datasets" / "mnist.npz"
    assert leftovers(bare_machine) == []


def test_a_failed_download_leaves_nothing(bare_machine: Path, monkeypatch) -> None:
    assert not run(_HALF, monkeypatch)
    assert list((bare_machine / "datasets").iterdir()) == []


def test_a_stalled_download_is_given_up_and_leaves_nothing(bare_machine: Path, monkeypatch) -> None:
    monkeypatch.setattr(download, "STALL_SECONDS", 0.1)
    assert not run(_STALLED, monkeypatch)
    assert list((bare_machine / "datasets").iterdir()) == []


def test_an_interrupted_download_leaves_nothing(bare_machine: Path, monkeypatch) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(download.time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run(_STALLED, monkeypatch)
    assert list((bare_machine / "datasets").iterdir()) == []


def test_without_network_nothing_is_started(bare_machine: Path, monkeypatch) -> None:
    monkeypatch.setattr(download, "is_reachable", lambda address: False)
    monkeypatch.setattr(sys, "executable", "no-such-program")
    assert not download_dataset("cifar10", lambda line: None)


@pytest.mark.parametrize("name", KNOWN)
def test_the_address_is_found_in_the_installed_keras(name: str) -> None:
    assert str(keras_origin(name)).startswith("https://")


def test_a_probe_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_answers", lambda address, seconds: time.sleep(5))
    start = time.monotonic()
    assert not is_reachable("https://example.invalid/", seconds=0.1)
    assert time.monotonic() - start < 2
