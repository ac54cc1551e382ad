"""Pictures of a sheet stand where they are told, whole and in their shape."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from reportgen.evidence import theme
from reportgen.evidence.elements import Figure
from reportgen.evidence.tiles import open_sheet, place_picture, write_above, write_before
from tests.evidence.drawings import texts

MM = theme.DPI / 25.4
"""Pixels of a millimetre."""


def sheet(*pictures: tuple[npt.NDArray[Any], float, float, float]) -> npt.NDArray[np.uint8]:
    """Return the grey levels of a sheet of 60 mm × 40 mm."""

    def draw(canvas: Any) -> None:
        ax = open_sheet(canvas)
        for picture, left, top, side in pictures:
            place_picture(ax, picture, left, top, side, cmap="gray", vmin=0, vmax=255)

    with Image.open(io.BytesIO(theme.draw_png(60, 40, draw))) as read:
        return np.asarray(read.convert("L"))


def box(pixels: npt.NDArray[np.uint8]) -> list[float]:
    """Return the left, top, right and bottom of what is not white, in millimetres."""
    rows, columns = np.nonzero(pixels < 128)
    return [columns.min() / MM, rows.min() / MM, (columns.max() + 1) / MM, (rows.max() + 1) / MM]


def black(height: int, width: int) -> npt.NDArray[np.uint8]:
    return np.zeros((height, width), dtype=np.uint8)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((8, 8), [10, 5, 30, 25]), ((4, 8), [10, 10, 30, 20]), ((8, 2), [17.5, 5, 22.5, 25])],
)
def test_a_picture_fills_its_square_or_stands_in_its_middle(
    shape: tuple[int, int], expected: list[float]
) -> None:
    assert box(sheet((black(*shape), 10, 5, 20))) == pytest.approx(expected, abs=0.15)


def test_the_first_row_of_a_picture_is_its_top() -> None:
    picture = black(2, 2)
    picture[0] = 255
    assert box(sheet((picture, 10, 10, 20)))[1] == pytest.approx(20, abs=0.15)


def test_one_picture_does_not_move_another() -> None:
    assert box(sheet((black(8, 8), 40, 20, 10), (black(3, 3) + 255, 0, 0, 5))) == pytest.approx(
        [40, 20, 50, 30], abs=0.15
    )


def test_texts_stand_above_and_before_their_picture() -> None:
    def draw(canvas: Any) -> None:
        ax = open_sheet(canvas)
        write_above(ax, "dessus", 30, 20, 10)
        write_before(ax, "devant", 30, 20, 10)

    assert texts(Figure("", "c", "a", svg=theme.draw_svg(60, 40, draw))) == ["dessus", "devant"]
    with Image.open(io.BytesIO(theme.draw_png(60, 40, draw))) as read:
        left, top, right, bottom = box(np.asarray(read.convert("L")))
    assert left < right <= 40
    assert top < 20
    assert bottom < 30


def test_hundreds_of_pictures_share_one_pair_of_axes_that_nothing_measures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage

    work: Counter[str] = Counter()

    def count(kind: type, name: str) -> None:
        real = getattr(kind, name)

        def counted(self: Any, *args: Any, **options: Any) -> Any:
            work[f"{kind.__name__}.{name}"] += 1
            return real(self, *args, **options)

        monkeypatch.setattr(kind, name, counted)

    count(Axes, "draw")
    count(Axes, "get_tightbbox")
    count(AxesImage, "draw")
    sheet(*[(black(28, 28), float(x), float(y), 0.9) for x in range(20) for y in range(10)])
    # Matplotlib goes through every drawing twice, the first time without a mark.
    assert work == {"Axes.draw": 2, "AxesImage.draw": 2 * 200}
