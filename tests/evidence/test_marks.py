"""Networks look the same in all figures of a lab, and never alike in one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.evidence import theme
from reportgen.evidence.marks import look, marked, marks, width

NAMES = st.lists(st.text("abcdefgh", min_size=1, max_size=2), unique=True, max_size=20)


@given(NAMES, st.data())
def test_networks_of_one_figure_never_look_alike(known: list[str], data: st.DataObject) -> None:
    shown = data.draw(st.permutations(known))
    numbers = marks(shown, known)
    looks = {tuple(look(number).values()) for number in numbers.values()}
    assert list(numbers) == list(shown)
    assert len(looks) == len(shown)


def test_a_network_takes_its_number_from_its_place_in_the_lab() -> None:
    known = list("abcdefghij")
    assert marks("ca", known) == {"c": 2, "a": 0}
    assert marks("cb", known) == {"c": 2, "b": 1}


def test_of_two_networks_of_one_number_the_later_takes_the_first_that_is_free() -> None:
    assert marks("ag", "abcdefg") == {"a": 0, "g": 1}
    assert marks("ga", "abcdefg") == {"g": 0, "a": 1}


def test_a_line_is_thinner_than_those_that_it_may_hide() -> None:
    widths = [width(rank, 4) for rank in range(4)]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == 4
    assert widths[-1] < width(0, 1) < widths[0]


@given(st.integers(1, 6), st.integers(1, 300), st.integers(0, 300))
def test_every_line_has_a_marker_within_it(lines: int, points: int, more: int) -> None:
    for rank in range(lines):
        places = marked(rank, lines, points, points + more)
        assert len(places) >= 1
        assert 0 <= min(places) <= max(places) < points


def test_equal_lines_have_their_markers_at_other_points() -> None:
    first, second = (set(marked(rank, 2, 20, 20)) for rank in range(2))
    assert not first & second


def test_no_run_is_marked_as_the_best_epoch_is() -> None:
    assert "o" not in theme.RUN_MARKERS
    assert len(set(theme.RUN_MARKERS)) == len(theme.RUN_MARKERS)
