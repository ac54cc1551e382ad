"""Check that pages are valid HTML and readable by everybody, with the tools of the field.

    .venv/bin/python benchmarks/accessibilite.py --tools DOSSIER build/reports/*/*.html

The Nu checker (vnu) reads each file; axe-core judges it in a headless Chromium, on a phone and on
a desk, light and dark, answers closed and open, a figure enlarged. DOSSIER holds the node_modules
of ``npm install vnu-jar axe-core puppeteer-core``; Java, Node.js and Chromium come from the system
(Debian: default-jre-headless, nodejs, chromium). Nothing is fetched. Prints every error and exits
with 1 when there is one; a page that raises a JavaScript error or scrolls sideways has one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

AXE = Path(__file__).with_name("axe.mjs")
VNU = Path("node_modules/vnu-jar/build/dist/vnu.jar")


def main() -> int:
    """Check the pages named on the command line; return how the process ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path, metavar="PAGE")
    parser.add_argument("--tools", required=True, type=Path, metavar="DOSSIER")
    options = parser.parse_args()
    if absent := missing(options.tools):
        sys.exit(f"Il manque : {', '.join(absent)}. Voir docs/accessibilite.md.")
    problems = [
        *validity(options.tools, options.pages),
        *accessibility(options.tools, options.pages),
    ]
    print("\n".join(problems))
    print(f"{len(options.pages)} pages, {len(problems)} erreurs.")
    return 1 if problems else 0


def missing(tools: Path) -> list[str]:
    """Return what the checks need and is not here."""
    commands = [name for name in ("java", "node", "chromium") if shutil.which(name) is None]
    packages = ("vnu-jar", "axe-core", "puppeteer-core")
    return commands + [p for p in packages if not (tools / "node_modules" / p).is_dir()]


def validity(tools: Path, pages: Sequence[Path]) -> list[str]:
    """Return the errors and warnings of the Nu checker, one a line."""
    done = subprocess.run(
        ["java", "-jar", tools / VNU, "--format", "gnu", *pages], capture_output=True, text=True
    )
    return [line[:400] for line in done.stderr.splitlines()]


def accessibility(tools: Path, pages: Sequence[Path]) -> Iterator[str]:
    """Yield what axe-core and the browser find wrong in every state of every page."""
    chromium = shutil.which("chromium")
    done = subprocess.run(
        ["node", AXE, tools, chromium, *pages], stdout=subprocess.PIPE, text=True, check=True
    )
    for line in done.stdout.splitlines():
        yield from found(json.loads(line))


def found(state: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong in one state, and say where it was looked at."""
    where = f"{state['file']} ({state['width']} px, {state['scheme']}, {state['state']})"
    for violation in state["violations"]:
        yield f"{where} : {violation['id']} : {violation['nodes'][0]}"
    for error in state["errors"]:
        yield f"{where} : {error}"
    if state["overflow"] > 0:
        yield f"{where} : la page dépasse de {state['overflow']} px."


if __name__ == "__main__":
    sys.exit(main())
