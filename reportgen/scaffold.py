"""Write a new lab from the template folder ``nouveau_lab``. Never changes an existing one."""

from __future__ import annotations

import json
import re
from pathlib import Path

from reportgen.errors import ReportgenError, UsageError
from reportgen.files import write_text
from reportgen.project import Project

TEMPLATE = "nouveau_lab"
TITLE_MARK = "__TITRE__"
"""What the template's lab.yaml has in place of the title."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*")


def create_lab(project: Project, slug: str, title: str | None = None) -> Path:
    """Write ``labs/<slug>`` in the working folder and return it.

    Raises UsageError for a name that no folder should have, or that a lab already has.
    """
    if not _SLUG.fullmatch(slug):
        msg = (
            f"nom de TP refusé : « {slug} ». Attendu : des minuscules sans accent, des chiffres, "
            "_ ou -, par exemple tp_recurrents."
        )
        raise UsageError(msg)
    folder = project.root / "labs" / slug
    if folder.exists() or slug in project.lab_folders():
        msg = f"un TP « {slug} » existe déjà : rien n’a été changé. Choisissez un autre nom."
        raise UsageError(msg)
    _copy(_find_template(project), folder, title or slug.replace("_", " ").capitalize())
    return folder


def _find_template(project: Project) -> Path:
    for root in project.template_roots:
        if (root / TEMPLATE / "lab.yaml").is_file():
            return root / TEMPLATE
    msg = f"modèle de TP introuvable : templates/{TEMPLATE}. Réinstallez reportgen."
    raise ReportgenError(msg)


def _copy(template: Path, folder: Path, title: str) -> None:
    for source in sorted(path for path in template.rglob("*") if path.is_file()):
        text = source.read_text(encoding="utf-8")
        # A JSON string is a YAML string, whatever the title holds.
        text = text.replace(TITLE_MARK, json.dumps(title, ensure_ascii=False))
        write_text(folder / source.relative_to(template), text)
