"""The local page of a lab: it follows saves, shows problems and trainings, and serves no more."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from reportgen.errors import UsageError
from reportgen.preview.board import Board, Growth
from reportgen.preview.server import PreviewServer, asked
from reportgen.preview.work import Work, make_request
from tests.project_lab import Bench, make_bench

PATIENCE = 120.0
"""Seconds to wait for a change: a training on a busy machine."""


@dataclass
class Reader:
    """A browser that follows the page as its script does."""

    server: PreviewServer
    beat: int = 0

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=60)
        connection.request("GET", path, headers={} if host is None else {"Host": host})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()

    def wait(self, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            state: dict[str, Any] = json.loads(self.get(f"/suivi?vu={self.beat}")[1])
            self.beat = state["beat"]
            if until(state):
                return state
        raise AssertionError(f"nothing of what was waited for within {PATIENCE} s")


@dataclass
class Preview:
    bench: Bench
    reader: Reader
    work: Work


def follow(bench: Bench, *, train: bool) -> Iterator[Preview]:
    board = Board()
    server = PreviewServer(board, bench.project.template_roots, 0)
    request = make_request("tp_points", ("corrige",), None)
    work = Work(bench.project, bench.folder, request, board, train)
    threads = [Thread(target=job, daemon=True) for job in (server.serve_forever, work.follow)]
    for thread in threads:
        thread.start()
    yield Preview(bench, Reader(server), work)
    work.stop.set()
    server.shutdown()
    server.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    yield from follow(make_bench(tmp_path), train=False)


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Preview]:
    yield from follow(make_bench(tmp_path), train=True)


def test_page_is_the_document_and_follows_a_save(preview: Preview) -> None:
    first = preview.reader.wait(lambda state: state["version"] > 0)
    status, page = preview.reader.get("/")
    assert status == 200
    assert "Reconnaître le haut du bas" in page
    preview.bench.edit("sections/01-mesures.md", "Le jeu compte", "Ce jeu compte")
    preview.reader.wait(lambda state: state["version"] > first["version"])
    assert "Ce jeu compte" in preview.reader.get("/corrige")[1]


def test_problem_shows_its_line_over_the_last_page_until_it_is_mended(preview: Preview) -> None:
    preview.reader.wait(lambda state: state["version"] > 0)
    preview.bench.edit("lab.yaml", "filters: 4", "filtres: 4")
    said = preview.reader.wait(lambda state: bool(state["problem"]))["problem"]
    assert "lab.yaml:13" in said
    assert "filtres" in said
    assert "Reconnaître le haut du bas" in preview.reader.get("/")[1]
    preview.bench.edit("lab.yaml", "filtres: 4", "filters: 4")
    preview.reader.wait(lambda state: not state["problem"])


def test_nothing_but_the_documents_is_served(preview: Preview) -> None:
    preview.reader.wait(lambda state: state["version"] > 0)
    for path in ("/lab.yaml", "/../labs/tp_points/lab.yaml", "/etc/passwd", "/sujet"):
        assert preview.reader.get(path)[0] == 404
    assert preview.reader.get("/", host="evil.example")[0] == 403


def test_port_in_use_is_told(preview: Preview) -> None:
    with pytest.raises(UsageError, match="déjà pris"):
        PreviewServer(Board(), (), preview.reader.server.server_port)


def test_page_waits_where_there_is_no_document_yet(tmp_path: Path) -> None:
    roots = make_bench(tmp_path).project.template_roots
    server = PreviewServer(Board(), roots, 0)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    assert "se prépare" in Reader(server).get("/")[1]
    server.shutdown()
    server.server_close()


def test_board_gives_the_curves_of_trainings_that_go_on() -> None:
    board = Board()
    board.change(lambda b: b.growing.update({"petit#1": Growth("petit", 1, 5)}))
    board.change(lambda b: b.growing["petit#1"].add({"loss": 0.5}))
    assert board.state(0, 1)["growing"]["petit#1"]["metrics"] == {"loss": [0.5]}


@pytest.mark.keras
def test_missing_trainings_are_done_beside_and_shown(training: Preview) -> None:
    training.reader.wait(lambda state: bool(state["growing"]))
    training.reader.wait(lambda state: not state["growing"] and state["version"] > 1)
    assert "Elle vaut" in training.reader.get("/")[1]
    assert training.work.trainer is not None
    assert training.work.trainer.done == 1


def test_a_browser_that_leaves_early_is_not_spoken_of(capsys: pytest.CaptureFixture[str]) -> None:
    server = PreviewServer(Board(), (), 0)
    try:
        raise ConnectionResetError
    except ConnectionError:
        server.handle_error(None, ("127.0.0.1", 1))
    finally:
        server.server_close()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("address", "path", "seen"),
    [
        ("/suivi?vu=12", "/suivi", 12),
        ("/suivi?vu=²", "/suivi", 0),
        ("/suivi?vu=-1", "/suivi", 0),
        ("/suivi", "/suivi", 0),
        ("http://[", "?", 0),
    ],
)
def test_an_address_gives_a_path_and_a_beat_or_nonsense(address: str, path: str, seen: int) -> None:
    assert asked(address) == (path, seen)


def test_a_number_too_long_to_read_is_answered_without_a_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    board = Board(pages={"corrige": "page"}, beat=1)
    server = PreviewServer(board, (), 0)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        assert Reader(server).get(f"/suivi?vu={'9' * 5_000}")[0] == 200
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert capsys.readouterr().err == ""


def other_lab(bench: Bench) -> Path:
    """Make the lab take a model from another one, and return its definition."""
    folder = bench.folder.parent / "tp_autre"
    (folder / "sections").mkdir(parents=True)
    definition = "title: Autre\nmodels:\n  pris:\n    layers: [Flatten, {Dense: {units: 2}}]\n"
    (folder / "lab.yaml").write_text(definition, encoding="utf-8")
    (folder / "sections" / "01-autre.md").write_text("# Autre\n\nTexte.\n", encoding="utf-8")
    bench.edit("lab.yaml", "models:\n", "reuse: {tp_autre: [pris]}\nmodels:\n")
    return folder / "lab.yaml"


def test_a_save_in_a_lab_that_it_takes_from_is_followed(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    taken = other_lab(bench)
    preview = next(running := follow(bench, train=False))
    preview.reader.wait(lambda state: state["version"] > 0)
    text = taken.read_text(encoding="utf-8")
    taken.write_text(text.replace("units", "unites"), encoding="utf-8")
    preview.reader.wait(lambda state: "tp_autre" in state["problem"])
    next(running, None)


def test_a_training_that_fails_is_told_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def fail(*_: object, **__: object) -> tuple[int, list[str]]:
        tries.append(1)
        return 0, ["la perte a quitté les nombres"]

    monkeypatch.setattr("reportgen.pipeline.train", fail)
    preview = next(running := follow(make_bench(tmp_path), train=True))
    preview.reader.wait(lambda state: "quitté les nombres" in state["problem"])
    preview.bench.edit("sections/01-mesures.md", "Le jeu compte", "Ce jeu compte")
    preview.reader.wait(lambda state: "Ce jeu" in preview.reader.get("/")[1])
    assert len(tries) == 1
    assert preview.work.board.problem
    next(running, None)
