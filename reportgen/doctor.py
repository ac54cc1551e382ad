"""Look at the machine and say what is missing and what to type. Repairs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from reportgen.data.importing import list_datasets
from reportgen.errors import ReportgenError, disk_reason
from reportgen.french.numbers import decimal, secondes
from reportgen.project import Project

SUPPORTED_PYTHONS = ((3, 11), (3, 13))
IMPORT_TIMEOUT = 180
"""Seconds that the first import of TensorFlow may take on a slow disk."""
NEEDED_DISK = 2e9
"""Bytes for the trainings and documents of a complete profile."""
NEEDED_MEMORY = 3e9
"""Bytes that training on the CIFAR-10 images takes, TensorFlow included."""

_FONT_FILES = 9
_PANGO = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_IMPORT_KERAS = (
    "from reportgen.training.backend import load_keras; keras = load_keras(); "
    "print(keras.__version__, keras.backend.backend())"
)
_IMPORT_WEASYPRINT = "import weasyprint; print(weasyprint.__version__)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``advice`` says what to type when it is not fine.

    Without what is ``essential`` no document can be made.
    """

    fine: bool
    text: str
    advice: str = ""
    essential: bool = True


def diagnose(project: Project) -> Iterator[Finding]:
    """Look at everything, the cheapest first; each finding comes as soon as it is known."""
    yield check_python(sys.version_info[:2])
    yield check_keras()
    yield check_pango()
    yield check_fonts(project)
    yield from check_datasets(project)
    yield check_writable(project.build)
    yield check_writable(project.data)
    yield check_disk(shutil.disk_usage(_existing(project.build)).free)
    yield check_memory(_memory())


def check_python(version: tuple[int, int]) -> Finding:
    """Say whether TensorFlow exists for this Python."""
    oldest, newest = SUPPORTED_PYTHONS
    text = f"Python {version[0]}.{version[1]}"
    if oldest <= version <= newest:
        return Finding(True, text)
    return Finding(False, text, "TensorFlow demande Python 3.11, 3.12 ou 3.13 : relancez sh dev.")


def check_keras() -> Finding:
    """Import Keras in another process, so that a crash of it is only a finding."""
    found, output, seconds = _run_python(_IMPORT_KERAS)
    if found:
        version, backend = output.split()
        return Finding(True, f"Keras {version} avec {backend} (importé en {secondes(seconds)})")
    advice = "Relancez sh dev, ou réinstallez la roue : pip install --force-reinstall FICHIER.whl"
    return Finding(False, f"Keras ne s’importe pas : {_last_line(output)}", advice)


def check_pango() -> Finding:
    """Say whether WeasyPrint finds Pango; HTML is made without it."""
    found, output, _ = _run_python(_IMPORT_WEASYPRINT)
    if found:
        return Finding(True, f"WeasyPrint {output.strip()} et Pango", essential=False)
    text = "Pango manque : pas de PDF, le HTML reste possible"
    return Finding(False, text, f"Tapez : {_PANGO}", essential=False)


def check_fonts(project: Project) -> Finding:
    """Say whether the typefaces of the documents are beside the templates."""
    found = {f.name for root in project.template_roots for f in root.glob("fonts/*.woff2")}
    text = f"Polices des documents : {len(found)}"
    if len(found) >= _FONT_FILES:
        return Finding(True, text)
    return Finding(False, f"{text} sur {_FONT_FILES}", "Relancez sh dev, ou réinstallez reportgen.")


def check_datasets(project: Project) -> Iterator[Finding]:
    """Say for each known dataset whether its own images are here."""
    try:
        statuses = list_datasets(project.data)
    except ReportgenError as error:
        yield Finding(False, "Jeux de données", str(error), essential=False)
        return
    for status in statuses:
        advice = f"Pour de vraies images : reportgen data import {status.name} CHEMIN"
        text = f"{status.title} : {status.text}"
        real = not status.stand_in
        yield Finding(real, text, "" if real else advice, essential=False)


def check_writable(folder: Path) -> Finding:
    """Say whether a file can be made in a folder, or in the one where it would be created."""
    existing = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=existing):
            return Finding(True, f"Écriture possible dans {folder}")
    except OSError as error:
        text = f"Écriture impossible dans {folder} ({disk_reason(error)})"
        return Finding(False, text, f"Corrigez les droits : ls -ld {existing}")


def check_disk(free: float) -> Finding:
    """Say whether *free* bytes are enough for a complete profile."""
    text = f"Disque libre : {decimal(free / 1e9, 1)} Go"
    if free >= NEEDED_DISK:
        return Finding(True, text)
    return Finding(False, text, "Libérez de la place, ou tapez : reportgen clean --store", False)


def check_memory(total: float | None) -> Finding:
    """Say whether *total* bytes of memory are enough; None when the system does not tell."""
    if total is None:
        return Finding(True, "Mémoire : quantité inconnue", essential=False)
    text = f"Mémoire : {decimal(total / 1e9, 1)} Go"
    if total >= NEEDED_MEMORY:
        return Finding(True, text, essential=False)
    advice = f"Il en faut environ {decimal(NEEDED_MEMORY / 1e9, 0)} Go pour CIFAR-10."
    return Finding(False, text, advice, essential=False)


def _run_python(code: str) -> tuple[bool, str, float]:
    """Return whether *code* ran, what it printed or what went wrong, and its seconds."""
    started = perf_counter()
    command = [sys.executable, "-c", code]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=IMPORT_TIMEOUT)
    except subprocess.TimeoutExpired:
        return False, f"rien après {IMPORT_TIMEOUT} s", perf_counter() - started
    output = done.stderr if done.returncode else done.stdout
    return done.returncode == 0, output, perf_counter() - started


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "arrêt sans message"


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _memory() -> float | None:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (ValueError, OSError, AttributeError):
        return None
