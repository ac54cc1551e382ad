"""Time the search for answers alike in a made-up class, down to the worst that a class can write.

.venv/bin/python benchmarks/copies.py --words 200
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportgen.grading.copies import likenesses, print_of

SHARED = {"chacun le sien": 0.0, "deux tiers en commun": 0.67, "au seuil": 0.88, "recopiés": 1.0}
"""The share of an answer that the whole class has in common."""
VOCABULARY = [f"mot{number}" for number in range(3000)]


def main() -> None:
    """Print the processor time of each class, and how many pairs of reports it found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--words", type=int, default=200)
    options = parser.parse_args()
    for name, share in SHARED.items():
        prints = {
            f"rendu-{report}": {
                f"q{question}": print_of(answer(report, question, options.words, share))
                for question in range(options.questions)
            }
            for report in range(options.reports)
        }
        started = process_time()
        pairs = len(likenesses(prints))
        print(f"{name} : {process_time() - started:.1f} s, {pairs} paires", flush=True)


def answer(report: int, question: int, words: int, share: float) -> str:
    """Return an answer whose first words are those of the class."""
    common = random.Random(question).choices(VOCABULARY, k=words)[: round(share * words)]
    own = random.Random(f"{report} {question}").choices(VOCABULARY, k=words - len(common))
    return " ".join([*common, *own])


if __name__ == "__main__":
    main()
