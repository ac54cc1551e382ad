"""Help, usage errors, the one place where errors end, exit codes."""

from __future__ import annotations

import errno
import re
import signal
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from reportgen import __version__, errors
from reportgen.cli.language import DOMAIN, LOCALE
from reportgen.cli.main import BUG_CODE, FrenchGroup, cli
from tests.cli.conftest import Typed

EVERY_COMMAND = sorted(
    (*prefix, name)
    for prefix, group in [
        ((), cli),
        (("data",), cli.commands["data"]),
        (("new",), cli.commands["new"]),
    ]
    for name in group.commands  # type: ignore[attr-defined]
)


def _fail_with(error: BaseException, *words: str) -> object:
    """Run a command of a program like ours that raises *error*."""

    @click.group(cls=FrenchGroup, params=cli.params)
    def program() -> None: ...

    @program.command()
    def fail() -> None:
        raise error

    return CliRunner().invoke(program, [*words, "fail"])


def test_version_is_printed(type_command: Typed) -> None:
    result = type_command("--version")
    assert (result.exit_code, result.output) == (0, f"reportgen {__version__}\n")


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_every_command_has_a_french_help(type_command: Typed, words: tuple[str, ...]) -> None:
    result = type_command(*words, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage : reportgen {' '.join(words)}")
    assert not re.search(r"\b(Show|Options:|Usage:|default:|the)\b", result.output)


def test_short_help_of_no_command_is_cut(type_command: Typed) -> None:
    assert "..." not in type_command("--help").output.split("Commandes")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bild"], "la commande 'bild' n’existe pas. Vouliez-vous dire 'build' ?"),
        (["build"], "il manque l’argument 'TP'."),
        (
            ["build", "x", "--documnt", "sujet"],
            "l’option '--documnt' n’existe pas. Vouliez-vous dire '--document' ?",
        ),
        (
            ["build", "x", "--format", "odt"],
            "valeur refusée pour '--format' : "
            "'odt' n’est pas parmi 'html', 'pdf', 'ipynb', 'tout'.",
        ),
        (["plan", "x", "y"], "argument en trop : y"),
        (["build", "x", "--profile"], "l’option '--profile' demande une valeur."),
    ],
)
def test_wrong_words_end_in_one_french_line(
    type_command: Typed, words: list[str], message: str
) -> None:
    result = type_command(*words)
    assert result.exit_code == 2
    assert result.stderr.endswith(f"Erreur : {message}\n")


def test_translation_is_compiled_from_its_source() -> None:
    folder = LOCALE / "fr" / "LC_MESSAGES"
    with (folder / f"{DOMAIN}.po").open("rb") as source:
        written = {m.id: m.string for m in read_po(source, locale="fr") if m.id}
    with (folder / f"{DOMAIN}.mo").open("rb") as compiled:
        known = GNUTranslations(compiled)
    for message, french in written.items():
        if isinstance(message, tuple):
            assert tuple(known.ngettext(*message, n) for n in (1, 2)) == french
        else:
            assert known.gettext(message) == french


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("grade", "tp_petit", "rendu", "--output", "fichier"), "« fichier » est un fichier"),
        (("drift", "tp_petit", "--json", "."), "« . » est un dossier"),
        (("preview", "tp_petit", "--port", "abc"), "'abc' n’est pas un nombre admis."),
        (("preview", "tp_petit", "--port", "99999"), "99999 est hors de l’intervalle"),
    ],
)
def test_values_that_click_refuses_are_refused_in_french(
    type_command: Typed, project: Path, words: tuple[str, ...], said: str
) -> None:
    (project / "fichier").write_text("")
    result = type_command(*words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_closed_folder_of_students_is_not_refused_before_the_others_are_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "rendu").mkdir()
    monkeypatch.setattr("os.access", lambda *_: False)
    context = cli.commands["grade"].make_context("grade", ["tp_petit", "rendu"])
    assert context.params["works"] == (Path("rendu"),)


EXPECTED_ERRORS = [
    error
    for error in vars(errors).values()
    if isinstance(error, type) and issubclass(error, errors.ReportgenError)
]


@pytest.mark.parametrize("error", EXPECTED_ERRORS, ids=lambda error: error.__name__)
def test_expected_errors_give_one_line_and_their_exit_code(
    error: type[errors.ReportgenError],
) -> None:
    result = _fail_with(error("le disque est plein."))
    assert result.exit_code == error.exit_code
    assert (result.stdout, result.stderr) == ("", "Erreur : le disque est plein.\n")


def test_exit_codes_tell_the_stages_apart() -> None:
    codes = [error.exit_code for error in EXPECTED_ERRORS]
    assert len(set(codes) | {0, BUG_CODE, 130, 143}) == len(codes) + 4


@pytest.mark.parametrize(
    ("number", "said"), [(signal.SIGINT, "Interrompu."), (signal.SIGTERM, "Arrêté.")]
)
def test_a_request_to_stop_gives_one_line_and_the_status_of_shells(number: int, said: str) -> None:
    result = _fail_with(errors.Stopped(number))
    assert result.exit_code == 128 + number
    assert result.stderr.startswith(f"\n{said} Les époques terminées sont conservées")
    assert "Traceback" not in result.stderr


_STOPPED = """
import os, sys, time
from types import ModuleType
from reportgen.__main__ import main

class CommandLine(ModuleType):
    def __getattr__(self, name):
        return stop() if {loading} else stop

def stop(prog_name=""):
    os.kill(os.getpid(), {number})
    time.sleep(9)

sys.modules["reportgen.cli.main"] = CommandLine("reportgen.cli.main")
main()
"""


@pytest.mark.parametrize("loading", [True, False])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_trace_is_left_whenever_the_signal_comes(loading: bool, number: signal.Signals) -> None:
    """While the command line loads, and while it runs."""
    program = _STOPPED.format(loading=loading, number=number.value)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 128 + number
    assert done.stderr in ("\nInterrompu.\n", "\nArrêté.\n")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disque plein."),
        (OSError(errno.EROFS, "Read-only", "a/b"), "disque en lecture seule : a/b."),
        (OSError(errno.EMFILE, "Too many open files"), "trop de fichiers ouverts."),
    ],
)
def test_a_refusal_of_the_machine_is_no_defect_of_the_program(error: OSError, line: str) -> None:
    result = _fail_with(error)
    assert (result.exit_code, result.stderr) == (5, f"Erreur : {line}\n")


def test_a_lack_of_memory_says_what_to_do() -> None:
    result = _fail_with(MemoryError())
    assert result.exit_code == 1
    assert result.stderr.startswith("Erreur : mémoire insuffisante. Fermez d’autres programmes")
    assert "Traceback" not in result.stderr


def test_any_other_refusal_is_a_defect() -> None:
    result = _fail_with(FileNotFoundError(errno.ENOENT, "No such file", "x"))
    assert result.exit_code == BUG_CODE
    assert "Traceback" in result.stderr


def test_verbose_shows_where_an_expected_error_comes_from() -> None:
    result = _fail_with(errors.DataError("archive abîmée."), "--verbose")
    assert "Traceback" in result.stderr
    assert result.stderr.endswith("Erreur : archive abîmée.\n")


def test_an_interruption_says_that_epochs_are_kept() -> None:
    result = _fail_with(KeyboardInterrupt())
    assert result.exit_code == 130
    assert "Les époques terminées sont conservées" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bug_keeps_its_traceback_and_says_so_in_french() -> None:
    result = _fail_with(ZeroDivisionError("division"))
    assert result.exit_code == BUG_CODE
    assert "ZeroDivisionError: division" in result.stderr
    assert "c’est un défaut de reportgen" in result.stderr


def test_a_closed_pipe_is_no_error() -> None:
    result = _fail_with(BrokenPipeError(errno.EPIPE, "closed"))
    assert result.exit_code == 1
    assert result.stderr == ""


def test_output_into_a_closed_pipe_shows_no_traceback(project: Path) -> None:
    command = f'"{sys.executable}" -m reportgen schema | head -c 1'
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert done.stderr == ""


def test_module_and_command_are_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", "--help"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.startswith("Usage : reportgen [OPTIONS]")
