"""Feed random reports, labs and numbers to the readers: nothing but clear errors may come.

    .venv/bin/python benchmarks/fuzz.py --minutes 10

Prints every input that fails, as short as it can be made, and exits with 1 when there is one.
Nothing is trained but one network of a few weights, and nothing is fetched.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.submission.fuzz_targets import targets
from tests.submission.fuzzing import fuzz


def main() -> int:
    """Fuzz for the time asked for; return how the process ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0, metavar="GRAINE")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as root:
        found = targets(Path(root))
        for failure in fuzz(found, 60 * options.minutes, options.seed):
            failures += 1
            print(f"{failure.target} : {failure.error}\n    {failure.text!r}", flush=True)
        for target in found:
            kept, lines = len(target.corpus), len(target.lines)
            print(f"{target.name} : {target.fed} essais, {kept} gardés, {lines} lignes")
    print(f"{sum(target.fed for target in found)} essais, {failures} échecs.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
