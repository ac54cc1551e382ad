"""``store list | verify | prune | export | import``, as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.store.store import Store
from tests.cli.conftest import Typed, write_lab
from tests.store.test_bundle import KEY, SPEC, make_store


@pytest.fixture
def store(project: Path) -> Store:
    """Return a store with one training of two epochs."""
    return make_store(project / "build" / "store")


def test_list_gives_each_training_and_what_asks_for_it(type_command: Typed, store: Store) -> None:
    store.remember("tp_essai", {"brut#1": SPEC})
    line, total = type_command("store", "list").stdout.splitlines()
    assert line.replace("\u00a0", " ").startswith(f"{KEY[:8]}  2 époques")
    assert line.endswith("tp_essai/brut (graine 1)")
    assert str(store.folder) in total


def test_list_of_an_empty_store_says_so(type_command: Typed, project: Path) -> None:
    assert type_command("store", "list").stdout.startswith("Aucun entraînement gardé ici.")


def test_verify_of_a_sound_store_says_so(type_command: Typed, store: Store) -> None:
    assert type_command("store", "verify").stdout == "Tous les fichiers sont intacts.\n"


def test_verify_names_what_is_damaged_and_deletes_it_when_told(
    type_command: Typed, store: Store
) -> None:
    path = store.entry(KEY).folder / "history.json"
    path.write_text(path.read_text().replace("0.5", "0.6"))
    result = type_command("store", "verify")
    assert (result.exit_code, str(path) in result.stdout) == (5, True)
    assert path.exists()
    assert type_command("store", "verify", "--delete").exit_code == 0
    assert not path.exists()
    assert type_command("store", "verify").exit_code == 0


def test_prune_keeps_what_matters(type_command: Typed, store: Store) -> None:
    result = type_command("store", "prune", "--budget", "0")
    assert result.stdout == "Rien à supprimer.\n"


def test_prune_unused_asks_before(type_command: Typed, store: Store, project: Path) -> None:
    write_lab(project, "petit")
    assert type_command("store", "prune", "--unused", input="\n").stdout.endswith(
        "Rien n’a été supprimé.\n"
    )
    assert store.entries()
    result = type_command("store", "prune", "--unused", "--yes")
    assert "supprimés" in result.stdout
    assert not store.entries()


def test_a_lab_without_results_is_not_exported(type_command: Typed, project: Path) -> None:
    write_lab(project, "petit", text="{{ runs.brut.params }} poids.")
    result = type_command("store", "export", "petit")
    assert (result.exit_code, "reportgen build" in result.stderr) == (5, True)
    assert not list(project.glob("petit*"))


def test_what_is_no_bundle_is_refused(type_command: Typed, project: Path) -> None:
    (project / "x.zip").write_bytes(b"no")
    result = type_command("store", "import", "x.zip")
    assert (result.exit_code, "n’est pas un lot" in result.stderr) == (5, True)


def test_a_budget_that_is_no_number_is_told(
    type_command: Typed, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_BUDGET", "2 Go")
    result = type_command("store", "list")
    assert (result.exit_code, "mégaoctets" in result.stderr) == (2, True)
