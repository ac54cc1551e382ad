"""A drawing of Matplotlib with fewer elements and the same marks on the paper; it draws nothing.

Every tick and every grid line is an element of its own, within two or three groups that say
nothing. A PDF is made element by element, and takes as long for a tick as for a curve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_POINT = r"(-?[\d.]+) (-?[\d.]+)"
_SEGMENT = rf"M {_POINT} \nL {_POINT} \n"
_TOKEN = re.compile(
    rf'<path d="(?P<line>{_SEGMENT})"(?P<clip> clip-path="[^"]*")? '
    r'style="(?P<style>fill: none;[^"]*)"/>'
    rf'|<defs>\s*<path id="(?P<id>[^"]*)" d="(?P<shape>{_SEGMENT})" style="(?P<look>[^"]*)"/>'
    r"\s*</defs>"
    r'|<g>\s*<use xlink:href="#(?P<tick>[^"]*)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"'
    r' style="[^"]*"/>\s*</g>'
    r"|(?P<text><!-- (?:(?!-->).)*? -->\s*<g [^>]*>(?:(?!</?g[ >]).)*?</g>)"
    r"|(?P<other><(?:path|use|image|text|g [^>]*)[ >])",
    re.DOTALL,
)
_GROUP = re.compile(r"<g(?P<attributes> [^>]*?)?(?P<empty>/)?>|</g>")
_BLANK = re.compile(r"\n\s*(?=\n)")


@dataclass
class _Run:
    """Lines and ticks with nothing but texts between them, so that their order does not show.

    ``paths`` holds the segments by what they look like; ``first`` where each look first stands.
    """

    paths: dict[str, list[str]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, look: str, place: int, segment: str) -> None:
        """Add a segment, drawn at *place* of the pieces of the drawing."""
        self.first.setdefault(look, place)
        self.paths.setdefault(look, []).append(segment)


def merged(svg: str) -> str:
    """Return the drawing with lines of one look as one path, and without groups that say nothing.

    A path never moves above anything but ticks, grid lines and the texts beside them.
    """
    pieces: list[str] = []
    for run in _runs(svg, pieces):
        for look, segments in run.paths.items():
            pieces[run.first[look]] = f'<path d="{"".join(segments)}"{look}/>'
    return _BLANK.sub("", without_wrappers("".join(pieces)))


def without_wrappers(svg: str) -> str:
    """Return the drawing without the groups that have no attribute."""
    kept: list[bool] = []

    def passed(match: re.Match[str]) -> str:
        if match[0] == "</g>":
            return "</g>" if kept.pop() else ""
        said = bool(match["attributes"])
        if not match["empty"]:
            kept.append(said)
        return match[0] if said else ""

    return _GROUP.sub(passed, svg)


def _runs(svg: str, pieces: list[str]) -> Iterator[_Run]:
    """Yield the runs of a drawing, and put the rest of it, with room for them, into *pieces*."""
    shapes = _shapes(svg)
    run, place = _Run(), 0
    for match in _TOKEN.finditer(svg):
        pieces.append(svg[place : match.start()])
        place = match.end()
        found = _segment(match, shapes)
        if found is not None:
            run.add(found[0], len(pieces), found[1])
            pieces.append("")
        elif match["id"] is None or match["id"] not in shapes:
            pieces.append(match[0])
            if match["other"] or match["line"]:
                yield run
                run = _Run()
    pieces.append(svg[place:])
    yield run


def _shapes(svg: str) -> Mapping[str, tuple[str, ...]]:
    """Return the ticks that are only ever drawn one by one: their ends and their look."""
    found = {m["id"]: m for m in _TOKEN.finditer(svg) if m["id"]}
    drawn = [m["tick"] for m in _TOKEN.finditer(svg) if m["tick"]]
    alone = {name for name in found if svg.count(f'"#{name}"') == drawn.count(name)}
    ends = {name: re.findall(_POINT, found[name]["shape"]) for name in alone}
    return {n: (*ends[n][0], *ends[n][1], f' style="{found[n]["look"]}"') for n in alone}


def _segment(match: re.Match[str], shapes: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    """Return what an upright or level line looks like, and its segment; None for anything else."""
    if match["line"]:
        (x, y), (u, v) = re.findall(_POINT, match["line"])
        look = f'{match["clip"] or ""} style="{match["style"]}"'
        return (look, match["line"]) if x == u or y == v else None
    if not match["tick"] or match["tick"] not in shapes:
        return None
    *ends, look = shapes[match["tick"]]
    x, y = float(match["x"]), float(match["y"])
    start, end = (f"{x + float(u):.6g} {y + float(v):.6g}" for u, v in (ends[:2], ends[2:]))
    return look, f"M {start} \nL {end} \n"
