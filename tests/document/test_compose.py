from dataclasses import replace

import pytest

from reportgen.document.compose import compose, without_solutions
from reportgen.document.marks import ELEMENT_MARK, Evaluated
from reportgen.document.numbering import Numbering
from reportgen.errors import EvidenceError, RenderError
from tests.document import sample
from tests.document.sample import BOTH, CANARY, LAB, LONG, META, PROGRAM, with_text


def composed(*sources: str, **options):
    return compose(with_text(*sources), "sujet", sample.evaluate, META, **options)


def html_of(document):
    return document.sections[0].blocks[0].html


def test_a_sujet_never_evaluates_an_answer_or_a_scheme():
    seen = []

    def spy(source):
        seen.append(source.source)
        return sample.evaluate(source)

    compose(LAB, "sujet", spy, META)
    assert seen
    assert not any(CANARY in source for source in seen)


def test_a_sujet_holds_no_trace_of_the_solutions():
    assert CANARY not in repr(compose(LAB, "sujet", sample.evaluate, META))


def test_a_corrige_holds_the_solutions():
    assert CANARY in repr(compose(LAB, "corrige", sample.evaluate, META))


def test_a_lab_without_solutions_keeps_everything_else():
    stripped = without_solutions(LAB)
    assert [q.id for q in stripped.questions] == [q.id for q in LAB.questions]
    assert all(q.solution is None for q in stripped.questions)


def test_elements_of_one_kind_count_through_the_document():
    document = compose(LAB, "corrige", sample.evaluate, META)
    assert [p.label for p in document.elements] == [
        "Figure\u00a01",
        "Tableau\u00a01",
        "Figure\u00a02",
        "",
        "Tableau\u00a02",
        "Programme\u00a01",
    ]


def test_questions_are_numbered_by_section_and_their_points_add_up():
    document = compose(LAB, "sujet", sample.evaluate, META)
    assert [q.number for q in document.questions] == ["1.1", "1.2", "2.1", "2.2"]
    assert document.points == 8.5


def test_a_reference_may_point_forward():
    html = html_of(composed('Voir {{ ref("courbe-base") }}.', "{{ courbe }}"))
    assert html == '<p>Voir <a class="ref" href="#figure-1">figure\u00a01</a>.</p>\n'


def test_a_reference_to_a_group_points_to_its_first_member():
    html = html_of(composed('{{ ref("ensemble") }}', "{{ ensemble }}"))
    assert 'href="#tableau-1"' in html


def test_a_group_may_share_its_id_with_its_first_member():
    first, second = replace(LONG, id="ensemble"), replace(PROGRAM, id="ensemble-2")
    numbering = Numbering()
    numbering.add_element(replace(BOTH, elements=(first, second)))
    assert numbering.targets["ensemble"].anchor == "tableau-1"


def test_an_unknown_reference_names_place_and_nearest_id():
    with pytest.raises(EvidenceError) as caught:
        composed('Voir {{ ref("courbe-bas") }}.', "{{ courbe }}")
    assert str(caught.value) == (
        'labs/exemple/sections/01.md:7 : ref("courbe-bas") : ni question ni élément de ce '
        "document ne porte cet identifiant. Vouliez-vous dire « courbe-base » ?"
    )


def test_an_identifier_used_twice_is_an_error():
    with pytest.raises(EvidenceError, match="« courbe-base » sert deux fois"):
        composed("{{ courbe }}", "{{ courbe }}")


def test_an_element_inside_a_sentence_is_an_error():
    with pytest.raises(EvidenceError, match="au milieu d’un paragraphe"):
        composed("Voici {{ courbe }} la courbe.")


def test_two_elements_may_share_a_paragraph_of_their_own():
    html = html_of(composed("{{ courbe }}\n{{ resume }}"))
    assert html.count("<rg-element") == 2
    assert "<p>" not in html


def test_a_failed_expression_stops_the_composition():
    with pytest.raises(EvidenceError, match="panne voulue"):
        composed("{{ panne }}")


def test_keep_going_boxes_the_failed_passage_and_keeps_its_error():
    document = composed("{{ panne }}", "La suite.", keep_going=True)
    failed, following = document.sections[0].blocks
    assert failed.error == "labs/exemple/sections/01.md:7 : panne voulue."
    assert following.html == "<p>La suite.</p>\n"
    assert [str(error) for error in document.errors] == [failed.error]


@pytest.mark.parametrize("source", ["../secret.png", "https://a.fr/x.png", "notes.txt"])
def test_a_picture_outside_the_lab_is_refused(source):
    with pytest.raises(RenderError, match="attendu un fichier du dossier du TP"):
        composed(f"![dessin]({source})")


def test_a_missing_picture_is_named():
    with pytest.raises(RenderError, match=r"image « absente\.png » illisible"):
        composed("![dessin](absente.png)")


def test_a_picture_of_the_lab_is_embedded(tmp_path):
    (tmp_path / "a.png").write_bytes(sample.PIXEL)
    lab = replace(with_text("![dessin](a.png)"), folder=tmp_path)
    html = html_of(compose(lab, "sujet", sample.evaluate, META))
    assert html.startswith('<p><img src="data:image/png;base64,')


def test_a_picture_without_alternative_text_is_refused():
    with pytest.raises(RenderError, match=r"image « a\.png » sans texte de remplacement"):
        composed("![ ](a.png)")


@pytest.mark.parametrize("alt", ["", " \n"])
def test_a_figure_without_alternative_text_is_refused(alt):
    figure = replace(sample.CURVES, alt=alt)
    for element in (figure, replace(sample.BOTH, elements=(sample.LONG, figure))):
        evaluated = Evaluated(ELEMENT_MARK.format(0), (element,))
        with pytest.raises(RenderError, match=r"01\.md:7 : la figure .* texte de remplacement"):
            compose(with_text("x"), "sujet", lambda _, e=evaluated: e, META)


def test_a_build_that_goes_on_says_that_an_alternative_text_is_missing():
    evaluated = Evaluated(ELEMENT_MARK.format(0), (replace(sample.CURVES, alt=""),))
    document = compose(with_text("x"), "sujet", lambda _: evaluated, META, keep_going=True)
    assert [type(error) for error in document.errors] == [RenderError]
    assert document.elements == ()


def test_an_alternative_text_may_hold_any_sign(tmp_path):
    (tmp_path / "a.png").write_bytes(sample.PIXEL)
    lab = replace(with_text('![a > b, "c"](a.png)'), folder=tmp_path)
    html = html_of(compose(lab, "sujet", sample.evaluate, META))
    assert 'alt="a &gt; b, &quot;c&quot;"' in html
    assert 'src="data:image/png;base64,' in html


def test_formulas_with_a_label_count_through_the_document_and_can_be_referred_to():
    document = composed("$$\na = b\n$$ (eq-un)", "$$\nc\n$$\n\n$$ d = e $$ (eq-deux)")
    first, second = (block.html for block in document.sections[0].blocks)
    assert '<p class="formula numbered" id="formule-eq-un" tabindex="0">' in first
    assert '<span class="formula-number">(1)</span></p>' in first
    assert '<span class="formula-number">(2)</span></p>' in second
    assert second.count("formula-number") == 1


def test_a_formula_label_used_twice_is_refused():
    with pytest.raises(EvidenceError, match="sert deux fois"):
        composed("$$ a $$ (eq)", "$$ b $$ (eq)")


def test_notebooks_tag_the_formulas_that_have_a_label():
    document = composed("$$\na = b\n$$ (eq-un)")
    assert "a = b\n\\tag{1}\n$$" in document.sections[0].blocks[0].source
