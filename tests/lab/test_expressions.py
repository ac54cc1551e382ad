import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.lab.expressions import restore, shield

_PARTS = st.sampled_from(
    ["`", "``", "```\n", "~~~", "$", "$$", "{{ a }}", '{{ "`" }}', "{% if x %}", "\\", "\n", "\n\n",
     "texte", " ", "- ", "\ue010", "\ue011", "1", "{{", "}}"]
)  # fmt: skip
_MARKDOWN = st.one_of(st.text(), st.lists(_PARTS, max_size=30).map("".join))


@given(_MARKDOWN)
def test_restoring_gives_the_source_back(source: str) -> None:
    assert restore(*shield(source)) == source


@given(_MARKDOWN)
def test_shielding_keeps_the_number_of_lines(source: str) -> None:
    assert shield(source).text.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    "protected",
    [
        "`{{ a }}`",
        "``un ` {{ a }}``",
        "$x_{{i}}$",
        "$$\n{{a}}\n\n{{b}}\n$$",
        "```python\n{{ a }}\n```",
        "~~~\n{{ a }}\n``` \n~~~",
        "- ```\n  {{ a }}\n  ```",
        "```\n{{ jamais fermé }}",
    ],
)
def test_code_and_formulas_are_hidden_from_jinja(protected: str) -> None:
    text, kept = shield(f"avant\n\n{protected}")
    assert kept == (protected,)
    assert "{{" not in text


@pytest.mark.parametrize(
    "source",
    [
        "{{ f('`x`', \"$\") }}",
        "{% if a == '$' %}coûte 3 {% endif %}",
        r"un prix de 3 \$ et {{ a }} \$",
        "un accent grave seul ` puis {{ a }}",
        "un ` puis\n\nun autre ` plus loin {{ a }}",
        "{# `rien` #}",
    ],
)
def test_expressions_are_left_to_jinja(source: str) -> None:
    assert shield(source) == (source, ())
