"""The PDF as its readers’ software sees it: tags, languages, alternative texts, variants."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from documents.paper import walk

from reportgen.document import pdf
from reportgen.document.compose import compose
from reportgen.document.html import render_html
from tests.document import sample
from tests.document.sample import LAB, META, TEMPLATES

pytestmark = pytest.mark.pdf
SHOWN = (b"Tj", b"TJ", b"'", b'"', b"Do")


def read(content):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module", params=["sujet", "corrige"])
def reader(request):
    return read(pdf.render_pdf(compose(LAB, request.param, sample.evaluate, META), TEMPLATES))


@pytest.fixture(scope="module")
def nodes(reader):
    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def tags(nodes):
    return [node.get("/S") for node in nodes]


def test_every_figure_and_formula_says_what_it_shows(nodes):
    figures = [node for node in nodes if node.get("/S") == "/Figure"]
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_every_table_has_header_cells(nodes):
    tables = [node for node in nodes if node.get("/S") == "/Table"]
    assert all("/TH" in tags(walk(table)) for table in tables)
    assert tables


def test_headings_come_in_their_order(nodes):
    levels = [int(tag[2]) for tag in tags(nodes) if tag and tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_drawn_outside_a_tag_or_an_artifact(reader):
    from pypdf.generic import ContentStream

    for page in reader.pages:
        depth, strays = 0, []
        for _, operator in ContentStream(page.get_contents(), reader).operations:
            depth += operator in (b"BDC", b"BMC")
            depth -= operator == b"EMC"
            strays += [operator] if operator in SHOWN and depth == 0 else []
        assert strays == []
        assert depth == 0


@pytest.mark.parametrize(
    ("variant", "mark"),
    [("pdf/ua-1", b"pdfuaid"), ("pdf/ua-2", b"pdfuaid"), ("pdf/a-3a", b"pdfaid")],
)
def test_a_variant_says_its_name_and_keeps_the_tags(variant, mark):
    document = compose(LAB, "sujet", sample.evaluate, META)
    catalog = read(pdf.render_pdf(document, TEMPLATES, variant)).trailer["/Root"]
    assert mark in catalog["/Metadata"].get_object().get_data()
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "fr"


PROGRAM = """
import sys
from reportgen.document import compose, html, pdf
from tests.document import sample as s
document = compose.compose(s.LAB, "corrige", s.evaluate, s.META)
sys.stdout.buffer.write(html.render_html(document, s.TEMPLATES).encode())
sys.stdout.buffer.write(pdf.render_pdf(document, s.TEMPLATES))
"""


def test_a_corrige_is_the_same_bytes_in_another_process_and_another_order_of_hashes():
    document = compose(LAB, "corrige", sample.evaluate, META)
    here = render_html(document, TEMPLATES).encode() + pdf.render_pdf(document, TEMPLATES)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "11"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True
    )
    assert done.stdout == here


def text(reader):
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


def test_a_page_number_is_given_only_for_what_is_on_another_page():
    html = (
        '<html lang="fr"><head><meta charset="utf-8"><title>t</title><style>'
        'a.ref:not(.near)::after { content: " (p. " target-counter(attr(href), page) ")" }'
        '</style></head><body><p><a class="ref" data-number="0" href="#ici">ici</a></p>'
        '<p><a class="ref" data-number="1" href="#loin">loin</a></p><p id="ici">x</p>'
        '<p id="loin" style="break-before: page">y</p></body></html>'
    )
    assert "ici loin (p. 2) x" in text(read(pdf.write_pdf(html)))


def test_a_wide_figure_takes_a_landscape_page():
    wide = replace(sample.CURVES, width=240)
    document = compose(LAB, "corrige", sample.evaluate, META)
    elements = tuple(
        replace(placed, element=wide) if placed.element is sample.CURVES else placed
        for placed in document.elements
    )
    boxes = [
        p.mediabox
        for p in read(pdf.render_pdf(replace(document, elements=elements), TEMPLATES)).pages
    ]
    assert any(box.width > box.height for box in boxes)
