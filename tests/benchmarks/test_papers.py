"""What the comparison of documents reads in a PDF."""

from __future__ import annotations

import io

import pytest
from documents.page import Share
from documents.paper import Paper, read_paper

TABLE = "<table><thead><tr><th>Époque</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
PICTURE = (
    '<img alt="Un carré" src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>">'
)
SOURCE = f"""<html lang="fr"><head><title>Essai</title></head>
<body><h1>Titre</h1><p>Soit $\\frac{{1}}{{2}}$ et \\hat y.</p>{PICTURE}{TABLE}</body></html>"""


BLOCK = TABLE.replace("<table>", '<table style="display: block">')
"""Its tag comes twice: for the block, and for the table that CSS puts in it."""


def written(source: str = SOURCE, **options: object) -> bytes:
    from weasyprint import HTML

    content = io.BytesIO()
    HTML(string=source).write_pdf(content, **options)
    return content.getvalue()


@pytest.fixture(scope="module")
def tagged() -> Paper:
    return read_paper(written(pdf_variant="pdf/ua-1"))


pytestmark = pytest.mark.pdf


def test_a_tagged_pdf_says_its_language_its_title_and_its_standard(tagged: Paper) -> None:
    assert tagged.tagged
    assert (tagged.language, tagged.title, tagged.standard) == ("fr", "Essai", "PDF/UA-1")


def test_figures_with_a_text_are_counted(tagged: Paper) -> None:
    assert tagged.figures == Share(1, 1)


def test_a_table_of_rows_with_headers_is_well_made(tagged: Paper) -> None:
    assert tagged.tables == Share(1, 1)


def test_a_table_that_only_holds_a_table_is_not_well_made() -> None:
    source = SOURCE.replace(TABLE, BLOCK)
    assert read_paper(written(source, pdf_variant="pdf/ua-1")).tables == Share(1, 2)


def test_headings_bookmarks_and_pages_are_counted(tagged: Paper) -> None:
    assert (tagged.headings, tagged.bookmarks, tagged.pages) == (1, 1, 1)


def test_commands_of_latex_left_in_the_text_are_counted(tagged: Paper) -> None:
    assert tagged.latex == 2


def test_an_untagged_pdf_has_no_figure_table_nor_standard() -> None:
    paper = read_paper(written())
    assert not paper.tagged
    assert (paper.figures, paper.tables) == (Share(0, 0), Share(0, 0))
    assert paper.standard == ""
