"""Write the folder that students start from: who, every question to answer, a first training.

Nothing of a solution is in it: statements come from the lab without its answers, and of an
answer only the kinds of figures and tables that it shows are named.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.document.compose import without_solutions
from reportgen.document.expressions import make_evaluator
from reportgen.document.marks import Evaluator
from reportgen.document.wording import points
from reportgen.errors import UsageError
from reportgen.evidence.elements import Remark
from reportgen.evidence.views import make_views
from reportgen.evidence.vocabulary import FAMILIES, FILTERS
from reportgen.files import write_bytes
from reportgen.given import given_to_students
from reportgen.handout.hints import offered_elements
from reportgen.lab.needs import is_answered_elsewhere
from reportgen.lab.statement import statement_version
from reportgen.lab.types import Lab, Question, Section
from reportgen.material import Material
from reportgen.notebook.draft import Asked, draft_notebook
from reportgen.notebook.file import notebook_bytes
from reportgen.submission.types import ANSWERS, DEFINITION

RUN = "mon_essai"
_MARK = re.compile("[\ue000-\ue003]\\d*")


@dataclass(frozen=True)
class Authors:
    """Who starts; ``names`` are not empty."""

    names: tuple[str, ...]
    group: str
    date: date


def write_outline(material: Material, folder: Path, authors: Authors) -> tuple[Path, ...]:
    """Write the outline of a lab and return its files; UsageError for what is there already."""
    if folder.exists() and not folder.is_dir():
        msg = f"{folder} n’est pas un dossier : rien n’a été changé. Choisissez un autre nom."
        raise UsageError(msg)
    if folder.exists() and any(folder.iterdir()):
        msg = f"{folder} n’est pas vide : rien n’a été changé. Choisissez un autre dossier."
        raise UsageError(msg)
    files = {
        folder / DEFINITION: definition_text(material, authors).encode(),
        folder / ANSWERS: answers_text(material).encode(),
        folder / f"{folder.resolve().name}.ipynb": draft_bytes(material),
    }
    for path, content in files.items():
        write_bytes(path, content)
    return tuple(files)


def definition_text(material: Material, authors: Authors) -> str:
    """Return ``rendu.yaml``: the head, and a first run that trains as it is."""
    lab = material.lab
    dataset = next(iter(lab.datasets))
    described = material.described(dataset)
    layers = ["Flatten"] if len(described.shape) > 1 else []
    return _DEFINITION.format(
        lab=lab.slug,
        version=statement_version(lab),
        authors=json.dumps(list(authors.names), ensure_ascii=False),
        group=json.dumps(authors.group, ensure_ascii=False),
        date=authors.date.isoformat(),
        flatten="".join(f"      - {layer}\n" for layer in layers),
        classes=len(described.classes),
        dataset=dataset,
        rescale="    preprocess: [{rescale: 255}]\n" if len(described.shape) > 1 else "",
        run=RUN,
    )


def answers_text(material: Material) -> str:
    """Return ``reponses.md``: every question with its statement and room for an answer."""
    lab = material.lab
    outline = _Outline(_evaluator(material))
    parts = [_HEAD.format(title=lab.title)]
    offered = {question.id: _offered(lab, question) for question in lab.questions}
    for number, section in enumerate(without_solutions(lab).sections, 1):
        parts += outline.section(number, section, offered)
    return "\n".join([*parts, _TAIL])


def draft_bytes(material: Material) -> bytes:
    """Return the notebook to try things in: every statement, and cells to fill."""
    outline = _Outline(_evaluator(material))
    sections = enumerate(without_solutions(material.lab).sections, 1)
    asked = (
        question for number, section in sections for question in outline.asked(number, section)
    )
    given = given_to_students(material)
    files = (DEFINITION, ANSWERS)
    return notebook_bytes(draft_notebook(material.lab.title, files, asked, given))


@dataclass(frozen=True)
class _Outline:
    evaluate: Evaluator

    def section(self, number: int, section: Section, offered: Mapping[str, str]) -> Iterator[str]:
        """Yield a title and the questions below it; a section without questions says nothing.

        ``offered`` are the comments that name what each question may show.
        """
        questions = [b for b in section.blocks if isinstance(b, Question)]
        if questions:
            yield f"# {number}. {section.title}\n"
        for rank, question in enumerate(questions, 1):
            yield _QUESTION.format(
                id=question.id,
                head=_quoted(_heading(f"{number}.{rank}", question)),
                statement=_quoted(self._statement(question)),
                elements=offered[question.id],
            )

    def asked(self, number: int, section: Section) -> Iterator[Asked]:
        """Yield the questions of a section for the draft."""
        questions = [b for b in section.blocks if isinstance(b, Question)]
        for rank, question in enumerate(questions, 1):
            yield Asked(
                question.id,
                f"{number}. {section.title}",
                _heading(f"{number}.{rank}", question),
                self._statement(question),
                question.kind,
            )

    def _statement(self, question: Question) -> str:
        source = self.evaluate(question.statement).source
        return re.sub(r"\n{3,}", "\n\n", _MARK.sub("", source)).strip()


def _heading(number: str, question: Question) -> str:
    title = f" – {question.title}" if question.title else ""
    return f"**Question {number}{title}** ({points(question.points)})"


def _evaluator(material: Material) -> Evaluator:
    """Return an evaluator for which every element is a place holder: nothing is drawn."""
    empty = Remark(id="", caption="", alt="…")
    functions = {name: lambda *_, **__: empty for name in FAMILIES}
    return make_evaluator({**make_views(material), **functions, "donne": str}, FILTERS)


def _offered(lab: Lab, question: Question) -> str:
    """Return the comment that offers what this kind of answer shows; "" for nothing."""
    if is_answered_elsewhere(lab, question):
        return "<!-- Une capture d’écran : ![ce qu’elle montre](capture.png) -->\n"
    calls = [f'{{{{ {name}("{RUN}") }}}}' for name in offered_elements(lab, question)]
    return f"<!-- À votre disposition : {' '.join(calls)} -->\n" if calls else ""


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


_DEFINITION = """\
# Votre compte rendu. Les réponses s’écrivent dans reponses.md.
lab: {lab}
version: {version}
authors: {authors}
group: {group}
date: {date}

# Vos réseaux et vos entraînements, dans le format des TP. Celui-ci est un point de départ :
# renommez-le, changez-le, ajoutez les vôtres. Seuls ceux dont parlent vos réponses s’entraînent.
models:
  mon_modele:
    title: mon premier réseau
    layers:
{flatten}      - Dense: {{units: {classes}, activation: softmax}}

runs:
  {run}:
    title: mon premier essai
    model: mon_modele
    dataset: {dataset}
{rescale}    training: {{optimizer: adam, loss: sparse_categorical_crossentropy, epochs: 5}}
"""

_HEAD = """\
# Compte rendu : {title}

<!--
Écrivez entre « :::{{…}} » et « ::: ». Un nombre mesuré s’écrit {{{{ runs.mon_essai.test.accuracy
| pourcent }}}} : il suivra vos résultats. Une figure ou un tableau se met seul sur sa ligne, par
exemple {{{{ courbes("mon_essai") }}}}. Ce qui est entre « <!- - » et « - -> » ne paraît pas.
-->

:::{{objectif}}

:::
"""

_QUESTION = """\
::::{{reponse}} {id}
{head}
>
{statement}

:::{{observation}}
{elements}
:::

:::{{interpretation}}

:::
::::
"""

_TAIL = """\
# Pour finir

:::{conclusion}

:::
"""
