"""A bundle brings whole trainings or nothing, and no file that a store would not have."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.errors import StoreError
from reportgen.results import History, ModelSummary
from reportgen.store.bundle import MANIFEST, read_bundle, write_bundle
from reportgen.store.records import write_arrays
from reportgen.store.store import Store
from reportgen.store.values import history_record
from reportgen.trajectory import digest
from tests.store.test_entries import DATE, MACHINE, OUTPUTS

SPEC = {"seed": 3}
KEY = digest(SPEC)


def make_store(folder: Path, epochs: int = 2) -> Store:
    """Return a store with one training, an element and arrays."""
    store = Store(folder)
    entry = store.entry(KEY)
    history = History({"loss": (1.0,) * epochs}, (0.5,) * epochs)
    entry.write_spec(SPEC)
    entry.write_summary(ModelSummary((2,), ()))
    entry.write_state(epochs, [np.ones(3)], history_record(history, MACHINE, DATE))
    entry.write_outputs(epochs, OUTPUTS)
    write_arrays(entry.model_path(epochs), {"weights": np.ones(2)})  # any zip archive will do
    entry.write_history(history, MACHINE, DATE)
    write_arrays(store.probe_path("ab" * 16), {"kernel": np.ones(2)})
    return store


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    store = make_store(tmp_path / "here")
    path = tmp_path / "lot.zip"
    write_bundle(path, store, [p for p in store.folder.rglob("*.*") if p.is_file()])
    return path


def contents(store: Store) -> dict[str, bytes]:
    files = [p for p in store.folder.rglob("*") if p.is_file() and p.name != ".lock"]
    return {p.relative_to(store.folder).as_posix(): p.read_bytes() for p in files}


def test_everything_comes_through(bundle: Path, tmp_path: Path) -> None:
    there = Store(tmp_path / "there")
    assert read_bundle(bundle, there) == (1, 0)
    assert contents(there) == contents(Store(tmp_path / "here"))


@pytest.mark.parametrize(("epochs", "came"), [(1, 1), (2, 0), (3, 0)])
def test_the_longer_training_stays(bundle: Path, tmp_path: Path, epochs: int, came: int) -> None:
    there = make_store(tmp_path / "there", epochs)
    assert read_bundle(bundle, there) == (came, 1 - came)
    entry = there.entry(KEY)
    kept = max(epochs, 2)
    history = entry.history()
    assert history is not None
    assert (history.epochs, entry.models(), entry.states()) == (kept, (kept,), (kept,))


def rewritten(bundle: Path, change: Callable[[dict[str, bytes]], None], seal: bool = True) -> None:
    """Change the members of a bundle, and its manifest with them when *seal* is true."""
    with zipfile.ZipFile(bundle) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if seal:
        others = {n: sha256(c).hexdigest() for n, c in members.items() if n != MANIFEST}
        members[MANIFEST] = json.dumps(others).encode()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    "name",
    [
        "../outside.json",
        "/etc/outside",
        "trajectories/../../outside.json",
        f"trajectories/{KEY}/../../../outside.json",
        f"trajectories/{KEY}/script.py",
        f"elements/{KEY}.html",
        "index/tp_cifar.json",
    ],
)
def test_a_name_that_no_store_has_is_refused(bundle: Path, tmp_path: Path, name: str) -> None:
    rewritten(bundle, lambda members: members.update({name: b"{}"}))
    there = Store(tmp_path / "deep" / "there")
    with pytest.raises(StoreError, match="fichier inattendu"):
        read_bundle(bundle, there)
    assert contents(there) == {}
    assert not list(tmp_path.rglob("outside*"))


def test_a_member_that_is_not_what_the_manifest_says_is_refused(
    bundle: Path, tmp_path: Path
) -> None:
    name = f"trajectories/{KEY}/history.json"
    rewritten(bundle, lambda m: m.update({name: m[name].replace(b"1.0", b"0.1")}), seal=False)
    with pytest.raises(StoreError, match="manifeste"):
        read_bundle(bundle, Store(tmp_path / "there"))


def test_a_training_under_another_key_is_refused(bundle: Path, tmp_path: Path) -> None:
    def move(members: dict[str, bytes]) -> None:
        for name in [n for n in members if KEY in n]:
            members[name.replace(KEY, "0" * 32)] = members.pop(name)

    rewritten(bundle, move)
    there = Store(tmp_path / "there")
    with pytest.raises(StoreError, match="incomplet ou endommagé"):
        read_bundle(bundle, there)
    assert contents(there) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_bundle_brings_the_same_or_nothing(
    bundle: Path, tmp_path: Path, data: st.DataObject
) -> None:
    whole = bundle.read_bytes()
    damaged = bytearray(whole)
    if data.draw(st.booleans()):
        damaged = damaged[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        damaged[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    there = Store(tmp_path / f"there-{sha256(bytes(damaged)).hexdigest()[:16]}")
    bundle.write_bytes(damaged)
    try:
        read_bundle(bundle, there)
    except StoreError:
        assert contents(there) == {}
    else:
        assert contents(there) == contents(Store(tmp_path / "here"))
    finally:
        bundle.write_bytes(whole)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip at all"])
def test_what_is_no_bundle_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="pas un lot"):
        read_bundle(path, Store(tmp_path / "there"))


def test_a_bundle_that_the_disk_cannot_hold_is_refused_before_it_is_unpacked(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 10}))
    with pytest.raises(StoreError, match="disque plein"):
        read_bundle(bundle, Store(tmp_path / "there"))
