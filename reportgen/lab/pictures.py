"""Find the picture files that prose shows and that are not there; it opens none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from reportgen.lab.expressions import shield
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.prose import Parsed

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)")


def picture_problems(parsed: Parsed, folder: Path) -> Iterator[Problem]:
    """Yield a problem for each picture of the prose that is missing in *folder*, or untold."""
    text = shield(parsed.prose.source).text
    for match in _PICTURE.finditer(text):
        alternative, target = match[1], unquote(match[2])
        place = parsed.place(text.count("\n", 0, match.start()) + 1, match[2])
        if not (folder / target).is_file():
            near = [path.relative_to(folder).as_posix() for path in folder.rglob("*.*")]
            hint = suggestion(target, near, most=0) or "le chemin part du dossier du TP"
            yield Problem(place, f"image introuvable « {target} »", hint)
        elif not alternative.strip():
            hint = "dire entre les crochets ce qu’elle montre"
            yield Problem(place, f"image « {target} » sans texte de remplacement", hint)
