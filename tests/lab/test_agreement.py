"""The tables of the lab format say what the packages behind them do."""

from types import SimpleNamespace
from typing import cast

from reportgen.analysis import population_remarks, remarks
from reportgen.analysis.network import layer_names as analysed_names
from reportgen.data.catalogue import KNOWN
from reportgen.data.preprocess import STANDARDIZE_MODES as FITTED_MODES
from reportgen.data.preprocess import STEP_NAMES
from reportgen.document.markdown import BOXES as DRAWN_BOXES
from reportgen.evidence.lookup import find_layer
from reportgen.lab.forms import PLAIN_STEPS, STANDARDIZE_MODES
from reportgen.lab.inputs import KNOWN_SOURCES
from reportgen.lab.layer_names import layer_names
from reportgen.lab.types import Lab
from reportgen.lab.vocabulary import BOXES, PARTS, TOPIC_COUNTS
from reportgen.results import LayerRow, RunResult


def test_known_sources_are_those_of_the_data_package() -> None:
    ours = {name: (source.shape, source.classes) for name, source in KNOWN_SOURCES.items()}
    assert ours == {name: (data.shape, len(data.classes)) for name, data in KNOWN.items()}


def test_preprocessing_steps_are_those_of_the_data_package() -> None:
    assert {"rescale", "standardize", *PLAIN_STEPS} == set(STEP_NAMES)
    assert set(STANDARDIZE_MODES) == set(FITTED_MODES)


def test_boxes_are_those_of_the_document_package() -> None:
    assert {*BOXES, *PARTS} == set(DRAWN_BOXES)


def test_topics_take_as_many_runs_or_populations_as_the_analysis_says() -> None:
    said = {**remarks.TOPICS, **population_remarks.TOPICS}
    assert {name: (t.least, t.most) for name, t in said.items()} == dict(TOPIC_COUNTS)


def test_layers_have_the_names_that_evidence_gives_them(complete: Lab) -> None:
    for run in complete.runs.values():
        rows = tuple(LayerRow("", la.name, {}, (1,), (1,), 0, 0) for la in run.model.layers)
        result = SimpleNamespace(spec=run, summary=SimpleNamespace(layers=rows))
        names = layer_names(run.model.layers)
        assert set(analysed_names(cast("RunResult", result))) <= set(names)
        assert all(find_layer(cast("RunResult", result), name) >= 0 for name in names)
