"""TensorBoard's own server, in this process, on the loopback address only, without TensorFlow."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType

from reportgen.errors import ReportgenError, UsageError

LOOPBACK = "127.0.0.1"
PERIOD = 5
"""Seconds between two looks at the files, ours and TensorBoard's."""


def require() -> None:
    """Raise a ReportgenError that says what to type when TensorBoard is not installed."""
    if importlib.util.find_spec("tensorboard") is None:
        msg = f"TensorBoard n’est pas installé. Tapez : {sys.executable} -m pip install tensorboard"
        raise ReportgenError(msg)


def start(folder: Path, port: int | None) -> str:
    """Serve the logs of *folder* until this process ends; return the address.

    Without *port* it is the first free one from TensorBoard's usual 6006. UsageError when the
    port cannot be had.
    """
    _leave_tensorflow_out()
    from tensorboard import program

    server = program.TensorBoard()
    server.configure(logdir=str(folder), host=LOOPBACK, port=port, reload_interval=PERIOD)
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # an advice in English
            return str(server.launch())
    except program.TensorBoardPortInUseError as error:
        msg = f"le port {port} est déjà pris : donnez-en un autre à --port, ou n’en donnez pas."
        raise UsageError(msg) from error
    except program.TensorBoardServerException as error:
        msg = f"TensorBoard ne démarre pas : {error.msg}. Essayez un autre port avec --port."
        raise UsageError(msg) from error


def _leave_tensorflow_out() -> None:
    """Throw the switch for which ``tensorboard.compat`` looks before it imports TensorFlow.

    That would take seconds and hundreds of megabytes that a training beside us can use better.
    """
    name = "tensorboard.compat.notf"
    sys.modules.setdefault(name, ModuleType(name))
