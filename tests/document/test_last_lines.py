"""Where a page ends: after a whole word, and not before an empty line of a listing."""

import io
from typing import Any

import pytest

from reportgen.document import pdf
from tests.document.sample import TEMPLATES

pytestmark = pytest.mark.pdf

WORD = "convolutionnellement"
TEXT = f"{WORD} de {WORD}s dans un {WORD} {WORD} et {WORD}, {WORD} à {WORD} "


def reader(body: str) -> Any:
    """Return a PDF whose pages hold *body* only."""
    from pypdf import PdfReader

    style = (TEMPLATES[0] / "print.css").read_text()
    html = (
        f'<html lang="fr"><head><title>t</title><style>{style}</style></head>'
        f"<body>{body}</body></html>"
    )
    return PdfReader(io.BytesIO(pdf.write_pdf(html)))


def last_line(body: str) -> str:
    """Return the last line of the first page, above its number."""
    lines: list[str] = reader(body).pages[0].extract_text().splitlines()
    return [line for line in lines if " / " not in line][-1]


def first_height(page: Any) -> float:
    """Return how far down the first « ligne » of a page stands, in pixels."""
    heights: list[float] = []

    def note(text: str, _: Any, at: Any, *__: Any) -> None:
        if "ligne" in text:
            heights.append(at[5])

    page.extract_text(visitor_text=note)
    return round(min(heights), 1)


@pytest.mark.parametrize("before", range(20, 30))
def test_no_page_ends_in_the_middle_of_a_word(before: int) -> None:
    paragraph = f"<p>{TEXT * 12}</p>"
    assert not last_line("<p>ligne</p>" * before + paragraph).endswith("-")


@pytest.mark.parametrize("before", range(20, 30))
def test_nor_where_what_follows_holds_lines_back(before: int) -> None:
    paragraph = f"<p>{TEXT * 2}</p>"
    scheme = '<div class="scheme"><table><tbody><tr><td>fin</td></tr></tbody></table></div>'
    assert not last_line("<p>ligne</p>" * before + paragraph + scheme).endswith("-")


def test_words_are_broken_elsewhere() -> None:
    assert "-\n" in reader(f"<p>{WORD * 9}</p>").pages[0].extract_text()


def test_no_page_begins_with_an_empty_line_of_code() -> None:
    code = "\n".join(["ligne", ""] * 60)
    listing = f"<pre><code>{code}</code></pre>"
    found = [reader(f"<p>{'x<br>' * before}</p>{listing}").pages for before in range(6, 12)]
    assert len({first_height(pages[1]) for pages in found}) == 1
    for pages in found:
        assert sum(page.extract_text().count("ligne") for page in pages) == 60
