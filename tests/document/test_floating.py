"""Figures and short tables that would leave a blank let the text pass (print.css)."""

import io
import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.document import pdf
from reportgen.document.floating import _making_again
from tests.document.sample import TEMPLATES

pytestmark = pytest.mark.pdf

LINES = 25
"""One-line paragraphs that leave on the first page less room than a figure takes."""

FIGURE = (
    '<div class="element figure-element" id="f"><figure><div style="height: 60mm"></div>'
    "<figcaption>FIGURE</figcaption></figure></div>"
)
TABLE = (
    '<div class="element table-element short" id="t"><div class="scroll"><table>'
    "<caption>FIGURE</caption><tbody>"
    + "".join(f"<tr><td>{n}</td></tr>" for n in range(10))
    + "</tbody></table></div></div>"
)
SCHEME = '<div class="scheme short"><table><tbody><tr><td>SCHEME</td></tr></tbody></table></div>'
AFTER = "<p>AFTER</p>"
AWAY = "</div></article>" + '<article class="question"></article>' * 2 + "<article><div>"
"""What goes from one answer to another so far away that a reference asks for a page number."""
LISTING = "line\n" * 15


@dataclass(frozen=True)
class Box:
    """As much of a box of WeasyPrint as tells which figure it is."""

    element: str


def pages(*blocks: str) -> list[str]:
    """Return the capital words of each page of an answer made of a long text and *blocks*."""
    from pypdf import PdfReader

    texts = [page.extract_text() for page in PdfReader(io.BytesIO(printed(*blocks))).pages]
    return [" ".join(re.findall(r"[A-Z]{4,}", text)) for text in texts]


def from_the_top(page: Any) -> list[str]:
    """Return the capital words of a page by the height at which they stand."""
    text = page.get_textpage()
    words = re.finditer(r"[A-Z]{4,}", text.get_text_range())
    found = [(-round(text.get_charbox(word.start())[3]), word[0]) for word in words]
    return [word for _, word in sorted(found)]


def printed(*blocks: str) -> bytes:
    """Return the PDF of an answer made of a long text and *blocks*."""
    style = (TEMPLATES[0] / "print.css").read_text()
    body = "<p>text</p>" * LINES + "".join(blocks)
    html = (
        f'<html lang="fr"><head><title>t</title><style>{style}</style></head><body>'
        f'<article class="question"><div class="answer">{body}</div></article>'
        '<article class="question"><header class="question-head"><h3>NEXT</h3></header></article>'
        "</body></html>"
    )
    return pdf.write_pdf(html)


@pytest.mark.parametrize("block", [FIGURE, TABLE])
def test_the_text_after_a_figure_fills_the_page_that_it_does_not_fit(block: str) -> None:
    first, second = pages(block, AFTER, SCHEME)
    assert first == "AFTER"
    assert sorted(second.split()) == ["FIGURE", "NEXT", "SCHEME"]


@pytest.mark.parametrize("block", [FIGURE, TABLE])
def test_a_figure_is_never_passed_by_the_scheme_nor_by_the_next_question(block: str) -> None:
    first, second = pages(block, SCHEME)
    assert first == ""
    assert second.split() == ["FIGURE", "SCHEME", "NEXT"]


@pytest.mark.parametrize("block", [FIGURE, TABLE])
def test_a_figure_that_a_colon_announces_stays_with_it(block: str) -> None:
    first, second = pages("<p>LEAD :</p>", block, AFTER)
    assert first == ""
    assert second.split()[0] == "LEAD"


def test_a_figure_that_fits_stays_where_it_is_written() -> None:
    small = FIGURE.replace("60mm", "5mm")
    assert pages(small, AFTER)[0].split() == ["FIGURE", "AFTER", "NEXT"]


def test_the_text_passes_the_second_of_two_figures_when_the_first_fits() -> None:
    small = FIGURE.replace("60mm", "10mm").replace("FIGURE", "FIRST").replace('"f"', '"g"')
    first, second = pages(small, FIGURE, AFTER)
    assert sorted(first.split()) == ["AFTER", "FIRST"]
    assert second.split() == ["FIGURE", "NEXT"]


def test_a_paragraph_after_a_figure_stays_with_the_list_that_it_announces() -> None:
    first, second = pages(FIGURE, "<p>LEAD :</p>", "<ul><li>ITEM</li></ul>")
    assert first == ""
    assert second.split() == ["FIGURE", "LEAD", "ITEM", "NEXT"]


def test_a_figure_that_fits_waits_for_the_one_before_it() -> None:
    small = FIGURE.replace("60mm", "5mm").replace("FIGURE", "SECOND").replace('"f"', '"g"')
    first, second = pages(FIGURE, AFTER, small, "<p>LAST</p>")
    assert first == "AFTER LAST"
    assert second.split() == ["FIGURE", "SECOND", "NEXT"]


def test_the_text_passes_all_the_figures_that_follow_one_another() -> None:
    second_figure = FIGURE.replace("FIGURE", "SECOND").replace('"f"', '"g"')
    first, second = pages(FIGURE, second_figure, TABLE.replace("FIGURE", "THIRD"), AFTER)
    assert first == "AFTER"
    assert sorted(second.split()) == ["FIGURE", "NEXT", "SECOND", "THIRD"]


@pytest.mark.parametrize(("one", "other"), [(FIGURE, "TABLE"), (TABLE, "OTHER")])
def test_a_table_that_fits_passes_a_figure_and_the_other_way_round(one: str, other: str) -> None:
    kind = "table-element short" if other == "TABLE" else "figure-element"
    small = f'<div class="element {kind}" id="g"><div>{other}</div></div>'
    first, second = pages(one, small, AFTER, SCHEME)
    assert first.split() == [other, "AFTER"]
    assert sorted(second.split()) == ["FIGURE", "NEXT", "SCHEME"]


def test_figures_carried_over_take_no_room_above_a_table_that_passed_them() -> None:
    from pypdfium2 import PdfDocument

    second = FIGURE.replace('"f"', '"g"')
    small = re.sub("<tr>.*</tr>", "<tr><td>0</td></tr>", TABLE).replace("FIGURE", "TABLE")
    content = printed(FIGURE, second, small, f"<p>{'AFTER ' * 40}</p>")
    assert from_the_top(PdfDocument(content)[0]) == ["TABLE", *["AFTER"] * 40]


def test_figures_that_fill_a_page_together_leave_the_text_after_them_where_it_is() -> None:
    tall = FIGURE.replace("60mm", "110mm")
    found = pages(tall, tall.replace("FIGURE", "SECOND").replace('"f"', '"g"'), AFTER)
    assert " ".join(found).split() == ["FIGURE", "SECOND", "AFTER", "NEXT"]


def test_a_page_that_holds_a_figure_and_nothing_else_repeats_nothing() -> None:
    tall = FIGURE.replace("60mm", "190mm")
    listing = f'<pre class="short"><code>{LISTING}</code></pre>'
    assert pages(tall, AFTER, listing, "<p>LAST</p>") == ["AFTER", "FIGURE", "LAST NEXT"]


def test_a_figure_that_leaves_its_page_no_line_of_a_paragraph_has_it_alone() -> None:
    tall = FIGURE.replace("60mm", "230mm")
    first, *others = pages(tall, f"<p>WORDS {'text ' * 600}</p>")
    assert (first, others) == ("WORDS", ["FIGURE", "NEXT"])


def test_a_figure_that_fits_stays_when_what_follows_it_goes() -> None:
    small = FIGURE.replace("60mm", "5mm")
    first, second = pages(small, AFTER, SCHEME.replace("SCHEME", "SCHEME" + "<br>i" * 12))
    assert first == "FIGURE"
    assert second.split() == ["AFTER", "SCHEME", "NEXT"]


def test_a_page_made_again_for_a_reference_carries_its_figure_over_once() -> None:
    reference = '<p>see <a class="ref" href="#far">far</a></p>'
    later = "<p>text</p>" * 40 + reference + "<p>text</p>" * 30 + AWAY + '<p id="far">LAST</p>'
    assert pages(reference, FIGURE, AFTER, later) == ["AFTER", "FIGURE", "", "LAST NEXT"]


@pytest.mark.parametrize(("before", "now"), [("f", "f"), ("f", ""), ("", "f")])
def test_a_page_made_again_has_the_next_one_made_again_when_it_carries_another_figure(
    before: str, now: str
) -> None:
    def carrying(figures: str) -> bool:
        boxes = {Box(one): None for one in figures}
        make = _making_again(lambda *_: setattr(context, "broken_out_of_flow", boxes) or made)
        context.page_maker = [({},), ({"content_changed": False},)]
        make(0, context)
        return bool(context.page_maker[1][-1]["content_changed"])

    context, made = SimpleNamespace(), (None, {0: None})
    carrying(before)
    assert carrying(now) is (before != now)
