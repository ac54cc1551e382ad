"""``build`` and ``plan``: what they ask of the pipeline, what they show of its answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from reportgen import pipeline
from reportgen.cli.plans import describe_plan
from reportgen.errors import TrainingError
from reportgen.pipeline import BuildReport, BuildRequest
from reportgen.plan import Plan
from reportgen.project import Project
from reportgen.reporting import Reporter
from tests.cli.conftest import Typed

Build = Callable[[Project, BuildRequest, Reporter], BuildReport]


def report(**changes: Any) -> BuildReport:
    """Return a build that made both documents."""
    made = tuple(
        Path.cwd() / "build/reports/tp" / n for n in ("sujet.html", "corrige.pdf", "a.csv")
    )
    values = {
        "files": made,
        "up_to_date": False,
        "trained": 2,
        "epochs": 24,
        "problems": (),
        "seconds": 192.0,
    }
    return BuildReport(**(values | changes))


@pytest.fixture
def requests(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[BuildRequest]:
    """Replace the pipeline by one that succeeds; return what it is asked."""
    asked: list[BuildRequest] = []

    def build(project: Project, request: BuildRequest, reporter: Reporter) -> BuildReport:
        asked.append(request)
        return report()

    monkeypatch.setattr(pipeline, "build", build)
    return asked


def _answer(monkeypatch: pytest.MonkeyPatch, answer: BuildReport) -> None:
    monkeypatch.setattr(pipeline, "build", lambda project, request, reporter: answer)


def test_build_asks_for_everything_by_default(
    type_command: Typed, requests: list[BuildRequest]
) -> None:
    type_command("build", "tp")
    assert requests == [BuildRequest("tp", ("sujet", "corrige"), ("html", "pdf"), None, None, True)]


def test_build_options_reach_the_request(type_command: Typed, requests: list[BuildRequest]) -> None:
    words = "build tp --document corrigé --format pdf --profile complet --output out"
    type_command(*words.split(), "--no-keep-going")
    assert requests == [BuildRequest("tp", ("corrige",), ("pdf",), "complet", Path("out"), False)]


def test_a_kind_of_pdf_reaches_the_request(
    type_command: Typed, requests: list[BuildRequest]
) -> None:
    type_command("build", "tp", "--pdf-variant", "pdf/a-3a")
    assert requests == [BuildRequest("tp", pdf_variant="pdf/a-3a")]


def test_an_unknown_kind_of_pdf_is_refused(type_command: Typed) -> None:
    result = type_command("build", "tp", "--pdf-variant", "pdf/x")
    assert result.exit_code == 2


def test_build_prints_the_documents_alone_on_standard_output(
    type_command: Typed, requests: list[BuildRequest]
) -> None:
    result = type_command("build", "tp")
    assert result.stdout == "build/reports/tp/sujet.html\nbuild/reports/tp/corrige.pdf\n"


def test_build_sums_up_its_work(type_command: Typed, requests: list[BuildRequest]) -> None:
    result = type_command("build", "tp")
    assert result.stderr.replace("\u202f", " ").replace("\u00a0", " ") == (
        "Fait en 3 min 12 s : 2 entraînements, 24 époques.\n"
    )


def test_quiet_build_prints_paths_only(type_command: Typed, requests: list[BuildRequest]) -> None:
    assert type_command("build", "tp", "--quiet").stderr == ""
    assert type_command("--quiet", "build", "tp").stderr == ""


def test_build_says_when_nothing_changed(
    type_command: Typed, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    _answer(monkeypatch, report(up_to_date=True))
    assert type_command("build", "tp").stderr == "Rien n’a changé : les documents sont à jour.\n"


def test_an_incomplete_document_is_shown_and_fails(
    type_command: Typed, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    _answer(monkeypatch, report(problems=("« brut » : perte infinie.", "figure impossible.")))
    result = type_command("build", "tp")
    assert result.exit_code == 1
    assert "sujet.html" in result.stdout
    assert result.stderr.endswith(
        "Erreur : le document est fait, mais incomplet :\n"
        "  - « brut » : perte infinie.\n  - figure impossible.\n"
    )


def test_open_shows_the_first_document(
    type_command: Typed, requests: list[BuildRequest], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    type_command("build", "tp", "--open")
    assert [Path(path).name for path in opened] == ["sujet.html"]


def test_a_failed_training_gives_its_message_and_code(
    type_command: Typed, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    def build(*arguments: object) -> BuildReport:
        raise TrainingError("la perte n’est plus un nombre.")

    monkeypatch.setattr(pipeline, "build", build)
    result = type_command("build", "tp")
    assert (result.exit_code, result.stderr) == (6, "Erreur : la perte n’est plus un nombre.\n")


@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_an_unknown_lab_is_told_with_the_nearest_name(type_command: Typed, command: str) -> None:
    result = type_command(command, "tp_cifr")
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "Erreur : TP inconnu : « tp_cifr ». Vouliez-vous dire « tp_cifar » ? TP connus : tp_cifar, "
    )


def step(action: str = "train", **changes: Any) -> SimpleNamespace:
    """Return a step of a plan as far as the command line looks at it."""
    values = {
        "run_names": ("brut",),
        "seed": 1,
        "action": action,
        "reason": "jamais entraîné",
        "changes": (),
        "epochs_done": 0,
        "epochs_wanted": 8,
        "epochs_asked": 8,
        "seconds": 60.0,
    }
    return SimpleNamespace(**(values | changes))


def plan_of(*steps: Any) -> Plan:
    return Plan(steps)


def _plain(lines: list[str]) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in lines]


def test_plan_tells_action_epochs_time_and_reason() -> None:
    extended = step("extend", run_names=("a", "b"), epochs_done=6, reason="reprise", seconds=15.0)
    assert _plain(describe_plan(plan_of(step(), extended), explain=False)) == [
        "entraîner  brut (graine 1)  8 époques  ≈ 1 min  jamais entraîné",
        "continuer  a, b (graine 1)  2 époques  ≈ 15 s   reprise",
        "À faire : 2 entraînements sur 2, 10 époques, environ 1 min 15 s.",
    ]


def test_plan_says_what_trajectories_save() -> None:
    shared = step(run_names=("court", "long"), epochs_asked=12)
    lines = _plain(describe_plan(plan_of(shared), explain=False))
    assert lines[1] == (
        "Les entraînements demandent 12 époques ; un apprentissage long prolonge un court : "
        "8 suffisent (67 %)."
    )


def test_plan_explains_what_changed() -> None:
    changed = step(changes=(("batch_size", 128, 64), ("model", "x" * 99, None)))
    lines = describe_plan(plan_of(changed), explain=True)
    assert lines[1] == "    batch_size : 128 → 64"
    assert lines[2] == "    model : " + '"' + "x" * 58 + "…" + " → null"
    assert len(describe_plan(plan_of(changed), explain=False)) == 2


def test_plan_never_invents_a_time() -> None:
    lines = describe_plan(plan_of(step(seconds=None), step()), explain=False)
    assert "durée inconnue" in lines[0]
    assert lines[-1].endswith("durée inconnue tant que rien n’a été mesuré.")


def test_plan_says_when_there_is_nothing_to_train() -> None:
    lines = describe_plan(plan_of(step("reuse", reason="résultats connus")), explain=True)
    assert lines == [
        "connu  brut (graine 1)      résultats connus",
        "Rien à entraîner : tout est connu.",
    ]
