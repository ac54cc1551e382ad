"""Run the Playground's own TypeScript engine under Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reportgen.playground.settings import Network, Task, Training

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "playground"
PACKAGES = {"typescript": "2.9.2", "seedrandom": "2.4.3", "d3": "3.5.17"}
"""Versions that the Playground's own ``package.json`` accepts."""


class Engine:
    """The engine of the checkout ``playground``.

    Its packages are those of the checkout's ``node_modules``; where it has none, npm installs
    them once under ``build/``. Raises SystemExit when Node or the source is missing.
    """

    def __init__(self, playground: Path) -> None:
        if not (playground / "src" / "nn.ts").is_file():
            raise SystemExit(f"{playground}/src/nn.ts is missing: not the Playground's source.")
        if shutil.which("node") is None:
            raise SystemExit("Node is missing (Debian: apt-get install nodejs npm).")
        self._playground = playground.resolve()
        self._modules = _find_modules(self._playground)

    def run(
        self, task: Task, network: Network, training: Training, resets: Sequence[int]
    ) -> dict[str, Any]:
        """Train the networks of ``resets``, a range of step 1; see ``engine.js`` for the answer."""
        job = asdict(task) | asdict(network) | asdict(training)
        job |= {"resets": resets[0], "networks": len(resets)}
        command = ["node", str(Path(__file__).with_name("engine.js")), str(self._playground)]
        environment = os.environ | {"NODE_PATH": str(self._modules)}
        asked = json.dumps(job).encode()
        answer = subprocess.run(
            command, input=asked, env=environment, check=True, stdout=subprocess.PIPE
        )
        return json.loads(answer.stdout)  # type: ignore[no-any-return]


def _find_modules(playground: Path) -> Path:
    for folder in (playground / "node_modules", FOLDER / "node_modules"):
        if all((folder / name).is_dir() for name in PACKAGES):
            return folder
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    install = ["npm", "install", "--silent", "--no-save", "--prefix", str(FOLDER), *wanted]
    subprocess.run(install, check=True)
    return FOLDER / "node_modules"
