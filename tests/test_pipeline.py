"""The promises of a build: nothing needless, nothing stale, nothing lost."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from reportgen.errors import DefinitionError, StoreError, UsageError
from reportgen.pipeline import DOCUMENTS
from reportgen.store.store import Store
from tests.project_lab import Bench, Counter, make_bench, write_points

pytestmark = pytest.mark.keras


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return a project that was never built."""
    return make_bench(tmp_path)


@pytest.fixture
def built(bench: Bench) -> Bench:
    """Return a project that was built once."""
    report = bench.build()
    assert (report.trained, report.epochs, report.problems) == (2, 4, ())
    return bench


def test_a_build_writes_both_documents_and_their_data(built: Bench) -> None:
    names = {path.name for path in built.reports.iterdir()}
    assert {"sujet.html", "corrige.html", "data"} <= names
    assert "l’exactitude" in (built.reports / "sujet.html").read_text(encoding="utf-8")


def test_a_second_build_does_nothing(built: Bench) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.reports.rglob("*")}
    report = built.build()
    assert report.up_to_date
    assert {path: path.stat().st_mtime_ns for path in built.reports.rglob("*")} == before


def test_a_report_that_was_deleted_is_made_again_without_training(built: Bench) -> None:
    (built.reports / "corrige.html").unlink()
    counter = Counter()
    assert not built.build(counter).up_to_date
    assert counter.started == []
    assert (built.reports / "corrige.html").is_file()


def test_data_of_an_element_that_is_gone_are_removed(built: Bench) -> None:
    names = {path.name for path in (built.reports / "data" / "corrige").iterdir()}
    built.edit("sections/01-mesures.md", '{{ evaluation("petit", "large") }}', "")
    built.build()
    left = {path.name for path in (built.reports / "data" / "corrige").iterdir()}
    assert left < names


NO_TRAINING = {
    "a comment": ("lab.yaml", "title: Reconnaître", "# un commentaire\ntitle: Reconnaître"),
    "a title": ("lab.yaml", "Reconnaître le haut du bas", "Le haut et le bas"),
    "a run's title": ("lab.yaml", "title: petit, ", "title: modeste, "),
    "a model's name": ("lab.yaml", "petit:\n    title", "petit:\n    # nommé\n    title"),
    "a sentence": ("sections/01-mesures.md", "Elle vaut", "On mesure"),
    "a caption": (
        "sections/01-mesures.md",
        'courbes("petit")',
        'courbes("petit", legende="Progrès")',
    ),
}


@pytest.mark.parametrize("edit", NO_TRAINING.values(), ids=NO_TRAINING.keys())
def test_trains_nothing_for(built: Bench, edit: tuple[str, str, str]) -> None:
    built.edit(*edit)
    counter = Counter()
    report = built.build(counter)
    assert not report.up_to_date
    assert counter.started == []


def test_a_changed_sentence_is_in_the_new_document(built: Bench) -> None:
    built.edit("sections/01-mesures.md", "Elle vaut", "On mesure")
    built.build()
    assert "On mesure" in (built.reports / "corrige.html").read_text(encoding="utf-8")


def test_more_epochs_train_only_the_new_ones(built: Bench) -> None:
    built.edit("lab.yaml", "epochs: 2", "epochs: 3")
    counter = Counter()
    built.build(counter)
    assert counter.started == [("petit", 3, 3), ("large", 3, 3)]


def test_a_changed_argument_trains_that_run_only(built: Bench) -> None:
    built.edit("lab.yaml", "filters: 8", "filters: 6")
    counter = Counter()
    built.build(counter)
    assert counter.started == [("large", 1, 2)]


def test_changed_data_train_everything(built: Bench) -> None:
    write_points(built.folder / "points.npz", seed=1)
    counter = Counter()
    built.build(counter)
    assert [name for name, _, _ in counter.started] == ["petit", "large"]


def test_another_seed_trains_everything(built: Bench) -> None:
    built.edit("lab.yaml", "batch_size: 16", "batch_size: 16, seed: 7")
    counter = Counter()
    built.build(counter)
    assert counter.epochs == 4


def test_a_run_that_keras_refuses_boxes_its_question_and_the_rest_goes_on(bench: Bench) -> None:
    builder = "def make(shape):\n    raise ValueError('impossible')\n"
    (bench.folder / "models.py").write_text(builder, encoding="utf-8")
    bench.edit("lab.yaml", "training:", "  casse: {builder: models.py:make}\ntraining:")
    bench.edit("lab.yaml", "profiles:", "  casse: {model: casse, dataset: points}\nprofiles:")
    bench.edit("sections/01-mesures.md", "Elle vaut", '{{ courbes("casse") }}\n\nElle vaut')
    report = bench.build()
    assert any("impossible" in problem for problem in report.problems)
    assert (bench.reports / "corrige.html").is_file()
    assert not bench.build().up_to_date


def test_the_sujet_never_holds_what_answers_say(built: Bench) -> None:
    text = (built.reports / "sujet.html").read_text(encoding="utf-8")
    assert "Elle vaut" not in text
    assert "la valeur est mesurée" not in text


def test_a_sujet_that_shows_no_result_trains_nothing(bench: Bench) -> None:
    counter = Counter()
    bench.build(counter, documents=("sujet",))
    assert counter.started == []
    assert (bench.reports / "sujet.html").is_file()


def test_a_sujet_trains_what_its_statements_speak_of(bench: Bench) -> None:
    bench.edit(
        "sections/01-mesures.md", "Quelle est", "{{ runs.large.params | entier }} : quelle est"
    )
    counter = Counter()
    bench.build(counter, documents=("sujet",))
    assert [name for name, _, _ in counter.started] == ["large"]


def test_without_pango_the_html_is_made_and_the_pdf_ends_in_a_line(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load 'libpango-1.0-0'\")\n")
    monkeypatch.syspath_prepend(tmp_path)  # seen by the process that prints, too
    report = bench.build(documents=("sujet",), formats=("html", "pdf"))
    assert (bench.reports / "sujet.html").is_file()
    assert not (bench.reports / "sujet.pdf").exists()
    (problem,) = report.problems
    assert "libpango-1.0-0" in problem
    assert "\n" not in problem


def test_a_full_disk_keeps_the_old_documents(built: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page = built.reports / "corrige.html"
    before = page.read_bytes()
    built.edit("sections/01-mesures.md", "Elle vaut", "On mesure")

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        with pytest.raises(StoreError, match="disque plein"):
            built.build()
    assert page.read_bytes() == before
    assert not list(built.project.build.rglob(".tmp-*"))
    built.build()
    assert page.read_bytes() != before


def test_a_sujet_names_no_training_that_it_does_not_show(built: Bench) -> None:
    keys = [entry.key[:8] for entry in Store(built.project.store).entries()]
    sujet, corrige = (
        (built.reports / f"{kind}.html").read_text(encoding="utf-8") for kind in DOCUMENTS
    )
    assert all(key in corrige for key in keys)
    assert not any(key in sujet for key in keys)


def test_an_unknown_lab_is_told_with_the_nearest(bench: Bench) -> None:
    with pytest.raises(UsageError, match="Vouliez-vous dire « tp_points »"):
        bench.build(lab="tp_point")


def test_an_unknown_profile_is_told_with_the_nearest(bench: Bench) -> None:
    with pytest.raises(UsageError, match="peut-être « rapide »"):
        bench.build(profile="rapid")


def test_a_wrong_definition_builds_nothing(bench: Bench) -> None:
    bench.edit("lab.yaml", "filters: 4", "filtres: 4")
    with pytest.raises(DefinitionError, match="filters"):
        bench.build()
    assert not bench.project.build.exists()
