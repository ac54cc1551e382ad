"""Attacks by ``remise/resultats.json``: what is not JSON, what lies, what is huge, what hides."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

RUN = "mon_essai"
HIDDEN = ("\x1b[2J", "a\u202eb", "a\nb", "a\rb", "a\u200bb", "a\ue000b", "\ud800", "a\x85b")
HOSTILE = {
    "escape of terminals": "\x1b[31m\x1b[2J",
    "turn of direction": "a\u202eb",
    "two lines": "a\nb",
    "carriage return": "a\rb",
    "next line": "a\x85b",
    "half a character": "a\ud800b",
    "null": "a\x00b",
    "mark of elements": "a\ue0000\ue001b",
    "markup": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://127.0.0.1/")',
    "expression": "{{ ''.__class__ }}",
    "path": "../../dehors/secret",
    "nothing": "",
    "a long text": "a" * 100_000,
}
"""Texts for every place of the file that holds one."""

Change = Callable[[dict[str, Any]], object]


def _run(value: dict[str, Any]) -> dict[str, Any]:
    run: dict[str, Any] = value["runs"][RUN]
    return run


def _seed(value: dict[str, Any]) -> dict[str, Any]:
    seed: dict[str, Any] = _run(value)["seeds"][0]
    return seed


def _set(place: Callable[[dict[str, Any]], dict[str, Any]], key: str, content: Any) -> Change:
    return lambda value: place(value).__setitem__(key, content)


def _head(value: dict[str, Any]) -> dict[str, Any]:
    return value


def _named(name: str) -> Change:
    """Call the run otherwise."""
    return lambda value: value["runs"].__setitem__(name, value["runs"].pop(RUN))


def _runs(count: int) -> Change:
    def change(value: dict[str, Any]) -> None:
        run = _run(value) | {"layers": [], "seeds": [_seed(value) | {"history": {}}]}
        value["runs"] |= {f"r{number}": run for number in range(count)}

    return change


def _layer(key: str, content: Any) -> Change:
    return lambda value: _run(value)["layers"][0].__setitem__(key, content)


def _score(key: str, content: Any) -> Change:
    return lambda value: _seed(value)["scores"]["test"].__setitem__(key, content)


def _history(metrics: Mapping[str, Any]) -> Change:
    return lambda value: _seed(value)["history"].update(metrics)


def _texts() -> Mapping[str, Change]:
    """Return every hostile text in every place."""
    places: dict[str, Callable[[str], Change]] = {
        "name of a run": _named,
        "lab": lambda text: _set(_head, "lab", text),
        "version": lambda text: _set(_head, "version", text),
        "profile": lambda text: _set(_head, "profile", text),
        "title": lambda text: _set(_run, "title", text),
        "name of a layer": lambda text: _layer("name", text),
        "name of a metric": lambda text: _history({text: [0.5]}),
        "name of a split": lambda text: (
            lambda value: _seed(value)["scores"].__setitem__(text, _seed(value)["scores"]["test"])
        ),
    }
    return {
        f"{place} – {name}": make(text)
        for place, make in places.items()
        for name, text in HOSTILE.items()
    }


TEXTS = _texts()
LIES = {
    "weights that nobody counted": _set(_run, "params", 10**12),
    "weights of layers": _layer("params", 10**12),
    "a million epochs": _set(_run, "epochs", 10**12),
    "epochs that were not asked": _set(_seed, "epochs", 10**12),
    "an epoch kept before the first": _set(_seed, "weights_epoch", 0),
    "an epoch kept after the last": _set(_seed, "weights_epoch", 10**9),
    "no epochs": _set(_seed, "epochs", 0),
    "no seconds": _set(_seed, "seconds", 0),
    "seconds before the start": _set(_seed, "seconds", -1e300),
    "everything right": _score("accuracy", 1.0),
    "no images": _score("count", 0),
    "all images of the world": _score("count", 10**12),
    "a loss beyond all": _score("loss", 1e308),
    "a loss below all": _score("loss", -1e308),
    "a loss that is nothing": _score("loss", float("nan")),
    "a loss without end": _score("loss", float("inf")),
    "seconds without end": _set(_seed, "seconds", float("inf")),
    "curves of other lengths": _history({"loss": [], "val_loss": [0.5] * 9_000}),
    "curves that are nothing": _history({"loss": [float("nan")] * 9_000}),
    "a matrix of one row": _set(_seed, "confusion", [[40]]),
    "a matrix without rows": _set(_seed, "confusion", []),
    "rows without columns": _set(_seed, "confusion", [[]] * 1000),
    "rows of other lengths": _set(_seed, "confusion", [[1], [1, 2, 3], []]),
    "a matrix of nothing": _set(_seed, "confusion", [[0, 0], [0, 0]]),
    "a matrix of all images": _set(_seed, "confusion", [[10**12] * 2] * 2),
    "a training of another seed": _set(_seed, "seed", 10**12),
    "the images of nobody": _set(_run, "data", "0" * 64),
    "a run that nobody defined": _named("autre"),
    "another lab": _set(_head, "lab", "tp_cifar"),
    "another statement": _set(_head, "version", "0" * 12),
    "another profile": _set(_head, "profile", "complet"),
    "a profile by path": _set(_head, "profile", "../../../etc"),
}
"""What reads, and is not true."""
MISTYPED = {
    "a list": lambda value: [value],
    "a text": lambda _: "resultats",
    "a number": lambda _: 1,
    "true": lambda _: True,
    "nobody": lambda _: None,
    "no runs": _set(_head, "runs", {}),
    "runs in a list": lambda value: _set(_head, "runs", [_run(value)])(value),
    "a run that is null": _set(_head, "runs", {RUN: None}),
    "a run that is a list": _set(_head, "runs", {RUN: []}),
    "a run without seeds": _set(_run, "seeds", []),
    "seeds in a map": _set(_run, "seeds", {}),
    "an unknown key": _set(_run, "__class__", "os.system"),
    "an unknown key of the file": _set(_head, "a", "b" * 100_000),
    "epochs in a text": _set(_run, "epochs", "3"),
    "epochs by half": _set(_run, "epochs", 1.5),
    "epochs that are true": _set(_run, "epochs", True),
    "epochs in a list": _set(_run, "epochs", [3]),
    "negative epochs": _set(_run, "epochs", -1),
    "weights beyond all": _set(_run, "params", 10**300),
    "weights of four thousand digits": _set(_run, "params", 10**4000),
    "an accuracy of two": _score("accuracy", 2),
    "an accuracy in percent": _score("accuracy", "91 %"),
    "an accuracy that is nothing": _score("accuracy", float("nan")),
    "an accuracy without end": _score("accuracy", float("-inf")),
    "a loss of four thousand digits": _score("loss", 10**4000),
    "a curve of texts": _history({"loss": ["0.5"]}),
    "a curve of curves": _history({"loss": [[0.5]]}),
    "a curve that is a number": _history({"loss": 0.5}),
    "a matrix of texts": _set(_seed, "confusion", [["a"]]),
    "a matrix of halves": _set(_seed, "confusion", [[0.5]]),
    "a matrix below zero": _set(_seed, "confusion", [[-1]]),
    "a matrix in a map": _set(_seed, "confusion", {"0": [1]}),
    "scores in a list": _set(_seed, "scores", []),
    "an address for a key": _set(_seed, "key", "../../../../etc/passwd" * 9),
    "a format that is true": _set(_head, "format", True),
    "a format of tomorrow": _set(_head, "format", 2),
    "a lab that is a map": _set(_head, "lab", {"a": 1}),
    "a version that is null": _set(_head, "version", None),
}
"""What is another kind of value than it says."""
HUGE = {
    "ten thousand runs": _runs(10_000),
    "sixty-one runs": _runs(60),
    "fifty-one seeds": lambda value: _set(_run, "seeds", [_seed(value)] * 51)(value),
    "a hundred thousand curves": _history({f"m{n}": [] for n in range(100_000)}),
    "a thousand curves": _history({f"m{n}": [0.5] for n in range(1_000)}),
    "a curve of a million epochs": _history({"loss": [0.5] * 1_000_000}),
    "a curve of ten thousand": _history({"loss": [n / 10_000 for n in range(10_001)]}),
    "fifty thousand splits": lambda value: _seed(value)["scores"].update(
        {f"s{n}": _seed(value)["scores"]["test"] for n in range(50_000)}
    ),
    "ten thousand layers": lambda value: _set(_run, "layers", _run(value)["layers"] * 10_000)(
        value
    ),
    "a matrix of a thousand classes": _set(_seed, "confusion", [[1] * 1000] * 1000),
    "a matrix of a thousand and one": _set(_seed, "confusion", [[1]] * 1001),
    "a row of two million": _set(_seed, "confusion", [[1] * 2_000_000]),
    "as much as may be": lambda value: _set(
        _run, "seeds", [_seed(value) | {"history": _many_epochs()}] * 40
    )(value),
}


def _many_epochs() -> dict[str, list[float]]:
    return {name: [n / 1000 for n in range(1000)] for name in ("loss", "accuracy", "val_loss")}


def _twice(key: str, first: str) -> Callable[[bytes], bytes]:
    """Give a key another value before the one that is signed: some readers take the first."""
    return lambda honest: honest.replace(
        f'"{key}":'.encode(), f'"{key}": {first}, "{key}":'.encode(), 1
    )


WRITTEN: Mapping[str, Any] = {
    "nothing": b"",
    "nulls": bytes(1000),
    "a page": b"<html><script>alert(1)</script></html>",
    "a program": b"\x7fELF\x02\x01\x01\x00",
    "a pickle": b"cos\nsystem\n(S'id'\ntR.",
    "a zip": b"PK\x03\x04",
    "latin-1": '{"format": 1, "lab": "é"}'.encode("latin-1"),
    "UTF-16": lambda honest: honest.decode().encode("utf-16"),
    "UTF-32": lambda honest: honest.decode().encode("utf-32"),
    "a mark of UTF-8": lambda honest: b"\xef\xbb\xbf" + honest,
    "surrogates": b'{"format": 1, "lab": "\xed\xa0\x80"}',
    "deep lists": b"[" * 1_000_000,
    "deep maps": b'{"a":' * 500_000,
    "closed deep lists": b"[" * 900 + b"]" * 900,
    "many empty lists": b"[" + b"[]," * 2_600_000 + b"[]]",
    "many empty maps": b"[" + b"{}," * 2_600_000 + b"{}]",
    "many digits": b'{"format": ' + b"9" * 7_000_000 + b"}",
    "many zeros": b'{"format": 0.' + b"0" * 7_000_000 + b"1}",
    "an exponent beyond all": b'{"format": 1e999999999}',
    "many escapes": b'{"format": "' + b"\\u0041" * 1_200_000 + b'"}',
    "spaces": b" " * 7_900_000 + b"1",
    "nine megabytes": lambda honest: honest + b" " * 9_000_000,
    "words after the end": lambda honest: honest + b"a",
    "a comment": lambda honest: b"// a\n" + honest,
    "another checksum": lambda honest: honest.replace(b'"epochs": 1', b'"epochs": 2', 1),
    "no checksum": lambda honest: _without(honest, "sha256"),
    "a checksum that is null": lambda honest: _with(honest, sha256=None),
    "two labs": _twice("lab", '"tp_cifar"'),
    "two runs of one name": _twice(RUN, "{}"),
    "two seeds": _twice("seeds", "[]"),
    "two accuracies": _twice("accuracy", "1.0"),
    "two checksums": _twice("sha256", '"a"'),
    "a prototype": lambda honest: _with(honest, __proto__={"polluted": True}),
}
"""Files that are not, or not only, what a build writes."""


def _without(honest: bytes, key: str) -> bytes:
    value = json.loads(honest)
    del value[key]
    return json.dumps(value).encode()


def _with(honest: bytes, **more: Any) -> bytes:
    return json.dumps(json.loads(honest) | more).encode()


def _numbers(write: Callable[[int], str]) -> str:
    """Return as many numbers as an answer may hold, in lines as long as they may be."""
    text, lines = "", []
    for number in range(20_000):
        text += write(number)
        if len(text) > 9_900:
            lines.append(text[:9_990])
            text = ""
        if len(lines) == 3:
            break
    return "Les époques et les classes :\n" + "\n".join(lines)


FLOODS = {
    "percents": _numbers(lambda n: f"{n % 10_000 / 100:.2f} % "),
    "the same percent": _numbers(lambda _: "50,0 % "),
    "losses": _numbers(lambda n: f"0.{n:04} "),
    "counts": _numbers(lambda n: f"{n} "),
    "counts of one digit": _numbers(lambda n: f"{n % 10} "),
    "ambiguous numbers": _numbers(lambda n: f"{n % 9 + 1}.{n % 1000:03} "),
    "exponents": _numbers(lambda n: f"{n}e-{n % 300} "),
    "durations": _numbers(lambda n: f"{n % 24} h 5 "),
    "long numbers": _numbers(lambda n: "9" * 600 + " "),
    "groups of three": _numbers(lambda n: f"{n % 900 + 100} "),
    "sizes": _numbers(lambda n: f"{n}×"),
    "in code": "```\n" + _numbers(lambda n: f"{n},") + "\n```",
    "in formulas": _numbers(lambda n: f"${n}$ ")[:9_000],
}
"""Answers that are nothing but numbers, each to be held against as many results as may be."""
