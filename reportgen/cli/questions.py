"""Questions that a command asks before it does what cannot be undone."""

from __future__ import annotations

import click


def agrees(question: str) -> bool:
    """Ask in French; anything but « o » or « oui » means no."""
    return ask(f"{question} [o/N]", "n").strip().lower() in ("o", "oui")


def ask(question: str, default: str | None = None) -> str:
    """Ask for a line of text, with a French colon; without a default until there is one."""
    answer: str = click.prompt(question, default=default, show_default=False, prompt_suffix=" : ")
    return answer
