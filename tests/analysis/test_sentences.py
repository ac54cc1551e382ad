"""Every sentence that remarks can make: form, typography, spelling and grammar."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reportgen.analysis.remarks import TOPICS
from reportgen.french.typography import typeset_text
from tests.analysis.scenarios import all_sentences

TERMS = {
    "dropout",
    "surapprentissage",
    "softmax",
    "Student",
    "McNemar",
    "Holm",
    "Spearman",
    "ReLU",
    "LeakyReLU",
    "rétropropagation",
}
"""Words of the field and names that a general dictionary lacks."""

ENGLISH = re.compile(
    r"\b(?:the|of|and|with|epochs?|accuracy|loss|overfitting|batch|layers?|seeds?|run|runs"
    r"|train|padding|learning|score|gap|None|nan|inf)\b",
    re.IGNORECASE,
)
ELISION = re.compile(
    r"\b(?:de|le|la|que|ne|se|je|ce|me|te|si|jusque|lorsque|puisque)\s"
    r"(?!onze|oui|huit|un\b)[aeiouyàâéèêëîïôùûœ]",
    re.IGNORECASE,
)
SINGULAR = re.compile(
    r"(?<![\d,.])[01](?:,\d+)?[\s\u00a0\u202f]+(?:images|époques|points|erreurs|graines|fois,)"
)


def texts() -> list[str]:
    return [text for _, text in all_sentences()]


def unquoted() -> list[str]:
    """Return the sentences with a name in place of titles and classes, each once."""
    return sorted({re.sub(r"«[^»]*»", "Dupont", text) for text in texts()})


def offenders(pattern: re.Pattern[str] | str) -> list[str]:
    return [text for text in unquoted() if re.search(pattern, text)]


def test_every_topic_speaks_and_there_are_many_sentences() -> None:
    assert {topic for topic, _ in all_sentences()} == set(TOPICS)
    assert len(unquoted()) > 250


def test_sentences_begin_with_a_capital() -> None:
    assert [t for t in texts() if not t[0].isupper()] == []


def test_sentences_end_with_one_full_stop() -> None:
    assert [t for t in texts() if not t.endswith(".") or t.endswith("..")] == []
    assert [t for t in texts() if re.search(r"[\s,;:]\.$", t)] == []


def test_no_double_spaces_nor_space_before_comma() -> None:
    assert offenders(r"[\s\u00a0\u202f]{2}") == []
    assert offenders(r"[\s\u00a0\u202f][,.]") == []


def test_numbers_are_written_the_french_way() -> None:
    assert offenders(r"\d\.\d") == []
    assert offenders(r"\d{4}") == []
    assert offenders(r"(?<!\d)-\d") == []
    assert offenders(r"\d %") == []


def test_a_single_thing_is_singular() -> None:
    assert offenders(SINGULAR) == []


def test_small_points_are_singular_and_others_plural() -> None:
    assert offenders(r"(?<![\d,])[01],\d[\u00a0 ]points") == []
    assert offenders(r"(?<![01],)\d,\d[\u00a0 ]point\b(?<!\b[01],\d[\u00a0 ]point)") == []


def test_no_english_word() -> None:
    assert offenders(ENGLISH) == []


def test_vowels_are_elided() -> None:
    assert offenders(ELISION) == []
    assert offenders(r"\bau lieu de un") == []


def test_no_contraction_is_forgotten() -> None:
    assert offenders(r"\b(?:de les|de le|à les|à le)\b(?! moins)") == []


def test_quotes_and_apostrophes_are_typographic() -> None:
    for text in texts():
        assert "'" not in text
        assert '"' not in text
        assert text.count("«") == text.count("»")
        assert re.search(r"«(?!\u00a0)|(?<!\u00a0)»", text) is None


def test_high_punctuation_has_no_break_spaces() -> None:
    assert offenders(r"(?<!\u202f)[;!?]") == []
    assert offenders(r"(?<!\u00a0):") == []


def test_typesetting_again_changes_nothing() -> None:
    assert [t for t in texts() if typeset_text(t) != t] == []


def test_not_a_word_is_undefined() -> None:
    assert offenders("indéfini|nan|None") == []


def test_spelling() -> None:
    if shutil.which("hunspell") is None:
        pytest.skip("hunspell and its French dictionary are not installed")
    words = subprocess.run(
        ["hunspell", "-d", "fr", "-i", "utf-8", "-l"],
        input="\n".join(unquoted()),
        capture_output=True,
        text=True,
        check=False,
    )
    if words.returncode:
        pytest.skip("hunspell has no French dictionary here")
    found = {word.strip(".") for word in words.stdout.split()}
    assert found - TERMS - {"Dupont", "ln"} == set()


def test_grammar(tmp_path: Path) -> None:
    if shutil.which("grammalecte-cli") is None:
        pytest.skip("grammalecte-cli is not installed")
    file = tmp_path / "phrases.txt"
    # Grammalecte knows « activation », not « ReLU », as a noun that agrees.
    file.write_text(
        "\n\n".join(re.sub(r" ReLU", "", text) for text in unquoted()), encoding="utf-8"
    )
    done = subprocess.run(
        ["grammalecte-cli", "-f", str(file), "-j", "-ctx"],
        capture_output=True,
        text=True,
        check=True,
    )
    report = json.loads(done.stdout[done.stdout.index("{") :])
    errors = [
        (error["sRuleId"], error["sMessage"], error["sBefore"][-40:], error["sUnderlined"])
        for paragraph in report["data"]
        for error in paragraph["lGrammarErrors"]
    ]
    assert errors == []
