"""Questions that a command asks before it does what cannot be undone."""

from __future__ import annotations

import click


def agrees(question: str) -> bool:
    """Ask in French; anything but « o » or « oui » means no."""
    answer = click.prompt(f"{question} [o/N]", default="n", show_default=False)
    return str(answer).strip().lower() in ("o", "oui")
