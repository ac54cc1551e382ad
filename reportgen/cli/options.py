"""Every option and argument of the command line, as named constants that commands share."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

from reportgen.cli.session import Session, Verbosity
from reportgen.project import locate

ALL = "tout"
DOCUMENT_KINDS = ("sujet", "corrige")
FORMAT_KINDS = ("html", "pdf")
"""What « tout » makes: what is read. A notebook is made when it is asked for."""
PDF_VARIANT_KINDS = ("pdf/ua-1", "pdf/ua-2", "pdf/a-3a", "pdf/a-3u")


def _complete_labs(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(n) for n in locate().lab_folders() if n.startswith(incomplete)]


def _expand(kinds: tuple[str, ...], value: str) -> tuple[str, ...]:
    return kinds if value == ALL else (value,)


def _read_seeds(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[int, ...]:
    if value is None:
        return ()
    from reportgen.lab.definition import MAX_SEED

    texts = [text.strip() for text in value.split(",")]
    seeds = tuple(dict.fromkeys(int(text) for text in texts if text.isdecimal()))
    if len(seeds) < len(texts) or max(seeds) > MAX_SEED:
        msg = f"« {value} » : attendu des nombres entiers différents, comme 11,12,13."
        raise click.BadParameter(msg)
    return seeds


def _set_verbosity(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        session = context.find_root().ensure_object(Session)
        session.verbosity = Verbosity(parameter.name)


LAB = click.argument("lab", metavar="TP", shell_complete=_complete_labs)
LABS_OR_WORKS = click.argument(
    "names", metavar="TP...|DOSSIER...", nargs=-1, required=True, shell_complete=_complete_labs
)
WORKS = click.argument(
    "works",
    metavar="RENDU...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, readable=False),  # one that is closed must not stop the class
)
OPTIONAL_LAB = click.argument("lab", metavar="[TP]", required=False, shell_complete=_complete_labs)

DOCUMENT = click.option(
    "--document",
    "documents",
    type=click.Choice([*DOCUMENT_KINDS, ALL]),
    default=ALL,
    show_default=True,
    callback=lambda context, parameter, value: _expand(DOCUMENT_KINDS, value),
    help="Le sujet, le corrigé, ou les deux.",
)
FORMAT = click.option(
    "--format",
    "formats",
    type=click.Choice([*FORMAT_KINDS, "ipynb", ALL]),
    default=ALL,
    show_default=True,
    callback=lambda context, parameter, value: _expand(FORMAT_KINDS, value),
    help="La page web, le PDF, ou les deux ; ou le notebook.",
)
PDF_VARIANT = click.option(
    "--pdf-variant",
    type=click.Choice(PDF_VARIANT_KINDS),
    default=PDF_VARIANT_KINDS[0],
    show_default=True,
    help="La norme du PDF : lisible par tous (ua) ou fait pour les archives (a).",
)
PROFILE = click.option(
    "--profile",
    metavar="NOM",
    help="Quantité de travail, telle que le TP la nomme (rapide, complet…).",
)
OUTPUT = click.option(
    "--output",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Où écrire les documents (sinon build/reports/TP).",
)
FEEDBACK_FORMAT = click.option(
    "--format",
    "formats",
    type=click.Choice([*FORMAT_KINDS, ALL]),
    default=ALL,
    show_default=True,
    callback=lambda context, parameter, value: _expand(FORMAT_KINDS, value),
    help="Le retour en page web, en PDF, ou les deux.",
)
CORRECTIONS = click.option(
    "--output",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Où sont les décisions, les retours et le tableau (sinon corrections/TP).",
)
OPEN = click.option("--open", "open_after", is_flag=True, help="Ouvrir le document une fois fait.")
KEEP_GOING = click.option(
    "--keep-going/--no-keep-going",
    default=True,
    show_default=True,
    help="Continuer après un entraînement ou une figure en échec, signalé dans le document.",
)
PLATFORM = click.option(
    "--format",
    "platform",
    type=click.Choice(["moodle", "nbgrader", "etudiants"]),
    required=True,
    help="Une banque de questions de Moodle, un devoir de nbgrader, ou le TP sans ses réponses.",
)
EXPORT_FOLDER = click.option(
    "--output",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Où écrire l’export (sinon build/exports/TP).",
)
LOCK = click.option(
    "--lock",
    metavar="VERROU",
    type=click.Path(path_type=Path),
    help="Ne rien entraîner : refaire les documents de ce verrou, avec les résultats importés.",
)
EXPLAIN = click.option(
    "--explain", is_flag=True, help="Dire ce qui a changé depuis la dernière fois."
)
TITLE = click.option("--title", metavar="TITRE", help="Le titre du TP.")
STORE = click.option("--store", is_flag=True, help="Supprimer aussi tous les entraînements.")
STATES = click.option(
    "--with-states",
    "states",
    is_flag=True,
    help="Emporter aussi de quoi prolonger les entraînements (plus lourd).",
)
FOLDER = click.option(
    "--output",
    "folder",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Où écrire le lot et son verrou (sinon le dossier courant).",
)
BUDGET = click.option(
    "--budget",
    metavar="MO",
    type=click.IntRange(min=0),
    help="Mégaoctets à garder pour les poids que rien ne demande (sinon REPORTGEN_BUDGET).",
)
UNUSED = click.option(
    "--unused", is_flag=True, help="Supprimer aussi les entraînements qu’aucun TP ne demande plus."
)
CACHE_DAYS = click.option(
    "--cache-days",
    metavar="JOURS",
    type=click.FloatRange(min=0),
    default=30,
    show_default=True,
    help="Supprimer les figures et tableaux qui n’ont pas servi depuis ce nombre de jours.",
)
DELETE = click.option(
    "--delete", is_flag=True, help="Supprimer les fichiers endommagés : ils seront refaits."
)
STATEMENTS = click.option(
    "--document",
    "document",
    type=click.Choice(DOCUMENT_KINDS),
    default="corrige",
    show_default=True,
    help="Le document dont vérifier les constats.",
)
SEEDS = click.option(
    "--seeds",
    metavar="GRAINES",
    callback=_read_seeds,
    help="Les nouvelles graines, comme 11,12,13 (sinon les premières que le TP n’emploie pas).",
)
AGAINST = click.option(
    "--against",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ne rien entraîner : lire les graines du TP dans cet autre magasin.",
)
JSON = click.option(
    "--json",
    "record",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Écrire aussi la comparaison dans ce fichier.",
)
BUNDLE = click.argument("bundle", metavar="LOT", type=click.Path(path_type=Path))
YES = click.option("--yes", is_flag=True, help="Ne pas demander de confirmation.")

PORT = click.option(
    "--port",
    metavar="N",
    type=click.IntRange(1, 65535),
    help="Le port de TensorBoard (sinon le premier libre à partir de 6006).",
)
PREVIEW_PORT = click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=0,
    help="Le port de l’aperçu (sinon le premier libre).",
)
TRAIN = click.option(
    "--train/--no-train",
    default=True,
    show_default=True,
    help="Faire les entraînements qui manquent, ou seulement montrer ce qui est connu.",
)
LOGDIR = click.option(
    "--logdir",
    metavar="DOSSIER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Où écrire les journaux (sinon build/tensorboard).",
)
SERVE = click.option(
    "--serve/--no-serve",
    default=True,
    show_default=True,
    help="Démarrer TensorBoard, ou seulement écrire les journaux.",
)

DATASET = click.argument("dataset", metavar="JEU")
OPTIONAL_DATASETS = click.argument("datasets", metavar="[JEU...]", nargs=-1)
SOURCE = click.argument("source", metavar="CHEMIN", type=click.Path(path_type=Path))

QUIET = click.option(
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_set_verbosity,
    help="N’afficher que les résultats et les erreurs.",
)
VERBOSE = click.option(
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=_set_verbosity,
    help="Tout afficher, y compris l’origine des erreurs.",
)

AUTHORS = click.option(
    "--author",
    "authors",
    metavar="NOM",
    multiple=True,
    help="Un auteur ; à répéter pour un binôme. Sans elle, le nom est demandé.",
)
PAIR = click.option("--binome/--solo", "pair", default=None, help="Demander deux noms, ou un seul.")
GROUP = click.option("--group", metavar="GROUPE", help="Le groupe de TD.")
DATE = click.option(
    "--date",
    "day",
    metavar="AAAA-MM-JJ",
    type=click.DateTime(["%Y-%m-%d"]),
    help="La date du rendu (sinon aujourd’hui).",
)
