"""What a build shows on the way: plain lines, a live bar, or warnings only."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import Progress

from reportgen.cli.progress import LineReporter, LiveReporter, format_metrics, show_progress
from reportgen.cli.session import Verbosity
from reportgen.reporting import Reporter, SilentReporter

METRICS = {"loss": 0.5312, "accuracy": 0.8126, "val_loss": 0.6, "val_accuracy": 0.79}


def _train(reporter: Reporter) -> None:
    """Report two trainings, the second going on after its first epoch."""
    reporter.training_planned(2, 3)
    reporter.stage("Entraînement")
    reporter.run_started("brut", 1, 1, 2, "jamais entraîné")
    for epoch in (1, 2):
        reporter.epoch_ended("brut", 1, epoch, 2, METRICS, 1.25)
    reporter.run_ended("brut", 1, 2.5)
    reporter.warn("données de remplacement")
    reporter.run_started("long", 1, 2, 2, "reprise")
    reporter.epoch_ended("long", 1, 2, 2, METRICS, 1.0)
    reporter.run_ended("long", 1, 1.0)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_metrics_are_told_in_french() -> None:
    assert format_metrics({"loss": 0.5312, "f1": 0.1}) == "perte 0,531, f1 0,100"


def test_lines_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(Verbosity.NORMAL) as reporter:
        _train(reporter)
    printed = capsys.readouterr()
    assert printed.out == ""
    values = "perte 0,531, exactitude 0,813, validation 0,790"
    assert _plain(printed.err).splitlines() == [
        "Entraînement",
        "Entraînement 1/2 : brut (graine 1), jamais entraîné",
        f"  brut époque 1/2 : {values} (1,3 s)",
        f"  brut époque 2/2 : {values} (1,3 s)",
        "  brut terminé en 2,5 s",
        "Attention : données de remplacement",
        "Entraînement 2/2 : long (graine 1), reprise",
        f"  long époque 2/2 : {values} (1,0 s)",
        "  long terminé en 1,0 s",
    ]


def test_verbose_lines_show_every_metric(capsys: pytest.CaptureFixture[str]) -> None:
    LineReporter(verbose=True).epoch_ended("brut", 1, 1, 2, METRICS, 1.0)
    assert "perte en validation 0,600" in capsys.readouterr().err


def test_quiet_shows_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress(Verbosity.QUIET) as reporter:
        _train(reporter)
    assert capsys.readouterr().err == "Attention : données de remplacement\n"


def test_silence_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    _train(SilentReporter())
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def _live(*, verbose: bool = False) -> tuple[LiveReporter, Progress, io.StringIO]:
    screen = io.StringIO()
    progress = Progress(console=Console(file=screen, width=120), auto_refresh=False)
    return LiveReporter(progress, verbose=verbose), progress, screen


def test_live_bars_count_the_epochs_to_do() -> None:
    reporter, progress, _ = _live()
    reporter.training_planned(2, 3)
    reporter.run_started("long", 1, 3, 4, "reprise")
    reporter.epoch_ended("long", 1, 3, 4, METRICS, 1.0)
    total, run = progress.tasks
    assert (total.completed, total.total) == (1, 3)
    assert (run.completed, run.total) == (1, 2)
    assert total.fields["values"] == "Entraînement 1/2"
    assert run.description == "long"
    assert _plain(run.fields["values"]).startswith("époque 3/4, perte 0,531")


def test_live_training_ends_in_one_line() -> None:
    reporter, progress, screen = _live()
    _train(reporter)
    assert [task.description for task in progress.tasks] == ["En tout"]
    lines = _plain(screen.getvalue()).splitlines()
    assert lines[1].startswith("brut (graine 1) : époque 2/2, perte 0,531")
    assert lines[1].endswith("en 2,5 s")


def test_live_text_is_never_taken_for_markup() -> None:
    reporter, _, screen = _live()
    reporter.warn("[bold]données[/bold]")
    assert "Attention : [bold]données[/bold]" in screen.getvalue()
