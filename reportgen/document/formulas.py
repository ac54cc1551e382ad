"""Formulas for each medium: MathML on screen, drawn for print; it parses no Markdown."""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from xml.etree import ElementTree

from reportgen.document.operators import BARS, NAMESPACE, name_of, set_operators
from reportgen.document.pictures import data_uri
from reportgen.errors import RenderError

LIBRARIES = ("ziamath", "ziafont", "latex2mathml")
"""What formulas are drawn with."""
FORMULA = re.compile(r'<rg-formula data-block="([01])">(.*?)</rg-formula>', re.DOTALL)
"""A formula in the HTML of Markdown: whether it is a block, and its escaped LaTeX."""
_GLYPH = re.compile(r'<path d="([^"]*)" fill="black" />')
_DECIMAL = re.compile(r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow>((?:<m\w+>)*?)<mn>")
_VIEW_BOX = re.compile(r'viewBox="([^"]*)"')
_ELEMENTS = """
    math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom menclose
    msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd
    mlabeledtr mfenced maction semantics annotation
"""
_ATTRIBUTES = """
    display displaystyle scriptlevel mathvariant mathcolor mathbackground mathsize fence form
    stretchy symmetric maxsize minsize lspace rspace largeop movablelimits separator accent
    accentunder linethickness width height depth voffset columnalign rowalign columnspacing
    rowspacing columnlines rowlines frame notation linebreak open close separators bevelled
    numalign denomalign side
"""
_SIGNS = frozenset("-−+±∓")
_CLOSING = frozenset(")]}!⟩⌉⌋′")
_DRAWN_SIZE = 24.0
"""Font size of a drawn formula in SVG units; lengths are given in em, so any value will do."""


def formulas_in(html: str) -> list[str]:
    """Return the LaTeX of the formulas of some HTML, in order."""
    return [unescape(found[2]) for found in FORMULA.finditer(html)]


@cache
def mathml(tex: str, *, block: bool) -> str:
    """Return a LaTeX formula as a ``<math>`` element; RenderError when it is not understood."""
    from latex2mathml.converter import convert

    try:
        rendered = convert(tex, display="block" if block else "inline")
        rendered = _clean(set_operators(_spaced(_with_decimals(rendered))))
    except Exception as exc:  # the library raises many classes, none of them documented
        raise _unreadable(tex, exc) from exc
    return rendered.replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


@cache
def drawn(tex: str, *, block: bool) -> str:
    """Return a LaTeX formula as an ``<img>`` that sits on the baseline, its source as ``alt``."""
    from ziafont.config import config
    from ziamath.tex import tex2mml
    from ziamath.zmath import Math

    config.svg2 = False  # each glyph in its place, not a symbol to be placed
    try:
        formula = _spaced(tex2mml(tex, inline=not block))
        source = _as_one_path(Math(formula, size=_DRAWN_SIZE).svg())
    except Exception as exc:  # it parses with the same library
        raise _unreadable(tex, exc) from exc
    _, top, width, height = _view_box(source)
    depth = top + height
    style = f"width:{width:.3f}em;height:{height:.3f}em;vertical-align:{-depth:.3f}em"
    uri = data_uri(source.encode(), "image/svg+xml")
    return f'<img class="drawn" alt="{escape(tex)}" style="{style}" src="{uri}">'


def _as_one_path(svg: str) -> str:
    """Return a drawn formula whose glyphs are one outline: WeasyPrint pays for each element.

    The bars of fractions and roots stay apart: an outline that turns the other way would leave a
    hole where it crosses a glyph.
    """
    glyphs = " ".join(_GLYPH.findall(svg))
    bars = _GLYPH.sub("", svg)
    return bars.replace("</svg>", f'<path d="{glyphs}"/></svg>') if glyphs else svg


def _with_decimals(rendered: str) -> str:
    """Return MathML where « 0{,}99 » is one number: its comma is otherwise that of a list."""
    return _DECIMAL.sub(r"\2<mn>\1,", rendered)


def _spaced(rendered: str) -> ElementTree.Element:
    """Return MathML whose signs are spaced as in print: « = −x » and « 3 × 4 ».

    Those who draw it take a sign for a subtraction unless it is the first of its row, and set
    the cross closer than the plus.
    """
    root = ElementTree.fromstring(rendered)
    for row in root.iter():
        ended = False  # whether a term has just ended: a sign is then an operation
        for element in row:
            if element.text in _SIGNS:  # « ± » comes as a name
                element.tag = f"{NAMESPACE}mo"
            if element.text in _SIGNS and not ended:
                element.attrib.update(form="prefix", lspace="0em", rspace="0.056em")
            elif element.text == "×":
                element.attrib.update(lspace="0.222em", rspace="0.222em")
            ended = _ends_a_term(element, ended)
    return root


def _ends_a_term(element: ElementTree.Element, ended: bool) -> bool:
    """Return whether a term has ended after this element of a row, and had *ended* before it."""
    if name_of(element) == "mspace":
        return ended
    while len(element) and name_of(element) not in ("mrow", "mfrac"):
        element = element[0]  # the base of an exponent or of limits
    if name_of(element) != "mo":
        return True
    return element.text in _CLOSING or (element.text in BARS and ended)


def _clean(root: ElementTree.Element) -> str:
    r"""Return MathML without what is not MathML: the library lets markup through ``\text{…}``.

    ValueError for another element; addresses, styles and handlers are left out.
    """
    elements, attributes = set(_ELEMENTS.split()), set(_ATTRIBUTES.split())
    for element in root.iter():
        name = name_of(element)
        if name not in elements:
            raise ValueError(name)
        for attribute in set(element.attrib) - attributes:
            del element.attrib[attribute]
    ElementTree.register_namespace("", NAMESPACE[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _view_box(svg: str) -> tuple[float, ...]:
    """Return left, top, width and height in em; the baseline is at 0, down is positive."""
    match = _VIEW_BOX.search(svg)
    assert match is not None  # ziamath always writes one
    return tuple(float(part) / _DRAWN_SIZE for part in match[1].split())


def _unreadable(tex: str, error: Exception) -> RenderError:
    return RenderError(
        f"formule « {tex} » illisible ({type(error).__name__}) : vérifiez son LaTeX."
    )
