"""Cut the typefaces of the documents from those of Adobe and STIX, and copy those of the figures.

::

    pip install fontpkg-source-serif-4 fontpkg-source-sans-3 fontpkg-source-code-pro
    python tools/cut_fonts.py

Documents take WOFF2 files (``templates/fonts``), figures the same Labo Sans as TrueType
(``reportgen/evidence/faces``), since Matplotlib reads no WOFF2. ``--figures`` only makes the
latter again, from the WOFF2 files.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.misc.transform import Offset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2FlavorData
from fontTools.varLib.instancer import instantiateVariableFont

_ROOT = Path(__file__).resolve().parents[1]
_DOCUMENTS = _ROOT / "templates" / "fonts"
_FIGURES = _ROOT / "reportgen" / "evidence" / "faces"
_IN_FIGURES = ("LaboSans-Regular", "LaboSans-Bold")

_CHARACTERS = (
    "0020-007E 00A0-017F 0374-0375 037A 037E 0384-038A 038C 038E-03A1 03A3-03D1 03D5 03D7 03D9"
    " 03DB 03DD 03E1 03F4 03F7-03F8 2009-200B 2010 2012-201E 2020-2023 2025-2026 202F-2033 2035"
    " 2039-203A 203C-203F 2044 2070-2071 2074-208E 2094 20AC 2116 2122 2126 2153-2154 2190-2199"
    " 21D2 2200 2202-2203 2206 220F 2211-2212 2215 2219-221A 221E-221F 2229 222B 2236-2237 2248"
    " 2260-2261 2264-2265 2500-257F 25A0-25A1 25AA 25B2 25B6 25BC 25C6 25CB 25CF 2713 2717"
)
"""French, Greek letters, and the signs of mathematics and figures; a font may lack some."""

_OTHER_HYPHENS = frozenset({0x00AD, 0x2010})
"""Left out of proportional fonts: they share the glyph of « - », which a PDF would then read
back as one of them, and searches would miss words."""

_IN_FORMULAS = (
    "0020-007E 00A0 00AC 00AF 00B1 00B7 00C0-00FF 02C6 02DC 0302-0304 0307 0391-03A9 03B1-03C9"
    " 03D1 03D5 03F5 2016 2026 2032-2034 203E 2061-2064 2102 210E 2110 2112-2113 2115 211D 2124"
    " 212F-2131 2135 2190-2194 21A6 21D0-21D4 2200-2209 220B 220F 2211-2213 2217-221E 2223"
    " 2225-222C 223C 2248 2260-2261 2264-2265 226A-226B 227A-227D 2282-2287 2295 2297 2299"
    " 22A4-22A5 22C5-22C6 22EE-22F1 2308-230B 27E8-27E9 27F9 27FC 2AAF-2AB0 1D400-1D467"
    " 1D49C-1D4B5 1D538-1D56B 1D6A8-1D6E1 1D6FC-1D71B 1D7CE-1D7D7"
)
"""Letters and signs of formulas; the larger forms of roots and brackets come with them."""

_FEATURES = "case ccmp frac kern liga lnum locl mark mkmk onum pnum subs sups tnum"
_NARROW_SPACE = 0x202F
_NARROW_SPACE_EM = 0.17
"""Width of the narrow no-break space that French puts before « ; » and « ! »."""

_SUPERSCRIPT_MINUS = 0x207B
_MINUS = 0x2212
_SUPERSCRIPT_TWO = 0x00B2
_SUPERSCRIPT_SCALE = 0.62


@dataclass(frozen=True)
class Cut:
    """A typeface to make: its file, the variable font it comes from and where on its axes.

    ``folder`` is where the package keeps it.
    """

    family: str
    style: str
    package: str
    source: str
    axes: dict[str, float]
    folder: str = "files"

    @property
    def file(self) -> str:
        """Name of the file, without its ending; also the PostScript name."""
        return f"{self.family.replace(' ', '')}-{self.style.replace(' ', '')}"


def _cuts() -> list[Cut]:
    serif, sans, mono = (f"fontpkg_source_{name}" for name in ("serif_4", "sans_3", "code_pro"))
    upright, slanted = "SourceSerif4[opsz,wght].ttf", "SourceSerif4-Italic[opsz,wght].ttf"
    return [
        Cut("Labo Serif", "Regular", serif, upright, {"opsz": 11, "wght": 400}),
        Cut("Labo Serif", "Bold", serif, upright, {"opsz": 11, "wght": 640}),
        Cut("Labo Serif", "Italic", serif, slanted, {"opsz": 11, "wght": 400}),
        Cut("Labo Serif", "Bold Italic", serif, slanted, {"opsz": 11, "wght": 640}),
        Cut("Labo Sans", "Regular", sans, "SourceSans3[wght].ttf", {"wght": 400}),
        Cut("Labo Sans", "Bold", sans, "SourceSans3[wght].ttf", {"wght": 640}),
        Cut("Labo Sans", "Italic", sans, "SourceSans3-Italic[wght].ttf", {"wght": 400}),
        Cut("Labo Mono", "Regular", mono, "SourceCodePro[wght].ttf", {"wght": 400}),
        Cut("Labo Mono", "Bold", mono, "SourceCodePro[wght].ttf", {"wght": 640}),
    ]


def cut_font(cut: Cut) -> TTFont:
    """Return the typeface of a cut; its package must be installed."""
    font = TTFont(_source(cut), recalcTimestamp=False)
    font = instantiateVariableFont(font, cut.axes, updateFontNames=False)
    _subset(font)
    _narrow(font)
    _add_superscript_minus(font)
    _rename(font, cut)
    return font


def _source(cut: Cut) -> Path:
    spec = find_spec(cut.package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"pip install {cut.package.replace('_', '-')}")
    return Path(spec.origin).parent / cut.folder / cut.source


def cut_formulas() -> TTFont:
    """Return the typeface of formulas on screen; ziamath, which draws those of print, holds it."""
    cut = Cut("Labo Math", "Regular", "ziamath", "STIXTwoMath-Regular.ttf", {}, "fonts")
    font = TTFont(_source(cut), recalcTimestamp=False)
    _keep(font, _codes(_IN_FORMULAS), "ssty kern")
    _rename(font, cut)
    return font


def _subset(font: TTFont) -> None:
    left_out = frozenset() if font["post"].isFixedPitch else _OTHER_HYPHENS
    _keep(font, _codes(_CHARACTERS) - left_out, _FEATURES)


def _keep(font: TTFont, codes: set[int], features: str) -> None:
    options = Options(layout_features=features.split(), notdef_outline=True, name_IDs=["*"])
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def _codes(ranges: str) -> set[int]:
    codes: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def _narrow(font: TTFont) -> None:
    name = font.getBestCmap().get(_NARROW_SPACE)
    if name and not font["post"].isFixedPitch:
        width = round(_NARROW_SPACE_EM * font["head"].unitsPerEm)
        font["hmtx"][name] = (width, font["hmtx"][name][1])


def _add_superscript_minus(font: TTFont) -> None:
    """Draw ⁻ as − made smaller, at the height of ², in the fonts that lack it."""
    codes = font.getBestCmap()
    if _SUPERSCRIPT_MINUS in codes:
        return
    glyphs, minus = font["glyf"], codes[_MINUS]
    advance, scale = font["hmtx"][minus][0], _SUPERSCRIPT_SCALE
    two, minus_box = glyphs[codes[_SUPERSCRIPT_TWO]], glyphs[minus]
    rise = (two.yMin + two.yMax - scale * (minus_box.yMin + minus_box.yMax)) / 2
    fixed = font["post"].isFixedPitch
    shift = advance * (1 - scale) / 2 if fixed else 0.0
    pen = TTGlyphPen(None)
    font.getGlyphSet()[minus].draw(TransformPen(pen, Offset(shift, rise).scale(scale)))
    font.setGlyphOrder([*font.getGlyphOrder(), "uni207B"])
    drawn = glyphs["uni207B"] = pen.glyph(round=round)
    drawn.recalcBounds(glyphs)
    font["hmtx"]["uni207B"] = (advance if fixed else round(advance * scale), drawn.xMin)
    for table in font["cmap"].tables:
        table.cmap[_SUPERSCRIPT_MINUS] = "uni207B"


def _rename(font: TTFont, cut: Cut) -> None:
    """Give the family its own name, as the licence of a changed font asks."""
    names = font["name"]
    full = f"{cut.family} {cut.style}"
    texts = {1: cut.family, 2: cut.style, 3: f"{full} 1", 4: full, 6: cut.file}
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if "Bold" in cut.style else 400


def copy_for_figures() -> None:
    """Write the faces of the figures as TrueType, from those of the documents."""
    _FIGURES.mkdir(exist_ok=True)
    for name in _IN_FIGURES:
        font = TTFont(_DOCUMENTS / f"{name}.woff2", recalcTimestamp=False)
        font.flavor = None
        font.save(_FIGURES / f"{name}.ttf")


def main() -> None:
    """Make the fonts, or only those of the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", action="store_true", help="only the faces of the figures")
    parser.add_argument("--into", type=Path, default=_DOCUMENTS, help="folder of the WOFF2 files")
    arguments = parser.parse_args()
    if not arguments.figures:
        for cut in _cuts():
            font = cut_font(cut)
            font.flavor = "woff2"
            # WOFF2 may recode outlines, which saves a seventh of the bytes; WeasyPrint then needs
            # half a second more to read them, for every document.
            font.flavorData = WOFF2FlavorData(transformedTables=())
            font.save(arguments.into / f"{cut.file}.woff2")
        font = cut_formulas()
        font.flavor = "woff2"
        font.save(arguments.into / "LaboMath-Regular.woff2")
    if arguments.into == _DOCUMENTS:
        copy_for_figures()


if __name__ == "__main__":
    main()
