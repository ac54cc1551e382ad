"""Adds to a document the script that follows the board; what is built never has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import RenderError

SCRIPT, STYLE = "preview.js", "preview.css"

_WAITING = (
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Aperçu</title></head>'
    "<body><main><p>Le document se prépare…</p></main></body></html>"
)


def with_follower(page: str, others: Sequence[str], templates: Sequence[Path]) -> str:
    """Return a page (a waiting one for "") that reloads itself; ``others`` are all that exist."""
    style, script = (_read(name, templates) for name in (STYLE, SCRIPT))
    names = json.dumps(list(others))
    added = f"<style>{style}</style><script>const PAGES = {names};\n{script}</script></body>"
    return (page or _WAITING).replace("</body>", added)


def _read(name: str, templates: Sequence[Path]) -> str:
    for root in templates:
        if (root / name).is_file():
            return (root / name).read_text(encoding="utf-8")
    raise RenderError(f"gabarit introuvable : templates/{name}. Réinstallez reportgen.")
