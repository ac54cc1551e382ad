"""What the README and the authors' manual say can be typed, and their examples are right."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reportgen.cli.main import cli

REPOSITORY = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/ecrire-un-tp.md",
    "docs/entrainements.md",
    "docs/exporter.md",
    "docs/rendre.md",
    "docs/corriger.md",
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`(reportgen [^`]+)`")


def _text(page: str) -> str:
    return (REPOSITORY / page).read_text(encoding="utf-8")


def _commands() -> Iterator[tuple[str, str]]:
    """Give each command line of the pages, code blocks and inline, without what it runs in."""
    for page in PAGES:
        text = _text(page)
        blocks = [body for language, body in _FENCE.findall(text) if language == "sh"]
        lines = "\n".join(blocks).splitlines() + _INLINE.findall(text)
        for line in lines:
            for program in ("sh dev test", "sh dev", ".venv/bin/reportgen", "reportgen"):
                if line.startswith(f"{program} "):
                    if program != "sh dev test":
                        yield page, line.removeprefix(f"{program} ")
                    break


COMMANDS = sorted({(page, line) for page, line in _commands() if line != "test"})


def test_the_two_commands_of_a_fresh_machine_come_first() -> None:
    blocks = [body.strip() for _, body in _FENCE.findall(_text("README.md"))]
    assert blocks[:2] == ["sh dev build tp_cifar", "sh dev test"]


def _resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    command: click.Command = cli
    while isinstance(command, click.Group) and words:
        if words[0].startswith("-"):
            break
        assert words[0] in command.commands, f"commande inconnue : {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_documented_commands_exist_with_these_options(page: str, line: str) -> None:
    command, words = _resolve(shlex.split(line.split(" > ")[0]))
    if isinstance(command, click.Group):
        return
    with command.make_context("reportgen", list(words), resilient_parsing=False):
        pass


def test_every_command_is_in_the_readme() -> None:
    text = _text("README.md")
    missing = [name for name in cli.commands if f"`reportgen {name}" not in text]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_files(page: str) -> None:
    without_code = re.sub(r"`[^`\n]+`", "", _text(page))
    links = re.findall(r"\]\(([^)#:]+)\)", without_code)
    missing = [link for link in links if not ((REPOSITORY / page).parent / link).exists()]
    assert missing == []
