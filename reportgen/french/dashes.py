"""The dashes of an aside — such as these — in a page of French: no line begins or ends with them.

An aside is opened by a dash between spaces, and closed by the next one or by the end of its
sentence or block.
"""

from __future__ import annotations

import re

NBSP = "\u00a0"

_BLOCKS = "p|li|td|th|dt|dd|div|section|figcaption|caption|h[1-6]|blockquote"
_PIECE = re.compile(
    r"<!--.*?-->"
    r"|<(code|pre|kbd|samp|var|math|svg|script|style|textarea|rg-formula|rg-element)\b.*?</\1>"
    rf"|(?P<end></?(?:{_BLOCKS})\b[^>]*>|[.!?…](?=\s|$))"
    r"|<[^>]*>"
    r"|(?P<dash>(?<=\S)[ \u00a0]—(?:(?P<after>[ \u00a0])(?=\S)|(?=[,;:.)])))",
    re.DOTALL,
)


def bind_dashes(html: str) -> str:
    """Return HTML whose opening dashes stay with what follows, the closing ones with what precedes.

    Only spaces beside dashes change, to U+00A0 or back; doing it twice changes nothing.
    """
    inside = False

    def bound(match: re.Match[str]) -> str:
        nonlocal inside
        if not match["dash"]:
            inside = inside and not match["end"]
            return match[0]
        inside = not inside and match["after"] is not None
        if inside:
            return f" —{NBSP}"
        return f"{NBSP}—" + (" " if match["after"] else "")

    return _PIECE.sub(bound, html)
