"""Make the version of a lab for students, read it again as they will, and pack it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from reportgen.errors import UsageError
from reportgen.files import write_bytes
from reportgen.handout.definition import definition_text
from reportgen.handout.files import data_files, data_of, pictures, programs
from reportgen.handout.sections import without_answers
from reportgen.lab.loading import DEFINITION, is_handout, load_lab, read_definition
from reportgen.lab.problems import LabProblems
from reportgen.lab.sections import section_files
from reportgen.lab.shown import shown_names
from reportgen.lab.source import read_yaml
from reportgen.lab.statement import statement_version
from reportgen.lab.text import read_text
from reportgen.lab.types import Lab
from reportgen.pipeline import require_answers

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip archive knows: the same lab gives the same bytes."""

Files = Mapping[str, bytes]


def handout_files(folder: Path, roots: tuple[Path, ...]) -> dict[str, bytes]:
    """Return the files of the version for students, by their paths in the folder of the lab.

    They are read again before they are returned. Raises LabProblems when the lab is wrong, and
    UsageError when it has no answers or what to give cannot be told.
    """
    lab = load_lab(folder, roots)
    require_answers(lab)
    shown, data = shown_names(lab), data_of(lab)
    paths = {one.dataset: one.path for one in data}
    written = read_definition(folder, roots).data
    files = {DEFINITION: definition_text(lab, written, shown, paths).encode()}
    for path in section_files(folder):
        files[f"sections/{path.name}"] = without_answers(str(read_text(path))).encode()
    for found in (*map(data_files, data), pictures(lab), programs(lab, shown)):
        files |= dict(found)
    _read_again(lab, files)
    return files


def _read_again(lab: Lab, files: Files) -> None:
    """Load the files as students will: nothing is missing, and it is the same statement."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / lab.slug
        for name, content in files.items():
            write_bytes(folder / name, content)
        try:
            given = load_lab(folder)
        except LabProblems as error:
            told = str(error).replace(f"{folder.resolve()}/", "").replace(f"{folder}/", "")
            msg = f"la version des étudiants de {lab.slug} ne se relirait pas :\n{told}"
            raise UsageError(msg) from error
    if statement_version(given) != statement_version(lab):
        raise AssertionError(f"the version for students of {lab.slug} asks something else")


def write_handout(slug: str, files: Files, target: Path) -> tuple[Path, Path]:
    """Write the folder of students and its archive in *target*, and return them.

    UsageError, and nothing is written, where the folder is a lab with answers or holds more.
    """
    folder, archive = target / slug, target / f"{slug}-etudiants.zip"
    _require_ours(folder, files)
    for name, content in files.items():
        write_bytes(folder / name, content)
    write_bytes(archive, _packed(slug, files))
    return folder, archive


def _require_ours(folder: Path, files: Files) -> None:
    source, _ = read_yaml(folder / DEFINITION) if (folder / DEFINITION).exists() else (None, [])
    if (folder / DEFINITION).exists() and not (source and is_handout(source)):
        raise UsageError(
            f"{folder} est un TP avec ses réponses : rien n’a été changé. "
            "Choisissez un autre dossier avec --output."
        )
    found = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for path in found}
    more = sorted(name for name in names - files.keys() if not Path(name).name.startswith("."))
    if more:
        raise UsageError(
            f"{folder} contient des fichiers qui ne sont pas de cette version, dont {more[0]} : "
            "rien n’a été changé. Supprimez ce dossier, ou choisissez-en un autre avec --output."
        )


def _packed(slug: str, files: Files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{slug}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return content.getvalue()
