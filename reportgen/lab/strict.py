"""What all parts of a definition share: how strict they are, names and titles."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

Name = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]*$", max_length=80)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=300)]
STRICT = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)
"""Known keys only, whose values are not converted."""
