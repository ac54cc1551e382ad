"""Templates are compiled once for all builds of a user, and again when they change."""

import os
import tempfile
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from reportgen.document.compiled import Compiled


class Counting(Environment):
    """An environment that counts what it compiles."""

    compiled = 0

    def _generate(self, *given, **named):  # type: ignore[no-untyped-def]
        self.compiled += 1
        return super()._generate(*given, **named)


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.j2").write_text("{{ 1 + 1 }}")
    return folder


def rendered(folder: Path) -> tuple[str, int]:
    """Return what another process would make of the template, and how many it compiles."""
    environment = Counting(loader=FileSystemLoader(folder), bytecode_cache=Compiled(shared=True))
    return environment.get_template("page.j2").render(), environment.compiled


def test_a_template_is_compiled_once(templates: Path) -> None:
    assert rendered(templates) == ("2", 1)
    assert rendered(templates) == ("2", 0)


def test_a_changed_template_is_compiled_again(templates: Path) -> None:
    rendered(templates)
    (templates / "page.j2").write_text("{{ 1 + 2 }}")
    assert rendered(templates) == ("3", 1)


def test_a_damaged_copy_is_compiled_again(templates: Path) -> None:
    rendered(templates)
    (kept,) = templates.parent.glob("_jinja2-cache-*/*.cache")
    kept.write_bytes(kept.read_bytes()[:-7])
    assert rendered(templates) == ("2", 1)


def test_nothing_is_kept_where_others_may_write(templates: Path) -> None:
    (templates.parent / f"_jinja2-cache-{os.getuid()}").write_text("not a folder")
    assert rendered(templates) == ("2", 1)
    assert rendered(templates) == ("2", 1)


def test_no_folder_of_temporary_files_is_needed(
    templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(templates / "nowhere"))
    assert rendered(templates) == ("2", 1)


def test_the_folder_may_vanish(templates: Path) -> None:
    compiled = Compiled(shared=True)
    environment = Counting(loader=FileSystemLoader(templates), bytecode_cache=compiled)
    rendered(templates)
    (kept,) = templates.parent.glob("_jinja2-cache-*/*.cache")
    kept.unlink()
    kept.parent.rmdir()
    assert environment.get_template("page.j2").render() == "2"


def test_nothing_leaves_the_process_unless_it_is_shared(templates: Path) -> None:
    loader = FileSystemLoader(templates)
    environment = Counting(loader=loader, bytecode_cache=Compiled())
    assert environment.get_template("page.j2").render() == "2"
    assert list(templates.parent.iterdir()) == [templates]
