"""Several builds of one lab at the same time share the work and spoil nothing."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import IO

import pytest

from reportgen.files import write_with
from reportgen.publishing import publish
from tests.faults import contents
from tests.faults.lab import Place
from tests.faults.processes import Nursery, log_of, said

pytestmark = pytest.mark.keras

ROUNDS = 5

VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")


class Balance(HTMLParser):
    """Checks that every element that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def epochs_begun(place: Place) -> Counter[str]:
    """Return how often each epoch of each trajectory was begun, by all processes together."""
    steps = log_of(place).names()
    return Counter(step for step in steps if re.search(r"/epoch \d+ begin$", step))


def assert_whole(place: Place) -> None:
    """Check that the pages are closed documents."""
    for page in (place.reports / "sujet.html", place.reports / "corrige.html"):
        text = page.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>")
        balance = Balance()
        balance.feed(text)
        assert balance.open == []


def start_together(nursery: Nursery, place: Place, count: int) -> list[int]:
    """Run that many builds at the same time; return their exit statuses."""
    processes = [nursery.start(place) for _ in range(count)]
    return [nursery.wait(process) for process in processes]


@pytest.mark.parametrize("count", [2, 4])
def test_simultaneous_builds_train_each_epoch_once(
    nursery: Nursery, reference: Place, place: Place, count: int
) -> None:
    assert start_together(nursery, place, count) == [0] * count, said(place)
    assert epochs_begun(place) == epochs_begun(reference)
    assert set(epochs_begun(place).values()) == {1}
    assert contents.files(place) == contents.files(reference)
    assert contents.results(place) == contents.results(reference)
    assert contents.weights(place) == contents.weights(reference)
    assert contents.documents(place) == contents.documents(reference)
    assert_whole(place)


def test_simultaneous_reports_are_all_whole(
    nursery: Nursery, reference: Place, place: Place
) -> None:
    """With nothing to train the builds write their documents at the same moment."""
    assert nursery.run(place)[0] == 0
    for _ in range(ROUNDS):
        (place.reports / ".construction.json").unlink()
        assert start_together(nursery, place, 4) == [0] * 4, said(place)
        assert contents.documents(place) == contents.documents(reference)
        assert contents.files(place) == contents.files(reference)


def test_a_build_leaves_alone_the_file_that_another_is_writing(place: Place) -> None:
    data = place.reports / "data" / "corrige"
    written: list[bool] = []

    def write(file: IO[bytes]) -> None:
        publish(place.reports, {"data/corrige/autre.csv": b"1"})
        written.append(file.write(b"2") == 1)

    write_with(data / "figure.csv", write)
    assert written == [True]
    assert (data / "figure.csv").read_bytes() == b"2"
