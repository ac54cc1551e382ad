"""Keeps the board up to date: compose at every save, train beside, compose again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from reportgen import pipeline
from reportgen.document.types import Built
from reportgen.errors import ReportgenError
from reportgen.pipeline import BuildRequest
from reportgen.preview.board import Board
from reportgen.preview.reporter import AbandonedError, BoardReporter
from reportgen.preview.watching import Seen, seen
from reportgen.project import Project
from reportgen.publishing import FILES, print_room, render

if TYPE_CHECKING:
    from reportgen.material import Material
    from reportgen.plan import Plan

PERIOD = 0.2
"""Seconds between two looks at the files."""


@dataclass
class Work:
    """The writing of one lab: its folder, what to make of it, and where it is shown."""

    project: Project
    folder: Path
    request: BuildRequest
    board: Board
    train: bool = True
    trainer: _Trainer | None = None
    read: tuple[Path, ...] = ()
    """The files outside the folder that the lab rests on, as last loaded."""
    stop: Event = field(default_factory=Event)
    """Set it to end :meth:`follow`."""

    def follow(self) -> None:
        """Refresh at every save, and when a training ends, until ``stop`` is set."""
        known: Seen = ()
        trained = 0
        while not self.stop.is_set():
            found = seen([self.folder, *self.project.template_roots, *self.read])
            done = self.trainer.done if self.trainer else 0
            if found != known or done != trained:
                known, trained = found, done
                self.refresh()
            time.sleep(PERIOD)
        if self.trainer is not None:
            self.trainer.reporter.abandon.set()

    def refresh(self) -> None:
        """Show the documents as they are now, and train what they lack."""
        with self._shown():
            reporter = BoardReporter(self.board, {})
            material = pipeline.load(self.project, self.folder, self.request.profile, reporter)
            self.read = material.lab.reused
            kinds = pipeline.documents_of(material.lab, self.request.documents)
            request = replace(self.request, documents=kinds)
            material = pipeline.narrow(material, request.documents)
            plan = pipeline.plan_material(material)
            shown = replace(material, runs=pipeline.read_results(plan, material))
            documents = pipeline.compose(shown, request, reporter)
            with print_room(shown, kinds, request.formats, request.pdf_variant) as room:
                pages, _ = render(documents, shown, request.formats, reporter, room)
            names = {FILES[kind]: kind for kind in kinds}
            self.board.show(
                {names[Path(n).stem]: t.decode() for n, t in pages.items() if n.endswith(".html")}
            )
            reporter.stage("")
            self._train(plan, material)
            self._tell_failures(plan)

    def _train(self, plan: Plan, material: Material) -> None:
        """Train in a thread what was not tried yet; stop what is no longer asked for."""
        old = self.trainer
        wanted = {step.trajectory.key for step in plan.missing}
        if old is not None and old.is_alive():
            if not old.tried & wanted:
                old.reporter.abandon.set()
            return
        if self.train and wanted - (old.tried if old is not None and old.ended else set()):
            self.trainer = _Trainer(plan, material, self.board, 0 if old is None else old.done)
            self.trainer.start()

    def _tell_failures(self, plan: Plan) -> None:
        """Show why a training failed as long as the document lacks it."""
        missing = {step.trajectory.key for step in plan.missing}
        if self.trainer is not None and self.trainer.problems and self.trainer.tried & missing:
            self.board.fail("\n".join(self.trainer.problems))

    @contextmanager
    def _shown(self) -> Iterator[None]:
        """Show an expected error instead of stopping."""
        try:
            yield
        except ReportgenError as error:
            self.board.fail(str(error))


class _Trainer(Thread):
    """Trains what a plan lacks, by the keys ``tried``; ``problems`` say what failed.

    ``ended`` tells that all was tried, ``done`` counts the trainers so far, this one included.
    """

    def __init__(self, plan: Plan, material: Material, board: Board, done: int) -> None:
        super().__init__(daemon=True)
        self.plan, self.material, self.board, self.done = plan, material, board, done
        self.tried = {step.trajectory.key for step in plan.missing}
        self.problems: list[str] = []
        self.ended = False
        titles = {name: run.title for name, run in material.lab.runs.items()}
        self.reporter = BoardReporter(board, titles)

    def run(self) -> None:
        try:
            _, self.problems = pipeline.train(self.plan, self.material, True, self.reporter)
            self.ended = True
        except AbandonedError:
            pass
        except ReportgenError as error:
            self.problems, self.ended = [str(error)], True
        self.board.change(lambda board: board.growing.clear())
        self.done += 1


def make_request(lab: str, documents: tuple[Built, ...], profile: str | None) -> BuildRequest:
    """Return the request of a preview: pages of HTML, whatever fails."""
    return BuildRequest(lab, documents, formats=("html",), profile=profile)
