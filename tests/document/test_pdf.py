import io
import logging
import os
import subprocess
import sys

import pytest

from reportgen.document import pdf
from reportgen.document.compose import compose
from reportgen.errors import RenderError
from tests.document import sample
from tests.document.sample import CANARY, LAB, META, TEMPLATES

pytestmark = pytest.mark.pdf


@pytest.fixture(scope="module")
def rendered():
    """Return the PDFs by kind, and what was logged while they were made."""
    records = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = records.append
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        documents = [compose(LAB, kind, sample.evaluate, META) for kind in ("sujet", "corrige")]
        pages = {d.kind: pdf.render_pdf(d, TEMPLATES) for d in documents}
    finally:
        logger.removeHandler(handler)
    return pages, [record.getMessage() for record in records]


@pytest.fixture(scope="module")
def corrige(rendered):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(rendered[0]["corrige"]))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_weasyprint_warns_of_nothing(rendered):
    assert rendered[1] == []


def test_the_sujet_says_nothing_of_the_solutions(rendered):
    from pypdf import PdfReader

    text = text_of(PdfReader(io.BytesIO(rendered[0]["sujet"])))
    assert "Question 1.1" in text.replace("\u00a0", " ")
    assert CANARY not in text


def test_the_corrige_has_its_solutions(corrige):
    assert CANARY in text_of(corrige)


def test_the_file_is_tagged_and_says_its_language_and_title(corrige):
    catalog = corrige.trailer["/Root"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert corrige.metadata.title.startswith("Réseaux de convolution")
    assert corrige.metadata.title.endswith("Corrigé")


def test_bookmarks_are_sections_and_questions(corrige):
    def titles(nodes):
        return [titles(n) if isinstance(n, list) else n.title for n in nodes]

    assert "1. Traitement des données" in str(titles(corrige.outline))
    assert "Question\u00a01.1 Compter les poids" in str(titles(corrige.outline)).replace(
        "\\xa0", "\u00a0"
    )


def test_every_page_but_the_cover_is_numbered(corrige):
    count = len(corrige.pages)
    assert 6 <= count <= 10
    for number, page in enumerate(corrige.pages[1:], start=2):
        assert f"{number} / {count}" in page.extract_text()


def test_every_page_but_the_cover_says_that_the_data_are_stand_ins(corrige):
    assert all("données de remplacement" in page.extract_text() for page in corrige.pages[1:])


def test_every_figure_has_an_alternative_text(corrige):
    figures = [e for e in structure(corrige) if e.get("/S") == "/Figure"]
    assert figures
    assert all(figure.get("/Alt") for figure in figures)


def structure(reader):
    """Yield the elements of the structure tree."""
    pending = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while pending:
        node = pending.pop().get_object()
        if hasattr(node, "get"):
            yield node
            kids = node.get("/K", [])
            pending += kids if isinstance(kids, list) else [kids]


def test_the_same_document_gives_the_same_bytes_in_another_process(rendered):
    program = (
        "import sys; from tests.document import sample as s;"
        "from reportgen.document import compose as c, pdf;"
        "d = c.compose(s.LAB, 'sujet', s.evaluate, s.META);"
        "sys.stdout.buffer.write(pdf.render_pdf(d, s.TEMPLATES))"
    )
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "7"}
    again = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True
    )
    assert again.stdout == rendered[0]["sujet"]


def test_the_print_edition_loads_nothing_from_outside():
    with pytest.raises(RenderError, match="ne charge rien du dehors"):
        pdf.write_pdf('<html lang="fr"><title>t</title><img alt="a" src="file:///etc/passwd">')


def test_missing_pango_is_one_french_line_that_says_what_to_install(monkeypatch):
    class Broken:
        def find_spec(self, name, *_):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(RenderError) as caught:
        pdf.write_pdf("<p>")
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in str(caught.value)
    assert "\n" not in str(caught.value)
