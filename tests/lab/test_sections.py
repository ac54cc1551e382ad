from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reportgen.lab.sections import read_section
from reportgen.lab.types import Lab, Place, Prose, Question

from .conftest import SECTION

FILE = Path("sections/01-chiffres.md")


def _question(text: str = SECTION) -> Question:
    section, problems = read_section(FILE, text)
    assert problems == []
    return next(block for block in section.blocks if isinstance(block, Question))


def test_the_id_of_a_section_is_its_file_name_without_number() -> None:
    assert read_section(FILE, SECTION)[0].id == "chiffres"


def test_text_and_questions_come_in_their_order(complete: Lab) -> None:
    kinds = [type(block) for block in complete.sections[0].blocks]
    assert kinds == [Prose, Question, Prose]


def test_options_of_a_question_are_read() -> None:
    question = _question()
    assert (question.id, question.points, question.kind) == ("poids", 2.0, "exact")
    assert question.title == "Compter les poids"


def test_points_may_have_a_decimal_comma(complete: Lab) -> None:
    assert complete.questions[0].points == 1.5


def test_the_statement_holds_nothing_of_the_solution(complete: Lab) -> None:
    statement = complete.questions[0].statement.source
    assert statement.splitlines()[0] == "Affichez les images."
    assert statement.splitlines()[-1] == "Précisez leur classe."
    assert "bareme" not in statement
    assert "images(" not in statement


def test_a_criterion_may_continue_on_the_next_line(complete: Lab) -> None:
    solution = complete.questions[0].solution
    assert solution is not None
    assert [(c.points, c.text.source) for c in solution.scheme] == [
        (1.0, "les images"),
        (0.5, "leur classe,\nlisible"),
    ]


def test_every_prose_knows_the_line_where_it_starts() -> None:
    question = _question()
    assert question.solution is not None
    lines = SECTION.split("\n")
    for prose in (question.statement, question.solution.answer, question.solution.scheme[1].text):
        first = prose.source.split("\n")[0]
        assert first in lines[prose.place.line - 1]


def test_a_criterion_knows_its_column() -> None:
    solution = _question().solution
    assert solution is not None
    assert solution.scheme[0].text.place == Place(FILE, 18, 7)


def test_a_question_inside_a_code_block_is_code() -> None:
    text = "# T\n\n```markdown\n::::{question} a\n::::\n```\n"
    section, problems = read_section(FILE, text)
    assert problems == []
    assert [type(block) for block in section.blocks] == [Prose]


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    from reportgen.lab.text import read_text

    file = tmp_path / "a.md"
    file.write_bytes(("\ufeff" + SECTION.replace("\n", "\r\n")).encode())
    assert read_text(file) == SECTION


_LINES = st.sampled_from(
    [*SECTION.splitlines(), "::::", ":::", ":::::", ":::{note}", "```", "# Titre", "> :::{reponse}"]
)


@given(st.lists(_LINES, max_size=30).map("\n".join))
def test_any_section_is_read_with_places_inside_the_file(text: str) -> None:
    section, problems = read_section(FILE, text)
    count = text.count("\n") + 1
    places = [block.place for block in section.blocks] + [p.place for p in problems]
    assert all(1 <= place.line <= count for place in places)
