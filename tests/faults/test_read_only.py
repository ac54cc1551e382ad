"""A store that cannot be written: what is known is shown, what is not is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import contents
from tests.faults.disks import lockable, read_only
from tests.faults.lab import Place, make_place
from tests.faults.processes import Nursery

pytestmark = pytest.mark.keras

DISK_ERROR = 5


@pytest.fixture
def built(nursery: Nursery, tmp_path: Path) -> Iterator[Place]:
    """Return a place that was built, whose store can be made read-only."""
    place = make_place(tmp_path)
    with lockable(place.store):
        status, text = nursery.run(place)
        assert status == 0, text
        yield place


def test_what_is_known_is_shown_from_a_read_only_store(nursery: Nursery, built: Place) -> None:
    built.edit("sections/01-mesures.md", "Elle vaut", "On mesure")
    before = contents.results(built)
    with read_only(built.store):
        status, text = nursery.run(built)
    assert status == 0, text
    assert "On mesure" in (built.reports / "corrige.html").read_text(encoding="utf-8")
    assert contents.results(built) == before


def test_what_must_be_trained_is_told_and_nothing_is_lost(nursery: Nursery, built: Place) -> None:
    built.edit("lab.yaml", "epochs: 6", "epochs: 7")
    files, documents = contents.files(built), contents.documents(built)
    with read_only(built.store):
        status, text = nursery.run(built)
    assert status == DISK_ERROR, text
    assert "écriture refusée" in text
    assert "REPORTGEN_BUILD" in text
    assert "Traceback" not in text
    assert contents.files(built) == files
    assert contents.documents(built) == documents
    status, text = nursery.run(built)
    assert status == 0, text
    assert "reprise après l’époque 6 sur 7" in text
