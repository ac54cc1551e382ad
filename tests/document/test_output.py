import csv
import errno
import io
import json
import os

import pytest

from reportgen.document.compose import compose
from reportgen.document.datafiles import data_files
from reportgen.document.output import write_outputs
from reportgen.errors import StoreError
from tests.document import sample


def test_files_and_their_folders_are_written(tmp_path):
    written = write_outputs(tmp_path / "r", {"a.html": b"a", "data/b.csv": b"b"})
    assert [path.read_bytes() for path in written] == [b"a", b"b"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "a.html").write_bytes(b"avant")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="le disque est plein"):
        write_outputs(tmp_path, {"a.html": b"apres"})
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.html", b"avant")]


def test_a_folder_that_is_a_file_is_a_french_error(tmp_path):
    (tmp_path / "r").write_bytes(b"")
    with pytest.raises(StoreError, match="écriture impossible"):
        write_outputs(tmp_path / "r", {"a.html": b""})


def test_a_forbidden_folder_is_a_french_error(tmp_path, monkeypatch):
    def refuse(_descriptor):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreError, match="écriture interdite"):
        write_outputs(tmp_path, {"a.html": b""})


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
