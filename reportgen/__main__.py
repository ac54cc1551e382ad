"""Entry point of ``reportgen`` and of ``python -m reportgen``."""

import signal
import sys
from types import FrameType

from reportgen.errors import Stopped


def main() -> None:
    """Run the command line and leave with its exit code, without a trace when asked to stop."""
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
