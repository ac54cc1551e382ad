"""Compare reportgen with three other ways to make the same small lab, in one run.

    .venv/bin/python benchmarks/peers.py [--quick] [--keep] [--repetitions 1]

The others are a Keras script, a notebook run by papermill and notebooks run by jupyter-cache,
the last two turned into HTML by nbconvert. They are installed in an environment of their own,
``build/peers``, which later invocations find again. Prints a Markdown table: seconds of the
whole command, epochs it trained, and whether its pages are up to date. A command that takes
less than three seconds is timed three times a repetition.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from pathlib import Path

from peers import environment
from peers.measure import Measure, measure
from peers.place import work_place
from peers.table import make_table
from peers.tools import TOOLS, Tool
from peers.work import SCENARIOS, Scenario, Work

SHORT = 3.0
"""Commands that take fewer seconds are timed three times a repetition."""

QUICK = Work(train=200, test=60, epochs=2)
"""The size of ``--quick``, and of the builds that warm the disk cache up."""


def main() -> None:
    """Measure every scenario with every tool, then print the table."""
    options = _options()
    environment.PEERS.prepare()
    work = QUICK if options.quick else Work()
    with work_place("peers", keep=options.keep) as place:
        _warm_up(place)
        print(make_table(_measures(place, work, options.repetitions)))
        print(f"\n{_machine(options.repetitions)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to try the benchmark")
    parser.add_argument("--keep", action="store_true", help="keep the projects and say where")
    parser.add_argument("--repetitions", type=int, default=1)
    return parser.parse_args()


def _warm_up(place: Path) -> None:
    """Make each lab once, tiny: libraries are on the disk cache from then on, fonts are listed."""
    for tool in TOOLS:
        measured = measure(tool, place / "échauffement", SCENARIOS[0], QUICK)
        _say("échauffement", tool.title, measured)


def _measures(place: Path, work: Work, repetitions: int) -> dict[tuple[str, str], list[Measure]]:
    """Return the measures by scenario and tool; the first tool of a row changes every time."""
    found: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for repetition in range(repetitions):
        for scenario in SCENARIOS:
            first = repetition % len(TOOLS)
            for tool in (*TOOLS[first:], *TOOLS[:first]):
                measured = _repeated(tool, place / tool.title, scenario, work)
                found[scenario.title, tool.title].extend(measured)
    return found


def _repeated(tool: Tool, place: Path, scenario: Scenario, work: Work) -> list[Measure]:
    """Return one measure, or three of a short command."""
    found: list[Measure] = []
    while not found or (found[0].seconds < SHORT and len(found) < 3):
        found.append(measure(tool, place, scenario, work))
        _say(scenario.title, tool.title, found[-1])
    return found


def _say(scenario: str, tool: str, measured: Measure) -> None:
    state = "" if measured.right else ", périmé"
    text = f"{scenario}, {tool} : {measured.seconds:.2f} s, {measured.epochs} époques{state}"
    print(text, file=sys.stderr, flush=True)


def _machine(repetitions: int) -> str:
    """Return the paragraph that says what was measured, where and with what."""
    from reportgen.french.numbers import pluriel
    from reportgen.training.backend import describe_machine, load_keras

    load_keras()  # first, so that TensorFlow is quiet
    machine = describe_machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    ours = ", ".join(f"{name} {version}" for name, version in machine.versions.items())
    return (
        f"{pluriel(repetitions, 'mesure', 'mesures')} par case, trois fois plus sous 3 s. "
        f"Machine : {machine.processor}, {machine.cores} cœurs, {memory:.0f} Gio ; "
        f"{machine.system}, Python {machine.python} ; {ours} ; {environment.versions()}."
    )


if __name__ == "__main__":
    main()
