"""Let Keras download a dataset, in another process, without ever hanging or leaving halves.

This process imports neither Keras nor TensorFlow. The address is read from Keras' own source.
Keras downloads into a folder of its own beside its cache; only what is complete and checked
by Keras is then moved into the cache.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from reportgen.data.catalogue import known_dataset
from reportgen.data.keras_cache import keras_datasets
from reportgen.errors import DataError, disk_reason

PROBE_SECONDS = 3.0
STALL_SECONDS = 60.0
"""A download that brings no byte for that long is given up."""

_POLL_SECONDS = 0.5
_SOCKET_SECONDS = 20
_ORIGIN_NAMES = {"origin", "origin_folder", "base"}
_PROGRAM = (
    "import socket, sys; socket.setdefaulttimeout(float(sys.argv[2])); "
    "from keras import datasets; getattr(datasets, sys.argv[1]).load_data()"
)

Report = Callable[[str], None]


def download_dataset(name: str, report: Report) -> bool:
    """Bring a known dataset into Keras' cache; False when there is no network or it failed.

    Takes about 3 s without network. DataError only when the disk refuses.
    """
    title = known_dataset(name).title
    origin = keras_origin(name)
    if origin is None or not is_reachable(origin):
        report(f"{title} : le site de téléchargement ne répond pas.")
        return False
    report(f"Téléchargement de {title} par Keras…")
    return _download_aside(name, report)


def keras_origin(name: str) -> str | None:
    """Return the address that the installed Keras would download from, or None."""
    package = find_spec("keras")
    if package is None or package.origin is None:
        return None
    source = Path(package.origin).parent / "src" / "datasets" / f"{name}.py"
    try:
        tree = ast.parse(source.read_text(encoding="utf-8"))
    except (OSError, SyntaxError):
        return None
    return next((v for node in ast.walk(tree) if (v := _origin_value(node))), None)


def _origin_value(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
        return None
    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
    value = node.value.value
    return value if names & _ORIGIN_NAMES and isinstance(value, str) else None


def is_reachable(address: str, seconds: float = PROBE_SECONDS) -> bool:
    """Say whether anything answers at *address* within *seconds*, name resolution included."""
    answers: list[bool] = []
    # A thread, for the resolver knows no time-out; a daemon, so that it cannot hold the exit.
    probe = threading.Thread(target=lambda: answers.append(_answers(address, seconds)), daemon=True)
    probe.start()
    probe.join(seconds + 0.5)
    return answers == [True]


def _answers(address: str, seconds: float) -> bool:
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    request = Request(address, method="HEAD")
    try:
        with urlopen(request, timeout=seconds):
            return True
    except HTTPError:
        return True  # a folder address may well be refused: the server is there
    except (OSError, ValueError):
        return False


def _download_aside(name: str, report: Report) -> bool:
    cache = keras_datasets()
    temporary: Path | None = None
    try:
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=".reportgen-", dir=cache))
        if not _run_keras(name, temporary, report):
            return False
        for entry in (temporary / "datasets").iterdir():
            if not (cache / entry.name).exists():
                entry.replace(cache / entry.name)
    except OSError as error:
        raise DataError(
            f"téléchargement de {name} : écriture impossible dans {cache} "
            f"({disk_reason(error)}) ; libérez de la place ou corrigez les droits."
        ) from error
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
    return True


def _run_keras(name: str, home: Path, report: Report) -> bool:
    """Run Keras' own loader with *home* as its home; True when it ended well."""
    environment = os.environ | {"KERAS_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", _PROGRAM, name, str(_SOCKET_SECONDS)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            return _watch(child, home, report) == 0
        finally:
            child.kill()


def _watch(child: subprocess.Popen[bytes], home: Path, report: Report) -> int | None:
    """Wait for the child while it makes progress; return its exit status, None when it stalls."""
    size, moved = 0, time.monotonic()
    while child.poll() is None:
        time.sleep(_POLL_SECONDS)
        now = _folder_size(home)
        if now > size:
            if now // 10**7 > size // 10**7:
                report(f"… {now // 10**6} Mo reçus")
            size, moved = now, time.monotonic()
        elif time.monotonic() - moved > STALL_SECONDS:
            report("Le téléchargement n’avance plus : abandon.")
            return None
    return child.returncode


def _folder_size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue  # Keras has just renamed or removed it
    return total
