"""A few seconds of random texts, what longer runs found, and that they reach what they should."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("needs signals", allow_module_level=True)

from reportgen.document import untrusted
from tests.submission.bench import Work
from tests.submission.fuzz_targets import targets
from tests.submission.fuzzing import LONGEST, Target, attempt, fuzz

SECONDS = 10
DEEP = {
    "réponses": "reportgen.submission.reading.content_problems",
    "une réponse": "reportgen.document.untrusted._cleaned",
    "rendu.yaml": "reportgen.submission.reading.read_identity",
    "lab.yaml": "reportgen.lab.loading.consistency_problems",
    "sections": "reportgen.lab.loading.prose_problems",
    "correction": "reportgen.grading.examination.claims_of",
    "décisions": "reportgen.grading.decisions._decided",
    "resultats.json": "reportgen.grading.examination.inconsistencies",
    "image": "reportgen.document.untrusted._encoded",
    "npz": "reportgen.data.npz.make_split",
    "idx": "reportgen.data.idx.parse_idx",
    "archive": "reportgen.data.class_folders.decode_picture",
    "lot CIFAR": "reportgen.data.cifar_batches.make_split",
    "lot": "reportgen.store.bundle._adopt_caches",
    "verrou": "reportgen.lock.Lock",
    "adresse": "reportgen.preview.server.parse_qs",
    "nombres": "reportgen.french.reading._reading",
}
"""A function that each target must reach with the text that it starts from."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    return {one.name: one for one in targets(tmp_path_factory.mktemp("cibles"))}


def test_random_texts_give_nothing_but_clear_errors(found: dict[str, Target]) -> None:
    assert list(fuzz(list(found.values()), SECONDS, seed=1)) == []


def test_every_target_is_known_to_reach_something(found: dict[str, Target]) -> None:
    assert set(found) == set(DEEP)


@pytest.mark.parametrize("name", DEEP)
def test_defect_deep_in_what_a_target_reads_is_seen(
    found: dict[str, Target], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planté")

    start = found[name].corpus[0]
    assert len(start) < LONGEST
    with monkeypatch.context() as planted:
        planted.setattr(DEEP[name], fail)
        planted.setattr(untrusted, "_drawn", {})  # a picture drawn before is not drawn again
        assert "ZeroDivisionError" in attempt(found[name], start)[0]
    assert attempt(found[name], start)[0] == ""


@pytest.mark.parametrize("text", ["{{ 9 | date }}"])
def test_texts_that_failed_once_give_clear_errors(work: Work, text: str) -> None:
    work.answer(text)
    assert "l’expression échoue" in work.build().problems[0]


def test_failure_is_found_and_made_short() -> None:
    def run(text: str) -> None:
        if "b" in text:
            raise KeyError("b")

    target = Target("essai", run, ["b", "c"], ["aaaaaaaa"])
    found = list(fuzz([target], 0.5, seed=0))
    assert [(one.text, one.error.partition("\n")[0]) for one in found] == [("b", "KeyError: 'b'")]
