"""Elements made of populations: what they show, what their keys hold, what they refuse."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any

import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.dependencies import Restricted, element_parameters
from reportgen.evidence.elements import Code, Figure, Group, Table
from reportgen.evidence.population_views import population_views
from reportgen.evidence.rule import program
from reportgen.evidence.vocabulary import bind
from reportgen.french.numbers import pourcent
from reportgen.lab.types import FamilySpec
from reportgen.playground.data import make_data
from reportgen.playground.layers import initial_layers
from reportgen.playground.settings import ActivationName, Network, PenaltyName, Training
from reportgen.playground.surfaces import compute_surfaces
from tests.evidence.factory import MemoryContext
from tests.playground.made_up import TRAINING, bands, result, spec
from tests.playground.reference import train_one

NAN = math.nan


def context() -> MemoryContext:
    xor = result([0.17, 0.3, NAN], name="xor")
    bande = result([0.2, 0.2, 0.25], bands(3), hidden=(2,), name="bande")
    grand = result([0.175, 0.1, 0.3], hidden=(2, 2), name="grand")
    return MemoryContext(
        populations={"xor": xor, "bande": bande, "grand": grand},
        families={"tous": FamilySpec("tous", "tous les essais", ("grand", "xor", "bande"))},
    )


def call(name: str, *arguments: Any, **options: Any) -> Any:
    return bind(context())[name](*arguments, **options)


def test_points_are_those_of_the_task_with_their_labels() -> None:
    figure = call("nuage", "xor")
    data = make_data(spec().task)
    assert isinstance(figure, Figure)
    assert figure.svg is not None
    assert figure.data is not None
    assert len(figure.data.rows) == 500
    first = figure.data.rows[0]
    assert first == ("train", *data.train.points[0], int(data.train.labels[0]))


def test_a_surface_is_that_of_the_best_network_unless_told_otherwise() -> None:
    assert "réinitialisation 0 (perte de test 0,1700)" in call("surface", "xor").caption
    assert "réinitialisation 1 (perte de test 0,3000)" in call("surface", "xor", essai=1).caption
    assert "réinitialisation 0" in call("surface", "bande", essai="median").caption


def test_a_surface_has_its_values_on_the_plane() -> None:
    rows = call("surface", "bande").data.rows
    middle = min(rows, key=lambda row: abs(row[0]) + abs(row[1]))
    corner = min(rows, key=lambda row: abs(row[0] - 6) + abs(row[1] + 6))
    assert middle[2] > 0.9
    assert corner[2] < -0.9


def test_a_reset_that_was_not_trained_is_refused() -> None:
    with pytest.raises(EvidenceError, match="de 0 à 2"):
        call("surface", "xor", essai=7)


def test_no_network_is_the_best_when_all_diverged() -> None:
    ctx = MemoryContext(populations={"xor": result([NAN, NAN])})
    with pytest.raises(EvidenceError, match="divergent"):
        bind(ctx)["surface"]("xor")


def test_forms_show_the_first_resets_with_their_losses() -> None:
    figure = call("formes", "xor", n=3)
    assert [row[:2] for row in figure.data.rows] == [(0, 0.17), (1, 0.3), (2, None)]
    assert "n° 2 : divergente" in figure.alt
    assert len(call("formes", "xor", n=5).data.rows) == 3


@pytest.mark.parametrize("n", [0, -1, "cinq", True])
def test_a_number_of_forms_is_a_small_whole_number(n: Any) -> None:
    with pytest.raises(EvidenceError, match="formes : n="):
        call("formes", "xor", n=n)


def test_descents_hold_both_losses_at_every_measure() -> None:
    figure = call("descentes", "xor", n=2)
    assert len(figure.data.rows) == 2 * 11
    assert figure.data.rows[-1] == (1, 1000, pytest.approx(0.29), pytest.approx(0.3))
    assert "tirets : seuil" in figure.caption


def test_dispersion_is_a_figure_of_all_and_a_table_of_quartiles() -> None:
    group = call("dispersion", "xor", "bande")
    figure, table = group.elements
    assert isinstance(group, Group)
    assert isinstance(table, Table)
    assert len(figure.data.rows) == 6
    assert table.rows[0] == (
        "essai xor", "3", "0,1700", "0,2025", "0,2350", "0,2675", "0,3000", "1",
    )  # fmt: skip


def test_a_family_stands_for_its_members() -> None:
    table = call("dispersion", "tous").elements[1]
    assert [row[0] for row in table.rows] == ["essai grand", "essai xor", "essai bande"]


def test_a_population_named_twice_is_shown_once() -> None:
    assert len(call("dispersion", "tous", "xor").elements[1].rows) == 3


def test_smoothness_measures_every_network() -> None:
    figure, table = call("lissage", "bande").elements
    assert [row[2] for row in figure.data.rows] == pytest.approx([2.1] * 3, abs=0.3)
    assert table.rows[0][-1] == "0"


def test_the_search_orders_by_size_and_marks_the_first_that_succeeds() -> None:
    table, figure = call("recherche", "tous").elements
    assert [row[0] for row in table.rows] == ["essai bande", "**essai xor**", "essai grand"]
    assert [row[3] for row in table.rows] == [pourcent(share) for share in (0, 1 / 3, 2 / 3)]
    assert figure.data.rows[1][:4] == ("essai xor", 3, 13, 1)


def test_a_search_needs_a_threshold() -> None:
    ctx = context()
    bare = replace(ctx.populations["xor"], spec=replace(spec("xor"), threshold=None))
    ctx.populations = {**ctx.populations, "xor": bare, "bande": bare, "grand": bare}
    with pytest.raises(EvidenceError, match="threshold"):
        bind(ctx)["recherche"]("tous")


@pytest.mark.parametrize("name", ["nuage", "surface", "formes", "descentes", "regle"])
def test_a_misspelt_population_is_answered_with_the_nearest(name: str) -> None:
    with pytest.raises(EvidenceError, match="« xor »"):
        call(name, "xorr")


def test_a_family_is_not_a_population() -> None:
    with pytest.raises(EvidenceError, match="population inconnue"):
        call("surface", "tous")
    with pytest.raises(EvidenceError, match="famille inconnue"):
        call("recherche", "xor")


def test_remarks_take_populations_and_families() -> None:
    remark = call("constat", "recherche", "tous")
    assert remark.alt == " ".join(remark.sentences)
    assert "3 configurations" in remark.alt.replace("\u00a0", " ").replace("\u202f", " ")


def test_every_element_has_caption_alternative_text_and_data() -> None:
    found = [call(n, "xor") for n in ("nuage", "surface", "formes", "descentes")]
    found += [e for n in ("dispersion", "lissage") for e in call(n, "xor").elements]
    found += call("recherche", "tous").elements
    for element in found:
        assert element.caption
        assert not element.caption.endswith(".")
        assert element.alt
        assert element.data.rows


def test_a_caption_keeps_a_sign_on_the_line_of_its_preposition() -> None:
    for name in ("nuage", "surface", "formes"):
        assert not re.search(r" [+−]1", call(name, "xor").caption), name


def parameters(name: str, *arguments: str) -> dict[str, Any]:
    return element_parameters(context(), name, arguments, {})


def test_the_key_holds_the_populations_named_and_no_other() -> None:
    assert set(parameters("surface", "xor")["populations"]) == {"xor"}
    assert set(parameters("recherche", "tous")["populations"]) == {"xor", "bande", "grand"}
    assert parameters("courbes", "base")["populations"] == {}


@pytest.mark.parametrize(
    "change",
    [
        {"title": "autre"},
        {"threshold": 0.2},
        {"resets": 5},
        {"training": replace(TRAINING, learning_rate=0.1)},
    ],
)
def test_what_a_population_shows_is_in_the_key(change: dict[str, Any]) -> None:
    ctx, before = context(), parameters("surface", "xor")
    changed = replace(ctx.populations["xor"], spec=replace(ctx.populations["xor"].spec, **change))
    ctx.populations = {**ctx.populations, "xor": changed}
    assert element_parameters(ctx, "surface", ("xor",), {}) != before


def test_an_element_reads_no_population_that_it_does_not_name() -> None:
    shown = Restricted(context(), parameters("surface", "xor"))
    assert shown.population("xor").resets == (0, 1, 2)
    assert shown.lab.populations["xor"].name == "xor"
    for read in (
        lambda: shown.population("bande"),
        lambda: shown.population_key("bande"),
        lambda: shown.lab.populations["bande"],
        lambda: shown.lab.families["tous"],
    ):
        with pytest.raises(AssertionError, match="do not name"):
            read()


def test_views_give_settings_and_final_losses() -> None:
    xor = population_views(context())["xor"]
    assert (xor.title, xor.hidden, xor.neurons, xor.params, xor.resets) == (
        "essai xor",
        (3,),
        3,
        13,
        3,
    )
    assert (xor.successes, xor.diverged, xor.best, xor.worst) == (1, 1, 0.17, 0.3)
    assert xor.success_rate == pytest.approx(1 / 3)
    assert (xor.learning_rate, xor.batch_size, xor.epochs, xor.penalty) == (0.01, 10, 1000, 0.0)


def test_an_unknown_value_of_a_population_is_answered_with_the_nearest() -> None:
    with pytest.raises(EvidenceError, match="« median »"):
        population_views(context())["xor"].mediane  # noqa: B018


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
@pytest.mark.parametrize("penalty", ["none", "L1", "L2"])
def test_the_program_trains_the_first_network(
    activation: ActivationName, penalty: PenaltyName, capsys: pytest.CaptureFixture[str]
) -> None:
    network = Network((3, 2), activation)
    rate = 0.0 if penalty == "none" else 0.02
    training = Training(0.1, 30, 3, penalty, rate)
    definition = spec(network=network, training=training)
    space: dict[str, Any] = {}
    exec(program(definition), space)
    start = initial_layers(definition.task, network, [0])[0]
    expected = train_one(definition.task, network, training, start)
    assert space["pertes"] == pytest.approx((expected.train[-1], expected.test[-1]), rel=1e-12)
    assert "Pertes d’apprentissage et de test" in capsys.readouterr().out


def test_the_program_is_python_of_printable_width() -> None:
    code = call("regle", "xor")
    assert isinstance(code, Code)
    compile(code.text, "regle", "exec")
    assert max(map(len, code.text.splitlines())) <= 84


def test_lengths_of_level_lines_are_computed_once_for_all_elements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[int] = []

    def compute(*arguments: Any) -> Any:
        counted.append(1)
        return compute_surfaces(*arguments)

    monkeypatch.setattr("reportgen.analysis.smoothness.compute_surfaces", compute)
    bound = bind(context())
    bound["lissage"]("xor")
    bound["lissage"]("xor", "grand")
    bound["constat"]("lissage", "xor", "grand")
    assert len(counted) == 3 + 3
