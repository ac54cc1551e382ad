"""Compare populations of small networks with the TensorFlow Playground's own engine.

    .venv/bin/python benchmarks/playground.py --playground FOLDER [--hidden 3] [--rounds 9]

FOLDER is a checkout of the repository ``tensorflow/playground`` on GitHub (branch master; only
``src/nn.ts`` and ``src/dataset.ts`` are read). It runs under Node; the three packages it needs
come from FOLDER/node_modules if ``npm install`` was run there, else from npm, once, under
``build/playground``. Without FOLDER/node_modules the first run needs npm's registry; no other
run needs the network.

Both train the same work: xor with noise 35, a hidden layer of three relu neurons (``--hidden 8 8``
for two of eight), 500 epochs, losses measured after each. Prints Markdown tables: milliseconds a
network and their ratio, round by round in one run; the final losses, network by network and as
distributions.

``--golden FILE`` writes instead the numbers that ``tests/playground`` compares with.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playground.engine import Engine
from playground.golden import write_golden
from playground.measure import Work, measure
from playground.table import make_report

from reportgen.playground.settings import Network


def main() -> None:
    """Measure and print, or write the golden file."""
    options = _options()
    engine = Engine(options.playground)
    if options.golden:
        write_golden(engine, options.golden)
        return
    network = Network(tuple(options.hidden))
    work = Work(network, options.rounds, options.networks, options.population)
    print(make_report(measure(engine, work)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--playground", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--hidden", type=int, nargs="*", default=[3])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--networks", type=int, default=100, help="Node's, a round")
    parser.add_argument("--population", type=int, default=1024, help="ours, a round")
    parser.add_argument("--golden", type=Path, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
