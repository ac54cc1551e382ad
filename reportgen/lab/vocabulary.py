"""The names that prose may use: functions, filters, boxes, options. No code behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

BOXES = ("note", "remarque", "attention", "rappel")
"""Coloured boxes of Markdown: ``:::{note}``."""
EXPECTED = "attendu"
QUESTION_OPTIONS = ("points", "kind", "title", EXPECTED)
"""The lines ``:name: value`` that a question may begin with."""
PARTS = ("observation", "interpretation")
"""The two parts of a student's answer: ``:::{observation}``."""

What = Literal[
    "run",
    "numpy run",
    "dataset",
    "run or dataset",
    "population",
    "family",
    "population or family",
    "reference",
    "layer",
    "metric",
    "flag",
    "value",
]
"""What an argument names. Layers and metrics are those of the runs that the call names."""


RankOf = Literal["tests", "trains", "resets"]
"""What a number counts, from 0: test or train images of a dataset, networks of a population."""


@dataclass(frozen=True)
class Parameter:
    """An argument of a function; ``what`` says which names of the lab it takes.

    ``choices`` are the texts allowed, when they are few; ``numbers`` the least and the greatest
    whole number allowed (None: no greatest), ``of`` what it is a rank of.
    """

    name: str
    what: What = "value"
    choices: tuple[str, ...] = ()
    numbers: tuple[int, int | None] | None = None
    of: RankOf | None = None


@dataclass(frozen=True)
class Function:
    """A function: its required arguments, those that repeat, and its keyword options.

    ``rest`` takes at least ``least`` further positional arguments. ``makes_element`` adds the
    options ``legende`` and ``id``, and means that the call stands in a paragraph of its own.
    ``convolutions`` tells that it shows those of its run, unless an option names a layer.
    ``rests`` says what repeats instead for some values of the first argument, and ``counts`` how
    often it may, at least and at most (None: any number).
    """

    required: tuple[Parameter, ...] = ()
    rest: Parameter | None = None
    rests: Mapping[str, Parameter] = field(default_factory=dict)
    counts: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    least: int = 0
    options: tuple[Parameter, ...] = ()
    makes_element: bool = True
    convolutions: bool = False

    @property
    def keywords(self) -> dict[str, Parameter]:
        """Everything that may be given by its name."""
        common = ELEMENT_OPTIONS if self.makes_element else ()
        return {p.name: p for p in (*self.required, *self.options, *common)}


RUN_TOPICS = (
    "apprentissage",
    "epoques",
    "evaluation",
    "attendu",
    "comparaison",
    "classes",
    "confusions",
    "difficiles",
    "classement",
    "echelle",
    "dropout",
    "normalisation",
    "profondeur",
    "bords",
    "activation",
    "duree",
    "cout",
)
POPULATION_TOPICS = (
    "frontiere",
    "reussite",
    "stabilite",
    "pertes",
    "formes",
    "lissage",
    "recherche",
)
TOPICS = (*RUN_TOPICS, *POPULATION_TOPICS)
"""What ``constat`` can speak of: trainings, then populations."""
_PAIRS = (
    "difficiles",
    "dropout",
    "normalisation",
    "profondeur",
    "bords",
    "activation",
    "duree",
    "stabilite",
    "pertes",
)
TOPIC_COUNTS: Mapping[str, tuple[int, int | None]] = {
    **dict.fromkeys(TOPICS, (1, None)),
    **dict.fromkeys(("comparaison", "classement"), (2, None)),
    **dict.fromkeys(_PAIRS, (2, 2)),
    "formes": (1, 1),
}
"""How many trainings or populations each topic takes, at least and at most (None: any number)."""

SPLITS = ("train", "validation", "test")
ELEMENT_OPTIONS = (Parameter("legende"), Parameter("id"))

_RUN = Parameter("run", "run")
_RUNS = Parameter("runs", "run")
_DATASET = Parameter("dataset", "dataset")
_BY_HAND = Parameter("run", "numpy run")
_POPULATION = Parameter("population", "population")
_POPULATIONS = Parameter("populations", "population or family")
_LAYER = Parameter("layer", "layer")


MAX_PICTURES = 400
"""Pictures in one figure: a thousand more take minutes to draw, and none could be seen."""
_COUNT_OF = {name: Parameter(name, numbers=(1, None)) for name in ("n", "columns", "pairs")}
_PICTURES = Parameter("n", numbers=(1, MAX_PICTURES))
_TRY = Parameter("essai", choices=("meilleur", "median"), numbers=(0, None), of="resets")
_CHANNELS = Parameter("channels", numbers=(1, None))
_TEST_IMAGE = Parameter("image", numbers=(0, None), of="tests")


def _of_run(*options: Parameter) -> Function:
    return Function((_RUN,), options=options)


FUNCTIONS: Mapping[str, Function] = {
    "images": Function(
        (_DATASET,),
        options=(
            _PICTURES,
            Parameter("split", choices=SPLITS),
            _COUNT_OF["columns"],
            Parameter("par_classe", "flag"),
        ),
    ),
    "effectifs": Function((_DATASET,)),
    "pixels": Function((_DATASET,)),
    "resume": _of_run(),
    "architecture": _of_run(),
    "poids": _of_run(),
    "courbes": Function(rest=_RUNS, least=1, options=(Parameter("metrics", "metric"),)),
    "evaluation": Function(rest=_RUNS, least=1),
    "fiabilite": _of_run(),
    "saturation": Function(rest=_RUNS, least=1),
    "relecture": _of_run(),
    "confusion": _of_run(Parameter("normalise", "flag")),
    "classes": _of_run(),
    "erreurs": _of_run(_COUNT_OF["pairs"], _PICTURES),
    "activations": Function(
        (_RUN,), options=(Parameter("layers", "layer"), _TEST_IMAGE, _CHANNELS), convolutions=True
    ),
    "evolution": Function(
        (_RUN,),
        options=(_TEST_IMAGE, _LAYER, Parameter("epochs"), _CHANNELS),
        convolutions=True,
    ),
    "filtres": Function((_RUN,), options=(_LAYER,), convolutions=True),
    "projection": Function(
        (Parameter("source", "run or dataset"),),
        options=(
            Parameter("method", choices=("pca", "tsne")),
            _LAYER,
            Parameter("n", numbers=(3, None)),
            Parameter("enveloppes", "flag"),
            Parameter("ellipses", "flag"),
        ),
    ),
    "separabilite": Function(
        rest=Parameter("sources", "run or dataset"),
        least=1,
        options=(_LAYER, _COUNT_OF["n"]),
    ),
    "convexite": Function((_BY_HAND,)),
    "symetrie": Function(rest=Parameter("runs", "numpy run"), least=1, options=(_LAYER,)),
    "comparaison": Function(rest=_RUNS, least=1),
    "pareto": Function(
        rest=_RUNS, least=2, options=(Parameter("prix", choices=("poids", "duree")),)
    ),
    "cout": Function(rest=_RUNS, least=1),
    "hyperparametres": _of_run(Parameter("sauf", "run")),
    "standardisation": Function(
        (_DATASET,),
        options=(Parameter("image", numbers=(0, None), of="trains"),),
    ),
    "code": Function((_RUN,), options=(Parameter("partie", choices=("tout", "reseau")),)),
    "gradients": Function((_BY_HAND,)),
    "concordance": Function((_BY_HAND,), options=(Parameter("epoques", numbers=(1, None)),)),
    "nuage": Function((_POPULATION,)),
    "surface": Function((_POPULATION,), options=(_TRY,)),
    "formes": Function((_POPULATION,), options=(Parameter("n", numbers=(1, 20)),)),
    "descentes": Function((_POPULATION,), options=(Parameter("n", numbers=(1, 8)),)),
    "dispersion": Function(rest=_POPULATIONS, least=1),
    "recherche": Function((Parameter("famille", "family"),)),
    "lissage": Function(rest=_POPULATIONS, least=1),
    "regle": Function((_POPULATION,)),
    "constat": Function(
        (Parameter("sujet", choices=TOPICS),),
        rest=_RUNS,
        rests=dict.fromkeys(POPULATION_TOPICS, _POPULATIONS),
        counts=TOPIC_COUNTS,
        least=1,
    ),
    "ref": Function((Parameter("id", "reference"),), makes_element=False),
    "donne": Function((Parameter("text"),), makes_element=False),
}
"""Every function of prose. ``donne`` returns its text: a number that the statement gives."""

FILTERS: Mapping[str, tuple[int, int]] = {
    "entier": (0, 0),
    "decimal": (0, 1),
    "pourcent": (0, 1),
    "points": (0, 1),
    "duree": (0, 0),
    "secondes": (0, 1),
    "scientifique": (0, 1),
    "liste": (0, 0),
    "dimensions": (0, 0),
    "pluriel": (2, 2),
    "date": (0, 0),
    "ordinal": (0, 1),
}
"""Our filters, with the least and the most arguments after the value."""

LIST_FILTERS = ("liste", "dimensions")
TEXT_FILTERS = ("date",)
"""Filters that take other things than numbers; ``date`` takes a date, of which a lab has none."""

GLOBALS = ("range",)
"""What Jinja itself offers and a lab may use."""
