"""Sentences about what networks cost: operations, memory, and time against batch size."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.analysis.cost import (
    PROPORTIONAL,
    Cost,
    LayerCost,
    Timing,
    cost,
    enough,
    same_machine,
    same_work,
    timing,
)
from reportgen.analysis.network import layer_names
from reportgen.analysis.sentences import wording
from reportgen.french.numbers import entier, liste, pluriel, pourcent
from reportgen.results import RunResult

_ALSO = (
    " : le temps comprend aussi les accès à la mémoire, les fonctions d’activation et la part fixe "
    "de chaque pas"
)
"""Why a time does not follow the operations."""

_BARELY = f"moins de {pourcent(PROPORTIONAL, 0)}"
"""What is left of a difference that no variation hides and that is not worth a sentence."""


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
    most = max(layer.operations or 0 for layer in found.layers)
    busy = [i for i, layer in enumerate(found.layers) if layer.operations == most]
    heavy = max(range(len(found.layers)), key=lambda i: found.layers[i].params)
    start = _busy([names[i] for i in busy], most / total)
    if busy == [heavy]:
        return [f"{start}, et c’est aussi elle qui compte le plus de poids"]
    if heavy in busy:
        return [f"{start} ; {wording.quoted(names[heavy])} compte aussi le plus de poids"]
    weights = wording.rate(found.layers[heavy].params / run.params)
    return [
        f"{start}, alors que {weights} des poids sont dans la couche "
        f"{wording.quoted(names[heavy])}, qui n’en fait que "
        f"{wording.rate((found.layers[heavy].operations or 0) / total)} : le nombre de poids ne "
        f"dit pas le temps de calcul{_reused(found.layers[busy[0]])}"
    ]


def _busy(names: Sequence[str], share: float) -> str:
    if len(names) == 1:
        return f"La couche {wording.quoted(names[0])} en fait à elle seule {wording.rate(share)}"
    return f"Les couches {wording.titles(names)} en font chacune {wording.rate(share)}"


def _reused(layer: LayerCost) -> str:
    """Say why a layer of few weights computes much, if it convolves."""
    if "Conv" not in layer.class_name:
        return ""
    return ", car une convolution réutilise les siens à chaque position"


def _memory(found: Cost) -> str:
    start = f"Une image et ses activations occupent {wording.octets(found.size)} en mémoire"
    rest = "les poids, leurs gradients et l’état de l’optimiseur"
    if found.batch == 1:
        return f"{start} jusqu’à la rétropropagation, sans compter {rest}"
    return (
        f"{start} ; pendant l’apprentissage, où elles sont gardées jusqu’à la rétropropagation, "
        f"un lot de {entier(found.batch)} images en demande {wording.octets(found.batch_size)}, "
        f"sans compter {rest}"
    )


def _duration(run: RunResult) -> list[str]:
    found = timing(run)
    return [
        f"Une époque {_of_steps(found)} dure {wording.moment(found.epoch)}, validation comprise, "
        f"soit {wording.moment(found.step)} par pas, sur {_machine(run)}"
    ]


def _of_steps(found: Timing) -> str:
    return "d’un seul pas" if found.steps == 1 else f"de {entier(found.steps)} pas"


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
        "Quelle que soit la taille des lots, une époque fait les mêmes opérations ; "
        f"{_listed(runs)}",
        _why_batch(first, last),
        f"Le prix est en mémoire : les activations d’un lot passent de "
        f"{wording.octets(small.batch_size)} à {wording.octets(large.batch_size)}",
        f"Ces durées ont été mesurées sur {_machine(runs[0])} ; leur rapport peut changer sur "
        "une autre machine",
    ]


def _listed(runs: Sequence[RunResult]) -> str:
    found = [timing(run) for run in runs]
    epochs = wording.moments(*(times.epoch for times in found))
    parts = [
        f"{epoch} par lots de {entier(times.batch)} "
        f"({pluriel(times.steps, 'pas', 'pas')} de {wording.moment(times.step)})"
        for times, epoch in zip(found, epochs, strict=True)
    ]
    return f"elle dure {liste(parts)}"


def _why_batch(small: Timing, large: Timing) -> str:
    if not enough(small, large):
        return "Trop peu d’époques ont été mesurées pour comparer ces durées"
    if not small.apart_from(large):
        sizes = f"lots de {entier(small.batch)} et de {entier(large.batch)} images"
        if small.mixed_with(large):
            return (
                f"Entre {sizes}, ces durées varient trop d’une époque à l’autre pour être "
                "départagées"
            )
        return f"Entre {sizes}, ces durées diffèrent de {_BARELY}"
    if large.epoch < small.epoch:
        return (
            f"Un pas sur {_times(large.batch / small.batch)} plus d’images ne prend que "
            f"{_times(large.step / small.step)} plus de temps : une part de chaque pas (lancer les "
            "calculs, mettre à jour les poids) ne dépend pas du nombre d’images, et de grands lots "
            "la répartissent sur davantage d’images"
        )
    return (
        "De plus grands lots ne font donc pas gagner de temps ici : la machine calculait sans "
        "doute déjà autant qu’elle le peut à la fois, et leurs activations tiennent moins bien "
        "dans sa mémoire la plus rapide"
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
    if many < (1 + PROPORTIONAL) * few:
        return ["Ces réseaux font à peu près autant d’opérations les uns que les autres"]
    return [
        f"{wording.capital(wording.model(heavy))} fait {wording.operations(many)} par image, "
        f"soit {_times(many / few)} plus que {wording.model(light)}, le plus économe "
        f"({wording.operations(few)})",
        *(_follows(light, heavy, many / few) if _timed_alike(light, heavy) else []),
        *_machines(runs),
    ]


def _follows(light: RunResult, heavy: RunResult, ratio: float) -> list[str]:
    """Say whether an epoch lasts longer in proportion to the operations."""
    quick, slow = timing(light), timing(heavy)
    times = " contre ".join(wording.moments(slow.epoch, quick.epoch))
    if not quick.apart_from(slow):
        if quick.mixed_with(slow):
            return [
                f"Les durées mesurées ({times}) varient trop d’une époque à l’autre pour être "
                "départagées"
            ]
        return [f"La durée de leurs époques diffère pourtant de {_BARELY} ({times}){_ALSO}"]
    if slow.epoch < quick.epoch:
        return [f"Ses époques sont pourtant plus courtes ({times}){_ALSO}"]
    longer = slow.epoch / quick.epoch
    text = f"Une époque y dure {_times(longer)} plus longtemps ({times})"
    if longer >= (1 - PROPORTIONAL) * ratio:
        return [text]
    return [f"{text}, moins que ne le voudraient les opérations{_ALSO}"]


def _timed_alike(one: RunResult, other: RunResult) -> bool:
    batches = {run.spec.training.batch_size for run in (one, other)}
    alike = one.counts == other.counts and len(batches) == 1 and same_machine([one, other])
    return alike and enough(timing(one), timing(other))


def _machines(runs: Sequence[RunResult]) -> list[str]:
    if same_machine(runs):
        return []
    if len({run.machine.backend for run in runs}) > 1:
        return ["Les durées n’ont pas été mesurées avec le même moteur : elles ne se comparent pas"]
    return ["Les durées n’ont pas été mesurées sur la même machine : elles ne se comparent pas"]
