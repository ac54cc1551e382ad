"""Texts stand where they hide nothing, near their points when they can."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.evidence.placing import Place, Problem, arrange

ROOM = (0.0, 0.0, 400.0, 300.0)
SIZE = (60.0, 10.0)
SPOTS = st.tuples(st.integers(3, 37), st.integers(3, 27)).map(lambda p: (10.0 * p[0], 10.0 * p[1]))


def rect(place: Place) -> tuple[float, float, float, float]:
    (x, y), (width, height) = place.centre, SIZE
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.01 and up > 0.01


def test_a_lone_text_stands_beside_its_point_on_one_line() -> None:
    (place,) = arrange(Problem([(200.0, 150.0)], [[SIZE, (30.0, 20.0)]], [], ROOM))
    assert place.form == 0
    assert place.centre == (200.0 + 6.0 + 30.0, 150.0)


def test_a_text_without_room_on_one_line_is_broken() -> None:
    room = (160.0, 0.0, 240.0, 300.0)
    (place,) = arrange(Problem([(200.0, 150.0)], [[(90.0, 10.0), (30.0, 20.0)]], [], room))
    assert place.form == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=8, unique=True))
def test_texts_leave_neither_the_room_nor_hide_each_other_nor_points(
    points: list[tuple[float, float]],
) -> None:
    problem = Problem(points, [[SIZE]] * len(points), [], ROOM)
    rects = [rect(place) for place in arrange(problem)]
    assert not any(meet(one, other) for one, other in combinations(rects, 2))
    assert all(r[0] >= 0 and r[1] >= 0 and r[2] <= 400 and r[3] <= 300 for r in rects)
    assert not any(meet(r, (x - 3, y - 3, x + 3, y + 3)) for r in rects for x, y in points)


def test_the_same_problem_has_the_same_answer() -> None:
    points = [(100.0 + 3 * i, 150.0) for i in range(6)]
    problem = Problem(points, [[SIZE]] * 6, [], ROOM)
    assert arrange(problem) == arrange(problem)


def test_a_text_stands_on_no_line_however_thin_and_its_own_crosses_none() -> None:
    walls = [((120.0, y), (280.0, y)) for y in (130.0, 170.0)]
    size = (50.0, 36.0)
    (place,) = arrange(Problem([(200.0, 150.0)], [[size]], walls, ROOM))
    assert 130.0 + size[1] / 2 < place.centre[1] < 170.0 - size[1] / 2
    wall = [((200.0, 0.0), (200.0, 145.0)), ((200.0, 155.0), (200.0, 300.0))]
    (place,) = arrange(Problem([(190.0, 100.0)], [[size]], wall, ROOM))
    assert place.centre[0] < 190.0
