"""The sections of a report: the lab's questions with the students' answers in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.lab.types import Lab, Place, Prose, Question, Section, Solution
from reportgen.submission.outcome import is_answered
from reportgen.submission.types import Answers

PROGRAMS = "Programmes"


def joined_sections(lab: Lab, answers: Answers, runs: Iterable[str]) -> tuple[Section, ...]:
    """Return the objective, the questions of *lab* with their answers, the conclusion.

    The text between questions is left out: the statement has it. An annex lists the programs of
    the runs that the answers speak of.
    """
    sections = [*_text("objectif", "Objectif et plan", answers.objective)]
    ranked = enumerate(lab.sections, start=1)
    sections += [s for n, section in ranked if (s := _answered(n, section, answers)).blocks]
    sections += _text("conclusion", "Conclusion", answers.conclusion)
    return (*sections, *_programs(sections, runs))


def _answered(number: int, section: Section, answers: Answers) -> Section:
    questions = (block for block in section.blocks if isinstance(block, Question))
    blocks = tuple(_with_reply(q, answers) for q in questions)
    return replace(section, blocks=blocks, number=number)


def _with_reply(question: Question, answers: Answers) -> Question:
    reply = answers.replies.get(question.id)
    if reply is None or not is_answered(question, reply):
        return replace(question, solution=None)
    return replace(question, solution=Solution(reply.body, ()))


def _text(identifier: str, title: str, prose: Prose | None) -> Iterator[Section]:
    if prose is not None:
        yield Section(identifier, title, (prose,), prose.place, number=0)


def _programs(sections: list[Section], runs: Iterable[str]) -> Iterator[Section]:
    """Yield the annex of programs; one call a run that any answer names."""
    written = "\n".join(_sources(sections))
    named = [run for run in runs if f'"{run}"' in written or f"runs.{run}" in written]
    if named:
        place = Place(sections[0].place.file, 1)
        calls = (Prose(f'{{{{ code("{run}") }}}}', place) for run in named)
        yield Section("programmes", PROGRAMS, tuple(calls), place, number=0)


def _sources(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Prose):
                yield block.source
            elif block.solution is not None:
                yield block.solution.answer.source
