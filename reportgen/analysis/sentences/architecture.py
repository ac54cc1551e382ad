"""Sentences about a changed network: depth, padding, activation."""

from __future__ import annotations

from reportgen.analysis import effects
from reportgen.analysis.comparison import Verdict
from reportgen.analysis.effects import Effect, Move
from reportgen.analysis.sentences import modification, wording
from reportgen.french.numbers import entier
from reportgen.results import RunResult

_CONVOLUTIONS = ("Conv", "SeparableConv", "DepthwiseConv")


def depth(a: RunResult, b: RunResult) -> list[str]:
    """Say what more layers (in b) did and cost."""
    return modification.told(a, b, _weighted, _depth)


def _depth(found: Effect, a: RunResult, b: RunResult) -> list[str]:
    return [
        f"{_added(a, b)} ; {wording.lower(modification.cost(found))}",
        modification.test(found, a, b),
        *(_why_depth(found) if _weighted(b) > _weighted(a) else []),
        *modification.caution(found, "à la seule profondeur"),
    ]


def borders(a: RunResult, b: RunResult) -> list[str]:
    """Say what padding that keeps the borders (in b) did and cost."""
    return modification.told(a, b, _padded, _borders)


def _borders(found: Effect, a: RunResult, b: RunResult) -> list[str]:
    alike, cost = _padded(a) == _padded(b), modification.cost(found)
    return [
        cost if alike else f"{_flattened(a, b)} ; {wording.lower(cost)}",
        modification.test(found, a, b),
        *([] if alike else [_why_borders(found)]),
        *modification.caution(found, "au seul traitement des bords"),
    ]


def activation(a: RunResult, b: RunResult) -> list[str]:
    """Say what another activation (in b) did; why, when it is LeakyReLU against ReLU."""
    return modification.told(a, b, _leaky, _activation)


def _activation(found: Effect, a: RunResult, b: RunResult) -> list[str]:
    cost = modification.cost(found)
    named = f"{wording.capital(wording.of_model(a))} {wording.to_model(b)}, {wording.lower(cost)}"
    return [
        cost if _leaky(b) > _leaky(a) else named,
        modification.test(found, a, b),
        *([_why_activation(found)] if _leaky(b) > _leaky(a) else []),
        *modification.caution(found, "à la seule activation"),
    ]


def _weighted(run: RunResult) -> int:
    return len(effects.layers(run, "Dense", *_CONVOLUTIONS))


def _padded(run: RunResult) -> int:
    rows = effects.layers(run, *_CONVOLUTIONS)
    return sum(row.config.get("padding") == "same" for row in rows)


def _leaky(run: RunResult) -> int:
    return sum(
        "leaky" in f"{row.class_name} {row.config.get('activation', '')}".lower()
        for row in run.summary.layers
    )


def _added(a: RunResult, b: RunResult) -> str:
    convolutions = [len(effects.layers(run, *_CONVOLUTIONS)) for run in (a, b)]
    dense = [len(effects.layers(run, "Dense")) for run in (a, b)]
    parts = []
    if convolutions[0] != convolutions[1]:
        parts.append(f"{_count(convolutions[1], 'de convolution')} au lieu {_of(convolutions[0])}")
    if dense[0] != dense[1]:
        parts.append(f"{_count(dense[1], 'dense', 's')} au lieu {_of(dense[0])}")
    name = wording.capital(wording.model(b))
    if not parts:
        return f"{name} compte autant de couches de convolution et de couches denses que l’autre"
    return f"{name} compte {' et '.join(parts)}"


def _count(number: int, kind: str, plural: str = "") -> str:
    if number == 0:
        return f"zéro couche {kind}"
    return f"{wording.small(number)} couche{'s' if number > 1 else ''} {kind}" + (
        plural if number > 1 else ""
    )


def _of(number: int) -> str:
    if number == 0:
        return "d’aucune"
    return wording.of_small(number)


def _why_depth(found: Effect) -> list[str]:
    # Dropout weighs on the curves of both networks, but not alike: without it they compare.
    learnt = found.fitted or found.train
    if learnt is None:
        return []
    match found.comparison.verdict, learnt.move:
        case Verdict.BETTER, Move.UP:
            return [
                "L’apprentissage progresse lui aussi : les couches ajoutées peuvent composer des "
                "motifs plus étendus, ce qui s’accorde avec ce gain"
            ]
        case Verdict.BETTER, _:
            return [
                "L’apprentissage n’y gagne pourtant pas nettement : c’est la généralisation qui "
                "profite des couches ajoutées"
            ]
        case _, Move.UP:
            return [
                "L’exactitude d’apprentissage augmente sans que le test suive : les couches "
                "ajoutées servent surtout à mieux retenir les images d’apprentissage"
            ]
        case _, Move.DOWN:
            return [
                "L’apprentissage lui-même recule : un réseau plus profond est plus difficile à "
                "entraîner, car le gradient peut s’affaiblir d’une couche à l’autre, et il lui "
                "faut en général plus d’époques"
            ]
        case Verdict.WORSE, _:
            return [
                "Le réseau plus profond n’apprend pas moins bien, mais il généralise moins bien"
            ]
        case _:
            return ["Ni l’apprentissage ni le test ne montrent d’effet net de la profondeur"]


def _flattened(a: RunResult, b: RunResult) -> str:
    sizes = [row.output_shape[-1] for run in (a, b) for row in effects.layers(run, "Flatten")[:1]]
    start = "Avec le remplissage « same », chaque convolution conserve la taille de la carte"
    if len(sizes) < 2 or sizes[0] == sizes[1]:
        return start
    return (
        f"{start}, et le vecteur qui entre dans la partie dense passe de {entier(sizes[0])} à "
        f"{entier(sizes[1])} valeurs"
    )


def _why_borders(found: Effect) -> str:
    heavier = found.params[1] > found.params[0]
    match found.comparison.verdict:
        case Verdict.BETTER if heavier:
            return (
                "Les pixels des bords sont donc utiles, ou bien les poids ajoutés le sont : cet "
                "essai ne sépare pas les deux explications"
            )
        case Verdict.BETTER:
            return "Les pixels des bords, mieux exploités, apportent donc une information utile"
        case Verdict.WORSE if found.gap is not None and found.gap.move is Move.UP:
            return (
                "L’écart entre apprentissage et validation se creuse : les poids ajoutés par les "
                "cartes plus grandes servent d’abord au surapprentissage"
            )
        case Verdict.WORSE:
            return (
                "Les zéros ajoutés autour des cartes ne sont pas gratuits : près des bords, les "
                "filtres voient des valeurs qui ne viennent pas de l’image"
            )
        case _:
            return (
                "Conserver les bords ne change donc rien de mesurable ici : l’objet à reconnaître "
                "les touche peu, ou le test compte trop peu d’images pour le montrer"
            )


def _why_activation(found: Effect) -> str:
    match found.comparison.verdict:
        case Verdict.BETTER:
            return (
                "La pente conservée pour les entrées négatives laisse passer un petit gradient là "
                "où une unité ReLU resterait éteinte ; compter les unités éteintes dirait si c’est "
                "bien la cause du gain"
            )
        case Verdict.WORSE:
            return (
                "Une unité LeakyReLU ne s’éteint jamais tout à fait, mais cela n’apporte rien ici "
                ": les unités éteintes n’étaient sans doute pas ce qui limitait le réseau"
            )
        case _:
            return "Rien n’indique que des unités ReLU éteintes freinaient l’apprentissage"
