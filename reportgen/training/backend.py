"""Import Keras quietly and make it give the same bits each time. The one place that does."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from reportgen.errors import TrainingError, UsageError
from reportgen.results import Machine
from reportgen.trajectory import backend_name

_PACKAGES = ("keras", "tensorflow-cpu", "tensorflow", "jax", "numpy")


@cache
def load_keras() -> Any:
    """Return the ``keras`` module, set up for determinism; TrainingError when it is missing."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("KERAS_BACKEND", backend_name())
    try:
        with _quiet_stderr():
            import keras

            _make_deterministic(keras)
    except ImportError as error:
        msg = (
            f"Keras ou son moteur « {backend_name()} » ne s’importe pas ({error}). "
            "Tapez « reportgen doctor » pour savoir quoi installer."
        )
        raise TrainingError(msg) from error
    return keras


def _make_deterministic(keras: ModuleType) -> None:
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()
        with contextlib.suppress(RuntimeError):  # a program that already computed has chosen
            tf.config.threading.set_intra_op_parallelism_threads(threads())
            tf.config.threading.set_inter_op_parallelism_threads(threads())
        tf.get_logger().setLevel("ERROR")


def threads() -> int:
    """Return how many threads compute: ``REPORTGEN_THREADS``, else the cores of the machine.

    Sums are split over the threads, so their number decides the last bits of a convolution or a
    matrix product. It must not follow what else limits this process (``taskset``,
    ``TF_NUM_INTRAOP_THREADS``): a training that resumes would give other bits.
    """
    asked = os.environ.get("REPORTGEN_THREADS", "")
    if asked and not (asked.isdecimal() and int(asked) > 0):
        msg = f"REPORTGEN_THREADS={asked!r} : attendu un nombre entier de fils, au moins 1."
        raise UsageError(msg)
    return int(asked or os.cpu_count() or 1)


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Silence what TensorFlow's C++ writes to the terminal before its log level is read."""
    sys.stderr.flush()
    saved = os.dup(2)
    silence = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(silence, 2)
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(silence)


@cache
def describe_machine() -> Machine:
    """Return the machine and the versions that a training with Keras runs with."""
    return replace(describe_hardware(backend_name(), _PACKAGES), accelerator=_accelerator())


@cache
def describe_hardware(backend: str, packages: tuple[str, ...] = ("numpy",)) -> Machine:
    """Return the machine without its GPU, whoever computes on it, and some versions."""
    return Machine(
        processor=_processor(),
        cores=threads(),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        versions={name: v for name in packages if (v := _version(name))},
        backend=backend,
    )


def _accelerator() -> str:
    """Return the name of the GPU that the backend computes on, or ""."""
    if backend_name() == "tensorflow":
        import tensorflow as tf

        devices = tf.config.list_physical_devices("GPU")
        details = [tf.config.experimental.get_device_details(device) for device in devices]
        return str(details[0].get("device_name", "GPU")) if details else ""
    if backend_name() == "jax":
        import jax

        device = jax.devices()[0]
        return "" if device.platform == "cpu" else str(device.device_kind)
    return ""


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _processor() -> str:
    """Return the processor's own name where Linux tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())
