from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.lab.loading import check_lab
from reportgen.lab.types import Lab

DATA = Path(__file__).parent / "data"

MINIMAL = (DATA / "good" / "minimal" / "lab.yaml").read_text(encoding="utf-8")
SECTION = (DATA / "good" / "minimal" / "sections" / "01-chiffres.md").read_text(encoding="utf-8")

MakeLab = Callable[..., Path]


@pytest.fixture
def make_lab(tmp_path: Path) -> MakeLab:
    """Return a function that writes a lab folder from its two texts."""

    def make(definition: str = MINIMAL, section: str = SECTION) -> Path:
        (tmp_path / "sections").mkdir(exist_ok=True)
        (tmp_path / "lab.yaml").write_text(definition, encoding="utf-8")
        (tmp_path / "sections" / "01-chiffres.md").write_text(section, encoding="utf-8")
        return tmp_path

    return make


@pytest.fixture
def messages(make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Return a function that gives the problems of a lab as the author reads them."""

    def read(definition: str = MINIMAL, section: str = SECTION) -> list[str]:
        folder = make_lab(definition, section)
        monkeypatch.chdir(folder)
        return [str(problem) for problem in check_lab(folder)[1]]

    return read


@pytest.fixture(scope="session")
def complete() -> Lab:
    """Return the fixture lab that uses every form."""
    lab, problems = check_lab(DATA / "good" / "complet")
    assert lab is not None, problems
    return lab
