"""The part of a NumPy program that trains by gradient descent and evaluates."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.evidence.program_backprop import judged_name, names_of, network_of
from reportgen.evidence.program_model import literal
from reportgen.lab.types import EarlyStopping
from reportgen.results import RunResult

_RIGHT = "(h.argmax(axis=1) == y.argmax(axis=1)).sum()"
_RIGHT_ALONE = "((h > 0.5) == (y > 0.5)).sum()"

_EVALUATE = '''
def evaluer(x, y):
    """Perte moyenne et exactitude d’une partie."""
    perte = justes = 0
    for debut in range(0, len(x), 500):
        xl, yl = lot(x, y, slice(debut, debut + 500))
        {needed} = propager(xl)
        perte += cout({judged}, yl) * len(yl)
        justes += bonnes({output}, yl)
    return perte / len(x), justes / len(x)
'''


def batches_part(result: RunResult) -> str:
    """Return the functions ``lot``, ``bonnes`` and ``evaluer``."""
    network = network_of(result)
    names = names_of(network)
    alone = result.summary.layers[-1].output_shape[-1] == 1
    evaluate = _EVALUATE.format(
        needed=_needed(names, judged_name(result)), judged=judged_name(result), output=names[-1]
    )
    return "\n\n\n".join(
        [
            f'''def lot(x, y, choix):
    """Entrées à plat et cibles de quelques exemples, en double précision."""
    entrees = x[choix].reshape(-1, {network.inputs}).astype("float64")
    cibles = {_targets(result)}
    return entrees, cibles''',
            f'''def bonnes(h, y):
    """Nombre de bonnes réponses."""
    return {_RIGHT_ALONE if alone else _RIGHT}''',
            evaluate.strip(),
        ]
    )


def descent_part(result: RunResult) -> str:
    """Return the statements that train the parameters ``p`` and fill ``historique``."""
    optimizer = result.spec.training.optimizer.config
    lines = [f"PAS = {float(optimizer.get('learning_rate', 0.01))!r}"]
    if optimizer.get("momentum"):
        lines += [f"ELAN = {float(optimizer['momentum'])!r}"]
        lines += ["v = {nom: np.zeros_like(valeur) for nom, valeur in p.items()}"]
    lines += [_best_start(result)] if _keeps_best(result) else []
    lines += ["historique = []", f"for epoque in range(1, {result.spec.epochs + 1}):"]
    body = [*_epoch(result), *_measures(result), *_follow_up(result)]
    return "\n".join([*lines, *(f"    {line}" for line in body)])


def results_part(result: RunResult) -> str:
    """Return the statements that evaluate the parameters on every split."""
    validation = ["validation"] if _validated(result) else []
    names = {"train": "apprentissage", "validation": "validation", "test": "test"}
    pairs = "\n".join(
        f'    "{names[split]}": (x_{split}, y_{split}),' for split in ("train", *validation, "test")
    )
    restored = "p = meilleurs\n" if _keeps_best(result) else ""
    return f"""{restored}parties = {{
{pairs}
}}
for nom, (x, y) in parties.items():
    perte, exactitude = evaluer(x, y)
    print(f"{{nom}} : perte {{perte:.4f}}, exactitude {{exactitude:.4f}}")"""


def _needed(names: tuple[str, ...], judged: str) -> str:
    """Return what takes the values of ``propager`` apart, those before *judged* thrown away."""
    wanted = names[names.index(judged) :]
    return ", ".join((*(["*_"] if len(wanted) < len(names) - 1 else []), *wanted))


def _targets(result: RunResult) -> str:
    if result.spec.training.loss.name == "sparse_categorical_crossentropy":
        return f"np.eye({result.summary.layers[-1].output_shape[-1]})[y[choix]]"
    outputs = result.summary.layers[-1].output_shape[-1]
    return f'y[choix].reshape(-1, {outputs}).astype("float64")'


def _epoch(result: RunResult) -> Iterator[str]:
    """Yield the lines that go once through the batches, each measured before its own step."""
    size = result.spec.training.batch_size
    if result.spec.training.shuffle:
        yield "tirage = np.random.default_rng([GRAINE, epoque])"
        yield "ordre = tirage.permutation(len(y_train))"
    else:
        yield "ordre = np.arange(len(y_train))"
    yield "perte = justes = 0"
    yield f"for debut in range(0, len(ordre), {size}):"
    yield f"    x, y = lot(x_train, y_train, ordre[debut : debut + {size}])"
    yield "    c, h, g = retropropager(x, y)"
    yield "    perte += c * len(y)"
    yield "    justes += bonnes(h, y)"
    yield "    for nom in p:"
    if result.spec.training.optimizer.config.get("momentum"):
        yield "        v[nom] = ELAN * v[nom] - PAS * g[nom]"
        yield "        p[nom] = p[nom] + v[nom]"
    else:
        yield "        p[nom] = p[nom] - PAS * g[nom]"


def _measures(result: RunResult) -> Iterator[str]:
    yield 'm = {"loss": perte / len(ordre), "accuracy": justes / len(ordre)}'
    if _validated(result):
        yield 'm["val_loss"], m["val_accuracy"] = evaluer(x_validation, y_validation)'
    yield "historique.append(m)"
    yield """print(epoque, *(f"{nom} {valeur:.4f}" for nom, valeur in m.items()))"""


def _follow_up(result: RunResult) -> Iterator[str]:
    """Yield the lines that keep the best parameters, and those that stop early."""
    if _keeps_best(result):
        monitor, sign = literal(result.spec.monitor), _better(result.spec.monitor)
        yield f"if m[{monitor}] {sign} meilleur:"
        yield f"    meilleur, meilleurs = m[{monitor}], dict(p)"
    stop = result.spec.training.early_stopping
    if stop is not None:
        yield from _early_stopping(stop)


def _early_stopping(stop: EarlyStopping) -> Iterator[str]:
    sign, margin = ("<", "+") if stop.mode == "min" else (">", "-")
    delta = f" {margin} {stop.min_delta!r}" if stop.min_delta else ""
    yield f"suivi = m[{literal(stop.monitor)}]"
    yield "# Comparé en simple précision, comme le fait Keras."
    yield f"if epoque == 1 or np.float32(suivi{delta}) {sign} np.float32(repere):"
    yield "    repere, attente = suivi, 0"
    yield "else:"
    yield "    attente += 1"
    yield f"    if attente >= {stop.patience}:"
    yield "        break"


def _best_start(result: RunResult) -> str:
    infinite = "np.inf" if _better(result.spec.monitor) == "<" else "-np.inf"
    return f"meilleur, meilleurs = {infinite}, p"


def _better(monitor: str) -> str:
    return "<" if "loss" in monitor or "error" in monitor else ">"


def _keeps_best(result: RunResult) -> bool:
    return result.spec.weights == "best" and result.spec.monitor in result.first.history.metrics


def _validated(result: RunResult) -> bool:
    return result.spec.dataset.validation is not None
