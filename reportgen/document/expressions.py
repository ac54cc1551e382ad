"""Evaluates the expressions of prose; it knows neither Markdown nor what the names stand for.

An element or a reference that an expression gives becomes a mark that
:mod:`reportgen.document.compose` resolves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from traceback import walk_tb
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.document.marks import ELEMENT_MARK, REFERENCE_MARK, Evaluated, Evaluator
from reportgen.errors import EvidenceError, ReportgenError
from reportgen.evidence.elements import Element
from reportgen.lab.expressions import restore, shield
from reportgen.lab.problems import displayed
from reportgen.lab.types import Place, Prose

_TAG_LINE = re.compile(r"^[ \t]*(\{%(?:(?!%\}).)*?)(-?%\})[ \t]*\n", re.MULTILINE)

_OPENING = re.compile(r"\{[{%#]|\r")
"""What Jinja would act on: an expression, a tag, a comment, a foreign end of line."""

_NO_ITEM = re.compile(r"^(?:tuple|list) object has no element (-?\d+)$")
"""What Jinja says of a rank beyond the end of a list."""

_AUTHOR_MISTAKES = (
    TemplateError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
)


Rewrite = Callable[[nodes.Template], nodes.Template]


def make_evaluator(
    names: Mapping[str, Any],
    filters: Mapping[str, Callable[..., Any]],
    rewrite: Rewrite | None = None,
) -> Evaluator:
    """Return an evaluator that knows these names and filters, and ``ref``.

    Evidence functions among the names return an :class:`Element`. ``rewrite`` may add to the
    tree of a passage what should be seen of its evaluation.
    """

    def evaluate(prose: Prose) -> Evaluated:
        return _evaluate(prose, names, filters, rewrite)

    return evaluate


def _evaluate(
    prose: Prose,
    names: Mapping[str, Any],
    filters: Mapping[str, Callable[..., Any]],
    rewrite: Rewrite | None,
) -> Evaluated:
    shielded, kept = shield(prose.source)
    if not _OPENING.search(shielded):  # three passages in four of the labs
        return Evaluated(prose.source, (), ())
    elements: list[Element] = []
    references: list[str] = []

    def mark_element(value: object) -> object:
        if not isinstance(value, Element):
            return value
        elements.append(value)
        return ELEMENT_MARK.format(len(elements) - 1)

    def ref(identifier: str) -> str:
        references.append(identifier)
        return REFERENCE_MARK.format(len(references) - 1)

    environment = _environment(mark_element)
    environment.filters.update(filters)
    try:
        tree = environment.parse(_without_tag_lines(shielded))
        template = environment.from_string(rewrite(tree) if rewrite else tree)
        text = template.render({**names, "ref": ref})
    except ReportgenError as error:
        raise type(error)(f"{_line(prose.place, error)} : {error}") from error
    except _AUTHOR_MISTAKES as error:
        raise EvidenceError(_message(prose.place, error)) from error
    return Evaluated(restore(text, kept), tuple(elements), tuple(references))


def _environment(finalize: Callable[[object], object]) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=finalize,
        keep_trailing_newline=True,
        optimized=False,  # what runs once is not worth it
    )


def _without_tag_lines(source: str) -> str:
    """Make a line that holds only a ``{% tag %}`` leave no blank line, which would cut a paragraph.

    The line end moves into the tag, so that lines keep their numbers. Jinja's own
    ``trim_blocks`` would also take the line end of a tag that ends a line of text, and join
    two paragraphs.
    """
    return _TAG_LINE.sub(r"\1\n\2", source)


def _message(place: Place, error: Exception) -> str:
    start = f"{_line(place, error)} : "
    if isinstance(error, TemplateSyntaxError):
        return f"{start}expression mal écrite ({error.message})."
    if missing := _NO_ITEM.search(str(error)):
        return f"{start}pas d’élément {missing[1]} : on les compte de 0, et [-1] est le dernier."
    if isinstance(error, UndefinedError):
        return f"{start}nom inconnu dans une expression ({error})."
    return f"{start}l’expression échoue ({type(error).__name__}: {error})."


def _line(place: Place, error: BaseException) -> str:
    """Return ``file:line`` of the expression that failed; Jinja puts its lines in tracebacks."""
    lines = [line for frame, line in walk_tb(error.__traceback__) if _is_template(frame)]
    if isinstance(error, TemplateSyntaxError):
        lines.append(error.lineno)
    offset = lines[-1] - 1 if lines else 0
    return f"{displayed(place.file)}:{place.line + offset}"


def _is_template(frame: Any) -> bool:
    return bool(frame.f_code.co_filename == "<template>")
