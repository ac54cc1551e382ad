"""The part of a generated program that trains and evaluates, with the chance of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.evidence.program_model import literal, written
from reportgen.lab.types import EarlyStopping
from reportgen.results import RunResult

_BATCHES = '''
class Lots(keras.utils.PyDataset):
    """Les exemples par lots, dans l’ordre donné par `ordre`."""

    def __init__(self):
        super().__init__()
        self.ordre = np.arange(len(y_train))

    def __len__(self):
        return -(-len(y_train) // {batch_size})

    def __getitem__(self, i):
        lot = self.ordre[i * {batch_size} : (i + 1) * {batch_size}]
        return x_train[lot], y_train[lot]


lots = Lots()
'''

_CHANCE = '''
class Hasard(keras.callbacks.Callback):
    """{purpose}"""

    def on_epoch_begin(self, epoch, logs=None):
{body}
'''

_ORDER_LINE = """\
        tirage = np.random.default_rng([GRAINE, epoch + 1])
        lots.ordre = tirage.permutation(len(y_train))"""

_NOISE_LINES = """\
        etats = [v for v in self.model.variables if "seed_generator" in v.path]
        for numero, etat in enumerate(etats):
            source = np.random.SeedSequence([GRAINE, epoch + 1, numero])
            etat.assign(source.generate_state(2, np.uint32))"""

_STEADY = (
    "Conv", "Dense", "Flatten", "Pooling", "BatchNormalization", "LayerNormalization", "Activation",
    "ReLU", "Reshape", "ZeroPadding", "Cropping", "UpSampling", "Embedding", "Rescaling",
)  # fmt: skip
"""Words in the names of layers that draw nothing at random while they train."""


def training_part(result: RunResult) -> str:
    """Return the statements that train ``model``."""
    # Two blank lines between the definitions, as a Python style guide asks.
    parts = [_BATCHES.format(batch_size=result.spec.training.batch_size).strip()]
    body = [_ORDER_LINE] if result.spec.training.shuffle else []
    body += [_NOISE_LINES] if _draws_noise(result) else []
    if body:
        purpose = "L'ordre et le bruit ne dépendent que de (GRAINE, époque)."
        if len(body) == 1:
            purpose = "Le hasard ne dépend que de (GRAINE, époque)."
        parts += [_CHANCE.format(purpose=purpose, body="\n".join(body)).strip()]
    return "\n\n\n".join([*parts, _fit(result, bool(body))])


def evaluation_part(result: RunResult) -> str:
    """Return the statements that evaluate ``model`` on every split."""
    validation = [("validation", "x_validation, y_validation")] if _validated(result) else []
    splits = [("apprentissage", "x_train, y_train"), *validation, ("test", "x_test, y_test")]
    pairs = "\n".join(f'    "{name}": ({arrays}),' for name, arrays in splits)
    restored = 'model.load_weights("meilleur.weights.h5")\n' if _keeps_best(result) else ""
    return f"""{restored}parties = {{
{pairs}
}}
for nom, (x, y) in parties.items():
    m = model.evaluate(x, y, batch_size=500, verbose=0, return_dict=True)
    print(f"{{nom}} : perte {{m['loss']:.4f}}, exactitude {{m['accuracy']:.4f}}")"""


def _fit(result: RunResult, chance: bool) -> str:
    callbacks = ["Hasard()"] if chance else []
    stop = result.spec.training.early_stopping
    callbacks += [_early_stopping(stop)] if stop else []
    callbacks += [_checkpoint(result)] if _keeps_best(result) else []
    listed = "\n".join(f"        {text}," for text in callbacks)
    lines = ["historique = model.fit(", "    lots,", f"    epochs={result.spec.epochs},"]
    if _validated(result):
        lines += ["    validation_data=(x_validation, y_validation),"]
        lines += ["    validation_batch_size=512,"]
    lines += [f"    callbacks=[\n{listed}\n    ],"] if callbacks else []
    return "\n".join([*lines, "    shuffle=False,  # l’ordre est celui de Lots", ")"])


def _early_stopping(stop: EarlyStopping) -> str:
    arguments = {
        "monitor": stop.monitor,
        "patience": stop.patience,
        "min_delta": stop.min_delta,
        "mode": stop.mode,
    }
    return _callback("EarlyStopping", arguments)


def _checkpoint(result: RunResult) -> str:
    monitor = result.spec.monitor
    arguments = {
        "filepath": "meilleur.weights.h5",
        "monitor": monitor,
        "mode": "min" if "loss" in monitor or "error" in monitor else "max",
        "save_best_only": True,
        "save_weights_only": True,
    }
    return _callback("ModelCheckpoint", arguments)


def _callback(name: str, arguments: Mapping[str, Any]) -> str:
    listed = [f"{key}={literal(value)}" for key, value in arguments.items()]
    return written(f"keras.callbacks.{name}", listed, indent=8)


def _keeps_best(result: RunResult) -> bool:
    return result.spec.weights == "best" and result.spec.monitor in result.first.history.metrics


def _validated(result: RunResult) -> bool:
    return result.spec.dataset.validation is not None


def _draws_noise(result: RunResult) -> bool:
    names = [row.class_name for row in result.summary.layers]
    return not all(any(word in name for word in _STEADY) for name in names)
