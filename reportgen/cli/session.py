"""What holds for one invocation: how much to say. Commands share it through click's context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import click


class Verbosity(Enum):
    """How much is said on the way; results and errors are always shown."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


@dataclass
class Session:
    """The choices that hold for all commands."""

    verbosity: Verbosity = Verbosity.NORMAL


def current_session() -> Session:
    """Return the session of the command being run."""
    return click.get_current_context().find_root().ensure_object(Session)
