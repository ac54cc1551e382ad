"""The corrigé of a small lab, as a notebook, runs from top to bottom and measures the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from reportgen import pipeline
from reportgen.project import find_lab
from reportgen.reporting import SilentReporter
from reportgen.results import RunResult
from tests.project_lab import Bench, make_bench

pytestmark = pytest.mark.keras

PROGRAMS = """\
```python
print(x_train.shape, np.bincount(y_train))
```

```python
model.fit(donnees_absentes)
```

{{ code("petit", partie="reseau") }}

{{ code("petit") }}

```python
print("fin", model.count_params())
```

Elle vaut"""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = make_bench(tmp_path_factory.mktemp("notebook"))
    bench.edit("sections/01-mesures.md", "Elle vaut", PROGRAMS)
    bench.build(formats=("ipynb",))
    return bench


@pytest.fixture(scope="module")
def ran(bench: Bench) -> dict[str, str]:
    """Return what each program of the corrigé printed, by the id of its cell."""
    notebook = nbformat.read(bench.reports / "corrige.ipynb", 4)
    beside_the_data = {"metadata": {"path": str(bench.folder)}}
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources=beside_the_data
    ).execute()
    return {c["id"]: _printed(c) for c in notebook["cells"] if c["cell_type"] == "code"}


def _printed(cell: dict[str, Any]) -> str:
    return "".join(o["text"] for o in cell["outputs"] if o.get("name") == "stdout")


def _result(bench: Bench) -> RunResult:
    folder = find_lab(bench.project, "tp_points")
    material = pipeline.load(bench.project, folder, None, SilentReporter())
    return pipeline.read_results(pipeline.plan_material(material), material)["petit"]


def test_every_program_ran(ran: dict[str, str]) -> None:
    assert list(ran)[:3] == ["bibliotheques", "donnees", "exactitude-programme"]
    assert ran["exactitude-programme"].startswith("(100, 8, 8, 1) [")
    assert list(ran.values())[-1].startswith("fin ")


def test_the_programs_measure_what_the_corrige_says(bench: Bench, ran: dict[str, str]) -> None:
    printed = "".join(ran.values())
    measured = _result(bench).first.evaluations["test"]
    expected = f"test : perte {measured.loss:.4f}, exactitude {measured.accuracy:.4f}"
    assert expected in printed


def test_a_program_that_cannot_run_is_left_to_be_read(bench: Bench) -> None:
    cells = nbformat.read(bench.reports / "corrige.ipynb", 4)["cells"]
    holders = [c["cell_type"] for c in cells if "donnees_absentes" in c["source"]]
    assert holders == ["markdown"]


def test_the_data_of_a_sujet_need_no_reportgen(bench: Bench) -> None:
    notebook = nbformat.read(bench.reports / "sujet.ipynb", 4)
    given = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"][:2]
    assert not any("reportgen" in source for source in given)
    made: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(bench.folder)
        exec("\n".join(given), made)
    assert made["x_train"].shape == (120, 8, 8, 1)


def test_the_second_build_gives_the_same_bytes(bench: Bench) -> None:
    files = [bench.reports / name for name in ("sujet.ipynb", "corrige.ipynb")]
    before = [path.read_bytes() for path in files]
    (bench.reports / ".construction.json").unlink()
    assert not bench.build(formats=("ipynb",)).up_to_date
    assert [path.read_bytes() for path in files] == before


def test_a_known_profile_is_said_in_the_corrige_alone(bench: Bench, tmp_path: Path) -> None:
    sujet, corrige = (
        nbformat.read(bench.reports / name, 4)["cells"][0]["source"]
        for name in ("sujet.ipynb", "corrige.ipynb")
    )
    assert "Toutes les époques, et toutes les images" in corrige
    assert not re.search("Toutes les époques, et toutes les images", sujet)
