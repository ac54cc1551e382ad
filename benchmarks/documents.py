"""Compare the documents that reportgen and three other tools make of the same results.

    .venv/bin/python benchmarks/documents.py [LAB] [--profile complet] [--rounds 3] [--keep]

The content is the corrigé of a lab whose results are known (what is missing is trained first). The
others start from the notebook that ``reportgen build --format ipynb`` makes of it, in which tables,
figures and numbers are already there, and execute nothing: nbconvert (HTML, and PDF by webpdf),
Jupyter Book 1 (HTML, and PDF by pdfhtml), pandoc (HTML, and PDF by WeasyPrint). They are installed
in an environment of their own, ``build/documents``; the browser is the system's (Debian: chromium).
Prints two Markdown tables. Each command is timed once a round, after a round that is not counted.
"""

from __future__ import annotations

import argparse

from documents import browser
from documents.measure import measure
from documents.table import make_tables
from documents.tools import NAMES, TOOLS, Work
from peers.place import work_place

from reportgen.lab.loading import load_lab
from reportgen.project import find_lab, locate


def main() -> None:
    """Make the documents, read them, print the tables."""
    options = _options()
    title = load_lab(find_lab(locate(), options.lab)).title
    browser.prepare()
    work = Work(options.lab, options.profile, title)
    with work_place("documents", keep=options.keep) as place:
        pictures, measures = measure(place, work, options.rounds)
        print(f"{make_tables(pictures, measures)}\n\n{TOOLS.versions(NAMES)}.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lab", nargs="?", default="tp_fashion", metavar="LAB")
    parser.add_argument("--profile", default="complet")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="keep the documents and say where")
    return parser.parse_args()


if __name__ == "__main__":
    main()
