"""The tables of the lab format say what the packages behind them do."""

from reportgen.data.catalogue import KNOWN
from reportgen.data.preprocess import STANDARDIZE_MODES as FITTED_MODES
from reportgen.data.preprocess import STEP_NAMES
from reportgen.document.markdown import BOXES as DRAWN_BOXES
from reportgen.lab.forms import PLAIN_STEPS, STANDARDIZE_MODES
from reportgen.lab.inputs import KNOWN_SOURCES
from reportgen.lab.vocabulary import BOXES, PARTS


def test_known_sources_are_those_of_the_data_package() -> None:
    ours = {name: (source.shape, source.classes) for name, source in KNOWN_SOURCES.items()}
    assert ours == {name: (data.shape, len(data.classes)) for name, data in KNOWN.items()}


def test_preprocessing_steps_are_those_of_the_data_package() -> None:
    assert {"rescale", "standardize", *PLAIN_STEPS} == set(STEP_NAMES)
    assert set(STANDARDIZE_MODES) == set(FITTED_MODES)


def test_boxes_are_those_of_the_document_package() -> None:
    assert {*BOXES, *PARTS} == set(DRAWN_BOXES)
