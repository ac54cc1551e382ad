"""The commands about stored trainings: store list, verify, prune, export, import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.columns import align
from reportgen.cli.session import current_session
from reportgen.cli.sizes import megabytes, removed_line
from reportgen.errors import StoreError
from reportgen.project import locate

if TYPE_CHECKING:
    from reportgen.store.entries import Entry
    from reportgen.store.store import Store


@click.group()
def store() -> None:
    """Voir, vérifier, alléger, échanger les entraînements gardés."""


@store.command("list")
def list_store() -> None:
    """Donner les entraînements gardés, leur taille et ce qui les demande."""
    from reportgen.store.upkeep import folder_size

    kept = _store()
    names = kept.run_names()
    entries = kept.entries()
    for line in align([_cells(entry, names.get(entry.key, ())) for entry in entries]):
        click.echo(line)
    if not entries:
        click.echo("Aucun entraînement gardé ici.")
    click.echo(f"Magasin : {kept.folder} ({megabytes(folder_size(kept.folder))})")


def _cells(entry: Entry, names: tuple[str, ...]) -> list[str]:
    from reportgen.french.numbers import pluriel
    from reportgen.store.upkeep import folder_size

    history, trained = entry.history(), entry.trained()
    epochs = "illisible" if history is None else pluriel(history.epochs, "époque", "époques")
    return [
        entry.key[:8],
        epochs,
        megabytes(folder_size(entry.folder)),
        "" if trained is None else trained[1][:10],
        ", ".join(names) or "demandé par aucun TP construit ici",
    ]


@store.command()
@options.DELETE
def verify(delete: bool) -> None:
    """Relire tous les fichiers gardés et nommer ceux qui sont endommagés."""
    from reportgen.store.upkeep import damaged_files

    damaged = list(damaged_files(_store()))
    for path in damaged:
        click.echo(f"endommagé : {path}")
        if delete:
            path.unlink(missing_ok=True)
    if not damaged:
        click.echo("Tous les fichiers sont intacts.")
    elif delete:
        click.echo("Supprimés : le prochain « reportgen build » refera ce dont il a besoin.")
    else:
        msg = (
            "des fichiers sont endommagés ; ils comptent comme absents, et « reportgen build » "
            "refera ce dont il a besoin. Pour les supprimer : reportgen store verify --delete"
        )
        raise StoreError(msg)


@store.command()
@options.BUDGET
@options.UNUSED
@options.CACHE_DAYS
@options.YES
def prune(budget: int | None, unused: bool, cache_days: float, yes: bool) -> None:
    """Supprimer ce qui peut l’être sans rien perdre de ce que montrent les TP."""
    from reportgen.sharing import drop_unused
    from reportgen.store.upkeep import drop_caches, drop_surplus

    project = locate()
    if unused and not (yes or _confirm()):
        click.echo("Rien n’a été supprimé.")
        return
    allowed = project.budget if budget is None else budget * 1_000_000
    freed = drop_unused(project) if unused else None
    rest = drop_surplus(_store(), allowed) + drop_caches(_store(), cache_days)
    click.echo(removed_line(rest if freed is None else freed + rest))


def _confirm() -> bool:
    from reportgen.cli.questions import agrees

    return agrees("Supprimer les entraînements qu’aucun TP ne demande plus ?")


@store.command()
@options.LAB
@options.PROFILE
@options.FOLDER
@options.STATES
@options.QUIET
def export(lab: str, profile: str | None, folder: Path, states: bool) -> None:
    """Écrire les résultats d’un TP dans un lot, avec un verrou.

    Ailleurs, « store import » puis « build --lock » refont les documents sans rien entraîner,
    même sans TensorFlow ni les données.
    """
    from reportgen import sharing
    from reportgen.cli.progress import show_progress
    from reportgen.pipeline import BuildRequest

    with show_progress(current_session().verbosity) as reporter:
        request = BuildRequest(lab, profile=profile)
        done = sharing.export(locate(), request, folder, states, reporter)
    click.echo(f"{done.bundle} ({megabytes(done.bundle.stat().st_size)})")
    click.echo(done.lock)


@store.command("import")
@options.BUNDLE
def import_bundle(bundle: Path) -> None:
    """Ajouter au magasin les résultats d’un lot.

    N’importez que le lot d’une personne de confiance : ses figures entrent telles quelles dans
    les documents.
    """
    from reportgen.french.numbers import pluriel
    from reportgen.store.bundle import read_bundle

    came, kept = read_bundle(bundle, _store())
    click.echo(f"{pluriel(came, 'entraînement ajouté', 'entraînements ajoutés')}.")
    if kept:
        known = pluriel(kept, "entraînement était déjà là", "entraînements étaient déjà là")
        click.echo(f"{known} : gardé tel quel." if kept == 1 else f"{known} : gardés tels quels.")


def _store() -> Store:
    from reportgen.store.store import Store

    return Store(locate().store)
