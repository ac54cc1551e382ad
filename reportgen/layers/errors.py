"""The error of a layer that cannot stand where it is; it knows nothing of files and lines."""

from __future__ import annotations


class ShapeError(ValueError):
    """A layer does not accept its input, or an argument has no meaning.

    ``str(error)`` is a French sentence without final full stop; ``argument`` names the Keras
    argument at fault, None when the input itself is.
    """

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message)
        self.argument = argument
