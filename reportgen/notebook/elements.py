"""Evidence as the Markdown of a cell: tables with pipes, pictures within the text.

A picture is a data: URI rather than an attachment: nbgrader empties the text of an answer before
students get it, and leaves attachments where they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.document.pictures import figure_uri
from reportgen.document.source import typeset_markdown
from reportgen.document.types import Placed
from reportgen.document.wording import sentence
from reportgen.evidence.elements import Column, Figure, Remark, Table
from reportgen.french.typography import typeset_text

_RULES = {"left": ":---", "right": "---:", "center": ":---:", "decimal": "---:"}


def element_markdown(placed: Placed) -> str:
    """Return a table, figure or remark as Markdown, its caption above it; not for a program."""
    element = placed.element
    if isinstance(element, Remark):
        return typeset_markdown(" ".join(element.sentences))
    caption = caption_markdown(placed)
    if isinstance(element, Table):
        return f"{caption}\n\n{table_markdown(element)}"
    assert isinstance(element, Figure)  # groups are flattened, programs are cells
    alternative = typeset_text(element.alt).translate(_IN_BRACKETS)
    return f"![{alternative}]({figure_uri(element)})\n\n{caption}"


def caption_markdown(placed: Placed) -> str:
    """Return « **Figure 3.** La légende. » and the note below it, when there is one."""
    note = f" *{sentence(placed.element.note)}.*" if placed.element.note else ""
    return typeset_markdown(f"**{placed.label}.** {placed.element.caption}.{note}")


def table_markdown(table: Table) -> str:
    """Return a table with pipes; the rows of its foot are in bold."""
    foot = tuple(tuple(f"**{cell}**" if cell else "" for cell in row) for row in table.footer)
    return pipe_table(table.columns, (*table.rows, *foot))


def pipe_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; cells are inline Markdown."""
    head = _line([column.header for column in columns])
    rule = f"|{'|'.join(_RULES[column.align] for column in columns)}|"
    return "\n".join([head, rule, *map(_line, rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(typeset_markdown(_one_line(cell)) for cell in cells)} |"


def _one_line(cell: str) -> str:
    return cell.replace("\n", " ").replace("|", "\\|")


_IN_BRACKETS = {ord("["): "(", ord("]"): ")", ord("\n"): " "}
