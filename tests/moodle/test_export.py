"""``reportgen export`` writes what platforms import, and leaves what is there alone."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import nbformat
import pytest

from reportgen.errors import UsageError
from reportgen.exporting import CONFIGURATION, Platform, export_lab
from reportgen.outline import Authors, write_outline
from reportgen.pipeline import load, plan_material, read_results
from reportgen.project import find_lab
from reportgen.reporting import SilentReporter
from tests.project_lab import Bench, Counter, make_bench
from tests.submission.bench import AUTHORS

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = make_bench(tmp_path_factory.mktemp("export"))
    bench.edit(
        "sections/01-mesures.md",
        ":kind: mesure",
        ":kind: mesure\n:attendu: runs.petit.test.accuracy",
    )
    bench.edit(
        "sections/01-mesures.md",
        "- 2 : la valeur est mesurée sur le test",
        "- 1.5 : la valeur est mesurée sur le test\n- 0.5 : elle est commentée",
    )
    return bench


def export(bench: Bench, platform: Platform, output: Path | None = None) -> tuple[Path, ...]:
    done = export_lab(bench.project, "tp_points", None, platform, output, SilentReporter())
    assert done.problems == ()
    return done.files


def test_a_bank_goes_to_the_folder_of_the_exports(bench: Bench) -> None:
    (path,) = export(bench, "moodle")
    assert path == bench.project.build / "exports" / "tp_points" / "tp_points-moodle.xml"
    kinds = [question.get("type") for question in ET.parse(path).getroot()]
    assert kinds == ["category", "description", "numerical", "essay"]


def test_a_value_that_is_expected_is_graded_by_moodle(bench: Bench) -> None:
    (path,) = export(bench, "moodle")
    numerical, essay = list(ET.parse(path).getroot())[2:]
    material = load(bench.project, find_lab(bench.project, "tp_points"), None, SilentReporter())
    measured = read_results(plan_material(material), material)["petit"].accuracy("test")
    assert float(numerical.findtext("answer/text", "")) == pytest.approx(100 * measured, abs=1e-3)
    assert float(numerical.findtext("answer/tolerance", "")) >= 2
    assert "exactitude de test, en %" in numerical.findtext("questiontext/text", "")
    assert "petit." not in numerical.findtext("questiontext/text", "")
    grades = [question.findtext("defaultgrade") for question in (numerical, essay)]
    assert grades == ["1.5", "0.5"]


def test_the_same_results_give_the_same_bytes_and_train_nothing(bench: Bench) -> None:
    before = [path.read_bytes() for path in (*export(bench, "moodle"), *export(bench, "nbgrader"))]
    counter = Counter()
    export_lab(bench.project, "tp_points", None, "moodle", None, counter)
    assert counter.epochs == 0
    after = [path.read_bytes() for path in (*export(bench, "moodle"), *export(bench, "nbgrader"))]
    assert after[: len(before) - 1] == before[: len(before) - 1]


def test_an_assignment_has_its_data_and_a_configuration(bench: Bench, tmp_path: Path) -> None:
    names = {str(path.relative_to(tmp_path)) for path in export(bench, "nbgrader", tmp_path)}
    source = "source/tp_points"
    assert names == {f"{source}/tp_points.ipynb", f"{source}/points.npz", CONFIGURATION}
    configuration = (tmp_path / CONFIGURATION).read_text(encoding="utf-8")
    assert "c.Execute.timeout = 3600" in configuration, "nbgrader stops cells after 30 seconds"
    cells = nbformat.read(tmp_path / source / "tp_points.ipynb", 4)["cells"]
    assert 'np.load("points.npz")' in cells[2]["source"]


def test_the_course_of_a_teacher_stays_as_it_is(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / CONFIGURATION).write_text("c = get_config()\n")
    other = tmp_path / "source" / "tp_points" / "images.png"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"image")
    assert tmp_path / CONFIGURATION not in export(bench, "nbgrader", tmp_path)
    assert (tmp_path / CONFIGURATION).read_text() == "c = get_config()\n"
    assert other.read_bytes() == b"image"


def test_the_report_of_students_is_not_exported(bench: Bench, tmp_path: Path) -> None:
    folder = find_lab(bench.project, "tp_points")
    write_outline(load(bench.project, folder, None, SilentReporter()), tmp_path / "r", AUTHORS)
    with pytest.raises(UsageError, match="compte rendu"):
        export_lab(bench.project, str(tmp_path / "r"), None, "moodle", None, SilentReporter())


def test_students_start_with_a_draft_that_names_the_file_to_write(
    bench: Bench, tmp_path: Path
) -> None:
    material = load(bench.project, find_lab(bench.project, "tp_points"), None, SilentReporter())
    authors = Authors(("Ada",), "", AUTHORS.date)
    written = write_outline(material, tmp_path / "mon_tp", authors)
    assert [path.name for path in written] == ["rendu.yaml", "reponses.md", "mon_tp.ipynb"]
    notebook = nbformat.read(written[-1], 4)
    nbformat.validate(notebook)
    cells = notebook["cells"]
    assert "**Le compte rendu s’écrit dans `reponses.md`**" in cells[0]["source"]
    statement = next(c["source"] for c in cells if c["id"] == "exactitude-enonce")
    assert statement.endswith("> Quelle est l’exactitude du petit réseau sur le test\u202f?")
    assert all(line.startswith(">") for line in statement.split("\n"))
