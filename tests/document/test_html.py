"""The golden page is rewritten with ``REPORTGEN_GOLDEN=1 pytest tests/document/test_html.py``."""

import os
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.document.compose import compose
from reportgen.document.html import render_html
from reportgen.errors import RenderError
from tests.document import sample
from tests.document.sample import CANARY, LAB, META, TEMPLATES

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "img", "br", "hr", "link", "input"}


def page(kind):
    return render_html(compose(LAB, kind, sample.evaluate, META), TEMPLATES)


@pytest.fixture(scope="module")
def corrige():
    return page("corrige")


@pytest.fixture(scope="module")
def sujet():
    return page("sujet")


def scrub(html):
    """Return a page without styles, scripts, pictures and blank lines."""
    html = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", html, flags=re.DOTALL)
    html = re.sub(r'"data:([\w/+]+);base64,[^"]*"', r'"data:\1"', html)
    return re.sub(r"\n\s*\n+", "\n", html)


class Outline(HTMLParser):
    """Collects ids, links, headings and pictures, and checks that elements nest."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.links, self.headings, self.pictures = [], [], [], []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.pictures += [values] if tag == "img" else []
        self.open += [tag] if tag not in VOID else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", ["sujet", "corrige"])
def test_the_page_is_the_golden_one(kind):
    golden = GOLDEN / f"{kind}.html"
    scrubbed = scrub(page(kind))
    if os.environ.get("REPORTGEN_GOLDEN"):
        golden.write_text(scrubbed, encoding="utf-8")
    assert scrubbed == golden.read_text(encoding="utf-8")


def test_the_sujet_shows_nothing_of_the_solutions(sujet):
    assert CANARY not in sujet
    assert "Réponse et barème" not in sujet


def test_the_page_asks_the_network_for_nothing(corrige):
    asked = re.findall(r'(?:src|href)="(?!#|data:)([^"]*)"|url\("?(?!"?data:)', corrige)
    assert asked == []


def test_ids_are_unique_and_every_link_has_its_target(corrige):
    outline = Outline(corrige)
    assert [name for name, count in Counter(outline.ids).items() if count > 1] == []
    assert {link[1:] for link in outline.links} <= set(outline.ids)


def test_elements_nest_and_close(corrige):
    assert Outline(corrige).open == []


def test_headings_skip_no_level(corrige):
    levels = Outline(corrige).headings
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_picture_has_an_alternative_text(corrige):
    assert all(picture["alt"] for picture in Outline(corrige).pictures)


def test_no_mark_is_left(corrige):
    assert not re.search("[\ue000-\ue0ff]|<rg-", corrige)


def test_formulas_are_mathml(corrige):
    assert '<math alttext="k \\times k"' in corrige


def test_a_stand_in_is_announced_on_the_cover_and_in_the_foot(sujet):
    assert sujet.count("onnées de remplacement") == 2


def test_a_failed_passage_is_boxed():
    lab = sample.with_text("{{ panne }}")
    document = compose(lab, "sujet", sample.evaluate, META, keep_going=True)
    html = render_html(document, TEMPLATES)
    assert "Ce passage n’a pas pu être composé" in html
    assert "panne voulue." in html


def test_a_formula_that_cannot_be_read_is_named():
    document = compose(sample.with_text(r"$x^$"), "sujet", sample.evaluate, META)
    with pytest.raises(RenderError, match=r"formule « x\^ » illisible"):
        render_html(document, TEMPLATES)


def test_templates_of_the_working_folder_come_first(tmp_path):
    (tmp_path / "report.html.j2").write_text("{{ document.title }}", encoding="utf-8")
    document = compose(LAB, "sujet", sample.evaluate, META)
    assert render_html(document, (tmp_path, *TEMPLATES)).startswith("Réseaux de convolution")


def test_a_wrong_template_is_a_french_error(tmp_path):
    (tmp_path / "report.html.j2").write_text("{{ inconnu }}", encoding="utf-8")
    document = compose(LAB, "sujet", sample.evaluate, META)
    with pytest.raises(RenderError, match=r"gabarit report\.html\.j2"):
        render_html(document, (tmp_path, *TEMPLATES))
