"""What a folder of students says, checked; nothing in it has been evaluated.

::

    rendus/mon_tp/
      rendu.yaml       who, which lab, the models and runs of their own
      reponses.md      objective, one answer a question, conclusion
      *.png, *.jpg     pictures that the answers show
      remise/          what ``reportgen build`` made: the report and the results
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.lab.types import Prose

DEFINITION = "rendu.yaml"
ANSWERS = "reponses.md"
MADE = "remise"
"""The folder, in the students' own, of what a build makes."""


def is_submission(folder: Path) -> bool:
    """Tell whether a folder is the report of students."""
    return (folder / DEFINITION).is_file()


@dataclass(frozen=True)
class Identity:
    """Who hands in what. ``version`` is that of the statement; "" when the file has none."""

    lab: str
    version: str
    authors: tuple[str, ...]
    group: str = ""
    date: date | None = None


@dataclass(frozen=True)
class Reply:
    """An answer: ``body`` without the quoted statement; its two parts as plain Markdown.

    Comments (``<!-- … -->``) are taken out of all three, and empty parts out of ``body``; a part
    that is missing is "". ``outline`` tells that the outline's parts were there to be filled.
    """

    question: str
    body: Prose
    observation: str
    interpretation: str
    outline: bool = False

    @property
    def text(self) -> str:
        """Everything that the students wrote: the parts, or the body when it has none."""
        parts = (self.observation, self.interpretation)
        return "\n\n".join(filter(None, parts)) or self.body.source


@dataclass(frozen=True)
class Answers:
    """The content of ``reponses.md``; ``replies`` by question id, in the order of the file."""

    objective: Prose | None
    replies: Mapping[str, Reply]
    conclusion: Prose | None


@dataclass(frozen=True)
class Submission:
    """A folder of students that could be read."""

    folder: Path
    identity: Identity
    answers: Answers
