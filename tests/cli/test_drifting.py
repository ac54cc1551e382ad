"""``drift``: what it asks, what it shows of the answer, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen.cli.drifts import WIDTH, describe_drift
from reportgen.drift import flow
from reportgen.drift.flow import DriftRequest
from reportgen.drift.types import Drift, Finding, Heading, Novelty, Outcome, Replica
from tests.cli.conftest import Typed, write_lab

FIRST, SECOND = Heading("1.2", "gain", "Le gain"), Heading("1.10", "pire", "La pire classe")
SAME = Finding(FIRST, "Il apprend.", (Outcome("same", "Il apprend."),) * 3)
FLIPPED = Finding(
    FIRST,
    "Le gain est significatif.",
    (
        Outcome("changed", "L’écart ne l’est pas."),
        Outcome("same", "Le gain est significatif."),
        Outcome("changed", "L’écart ne l’est pas."),
    ),
)
GONE = Finding(SECOND, "La pire est « b ».", (Outcome("gone"),) * 3)
NEW = Novelty(SECOND, "Il faudrait des images.", (1,))
SEEDS = (Replica((2,)), Replica((3,)), Replica((4,)))


def drift(*findings: Finding, **changes: Any) -> Drift:
    values = {"replicas": SEEDS, "findings": findings, "novelties": ()}
    return Drift(**({"slug": "tp", "profile": "rapide", "document": "corrige"} | values | changes))


def lines(found: Drift, *, verbose: bool = False) -> list[str]:
    return [line.replace("\u00a0", " ") for line in describe_drift(found, verbose=verbose)]


@pytest.fixture
def requests(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[DriftRequest]:
    """Replace the comparison by one that is done; return what it is asked."""
    asked: list[DriftRequest] = []

    def find(project: object, request: DriftRequest, reporter: object) -> Drift:
        asked.append(request)
        return drift(SAME, FLIPPED)

    monkeypatch.setattr(flow, "find_drift", find)
    return asked


def test_drift_asks_for_the_answer_key_and_chosen_seeds(
    type_command: Typed, requests: list[DriftRequest]
) -> None:
    assert type_command("drift", "tp").exit_code == 0
    assert requests == [DriftRequest("tp")]


def test_drift_passes_its_options_on(type_command: Typed, requests: list[DriftRequest]) -> None:
    words = ("--profile", "complet", "--seeds", "11, 12", "--against", "ici")
    type_command("drift", "tp", *words, "--document", "sujet")
    assert requests == [DriftRequest("tp", "complet", (11, 12), Path("ici"), "sujet")]


@pytest.mark.parametrize("seeds", ["", "11,,12", "11,-2", "deux", "3,3", "4294967296"])
def test_seeds_that_are_none_are_told(
    type_command: Typed, requests: list[DriftRequest], seeds: str
) -> None:
    result = type_command("drift", "tp", "--seeds", seeds)
    assert (result.exit_code, "11,12,13" in result.stderr, requests) == (2, True, [])


def test_what_changed_is_no_failure(type_command: Typed, requests: list[DriftRequest]) -> None:
    result = type_command("drift", "tp")
    assert (result.exit_code, "ne l’est pas" in result.stdout) == (0, True)


def test_json_holds_everything(
    type_command: Typed, requests: list[DriftRequest], project: Path
) -> None:
    type_command("drift", "tp", "--json", "ici/drift.json")
    written = json.loads((project / "ici" / "drift.json").read_text(encoding="utf-8"))
    assert (written["statements"], written["holding"]) == (2, 1)
    assert [replica["seeds"] for replica in written["replicas"]] == [[2], [3], [4]]
    flipped = written["findings"][1]
    assert (flipped["question"]["id"], flipped["holding"]) == ("gain", 1)
    assert flipped["outcomes"][0] == {"kind": "changed", "text": "L’écart ne l’est pas."}


def test_questions_come_in_order_with_both_versions_side_by_side() -> None:
    assert lines(drift(SAME, FLIPPED, GONE, novelties=(NEW,))) == [
        "1.2  Le gain  (gain)",
        "  tient pour 1 graine sur 3",
        "    imprimé            Le gain est significatif.",
        "    graines 2 et 4     L’écart ne l’est pas.",
        "",
        "1.10  La pire classe  (pire)",
        "  ne tient pour aucune des 3 graines",
        "    imprimé            La pire est « b ».",
        "    graines 2, 3 et 4  (n’est plus écrit)",
        "  phrase nouvelle",
        "    graine 3           Il faudrait des images.",
        "",
        "1 constat sur 3 tient pour les 3 graines.",
    ]


def test_long_sentences_stay_in_their_column() -> None:
    long = Finding(FIRST, "mot " * 60, (Outcome("gone"),) * 3)
    shown = lines(drift(long))
    assert max(map(len, shown)) <= WIDTH
    start = shown[2].index("mot")
    assert all(line.index("mot") == start for line in shown if "mot" in line)


def test_when_all_holds_one_line_says_it() -> None:
    assert lines(drift(SAME, SAME)) == ["2 constats sur 2 tiennent pour les 3 graines."]


def test_numbers_that_leave_their_interval_are_counted_and_shown_when_asked() -> None:
    outcomes = (Outcome("numbers", "Il a 5 %."), Outcome("moved", "Il a 9 %."))
    moved = Finding(FIRST, "Il a 4 %.", outcomes)
    found = drift(SAME, moved, replicas=SEEDS[:2])
    told = "Parmi eux, 1 prend d’autres nombres, dont 1 sort de l’intervalle imprimé"
    assert lines(found)[-1] == f"{told} (--verbose le montre)."
    assert lines(found, verbose=True) == [
        "1.2  Le gain  (gain)",
        "  tient, mais un nombre sort de l’intervalle imprimé",
        "    imprimé   Il a 4 %.",
        "    graine 3  Il a 9 %.",
        "",
        "2 constats sur 2 tiennent pour les 2 graines.",
        f"{told}.",
    ]


@pytest.mark.parametrize(
    ("replicas", "verdict", "label", "total"),
    [
        ([(2,)], "ne tient pas pour la graine 2", "graine 2", "pour la graine 2"),
        (
            [(2, 3)],
            "ne tient pas pour les graines 2 et 3",
            "graines 2 et 3",
            "pour les graines 2 et 3",
        ),
        (
            [(2, 3), (4, 5)],
            "ne tient pour aucun des 2 groupes",
            "graines 2 et 3 ; 4 et 5",
            "pour les 2 groupes de 2 graines",
        ),
        ([()], "ne tient pas dans l’autre magasin", "autre magasin", "dans l’autre magasin"),
    ],
)
def test_replicas_are_named(
    replicas: list[tuple[int, ...]], verdict: str, label: str, total: str
) -> None:
    gone = Finding(FIRST, "Oui.", (Outcome("gone"),) * len(replicas))
    shown = lines(drift(gone, replicas=tuple(map(Replica, replicas))))
    assert shown[1] == f"  {verdict}"
    assert shown[3] == f"    {label}  (n’est plus écrit)"
    assert shown[-1] == f"0 constat sur 1 tient {total}."


def test_a_document_that_states_nothing_says_so() -> None:
    assert lines(drift(document="sujet")) == [
        "Le sujet n’affirme rien que les entraînements décident."
    ]


def test_results_missing_in_the_other_store_are_told(type_command: Typed, project: Path) -> None:
    write_lab(project, "petit", text="Sans résultat.")
    (project / "autre").mkdir()
    result = type_command("drift", "petit", "--against", "autre")
    assert (result.exit_code, "ne contient pas d’entraînements" in result.stderr) == (5, True)
