"""The corrigé's side of grading: the lab, its data, its store, and what its questions expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reportgen import pipeline
from reportgen.data.types import Described
from reportgen.errors import DataError, UsageError
from reportgen.french.numbers import pluriel
from reportgen.grading.expected import places_of
from reportgen.grading.types import Place
from reportgen.lab.types import Lab
from reportgen.material import Material
from reportgen.project import Project
from reportgen.reporting import Reporter, SilentReporter
from reportgen.store.store import Store
from reportgen.submission.reading import Statement, read_statement

Places = Mapping[str, tuple[Place, ...]]


@dataclass
class Teacher:
    """A lab as its teacher has it; results are read from the store when first asked for.

    ``profile`` None compares each report with the results of its own profile.
    """

    project: Project
    folder: Path
    reporter: Reporter = field(default_factory=SilentReporter)
    profile: str | None = None
    _statement: Statement | None = None
    _places: dict[str, Places] = field(default_factory=dict)
    _material: Material | None = None
    _described: dict[str, Described] | None = None

    @property
    def lab(self) -> Lab:
        """The lab, with its solutions."""
        return self._base().lab

    @property
    def store(self) -> Store:
        """The teacher's own results."""
        return self._base().store

    @property
    def described(self) -> Mapping[str, Described]:
        """What is known of the datasets, those that cannot be found left out."""
        if self._described is None:
            self._described = {}
            for name in self.lab.datasets:
                try:
                    self._described[name] = self._base().described(name)
                except DataError as error:
                    self.reporter.warn(str(error))
        return self._described

    def require_data(self) -> None:
        """Raise what keeps from knowing the data: nothing could be compared, and all would fail."""
        for name in self.lab.datasets:
            self._base().described(name)

    def find(self, slug: str) -> Path:
        """Return the folder of the lab for a report that answers it; UsageError for another's."""
        if slug != self.lab.slug:
            raise UsageError(f"ce rendu répond à {slug}, et non à {self.lab.slug}.")
        return self.folder

    def read(self, folder: Path, roots: tuple[Path, ...]) -> Statement:
        """Return the lab that reports answer and its definition, read once for all of them."""
        if self._statement is None:
            self._statement = read_statement(folder, roots)
        return self._statement

    def profile_for(self, handed: str | None) -> str:
        """Return the profile that a report is compared with."""
        for wanted in (self.profile, handed):
            if wanted is not None and wanted in self.lab.profiles:
                return wanted
        return self.lab.default_profile

    def places(self, profile: str) -> Places:
        """Return what every question expects in a profile, from stored results only."""
        if profile not in self._places:
            material = pipeline.load(self.project, self.folder, profile, SilentReporter())
            material.stored_only = True
            material.runs = pipeline.read_results(pipeline.plan_material(material), material)
            missing = len(material.lab.runs) - len(material.runs)
            if missing:
                self.reporter.warn(_unmeasured(self.folder.name, profile, missing))
            self._places[profile] = {q.id: places_of(q, material) for q in self.lab.questions}
        return self._places[profile]

    def _base(self) -> Material:
        if self._material is None:
            self._material = pipeline.load(self.project, self.folder, None, self.reporter)
        return self._material


def _unmeasured(slug: str, profile: str, missing: int) -> str:
    runs = pluriel(missing, "entraînement", "entraînements")
    return (
        f"Profil {profile} : {runs} du corrigé sans résultat. Pour comparer "
        f"les mesures, tapez d’abord « reportgen build {slug} --profile {profile} »."
    )
