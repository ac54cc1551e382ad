"""The file of results has one form: whatever else it holds, rightly signed, is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import DataError
from reportgen.submission.measured import MAX_BYTES, RESULTS, read_measured
from reportgen.trajectory import digest
from tests.grading.factory import record, results

Change = Callable[[dict[str, Any]], object]
HONEST = record(results(0.875), "0" * 12)


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "remise" / RESULTS
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def forged(change: Change) -> str:
    """Return the honest results as *change* leaves them, with the right checksum."""
    value = json.loads(HONEST)
    del value["sha256"]
    change(value)
    return json.dumps({**value, "sha256": digest(value)})


def run(value: dict[str, Any]) -> Any:
    return value["runs"]["essai"]


def seed(value: dict[str, Any]) -> Any:
    return run(value)["seeds"][0]


REFUSED: dict[str, Change] = {
    "a key of the file": lambda value: value.update(a=1),
    "a key of a run": lambda value: run(value).update(a=1),
    "a key of a layer": lambda value: run(value)["layers"][0].update(a=1),
    "a key of a seed": lambda value: seed(value).update(a=1),
    "a key of a score": lambda value: seed(value)["scores"]["test"].update(a=1),
    "a part of the data": lambda value: seed(value)["scores"].update(a=None),
    "a title that hides": lambda value: run(value).update(title="a\u202eb"),
    "a title of two lines": lambda value: run(value).update(title="a\nb"),
    "a long title": lambda value: run(value).update(title="a" * 301),
    "a layer that hides": lambda value: run(value)["layers"][0].update(name="a\u200bb"),
    "a kind that hides": lambda value: run(value)["layers"][0].update(kind="a\u200bb"),
    "a run named as a path": lambda value: value["runs"].update({"../a": run(value)}),
    "a curve named as a path": lambda value: seed(value)["history"].update({"../a": []}),
    "a key that is none": lambda value: seed(value).update(key="<b>"),
    "data that are none": lambda value: run(value).update(data="<b>"),
    "a lab that is none": lambda value: value.update(lab="../a"),
    "a version that is none": lambda value: value.update(version="a"),
    "a share above one": lambda value: seed(value)["scores"]["test"].update(accuracy=1.01),
    "a negative count": lambda value: run(value).update(params=-1),
    "an immense count": lambda value: run(value).update(params=10**13),
    "a truth for a count": lambda value: run(value).update(params=True),
    "a count as text": lambda value: run(value).update(params="1"),
    "no seed": lambda value: run(value).update(seeds=[]),
    "many seeds": lambda value: run(value).update(seeds=[seed(value)] * 51),
    "many layers": lambda value: run(value).update(layers=run(value)["layers"] * 400),
    "many runs": lambda value: value["runs"].update({f"r{i}": run(value) for i in range(60)}),
    "many curves": lambda value: seed(value).update(history={f"c{i}": [] for i in range(51)}),
    "long curves": lambda value: seed(value).update(history={"loss": [0.5] * 10_001}),
    "many classes": lambda value: seed(value).update(confusion=[[0]] * 1_001),
}


def test_honest_results_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, forged(lambda value: None))
    assert read_measured(path).runs["essai"] == results(0.875)


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_build_writes_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="illisible"):
        read_measured(written(tmp_path, forged(REFUSED[name])))


def test_a_key_twice_is_refused(tmp_path: Path) -> None:
    text = forged(lambda value: None).replace('"format": 1', '"format": 2, "format": 1')
    with pytest.raises(DataError, match="illisible"):
        read_measured(written(tmp_path, text))


def test_a_number_changed_by_hand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="modifié"):
        read_measured(written(tmp_path, HONEST.replace(b"0.875", b"0.975")))


def test_another_form_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="autre version"):
        read_measured(written(tmp_path, forged(lambda value: value.update(format=2))))


def test_a_file_beyond_its_bound_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="trop gros"):
        read_measured(written(tmp_path, b" " * (MAX_BYTES + 1)))
