import csv
import io
import json

from reportgen.document.compose import compose
from reportgen.document.datafiles import data_files
from tests.document import sample


def test_the_data_of_elements_are_csv_and_json():
    files = data_files(compose(sample.LAB, "corrige", sample.evaluate, sample.META))
    rows = list(csv.reader(io.StringIO(files["data/corrige/03-courbe-base.csv"].decode())))
    assert rows[:2] == [["époque", "accuracy", "val_accuracy"], ["1", "0.41", "0.45"]]
    value = json.loads(files["data/corrige/03-courbe-base.json"])
    assert value["label"] == "Figure\u00a02"
    assert value["rows"][1] == [2, 0.55, 0.57]


def test_a_sujet_brings_only_its_own_data():
    files = data_files(compose(sample.LAB, "sujet", sample.evaluate, sample.META))
    assert files == {}
