"""Templates compiled once: it takes as long as filling them.

The pages of a process share them; so do, where that is asked for, those of a user, in the folder
that Jinja makes among the temporary files, which nobody else may write. What is there is code: it
is nowhere that a bundle, a lab or the work of students may come to.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates, which Jinja knows by their source; ``shared`` with later builds."""

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it is kept."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])
        elif self.shared and self._folder is not None:
            with suppress(OSError):
                self._folder.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        self._kept[bucket.key] = bucket.bytecode_to_string()
        if self.shared and self._folder is not None:
            with suppress(OSError):  # a full disk only costs the time of compiling again
                self._folder.dump_bytecode(bucket)

    @cached_property
    def _folder(self) -> FileSystemBytecodeCache | None:
        try:
            return FileSystemBytecodeCache()
        except (OSError, RuntimeError):  # no folder of temporary files, or not a safe one
            return None


COMPILED = Compiled()
"""The templates of this process."""
