"""The key of an element holds all that its runs say, and nothing of how they are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.evidence import dependencies
from reportgen.evidence.dependencies import Restricted, element_parameters, run_digest
from reportgen.lab.types import BuilderSpec
from reportgen.results import Evaluation, RunResult
from tests.evidence import factory

RUN = factory.run_result()


def _seed(**changes: object) -> RunResult:
    return replace(RUN, seeds=(replace(RUN.first, **changes), *RUN.seeds[1:]))  # type: ignore[arg-type]


def _spec(**changes: object) -> RunResult:
    return replace(RUN, spec=replace(RUN.spec, **changes))  # type: ignore[arg-type]


BUILDER = BuilderSpec(Path("modeles.py"), "residuel")

CHANGES: dict[str, Callable[[], RunResult]] = {
    "title": lambda: _spec(title="autre"),
    "epochs": lambda: _spec(epochs=RUN.spec.epochs + 1),
    "model's title": lambda: _spec(model=replace(RUN.spec.model, title="autre")),
    "builder": lambda: _spec(model=replace(RUN.spec.model, builder=BUILDER)),
    "dataset's title": lambda: _spec(dataset=replace(RUN.spec.dataset, title="autre")),
    "origin": lambda: replace(RUN, origin=factory.STAND_IN),
    "counts": lambda: replace(RUN, counts={**RUN.counts, "test": 7}),
    "machine": lambda: replace(RUN, machine=replace(RUN.machine, processor="autre")),
    "number of seeds": lambda: replace(RUN, seeds=(*RUN.seeds, RUN.first)),
    "training key": lambda: _seed(key="autre"),
    "epochs done": lambda: _seed(epochs=RUN.first.epochs + 1),
    "weights": lambda: _seed(weights_epoch=RUN.first.weights_epoch + 1),
    "history": lambda: _seed(history=RUN.first.history.extended({"loss": 0.5}, 1.0)),
    "evaluation": lambda: _seed(evaluations={"test": Evaluation(6, 0.5, 0.25)}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_run_says_is_in_its_digest(change: str) -> None:
    assert run_digest(CHANGES[change]()) != run_digest(RUN)


@pytest.mark.parametrize(
    "renamed",
    [
        _spec(model=replace(RUN.spec.model, name="autre", parent="base")),
        _spec(dataset=replace(RUN.spec.dataset, name="autre", path=Path("ailleurs"))),
        replace(RUN, trained_at="2030-01-01T00:00:00+00:00"),
    ],
    ids=["model", "dataset", "date"],
)
def test_how_models_and_datasets_are_named_is_not_in_it(renamed: RunResult) -> None:
    assert run_digest(renamed) == run_digest(RUN)


def test_a_digest_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    result, taken = factory.run_result(), []
    monkeypatch.setattr(dependencies, "digest", lambda facts: taken.append(facts) or "résumé")
    assert [run_digest(result), run_digest(result)] == ["résumé", "résumé"]
    assert len(taken) == 1


@pytest.mark.parametrize(
    "name",
    ["analysis/cost.py", "backprop/network.py", "evidence/curves.py", "french/numbers.py",
     "layers/checks.py", "playground/data.py", "results.py", "evidence/faces"],
)  # fmt: skip
def test_whatever_makes_an_element_is_in_the_version_of_the_code(name: str) -> None:
    package = Path(dependencies.__file__).parents[1]
    read = {path.relative_to(package).as_posix() for path in dependencies._sources()}
    assert any(path.startswith(name) for path in read)
    assert {path.suffix for path in dependencies._sources()} == {".py", ".ttf"}


def test_a_byte_of_the_code_makes_another_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "courbes.py"
    monkeypatch.setattr(dependencies, "_sources", lambda: [source])
    found = []
    for content in (b"a", b"b"):
        source.write_bytes(content)
        dependencies.versions.cache_clear()
        found.append(dependencies.versions()["code"])
    dependencies.versions.cache_clear()
    assert found[0] != found[1]


def test_an_element_is_shown_the_runs_and_the_datasets_that_its_key_holds() -> None:
    whole = factory.MemoryContext(runs={"base": RUN, "autre": factory.run_result("autre", "autre")})
    parameters = element_parameters(whole, "courbes", ("base",), {"id": "autre chose"})
    shown = Restricted(whole, parameters)
    assert list(parameters["runs"]) == ["base"]
    assert shown.runs["base"] is RUN
    assert list(shown.runs) == ["base", "autre"]
    with pytest.raises(AssertionError, match="'autre'"):
        shown.runs["autre"]
    with pytest.raises(AssertionError, match="profile"):
        _ = shown.profile


@pytest.mark.parametrize(
    ("arguments", "options"),
    [(("base", 3), {}), (("base",), {"n": 3}), (("autre",), {}), (("base", "autre"), {})],
)
def test_other_arguments_make_another_key(
    arguments: tuple[object, ...], options: dict[str, object]
) -> None:
    context = factory.MemoryContext(runs={"base": RUN, "autre": factory.run_result("autre")})
    plain = element_parameters(context, "courbes", ("base",), {})
    assert element_parameters(context, "courbes", arguments, options) != plain
    assert element_parameters(context, "poids", ("base",), {}) != plain


def test_a_place_of_its_own_in_the_lab_is_in_the_key_for_it_gives_the_colour() -> None:
    autre = factory.run_result("autre", "autre")
    first, second = ({"base": RUN, "autre": autre}, {"autre": autre, "base": RUN})
    keys = [
        element_parameters(factory.MemoryContext(runs=runs), "courbes", ("base",), {})
        for runs in (first, second)
    ]
    assert keys[0] != keys[1]
    assert keys[0]["runs"] == keys[1]["runs"]
    more = factory.MemoryContext(runs={**first, "dernier": factory.run_result("dernier", "d")})
    assert element_parameters(more, "courbes", ("base",), {}) == keys[0]
