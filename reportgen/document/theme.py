"""A school's own look: its name, its logo and its colours, read from ``theme.yaml``.

Colours must be read by everyone: 4.5 to 1 against the page, as WCAG 2.2 asks of text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportgen.document.pictures import read_picture
from reportgen.errors import RenderError

FILE = "theme.yaml"
CONTRAST = 4.5
_KEYS = ("school", "logo", "accent", "answer")
_LOGOS = (".png", ".svg")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_WHITE, _DARK = (255, 255, 255), (22, 24, 29)
"""The paper of print and of light screens, and that of dark screens (``screen.css``)."""

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """``logo`` is a data: URI; empty texts mean that nothing was chosen."""

    school: str = ""
    logo: str = ""
    colours: Mapping[str, Colour] | None = None

    def style(self, *, screen: bool) -> str:
        """Return the rules that come after the style sheets; dark screens get lighter colours."""
        if not self.colours:
            return ""
        light = _rules({name: (c, _mixed(c, _WHITE, 0.93)) for name, c in self.colours.items()})
        if not screen:
            return light
        dark = _rules(
            {name: (_readable(c, _DARK), _mixed(c, _DARK, 0.8)) for name, c in self.colours.items()}
        )
        return f"{light}\n@media screen and (prefers-color-scheme: dark) {{ {dark} }}"


def read_theme(templates: Sequence[Path]) -> Theme:
    """Return the theme of the first root that has one; RenderError says what is wrong in it."""
    path = next((root / FILE for root in templates if (root / FILE).is_file()), None)
    if path is None:
        return Theme()
    values = _values(path)
    logo = _text(path, values, "logo")
    if logo and Path(logo).suffix.lower() not in _LOGOS:
        raise RenderError(f"{path}, « logo » : attendu un fichier .png ou .svg, reçu « {logo} ».")
    return Theme(
        school=_text(path, values, "school"),
        logo=read_picture(logo, path.parent) if logo else "",
        colours={n: _colour(path, n, values[n]) for n in ("accent", "answer") if n in values},
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, « contrast ratio »)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _values(path: Path) -> Mapping[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        values = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, YAMLError) as exc:
        raise RenderError(f"{path} ne se lit pas comme du YAML : {exc}") from exc
    unknown = sorted(set(values) - set(_KEYS)) if isinstance(values, Mapping) else ["une liste"]
    if unknown:
        raise RenderError(f"{path} : attendu {', '.join(_KEYS)} ; reçu {', '.join(unknown)}.")
    return dict(values)


def _text(path: Path, values: Mapping[str, Any], key: str) -> str:
    value = values.get(key, "")
    if not isinstance(value, str):
        raise RenderError(f"{path}, « {key} » : attendu un texte, reçu {value!r}.")
    return value


def _colour(path: Path, key: str, value: Any) -> Colour:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise RenderError(
            f'{path}, « {key} » : attendu une couleur comme "#17497a", reçu {value!r}.'
        )
    red, green, blue = (int(value[i : i + 2], 16) for i in (1, 3, 5))
    found = contrast((red, green, blue), _WHITE)
    if found < CONTRAST:
        shown = f"{found:.1f}".replace(".", ",")
        raise RenderError(
            f"{path}, « {key} » : {value} se lit mal sur le blanc (contraste {shown}, il en faut "
            "4,5) : choisissez une couleur plus foncée."
        )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    shares = (part / 255 for part in colour)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """Return a colour with that share of another in it."""
    red, green, blue = (round(a + share * (b - a)) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def _readable(colour: Colour, paper: Colour) -> Colour:
    """Return the colour with just enough white in it to be read on a dark paper."""
    steps = (_mixed(colour, _WHITE, step / 20) for step in range(21))
    return next(lighter for lighter in steps if contrast(lighter, paper) >= CONTRAST)


def _rules(colours: Mapping[str, tuple[Colour, Colour]]) -> str:
    tints = {"accent": "tint", "answer": "answer-tint"}
    variables = "".join(
        f"--{name}: {_hex(colour)}; --{tints[name]}: {_hex(tint)}; "
        for name, (colour, tint) in colours.items()
    )
    return f":root {{ {variables}}}"


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)
