"""Rules that tie several arguments of one layer together; each argument is already sound.

The rules are those that Keras 3 states in its constructors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.layers.issues import ConfigIssue
from reportgen.layers.settings import Settings
from reportgen.layers.wording import dimensions, whole

Rule = Callable[[Settings], Iterator[ConfigIssue]]


def combination_issues(settings: Settings) -> Iterator[ConfigIssue]:
    """Yield the contradictions between the arguments of one layer."""
    for rule in _RULES:
        yield from rule(settings)


def _groups_divide_filters(settings: Settings) -> Iterator[ConfigIssue]:
    if not settings.has("filters", "groups"):
        return
    filters, groups = settings.size("filters"), settings.size("groups")
    if filters % groups:
        yield ConfigIssue(
            "groups",
            f"« groups » doit diviser « filters » : {whole(filters)} filtres ne se partagent "
            f"pas en {whole(groups)} groupes",
            "choisir un nombre de filtres multiple du nombre de groupes",
        )


def _strides_exclude_dilation(settings: Settings) -> Iterator[ConfigIssue]:
    # Keras lets convolutions of single channels do both at once.
    if not settings.has("strides", "dilation_rate") or settings.has("depth_multiplier"):
        return
    strides, dilation = settings.window("strides"), settings.window("dilation_rate")
    if max(strides) > 1 and max(dilation) > 1:
        yield ConfigIssue(
            "dilation_rate",
            "« strides » et « dilation_rate » ne peuvent pas dépasser 1 en même temps ; reçu : "
            f"strides {dimensions(strides)} et dilation_rate {dimensions(dilation)}",
            "laisser l’un des deux à 1",
        )


def _output_padding_below_strides(settings: Settings) -> Iterator[ConfigIssue]:
    if not settings.has("output_padding") or settings["output_padding"] is None:
        return
    padding, strides = settings.window("output_padding"), settings.window("strides")
    if any(more >= step for more, step in zip(padding, strides, strict=True)):
        yield ConfigIssue(
            "output_padding",
            "« output_padding » doit rester inférieur à « strides » ; reçu : "
            f"{dimensions(padding)} pour strides {dimensions(strides)}",
        )


def _permutation_is_complete(settings: Settings) -> Iterator[ConfigIssue]:
    if settings.name != "Permute":
        return
    dims = list(settings["dims"])
    if sorted(dims) != list(range(1, len(dims) + 1)):
        yield ConfigIssue(
            "dims", f"« dims » doit contenir chaque axe de 1 à {len(dims)} une fois ; reçu : {dims}"
        )


def _reshape_leaves_one_open(settings: Settings) -> Iterator[ConfigIssue]:
    if settings.name != "Reshape":
        return
    target = list(settings["target_shape"])
    if target.count(-1) > 1 or 0 in target:
        yield ConfigIssue(
            "target_shape",
            "« target_shape » attend des dimensions strictement positives et au plus un -1 ; "
            f"reçu : {target}",
        )


def _mean_comes_with_variance(settings: Settings) -> Iterator[ConfigIssue]:
    if settings.name == "Normalization" and (
        (settings["mean"] is None) != (settings["variance"] is None)
    ):
        yield ConfigIssue("mean", "« mean » et « variance » vont ensemble ; un seul est donné")


_RULES: tuple[Rule, ...] = (
    _groups_divide_filters,
    _strides_exclude_dilation,
    _output_padding_below_strides,
    _permutation_is_complete,
    _reshape_leaves_one_open,
    _mean_comes_with_variance,
)
