import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from reportgen.errors import DefinitionError
from reportgen.lab.loading import check_lab, load_lab
from reportgen.lab.problems import LabProblems
from reportgen.lab.types import Call, EarlyStopping, Lab, ValidationSpec

from .conftest import DATA, MINIMAL, SECTION, MakeLab

_FIXTURES = [HealthCheck.function_scoped_fixture]


def test_the_order_of_the_file_is_kept(complete: Lab) -> None:
    assert list(complete.runs) == [
        "brut", "modifie", "lineaire", "photos", "construit", "tableaux",
    ]  # fmt: skip


def test_the_slug_is_the_name_of_the_folder(complete: Lab) -> None:
    assert complete.slug == "complet"


def test_defaults_of_the_lab_reach_its_runs(complete: Lab) -> None:
    run = complete.runs["brut"]
    assert (run.epochs, run.seeds, run.training.batch_size) == (20, (1, 2), 128)


def test_a_run_overrides_the_defaults(complete: Lab) -> None:
    run = complete.runs["modifie"]
    assert (run.epochs, run.seeds, run.weights) == (7, (5,), "best")
    assert run.training.optimizer == Call("Adam")


def test_names_become_those_of_keras(complete: Lab) -> None:
    training = complete.runs["brut"].training
    schedule = {"CosineDecay": {"initial_learning_rate": 0.1, "decay_steps": 1000}}
    assert training.optimizer == Call("SGD", {"learning_rate": schedule})
    assert training.metrics == ("accuracy",)
    assert complete.runs["modifie"].training.loss == Call("categorical_crossentropy")
    assert complete.runs["photos"].training.loss == Call("binary_crossentropy")


def test_a_layer_name_becomes_the_canonical_one(complete: Lab) -> None:
    assert complete.models["base"].layers[1].name == "MaxPooling2D"


def test_the_name_of_a_layer_is_its_label_and_no_argument(complete: Lab) -> None:
    last = complete.models["base"].layers[-1]
    assert last.label == "sortie"
    assert "name" not in last.config


def test_early_stopping_on_accuracy_waits_for_a_maximum(complete: Lab) -> None:
    stop = complete.runs["modifie"].training.early_stopping
    assert stop == EarlyStopping("val_accuracy", patience=3, mode="max")


def test_preprocessing_keeps_its_order_and_arguments(complete: Lab) -> None:
    assert complete.runs["modifie"].preprocess == (
        Call("rescale", {"divisor": 255}),
        Call("standardize", {"mode": "image"}),
        Call("grayscale"),
        Call("one_hot"),
    )


def test_digits_are_accepted_as_class_names(complete: Lab) -> None:
    assert complete.datasets["chiffres"].classes[:2] == ("0", "1")


def test_validation_is_read(complete: Lab) -> None:
    rule = complete.datasets["cifar"].validation
    assert rule == ValidationSpec("test", count=1000, seed=7)


def test_a_builder_is_accepted_without_being_imported(complete: Lab) -> None:
    builder = complete.models["python"].builder
    assert builder is not None
    assert (builder.file, builder.function) == (Path("modeles.py"), "resnet")
    assert builder.config == {"depth": 3}


def test_problems_are_an_error_of_the_definition_stage() -> None:
    assert issubclass(LabProblems, DefinitionError)


def test_the_error_counts_its_problems(make_lab: MakeLab) -> None:
    folder = make_lab(MINIMAL.replace("epochs: 5", "epochs: 0"))
    with pytest.raises(LabProblems) as caught:
        load_lab(folder)
    assert str(caught.value).endswith("1 problème dans la définition du TP")
    assert len(caught.value.problems) == 1


def test_a_problem_names_the_file_from_the_working_folder(
    make_lab: MakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_lab(MINIMAL.replace("model: base", "model: bas"))
    monkeypatch.chdir(folder.parent)
    (problem,) = check_lab(folder)[1]
    assert str(problem).startswith(f"{folder.name}/lab.yaml:15:17: ")


def test_a_shape_of_an_npz_is_read_from_its_header(
    make_lab: MakeLab, messages: Callable[..., list[str]]
) -> None:
    import numpy as np

    folder = make_lab()
    np.savez(folder / "d.npz", x_train=np.zeros((4, 9, 9, 1)), y_train=np.zeros(4))
    text = MINIMAL.replace("source: mnist", "source: npz\n    path: d.npz\n    classes: [a, b]")
    text = text.replace("kernel_size: 3", "kernel_size: 10").replace("units: 10", "units: 2")
    (message,) = messages(text)
    assert "un noyau 10 × 10 ne tient pas dans une carte 9 × 9" in message


def test_a_layer_shared_by_models_is_wrong_once(messages: Callable[..., list[str]]) -> None:
    text = MINIMAL.replace("kernel_size: 3", "kernel_size: 30").replace(
        "training:", "  autre: {from: base, edit: [{remove: MaxPooling2D}]}\ntraining:"
    )
    assert len(messages(f"{text}  second: {{model: autre, dataset: chiffres}}\n")) == 1


def test_a_broken_entry_is_not_reported_again_where_it_is_used(
    messages: Callable[..., list[str]],
) -> None:
    (message,) = messages(MINIMAL.replace("      - Flatten", "      - {Flatten: 3}"))
    assert "« Flatten »" in message


def test_loading_twelve_runs_imports_nothing_heavy_and_takes_no_time(make_lab: MakeLab) -> None:
    runs = "".join(f"  r{i}: {{model: base, dataset: chiffres}}\n" for i in range(12))
    folder = make_lab(MINIMAL + runs)
    program = (
        "import sys, pathlib, time\n"
        "from reportgen.lab.loading import load_lab\n"
        "assert len(load_lab(pathlib.Path(sys.argv[1])).runs) == 13\n"
        "heavy = {'keras', 'tensorflow', 'matplotlib', 'pandas', 'scipy', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        # Processor time, imports included: another program on the machine does not count.
        "assert time.process_time() < 0.5, time.process_time()\n"
    )
    subprocess.run([sys.executable, "-c", program, str(folder)], check=True)


def _texts() -> st.SearchStrategy[str]:
    lines = st.sampled_from([*MINIMAL.splitlines(), *SECTION.splitlines(), "", "- [", "<<: *x"])
    return st.one_of(st.text(), st.lists(lines, max_size=25).map("\n".join))


@given(definition=_texts(), section=_texts())
@example(definition="&a [*a]", section=":::{question} a")
@example(definition="? [a]\n: 1", section="{{ ")
@example(definition="title: [1", section="{% for x in y %}")
@example(definition="runs: {a: {training: {epochs: 99999999999999999999}}}", section="# {{")
@settings(max_examples=150, deadline=None, suppress_health_check=_FIXTURES)
def test_any_text_loads_or_gives_problems(make_lab: MakeLab, definition: str, section: str) -> None:
    lab, problems = check_lab(_raw(make_lab, definition, section))
    assert (lab is None) == bool(problems)


def _raw(make_lab: MakeLab, definition: str, section: str) -> Path:
    folder = make_lab()
    (folder / "lab.yaml").write_bytes(definition.encode("utf-8", "surrogatepass"))
    (folder / "sections" / "01-chiffres.md").write_bytes(section.encode("utf-8", "surrogatepass"))
    return folder


@given(content=st.binary())
@settings(max_examples=50, deadline=None, suppress_health_check=_FIXTURES)
def test_any_bytes_load_or_give_problems(make_lab: MakeLab, content: bytes) -> None:
    folder = make_lab()
    (folder / "lab.yaml").write_bytes(content)
    assert check_lab(folder)[0] is None


@given(seed=st.integers(0, 10_000))
@settings(max_examples=10, deadline=None)
def test_the_order_of_keys_changes_no_value(complete: Lab, seed: int) -> None:
    data = YAML(typ="safe", pure=True).load(DATA / "good" / "complet" / "lab.yaml")
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        text = json.dumps(_shuffled(data, random.Random(seed)), ensure_ascii=False)
        (root / "lab.yaml").write_text(text, encoding="utf-8")
        (root / "sections").mkdir()
        (root / "sections" / "01.md").write_text("# Section\n", encoding="utf-8")
        (root / "modeles.py").write_text("def resnet(): ...\n", encoding="utf-8")
        lab = load_lab(root)
    expected = (complete.datasets, complete.models, complete.runs)
    assert (lab.datasets, lab.models, lab.runs) == expected


def _shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = order.sample(list(value), len(value))
        return {key: _shuffled(value[key], order) for key in keys}
    return [_shuffled(item, order) for item in value] if isinstance(value, list) else value


def test_a_link_to_a_lab_gives_it_its_own_name(make_lab: MakeLab, tmp_path: Path) -> None:
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(make_lab(), target_is_directory=True)
    assert load_lab(link).slug == link.name
    assert load_lab(link / "sections" / "..").slug == tmp_path.name
