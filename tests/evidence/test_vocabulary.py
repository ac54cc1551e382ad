"""The bound names are those that labs are checked against, and take the same arguments."""

from __future__ import annotations

import inspect
import subprocess
import sys
from dataclasses import replace
from importlib import import_module

import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence import vocabulary
from reportgen.evidence.elements import Group
from reportgen.evidence.vocabulary import FAMILIES, FILTERS, bind
from reportgen.lab import vocabulary as names
from tests.evidence import factory


def test_the_functions_are_those_that_labs_may_call() -> None:
    elements = {name for name, function in names.FUNCTIONS.items() if function.makes_element}
    assert set(FAMILIES) == elements


def test_the_filters_are_those_that_labs_may_use() -> None:
    assert set(FILTERS) == set(names.FILTERS)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_functions_take_the_arguments_that_labs_are_checked_against(name: str) -> None:
    module = import_module(f"reportgen.evidence.{FAMILIES[name]}")
    found = list(inspect.signature(getattr(module, name)).parameters.values())[1:]
    declared = names.FUNCTIONS[name]
    rest = [declared.rest] if declared.rest else []
    expected = {p.name for p in (*declared.required, *rest, *declared.options)}
    assert {p.name for p in found} == expected


def test_caption_and_id_are_the_authors() -> None:
    element = bind(factory.MemoryContext())["poids"]("base", legende="Mes poids", id="tab")
    assert (element.caption, element.id) == ("Mes poids", "tab")


def test_a_caption_loses_the_full_stop_that_the_page_adds() -> None:
    element = bind(factory.MemoryContext())["poids"]("base", legende="Mes poids.")
    assert element.caption == "Mes poids"


def test_the_first_member_of_a_group_takes_caption_and_id() -> None:
    group = bind(factory.MemoryContext())["comparaison"]("base", legende="Tout", id="cmp")
    assert isinstance(group, Group)
    table, figure = group.elements
    assert (table.caption, table.id) == ("Tout", "cmp")
    assert figure.id == "cmp-2"
    assert figure.caption.startswith("Exactitude sur chaque partie")


def test_wrong_arguments_are_answered_with_the_right_ones() -> None:
    with pytest.raises(EvidenceError) as caught:
        bind(factory.MemoryContext())["confusion"]("base", normalize=True)
    assert str(caught.value) == (
        "confusion : arguments incorrects. "
        "Attendu : confusion(run, normalise=False, legende=…, id=…)."
    )


def test_given_numbers_are_returned_as_they_are() -> None:
    assert bind(factory.MemoryContext())["donne"]("20 époques") == "20 époques"


def test_remarks_carry_the_sentences_of_the_analysis() -> None:
    remark = bind(factory.MemoryContext())["constat"]("evaluation", "base")
    assert remark.sentences
    assert remark.alt == " ".join(remark.sentences)


def test_remarks_name_the_classes_that_the_lab_leaves_to_the_dataset() -> None:
    unnamed = factory.run_result(dataset=replace(factory.DATASET_SPEC, classes=()))
    named = bind(factory.MemoryContext())["constat"]("confusions", "base")
    remark = bind(factory.MemoryContext({"base": unnamed}))["constat"]("confusions", "base")
    assert "Avion" in remark.alt
    assert remark.sentences == named.sentences


def test_every_element_has_a_caption_and_an_alternative_text() -> None:
    names_of = bind(factory.MemoryContext())
    for name in ("resume", "poids", "courbes", "evaluation", "classes", "confusion", "code"):
        element = names_of[name]("base")
        assert element.caption
        assert not element.caption.endswith(".")
        assert "\n" not in element.caption
        assert element.alt


def test_an_element_that_is_kept_loads_nothing_that_could_make_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = bind(factory.MemoryContext())["poids"]("base")
    context = factory.MemoryContext()
    monkeypatch.setattr(context, "element", lambda parameters, make: made)
    monkeypatch.setattr(vocabulary, "import_module", None)
    assert bind(context)["poids"]("base") == made


def test_the_vocabulary_is_imported_without_heavy_libraries() -> None:
    source = (
        f"import sys, {vocabulary.__name__}; "
        "print(sorted({'matplotlib', 'seaborn', 'sklearn', 'keras'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
