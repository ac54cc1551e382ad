import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import pdf
from reportgen.document.compose import compose
from reportgen.document.html import render_html
from reportgen.document.theme import CONTRAST, Theme, contrast, read_theme
from reportgen.errors import RenderError
from tests.document import sample
from tests.document.sample import LAB, META, TEMPLATES

COLOURS = st.tuples(*[st.integers(0, 255)] * 3)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>'


def theme(folder, text):
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    return (folder, *TEMPLATES)


def test_without_a_file_nothing_changes():
    assert read_theme(TEMPLATES) == Theme()
    assert Theme().style(screen=True) == ""


def test_school_logo_and_colours_reach_the_web_page(tmp_path):
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    roots = theme(tmp_path, 'school: École d’été\nlogo: logo.svg\naccent: "#7a1f3d"\n')
    html = render_html(compose(LAB, "sujet", sample.evaluate, META), roots)
    assert "École d’été</span>" in html
    assert 'alt="Logo : École d’été"' in html
    assert "--accent: #7a1f3d" in html
    assert html.index("--accent: #17497a") < html.index("--accent: #7a1f3d")


@pytest.mark.pdf
def test_school_and_colours_reach_the_pdf(tmp_path):
    from pypdf import PdfReader

    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    roots = theme(tmp_path, 'school: École\nlogo: logo.svg\naccent: "#7a1f3d"\n')
    content = pdf.render_pdf(compose(LAB, "sujet", sample.evaluate, META), roots)
    page = PdfReader(io.BytesIO(content)).pages[0]
    assert "École" in page.extract_text()
    assert b"0.478431" in page.get_contents().get_data()  # 0x7a, in parts of one


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('accent: "#ffcc00"', r"se lit mal sur le blanc \(contraste 1,5"),
        ("accent: rouge", r"attendu une couleur comme"),
        ("logo: logo.pdf", r"attendu un fichier \.png ou \.svg"),
        ("logo: absent.png", r"image « absent\.png » illisible"),
        ("ecole: X", r"attendu school, logo, accent, answer ; reçu ecole"),
        ("school: [a]", r"« school » : attendu un texte"),
        ("a: [", r"ne se lit pas comme du YAML"),
        ("- a", r"reçu une liste"),
    ],
)
def test_a_wrong_theme_is_a_french_error(tmp_path, text, message):
    with pytest.raises(RenderError, match=message):
        read_theme(theme(tmp_path, text))


def test_contrast_is_that_of_the_standard():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@given(COLOURS)
def test_every_colour_is_readable_on_dark_screens(colour):
    style = Theme(colours={"accent": colour}).style(screen=True)
    dark = style.split("dark)")[1].split("--accent: #")[1][:6]
    shown = tuple(int(dark[i : i + 2], 16) for i in (0, 2, 4))
    assert contrast(shown, (22, 24, 29)) >= CONTRAST
