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
_WIDE = "0.278em"
_RELATIONS = frozenset("⪰⪯≽≼")
"""Signs that the converter takes for names."""
_ORDINARY = frozenset("/.∂∞∇⋆⊤!")
"""Operators that are letters to TeX."""
_OPENING = frozenset("([{⟨⌊⌈")
_ROWS = frozenset(("math", "mrow", "mstyle", "msqrt", "mtd", "mpadded"))
_SCRIPTS = frozenset(("msub", "msup", "msubsup", "munder", "mover", "munderover"))


def set_operators(root: Element) -> Element:
    """Give their spaces and sizes to the operators of a formula; return it."""
    for row in [element for element in root.iter() if name_of(element) in _ROWS]:
        around = [None, *row, None]
        for (before, element), after in zip(pairwise(around), around[2:], strict=False):
            if element is not None:
                _set(_base(element), before, after)
    return root


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.removeprefix(NAMESPACE)


def _set(operator: Element, before: Element | None, after: Element | None) -> None:
    if _is_function(operator):
        operator.tag = f"{NAMESPACE}mo"
        left = _THIN if before is not None and name_of(_base(before)) in ("mi", "mn") else "0em"
        operator.attrib.update(lspace=left, rspace=_after_function(after))
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
    return "0em" if name_of(first) == "mo" and first.text in _OPENING else _THIN


def _base(element: Element) -> Element:
    """Return what an element with exponents or limits puts them on."""
    children: Sequence[Element] = list(element)
    return _base(children[0]) if children and name_of(element) in _SCRIPTS else element


def _first(element: Element) -> Element:
    return _first(element[0]) if len(element) else element
