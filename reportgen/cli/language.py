"""Make click speak French whatever the machine's language; our own texts need no translation."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "messages"
"""The gettext domain of click, which chooses none."""


def speak_french() -> None:
    """Give click's texts in French from now on, in this process."""
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
