"""The ``dev`` script on machines that lack this or that, played by stand-in programs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "dirname", "env", "id", "rm", "uname", "mkdir", "chmod", "printf")

PYTHON = """#!/bin/sh
# Stands in for python3: it remembers what it was asked, and succeeds.
printf 'python %s\\n' "$*" >>"$LOG"
case "$*" in
*ensurepip*) [ ! -e "$NO_VENV" ] ;;
*"- "*|-) cat >/dev/null; [ ! -e "$NO_PANGO" ] ;;
"-m venv"*) for last; do :; done
    mkdir -p "$last/bin" && cat "$0" >"$last/bin/python" && cp "$REPORTGEN" "$last/bin/reportgen" &&
    chmod +x "$last/bin/python" "$last/bin/reportgen" ;;
*"pip install"*) [ ! -e "$NO_NETWORK" ] ;;
esac
"""
REPORTGEN = """#!/bin/sh
printf 'reportgen'; printf ' [%s]' "$@"; echo
"""


class Machine:
    """A checkout in a folder whose name has spaces, and a PATH with only what is given."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "mon dossier"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.checkout.mkdir()
        self.bin.mkdir()
        for name in ("dev", "pyproject.toml", "constraints.txt"):
            shutil.copy(REPOSITORY / name, self.checkout)
        for tool in (*TOOLS, "cp"):
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.program("python3", PYTHON)
        reportgen = folder / "reportgen"
        reportgen.write_text(REPORTGEN)
        self.environment = {
            "PATH": str(self.bin),
            "LOG": str(self.log),
            "REPORTGEN": str(reportgen),
            **{name: str(folder / name) for name in ("NO_VENV", "NO_PANGO", "NO_NETWORK")},
        }

    def program(self, name: str, text: str) -> None:
        """Put a program on the machine."""
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def lacks(self, what: str) -> None:
        """Take away VENV, PANGO or NETWORK."""
        Path(self.environment[f"NO_{what}"]).touch()

    def gets(self, what: str) -> None:
        """Give it back."""
        Path(self.environment[f"NO_{what}"]).unlink()

    def dev(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run ``sh dev`` from another folder, as somebody who is not on a terminal."""
        return subprocess.run(
            ["sh", str(self.checkout / "dev"), *words],
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=self.bin,
            stdin=subprocess.DEVNULL,
        )

    @property
    def log_lines(self) -> list[str]:
        """What the stand-in programs were asked so far."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def asked(self, words: str) -> list[str]:
        """Return what was asked with these words."""
        return [line for line in self.log_lines if words in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


APT_GET = '#!/bin/sh\nprintf "apt-get %s %s\\n" "$DEBIAN_FRONTEND" "$*" >>"$LOG"\n'


def test_first_run_installs_then_runs_the_words_as_typed(machine: Machine) -> None:
    done = machine.dev("build", "tp cifar", "--open")
    assert done.stdout == "reportgen [build] [tp cifar] [--open]\n"
    assert len(machine.asked("-m venv --clear")) == 1
    (install,) = machine.asked("pip install")
    assert f"-c {machine.checkout}/constraints.txt -e {machine.checkout}" in install


def test_second_run_installs_nothing_and_says_nothing(machine: Machine) -> None:
    machine.dev("list")
    before = machine.log_lines
    done = machine.dev("list")
    assert (done.stdout, done.stderr) == ("reportgen [list]\n", "")
    assert machine.log_lines == before


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_install_again(machine: Machine, name: str) -> None:
    machine.dev("list")
    with (machine.checkout / name).open("a") as file:
        file.write("# changed\n")
    machine.dev("list")
    assert len(machine.asked("pip install")) == 2
    assert len(machine.asked("-m venv")) == 1


def test_moved_checkout_makes_its_environment_anew(machine: Machine, tmp_path: Path) -> None:
    machine.dev("list")
    machine.checkout = machine.checkout.rename(tmp_path / "autre dossier")
    assert machine.dev("list").returncode == 0
    assert len(machine.asked("-m venv")) == 2


def test_failed_installation_says_so_and_starts_over(machine: Machine) -> None:
    machine.lacks("NETWORK")
    done = machine.dev("list")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Erreur : l’installation a échoué ; relancez")
    machine.gets("NETWORK")
    assert machine.dev("list").stdout == "reportgen [list]\n"
    assert len(machine.asked("-m venv")) == 2


def test_no_python_says_what_to_type(machine: Machine) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    done = machine.dev("list")
    assert (done.returncode, done.stderr) == (
        1,
        "Erreur : il faut Python 3.11, 3.12 ou 3.13, et aucun n’a été trouvé. "
        "Sous Debian ou Ubuntu, tapez : sudo apt-get install python3 python3-venv\n",
    )


def test_another_python_is_taken_when_the_first_does_not_suit(machine: Machine) -> None:
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    machine.program("python3.12", PYTHON)
    assert machine.dev("list").stdout == "reportgen [list]\n"


def test_missing_venv_module_is_installed_without_questions(machine: Machine) -> None:
    machine.lacks("VENV")
    machine.program("apt-get", APT_GET)
    machine.program("id", "#!/bin/sh\necho 0\n")
    assert machine.dev("list").returncode == 0
    update, install = machine.asked("apt-get")
    assert update.startswith("apt-get noninteractive")
    assert update.endswith(" update")
    assert install.endswith("-venv")


@pytest.mark.parametrize("has_apt", [True, False])
def test_missing_venv_module_without_rights_says_what_to_type(
    machine: Machine, has_apt: bool
) -> None:
    machine.lacks("VENV")
    machine.program("id", "#!/bin/sh\necho 1000\n")
    if has_apt:
        machine.program("apt-get", APT_GET)
    done = machine.dev("list")
    assert done.returncode == 1
    assert "Tapez : sudo apt-get install" in done.stderr
    assert machine.asked("apt-get") == []


def test_missing_pango_is_installed_through_sudo(machine: Machine) -> None:
    machine.lacks("PANGO")
    machine.program("id", "#!/bin/sh\necho 1000\n")
    machine.program("sudo", '#!/bin/sh\necho "sudo" >>"$LOG"\n[ "$1" = -n ] && exit 0\nexec "$@"\n')
    machine.program("apt-get", APT_GET)
    assert machine.dev("list").returncode == 0
    assert "libpango-1.0-0" in machine.asked("apt-get")[-1]


def test_missing_pango_does_not_stop_the_rest(machine: Machine) -> None:
    machine.lacks("PANGO")
    machine.program("id", "#!/bin/sh\necho 1000\n")
    done = machine.dev("list")
    assert done.stdout == "reportgen [list]\n"
    assert "Attention : Pango manque" in done.stderr
    assert "sudo apt-get install libpango-1.0-0" in done.stderr


def test_the_tests_are_given_a_french_dictionary(machine: Machine) -> None:
    machine.program("id", "#!/bin/sh\necho 0\n")
    machine.program("apt-get", APT_GET)
    machine.dev("test")
    assert len(machine.asked("hunspell hunspell-fr")) == 1
    assert machine.asked("-m pytest") != []
    machine.dev("test")
    assert len(machine.asked("hunspell hunspell-fr")) == 1


def test_tests_run_without_a_french_dictionary(machine: Machine) -> None:
    machine.program("id", "#!/bin/sh\necho 0\n")
    machine.program("apt-get", "#!/bin/sh\nexit 100\n")
    done = machine.dev("test")
    assert "sudo apt-get install hunspell hunspell-fr" in done.stderr
    assert machine.asked("-m pytest") != []
