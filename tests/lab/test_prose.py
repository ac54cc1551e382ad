from collections.abc import Callable

import pytest

from .conftest import SECTION

Messages = Callable[..., list[str]]
_ANSWER = "Le réseau compte **{{ runs.brut.params | entier }}** poids."


def _answer(text: str) -> str:
    assert _ANSWER in SECTION
    return SECTION.replace(_ANSWER, text)


@pytest.mark.parametrize(
    "text",
    [
        "Des noyaux de taille 5×5, 16 filtres, 3 couches et 10 classes.",
        "Une carte de 28 × 28 s’obtient ainsi.",
        "Il faut 2 s’il le faut.",
        'Le taux est de {{ donne("20 %") }}.',
        "Le taux est de {{ runs.brut.test.accuracy | pourcent(1) }}.",
        "On lit `0.5 %` et $20 \\%$.",
        "En 2024, la 3e époque.",
        "Un noyau 5 × 5 a 25 poids, et 26 paramètres avec son biais.",
    ],
)
def test_sizes_and_given_numbers_may_be_typed(text: str, messages: Messages) -> None:
    assert messages(section=_answer(text)) == []


@pytest.mark.parametrize(
    "number",
    ["20 %", "91,3 %", "0.5 %", "12 s", "3 ms", "5 min", "2 h", "1 234 s", "300 Mo", "2,4 points",
     "20 époques", "50 %", "1 minute", "26506 poids", "26 506 poids", "1 234 567 paramètres"],
)  # fmt: skip
def test_a_measurement_may_not_be_typed_in_an_answer(number: str, messages: Messages) -> None:
    (message,) = messages(section=_answer(f"On trouve {number} ici."))
    assert message.startswith("sections/01-chiffres.md:15:11: ")
    assert "tapé à la main" in message


def test_a_measurement_may_be_typed_in_a_statement(messages: Messages) -> None:
    section = SECTION.replace("Combien", "Avec un dropout de 50 %, combien")
    assert messages(section=section) == []


def test_loops_and_assignments_define_names(messages: Messages) -> None:
    text = (
        "{% set a = runs.brut %}{{ a.params }}\n"
        "{% for nom in datasets.chiffres.classes %}{{ loop.index }} {{ nom }}{% endfor %}"
    )
    assert messages(section=_answer(text)) == []


def test_an_option_may_be_given_by_its_place(messages: Messages) -> None:
    assert messages(section=_answer('{{ images("chiffres", 9, "test") }}')) == []


def test_a_name_inside_a_subscript_is_checked(messages: Messages) -> None:
    (message,) = messages(section=_answer("{{ datasets.chiffres.classes[runs.brt.best_epoch] }}"))
    assert "entraînement inconnu « brt »" in message


def test_items_are_checked_like_attributes(messages: Messages) -> None:
    (message,) = messages(section=_answer('{{ runs["brt"].params }}'))
    assert "peut-être « brut »" in message


def test_other_templates_are_refused(messages: Messages) -> None:
    (message,) = messages(section=_answer('{% include "secret" %}'))
    assert "bloc « include » non admis" in message


def test_two_elements_may_not_share_an_id(messages: Messages) -> None:
    text = '{{ resume("brut", id="r") }}\n\n{{ resume("brut", id="r") }}'
    (message,) = messages(section=_answer(text))
    assert message == (
        "sections/01-chiffres.md:17:23: identifiant « r » déjà pris ligne 15 de 01-chiffres.md"
    )


def test_names_in_code_are_not_looked_at(messages: Messages) -> None:
    assert messages(section=_answer("`{{ inconnu }}`\n\n```\n{{ inconnu }}\n```")) == []


def test_lines_are_right_after_hidden_code(messages: Messages) -> None:
    (message,) = messages(section=_answer("```\na\nb\n```\n\n$$\nx\n$$\n\n{{ inconnu }}"))
    assert message.startswith("sections/01-chiffres.md:24:4: nom inconnu « inconnu »")


def test_formula_with_a_label_can_be_referred_to(messages: Messages) -> None:
    section = SECTION + '\n$$\na = b\n$$ (eq-un)\n\nVoir l’{{ ref("eq-un") }}.\n'
    assert messages(section=section) == []
    assert (
        "référence inconnue « eq-deux »"
        in messages(section=section.replace('"eq-un"', '"eq-deux"'))[0]
    )
    assert "identifiant « eq-un »" in messages(section=section + "\n$$ c $$ (eq-un)\n")[0]
