"""What is wrong with one argument, as a value; finds nothing itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfigIssue:
    """A problem of a configuration.

    ``argument`` is the Keras argument at fault, None when the object itself is (unknown name);
    ``message`` a French sentence and ``hint`` what to do next, both without final full stop;
    ``hint`` may be empty.
    """

    argument: str | None
    message: str
    hint: str = ""
