"""PDFs made in processes of their own: the same bytes, the same errors, and nobody left behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from reportgen.document import pdf, press
from reportgen.document.compose import compose
from reportgen.document.press import PrintRoom
from reportgen.errors import RenderError
from tests.document import sample
from tests.document.sample import LAB, META, TEMPLATES

pytestmark = pytest.mark.pdf

SUJET = compose(LAB, "sujet", sample.evaluate, META)
PAGE = '<html lang="fr"><head><title>t</title></head><body>{}</body></html>'


@pytest.fixture(autouse=True)
def one_date(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")


def printed(html: str) -> bytes:
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=1)) as room:
        return room._free.pop().print(html).result(timeout=60)


@pytest.mark.parametrize("presses", [0, 1])
def test_a_room_gives_the_bytes_of_a_pdf_made_here(presses):
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=presses)) as room:
        made = room.print(SUJET).result(timeout=60)
    assert made == pdf.render_pdf(SUJET, TEMPLATES)


def test_more_documents_than_processes_are_all_printed():
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=1)) as room:
        first, second = room.print(SUJET), room.print(SUJET)
        assert first.result(timeout=60) == second.result(timeout=60)


def test_what_a_page_may_not_ask_for_is_refused_in_the_same_words():
    with pytest.raises(RenderError, match="ne charge rien du dehors"):
        printed(PAGE.format('<img alt="a" src="file:///etc/passwd">'))


def test_a_template_that_is_missing_is_told_by_the_future():
    with closing(PrintRoom((Path("nulle-part"),), pdf.VARIANT, presses=0)) as room:
        made = room.print(SUJET)
    with pytest.raises(RenderError, match="nulle-part"):
        made.result()


def test_a_process_that_dies_is_one_french_line(monkeypatch):
    monkeypatch.setattr(press.sys, "executable", "/bin/false")
    with pytest.raises(RenderError) as caught:
        printed(PAGE.format(""))
    assert str(caught.value) == (
        "la mise en page du PDF s’est arrêtée (code 1). Relancez la même commande."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize(
    "death", ["echo 'GLib: failed to allocate' >&2; kill -TRAP $$", "echo MemoryError >&2; exit 1"]
)
def test_a_process_without_memory_is_told_in_french_only(tmp_path, monkeypatch, capfd, death):
    dying = tmp_path / "python"
    dying.write_text(f"#!/bin/sh\n{death}\n")
    dying.chmod(0o755)
    monkeypatch.setattr(press.sys, "executable", str(dying))
    with pytest.raises(RenderError) as caught:
        printed(PAGE.format(""))
    assert str(caught.value) == (
        "le système a arrêté la mise en page du PDF, peut-être faute de mémoire. Fermez d’autres "
        "programmes, puis relancez la même commande."
    )
    assert capfd.readouterr() == ("", "")


def test_a_machine_that_refuses_another_process_prints_here(monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(press.subprocess, "Popen", refuse)
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=2)) as room:
        assert room.print(SUJET).result(timeout=60).startswith(b"%PDF")


def test_a_room_that_closes_ends_processes_that_never_printed():
    room = PrintRoom(TEMPLATES, pdf.VARIANT, presses=2)
    processes = [one._process for one in room._free]
    threads = [one._thread for one in room._free]
    room.close()
    # Not asked again: a process that nobody waited for would stay, as a pipe that nobody closed.
    assert [process.returncode for process in processes] == [-signal.SIGKILL] * 2
    pipes = [pipe for one in processes for pipe in (one.stdin, one.stdout, one.stderr)]
    assert all(pipe is not None and pipe.closed for pipe in pipes)
    for thread in threads:
        with pytest.raises(RuntimeError):
            thread.submit(len, "")


def test_a_room_without_processes_leaves_the_disk_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(press.tempfile, "tempdir", str(tmp_path))
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=0)):
        assert not list(tmp_path.iterdir())


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_a_process_goes_with_the_one_that_began_it(tmp_path):
    program = (
        "import time; from pathlib import Path; from reportgen.document.press import Press;"
        f"press = Press([Path({str(TEMPLATES[0])!r})], 'pdf/ua-1', {str(tmp_path)!r});"
        "print(press._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 60
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def test_no_module_of_the_folder_where_one_stands_is_run(tmp_path, monkeypatch):
    for name in ("weasyprint.py", "reportgen.py", "pickle.py"):
        (tmp_path / name).write_text("open('run', 'w').close()")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path])
    assert printed(PAGE.format("<p>a</p>")).startswith(b"%PDF")
    assert not (tmp_path / "run").exists()


def test_a_press_says_nothing_when_it_is_stopped_before_it_read(capfd):
    PrintRoom(TEMPLATES, pdf.VARIANT, presses=1).close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("pages", [0, 1])
def test_nothing_that_was_unpacked_is_left(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(press.tempfile, "tempdir", str(tmp_path))
    with closing(PrintRoom(TEMPLATES, pdf.VARIANT, presses=1)) as room:
        [scratch] = tmp_path.iterdir()
        for _ in range(pages):
            assert room.print(SUJET).result(timeout=60)
            assert list(scratch.iterdir())
    assert not list(tmp_path.iterdir())


def test_what_a_library_prints_is_in_no_answer(monkeypatch, capfdbinary):
    def chatter(templates):
        print("read the installation steps")

    monkeypatch.setattr(pdf, "prepare", chatter)
    monkeypatch.setattr(pdf, "write_pdf", lambda html, variant: b"%PDF")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"<p>")))
    assert press.main(pdf.VARIANT, "templates") == 0
    said = capfdbinary.readouterr()
    assert (said.out, said.err) == (b"%PDF", b"read the installation steps\n")
