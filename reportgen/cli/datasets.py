"""The commands about datasets: data list, data import, data verify."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import options
from reportgen.cli.columns import align
from reportgen.errors import DataError
from reportgen.project import locate

if TYPE_CHECKING:
    from reportgen.data.importing import DatasetStatus, Imported


@click.group()
def data() -> None:
    """Lister, importer, vérifier les données."""


IMAGES_PER_LINE = 10_000


@data.command("list")
def list_data() -> None:
    """Dire, pour chaque jeu connu, quelles images un build utiliserait."""
    from reportgen.data.importing import list_datasets

    folder = locate().data
    for line in align([_status_cells(status) for status in list_datasets(folder)]):
        click.echo(line)
    click.echo(f"Dossier des données : {folder}")


def _status_cells(status: DatasetStatus) -> list[str]:
    mark = "remplacement" if status.stand_in else "présent"
    return [status.name, mark, status.text]


@data.command("import")
@options.DATASET
@options.SOURCE
def import_data(dataset: str, source: Path) -> None:
    """Importer un jeu connu (mnist, fashion_mnist, cifar10).

    CHEMIN est un dossier d’images, une archive, un fichier .npz ou les fichiers d’origine.
    """
    from reportgen.data.importing import import_dataset

    imported = import_dataset(dataset, source, locate().data, progress=_show_count)
    click.echo(_imported_line(imported))


def _show_count(count: int) -> None:
    """Say from time to time that images are still being read: an archive takes seconds."""
    from reportgen.french.numbers import entier

    if count % IMAGES_PER_LINE == 0:
        click.echo(f"{entier(count)} images lues…", err=True)


def _imported_line(imported: Imported) -> str:
    from reportgen.french.numbers import dimensions, liste, pluriel

    names = {"train": "d’apprentissage", "validation": "de validation", "test": "de test"}
    counts = [f"{pluriel(n, 'image', 'images')} {names[s]}" for s, n in imported.counts.items()]
    verb = "remplacé" if imported.replaced else "importé"
    return f"{imported.title} {verb} : {liste(counts)}, {dimensions(imported.shape)}."


@data.command("verify")
@options.OPTIONAL_DATASETS
def verify_data(datasets: tuple[str, ...]) -> None:
    """Recalculer l’empreinte des jeux gardés ici et la comparer à celle de l’import."""
    from reportgen.data.importing import list_datasets, verify_dataset

    folder = locate().data
    names = datasets or [s.name for s in list_datasets(folder) if s.origin is not None]
    damaged = []
    for name in names:
        verified = verify_dataset(name, folder)
        click.echo(f"{name} : {'intact' if verified.intact else 'modifié'} ({verified.computed})")
        damaged += [] if verified.intact else [name]
    if not names:
        click.echo("Aucun jeu de données gardé pour l’instant.")
    if damaged:
        msg = f"fichiers modifiés depuis l’import : {', '.join(damaged)}. Importez-les de nouveau."
        raise DataError(msg)
