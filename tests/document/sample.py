"""A lab made of literals, with every kind of block, for the tests of documents."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.data.types import Origin
from reportgen.document.marks import ELEMENT_MARK, REFERENCE_MARK, Evaluated
from reportgen.document.types import DatasetFacts, Meta, RunFacts
from reportgen.errors import EvidenceError
from reportgen.evidence.elements import Code, Column, Data, Element, Figure, Group, Remark, Table
from reportgen.lab.types import Criterion, Lab, Place, Prose, Question, Section, Solution
from reportgen.results import Machine

TEMPLATES = (Path(__file__).parents[2] / "templates",)
CANARY = "canaripouletsecret"
FOLDER = Path("labs/exemple")


def prose(source: str, line: int = 1, file: str = "sections/01.md") -> Prose:
    return Prose(source, Place(FOLDER / file, line))


def solution(answer: str, *criteria: tuple[float, str]) -> Solution:
    scheme = tuple(Criterion(points, prose(text)) for points, text in criteria)
    return Solution(prose(answer), scheme)


def curve_svg() -> str:
    path = " ".join(f"{20 + 14 * i},{90 - 60 * (1 - 0.82**i):.1f}" for i in range(20))
    dots = " ".join(f"{20 + 14 * i},{90 - 48 * (1 - 0.75**i):.1f}" for i in range(20))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 120" width="160mm" height="60mm">'
        '<rect width="320" height="120" fill="#fff"/>'
        '<path d="M20 10V95H305" fill="none" stroke="#333" stroke-width="0.8"/>'
        f'<polyline points="{path}" fill="none" stroke="#17497a" stroke-width="1.6"/>'
        f'<polyline points="{dots}" fill="none" stroke="#b3541e" stroke-width="1.6" '
        'stroke-dasharray="4 2"/>'
        '<text x="160" y="112" font-size="8" font-family="sans-serif" text-anchor="middle">'
        "époque</text></svg>"
    )


# One grey pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)

CURVES = Figure(
    id="courbe-base",
    caption="Exactitude de *réseau de base* selon l'époque : apprentissage et validation",
    alt="Exactitude : l'apprentissage monte de 0,10 à 0,98, la validation s'arrête à 0,71.",
    data=Data(("époque", "accuracy", "val_accuracy"), ((1, 0.41, 0.45), (2, 0.55, 0.57))),
    note="données de remplacement (images dessinées par le programme)",
    svg=curve_svg(),
    width=150,
    height=56,
)
PICTURES = Figure(
    id="images",
    caption="Les neuf premières images d'apprentissage avec leur classe",
    alt="Neuf images grises de trois classes.",
    png=PIXEL,
    width=60,
    height=60,
)
SUMMARY = Table(
    id="resume-base",
    caption="Couches de *réseau de base*",
    alt="Cinq couches, 1 216 poids dans la première.",
    data=Data(("couche", "poids"), (("Conv2D", 1216), ("Dense", 11530))),
    columns=(Column("Couche"), Column("Sortie"), Column("Calcul"), Column("Poids", "right")),
    rows=(
        ("`Conv2D`", "28 × 28 × 16", "$(5 \\times 5 \\times 3 + 1) \\times 16$", "1\u202f216"),
        ("`MaxPooling2D`", "14 × 14 × 16", "aucun poids", "0"),
        ("`Flatten`", "3\u202f136", "aucun poids", "0"),
        ("`Dense`", "10", "$(3136 + 1) \\times 10$", "31\u202f370"),
    ),
    footer=(("Total", "", "", "32\u202f586"),),
)
LONG = Table(
    id="longue",
    caption="Exactitude de chaque configuration",
    alt="Soixante lignes.",
    data=Data(("essai", "test"), tuple((i, 0.5 + i / 200) for i in range(60))),
    columns=(Column("Essai", "right"), Column("Réglage"), Column("Test", "decimal")),
    rows=tuple(
        (
            str(i + 1),
            f"taux {i % 6 + 1} × 10⁻³, lot de {16 * (i % 4 + 1)}",
            f"{50 + i / 2:.1f}".replace(".", ",") + "\u00a0%",
        )
        for i in range(60)
    ),
)
PROGRAM = Code(
    id="programme-base",
    caption="Programme Keras de *réseau de base*",
    alt="Programme de douze lignes qui construit et entraîne le réseau.",
    text=(
        "import keras\n"
        "from keras import layers\n\n"
        "# Une couche de convolution puis une couche de sortie.\n"
        "model = keras.Sequential([\n"
        "    keras.Input((32, 32, 3)),\n"
        '    layers.Conv2D(16, 5, activation="relu", padding="valid", '
        'kernel_initializer="glorot_uniform"),\n'
        "    layers.MaxPooling2D(2),\n"
        "    layers.Flatten(),\n"
        '    layers.Dense(10, activation="softmax"),\n'
        "])\n"
        'model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])\n'
        "model.fit(x_train, y_train, batch_size=128, epochs=20, validation_split=0.1)\n"
    ),
)
FINDING = Remark(
    id="constat-base",
    caption="Constat d'apprentissage",
    alt="La meilleure époque est la huitième.",
    sentences=(
        "La perte de validation est la plus basse à l'époque 8, puis elle remonte : le réseau "
        "**surapprend** à partir de là.",
        "L'écart final entre apprentissage et validation vaut 27,1 points.",
    ),
)
BOTH = Group(id="ensemble", caption="Résumé et courbes", alt="", elements=(LONG, PROGRAM))

ELEMENTS: dict[str, Element] = {
    "courbe": CURVES,
    "images": PICTURES,
    "resume": SUMMARY,
    "constat": FINDING,
    "ensemble": BOTH,
}

_EXPRESSION = re.compile(r"\{\{ (\w+)(?:\(\"([\w-]+)\"\))? \}\}")


def evaluate(source: Prose) -> Evaluated:
    """Evaluate the two kinds of expression of this sample, without Jinja."""
    elements: list[Element] = []
    references: list[str] = []

    def value(match: re.Match[str]) -> str:
        if match[1] == "ref":
            references.append(match[2])
            return REFERENCE_MARK.format(len(references) - 1)
        if match[1] == "panne":
            raise EvidenceError(f"{source.place.file}:{source.place.line} : panne voulue.")
        elements.append(ELEMENTS[match[1]])
        return ELEMENT_MARK.format(len(elements) - 1)

    text = _EXPRESSION.sub(value, source.source)
    return Evaluated(text, tuple(elements), tuple(references))


def question(
    identifier: str,
    title: str | None,
    kind: str,
    statement: str,
    given: Solution,
    points: float = 2,
) -> Question:
    place = Place(FOLDER / "sections/01.md", 10)
    return Question(identifier, title, points, kind, prose(statement, 10), given, place)  # type: ignore[arg-type]


WEIGHTS = question(
    "poids-base",
    "Compter les poids de `réseau de base`",
    "exact",
    "Combien de poids ce réseau comporte-t-il ? Détaillez votre calcul *par couche* et *par "
    'neurone*. Les données sont celles de la {{ ref("images") }} ; on retrouve ce réseau à la '
    '{{ ref("choix-epoques") }}.',
    solution(
        f"Le mot {CANARY} ne doit pas sortir.\n\n"
        "Une convolution de noyau $k \\times k$ à $c$ canaux a\n\n"
        "$$ (k^2 c + 1)\\,f $$\n\npoids pour $f$ filtres.\n\n{{ resume }}\n\n"
        'Le total est celui que Keras annonce, comme le montre le {{ ref("resume-base") }}.',
        (1, f"le total est juste ({CANARY})"),
        (0.5, "le détail par couche"),
        (0.5, "le biais, *un par filtre*"),
    ),
)
LOSS = question(
    "perte",
    None,
    "texte",
    "Montrez que le gradient de la perte par rapport aux scores vaut $\\hat{y} - y$ et déduisez-en "
    "$\\partial L / \\partial W$.\n\n1. Écrivez la perte.\n"
    "2. Dérivez-la : attention à l'indice !\n",
    solution(
        "Avec $L = -\\sum_k y_k \\log \\hat{y}_k$ et $\\hat{y} = \\mathrm{softmax}(s)$,\n\n"
        "$$ \\frac{\\partial L}{\\partial s} = \\hat{y} - y, \\qquad "
        "\\frac{\\partial L}{\\partial W} = \\frac{1}{N} X^\\top (\\hat{Y} - Y). $$\n\n"
        ":::{attention}\n"
        "La fonction softmax n'est pas la perte : c'est l'activation de sortie.\n:::\n",
        (2, "la dérivation complète"),
    ),
)
EPOCHS = question(
    "choix-epoques",
    "Faut-il plus d'époques ?",
    "mesure",
    "Entraînez le réseau pendant 20 époques. Que constatez-vous ?",
    solution(
        "{{ courbe }}\n\n{{ constat }}\n\nIl n'est donc pas utile d'aller au-delà : l'arrêt "
        "anticipé "
        "garde les poids de la meilleure époque.[^1]\n\n[^1]: Voir l'argument `patience` de "
        "Keras.\n",
        (1, "la courbe"),
        (2, "la conclusion suit des mesures"),
    ),
    points=3,
)
CODE = question(
    "programme",
    "Écrire le programme",
    "code",
    "Donnez un programme complet.",
    solution("{{ ensemble }}", (1.5, "il s'exécute")),
    points=1.5,
)

LAB = Lab(
    slug="exemple",
    folder=FOLDER,
    title="Réseaux de convolution sur un exemple : de l'image à la classe",
    course="Master 1, Big Data & Deep Learning",
    abstract="On construit un premier réseau de convolution, on compte ses poids, on l'entraîne et "
    "l'on juge ses mesures : faut-il plus d'époques ? plus de couches ?",
    authors=("Ada Exemple", "Émile Modèle"),
    datasets={},
    models={},
    runs={},
    profiles={},
    default_profile="rapide",
    sections=(
        Section(
            "donnees",
            "Traitement des données",
            (
                prose(
                    "Les images sont des tableaux de $32 \\times 32 \\times 3$ entiers entre 0 "
                    "et 255. "
                    "Un même jeu sert à toutes les questions ; on ne touche **jamais** aux "
                    "images de "
                    "test avant la fin. « L'exactitude » désigne la part des images bien "
                    "classées.\n\n"
                    "## Lecture\n\n"
                    "| Partie | Images | Usage |\n|:--|--:|:--|\n| apprentissage | 45 000 | "
                    "ajuster |\n"
                    "| validation | 5 000 | choisir |\n| test | 10 000 | juger |\n\n"
                    "```python\n(x, y), _ = keras.datasets.cifar10.load_data()\n```\n\n"
                    "{{ images }}\n\n"
                    ":::{rappel}\nDiviser par 255 ramène les pixels entre 0 et 1.\n:::\n"
                ),
                WEIGHTS,
                LOSS,
            ),
            Place(FOLDER / "sections/01.md", 1),
        ),
        Section(
            "apprentissage",
            "Premier apprentissage et choix du nombre d'époques",
            (prose("On entraîne avec Adam (pas de $10^{-3}$) par lots de 128."), EPOCHS, CODE),
            Place(FOLDER / "sections/02.md", 1),
        ),
    ),
)

META = Meta(
    profile="rapide",
    profile_note="5 000 images et 8 époques au plus, pour quelques minutes de calcul",
    generated=date(2026, 11, 21),
    version="0.1.0",
    machine=Machine("Processeur d'essai", 2, "Linux", "3.11.9", {"keras": "3.15.1"}, "tensorflow"),
    datasets=(
        DatasetFacts(
            "CIFAR-10",
            Origin(
                "stand-in",
                "0f" * 32,
                True,
                "images dessinées par le programme (remplacent CIFAR-10)",
            ),
            {"train": 4500, "validation": 500, "test": 2000},
        ),
    ),
    runs=(
        RunFacts(
            "réseau de base",
            (1, 2, 3),
            (8, 8, 7),
            83.4,
            "2026-11-20",
            ("a1" * 32, "b2" * 32, "c3" * 32),
        ),
        RunFacts("pixels normalisés", (1,), (8,), 26.2, "2026-11-20", ("d4" * 32,)),
    ),
)


def with_text(*sources: str) -> Lab:
    """Return the lab with one section of these texts, which start at line 7."""
    section = replace(LAB.sections[0], blocks=tuple(prose(source, 7) for source in sources))
    return replace(LAB, sections=(section,))
