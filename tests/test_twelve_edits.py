"""Twelve edits, each with the exact work that it causes: nothing stale, nothing needless.

After each edit the lab is built again over the old store, counting epochs, arrays asked of a
model and elements made; then in an empty store, and both documents must say the same.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from reportgen import french, trajectory
from reportgen.reporting import Computed
from tests.project_lab import Bench, Counter, make_bench, write_points

pytestmark = pytest.mark.keras

BUILDER = """\
from tools import dense_end

def make(shape):
    import keras
    return keras.Sequential([keras.Input(shape), keras.layers.Flatten(), *dense_end(3)])
"""
TOOLS = """\
from keras import layers

def width(n):
    return n

def dense_end(n):
    return [layers.Dense(width(n), activation="relu"), layers.Dense(2, activation="softmax")]
"""
EVIDENCE = """\
{{ courbes("petit", "large") }}

{{ evaluation("construit", legende="Le modèle construit") }}

{{ confusion("construit") }}

{{ filtres("petit", layer=0) }}

{{ projection("points", n=30) }}

{{ constat("evaluation", "petit") }}
"""
RUNS = ("petit", "large", "construit")


@dataclass
class Work(Counter):
    """Counts epochs by run, and what is computed: elements, and arrays under their kind."""

    epochs_of: dict[str, int] = field(default_factory=dict)
    elements: list[str] = field(default_factory=list)
    arrays: list[str] = field(default_factory=list)

    def epoch_ended(self, name: str, *_: object) -> None:
        self.epochs_of[name] = self.epochs_of.get(name, 0) + 1

    def computed(self, kind: Computed, name: str) -> None:
        (self.elements if kind == "element" else self.arrays).append(name)


@dataclass(frozen=True)
class Edit:
    """A change, and the work that it may cause: epochs by run, elements and arrays made."""

    change: Callable[[Bench, pytest.MonkeyPatch], None]
    epochs: dict[str, int] = field(default_factory=dict)
    elements: tuple[str, ...] = ()
    arrays: tuple[str, ...] = ()


def text_edit(name: str, old: str, new: str) -> Callable[[Bench, pytest.MonkeyPatch], None]:
    return lambda bench, _: bench.edit(name, old, new)


def rename_model(bench: Bench, _: pytest.MonkeyPatch) -> None:
    bench.edit("lab.yaml", "  petit:\n    title: petit réseau", "  menu:\n    title: petit réseau")
    bench.edit("lab.yaml", "from: petit", "from: menu")
    bench.edit("lab.yaml", "title: petit, model: petit", "title: petit, model: menu")


def change_template(bench: Bench, _: pytest.MonkeyPatch) -> None:
    shipped = bench.project.template_roots[-1]
    own = bench.project.template_roots[0]
    text = (shipped / "report.html.j2").read_text(encoding="utf-8")
    (own / "report.html.j2").write_text(f"{text}<!-- gabarit -->\n", encoding="utf-8")


def change_one_byte(bench: Bench, _: pytest.MonkeyPatch) -> None:
    write_points(bench.folder / "points.npz", first_pixel=7)


def another_keras(_: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**trajectory.versions(), "keras": "99.0"}
    monkeypatch.setattr(trajectory, "versions", lambda: changed)


ALL = dict.fromkeys(RUNS, 2)
CONSTRUIT = {"construit": 2}
OF_CONSTRUIT = ("evaluation", "confusion")
OF_RUNS = ("courbes", "evaluation", "evaluation", "confusion", "filtres", "constat")
ELEMENTS = (*OF_RUNS, "projection")
EDITS = {
    "a comment": Edit(text_edit("lab.yaml", "title: Rec", "# un mot\ntitle: Rec")),
    "a caption": Edit(text_edit("sections/01-mesures.md", "Le modèle construit", "À la main")),
    "a model's name": Edit(rename_model),
    "a sentence": Edit(text_edit("sections/01-mesures.md", "Elle vaut", "On mesure")),
    "a template": Edit(change_template),
    "the locale": Edit(lambda _, patch: patch.setattr(french, "LOCALE", "de"), {}, ELEMENTS),
    "a helper": Edit(text_edit("tools.py", '"relu"', '"tanh"'), CONSTRUIT, OF_CONSTRUIT),
    "a helper's helper": Edit(
        text_edit("tools.py", "return n", "return n + 1"), CONSTRUIT, OF_CONSTRUIT
    ),
    "one byte of data": Edit(change_one_byte, ALL, ELEMENTS, ("probe",)),
    "the seed": Edit(
        text_edit("lab.yaml", "batch_size: 16", "batch_size: 16, seed: 7"), ALL, OF_RUNS, ("probe",)
    ),
    "more epochs": Edit(
        text_edit("lab.yaml", "epochs: 2", "epochs: 3"),
        dict.fromkeys(RUNS, 1),
        OF_RUNS,
        ("probe",),
    ),
    "the version of Keras": Edit(another_keras, ALL, OF_RUNS, ("probe",)),
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a project that was built once."""
    bench = make_bench(tmp_path_factory.mktemp("original"))
    (bench.folder / "models.py").write_text(BUILDER, encoding="utf-8")
    (bench.folder / "tools.py").write_text(TOOLS, encoding="utf-8")
    model = "  construit: {builder: models.py:make, title: construit}\ntraining:"
    run = "  construit: {title: construit, model: construit, dataset: points}\nprofiles:"
    bench.edit("lab.yaml", "training:", model)
    bench.edit("lab.yaml", "profiles:", run)
    bench.edit("sections/01-mesures.md", '{{ courbes("petit") }}\n', EVIDENCE)
    work = Work()
    report = bench.build(work)
    assert report.problems == ()
    assert work.epochs_of == ALL
    assert sorted(work.elements) == sorted(ELEMENTS)
    return bench


@pytest.fixture
def bench(original: Bench, tmp_path: Path) -> Bench:
    """Return a copy of the project, with a template folder of its own."""
    root = tmp_path / "copy"
    shutil.copytree(original.project.root, root)
    (root / "templates").mkdir()
    return at(root, original)


def at(root: Path, like: Bench) -> Bench:
    roots = (root / "templates", like.project.template_roots[-1])
    project = replace(
        like.project,
        root=root,
        lab_roots=(root / "labs",),
        template_roots=roots,
        build=root / "build",
    )
    return Bench(project)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_causes_its_work_and_no_more(
    bench: Bench, edit: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit.change(bench, monkeypatch)
    work = Work()
    report = bench.build(work)
    assert report.problems == ()
    assert not report.up_to_date
    assert work.epochs_of == edit.epochs
    assert sorted(work.elements) == sorted(edit.elements)
    assert sorted(work.arrays) == sorted(edit.arrays)
    shown = answers(bench)
    shutil.rmtree(bench.project.build)
    bench.build()
    assert answers(bench) == shown


def answers(bench: Bench) -> str:
    """Return the answer key without what is true of one making only: dates, times, keys."""
    text = (bench.reports / "corrige.html").read_text(encoding="utf-8")
    return re.sub(r"<section[^>]*colophon.*?</section>", "", text, flags=re.DOTALL)
