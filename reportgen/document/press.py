"""A PDF laid out in a process of its own, while this one goes on with the rest.

The process is begun before there is anything to print: it takes as long to load WeasyPrint as to
read a lab and its results. It ends by itself when the one that began it is gone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, redirect_stdout, suppress
from pathlib import Path

from reportgen.document import pdf
from reportgen.document.rendering import Medium, render
from reportgen.document.types import Document
from reportgen.errors import RenderError

_REFUSED = 3
"""Exit status of a process that gave the message of a RenderError in place of a PDF."""


class Press:
    """A process that prints one page of HTML."""

    def __init__(self, templates: Sequence[Path], variant: str, scratch: str) -> None:
        """Begin the process; OSError when there is no room for another.

        It leaves in the folder *scratch* the typefaces that WeasyPrint unpacks.
        """
        # Never the folder where the command was typed: it may be that of a student.
        module = [sys.executable, "-P", "-m", "reportgen.document.press"]
        self._process = subprocess.Popen(
            [*module, variant, *map(str, templates)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "TMPDIR": scratch,
            },
        )
        self._thread = ThreadPoolExecutor(max_workers=1)

    def print(self, html: str) -> Future[bytes]:
        """Return what will be the PDF of a page; RenderError when it cannot be made."""
        return self._thread.submit(self._printed, html.encode())

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._thread.shutdown()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with suppress(OSError):  # what it never read
                    pipe.close()

    def _printed(self, html: bytes) -> bytes:
        content, complaint = self._process.communicate(html)
        if self._process.returncode == 0:
            return content
        if self._process.returncode == _REFUSED:
            raise RenderError(content.decode())
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        # Without memory GLib aborts, in English, and Python gives up in its own words.
        if self._process.returncode < 0 or last == MemoryError.__name__:
            raise RenderError(
                "le système a arrêté la mise en page du PDF, peut-être faute de mémoire. Fermez "
                "d’autres programmes, puis relancez la même commande."
            )
        raise RenderError(
            f"la mise en page du PDF s’est arrêtée (code {self._process.returncode}"
            f"{f' : {last}' if last else ''}). Relancez la même commande."
        )


class PrintRoom:
    """Where the PDFs of a build are made: each in a process of its own, while there is one."""

    def __init__(
        self,
        templates: Sequence[Path],
        variant: str,
        *,
        presses: int,
        medium: Medium = pdf.PRINT,
    ) -> None:
        """Begin that many processes, or fewer on a machine that refuses another."""
        self._templates = templates
        self._medium = medium
        self._variant = variant
        self._free: list[Press] = []
        self._begun = ExitStack()
        if presses:  # a room without any leaves the disk alone
            with suppress(OSError):
                self._begin(presses)

    def _begin(self, presses: int) -> None:
        folder = tempfile.TemporaryDirectory(prefix="reportgen-")
        scratch = self._begun.enter_context(folder)
        for _ in range(presses):
            press = Press(self._templates, self._variant, scratch)
            self._begun.callback(press.stop)
            self._free.append(press)

    def print(self, document: Document) -> Future[bytes]:
        """Return what will be the PDF of a document; it may hold a RenderError."""
        try:
            html = render(document, self._medium, self._templates)
            if self._free:
                return self._free.pop().print(html)
            return _kept(pdf.write_pdf(html, self._variant))
        except RenderError as error:
            return _refused(error)

    def close(self) -> None:
        """End all processes and remove what they unpacked."""
        self._begun.close()


def _kept(content: bytes) -> Future[bytes]:
    future: Future[bytes] = Future()
    future.set_result(content)
    return future


def _refused(error: RenderError) -> Future[bytes]:
    future: Future[bytes] = Future()
    future.set_exception(error)
    return future


def main(variant: str, *templates: str) -> int:
    """Print the page that comes by the standard input; return the exit status."""
    answer = sys.stdout.buffer
    with redirect_stdout(sys.stderr):  # WeasyPrint prints what it says about a missing Pango
        content, status = _work(variant, [Path(root) for root in templates])
    answer.write(content)
    answer.flush()
    return status


def _work(variant: str, templates: Sequence[Path]) -> tuple[bytes, int]:
    """Return the PDF of the page that comes, or the message of an error, and the exit status."""
    with suppress(RenderError):  # which will be said of the page
        pdf.prepare(templates)
    html = sys.stdin.buffer.read().decode()
    try:
        return pdf.write_pdf(html, variant), 0
    except RenderError as error:
        return str(error).encode(), _REFUSED


if __name__ == "__main__":
    outcome = main(*sys.argv[1:])
    # Freeing one by one the millions of objects of a layout would take half a second more.
    os._exit(outcome)
