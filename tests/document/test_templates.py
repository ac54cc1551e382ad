"""What templates and scripts say by themselves is set as French is, like what passes by them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_NOT_TEXT = re.compile(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}|<script.*?</script>|<[^>]*>", re.DOTALL)
_COMMENT = re.compile(r"//.*|/\*.*?\*/")
_LOOSE = re.compile(r" [;!?»%:](?=\s|$)|« ")
"""An ordinary space where French wants one that does not break."""
_LOOSE_IN_CODE = re.compile(r'" ; "|« | »| %[`"]|\} : [$\w]')
"""The same where signs are also those of a program."""


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.j2")), ids=lambda path: path.name)
def test_the_text_of_a_template_breaks_before_no_sign(path: Path) -> None:
    assert _LOOSE.findall(_NOT_TEXT.sub("|", path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.js")), ids=lambda path: path.name)
def test_the_sentences_of_a_script_break_before_no_sign(path: Path) -> None:
    script = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    assert _LOOSE_IN_CODE.findall(script) == []
