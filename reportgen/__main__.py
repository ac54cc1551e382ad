"""Entry point of ``reportgen`` and of ``python -m reportgen``."""

from reportgen.cli.main import cli


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli(prog_name="reportgen")


if __name__ == "__main__":
    main()
