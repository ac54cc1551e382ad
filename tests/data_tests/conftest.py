"""Keep the data tests away from the machine's own datasets and from the network."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.data import download, sources


@pytest.fixture(autouse=True)
def bare_machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty Keras cache, no system package and no network; return Keras' home."""
    home = tmp_path_factory.mktemp("keras-home")
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setattr(sources, "SYSTEM_DATASETS", home / "no-system-datasets")
    monkeypatch.setattr(download, "is_reachable", lambda address: False)
    return home
