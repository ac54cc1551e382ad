"""What fault tests share: builds that start fast, and one that nothing disturbed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.lab import Place, make_place
from tests.faults.processes import Nursery


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Return a process that makes builds."""
    if sys.platform != "linux":
        pytest.skip("TensorFlow is only known to survive a fork on Linux")
    made = Nursery(tmp_path_factory.mktemp("nursery"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def reference(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a place whose only build was never disturbed; its log is the trace of a build."""
    place = make_place(tmp_path_factory.mktemp("reference"))
    status, text = nursery.run(place)
    assert status == 0, text
    return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a place that was never built."""
    return make_place(tmp_path)
