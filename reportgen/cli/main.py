"""The ``reportgen`` command and the only place where expected errors become messages."""

from __future__ import annotations

import signal
import traceback
import unicodedata
from typing import Any, NoReturn

import click

from reportgen import __version__
from reportgen.cli import options
from reportgen.cli.boards import tensorboard
from reportgen.cli.building import build, plan, results
from reportgen.cli.datasets import data
from reportgen.cli.drifting import drift
from reportgen.cli.exporting import export
from reportgen.cli.grading import grade
from reportgen.cli.labs import check, list_labs, new, schema
from reportgen.cli.language import speak_french
from reportgen.cli.previewing import preview
from reportgen.cli.session import Verbosity, current_session
from reportgen.cli.stores import store
from reportgen.cli.students import start
from reportgen.cli.upkeep import clean, doctor
from reportgen.errors import REASONS, ReportgenError, Stopped, StoreError, disk_reason
from reportgen.visible import visible

# Before any command is looked at: click keeps the first wording of « --help » it was asked for.
speak_french()

BUG_CODE = 70
"""As in sysexits.h: an internal error, told from every expected one."""

_KEPT = "Les époques terminées sont conservées : la même commande reprendra après la dernière."
_MEMORY = (
    "mémoire insuffisante. Fermez d’autres programmes, ou prenez un profil avec moins d’images ; "
    "les époques terminées sont conservées."
)
_BUG = (
    "Erreur imprévue : c’est un défaut de reportgen, pas de votre TP. "
    "Signalez-le avec le texte ci-dessus et la commande tapée."
)
_EPILOG = """\b
Pour commencer :  reportgen list, puis reportgen build tp_cifar
Complétion (bash) :  eval "$(_REPORTGEN_COMPLETE=bash_source reportgen)"
"""


class FrenchGroup(click.Group):
    """A group that speaks French and turns errors into a message and an exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as click does, in French."""
        speak_french()
        return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are met, not of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click handles its own errors and a closed pipe."""
        try:
            return super().invoke(ctx)
        except ReportgenError as error:
            _leave(ctx, f"Erreur : {error}", error.exit_code, trace=_is_verbose())
        except KeyboardInterrupt as error:
            stop = error if isinstance(error, Stopped) else Stopped(signal.SIGINT)
            _leave(ctx, f"\n{stop} {_KEPT}", stop.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except MemoryError:
            _leave(ctx, f"Erreur : {_MEMORY}", ReportgenError.exit_code, trace=_is_verbose())
        except Exception as error:
            if isinstance(error, OSError) and error.errno in REASONS:
                where = f" : {error.filename}" if error.filename else ""
                message = f"Erreur : {disk_reason(error)}{where}."
                _leave(ctx, message, StoreError.exit_code, trace=_is_verbose())
            _leave(ctx, _BUG, BUG_CODE, trace=True)


def _is_verbose() -> bool:
    return current_session().verbosity is Verbosity.VERBOSE


def _leave(ctx: click.Context, message: str, code: int, *, trace: bool = False) -> NoReturn:
    if trace:
        click.echo(traceback.format_exc(), err=True)
    click.echo(visible(message), err=True)
    ctx.exit(code)


def _without_accents(word: str) -> str:
    """Let « corrigé » be typed for an option value that is spelled ``corrige``."""
    letters = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@click.group(
    cls=FrenchGroup,
    epilog=_EPILOG,
    context_settings={
        "token_normalize_func": _without_accents,
        "help_option_names": ["-h", "--help"],
    },
)
@options.QUIET
@options.VERBOSE
@click.version_option(__version__, message="reportgen %(version)s", help="Afficher la version.")
def cli() -> None:
    """Des TP d’apprentissage profond écrits une fois : sujet, corrigé et mesures."""


for _command in (
    build,
    plan,
    preview,
    results,
    drift,
    tensorboard,
    check,
    list_labs,
    new,
    start,
    export,
    grade,
    data,
    schema,
    store,
    clean,
    doctor,
):
    cli.add_command(_command)
