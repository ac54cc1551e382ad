"""What a build would only find after its trainings is found before them."""

from collections.abc import Callable

import pytest

from .conftest import MINIMAL, SECTION

Messages = Callable[..., list[str]]
_ANSWER = "Le réseau compte **{{ runs.brut.params | entier }}** poids."
_STATEMENT = "Combien de poids ce réseau comporte-t-il ?"


def _answer(text: str) -> str:
    assert _ANSWER in SECTION
    return SECTION.replace(_ANSWER, text)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('constat("activation", "brut")', "attendu : 2 entraînements ; reçu : 1"),
        ('constat("activation", "brut", "brut", "brut")', "attendu : 2 entraînements ; reçu : 3"),
        ('constat("classement", "brut")', "attendu : au moins 2 entraînements ; reçu : 1"),
    ],
)
def test_a_remark_has_its_number_of_trainings(call: str, expected: str, messages: Messages) -> None:
    (message,) = messages(section=_answer(f"{{{{ {call} }}}}"))
    assert expected in message
    assert ' ; écrire constat("' in message


def test_a_remark_on_each_training_takes_any_number(messages: Messages) -> None:
    assert messages(section=_answer('{{ constat("evaluation", "brut", "brut") }}')) == []


def test_a_layer_is_one_of_the_run(messages: Messages) -> None:
    text = '{{ projection("brut", layer="dense_1") }}'
    (message,) = messages(section=_answer(text))
    assert message.startswith("sections/01-chiffres.md:15:30: « brut » n’a pas de couche")
    assert "« dense_1 »" in message


@pytest.mark.parametrize("layer", ['"Flatten"', "0", "-1"])
def test_a_layer_may_be_a_class_that_stands_once_or_a_rank(layer: str, messages: Messages) -> None:
    assert messages(section=_answer(f'{{{{ projection("brut", layer={layer}) }}}}')) == []


def test_the_layers_of_a_dataset_are_not_asked_for(messages: Messages) -> None:
    call = '{{ separabilite("chiffres", "brut", layer="Flatten") }}'
    assert messages(section=_answer(call)) == []


def test_each_metric_of_a_list_is_checked(messages: Messages) -> None:
    (message,) = messages(section=_answer('{{ courbes("brut", metrics=["loss", "acuracy"]) }}'))
    assert "« brut » ne suit pas de mesure « acuracy » ; peut-être « accuracy »" in message


def test_a_name_of_another_kind_is_told_so(messages: Messages) -> None:
    (message,) = messages(section=_answer('{{ images("brut") }}'))
    assert "jeu de données inconnu « brut » ; c’est un entraînement ; noms possibles" in message


def test_a_statement_may_not_refer_to_an_answer(messages: Messages) -> None:
    section = _answer('{{ resume("brut", id="tab") }}').replace(
        _STATEMENT, _STATEMENT + ' Voir {{ ref("tab") }}.'
    )
    (message,) = messages(section=section)
    assert "« tab » n’est que dans une réponse, que le sujet n’a pas" in message


def test_an_answer_may_refer_to_an_answer_and_to_a_statement(messages: Messages) -> None:
    text = '{{ resume("brut", id="tab") }}\n\nVoir {{ ref("tab") }} et {{ ref("img") }}.'
    section = _answer(text).replace(
        _STATEMENT, _STATEMENT + '\n\n{{ images("chiffres", id="img") }}'
    )
    assert messages(section=section) == []


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("runs.brut.test.accuracy", "« | pourcent »"),
        ("runs.brut.gap", "« | points »"),
        ("runs.brut.history.loss", "runs.brut.history.loss[-1], et un filtre"),
        ("runs.brut.history.loss[-1]", "« | decimal(2) »"),
        ("runs.brut.layers", "runs.brut.layers[0].params"),
        ("runs.brut.layers[0]", ".params"),
        ("runs.brut.test", "runs.brut.test.count"),
        ("datasets.chiffres.classes", "« | liste »"),
        ("datasets.chiffres.shape", "« | dimensions »"),
    ],
)
def test_a_value_that_python_would_format_needs_a_filter(
    value: str, hint: str, messages: Messages
) -> None:
    (message,) = messages(section=_answer(f"On trouve {{{{ {value} }}}}."))
    assert f"« {value.replace('[0]', '[…]').replace('[-1]', '[…]')} » ne s’écrit pas" in message
    assert hint in message


@pytest.mark.parametrize(
    "expression",
    [
        "runs.brut.title",
        "runs.brut.epochs",
        "runs.brut.layers[0].params",
        "datasets.chiffres.classes[0]",
        "datasets.chiffres.full.train",
        "runs.brut.history.loss[-1] | decimal(2)",
    ],
)
def test_other_values_are_written_as_they_are(expression: str, messages: Messages) -> None:
    assert messages(section=_answer(f"{{{{ {expression} }}}}")) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1/0", "division par zéro"),
        ("runs.brut.params // 0", "division par zéro"),
        ("7 % -0.0", "division par zéro"),
        ("(1 if 3 > 2 else 2 / 0) | entier", "division par zéro"),
        ('1 + "2"', "calcul entre un nombre et le texte « 2 » ; ôter les guillemets"),
        ('6 / "2"', "calcul entre un nombre et le texte « 2 » ; ôter les guillemets"),
        ('"a" - 2', "calcul entre un nombre et le texte « a » ; ôter les guillemets"),
        ('"0,913" | pourcent', "« pourcent » attend un nombre ; reçu : un texte, « 0,913 »"),
        ('"a" | liste', "« liste » attend une liste ; reçu : un texte, « a »"),
    ],
)
def test_a_calculation_that_can_only_fail_is_found_without_building(
    expression: str, expected: str, messages: Messages
) -> None:
    (message,) = messages(section=_answer(f"On trouve {{{{ {expression} }}}}."))
    assert message.startswith("sections/01-chiffres.md:15:")
    assert expected in message


@pytest.mark.parametrize(
    "expression",
    ["0 / 3", "1 / 0.5", '"%d" % 0', '"a" + "b"', '2 * "a"', "1 + 2", "runs.brut.params / 2",
     '"2026-11-01" | date', '"a" | upper', "1 | pluriel('a', 'b')", "[1, 2] | liste"],
)  # fmt: skip
def test_a_calculation_that_works_is_let_through(expression: str, messages: Messages) -> None:
    assert messages(section=_answer(f"{{{{ {expression} }}}}")) == []


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (r"$\alfa$", "commande inconnue « \\alfa »"),
        (r"$\frac{1}{2$", "une « { » n’est pas fermée"),
        (r"$a}$", "une « } » ne ferme rien"),
        ("$$\nx^\n$$", "un « ^ » ou un « _ » n’est suivi de rien"),
        (r"$a^b^c$", "deux exposants se suivent"),
        (r"$\left( a$", "un « \\left » n’a pas son « \\right »"),
        ("$$\n\\begin{matrix} a\n$$", "un « \\begin » n’a pas son « \\end »"),
    ],
)
def test_a_formula_is_read(formula: str, expected: str, messages: Messages) -> None:
    (message,) = messages(section=_answer(f"Voici.\n\n{formula}"))
    assert message.startswith("sections/01-chiffres.md:17:")
    assert expected in message


@pytest.mark.parametrize(
    "formula", [r"$\{a\}$", r"$\mathbf{W} \in \mathbb{R}^{n}$", r"`$\alfa$`", "coûte 5 $ ici"]
)
def test_a_good_formula_and_a_bad_one_in_code_are_let_through(
    formula: str, messages: Messages
) -> None:
    assert messages(section=_answer(formula)) == []


@pytest.mark.parametrize("name", ["eq perte", "a&b", "éq. 1"])
def test_a_formula_has_a_name_that_can_be_an_anchor(name: str, messages: Messages) -> None:
    (message,) = messages(section=_answer(f"Voici.\n\n$$\na\n$$ ({name})"))
    assert message.startswith("sections/01-chiffres.md:19:")
    assert f"nom de formule « {name} »" in message


@pytest.mark.parametrize(
    "text", ["$$ a $$ (éq-1)", "Soit $$a$$ (voir plus haut)", "```\n$$ (a b)\n```"]
)
def test_what_follows_a_formula_is_not_always_its_name(text: str, messages: Messages) -> None:
    assert messages(section=_answer(text)) == []


def test_a_picture_is_there_and_says_what_it_shows(
    messages: Messages,
) -> None:
    (message,) = messages(section=_answer("Un chat : ![un chat](chat.png)."))
    assert message == (
        "sections/01-chiffres.md:15:22: image introuvable « chat.png » ; "
        "le chemin part du dossier du TP"
    )
    (message,) = messages(section=_answer("![ ](lab.yaml)"))
    assert "image « lab.yaml » sans texte de remplacement" in message


def test_populations_are_counted_unless_a_family_is_among_them(messages: Messages) -> None:
    definition = MINIMAL + (
        "populations:\n"
        '  a: {dataset: xor, seed: "0.5", hidden: [2], activation: relu, threshold: 0.1}\n'
        "  f: {from: a, grid: {hidden: [[1], [2]]}}\n"
    )
    one = _answer('{{ constat("pertes", "a") }}')
    (message,) = messages(definition, one)
    assert "attendu : 2 populations ; reçu : 1" in message
    assert messages(definition, one.replace('"a"', '"f"')) == []


def test_a_run_of_wrong_form_still_has_its_names_checked(messages: Messages) -> None:
    definition = MINIMAL.replace(
        "{model: base, dataset: chiffres}", "{model: bse, dataset: chifres, epochs: 3}"
    )
    found = messages(definition)
    assert [m for m in found if "modèle inconnu « bse » ; peut-être « base »" in m]
    assert [m for m in found if "jeu de données inconnu « chifres »" in m]
    assert [m for m in found if "clé inconnue « epochs »" in m]
    assert len(found) == 3
