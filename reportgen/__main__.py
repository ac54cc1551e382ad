"""Entry point of ``reportgen`` and of ``python -m reportgen``."""

import atexit
import gc
import signal
import sys
from types import FrameType

from reportgen.errors import Stopped

_OBJECTS = 50_000
"""New objects before Python looks for garbage: a command keeps nearly all that it makes, and
looking after every 700, as Python does by itself, takes an eighth of the time of a page."""


def main() -> None:
    """Run the command line and leave with its exit code, without a trace when asked to stop."""
    gc.set_threshold(_OBJECTS)
    atexit.register(gc.freeze)  # nor is there any use in looking while the process ends
    for number in (signal.SIGINT, signal.SIGTERM):
        # A job that was begun with « nohup » or « & » goes on ignoring what it ignores.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        from reportgen.cli.main import cli

        cli(prog_name="reportgen")
    except Stopped as stop:  # before or after the command itself
        sys.stderr.write(f"\n{stop}\n")
        sys.exit(stop.exit_code)


def _stop(number: int, _frame: FrameType | None) -> None:
    """Stop in order, once: a second request stops at once."""
    signal.signal(number, signal.SIG_DFL)
    raise Stopped(number)


if __name__ == "__main__":
    main()
