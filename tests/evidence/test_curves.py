"""Learning curves say in words and draw what the histories hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.curves import courbes
from reportgen.evidence.histories import best_epoch
from tests.evidence import factory
from tests.evidence.drawings import texts

SECOND = factory.history(
    loss=(1.7, 1.2, 0.9),
    accuracy=(0.2, 0.5, 0.65),
    val_loss=(1.6, 1.3, 1.45),
    val_accuracy=(0.3, 0.45, 0.5),
)


def one_run() -> factory.MemoryContext:
    return factory.MemoryContext()


def two_seeds() -> factory.MemoryContext:
    seeds = [factory.seed_result(1), factory.seed_result(2, SECOND)]
    return factory.MemoryContext(runs={"base": factory.run_result(seeds=seeds)})


def test_the_alternative_text_gives_start_best_and_end_of_every_curve() -> None:
    alt = courbes(one_run(), "base").alt
    assert (
        "Perte de validation de « réseau de base » : 1,40 à l’époque 1, minimum 1,00 à "
        "l’époque 3, 1,20 à l’époque 4." in alt
    )
    assert (
        "Exactitude d’apprentissage de « réseau de base » : 0,40 à l’époque 1, maximum 0,90 à "
        "l’époque 4, la dernière." in alt
    )


def test_caption_of_one_run() -> None:
    assert courbes(one_run(), "base").caption == ("Courbes d’apprentissage de « réseau de base »")


def test_axes_and_legend_are_french() -> None:
    found = texts(courbes(one_run(), "base"))
    assert {"Époque", "Perte", "Exactitude"} <= set(found)
    assert {"apprentissage", "validation", "perte de validation la plus basse"} <= set(found)
    assert "0,6" in found


def test_the_legend_says_what_the_marked_epoch_is_best_at() -> None:
    loss, plain = factory.run_result("loss"), factory.run_result("accuracy")
    exact = replace(plain, spec=replace(plain.spec, monitor="val_accuracy"))
    ctx = factory.MemoryContext(runs={"loss": loss, "accuracy": exact})
    assert "perte de validation la plus basse" in texts(courbes(ctx, "loss"))
    assert "exactitude de validation la plus haute" in texts(courbes(ctx, "accuracy"))
    assert "meilleure époque, selon l’essai" in texts(courbes(ctx, "loss", "accuracy"))


def test_the_legend_names_several_runs() -> None:
    runs = {"a": factory.run_result("a", "premier"), "b": factory.run_result("b", "second")}
    found = texts(courbes(factory.MemoryContext(runs=runs), "a", "b"))
    assert {"premier", "second", "apprentissage", "validation"} <= set(found)


def test_data_have_a_row_for_each_epoch_curve_and_seed() -> None:
    data = courbes(two_seeds(), "base", metrics=["loss"]).data
    assert data is not None
    assert data.columns == ("run", "seed", "metric", "split", "epoch", "value")
    assert len(data.rows) == 2 * (4 + 3)
    assert ("base", 2, "loss", "validation", 3, 1.45) in data.rows


def test_several_seeds_are_averaged_over_the_epochs_that_all_reached() -> None:
    figure = courbes(two_seeds(), "base", metrics=["loss"])
    assert "(moyenne de deux graines) : 1,50 à l’époque 1" in figure.alt
    assert "1,23 à l’époque 3" in figure.alt
    assert "bande : du minimum au maximum des graines" in figure.caption


def test_the_best_epoch_of_one_seed_is_the_stored_one() -> None:
    assert best_epoch(factory.run_result()) == 3


def test_the_best_epoch_of_several_seeds_is_that_of_their_mean() -> None:
    assert best_epoch(two_seeds().runs["base"]) == 2


def test_a_run_without_validation_has_no_best_epoch_and_no_validation_curve() -> None:
    past = factory.history(loss=(1.0, 0.5), accuracy=(0.5, 0.7))
    result = factory.run_result(seeds=[factory.seed_result(past=past)])
    figure = courbes(factory.MemoryContext(runs={"base": result}), "base")
    assert best_epoch(result) is None
    assert "validation" not in figure.alt
    assert "perte de validation la plus basse" not in texts(figure)


def test_a_single_epoch_is_drawn_and_told() -> None:
    past = factory.history(loss=(1.0,), accuracy=(0.5,), val_loss=(1.1,), val_accuracy=(0.4,))
    result = factory.run_result(seeds=[factory.seed_result(past=past)])
    figure = courbes(factory.MemoryContext(runs={"base": result}), "base")
    assert "1,00 après l’unique époque" in figure.alt


def test_losses_that_left_the_numbers_are_undefined_and_never_best() -> None:
    past = factory.history(
        loss=(1.0, float("nan")),
        accuracy=(0.5, 0.1),
        val_loss=(1.1, float("nan")),
        val_accuracy=(0.4, 0.1),
    )
    result = factory.run_result(seeds=[factory.seed_result(past=past)])
    figure = courbes(factory.MemoryContext(runs={"base": result}), "base", metrics=["loss"])
    assert "minimum 1,10 à l’époque 1, indéfini à l’époque 2" in figure.alt


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(EvidenceError, match="Vouliez-vous dire « accuracy »"):
        courbes(one_run(), "base", metrics=["acuracy"])


def test_a_validation_metric_is_asked_for_by_its_plain_name() -> None:
    with pytest.raises(EvidenceError, match="écrivez « loss »"):
        courbes(one_run(), "base", metrics=["val_loss"])


def test_an_svg_stays_small_for_long_trainings() -> None:
    values = [1 / (1 + e) for e in range(200)]
    past = factory.history(loss=values, accuracy=values, val_loss=values, val_accuracy=values)
    runs = {
        name: factory.run_result(name, name, seeds=[factory.seed_result(past=past)])
        for name in "abcdef"
    }
    svg = courbes(factory.MemoryContext(runs=runs), *runs).svg
    assert svg is not None
    assert len(svg) < 300_000


def test_long_titles_do_not_push_the_legend_off_the_page() -> None:
    title = "trois blocs normalisés, apprentissage court"
    runs = {name: factory.run_result(name, f"{title} {name}") for name in "abc"}
    figure = courbes(factory.MemoryContext(runs=runs), *runs)
    assert figure.svg is not None
    assert not re.search(r"translate\(-\d", figure.svg)
    assert figure.height > courbes(one_run(), "base").height


def test_captions_count_runs_that_are_too_many_to_name() -> None:
    runs = {name: factory.run_result(name, name) for name in "abcd"}
    caption = courbes(factory.MemoryContext(runs=runs), *runs).caption
    assert caption.startswith("Courbes d’apprentissage de quatre essais")


def test_losses_crushed_by_those_of_another_run_are_read_on_a_logarithmic_scale() -> None:
    far = [40 + e for e in range(4)]
    past = factory.history(
        loss=far, accuracy=(0.1, 0.2, 0.3, 0.4), val_loss=far, val_accuracy=(0.1, 0.2, 0.3, 0.4)
    )
    runs = {
        "a": factory.run_result("a", "proche"),
        "b": factory.run_result("b", "loin", seeds=[factory.seed_result(past=past)]),
    }
    ctx = factory.MemoryContext(runs=runs)
    assert {"Perte (échelle log.)", "Exactitude", "10"} <= set(texts(courbes(ctx, "a", "b")))
    for alone in ("a", "b"):
        assert "Perte" in texts(courbes(ctx, alone))


def test_a_run_keeps_its_colour_and_its_marker_from_figure_to_figure() -> None:
    runs = {name: factory.run_result(name, name) for name in "abc"}
    ctx = factory.MemoryContext(runs=runs)
    second = theme.colour(1).lower()
    for others in (("a", "b"), ("b", "c"), ("b", "a")):
        assert second in (courbes(ctx, *others).svg or "")
    assert second not in (courbes(ctx, "a", "c").svg or "")
