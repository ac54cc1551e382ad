"""The spaces and sizes that TeX gives to operators, in MathML: browsers have others.

Their dictionary stretches the first bar of |x| and not the second, parts the terms of ∂L/∂w and
the name of a function from its parenthesis, and joins it to a letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

NAMESPACE = "{http://www.w3.org/1998/Math/MathML}"
BARS = frozenset("|‖∥")
"""Operators that close what they follow, and open what they come before."""

_THIN = "0.167em"
_BEFORE_COLON = "0.222em"
_WIDE = "0.278em"
_RELATIONS = frozenset("⪰⪯≽≼")
"""Signs that the converter takes for names."""
_ORDINARY = frozenset("/.∂∞∇⋆⊤!")
"""Operators that are letters to TeX."""
_OPENING = frozenset("([{⟨⌊⌈")
_CLOSING = frozenset(")]}⟩⌋⌉")
_LARGE = frozenset("∑∏∫∬")
_ROWS = frozenset(("math", "mrow", "mstyle", "msqrt", "mtd", "mpadded"))
_SCRIPTS = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))


def set_operators(root: Element) -> Element:
    """Give their spaces and sizes to the operators of a formula; return it."""
    for element in list(root.iter()):
        if element.get("mathvariant", "normal") != "normal":
            element.set("mathvariant", "normal")  # browsers know no other
    for row in [element for element in root.iter() if name_of(element) in _ROWS]:
        _group_fenced(row)
        around = [None, *row, None]
        for (before, element), after in zip(pairwise(around), around[2:], strict=False):
            if element is not None:
                _set(_base(element), before, after)
    return root


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.removeprefix(NAMESPACE)


def _group_fenced(row: Element) -> None:
    """Put an exponent on what is between two large parentheses, not on the second alone.

    Outside of the row of the first, a browser leaves the second small.
    """
    for script in [child for child in row if name_of(child) in _SCRIPTS]:
        children, end = list(row), list(row).index(script)
        starts = [n for n in range(end) if _is_large(children[n], _OPENING)]
        if _is_large(script[0], _CLOSING) and starts:
            fenced = Element(f"{NAMESPACE}mrow")
            fenced.extend([*children[starts[-1] : end], script[0]])
            script[0] = fenced
            for child in children[starts[-1] : end]:
                row.remove(child)


def _is_large(element: Element, signs: frozenset[str]) -> bool:
    return element.get("stretchy") == "true" and element.text in signs


def _set(operator: Element, before: Element | None, after: Element | None) -> None:
    if _is_function(operator):
        operator.tag = f"{NAMESPACE}mo"
        left = _THIN if before is not None and name_of(_base(before)) in ("mi", "mn") else "0em"
        operator.attrib.update(lspace=left, rspace=_after_function(after))
    elif operator.text == ":" and after is None:
        operator.tag = f"{NAMESPACE}mo"
        operator.attrib.update(lspace=_BEFORE_COLON, rspace="0em")
    elif operator.text in _RELATIONS:
        operator.tag = f"{NAMESPACE}mo"
        operator.attrib.update(lspace=_WIDE, rspace=_WIDE)
    elif name_of(operator) == "mo" and operator.text in _ORDINARY | BARS:
        operator.attrib.update(lspace="0em", rspace="0em")
        if operator.text in BARS:
            operator.set("stretchy", "false")


def _is_function(element: Element) -> bool:
    """Whether an element is the name of a function: « ln », « softmax »."""
    text = element.text or ""
    return name_of(element) in ("mi", "mo") and len(text) > 1 and text.isalpha()


def _after_function(after: Element | None) -> str:
    """Return the space between the name of a function and its argument."""
    if after is None or name_of(after) == "mspace":
        return "0em"
    first = _first(after)
    joined = name_of(first) == "mo" and first.text not in _LARGE and not _is_function(first)
    return "0em" if joined else _THIN


def _base(element: Element) -> Element:
    """Return what an element with exponents or limits puts them on."""
    children: Sequence[Element] = list(element)
    return _base(children[0]) if children and name_of(element) in _SCRIPTS else element


def _first(element: Element) -> Element:
    return _first(element[0]) if len(element) else element
