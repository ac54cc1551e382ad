"""``tensorboard``: what it writes, says and serves; the server is real in one test only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.cli import boards
from reportgen.errors import DefinitionError, ReportgenError, UsageError
from reportgen.project import find_lab, locate
from reportgen.reporting import SilentReporter
from reportgen.results import History, Machine
from reportgen.tensorboard import server
from tests.cli.conftest import Typed, write_lab

FOLDER = Path("build/tensorboard/petit/rapide")
MACHINE = Machine("x", 2, "Linux", "3.11", {}, "tensorflow")


def train(project: Path) -> None:
    """Store one epoch of each run of the lab, as a training would."""
    place = locate(project)
    material = pipeline.load(place, find_lab(place, "petit"), None, SilentReporter())
    history = History({"loss": (0.5,), "val_loss": (0.75,)}, (2.0,))
    for step in pipeline.plan_material(material).steps:
        entry = material.store.entry(step.trajectory.key)
        entry.write_history(history, MACHINE, "2026-01-01T00:00:00+00:00")


@pytest.fixture
def lab(project: Path) -> Path:
    """Make a project whose lab has one epoch stored."""
    folder = write_lab(project, "petit")
    train(project)
    return folder


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, int | None]]:
    """Replace the server, and the waiting by Ctrl-C; return what was asked of the server."""
    asked: list[tuple[Path, int | None]] = []

    def start(folder: Path, port: int | None) -> str:
        asked.append((folder, port))
        return "http://127.0.0.1:6006/"

    monkeypatch.setattr(server, "start", start)
    monkeypatch.setattr(boards, "follow", lambda update, period: None)
    return asked


def test_logs_alone_are_written_once(type_command: Typed, lab: Path) -> None:
    first = type_command("tensorboard", "petit", "--no-serve")
    second = type_command("tensorboard", "petit", "--no-serve")
    assert (first.exit_code, first.stdout) == (0, f"{FOLDER}\n")
    assert first.stderr.replace("\u00a0", " ") == "1 journal : 2 fichiers écrits.\n"
    assert second.stderr.replace("\u00a0", " ") == "1 journal : rien n’a changé.\n"
    assert {path.parent.name for path in FOLDER.rglob("*") if path.is_file()} == {
        "train",
        "validation",
    }


def test_a_lab_never_trained_is_told_how_to_be(type_command: Typed, project: Path) -> None:
    write_lab(project, "petit")
    result = type_command("tensorboard", "petit", "--no-serve")
    assert result.exit_code == 0
    assert "Pour entraîner : reportgen build petit" in result.stderr


def test_the_logs_go_where_one_says(type_command: Typed, lab: Path) -> None:
    result = type_command("tensorboard", "petit", "--no-serve", "--logdir", "ici")
    assert result.stdout == "ici/petit/rapide\n"
    assert Path("ici/petit/rapide/brut/train").is_dir()


def test_the_address_is_told_in_french_and_the_end_too(
    type_command: Typed, lab: Path, started: list[tuple[Path, int | None]]
) -> None:
    result = type_command("tensorboard", "petit", "--port", "7007")
    assert [(path.relative_to(Path.cwd()), port) for path, port in started] == [(FOLDER, 7007)]
    assert result.stdout.endswith("TensorBoard : http://127.0.0.1:6006/ (Ctrl-C pour arrêter)\n")
    assert result.stderr.endswith("TensorBoard est arrêté.\n")
    assert result.exit_code == 0


def test_without_tensorboard_nothing_is_written(
    type_command: Typed, lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.importlib.util, "find_spec", lambda name: None)
    result = type_command("tensorboard", "petit")
    assert result.exit_code == ReportgenError.exit_code
    assert "-m pip install tensorboard" in result.stderr
    assert not FOLDER.exists()


def test_a_port_in_use_is_told(
    type_command: Typed, lab: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(folder: Path, port: int | None) -> str:
        raise UsageError("le port 6006 est déjà pris")

    monkeypatch.setattr(server, "start", start)
    assert type_command("tensorboard", "petit", "--port", "6006").exit_code == 2


def test_following_says_an_error_once_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    wrong, other = DefinitionError("« optimizer » inconnu"), DefinitionError("autre")
    outcomes: Iterator[Exception | None] = iter([wrong, wrong, None, wrong, other])
    slept: list[float] = []

    def update() -> None:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) > 5:
            raise KeyboardInterrupt

    boards.follow(update, 5, sleep)
    assert slept == [5] * 6
    assert capsys.readouterr().err.splitlines() == [
        "Attention : « optimizer » inconnu",
        "Attention : « optimizer » inconnu",
        "Attention : autre",
    ]


def wait_for_runs(address: str) -> list[str]:
    """Return the runs that a TensorBoard shows; it reads its logs in the background."""
    for _ in range(100):
        with urllib.request.urlopen(f"{address}data/runs", timeout=10) as answer:
            runs: list[str] = json.load(answer)
        if len(runs) == 2:
            break
        time.sleep(0.1)
    return sorted(runs)


def test_tensorboard_serves_the_logs_on_loopback_until_ctrl_c(lab: Path) -> None:
    # TensorFlow must stay out of the process that serves.
    program = (
        "import sys; from reportgen.cli.main import cli\n"
        "try: cli()\n"
        "finally: print('LOADED', 'tensorflow' in sys.modules, file=sys.stderr)"
    )
    repository = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", program, "tensorboard", "petit"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": repository},
        # A shell that runs the tests in the background has SIGINT ignored, which is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline(), process.stdout.readline()]
        address = lines[1].split()[2]
        assert address.startswith("http://127.0.0.1:")
        assert wait_for_runs(address) == ["brut/train", "brut/validation"]
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert errors.splitlines()[-2:] == ["TensorBoard est arrêté.", "LOADED False"]
