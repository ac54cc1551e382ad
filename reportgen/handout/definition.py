"""Write the ``lab.yaml`` of students: what their sujet shows, whole, and nothing else.

Models stand there as stacks of layers, populations with all their settings: neither an ancestor nor
another lab is needed to read them.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from reportgen.handout.hints import handout_of
from reportgen.lab.shown import Shown
from reportgen.lab.types import Lab, LayerSpec, ModelSpec, PopulationSpec

Entry = dict[str, Any]

_HEAD = "# La version des étudiants, sans les réponses, faite par « reportgen export ».\n"
_SAID = ("title", "course", "abstract", "authors")
_KEPT = ("training", "profiles")
"""What runs of students inherit from the lab: theirs would otherwise be other trainings."""


def definition_text(lab: Lab, written: Entry, shown: Shown, paths: Mapping[str, str]) -> str:
    """Return the definition of the version for students.

    ``written`` is the lab's own with what it takes from others, ``paths`` are those of the data,
    by dataset, where they are not as written.
    """
    said = {key: written[key] for key in _SAID if key in written}
    parts: Entry = {
        "students": _students(lab),
        "datasets": {n: _dataset(e, paths.get(n)) for n, e in written.get("datasets", {}).items()},
        "models": {n: _model(m) for n, m in lab.models.items() if n in shown.models},
        "runs": {n: e for n, e in written.get("runs", {}).items() if n in shown.runs},
        "populations": _populations(lab, written.get("populations", {}), shown),
        **{key: written[key] for key in _KEPT if key in written},
    }
    return _HEAD + _yaml(said | {key: part for key, part in parts.items() if part})


def _students(lab: Lab) -> Entry:
    handout = handout_of(lab)
    return {
        "loads_data": handout.loads_data,
        "elements": {question: list(names) for question, names in handout.elements.items()},
        **({"elsewhere": list(handout.elsewhere)} if handout.elsewhere else {}),
    }


def _dataset(entry: Entry, path: str | None) -> Entry:
    return entry if path is None else entry | {"path": path}


def _model(model: ModelSpec) -> Entry:
    if model.builder is not None:
        function = f"{model.builder.file.as_posix()}:{model.builder.function}"
        config = {"config": dict(model.builder.config)} if model.builder.config else {}
        return {"title": model.title, "builder": function, **config}
    return {"title": model.title, "layers": [_layer(layer) for layer in model.layers]}


def _layer(layer: LayerSpec) -> str | Entry:
    label = {} if layer.label is None else {"name": layer.label}
    config = {**layer.config, **label}
    return {layer.name: config} if config else layer.name


def _populations(lab: Lab, written: Entry, shown: Shown) -> Entry:
    found: Entry = {}
    for name, family in lab.families.items():
        if name in shown.families:
            entry = _population(lab.populations[family.members[0]])
            found[name] = entry | {"title": family.title, "grid": written[name]["grid"]}
    for name, population in lab.populations.items():
        if name in shown.populations:
            found[name] = _population(population)
    return found


def _population(spec: PopulationSpec) -> Entry:
    """Return all settings of a population; the grid of a family overrides those of a member."""
    task, network, training = spec.task, spec.network, spec.training
    penalised = training.regularisation != "none"
    entry: Entry = {
        "title": spec.title,
        "dataset": task.dataset,
        "noise": task.noise,
        "seed": task.seed,
        "features": list(task.features),
        "hidden": list(network.hidden),
        "activation": network.activation,
        "learning_rate": training.learning_rate,
        "batch_size": training.batch_size,
        "epochs": training.epochs,
        "regularizer": {training.regularisation: training.rate} if penalised else None,
        "resets": spec.resets,
        "threshold": spec.threshold,
    }
    return {key: value for key, value in entry.items() if value is not None}


def _yaml(definition: Entry) -> str:
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 100
    yaml.representer.ignore_aliases = lambda *_: True
    text = io.StringIO()
    yaml.dump(copy.deepcopy(definition), text)
    return re.sub(r" +\n", "\n", text.getvalue())  # what a folded line ends with does not count
