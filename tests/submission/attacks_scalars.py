"""Attacks by single values of ``rendu.yaml``: numbers, dates, tags, as YAML may write them."""

from __future__ import annotations

from reportgen.submission.types import DEFINITION
from tests.submission.arena import Arena
from tests.submission.bench import Work

SCALARS = {
    "octal": "0o17",
    "octal of old": "017",
    "binary": "0b101",
    "hexadecimal": "0x10",
    "hexadecimal of no digit": "0xG",
    "underscores": "1_000",
    "underscores only": "_",
    "an exponent": "1e3",
    "an exponent beyond all": "1e400",
    "an exponent of nine digits": "1e999999999",
    "an exponent below all": "1e-999999999",
    "minus an exponent beyond all": "-1e400",
    "thirty digits": "9" * 30,
    "five thousand digits": "9" * 5_000,
    "five thousand hexadecimal digits": "0x" + "F" * 5_000,
    "five thousand decimals": "0." + "1" * 5_000,
    "sixty": "12:30:45",
    "sixty of ten thousand": ":".join(["59"] * 3_000),
    "plus": "+5",
    "a point first": ".5",
    "a point last": "5.",
    "minus nothing": "-0",
    "not a number": ".NaN",
    "infinity": ".inf",
    "minus infinity": "-.inf",
    "the word for not a number": "NaN",
    "wide digits": "１２",
    "Arabic digits": "١٢",
    "superscript": "²",
    "nothing": "~",
    "nothing at all": "",
    "yes": "yes",
    "true": "true",
    "a date": "2026-11-21",
    "a date of no month": "2026-13-45",
    "a date of nobody": "0000-00-00",
    "a date of a far year": "9999999-01-01",
    "a moment": "2026-11-21T10:00:00Z",
    "a moment of no zone": "2026-11-21 10:00:00 +99:99",
    "a tagged number": "!!int '5'",
    "a tagged date": "!!timestamp '5'",
    "a tagged set": "!!set {5}",
    "a tagged order": "!!omap [5: 5]",
    "a tag of a class": "!!python/object:os.system 5",
    "a tag by address": "!<tag:yaml.org,2002:python/name:os.system> 5",
    "an unknown alias": "*x",
    "an anchor": "&x 5",
    "a list": "[5]",
    "a map": "{a: 5}",
    "a map of itself": "&x {a: *x}",
    "a block": "|2\n\n      5",
    "a quote that never ends": '"5',
    "half a character": '"\\ud800"',
    "a null": '"\\0"',
    "a character beyond all": '"\\U00110000"',
    "a turn of direction": '"\\u202e5"',
    "an expression": "{{ 5 }}",
    "a path": "../../dehors/secret",
}
"""Ways to write a value."""
PLACES = ("epochs", "units", "date", "version", "lab")


def valued(place: str, value: str) -> object:
    """Write a value in the head, or in a network and a run that no answer speaks of."""

    def act(work: Work, _: Arena) -> None:
        work.answer("Le réseau apprend bien et ne dit rien de plus.")
        path = work.folder / DEFINITION
        lines = path.read_text(encoding="utf-8").split("\n")
        if place in ("date", "version", "lab"):
            lines = [line for line in lines if not line.startswith(f"{place}:")]
            lines.append(f"{place}: {value}")
        lines += _unused(place, value)
        path.write_text("\n".join(_merged(lines)) + "\n", encoding="utf-8")

    return act


def _unused(place: str, value: str) -> list[str]:
    units = value if place == "units" else "2"
    epochs = value if place == "epochs" else "1"
    return [
        "models:\n  autre:\n    layers:\n      - Flatten\n      - Dense:\n"
        f"          units: {units}\n          activation: softmax",
        "runs:\n  autre:\n    title: autre\n    model: autre\n    dataset: points\n    training:\n"
        f"      epochs: {epochs}",
    ]


def _merged(lines: list[str]) -> list[str]:
    """Return the lines with the added models and runs in the maps that are there already."""
    text = "\n".join(lines)
    for key in ("models", "runs"):
        start = text.rindex(f"{key}:\n  autre:")
        end = text.find("\nruns:\n  autre:", start) if key == "models" else len(text)
        added = text[start:end].removeprefix(f"{key}:\n")
        text = text[:start] + text[end:].lstrip("\n")
        text = text.replace(f"\n{key}:\n", f"\n{key}:\n{added}\n", 1)
    return text.split("\n")
