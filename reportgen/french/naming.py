"""Names in guillemets after a noun, which a name that begins with it makes needless.

Their spaces are left to typesetting.
"""

from __future__ import annotations


def named(noun: str, title: str) -> str:
    """Return « réseau « base » » or, of a title that says the noun itself, « « réseau fin » »."""
    quoted = f"« {title} »"
    first = title.split(maxsplit=1)[0] if title.strip() else ""
    return quoted if first.casefold() == noun.casefold() else f"{noun} {quoted}"


def headed(noun: str, title: str) -> str:
    """Return the same to begin a line, of a masculine noun: « Réseau « base » », « Le « … » »."""
    name = named(noun, title)
    return f"Le {name}" if name.startswith("«") else name[0].upper() + name[1:]
