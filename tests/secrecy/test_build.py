"""Everything that a whole build writes for students, pictures included, is free of solutions."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.exporting import export_lab
from reportgen.outline import write_outline
from reportgen.pipeline import load
from reportgen.project import find_lab
from reportgen.reporting import SilentReporter
from tests.notebook.emptied import emptied
from tests.project_lab import Bench, make_bench
from tests.secrecy.marks import MARK, leaks
from tests.secrecy.test_labs import shown_by_moodle
from tests.submission.bench import AUTHORS

pytestmark = [pytest.mark.keras, pytest.mark.pdf]

STATEMENT = """Quelle est l’exactitude du petit réseau sur le test ?

{{ images("points", n=4) }}

:::{reponse}
Canari1 {{ runs.canari2.test.accuracy | pourcent }}.

{{ courbes("canari2", legende="Canari3") }}

{{ evaluation("canari2", "large") }}

{{ architecture("canari2") }}

{{ confusion("canari2") }}

{{ code("canari2") }}

```python
canari4 = 4
```

![un dessin](canari5.svg)

"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = make_bench(tmp_path_factory.mktemp("secret"))
    statement = "Quelle est l’exactitude du petit réseau sur le test ?\n\n:::{reponse}\n"
    bench.edit("sections/01-mesures.md", statement, STATEMENT)
    bench.edit("sections/01-mesures.md", "runs.petit", "runs.canari2")
    bench.edit("sections/01-mesures.md", '"petit"', '"canari2"')
    bench.edit("sections/01-mesures.md", "sur le test\n:::", "sur le test (canari6)\n:::")
    bench.edit(
        "lab.yaml", "petit: {title: petit, model: petit", "canari2: {title: c, model: canari7"
    )
    bench.edit("lab.yaml", "  petit:\n    title: petit réseau", "  canari7:\n    title: Canari8")
    bench.edit("lab.yaml", "from: petit", "from: canari7")
    bench.edit("sections/01-mesures.md", "- 2 :", "- 1 : la valeur\n- 1 :")
    attendu = ":attendu: runs.canari2.test.accuracy, runs.canari2.test.loss"
    bench.edit("sections/01-mesures.md", ":kind: mesure", f":kind: mesure\n{attendu}")
    (bench.folder / "canari5.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>canari9</text></svg>"
    )
    bench.build(formats=("html", "pdf", "ipynb"))
    return bench


def of_students(bench: Bench) -> list[Path]:
    reports = bench.reports
    return sorted([*reports.glob("sujet.*"), *(reports / "data" / "sujet").iterdir()])


def test_the_files_of_a_sujet_hold_no_mark(bench: Bench) -> None:
    files = of_students(bench)
    assert {path.suffix for path in files} == {".html", ".pdf", ".ipynb", ".csv", ".json"}
    assert {
        p.name: found for p in files if (found := leaks(p.read_bytes()) or leaks(p.name.encode()))
    } == {}


def test_the_files_of_a_corrige_hold_them(bench: Bench) -> None:
    for name in ("corrige.html", "corrige.pdf", "corrige.ipynb"):
        found = {mark.lower() for mark in leaks((bench.reports / name).read_bytes())}
        assert {"canari1", "canari3", "canari4", "canari6"} <= found, name
        assert MARK.lower() in "".join(found)


def test_a_picture_of_an_answer_is_searched(bench: Bench) -> None:
    assert "canari9" in leaks((bench.reports / "corrige.ipynb").read_bytes())


def test_the_folder_that_students_start_from_holds_no_mark(bench: Bench, tmp_path: Path) -> None:
    material = load(bench.project, find_lab(bench.project, "tp_points"), None, SilentReporter())
    files = write_outline(material, tmp_path / "mon_tp", AUTHORS)
    assert {p.name: found for p in files if (found := leaks(p.read_bytes()))} == {}


def test_the_version_for_students_holds_no_mark(bench: Bench, tmp_path: Path) -> None:
    done = export_lab(bench.project, "tp_points", None, "etudiants", tmp_path, SilentReporter())
    folder, archive = done.files
    written = [archive, *(path for path in folder.rglob("*") if path.is_file())]
    assert len(written) == 4
    assert {p.name: found for p in written if (found := leaks(p.read_bytes()))} == {}


def test_what_platforms_show_students_holds_no_mark(bench: Bench, tmp_path: Path) -> None:
    for platform in ("moodle", "nbgrader"):
        export_lab(bench.project, "tp_points", None, platform, tmp_path, SilentReporter())  # type: ignore[arg-type]
    bank = (tmp_path / "tp_points-moodle.xml").read_bytes()
    assignment = (tmp_path / "source" / "tp_points" / "tp_points.ipynb").read_bytes()
    assert leaks(bank)
    assert leaks(assignment)
    assert leaks(shown_by_moodle(bank)) == []
    assert leaks(emptied(assignment)) == []
