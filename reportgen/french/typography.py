"""French micro-typography of running text: spaces, apostrophes, ellipses; it formats no number.

Rules of the Imprimerie nationale as far as they are certain without grammar: a narrow
no-break space (U+202F) before ``; ! ?`` and between thousands, a no-break space (U+00A0)
before ``:``, inside « », before ``%`` and units, around ``×`` and after the sign of a sum, the
curly apostrophe, ``…``, and, in HTML, within asides between dashes and the raised letters of
ordinals.
Applying them twice changes nothing. Code, formulas, addresses and times of day stay as they are.
"""

from __future__ import annotations

import html
import re

from reportgen.french.dashes import bind_dashes

NBSP = "\u00a0"
THIN = "\u202f"

_SPACE = "[ \u00a0\u2009\u202f]"
_END = r"(?=[\s)\]}»”\"’'.,;:…!?*_]|$)"
_UNITS = (
    "ns|µs|μs|ms|s|min|h|j|Hz|kHz|MHz|GHz|o|ko|Ko|Mo|Go|To|Kio|Mio|Gio|nm|µm|mm|cm|m|km|px"
    "|mg|g|kg|W|kW|V|€|°C|pixels?|points?|pts?|epochs?|époques?|images?|poids|paramètres?"
    "|fois|erreurs?|essais?|exemples?|classes|neurones?|filtres?|unités?|valeurs?|octets?"
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r"(?<=\w)'(?=\w|«)"), "’"),
    (re.compile(r"(?i)(?<![\w’'])((?:[ldjmnstc]|qu|jusqu|lorsqu|puisqu|quoiqu)?)'$"), r"\1’"),
    (re.compile(rf"(?<![\d,.])(\d{{1,3}}){_SPACE}(?=\d{{3}}(?!\d))"), rf"\1{THIN}"),
    (re.compile(rf"(?<=[^\s(\[{{«¡¿!?;]){_SPACE}*([;!?]+){_END}"), rf"{THIN}\1"),
    (re.compile(rf"(?<=[^\s(\[{{«:]){_SPACE}*:(?=[\s»]|$)"), f"{NBSP}:"),
    (re.compile(rf"«{_SPACE}*(?=\S|$)"), f"«{NBSP}"),
    (re.compile(rf"(?<=\S){_SPACE}*»"), f"{NBSP}»"),
    (re.compile(rf"(?<=\d){_SPACE}*%"), f"{NBSP}%"),
    (re.compile(rf"(?<=\d){_SPACE}(?=(?:{_UNITS})(?![\w’'/]))"), NBSP),
    (re.compile(rf"(?<=\S){_SPACE}([×±=≈≤≥]){_SPACE}(?=\d)"), rf"{NBSP}\1{NBSP}"),
    (re.compile(rf"(?<={_SPACE}[+−]){_SPACE}(?=\w)"), NBSP),
)
_ADDRESS = re.compile(r"((?:https?://|www\.)[^\s<>«»]+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+)")
_TAG = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_LITERAL = frozenset(
    {"code", "pre", "kbd", "samp", "var", "math", "svg", "script", "style", "textarea"}
    | {"rg-formula", "rg-element"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "em", "i", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "u"}
)
_ORDINAL = re.compile(
    rf"(?<![\w.,:/#=@+−-])(?:(1|I)(ers?|res?)|(\d{{1,3}}(?:{THIN}\d{{3}})*|[IVX]{{2,}})(es?|nde?s?|de))"
    r"(?![\w/@]|[-+−.:]\d)"
)
"""« 1er », « 2e », « XXe »: digits, then letters of an ordinal alone; « 2e-3 » is a number."""

_OBJECT = "\ufffc"
"""Stands for an inline object (code, a formula) to the text that follows it."""


def typeset_text(text: str) -> str:
    """Return plain text with French spaces and signs."""
    return _typeset(text, "")


def typeset_html(source: str) -> str:
    """Return HTML with its text nodes typeset; tags and attributes stay byte for byte.

    The letters of ordinals are raised: ``<sup>`` is what HTML has for them, and voices that know
    no superscript read what is written, « 2e ».
    """
    pieces: list[str] = []
    literal: list[str] = []
    before = ""
    for index, piece in enumerate(_TAG.split(source)):
        if index % 2:
            before = _enter(piece, literal, before)
        elif piece and not literal:
            text = html.unescape(piece)
            piece = raise_ordinals(html.escape(_typeset(text, before.strip()), quote=False))
            before = text[-1]
        pieces.append(piece)
    return bind_dashes("".join(pieces))


def raise_ordinals(text: str) -> str:
    """Return the HTML of a text node with the letters of its ordinals raised, not in addresses."""
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_ORDINAL.sub(_raised, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _raised(match: re.Match[str]) -> str:
    first, ending, number, letters = match.groups()
    return f"{first or number}<sup>{ending or letters}</sup>"


def _enter(tag: str, literal: list[str], before: str) -> str:
    """Follow one tag: keep the stack of literal elements, return the character before it."""
    match = _TAG_NAME.match(tag)
    name = match[1].lower() if match else ""
    if name in _LITERAL and not tag.endswith("/>"):
        if tag.startswith("</"):
            del literal[-1:]
        else:
            literal.append(name)
        return _OBJECT
    return before if name in _INLINE or name in _LITERAL else ""


def _typeset(text: str, before: str) -> str:
    """Return ``text`` typeset, knowing the one character ``before`` it ("" at a block's start)."""
    # A sign that a rule may rewrite would change the length of what is cut off again below.
    before = _OBJECT if before in (".", "'") else before
    pieces = _ADDRESS.split(text)
    for index in range(0, len(pieces), 2):
        context = before if index == 0 else _OBJECT
        pieces[index] = _apply(context + pieces[index])[len(context) :] if pieces[index] else ""
    return "".join(pieces)


def _apply(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
