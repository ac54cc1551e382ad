"""Builds in processes of their own, quickly: forks of one that has imported everything.

Importing TensorFlow takes seconds but starts no thread that a fork would miss (those of NumPy's
linear algebra are made again), so a fork that then trains is as good as a new process;
``test_kills`` compares it to one. Orders come as lines of JSON, answers leave the same way:
``{"spawn": {…}}`` gives the number of the process, ``{"wait": number}`` how it ended (an exit
status, or minus a signal).
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults import ticks

_IMPORTED = (
    "matplotlib.pyplot",
    "seaborn",
    "sklearn.metrics",
    "reportgen.__main__",
    "reportgen.document.compose",
    "reportgen.document.datafiles",
    "reportgen.document.html",
    "reportgen.evidence.vocabulary",
    "reportgen.lab.loading",
    "reportgen.lab.needs",
    "reportgen.lab.profiles",
    "reportgen.material",
    "reportgen.meta",
    "reportgen.training.engine",
    "reportgen.training.probes",
)
"""What a build imports on its way."""
DEADLINE = 180.0
"""Seconds after which a child that does not end is killed."""


def main() -> None:
    """Serve until the input ends."""
    ticks.install()
    _import_everything()
    ticks.install_in_program()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(threading.active_count(), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        answer = _spawn(order["spawn"]) if "spawn" in order else _wait(order["wait"])
        print(answer, file=answers, flush=True)


def _import_everything() -> None:
    from reportgen.training.backend import load_keras

    load_keras()
    for name in _IMPORTED:
        importlib.import_module(name)


def _spawn(order: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        status = _build(order)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _wait(child: int) -> int:
    deadline = time.monotonic() + DEADLINE
    while True:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGABRT)
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        time.sleep(0.005)


def _build(order: dict[str, Any]) -> int:
    """Run the command of *order*, telling its steps to the log; return its exit status."""
    from reportgen.__main__ import main as run

    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ |= order["environment"]
    os.chdir(order["folder"])
    ticks.TICKS.root = Path(order["environment"]["REPORTGEN_BUILD"])
    ticks.TICKS.listener = _listener(order)
    sys.argv = ["reportgen", *order["arguments"]]
    try:
        run()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _listener(order: dict[str, Any]) -> Callable[[str], None]:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    struck: set[str] = set(order["at"])
    fault = FAULTS[order["fault"]]

    def listen(name: str) -> None:
        os.write(log, f"{os.getpid()} {name}\n".encode())
        if name in struck:
            struck.clear()
            os.write(log, f"{os.getpid()} FAULT {name}\n".encode())
            fault(order)

    return listen


def _die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)  # the signal is on its way; this thread must do nothing more


def _go_on(_: object) -> None:
    """Let whoever reads the log do as he likes."""


def _refuse(_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _fill(order: dict[str, Any]) -> None:
    """Leave no room on the disk of the build folder."""
    ballast = os.open(order["ballast"], os.O_WRONLY | os.O_CREAT)
    size = 1 << 20
    while size:
        try:
            os.write(ballast, bytes(size))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            size //= 2
    os.close(ballast)


FAULTS = {"kill": _die, "none": _go_on, "refuse": _refuse, "fill": _fill}

if __name__ == "__main__":
    main()
