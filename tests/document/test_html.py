"""The golden page is rewritten with ``REPORTGEN_GOLDEN=1 pytest tests/document/test_html.py``."""

import json
import os
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.document.compose import compose
from reportgen.document.html import render_html
from reportgen.document.marks import ELEMENT_MARK, Evaluated
from reportgen.errors import RenderError
from reportgen.evidence.curves import courbes
from reportgen.evidence.elements import Data
from tests.document import sample
from tests.document.sample import CANARY, CURVES, LAB, META, TEMPLATES
from tests.evidence import factory

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
    html = re.sub(r'"data:([\w/+]+)[;,][^"]*"', r'"data:\1"', html)
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


def test_a_formula_keeps_the_signs_around_it_on_its_line():
    lab = sample.with_text("Le biais est le « $b$ » (ou $w$), d'$x$ à $y$.")
    html = render_html(compose(lab, "sujet", sample.evaluate, META), TEMPLATES)
    kept = re.findall(r'<span class="whole">([^<]*)<math.*?</math>([^<]*)</span>', html)
    assert kept == [("«\u00a0", "\u00a0»"), ("", "),"), ("’", ""), ("", ".")]


def test_what_scrolls_is_reached_by_a_keyboard_and_has_a_name(corrige):
    boxes = re.findall(r'<div class="scroll[^>]*>|<pre[^>]*>', corrige)
    assert any("view" in box for box in boxes)
    assert all('tabindex="0" role="group" aria-label="' in box for box in boxes)


def test_no_mark_is_left(corrige):
    assert not re.search("[\ue000-\ue0ff]|<rg-", corrige)


def test_formulas_are_mathml(corrige):
    assert '<math alttext="k \\times k"' in corrige


def test_a_stand_in_is_announced_on_the_cover_and_in_the_foot(sujet):
    assert sujet.count("onnées de remplacement") == 2


def test_two_datasets_of_the_same_images_are_announced_once():
    (facts,) = META.datasets
    few = replace(facts, title="CIFAR-10, peu d’images", counts={"train": 450})
    meta = replace(META, datasets=(facts, few))
    html = render_html(compose(LAB, "sujet", sample.evaluate, meta), TEMPLATES)
    assert html.count("onnées de remplacement") == 2
    assert html.count(facts.origin.digest) == 1
    assert "<dt>CIFAR-10, peu d’images</dt><dd>450 (apprentissage)</dd>" in html


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


def page_with(*elements, kind="corrige"):
    marks = "\n\n".join(ELEMENT_MARK.format(n) for n in range(len(elements)))
    lab = sample.with_text("texte")
    document = compose(lab, kind, lambda _: Evaluated(marks, elements), META)
    return render_html(document, TEMPLATES)


def test_answers_are_open_until_a_script_closes_them(corrige):
    assert corrige.count('<details class="answer" open>') == len(LAB.questions)


def test_a_sujet_has_no_control_of_answers(sujet):
    assert 'class="answers-control"' not in sujet


def test_the_values_of_curves_go_with_the_page():
    html = page_with(courbes(factory.MemoryContext(), "base"))
    (reading,) = re.findall(r'<script type="application/json" class="reading">(.*?)</script>', html)
    assert [panel["title"] for panel in json.loads(reading)["panels"]] == ["Perte", "Exactitude"]


def test_titles_cannot_end_a_script():
    title = "</script><b>"
    runs = {name: factory.run_result(name, title + name) for name in "ab"}
    figure = courbes(factory.MemoryContext(runs=runs), "a", "b")
    figure = replace(figure, caption="Courbes", alt="Courbes de deux réseaux.")
    assert title not in page_with(figure)


def test_the_data_of_curves_have_a_row_an_epoch():
    html = page_with(courbes(factory.MemoryContext(), "base"))
    table = html[html.index("Données de la figure") :]
    assert "Perte, apprentissage" in table
    assert table[: table.index("</table>")].count("<tr>") == 1 + 4


def test_long_data_are_cut_and_their_file_is_named():
    rows = tuple((n, n / 7, 0.5) for n in range(2400))
    html = page_with(replace(CURVES, data=Data(("index", "x", "y"), rows)))
    assert html.count('<th scope="row" class="right">') == 100
    assert "100 premières lignes sur 2\u202f400" in html
    assert "<code>data/corrige/01-courbe-base.csv</code>." in html


def test_two_runs_are_compared_and_the_contents_lead_there():
    runs = {name: factory.run_result(name, f"réseau {name}") for name in "ab"}
    figure = courbes(factory.MemoryContext(runs=runs), "a", "b")
    html = page_with(figure)
    assert '<a href="#comparaison">' in html
    assert '<section class="section annex comparison" id="comparaison"' in html


def test_a_document_without_measures_compares_nothing(sujet):
    assert 'id="comparaison"' not in sujet


def test_digits_that_align_a_column_are_not_seen():
    styles = [(TEMPLATES[0] / f"{medium}.css").read_text() for medium in ("screen", "print")]
    assert all(".pad { visibility: hidden; }" in style for style in styles)


def test_the_marking_scheme_has_no_column_of_titles_when_no_question_has_one():
    document = compose(LAB, "corrige", sample.evaluate, META)
    sections = tuple(
        replace(
            section,
            blocks=tuple(
                replace(b, title="") if b in section.questions else b for b in section.blocks
            ),
        )
        for section in document.sections
    )
    for shown, columns in ((document, 4), (replace(document, sections=sections), 3)):
        table = re.search(
            r'<table class="marking">.*?</table>', render_html(shown, TEMPLATES), re.S
        )
        header, group, *_ = re.findall(r"<tr.*?</tr>", table[0])
        assert header.count("<th") == columns
        assert f'colspan="{columns - 1}"' in group


def test_only_pages_with_formulas_carry_their_typeface(corrige):
    face = 'font-family:"Labo Math";'
    document = replace(compose(LAB, "sujet", sample.evaluate, META), sections=())
    assert face in corrige
    assert face not in render_html(document, TEMPLATES)
