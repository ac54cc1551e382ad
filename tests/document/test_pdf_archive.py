"""PDF for archives: what ISO 19005-3 asks of a file, as far as a reader of its objects can tell."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from reportgen.document import pdf
from reportgen.document.compose import compose
from reportgen.evidence import theme
from tests.document import sample
from tests.document.sample import LAB, META, TEMPLATES

pytestmark = pytest.mark.pdf

FORBIDDEN_ACTIONS = {
    "/GoToE", "/Hide", "/ImportData", "/JavaScript", "/Launch", "/Movie", "/Rendition",
    "/ResetForm", "/SetOCGState", "/SetState", "/Sound", "/SubmitForm", "/Trans",
}  # fmt: skip
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten"}


def cloud(figure: Any) -> None:
    figure.subplots().scatter([1, 2, 3], [1, 3, 2], alpha=0.6, rasterized=True)


def read(content: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(content))


@pytest.fixture(scope="module", params=["pdf/a-3u", "pdf/a-3a"])
def variant(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def archive(variant: str) -> Any:
    document = compose(LAB, "corrige", sample.evaluate, META)
    drawn = replace(sample.CURVES, svg=theme.draw_svg(80, 60, cloud))
    elements = tuple(
        replace(placed, element=drawn) if placed.element is sample.CURVES else placed
        for placed in document.elements
    )
    return read(pdf.render_pdf(replace(document, elements=elements), TEMPLATES, variant))


@pytest.fixture(scope="module")
def dictionaries(archive: Any) -> list[Any]:
    """Return every dictionary of the file, those within others too."""
    return list(reached(archive.trailer, set()))


def reached(node: Any, seen: set[int]) -> Iterator[Any]:
    from pypdf.generic import ArrayObject, DictionaryObject

    waiting = [node]
    while waiting:
        found = waiting.pop().get_object()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, DictionaryObject):
            yield found
            waiting += found.values()
        elif isinstance(found, ArrayObject):
            waiting += found


def of_type(dictionaries: list[Any], key: str, name: str) -> list[Any]:
    found = [d for d in dictionaries if d.get(key) == name]
    assert found
    return found


def test_it_says_which_archive_it_is_and_which_colours_it_means(archive: Any, variant: str) -> None:
    root = archive.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in metadata
    assert f'pdfaid:conformance="{variant[-1].upper()}"' in metadata
    [intent] = root["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[36:40] == b"acsp"  # the signature of an ICC profile


def test_its_description_agrees_with_its_title_and_authors(archive: Any) -> None:
    metadata = archive.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    for key in ("/Title", "/Author"):
        assert f">{archive.trailer['/Info'][key]}<" in metadata


def test_it_is_identified_open_and_of_the_version_it_says(archive: Any) -> None:
    assert archive.pdf_header == "%PDF-1.7"
    assert len(archive.trailer["/ID"]) == 2
    assert "/Encrypt" not in archive.trailer


def test_it_starts_nothing_and_loads_nothing(dictionaries: list[Any]) -> None:
    assert not {d.get("/S") for d in dictionaries} & FORBIDDEN_ACTIONS
    for key in ("/AA", "/JS", "/OpenAction", "/XFA", "/EmbeddedFiles", "/OPI", "/Ref", "/TR", "/F"):
        holders = [d for d in dictionaries if key in d and d.get("/Type") != "/Annot"]
        assert holders == [], key


def test_no_picture_is_smoothed_by_the_reader(dictionaries: list[Any]) -> None:
    pictures = of_type(dictionaries, "/Subtype", "/Image")
    assert any("/SMask" in picture for picture in pictures)
    assert {str(picture["/Interpolate"]) for picture in pictures} == {"False"}
    assert not any("/Alternates" in picture for picture in pictures)


def test_colours_need_no_other_profile(dictionaries: list[Any]) -> None:
    spaces = {str(d["/ColorSpace"]) for d in of_type(dictionaries, "/Subtype", "/Image")}
    assert spaces <= {"/DeviceRGB", "/DeviceGray"}
    blends = {d["/BM"] for d in dictionaries if "/BM" in d}
    assert blends <= BLENDS


def test_annotations_are_printed_and_hide_nothing(dictionaries: list[Any]) -> None:
    annotations = of_type(dictionaries, "/Type", "/Annot")
    assert {a["/Subtype"] for a in annotations} == {"/Link"}
    assert {a["/F"] for a in annotations} == {4}


def test_every_font_is_embedded_with_its_glyphs_in_order(dictionaries: list[Any]) -> None:
    for descriptor in of_type(dictionaries, "/Type", "/FontDescriptor"):
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
    for font in of_type(dictionaries, "/Subtype", "/CIDFontType2"):
        assert font["/CIDToGIDMap"] == "/Identity"


def test_every_letter_has_a_character(dictionaries: list[Any]) -> None:
    for font in of_type(dictionaries, "/Subtype", "/Type0"):
        table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
        characters = re.findall(r"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", table)
        assert characters
        assert not {c.upper() for c in characters} & {"", "0000", "FEFF", "FFFE"}
