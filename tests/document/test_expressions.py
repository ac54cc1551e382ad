from pathlib import Path

import pytest

from reportgen.document.expressions import make_evaluator
from reportgen.document.marks import Evaluated
from reportgen.errors import DataError, EvidenceError
from reportgen.evidence.elements import Remark
from reportgen.lab.types import Place, Prose

REMARK = Remark("", "Constat", "Constat.", sentences=("Oui.",))


def fail(message):
    raise DataError(message)


def evaluate(source, line=10):
    names = {"n": 3, "constat": lambda: REMARK, "rate": lambda: fail("fichier absent")}
    evaluator = make_evaluator(
        names, {"double": lambda value: value * 2, "joined": lambda value: value.join("ab")}
    )
    return evaluator(Prose(source, Place(Path("01.md"), line)))


def message_of(source):
    with pytest.raises(EvidenceError) as caught:
        evaluate(source)
    return str(caught.value)


def test_values_and_filters_become_text():
    assert evaluate("Il y en a {{ n | double }}.").source == "Il y en a 6."


def test_a_condition_chooses_its_text():
    assert evaluate("{% if n > 2 %}beaucoup{% else %}peu{% endif %}").source == "beaucoup"


def test_an_element_becomes_a_mark_that_points_to_it():
    evaluated = evaluate("{{ constat() }}")
    assert evaluated.source == "\ue0000\ue001"
    assert evaluated.elements == (REMARK,)


def test_a_reference_becomes_a_mark_even_inside_a_longer_expression():
    evaluated = evaluate('{{ "voir " ~ ref("a") }}')
    assert evaluated.source == "voir \ue0020\ue003"
    assert evaluated.references == ("a",)


@pytest.mark.parametrize(
    "text", ["Rien à faire.", "f = { a % b }", "{ {n} }", "`{{ n }}` et ```\n{% n %}\n```\n", "a\n"]
)
def test_text_without_expressions_is_itself(text):
    assert evaluate(text) == Evaluated(text, (), ())


def test_comments_are_left_out_and_ends_of_lines_are_one_sign():
    assert evaluate("Un {# à revoir #}deux.\r\nTrois.").source == "Un deux.\nTrois."
    assert evaluate("Un.\rDeux.").source == "Un.\nDeux."


def test_signs_of_html_and_the_last_end_of_line_stay():
    assert evaluate("{{ \"<b> & 'c'\" }}\n").source == "<b> & 'c'\n"


def test_code_and_formulas_are_left_alone():
    source = "`{{ a }}` et $x_{{1}}$\n"
    assert evaluate(source).source == source


def test_an_unknown_name_is_an_error_at_its_line():
    message = message_of("Un.\n\n{{ inconnu.params }}")
    assert message.startswith("01.md:12 : nom inconnu dans une expression")


def test_a_syntax_error_is_an_error_at_its_line():
    assert message_of("Un.\n{{ n | }}").startswith("01.md:11 : expression mal écrite")


def test_a_wrong_argument_is_an_error_at_its_line():
    assert message_of("{{ constat(1) }}").startswith("01.md:10 : l’expression échoue (TypeError")


@pytest.mark.parametrize(
    ("expression", "error"),
    [
        ("range(1, 5, 0) | list", "ValueError"),
        ('"%(a)s" % {}', "KeyError"),
        ("1 / (n - 3)", "ZeroDivisionError"),
        ("n | joined", "AttributeError"),
    ],
)
def test_whatever_fails_in_an_expression_is_its_author_s_mistake(expression, error):
    message = message_of(f"Un.\n{{{{ {expression} }}}}")
    assert message.startswith(f"01.md:11 : l’expression échoue ({error}: ")


def test_the_sandbox_refuses_the_inside_of_python():
    assert "01.md:10" in message_of("{{ constat.__globals__ }}")


def test_an_error_of_ours_keeps_its_class_and_gains_its_place():
    with pytest.raises(DataError, match=r"^01\.md:11 : fichier absent$"):
        evaluate("Un.\n{{ rate() }}")


def test_a_tag_alone_on_its_line_leaves_no_blank_line():
    source = "Un.\n{% if n > 2 %}\nDeux.\n{% endif %}\nTrois."
    assert evaluate(source).source.split() == ["Un.", "Deux.", "Trois."]
    assert "\n\n" not in evaluate(source).source


def test_a_tag_that_ends_a_line_of_text_keeps_the_paragraphs_apart():
    source = "{% if n > 2 %}Un.{% endif %}\n\nDeux."
    assert evaluate(source).source == "Un.\n\nDeux."


def test_tags_alone_on_their_line_keep_the_numbers_of_lines():
    source = "{% if n %}\nUn.\n{% endif %}\n{{ absent }}"
    assert message_of(source).startswith("01.md:13")


def test_a_rank_beyond_the_end_of_a_list_is_told_in_french():
    assert message_of("{{ (1, 2)[7] | double }}") == (
        "01.md:10 : pas d’élément 7 : on les compte de 0, et [-1] est le dernier."
    )
