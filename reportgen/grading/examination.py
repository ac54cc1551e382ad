"""What can be seen in one report of students without judging it: statuses, claims, results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from reportgen.data.types import Described
from reportgen.french.numbers import pluriel
from reportgen.grading.sources import Source
from reportgen.lab.needs import is_answered_elsewhere
from reportgen.lab.types import Lab, Prose, Question
from reportgen.submission.claims import Claim, claims_of, given_values
from reportgen.submission.computed import computed_values
from reportgen.submission.consistency import declared_differences, inconsistencies
from reportgen.submission.known import Known, KnownValues, known_values
from reportgen.submission.measured import Measured
from reportgen.submission.networks import connections, output_sizes
from reportgen.submission.outcome import Status, status
from reportgen.submission.types import Answers, Reply

MOST_TOLD = 5
"""Contradictions of one run that are told; more are counted."""


@dataclass(frozen=True)
class Seen:
    """One question: how far it was answered, what it claims, what its expressions show.

    ``elsewhere``: it asks for networks that the students train in another program, the
    Playground, so that no result of their runs could be what they typed.
    """

    question: Question
    number: str
    reply: Reply | None
    status: Status
    claims: tuple[Claim, ...] = ()
    computed: tuple[Known, ...] = ()
    elsewhere: bool = False

    @property
    def unmatched(self) -> tuple[Claim, ...]:
        """The claims that no result supports."""
        if self.elsewhere:
            return ()
        return tuple(claim for claim in self.claims if claim.found is None)

    @property
    def runs(self) -> frozenset[str]:
        """The runs that the answer takes its numbers from."""
        found = [claim.found for claim in self.claims if claim.found is not None]
        return frozenset(known.run for known in (*found, *self.computed) if known.run)


@dataclass(frozen=True)
class Examined:
    """One report: its questions in order, the claims outside them, what contradicts what.

    ``contradictions`` are French sentences by run.
    """

    questions: tuple[Seen, ...]
    others: tuple[Claim, ...]
    contradictions: Mapping[str, tuple[str, ...]]
    source: Source
    runs: Mapping[str, Measured]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The numbers that results should explain, in the order of the questions."""
        ours = (seen for seen in self.questions if not seen.elsewhere)
        return (*(c for seen in ours for c in seen.claims), *self.others)

    @property
    def read_elsewhere(self) -> int:
        """How many numbers come from another program."""
        return sum(len(seen.claims) for seen in self.questions if seen.elsewhere)


def examine(
    lab: Lab,
    work: Lab,
    answers: Answers,
    runs: Mapping[str, Measured],
    source: Source,
    described: Mapping[str, Described],
) -> Examined:
    """Look at the answers to *lab*; ``work`` is the lab that they make, its profile applied."""
    shapes = {name: _shape(work, name, described) for name in runs}
    specs = [(work.runs[name], shape) for name, shape in shapes.items() if shape is not None]
    sizes = {spec.name: tuple(output_sizes(spec, shape)) for spec, shape in specs}
    links = (known for spec, shape in specs for known in connections(spec, shape))
    known = known_values(runs, chain(*sizes.values(), links))
    statements = (question.statement for question in lab.questions)
    given = given_values(work, statements, described.values())

    def claims(prose: Prose | None, results: KnownValues = known) -> tuple[Claim, ...]:
        return () if prose is None else claims_of(prose, results, given)

    questions = []
    for number, question in numbered(lab):
        reply = answers.replies.get(question.id)
        found, body = status(question, reply), None if reply is None else reply.body
        shown = () if body is None else computed_values(body, runs, sizes)
        elsewhere = is_answered_elsewhere(lab, question)
        claimed = claims(body, KnownValues([]) if elsewhere else known)
        questions.append(Seen(question, number, reply, found, claimed, shown, elsewhere))
    return Examined(
        questions=tuple(questions),
        others=(*claims(answers.objective), *claims(answers.conclusion)),
        contradictions=dict(_contradictions(work, runs, described)),
        source=source,
        runs=runs,
    )


def numbered(lab: Lab) -> Iterator[tuple[str, Question]]:
    """Yield the questions of a lab with their numbers, as documents give them."""
    for rank, section in enumerate(lab.sections, 1):
        number = rank if section.number is None else section.number
        questions = [block for block in section.blocks if isinstance(block, Question)]
        yield from ((f"{number}.{index}", q) for index, q in enumerate(questions, 1))


def _shape(work: Lab, name: str, described: Mapping[str, Described]) -> tuple[int, ...] | None:
    """Return the shape of one example of a run; None when its data are not known."""
    spec = work.runs.get(name)
    data = None if spec is None else described.get(spec.dataset.name)
    return None if data is None else data.shape


def _contradictions(
    work: Lab, runs: Mapping[str, Measured], described: Mapping[str, Described]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, run in runs.items():
        told = [*inconsistencies(name, run)]
        spec = work.runs.get(name)
        if spec is None:
            told.append(f"{name} : ces résultats sont d’un entraînement que rendu.yaml n’a pas.")
        else:
            data = described.get(spec.dataset.name)
            told += declared_differences(name, run, spec, data.shape if data else None)
        if told:
            others = len(told) - MOST_TOLD
            count = pluriel(others, "autre contradiction", "autres contradictions")
            yield name, (*told[:MOST_TOLD], *([f"{name} : et {count}."] if others > 0 else []))
