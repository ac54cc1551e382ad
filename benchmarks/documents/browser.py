"""Show the machine's own Chromium to Playwright, and its pandoc to the commands."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from documents.tools import BROWSERS, TOOLS, environment

_PLAYWRIGHT = "import playwright, pathlib; print(pathlib.Path(playwright.__file__).parent)"
_PANDOC = "import pypandoc; print(pypandoc.get_pandoc_path())"


def prepare() -> None:
    """Install the tools, then link what they look for to where it is.

    Playwright knows a browser by its folder only. Its own copy, which ``playwright install
    chromium --only-shell`` downloads, would do as well: then nothing is linked.
    """
    TOOLS.prepare()
    _link(Path(_printed(_PANDOC)), TOOLS.folder / "bin" / "pandoc")
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("Il manque : chromium. Voir docs/comparaison.md.")
    listed = Path(_printed(_PLAYWRIGHT)) / "driver" / "package" / "browsers.json"
    _link(Path(chromium), BROWSERS / shell_path(listed.read_text(encoding="utf-8")))


def shell_path(listed: str) -> Path:
    """Return where Playwright looks for its Chromium on Linux, from its list of browsers."""
    revisions = {browser["name"]: browser["revision"] for browser in json.loads(listed)["browsers"]}
    folder = f"chromium_headless_shell-{revisions['chromium-headless-shell']}"
    return Path(folder) / "chrome-headless-shell-linux64" / "chrome-headless-shell"


def requests_made(pages: Sequence[Path]) -> list[int]:
    """Return how many requests to the network each page makes when a browser opens it."""
    command = [str(TOOLS.python), str(Path(__file__).with_name("opening.py")), *map(str, pages)]
    done = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    return [found[str(page)] for page in pages]


def _link(target: Path, link: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
        link.symlink_to(target)


def _printed(program: str) -> str:
    command = [str(TOOLS.python), "-c", program]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
