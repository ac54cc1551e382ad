"""The drawing of a network: a box for every feature map, as large as the map and its channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from reportgen.analysis.network import layer_names
from reportgen.evidence import theme
from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import find_run
from reportgen.french.naming import headed, named
from reportgen.french.numbers import NBSP, decimal, dimensions, liste, pluriel, pourcent
from reportgen.results import LayerRow, RunResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_PER_ROW = 9
_ROOMY = 7
"""Boxes in a row: most, and those whose texts fit on a line."""

_TALLEST = 20.0
_LINE = 3.4
"""Millimetres: height of the box of the largest map, and of a line of text."""

_COLOURS = {"input": "#D9D9D9", "convolution": "#9CC5E3", "pooling": "#F6C9A0", "vector": "#A8D8C4"}
_OTHER = "#E3D3E6"
_ACTIVATIONS = {"relu": "ReLU", "leaky_relu": "LeakyReLU", "sigmoid": "sigmoïde", "elu": "ELU"}


@dataclass(frozen=True)
class Block:
    """A layer that makes a map, its French lines, and those of the layers that touch it up."""

    kind: str
    shape: tuple[int, ...]
    lines: tuple[str, ...]
    extras: tuple[str, ...] = ()

    def followed_by(self, text: str) -> Block:
        """Return the block with one more layer that keeps its shape."""
        return Block(self.kind, self.shape, self.lines, (*self.extras, text))


def architecture(ctx: EvidenceContext, run: str) -> Figure:
    """Return the drawing of the network of a run, from its input to its output."""
    result = find_run(ctx, run)
    blocks = make_blocks(result)
    rows, columns = _grid(len(blocks))
    lines = max(len(_below(block, columns)) for block in blocks)
    height = rows * (_TALLEST + 13 + _LINE * lines)
    width = _step(columns) * columns
    title = result.spec.model.title
    return Figure(
        id="",
        caption=f"Architecture du {named('réseau', title)}",
        alt=f"{headed('réseau', title)}, de l’entrée à la sortie : {liste(map(_said, blocks))}.",
        data=_data(result),
        svg=theme.draw_svg(width, height, lambda figure: _draw(figure, blocks, width, height)),
        width=width,
        height=height,
    )


def _grid(count: int) -> tuple[int, int]:
    """Return the rows and columns that share boxes evenly among as few rows as legible."""
    rows = -(-count // _PER_ROW)
    return rows, -(-count // rows)


def _step(columns: int) -> float:
    """Return the width that a box and its texts take, in millimetres."""
    return theme.WIDTH / max(columns, _ROOMY)


def make_blocks(result: RunResult) -> tuple[Block, ...]:
    """Return the boxes to draw: layers that keep the shape and are not convolutions join one."""
    summary = result.summary
    blocks = [Block("input", summary.input_shape, ("Entrée",))]
    for row in summary.layers:
        if row.input_shape == row.output_shape and _kind(row) == "other":
            blocks[-1] = blocks[-1].followed_by(_extra(row))
        else:
            blocks.append(Block(_kind(row), row.output_shape, _describe(row)))
    return tuple(blocks)


def _kind(row: LayerRow) -> str:
    if "Conv" in row.class_name:
        return "convolution"
    if "Pooling" in row.class_name:
        return "pooling"
    if row.class_name in ("Dense", "Flatten"):
        return "vector"
    return "other"


def _describe(row: LayerRow) -> tuple[str, ...]:
    """Return two or three short French lines for a layer."""
    config = row.config
    if _kind(row) == "convolution":
        filters = config.get("filters") or row.output_shape[-1]
        lines = ["Convolution", f"{pluriel(filters, 'filtre', 'filtres')} {_window(config)}"]
        return (*lines, *_activation(config))
    if _kind(row) == "pooling":
        return _describe_pooling(row)
    if row.class_name == "Dense":
        units = pluriel(config.get("units", row.output_shape[-1]), "neurone", "neurones")
        return ("Dense", units, *_activation(config))
    return {"Flatten": ("Mise à plat",)}.get(row.class_name, (row.class_name,))


def _describe_pooling(row: LayerRow) -> tuple[str, ...]:
    word = "moyenne" if "Average" in row.class_name else "maximum"
    where = "globale" if word == "moyenne" else "global"
    if "Global" in row.class_name:
        return ("Pooling", f"{word} {where}")
    return ("Pooling", f"{word} {_window(row.config)}")


def _window(config: Mapping[str, Any]) -> str:
    size = config.get("kernel_size") or config.get("pool_size") or ()
    return dimensions(size if isinstance(size, Sequence) else (size, size))


def _activation(config: Mapping[str, Any]) -> tuple[str, ...]:
    name = config.get("activation")
    if not isinstance(name, str) or name == "linear":
        return ()
    return (_ACTIVATIONS.get(name, name),)


def _extra(row: LayerRow) -> str:
    config = row.config
    if "Dropout" in row.class_name:
        return f"{row.class_name} {pourcent(config.get('rate', 0), 0)}"
    if row.class_name == "LeakyReLU":
        return f"LeakyReLU {decimal(config.get('negative_slope', 0.3), 1)}"
    if row.class_name == "Activation":
        return _activation(config)[0] if _activation(config) else "linéaire"
    return {"BatchNormalization": "BatchNorm.", "LayerNormalization": "LayerNorm."}.get(
        row.class_name, row.class_name
    )


def _said(block: Block) -> str:
    extras = f", puis {liste(block.extras)}" if block.extras else ""
    return f"{' '.join(block.lines)} ({dimensions(block.shape)}{extras})"


def _data(result: RunResult) -> Data:
    rows = zip(layer_names(result), result.summary.layers, strict=True)
    return Data(
        ("layer", "class", "output_shape", "params"),
        tuple((n, r.class_name, "x".join(map(str, r.output_shape)), r.params) for n, r in rows),
    )


def _draw(figure: Canvas, blocks: Sequence[Block], width: float, height: float) -> None:
    figure.set_layout_engine("none")
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, width), ylim=(height, 0))
    ax.set_axis_off()
    rows, columns = _grid(len(blocks))
    step = _step(columns)
    largest = max((block.shape[0] for block in blocks if len(block.shape) > 1), default=1)
    for number, block in enumerate(blocks):
        row, column = divmod(number, columns)
        centre = (step * (column + 0.5), height / rows * row + _TALLEST / 2 + 8)
        _draw_block(ax, block, centre, largest)
        _write_around(ax, centre, dimensions(block.shape), _below(block, columns))
        if number + 1 < len(blocks):
            _draw_arrow(ax, centre, step, last=column == columns - 1)


def _draw_block(ax: Axes, block: Block, centre: tuple[float, float], largest: int) -> None:
    from matplotlib.patches import Polygon

    (x, y), (front, side) = centre, _size(block, largest)
    colour = _COLOURS.get(block.kind, _OTHER)
    style: dict[str, Any] = {"facecolor": colour, "edgecolor": theme.GREY, "linewidth": 0.7}
    left, top = x - (side + front * _SLANT) / 2, y - front / 2
    for corners in _faces(left, top, front, side):
        ax.add_patch(Polygon(corners, **style))


def _below(block: Block, columns: int) -> list[tuple[str, bool]]:
    """Return the lines under a box, and whether they tell of a layer that touches it up."""
    texts = [(text, False) for text in block.lines] + [(f"+ {t}", True) for t in block.extras]
    if columns <= _ROOMY:
        return texts
    return [(line, extra) for text, extra in texts for line in _broken(text)]


_LETTERS = 11
"""Letters of a line under boxes that stand close."""


def _broken(text: str) -> list[str]:
    """Return the lines of a text, where even a number may part from its noun."""
    loose = text.replace(NBSP, " ") if max(map(len, text.split(" "))) > _LETTERS else text
    return wrap(loose, _LETTERS, break_long_words=False)


def _write_around(
    ax: Axes, centre: tuple[float, float], shape: str, lines: list[tuple[str, bool]]
) -> None:
    """Write the shape above a box, and what it is below."""
    (x, y), top = centre, centre[1] + _TALLEST / 2 + 3
    _write(ax, x, y - _TALLEST / 2 - 4.5, shape)
    for line, (text, extra) in enumerate(lines):
        style = {"color": theme.GREY} if extra else {"weight": "normal" if line else "bold"}
        _write(ax, x, top + _LINE * line, text, **style)


_SLANT = 0.22
"""Horizontal room of the slanted face, as a share of the height of the box."""


def _size(block: Block, largest: int) -> tuple[float, float]:
    """Return height and thickness in millimetres: of the map's side, and of its channels."""
    if len(block.shape) > 1:
        return max(3.0, _TALLEST * sqrt(block.shape[0] / largest)), _thickness(block.shape[-1])
    return min(_TALLEST, 3.0 + 2.2 * log2(block.shape[0] + 1)) if block.shape else 3.0, 2.0


def _thickness(channels: int) -> float:
    return min(9.0, 0.8 + 1.1 * log2(channels))


def _faces(
    left: float, top: float, height: float, thickness: float
) -> tuple[list[tuple[float, float]], ...]:
    """Return front, upper and right-hand faces of a box seen from the upper right."""
    x, y = height * _SLANT, height * _SLANT * 0.6
    right, bottom = left + thickness, top + height
    front = [(left, top), (right, top), (right, bottom), (left, bottom)]
    upper = [(left, top), (left + x, top - y), (right + x, top - y), (right, top)]
    flank = [(right, top), (right + x, top - y), (right + x, bottom - y), (right, bottom)]
    return front, upper, flank


def _draw_arrow(ax: Axes, centre: tuple[float, float], step: float, *, last: bool) -> None:
    x, y = centre
    reach = 0.58 if not last else 0.5
    ax.annotate(
        "",
        xy=(x + step * reach, y),
        xytext=(x + step * 0.42, y),
        arrowprops={"arrowstyle": "-|>", "color": theme.GREY, "linewidth": 0.8},
    )


def _write(ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
    centred: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": theme.SMALL}
    ax.text(x, y, text, **(centred | style))
