from pathlib import Path

import pytest

from reportgen.document.expressions import make_evaluator
from reportgen.errors import DataError, EvidenceError
from reportgen.evidence.elements import Remark
from reportgen.lab.types import Place, Prose

REMARK = Remark("", "Constat", "Constat.", sentences=("Oui.",))


def fail(message):
    raise DataError(message)


def evaluate(source, line=10):
    names = {"n": 3, "constat": lambda: REMARK, "rate": lambda: fail("fichier absent")}
    evaluator = make_evaluator(names, {"double": lambda value: value * 2})
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


def test_the_sandbox_refuses_the_inside_of_python():
    assert "01.md:10" in message_of("{{ constat.__globals__ }}")


def test_an_error_of_ours_keeps_its_class_and_gains_its_place():
    with pytest.raises(DataError, match=r"^01\.md:11 : fichier absent$"):
        evaluate("Un.\n{{ rate() }}")
