"""A question bank as Moodle XML, the tags and their order those of Moodle's own export.

Moodle reads numbers up to the first sign that it does not know: with a no-break space, « 61 706 »
is 61 to it. Numbers have a dot and no grouping. Its importer asks for a name and a text of every
question, an answer of a numerical one, a blank of a cloze, and takes the rest as it comes; it
takes what looks like a tag out of a name, and its database holds identifiers of 100 characters.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from html import escape
from math import lcm

from reportgen.french import numbers
from reportgen.moodle.quiz import Bank, Blank, Item, Page

_LONGEST = 100
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bank_xml(bank: Bank) -> bytes:
    """Return a question bank; the same bank gives the same bytes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", *_category(bank)]
    for item in bank.items:
        lines += _question(item)
    return "\n".join([*lines, "</quiz>", ""]).encode()


def number_text(value: float) -> str:
    """Return a number as Moodle reads it.

    >>> number_text(61706.0), number_text(0.1 + 0.2), number_text(-1e-07)
    ('61706', '0.3', '-0.0000001')
    """
    return f"{Decimal(f'{value:.12g}'):f}"


def _category(bank: Bank) -> Iterator[str]:
    yield '<question type="category">'
    yield f"<category>{_text(f'$course$/top/{_step(_name(bank.category))}')}</category>"
    yield f'<info format="html">{_text("")}</info>'
    yield f"<idnumber>{_identifier(bank.identifier)}</idnumber>"
    yield "</question>"


def _step(name: str) -> str:
    """Return a category as a step of a path: a slash alone would separate two of them."""
    doubled = name.replace("/", "//")
    before, after = (" " * doubled.startswith("/"), " " * doubled.endswith("/"))
    return f"{before}{doubled}{after}"


def _name(name: str) -> str:
    """Return a name in which nothing looks like a tag."""
    return re.sub(r"<(?=\S)", "< ", name)


def _identifier(name: str) -> str:
    """Return an identifier that fits, told from others by a digest where it is cut."""
    if len(name) <= _LONGEST:
        return escape(name)
    return escape(f"{name[: _LONGEST - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}")


def _question(item: Item) -> Iterator[str]:
    yield f'<question type="{item.kind}">'
    yield f"<name>{_text(_name(item.name))}</name>"
    yield _page("questiontext", Page(item.text.html + _blanks(item), item.text.files))
    yield _page("generalfeedback", Page())
    if item.kind != "cloze":  # its mark is the sum of the weights of its blanks
        yield f"<defaultgrade>{number_text(item.points)}</defaultgrade>"
    yield "<penalty>0</penalty>"
    yield "<hidden>0</hidden>"
    yield f"<idnumber>{_identifier(item.identifier)}</idnumber>"
    if item.kind == "essay":
        yield from _essay(item)
    elif item.kind == "numerical":
        yield from _answers(item.blanks)
    if item.tags:
        yield f"<tags>{''.join(f'<tag>{_text(tag)}</tag>' for tag in item.tags)}</tags>"
    yield "</question>"


def _essay(item: Item) -> Iterator[str]:
    yield f"<responseformat>{'editorfilepicker' if item.attachments else 'editor'}</responseformat>"
    yield "<responserequired>1</responserequired>"
    yield "<responsefieldlines>15</responsefieldlines>"
    yield f"<attachments>{item.attachments}</attachments>"
    yield "<attachmentsrequired>0</attachmentsrequired>"
    yield _page("graderinfo", item.grader)
    yield _page("responsetemplate", Page(item.template))


def _answers(blanks: Iterable[Blank]) -> Iterator[str]:
    for blank in blanks:
        yield '<answer fraction="100" format="moodle_auto_format">'
        yield _text(number_text(blank.value))
        yield _page("feedback", Page())
        yield f"<tolerance>{number_text(blank.tolerance)}</tolerance>"
        yield "</answer>"
    yield "<unitgradingtype>0</unitgradingtype>"
    yield "<unitpenalty>0</unitpenalty>"
    yield "<showunits>3</showunits>"
    yield "<unitsleft>0</unitsleft>"


def _blanks(item: Item) -> str:
    """Return what stands below the text of a question with numbers to type."""
    if item.kind == "numerical":
        (blank,) = item.blanks
        return f"<p><em>Réponse attendue{numbers.NBSP}: {escape(blank.label)}.</em></p>"
    if item.kind != "cloze":
        return ""
    weighted = zip(item.blanks, _weights(item.blanks), strict=True)
    lines = (f"<li>{escape(b.label)}{numbers.NBSP}: {_embedded(b, w)}</li>" for b, w in weighted)
    return f"<ol>{''.join(lines)}</ol>"


def _embedded(blank: Blank, weight: int) -> str:
    value, tolerance = number_text(blank.value), number_text(blank.tolerance)
    return f"{{{weight}:NUMERICAL:={value}:{tolerance}}}"


def _weights(blanks: Iterable[Blank]) -> list[int]:
    """Return the smallest whole numbers in the proportions of the points: Moodle takes no other."""
    shares = [Fraction(blank.points).limit_denominator(1000) for blank in blanks]
    multiple = lcm(*(share.denominator for share in shares))
    return [int(share * multiple) for share in shares]


def _page(tag: str, page: Page) -> str:
    files = "".join(
        f'<file name="{escape(file.name)}" path="/" encoding="base64">'
        f"{b64encode(file.content).decode('ascii')}</file>"
        for file in page.files
    )
    return f'<{tag} format="html">{_text(page.html)}{files}</{tag}>'


def _text(content: str) -> str:
    """Return ``<text>``, as CDATA where there is anything to protect."""
    content = _NOT_XML.sub("", content)
    if escape(content, quote=False) != content:
        content = f"<![CDATA[{content.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return f"<text>{content}</text>"
