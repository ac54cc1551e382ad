"""The part of a generated program that loads, caps, splits and preprocesses the data."""

from __future__ import annotations

from reportgen.data.preprocess_source import numpy_source
from reportgen.evidence.program_model import literal
from reportgen.lab.types import DatasetSpec, SplitName, ValidationSpec
from reportgen.results import RunResult

_ORDER = '''
def ordre_aleatoire(nombre, *graine):
    """Permutation qui ne dépend que de la graine."""
    tirage = np.random.Generator(np.random.PCG64(graine)).random(nombre)
    return np.argsort(tirage, kind="stable")
'''

_SUBSET = '''
def sous_ensemble(y, taille, *graine):
    """Indices de `taille` exemples, autant que possible de chaque classe."""
    if taille >= len(y):
        return np.arange(len(y))
    ordre = ordre_aleatoire(len(y), *graine)
    rang = np.empty(len(y), dtype=int)  # rang de l’exemple dans sa classe
    for classe in np.unique(y):
        membres = np.flatnonzero(y[ordre] == classe)
        rang[membres] = np.arange(len(membres))
    return np.sort(ordre[np.lexsort((np.arange(len(y)), rang))[:taille]])
'''

_SET_ASIDE = '''
def mettre_de_cote(nombre, taille, graine):
    """Indices à garder, et indices tirés au hasard pour la validation."""
    ordre = ordre_aleatoire(nombre, graine, 3)
    return np.sort(ordre[taille:]), np.sort(ordre[:taille])
'''

_STREAMS = {"train": 1, "test": 2}
"""The numbers that keep the draws of the two splits apart, as in ``reportgen.data.sampling``."""

_KERAS_OWN = ("keras", "system")
"""Origins whose images are those of ``keras.datasets``, in the same order."""


def data_part(result: RunResult) -> str:
    """Return the statements that make x_train, y_train, x_test, y_test and the validation."""
    spec = result.spec.dataset
    rule = spec.validation
    drawn = rule is not None and (rule.fraction is not None or rule.count is not None)
    capped = _is_capped(spec)
    functions = [_ORDER] if drawn or capped else []
    functions += [_SUBSET] if capped else []
    functions += [_SET_ASIDE] if drawn else []
    steps = [_fixed_validation(rule), _caps(spec), _drawn_fraction(rule)]
    choice = "\n\n".join(step for step in steps if step)
    parts = [_loading(result), *functions, choice]
    return ("\n\n\n" if functions else "\n\n").join(p.strip() for p in parts if p)


def preprocess_part(result: RunResult, example_shape: tuple[int, ...]) -> str:
    """Return the statements that turn the stored images into the network's inputs."""
    present: tuple[SplitName, ...] = ("train", "validation", "test")
    if result.spec.dataset.validation is None:
        present = ("train", "test")
    classes = len(result.spec.dataset.classes) or result.summary.layers[-1].output_shape[-1]
    return numpy_source(result.spec.preprocess, example_shape, classes, present)


def uses_keras_data(result: RunResult) -> bool:
    """Return whether the data are loaded by Keras."""
    return result.origin.source in _KERAS_OWN


def _loading(result: RunResult) -> str:
    spec, origin = result.spec.dataset, result.origin
    if uses_keras_data(result):
        return from_keras(spec.source)
    where = f"# {origin.text[:1].upper()}{origin.text[1:]}."
    own = {"npz": _npz, "folder": _folder}.get(spec.source)
    if own is not None:
        return f"{where}\n{own(spec)}\n{_CONTENT}"
    where += (
        "\n# Celles de Keras, d’un autre contenu ou dans un autre ordre, donneraient"
        f"\n# d’autres mesures : keras.datasets.{spec.source}.load_data()"
    )
    read = _stand_in if origin.stand_in else _imported
    return f"{where}\n{read(spec)}\n{_CONTENT}"


def from_keras(name: str) -> str:
    """Return the statements that load a public dataset with Keras, as reportgen shapes it."""
    lines = [f"(x_train, y_train), (x_test, y_test) = keras.datasets.{name}.load_data()"]
    lines += ["y_train, y_test = y_train.ravel(), y_test.ravel()"]
    if name in ("mnist", "fashion_mnist"):
        axis = "x_train, x_test = x_train[..., np.newaxis], x_test[..., np.newaxis]"
        lines += [f"{axis}  # un canal"]
    return "\n".join(lines)


_CONTENT = """x_train, y_train = contenu.train.x, contenu.train.y
x_test, y_test = contenu.test.x, contenu.test.y"""


def _stand_in(spec: DatasetSpec) -> str:
    return f"""from reportgen.data.sources import find_stand_in

contenu = find_stand_in({literal(spec.source)}).read()"""


def _imported(spec: DatasetSpec) -> str:
    return f"""from reportgen.data.loading import find_imported
from reportgen.data.shelf import open_content
from reportgen.project import locate

donnees = locate().data
contenu = open_content(donnees, find_imported({literal(spec.source)}, donnees))"""


def _npz(spec: DatasetSpec) -> str:
    return f"""from pathlib import Path
from reportgen.data.npz import read_npz_content

contenu = read_npz_content(Path({literal(str(spec.path))}), {literal(spec.classes)})"""


def _folder(spec: DatasetSpec) -> str:
    layout = f"Layout(classes={literal(spec.classes)}, image_size={spec.image_size})"
    return f"""from pathlib import Path
from reportgen.data.class_folders import Layout, iterate_folder, read_class_folders

dossier = Path({literal(str(spec.path))})
organisation = {layout}
contenu = read_class_folders(iterate_folder(dossier), organisation, str(dossier))"""


def _is_capped(spec: DatasetSpec) -> bool:
    return spec.train is not None or spec.test is not None


def _fixed_validation(rule: ValidationSpec | None) -> str:
    """Return how validation images are taken out of the complete split, before any cap."""
    if rule is None or rule.fraction is not None:
        return ""
    if rule.source == "validation":
        return "x_validation, y_validation = contenu.validation.x, contenu.validation.y"
    if rule.last is not None:
        source, last = rule.source, rule.last
        return f"""x_validation, y_validation = x_{source}[-{last}:], y_{source}[-{last}:]
x_{source}, y_{source} = x_{source}[:-{last}], y_{source}[:-{last}]"""
    return _taken(rule.source, str(rule.count), rule.seed)


def _drawn_fraction(rule: ValidationSpec | None) -> str:
    """Return how a validation fraction is drawn from the images that the caps kept."""
    if rule is None or rule.fraction is None:
        return ""
    return _taken(
        rule.source, f"max(1, round({rule.fraction!r} * len(y_{rule.source})))", rule.seed
    )


def _taken(source: SplitName, size: str, seed: int) -> str:
    return f"""taille = {size}
garder, valider = mettre_de_cote(len(y_{source}), taille, graine={seed})
x_validation, y_validation = x_{source}[valider], y_{source}[valider]
x_{source}, y_{source} = x_{source}[garder], y_{source}[garder]"""


def _caps(spec: DatasetSpec) -> str:
    """Return the draws of the balanced subsets that the profile or the lab asks for."""
    caps = {"train": spec.train, "test": spec.test}
    lines = []
    for name, cap in caps.items():
        if cap is not None:
            draw = f"sous_ensemble(y_{name}, {cap}, {spec.subset_seed}, {_STREAMS[name]})"
            lines += [f"choisis = {draw}"]
            lines += [f"x_{name}, y_{name} = x_{name}[choisis], y_{name}[choisis]"]
    return "\n".join(lines)
