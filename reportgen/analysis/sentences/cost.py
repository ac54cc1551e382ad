"""Sentences about what networks cost: operations, memory, and time against batch size."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.cost import (
    PROPORTIONAL,
    Cost,
    Timing,
    cost,
    same_machine,
    same_work,
    timing,
)
from reportgen.analysis.network import layer_names
from reportgen.analysis.sentences import wording
from reportgen.french.numbers import entier, liste, pluriel
from reportgen.results import RunResult


def costs(runs: Sequence[RunResult]) -> list[str]:
    """Say what one run costs, or how the costs of several compare."""
    if len(runs) == 1:
        return [*_network(runs[0]), *_duration(runs[0])]
    batches = {run.spec.training.batch_size for run in runs}
    if len(batches) == len(runs) and same_work(runs):
        return _batches(sorted(runs, key=lambda run: run.spec.training.batch_size))
    return _networks(runs)


def _network(run: RunResult) -> list[str]:
    found = cost(run)
    return [_operations(run, found), *_heaviest(run, found), _memory(found)]


def _operations(run: RunResult, found: Cost) -> str:
    total = found.operations
    if total is None:
        unknown = [
            wording.quoted(name)
            for name, layer in zip(layer_names(run), found.layers, strict=True)
            if layer.operations is None
        ]
        noun = "de la couche" if len(unknown) == 1 else "des couches"
        return (
            f"On ne connaît pas le nombre d’opérations {noun} {liste(unknown)}, ni donc celui du "
            f"réseau de l’essai {wording.quoted(run.spec.title)}"
        )
    return (
        f"Pour classer une image, {wording.model(run)} fait {wording.operations(total)} flottantes "
        "(une multiplication et une addition chaque fois qu’un poids sert)"
    )


def _heaviest(run: RunResult, found: Cost) -> list[str]:
    """Name the layer that computes most, and the one that weighs most when it is another."""
    total = found.operations
    if not total or len([layer for layer in found.layers if layer.operations]) < 2:
        return []
    names = layer_names(run)
    ranks = range(len(found.layers))
    busy = max(ranks, key=lambda i: found.layers[i].operations or 0)
    heavy = max(ranks, key=lambda i: found.layers[i].params)
    share = (found.layers[busy].operations or 0) / total
    start = f"La couche {wording.quoted(names[busy])} en fait à elle seule {wording.rate(share)}"
    if busy == heavy:
        return [f"{start}, et c’est aussi elle qui compte le plus de poids"]
    weights = wording.rate(found.layers[heavy].params / run.params)
    return [
        f"{start}, alors que {weights} des poids sont dans la couche "
        f"{wording.quoted(names[heavy])}, qui n’en fait que "
        f"{wording.rate((found.layers[heavy].operations or 0) / total)} : le nombre de poids ne "
        "dit pas le temps de calcul, car une convolution réutilise les siens à chaque position"
    ]


def _memory(found: Cost) -> str:
    start = f"L’image et ses activations occupent {wording.octets(found.size)}"
    if found.batch == 1:
        return f"{start}, gardés jusqu’à la rétropropagation pendant l’apprentissage"
    return (
        f"{start}, et celles d’un lot de {entier(found.batch)} images "
        f"{wording.octets(found.batch_size)} pendant l’apprentissage, où toutes sont gardées "
        "jusqu’à la rétropropagation ; les poids, leurs gradients et l’état de l’optimiseur "
        "s’y ajoutent"
    )


def _duration(run: RunResult) -> list[str]:
    found = timing(run)
    return [
        f"Une époque de {pluriel(found.steps, 'pas', 'pas')} dure {wording.moment(found.epoch)}, "
        f"validation comprise, soit {wording.moment(found.step)} par pas, sur {_machine(run)}"
    ]


def _machine(run: RunResult) -> str:
    found = run.machine
    if found.accelerator:
        return f"la carte {wording.quoted(found.accelerator)}"
    return (
        f"{pluriel(found.cores, 'cœur', 'cœurs')} du processeur {wording.quoted(found.processor)}"
    )


def _batches(runs: Sequence[RunResult]) -> list[str]:
    """Compare runs, by increasing batch size, that differ by nothing else that takes time."""
    first, last = timing(runs[0]), timing(runs[-1])
    small, large = (cost(run) for run in (runs[0], runs[-1]))
    return [
        f"Les opérations d’une époque sont les mêmes, mais {_listed(runs)}",
        _why_batch(first, last),
        f"Le prix est en mémoire : les activations d’un lot passent de "
        f"{wording.octets(small.batch_size)} à {wording.octets(large.batch_size)}",
        f"Ces durées ont été mesurées sur {_machine(runs[0])} ; leur rapport peut changer sur "
        "une autre machine",
    ]


def _listed(runs: Sequence[RunResult]) -> str:
    parts = []
    for run in runs:
        found = timing(run)
        parts.append(
            f"{wording.moment(found.epoch)} par lots de {entier(found.batch)} "
            f"({pluriel(found.steps, 'pas', 'pas')} de {wording.moment(found.step)})"
        )
    return f"une époque dure {liste(parts)}"


def _why_batch(small: Timing, large: Timing) -> str:
    if not small.apart_from(large):
        return (
            "Les époques ne sont ni assez nombreuses ni assez régulières pour montrer un effet de "
            "la taille des lots sur leur durée"
        )
    if large.epoch < small.epoch:
        return (
            f"Un pas sur {_times(large.batch / small.batch)} plus d’images ne prend que "
            f"{_times(large.step / small.step)} plus de temps : une part de chaque pas (lancer les "
            "calculs, mettre à jour les poids) ne dépend pas du nombre d’images, et de grands lots "
            "la répartissent sur davantage d’images"
        )
    return (
        "De plus grands lots ne font donc pas gagner de temps ici : cette machine n’a plus de "
        "calculs à mener de front, ou leurs activations ne tiennent plus dans sa mémoire la plus "
        "rapide ; cet essai ne sépare pas les deux explications"
    )


def _times(ratio: float) -> str:
    return f"{wording.factor(ratio)} fois"


def _networks(runs: Sequence[RunResult]) -> list[str]:
    """Compare networks: whether the time of an epoch follows the operations of an image."""
    totals = [cost(run).operations for run in runs]
    known = [(run, total) for run, total in zip(runs, totals, strict=True) if total]
    if len(known) < 2:
        return [_operations(run, cost(run)) for run in runs]
    light, few = min(known, key=lambda pair: pair[1])
    heavy, many = max(known, key=lambda pair: pair[1])
    if many == few:
        return ["Ces réseaux font autant d’opérations les uns que les autres", *_machines(runs)]
    return [
        f"{wording.capital(wording.model(heavy))} fait {wording.operations(many)} par image, "
        f"soit {_times(many / few)} plus que {wording.model(light)}, le plus économe "
        f"({wording.operations(few)})",
        *_follows(light, heavy, many / few),
        *_machines(runs),
    ]


def _follows(light: RunResult, heavy: RunResult, ratio: float) -> list[str]:
    """Say whether an epoch lasts longer in proportion, when nothing else would explain it."""
    if not _timed_alike(light, heavy):
        return []
    quick, slow = timing(light), timing(heavy)
    times = f"{wording.moment(slow.epoch)} contre {wording.moment(quick.epoch)}"
    if not quick.apart_from(slow):
        return [f"Leurs époques durent pourtant à peu près autant ({times}){_not_all(ratio)}"]
    if slow.epoch < quick.epoch:
        return [f"Ses époques sont pourtant plus courtes ({times}){_not_all(ratio)}"]
    longer = slow.epoch / quick.epoch
    text = f"Une époque y dure {_times(longer)} plus longtemps ({times})"
    if longer >= (1 - PROPORTIONAL) * ratio:
        return [text]
    return [f"{text}, moins que ne le voudraient les opérations{_not_all(ratio)}"]


def _not_all(ratio: float) -> str:
    """Explain a time that does not follow the operations, when these differ at all."""
    if ratio < 1 + PROPORTIONAL:
        return ""
    return (
        " : le temps comprend aussi les accès à la mémoire, les fonctions d’activation et la part "
        "fixe de chaque pas"
    )


def _timed_alike(one: RunResult, other: RunResult) -> bool:
    batches = {run.spec.training.batch_size for run in (one, other)}
    return one.counts == other.counts and len(batches) == 1 and same_machine([one, other])


def _machines(runs: Sequence[RunResult]) -> list[str]:
    if same_machine(runs):
        return []
    return ["Les durées n’ont pas été mesurées sur la même machine : elles ne se comparent pas"]
