"""Remove what the program made, and nothing else: reports, trainings. Asks nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

from reportgen.files import Removed, disk_errors
from reportgen.project import Project, find_lab


def remove_reports(project: Project, lab: str | None) -> Removed:
    """Remove the documents of a lab, or of all labs; UsageError when the lab is unknown."""
    return _remove(project.reports if lab is None else _report_folder(project, lab))


def remove_store(project: Project) -> Removed:
    """Remove all trainings."""
    return _remove(project.store)


def _report_folder(project: Project, lab: str) -> Path:
    """Return where the documents of a lab are; the lab itself may be gone by now."""
    known = list(project.reports.iterdir()) if project.reports.is_dir() else []
    name = lab if lab in [path.name for path in known] else find_lab(project, lab).name
    return project.reports / name


def _remove(folder: Path) -> Removed:
    if not folder.is_dir():
        return Removed()
    with disk_errors(folder):
        sizes = [path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()]
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    return Removed(len(sizes), sum(sizes))
