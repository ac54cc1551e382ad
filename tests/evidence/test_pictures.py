"""Sheets of pictures show the images asked for, with the right names."""

from __future__ import annotations

import numpy as np
import pytest

from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Figure, Table
from reportgen.evidence.pictures import displayable, erreurs, images
from reportgen.evidence.theme import DPI, WIDTH
from tests.evidence import factory
from tests.evidence.drawings import pixels
from tests.evidence.test_scores import plain


def test_the_first_images_are_named_in_order() -> None:
    figure = images(factory.MemoryContext(), "cifar", n=4, columns=2)
    assert (
        figure.caption
        == "Les quatre premières images d’apprentissage de CIFAR-10, avec leur classe"
    )
    assert figure.alt.endswith("dans l’ordre : Avion, Voiture, Oiseau et Avion.")
    assert figure.data is not None
    assert figure.data.rows[1] == (1, 1, "Voiture")


def test_a_sheet_is_as_wide_as_its_columns_and_sharp_in_print() -> None:
    figure = images(factory.MemoryContext(), "cifar", n=12, columns=5)
    assert figure.width == 82.5
    assert pixels(figure)[0] == pytest.approx(82.5 / 25.4 * DPI, abs=1)


def test_many_columns_stay_within_the_page() -> None:
    assert images(factory.MemoryContext(), "cifar", n=12, columns=12).width == WIDTH


def test_fewer_images_than_asked_for_are_all_shown() -> None:
    figure = images(factory.MemoryContext(), "cifar", n=25, split="validation")
    assert figure.caption.startswith("Les trois premières images de validation")


def test_a_sorted_file_shows_every_class_when_asked_to() -> None:
    figure = images(factory.MemoryContext(), "cifar", n=3, columns=3, par_classe=True)
    assert figure.caption == "La première image d’apprentissage de chaque classe de CIFAR-10"
    assert figure.data is not None
    assert [row[2] for row in figure.data.rows] == ["Avion", "Voiture", "Oiseau"]
    two = images(factory.MemoryContext(), "cifar", n=7, par_classe=True)
    assert two.caption.startswith("Les deux premières images d’apprentissage de chaque classe")
    assert two.data is not None
    assert [row[1] for row in two.data.rows] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("n", [0, -1, 2.5, True])
def test_a_number_of_images_below_one_is_refused(n: int) -> None:
    with pytest.raises(EvidenceError, match="un entier d’au moins 1"):
        images(factory.MemoryContext(), "cifar", n=n)


def test_vectors_are_not_pictures() -> None:
    with pytest.raises(EvidenceError, match="ne se montrent pas"):
        displayable(np.zeros((2, 10)))


def test_grey_images_lose_their_channel_axis() -> None:
    assert displayable(np.zeros((2, 4, 4, 1), dtype=np.uint8)).shape == (2, 4, 4)


def test_float_images_are_brought_between_zero_and_one() -> None:
    shown = displayable(np.linspace(-3, 5, 2 * 3 * 3 * 3).reshape(2, 3, 3, 3))
    assert (shown.min(), shown.max()) == (0, 1)


def many_errors() -> factory.MemoryContext:
    labels = [0] * 6 + [1] * 6 + [2] * 4
    predicted = [1, 1, 1, 0, 0, 0, 2, 2, 1, 1, 1, 1, 2, 2, 2, 0]
    seed = factory.seed_result(predicted=predicted, labels=labels)
    data = factory.dataset(test=factory.split(labels))
    return factory.MemoryContext({"base": factory.run_result(seeds=[seed])}, {"cifar": data})


def test_confusions_are_ranked() -> None:
    table = erreurs(many_errors(), "base", pairs=2).elements[0]
    assert isinstance(table, Table)
    assert plain(table.rows) == [
        ("1er", "Avion", "Voiture", "3", "50,0 %"),
        ("2e", "Voiture", "Oiseau", "2", "33,3 %"),
    ]
    assert table.caption.startswith("Les deux confusions les plus fréquentes")
    assert table.caption.replace("\u00a0", " ").endswith("(6 erreurs en tout)")


def test_equal_confusions_share_a_rank_and_those_left_out_are_said() -> None:
    given = [1, 2, 0, 2, 0, 1]
    seed = factory.seed_result(labels=[0, 0, 1, 1, 2, 2], predicted=given)
    context = factory.MemoryContext(runs={"base": factory.run_result(seeds=[seed])})
    shown, cut, alone = (erreurs(context, "base", pairs=n).elements[0] for n in (6, 5, 1))
    assert isinstance(shown, Table)
    assert {row[0] for row in shown.rows} == {"1er ex æquo"}
    assert "ex æquo" not in shown.caption
    assert cut.caption.endswith(" ; une autre est ex æquo avec la dernière")
    assert alone.caption.endswith(" ; cinq autres sont ex æquo avec elle")
    assert isinstance(alone, Table)
    assert alone.rows[0][0] == "1er ex æquo"


def test_pictures_of_errors_are_shared_between_the_pairs() -> None:
    figure = erreurs(many_errors(), "base", pairs=2, n=3).elements[1]
    assert isinstance(figure, Figure)
    assert figure.data is not None
    assert figure.data.rows == (
        (0, "Avion", "Voiture"),
        (1, "Avion", "Voiture"),
        (6, "Voiture", "Oiseau"),
    )


def test_each_pair_has_a_row_of_pictures() -> None:
    figure = erreurs(many_errors(), "base", pairs=2, n=3).elements[1]
    alone = erreurs(many_errors(), "base", pairs=1, n=2).elements[1]
    assert isinstance(figure, Figure)
    assert isinstance(alone, Figure)
    assert (figure.width, figure.height) == (alone.width, 2 * alone.height)


def test_a_run_without_errors_has_a_table_that_says_so() -> None:
    runs = {"base": factory.run_result(seeds=[factory.seed_result(predicted=factory.TEST_LABELS)])}
    group = erreurs(factory.MemoryContext(runs=runs), "base")
    assert len(group.elements) == 1
    assert "toutes les images sont justes" in group.alt


def test_more_than_twelve_columns_leave_the_names_to_the_alternative_text() -> None:
    data = factory.dataset(train=factory.split([0, 1, 2] * 13))
    figure = images(factory.MemoryContext(datasets={"cifar": data}), "cifar", n=39, columns=13)
    assert figure.caption == "Les 39 premières images d’apprentissage de CIFAR-10"
    assert "Avion, Voiture, Oiseau" in figure.alt
    assert figure.height == pytest.approx(3 * WIDTH / 13)
