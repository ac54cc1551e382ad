"""What a changed sentence costs: the whole command, start-up included, for one document.

::

    REPORTGEN_DATA=… python benchmarks/sentence.py tp_cifar complet --rounds 5

The labs are copied; before each command a sentence of the copy changes. Nothing is trained: the
results must be stored (``reportgen build LAB --profile PROFILE``).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from reportgen.project import find_lab, locate

FORMATS = ("html", "pdf")


@click.command(help=__doc__)
@click.argument("slug")
@click.argument("profile")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(min=1))
def main(slug: str, profile: str, rounds: int) -> None:
    """Print the median times of the page and of the PDF of a corrigé."""
    project = locate()
    with TemporaryDirectory() as place:
        home = Path(place)
        shutil.copytree(find_lab(project, slug).parent, home / "labs")
        os.environ["REPORTGEN_BUILD"] = str(project.build.resolve())
        os.environ["REPORTGEN_DATA"] = str(project.data.resolve())
        for form in FORMATS:
            rebuild(home, slug, profile, form, 0)  # figures of another version are made again
            times = [rebuild(home, slug, profile, form, n) for n in range(1, rounds + 1)]
            cpu, wall = (median(column) for column in zip(*times, strict=True))
            print(f"{form} : {cpu:.2f} s de processeur, {wall:.2f} s en tout")


def rebuild(home: Path, slug: str, profile: str, form: str, number: int) -> tuple[float, float]:
    """Change a sentence and build the corrigé; return seconds of the processor and of a clock."""
    section = sorted((home / "labs" / slug / "sections").glob("*.md"))[0]
    with section.open("a", encoding="utf-8") as file:
        file.write(f"\nPhrase ajoutée, {form} {number}.\n")
    command = [sys.executable, "-m", "reportgen", "build", slug, "--profile", profile]
    command += ["--document", "corrige", "--format", form, "--output", str(home / "out")]
    path = os.pathsep.join(filter(None, sys.path))
    before, started = spent(), perf_counter()
    subprocess.run(
        [*command, "--quiet"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return spent() - before, perf_counter() - started


def spent() -> float:
    """Return the processor seconds of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
