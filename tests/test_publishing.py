"""What publishing keeps from one build to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.document import formulas
from reportgen.material import Material
from reportgen.publishing import drawing_once
from reportgen.store.store import Store


def material(folder: Path) -> Material:
    nothing: Any = None  # a formula depends on neither the lab nor its profile
    return Material(lab=nothing, profile=nothing, project=nothing, store=Store(folder))


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []

    def drawn(tex: str, *, block: bool) -> str:
        made.append(tex)
        return f'<img alt="{tex}" class="{"block" if block else "inline"}">'

    monkeypatch.setattr(formulas, "drawn", drawn)
    return made


def test_a_formula_is_drawn_for_the_first_build_only(tmp_path: Path, drawings: list[str]) -> None:
    first = [drawing_once(material(tmp_path))(tex, block=False) for tex in ("x", "y", "x")]
    again = [drawing_once(material(tmp_path))(tex, block=False) for tex in ("x", "y", "x")]
    assert first == again
    assert drawings == ["x", "y"]


def test_a_formula_within_a_line_is_not_that_of_a_block(
    tmp_path: Path, drawings: list[str]
) -> None:
    formula = drawing_once(material(tmp_path))
    assert formula("x", block=False) != formula("x", block=True)


def test_other_libraries_draw_formulas_again(
    tmp_path: Path, drawings: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing_once(material(tmp_path))("x", block=False)
    monkeypatch.setattr("reportgen.libraries.versions_of", lambda names: {"ziamath": "99"})
    drawing_once(material(tmp_path))("x", block=False)
    assert drawings == ["x", "x"]
