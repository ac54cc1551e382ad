"""One mistake gives one message: what depends on it is not reported as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.lab.loading import check_lab

from .conftest import MINIMAL, SECTION, MakeLab

Messages = Callable[..., list[str]]
TWO = MINIMAL.replace("runs:\n", "runs:\n  autre: {model: base, dataset: chiffres}\n")


def _section(old: str, new: str) -> str:
    assert old in SECTION
    return SECTION.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("runs:", "run:", "clé inconnue « run » ; peut-être « runs »"),
        ("models:", "modeles:", "clé inconnue « modeles » ; peut-être « models »"),
        ("datasets:", "dataset:", "clé inconnue « dataset » ; peut-être « datasets »"),
        ("runs:\n", "essais:\n", "clé inconnue « essais »"),
        ("epochs: 5}\nruns:\n  brut:", "epochs: 5, runs: {brut:", "syntaxe YAML"),
        ("  brut:", "  brût:", "nom « brût » : attendu : lettres sans accent"),
        ("runs:\n", "runs: [", "syntaxe YAML"),
    ],
)
def test_a_section_that_is_lost_is_the_only_problem(
    old: str, new: str, expected: str, messages: Messages
) -> None:
    (message,) = messages(MINIMAL.replace(old, new))
    assert expected in message


@pytest.mark.parametrize("definition", ["- a\n- b\n", "bonjour\n"])
def test_a_definition_of_another_form_is_the_only_problem(
    definition: str, messages: Messages
) -> None:
    (message,) = messages(definition)
    assert "attendu : des clés telles que « title: »" in message


def test_a_name_written_twice_hides_no_other(messages: Messages) -> None:
    definition = MINIMAL + "  brut: {model: base, dataset: chiffres}\n"
    section = _section("runs.brut.params", "runs.second.params")
    (message,) = messages(definition, section)
    assert message.endswith("clé « brut » en double, déjà écrite ligne 15")


def test_other_sections_are_still_looked_into(messages: Messages) -> None:
    section = _section("datasets.chiffres", "datasets.chifres")
    found = messages(MINIMAL.replace("runs:", "run:"), section)
    assert len(found) == 2
    assert "jeu de données inconnu « chifres » ; peut-être « chiffres »" in found[1]


@pytest.mark.parametrize(
    "broken", [b"\xff", "# été".encode("latin-1"), b"# A\0\n", b"", b"# A\n\n{{ runs.brut. }}\n"]
)
def test_what_an_unread_section_defines_is_not_missed(
    broken: bytes, make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_lab(section=_section("le total est juste", 'voir {{ ref("ailleurs") }}'))
    (folder / "sections" / "02-suite.md").write_bytes(broken)
    monkeypatch.chdir(folder)
    _, problems = check_lab(folder)
    assert [p.place.file.name for p in problems] == ["02-suite.md"]


def test_an_unknown_reference_is_said_when_all_is_read(messages: Messages) -> None:
    (message,) = messages(section=_section("le total est juste", 'voir {{ ref("ailleurs") }}'))
    assert "référence inconnue « ailleurs »" in message


def test_two_layers_of_a_name_are_said_once(messages: Messages) -> None:
    definition = MINIMAL.replace(
        "training:",
        "  autre:\n    from: base\n    edit: [{remove: carte}]\ntraining:",
    ).replace("kernel_size: 3, activation: relu", "kernel_size: 3, name: sortie")
    (message,) = messages(definition)
    assert "deux couches s’appellent « sortie »" in message


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        (":kind: exact", "kind: exact", 7, "« kind: exact » ; écrire « :kind: exact »"),
        (":points: 2", ":points:2", 6, "« :points:2 » ; écrire « :points: 2 »"),
        (":points: 2", "Points : 2", 6, "« Points : 2 » ; écrire « :points: 2 »"),
        (":points: 2", "\n:points: 2", 7, "« :points: 2 » ; écrire « :points: 2 »"),
        (":::\n:::{bareme}", ":::{bareme}", 16, "bloc « bareme » dans la réponse"),
        ("::::{question}", ":::{question}", 5, "autant de « : » que ses blocs"),
        (":::{reponse}", ":::{réponse}", 12, "bloc inconnu « réponse » ; peut-être « reponse »"),
        ("{{ poids", "{ poids", 13, "« }} » sans « {{ » ; ouvrir par « {{ »"),
        ('"brut") }}', '"brut) }}', 13, 'guillemet « " » jamais fermé'),
        ('("brut")', "(brut)", 13, 'nom inconnu « brut » ; l’écrire entre guillemets : "brut"'),
        ('("brut")', "(« brut »)", 13, 'employer des guillemets droits : "…"'),
        ('"brut") }}', '"brut") }', 13, "fermer l’expression par « }} »"),
    ],
)
def test_a_slip_in_a_question_is_said_once_where_it_is(
    old: str, new: str, line: int, expected: str, messages: Messages
) -> None:
    (message,) = messages(section=_section(old, new))
    assert message.startswith(f"sections/01-chiffres.md:{line}:")
    assert expected in message


def test_a_question_that_does_not_end_is_said_where_it_begins(messages: Messages) -> None:
    second = SECTION[SECTION.index("::::{question}") :].replace("poids\n", "suite\n", 1)
    (message,) = messages(section=SECTION.removesuffix("::::\n") + "\n" + second)
    assert message.startswith("sections/01-chiffres.md:5:1: question jamais fermée")
    assert "une autre commence ligne 22 ; ajouter avant elle une ligne « :::: »" in message


def test_a_box_that_ends_the_answer_around_it_is_said(messages: Messages) -> None:
    section = _section("Le réseau compte", ":::{note}\nUn rappel.\n:::\n\nLe réseau compte")
    found = messages(section=section)
    assert "encadré « note » dans une réponse qui n’a pas plus de « : »" in found[0]


def test_a_box_inside_a_longer_answer_is_right(messages: Messages) -> None:
    section = (
        _section("Le réseau compte", ":::{note}\nUn rappel.\n:::\n\nLe réseau compte")
        .replace("::::{question}", ":::::{question}")
        .replace(":::{reponse}", "::::{reponse}")
        .replace("poids.\n:::\n", "poids.\n::::\n")
    )
    assert messages(section=section.removesuffix("::::\n") + ":::::\n") == []


@pytest.mark.parametrize("text", [r"On a $\ln 10 en tout.", r"On a \ln 10$ en tout."])
def test_a_formula_left_open_is_said(text: str, messages: Messages) -> None:
    (message,) = messages(section=_section("Le réseau compte", f"{text}\n\nLe réseau compte"))
    assert message.startswith("sections/01-chiffres.md:15:")
    assert "formule jamais fermée" in message


def test_amounts_of_money_and_braces_in_code_are_let_through(messages: Messages) -> None:
    text = 'De 5 \\$ à 10 \\$ : `f"{{x}}"` et $\\mathbf{W_{a}}$.'
    assert messages(section=_section("Le réseau compte", f"{text}\n\nLe réseau compte")) == []


@pytest.mark.parametrize("name", ["02-suite.MD", "02-suite.markdown", "02-suite.txt"])
def test_a_file_that_is_not_read_is_said(
    name: str, make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_lab()
    (folder / "sections" / name).write_text("# Suite\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    (problem,) = check_lab(folder)[1]
    expected = f"sections/{name}:1:1: ce fichier n’est pas lu ; lui donner l’extension « .md »"
    assert str(problem) == expected


@pytest.mark.parametrize("name", [".#01-chiffres.md", "._01-chiffres.md", "01-chiffres.md~"])
def test_the_files_of_editors_are_not_sections(name: str, make_lab: MakeLab) -> None:
    folder = make_lab()
    (folder / "sections" / name).symlink_to("nobody@host.1234")
    assert check_lab(folder)[1] == ()


def test_a_lab_without_text_is_said(make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_lab()
    (folder / "sections" / "01-chiffres.md").unlink()
    monkeypatch.chdir(folder)
    (problem,) = check_lab(folder)[1]
    assert str(problem).endswith("aucune section ; écrire le texte dans « sections/01-titre.md »")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("pool_size: 2", "pool_size: 2,5", "écrire un nombre décimal avec un point, comme 0.5"),
        (
            "units: 10,",
            "units: 10, kernel_regularizer: {L2: 0.001},",
            "écrire {L2: {l2: 0.001}}",
        ),
        (
            "dataset: chiffres}",
            "dataset: chiffres, preprocess: {rescale: 255}}",
            "la mettre entre crochets : [{…}]",
        ),
        ("base:\n    layers:", "base:", "mettre cette liste sous « layers: »"),
        (
            "validation: {from: train, fraction: 0.1}",
            "validation: 500",
            "écrire « {from: train, count: 500} »",
        ),
        ("title: Un TP minimal", "title: A\nauthors: Ada Martin", "crochets : [Ada Martin]"),
        ("optimizer: adam", "optimizer: adam, early_stopping: 3", "écrire « {patience: 3} »"),
        ("optimizer: adam", "optimizer: adam, momentum: 0.9", "{SGD: {momentum: …}}"),
        ("optimizer: adam", "optimizer: adam, lr: 0.01", "optimizer: {Adam: {learning_rate: …}}"),
        ("optimizer: adam", "optimizer: {adam: 0.01}", "écrire {adam: {learning_rate: 0.01}}"),
        ("optimizer: adam", "optimizer: adam, early_stopping: true", "écrire « {patience: 5} »"),
        ("dataset: chiffres}", "dataset: chiffres, epochs: 3}", "la mettre sous « training: »"),
        (
            "MaxPooling2D: {pool_size: 2}",
            "MaxPooling2D: 2",
            "écrire {MaxPooling2D: {pool_size: 2}}",
        ),
        ("Flatten", "Dense: 64, relu", "écrire {Dense: {units: 64, …}}"),
        (
            "validation: {from: train, fraction: 0.1}",
            "validation: 0.1",
            "écrire « {from: train, fraction: 0.1} »",
        ),
        (
            "dataset: chiffres}",
            "dataset: chiffres, preprocess: [{rescal: 255}]}",
            "peut-être « rescale »",
        ),
    ],
)
def test_a_message_says_what_to_write(
    old: str, new: str, expected: str, messages: Messages
) -> None:
    (message,) = messages(MINIMAL.replace(old, new))
    assert expected in message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{source: mnist, validation: {from: train, fraction: 0.1}}", "[mnist]"),
        ("{model: base, dataset: chiffres}", "[base, chiffres]"),
        ("filters: 8,", "filters: 8, kernel_initializer: [1, 2],"),
        ("validation: {from: train, fraction: 0.1}", "validation: true"),
        ("optimizer: adam", "optimizer: adam, early_stopping:"),
    ],
)
def test_advice_is_given_only_where_it_applies(old: str, new: str, messages: Messages) -> None:
    text = MINIMAL.replace(
        "\n    source: mnist\n    validation: {from: train, fraction: 0.1}",
        " {source: mnist, validation: {from: train, fraction: 0.1}}",
    )
    assert old in text
    advice = ("layers: »", "fraction: True", "count: True", "patience: None")
    assert not [m for m in messages(text.replace(old, new)) for part in advice if part in m]


def test_a_lab_to_take_from_is_offered(tmp_path: Path) -> None:
    for name, extra in (("premier", ""), ("second", "reuse: {premeir: [large]}\n")):
        (tmp_path / name / "sections").mkdir(parents=True)
        (tmp_path / name / "sections" / "01.md").write_text("# A\n", encoding="utf-8")
        (tmp_path / name / "lab.yaml").write_text(MINIMAL + extra, encoding="utf-8")
    (problem,) = check_lab(tmp_path / "second")[1]
    assert "TP inconnu « premeir » ; peut-être « premier »" in str(problem)


@pytest.mark.parametrize("reuse", ["{inconnu: [large]}", "{premier: [lagre]}", "{casse: [large]}"])
def test_what_another_lab_does_not_give_is_missed_once(reuse: str, tmp_path: Path) -> None:
    user = MINIMAL.replace("model: base", "model: large") + f"reuse: {reuse}\n"
    labs = {"premier": MINIMAL, "casse": MINIMAL + "titre: rien\n", "second": user}
    for name, definition in labs.items():
        (tmp_path / name / "sections").mkdir(parents=True)
        (tmp_path / name / "sections" / "01.md").write_text("# A\n", encoding="utf-8")
        (tmp_path / name / "lab.yaml").write_text(definition, encoding="utf-8")
    (problem,) = check_lab(tmp_path / "second")[1]
    assert "modèle inconnu" not in str(problem)
