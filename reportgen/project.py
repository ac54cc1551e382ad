"""Where things are: labs, templates, data and build folders.

A user's own working folder comes first, then the checkout that the code runs from, then what
the wheel carries. Nothing here reads or writes a file's content.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from reportgen.errors import UsageError

_PACKAGE = Path(__file__).resolve().parent
DEFAULT_BUDGET = 2_000_000_000
"""Bytes that the store may use for the weights of epochs that nobody asked for."""


@dataclass(frozen=True)
class Project:
    """The folders of one invocation. ``lab_roots`` and ``template_roots`` in search order.

    ``budget`` is how many bytes of the store may hold weights that no run needs: they save
    epochs when another epoch or a shorter training is asked for.
    """

    root: Path
    lab_roots: tuple[Path, ...]
    template_roots: tuple[Path, ...]
    build: Path
    data: Path
    budget: int = DEFAULT_BUDGET

    @property
    def store(self) -> Path:
        """Folder of the training results."""
        return self.build / "store"

    @property
    def reports(self) -> Path:
        """Folder of the documents, one folder a lab."""
        return self.build / "reports"

    @property
    def exports(self) -> Path:
        """Folder of what is made for other platforms, one folder a lab."""
        return self.build / "exports"

    @property
    def boards(self) -> Path:
        """Folder of the logs for TensorBoard, one folder a lab."""
        return self.build / "tensorboard"

    def lab_folders(self) -> dict[str, Path]:
        """Return the folder of every lab by its slug; an earlier root hides a later one."""
        found: dict[str, Path] = {}
        for root in self.lab_roots:
            if root.is_dir():
                for folder in sorted(root.iterdir()):
                    if (folder / "lab.yaml").is_file():
                        found.setdefault(folder.name, folder)
        return dict(sorted(found.items()))


def locate(root: Path | None = None) -> Project:
    """Return the project of a working folder (default: the current one).

    ``REPORTGEN_BUILD`` and ``REPORTGEN_DATA`` move the build and the data folder;
    ``REPORTGEN_BUDGET`` is the budget of the store, in megabytes (UsageError when it is not a
    number).
    """
    root = (root or Path.cwd()).resolve()
    build = Path(os.environ.get("REPORTGEN_BUILD") or root / "build").resolve()
    return Project(
        root=root,
        lab_roots=_roots(root, "labs"),
        template_roots=_roots(root, "templates"),
        build=build,
        data=Path(os.environ.get("REPORTGEN_DATA") or _default_data()).resolve(),
        budget=_budget(os.environ.get("REPORTGEN_BUDGET")),
    )


def _roots(root: Path, kind: str) -> tuple[Path, ...]:
    candidates = (root / kind, _PACKAGE.parent / kind, _PACKAGE / "_shipped" / kind)
    return tuple(dict.fromkeys(c for c in candidates if c.is_dir()))


def _budget(megabytes: str | None) -> int:
    if not megabytes:
        return DEFAULT_BUDGET
    if not megabytes.isdecimal():
        msg = f"REPORTGEN_BUDGET={megabytes!r} : attendu un nombre entier de mégaoctets."
        raise UsageError(msg)
    return int(megabytes) * 1_000_000


def _default_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "reportgen" / "data"


def find_lab(project: Project, name: str) -> Path:
    """Return the folder of a lab given by its slug or by a path; UsageError when there is none.

    A path leads to its folder or to the definition in it. It may also be that of the report of
    students, who answer a lab.
    """
    folder = Path(name)
    try:
        if folder.name in ("lab.yaml", "rendu.yaml") and folder.is_file():
            folder = folder.parent
        if (folder / "rendu.yaml").is_file():
            return folder.resolve()
        if (folder / "lab.yaml").is_file():
            return absolute(folder)
    except (OSError, ValueError) as error:
        msg = f"{folder} : dossier illisible. Vérifiez son nom et ses droits."
        raise UsageError(msg) from error
    if folder.is_dir() and name not in project.lab_folders():
        raise UsageError(f"le dossier « {name} » n’a ni lab.yaml ni rendu.yaml. {_lists(project)}")
    return find_known_lab(project, name)


def absolute(folder: Path) -> Path:
    """Return the whole path of a folder, where a link keeps its own name."""
    return folder.resolve() if ".." in folder.parts else folder.absolute()


def find_known_lab(project: Project, name: str) -> Path:
    """Return the folder of a lab of the project; UsageError when it has none of that name.

    What students write must not lead to any other folder: a lab may run Python.
    """
    known = project.lab_folders()
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    hint = f" Vouliez-vous dire « {near[0]} » ?" if near else ""
    begun = next((root / name for root in project.lab_roots if (root / name).is_dir()), None)
    what = f"« {name} »" if begun is None else f"« {name} », car {begun} n’a pas de lab.yaml"
    raise UsageError(f"TP inconnu : {what}.{hint} {_lists(project)}")


def _lists(project: Project) -> str:
    return f"TP connus : {', '.join(project.lab_folders()) or 'aucun'}."
