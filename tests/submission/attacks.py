"""The catalogue of attacks, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.submission import attacks_files as files
from tests.submission import attacks_folders as folders
from tests.submission import attacks_models as models
from tests.submission import attacks_pictures as pictures
from tests.submission import attacks_races as races
from tests.submission import attacks_results as results
from tests.submission import attacks_scalars as scalars
from tests.submission import attacks_tables as tables
from tests.submission import attacks_text as text
from tests.submission.attack import (
    Attack,
    answers,
    defines,
    definition,
    forges,
    hands_in,
    plants,
    says,
    shows,
)

_TRAINING = "engine: numpy, optimizer: SGD, loss: sparse_categorical_crossentropy, epochs: 1"
_STRANGE: Mapping[str, dict[str, str]] = {
    **{name: {} for name in ("many values", "anchors", "comment", "UTF-7")},
    "lab of nobody": {"refused": "TP inconnu"},
}
"""What comes of definitions that are strange and do nothing."""
_SEEN = {"38 million pixels", "frames"}
"""Pictures that are large and may be shown."""
_LINKED_PICTURES = ("picture", "picture to zeros")


def _attacks() -> Iterator[Attack]:
    yield from _of_answers()
    yield from _of_sizes()
    yield from _of_definitions()
    yield from _of_titles()
    yield from _of_files()
    yield from _of_results()
    yield from _of_tables()
    yield from _of_folders()
    yield from _of_scalars()
    yield from _of_pictures()


def _of_scalars() -> Iterator[Attack]:
    for place in scalars.PLACES:
        for name, value in scalars.SCALARS.items():
            yield plants(f"value, {place}: {name}", scalars.valued(place, value), either=True)


def _of_pictures() -> Iterator[Attack]:
    yield from _each("picture that reads", shows, pictures.SHOWN)
    yield from _each("no picture", shows, pictures.REFUSED, boxed="image « a.png »")
    yield from _each("picture that unpacks", shows, pictures.EITHER, either=True)


def _of_folders() -> Iterator[Attack]:
    picture = {"boxed": "image « a.png »"}
    yield plants("loadable: every name", models.models, **picture)
    for name, model in models.ASKED.items():
        yield plants(f"loadable: {name}", models.asking(model), refused="rendu.yaml:")
    yield from _each("strange", plants, folders.STRANGE, either=True)
    yield from _each("closed", plants, folders.CLOSED, either=True, as_nobody=True)
    yield from _each("crowd", plants, folders.CROWDS, **picture)
    yield from _each("made by others", plants, folders.MADE_BY_OTHERS, **picture)
    for command in ("checked", "graded", "shown", "said"):
        for name, race in races.RACES.items():
            expected = {"race": race, "commands": (command,), "either": True}
            yield plants(f"race, {command}: {name}", races.raced, **expected)


def _of_tables() -> Iterator[Attack]:
    for section in ("authors", "group"):
        for name, formula in tables.FORMULAS.items():
            act = tables.told_by(section, formula)
            yield plants(f"spreadsheet, {section}: {name}", act, either=True)
    for name, author in tables.NAMELESS.items():
        act = tables.told_by("authors", author)
        yield plants(f"nameless author: {name}", act, refused="rendu.yaml:")
    for name, folder in tables.FOLDERS.items():
        act = tables.folder_named(folder)
        yield plants(f"folder: {name}", act, remarked="2\u00a0rendus corrigés")
    yield from _each("class", plants, tables.CLASSES, remarked="corrigé")


def _of_results() -> Iterator[Attack]:
    missing = {"told": "resultats.json"}
    yield from _each("results, text", forges, results.TEXTS)
    yield from _each("results, lie", forges, results.LIES)
    yield from _each("results, mistyped", forges, results.MISTYPED)
    yield from _each("results, huge", forges, results.HUGE)
    for name, answer in results.FLOODS.items():
        change = results.HUGE["as much as may be"]
        yield forges(f"results, flood: {name}", change, answer, either=True)
    yield from _each("results, written", hands_in, results.WRITTEN, **missing)


def _of_answers() -> Iterator[Attack]:
    yield from _each("expression", says, text.EXPRESSIONS, refused="dans un rendu")
    yield from _each("address", says, text.ADDRESSES)
    yield from _each("picture", says, text.PICTURES, boxed="image «")
    yield from _each("markup", says, text.MARKUP)
    yield from _each("formula", says, text.FORMULAS, refused="formule")
    yield from _each("broken formula", says, text.BROKEN, boxed="illisible")
    yield from _each("characters", says, text.CHARACTERS, refused="interdit")
    for name, caption in text.CAPTIONS.items():
        written = f'{{{{ courbes("mon_essai", legende="{caption}") }}}}'
        yield says(f"caption: {name}", written)
    yield from _each("file", answers, text.FILES, refused="reponses.md:1")


def _of_sizes() -> Iterator[Attack]:
    """Yield what is far too large, and the same as large as reports may be."""
    yield from _each("size", says, text.HUGE, either=True)
    fitting = {name: _fitting(content) for name, content in text.HUGE.items()}
    yield from _each("allowed size", says, fitting, either=True)
    yield from _each("structure", answers, text.STRUCTURE, either=True)


def _fitting(content: str) -> str:
    """Return as much of a text as an answer may have, in lines as long as they may be."""
    lines = (part[n : n + 9_990] for part in content[:38_000].split("\n") for n in _starts(part))
    return "\n".join(lines)


def _starts(line: str) -> range:
    return range(0, max(1, len(line)), 9_990)


def _of_definitions() -> Iterator[Attack]:
    for name, content in files.DEFINITIONS.items():
        expected = _STRANGE.get(name, {"refused": "rendu.yaml:"})
        yield definition(f"definition: {name}", content, **expected)
    for name, layer in files.LAYERS.items():
        new = f"Flatten\n      - {layer}"
        yield defines(f"layer: {name}", "Flatten", new, refused="rendu.yaml:1")
    for name, training in files.RUNS.items():
        yield defines(f"training: {name}", _TRAINING, training, refused="rendu.yaml:23")


def _of_titles() -> Iterator[Attack]:
    for name, title in files.TITLES.items():
        expected = {"refused": "formule"} if name == "formula of pictures" else {}
        quoted = f'"{title}"'
        for what in ("mon premier essai", "mon premier réseau"):
            old = f"title: {what}"
            yield defines(f"title « {what} »: {name}", old, f"title: {quoted}", **expected)
        old, new = "units: 2, ", f"units: 2, name: {quoted}, "
        yield defines(f"layer name: {name}", old, new, refused="rendu.yaml:15")
    for name, person in files.NAMES.items():
        yield defines(f"author: {name}", '["Ada Martin", "Léo Petit"]', f'["{person}"]')
        yield defines(f"group: {name}", '"TD 2"', f'"{person}"')


def _of_files() -> Iterator[Attack]:
    for name, content in files.PICTURES.items():
        expected = {} if name in _SEEN else {"boxed": "image « a.png »"}
        yield shows(f"picture file: {name}", content, **expected)
    for name, content in files.SHOWN.items():
        expected = {"boxed": "passes"} if name == "passes" else {}
        yield shows(f"picture shown: {name}", content, **expected)
    for name, act in files.LINKS.items():
        boxed = {"boxed": "image « a.png »"}
        outside = {"refused": "hors du dossier du rendu"}
        yield plants(f"link: {name}", act, **(boxed if name in _LINKED_PICTURES else outside))
    for name, act in files.PLANTED.items():
        expected = {"refused": "hors du dossier"} if name == "results that are links" else {}
        yield plants(f"planted: {name}", act, **expected)
    for name, act in files.PIPES.items():
        expected = _OF_PIPES.get(name, {"boxed": "image « a.png »"})
        yield plants(f"pipe: {name}", act, **expected)


_OF_PIPES = {
    "reponses.md": {"refused": "illisible"},
    "rendu.yaml": {"refused": "n’a ni lab.yaml ni rendu.yaml"},
}


def _each(kind: str, make: Any, contents: Mapping[str, Any], **expected: Any) -> Iterator[Attack]:
    for name, content in contents.items():
        yield make(f"{kind}: {name}", content, **expected)


ATTACKS: Mapping[str, Attack] = {attack.name: attack for attack in _attacks()}
