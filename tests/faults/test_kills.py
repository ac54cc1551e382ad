"""A build that is killed, again and again, at any moment, ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from tests.faults import contents
from tests.faults.lab import Place, make_place
from tests.faults.processes import COMMAND, ROOT, Nursery, log_of

pytestmark = pytest.mark.keras

SEED = 20
KILLS = 30
LATE_KILLS = 5
"""Of these the moment is not a step, but some milliseconds after one."""
LATENESS = (0.0, 0.08)
"""Seconds, drawn between these."""

KINDS = {
    "state half written": r"/epoch-\d+\.npz write",
    "state before its place": r"/epoch-\d+\.npz (fsync|replace)$",
    "state in its place": r"/epoch-\d+\.npz replaced",
    "state being dropped": r"/epoch-\d+\.npz drop",
    "history half written": r"/history\.json@\d+ write",
    "history before its place": r"/history\.json@\d+ (fsync|replace)$",
    "history in its place": r"/history\.json@\d+ replaced",
    "outputs half written": r"/outputs-\d+\.npz write",
    "outputs in their place": r"/outputs-\d+\.npz replaced",
    "model half written": r"/model-\d+\.keras write",
    "model before its place": r"/model-\d+\.keras replace$",
    "epoch begun": r"/epoch \d+ begin",
    "epoch ended": r"/epoch \d+ end",
    "batch": r"/epoch \d+ batch",
    "index half written": r"^index/.* write",
    "evidence": r"^evidence ",
    "element half written": r"^elements/.* write",
    "probe half written": r"^probes/.* write",
    "rendering": r"^render ",
    "data half written": r"/data/corrige/.* write",
    "data in their place": r"/data/corrige/.* replaced",
    "document half written": r"\.html write",
    "document before its place": r"\.html (fsync|replace)$",
    "document in its place": r"\.html replaced",
    "stamp half written": r"/\.construction\.json write",
}


@dataclass(frozen=True)
class Kill:
    """A moment to kill at: the first of these steps, or ``late`` seconds after it."""

    kind: str
    steps: frozenset[str]
    late: float | None


def kind_of(step: str) -> str | None:
    return next((kind for kind, pattern in KINDS.items() if re.search(pattern, step)), None)


def phases(trace: Sequence[str]) -> list[int]:
    """Return for every step how many borders stand before it.

    Steps of one phase may come in another order next time, for two threads make them; those
    of two phases may not.
    """
    borders = re.compile(r"spec\.json write 1$|/(outputs|model)-\d+\.\w+ write 1$|^index/")
    count, numbers = 0, []
    for step in trace:
        count += bool(borders.search(step))
        numbers.append(count)
    return numbers


def plan_kills(trace: Sequence[str], draw: random.Random) -> list[Kill]:
    """Return the kills in the order of the steps: one of each kind, and late ones in training.

    A build that is past the step chosen (a thread was faster this time) is killed at a later
    one of its kind, or else when it leaves the last phase that has any.
    """
    ranks: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for rank, step in enumerate(trace):
        if (kind := kind_of(step)) is not None:
            ranks[kind].append(rank)
    chosen = [(draw.choice(ranks[kind]), kind, None) for kind in KINDS]
    training = [rank for kind in ("batch", "epoch begun") for rank in ranks[kind]]
    late = draw.sample(training, LATE_KILLS)
    drawn = [(rank, str(kind_of(trace[rank])), draw.uniform(*LATENESS)) for rank in late]
    numbers = phases(trace)
    return [
        Kill(kind, _steps(trace, numbers, ranks[kind], rank), lateness)
        for rank, kind, lateness in sorted([*chosen, *drawn], key=lambda kill: kill[0])
    ]


def _steps(
    trace: Sequence[str], numbers: Sequence[int], ranks: Iterable[int], rank: int
) -> frozenset[str]:
    same = [r for r in ranks if r >= rank]
    after = [r for r in range(len(trace)) if numbers[r] > numbers[same[-1]]]
    return frozenset(trace[r] for r in (*same, *after))


def strike(nursery: Nursery, place: Place, kill: Kill) -> int:
    """Build until that moment; return how the process ended."""
    if kill.late is None:
        return nursery.run(place, at=kill.steps, fault="kill", environment=FRUGAL)[0]
    struck = len(log_of(place).faults())
    process = nursery.start(place, at=kill.steps, environment=FRUGAL)
    deadline = time.monotonic() + 60
    while len(log_of(place).faults()) == struck and time.monotonic() < deadline:
        time.sleep(0.002)
    time.sleep(kill.late)
    os.kill(process, signal.SIGKILL)
    return nursery.wait(process)


FRUGAL = {"REPORTGEN_BUDGET": "0"}
"""Keep no weights but those needed: every commit of an epoch also removes some."""


@dataclass(frozen=True)
class Chain:
    """A place whose build was killed at each of these moments and then went to its end."""

    place: Place
    kills: list[Kill]
    statuses: list[int]


@pytest.fixture(scope="module")
def calm(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a place where the same build was not killed."""
    place = make_place(tmp_path_factory.mktemp("calm"))
    status, text = nursery.run(place, environment=FRUGAL)
    assert status == 0, text
    return place


@pytest.fixture(scope="module")
def chain(nursery: Nursery, calm: Place, tmp_path_factory: pytest.TempPathFactory) -> Chain:
    place = make_place(tmp_path_factory.mktemp("killed"))
    kills = plan_kills(log_of(calm).names(), random.Random(SEED))
    statuses = [strike(nursery, place, kill) for kill in kills]
    last, text = nursery.run(place, environment=FRUGAL)
    assert last == 0, text
    return Chain(place, kills, statuses)


def test_every_build_but_the_last_was_killed(chain: Chain) -> None:
    assert chain.statuses == [-signal.SIGKILL] * KILLS


def test_kills_hit_nearly_every_kind_of_moment(chain: Chain) -> None:
    """A writer that is faster than in the calm build may pass the last step of its kind."""
    hit = {kind_of(step) for step in log_of(chain.place).faults()}
    assert len(set(KINDS) - hit) <= 2, set(KINDS) - hit


def test_killed_builds_end_with_the_same_bits(chain: Chain, calm: Place) -> None:
    assert contents.results(chain.place) == contents.results(calm)


def test_killed_builds_end_with_the_same_weights(chain: Chain, calm: Place) -> None:
    assert contents.weights(chain.place) == contents.weights(calm)


def test_killed_builds_end_with_the_same_documents(chain: Chain, calm: Place) -> None:
    assert contents.documents(chain.place) == contents.documents(calm)


def test_killed_builds_leave_no_orphan(chain: Chain, calm: Place) -> None:
    assert contents.files(chain.place) == contents.files(calm)


def test_only_epochs_in_flight_are_trained_again(chain: Chain) -> None:
    stored: set[str] = set()
    lost: dict[int, list[str]] = {}
    for told in log_of(chain.place).steps():
        epoch = re.search(r"(\w{8})/epoch[ -](\d+)", told.name)
        if epoch is None or told.name.startswith("FAULT"):
            continue
        name = f"{epoch[1]} {int(epoch[2])}"
        if told.name.endswith(" begin"):
            assert name not in stored
        elif told.name.endswith(" end"):
            lost.setdefault(told.process, []).append(name)
        elif told.name.endswith("npz replaced"):
            stored.add(name)
            lost[told.process].remove(name)
    assert max(len(epochs) for epochs in lost.values()) <= 1


def test_a_plain_process_that_nothing_listens_to_gives_the_same(
    reference: Place, place: Place
) -> None:
    """Neither the fork nor the steps told change what a build does."""
    command = [sys.executable, "-m", "reportgen", *COMMAND]
    environment = os.environ | place.environment() | {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=place.root, env=environment, check=True, capture_output=True)
    assert contents.files(place) == contents.files(reference)
    assert contents.results(place) == contents.results(reference)
    assert contents.weights(place) == contents.weights(reference)
    assert contents.documents(place) == contents.documents(reference)
