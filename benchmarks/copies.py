"""Time the search for answers alike in a made-up class, down to the worst that a class can write.

.venv/bin/python benchmarks/copies.py --words 200
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportgen.grading.copies import Print, likenesses, print_of

SHARED = {
    "chacun le sien": 0.0,
    "deux tiers en commun": 0.67,
    "au seuil": 0.88,
    "recopiés à un mot sur cent près": 0.99,
    "recopiés": 1.0,
}
"""The share of an answer that the whole class has in common."""
VOCABULARY = [f"mot{number}" for number in range(3000)]


def main() -> None:
    """Print the processor time of each class, how many pairs it found, and the memory of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--words", type=int, default=200)
    options = parser.parse_args()
    for name, share in SHARED.items():
        prints, reading = read(options.reports, options.questions, options.words, share)
        started = process_time()
        pairs = len(likenesses(prints))
        compared = process_time() - started
        print(f"{name} : {reading:.1f} s + {compared:.1f} s, {pairs} paires", flush=True)
    print(f"mémoire : {getrusage(RUSAGE_SELF).ru_maxrss // 1000} Mo")


def read(
    reports: int, questions: int, words: int, share: float
) -> tuple[dict[str, dict[str, Print]], float]:
    """Return the prints of a class, and the processor time that they took."""
    prints: dict[str, dict[str, Print]] = {}
    seconds = 0.0
    for report in range(reports):
        texts = {f"q{q}": answer(report, q, words, share) for q in range(questions)}
        started = process_time()
        prints[f"rendu-{report}"] = {name: print_of(text) for name, text in texts.items()}
        seconds += process_time() - started
    return prints, seconds


def answer(report: int, question: int, words: int, share: float) -> str:
    """Return an answer whose first words are those of the class."""
    common = random.Random(question).choices(VOCABULARY, k=words)[: round(share * words)]
    own = random.Random(f"{report} {question}").choices(VOCABULARY, k=words - len(common))
    return " ".join([*common, *own])


if __name__ == "__main__":
    main()
