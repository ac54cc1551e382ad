"""Test examples in the plane, from their pixels or from what a layer makes of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from reportgen.analysis.network import layer_names
from reportgen.data.types import Dataset, Origin
from reportgen.errors import EvidenceError
from reportgen.evidence import theme
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.elements import Data, Figure
from reportgen.evidence.lookup import (
    dataset_of,
    find_dataset,
    find_layer,
    find_run,
    stand_in_note,
    unknown,
)
from reportgen.evidence.probes import FeaturesProbe
from reportgen.french.numbers import entier, liste, pluriel, pourcent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

Method = Literal["pca", "tsne"]
FloatMatrix = npt.NDArray[np.float64]

NEIGHBOURS = 6
"""Neighbours that the neighbourhood hit looks at, the point itself left out."""

_PERPLEXITY = 30.0
_HEIGHT = 88.0
_NAMES: Mapping[str, str] = {"pca": "ACP", "tsne": "t-SNE"}


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points in the plane, (n, 2), with the class number of each; ``variance`` for PCA only."""

    points: FloatMatrix
    labels: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    variance: tuple[float, ...]
    hits: FloatMatrix

    @property
    def hit(self) -> float:
        """Mean share of a point's neighbours that are of its class, 0–1."""
        return float(self.hits.mean())


@dataclass(frozen=True, eq=False)
class Source:
    """The vectors to project, what to call them, and the dataset they come from."""

    vectors: FloatMatrix
    text: str
    dataset: Dataset
    origin: Origin


def projection(
    ctx: EvidenceContext,
    source: str,
    method: Method = "pca",
    layer: int | str | None = None,
    n: int = 1000,
) -> Figure:
    """Return the first ``n`` test examples in the plane, coloured by class.

    ``source`` is a run or a dataset; with ``layer`` (of a run), its outputs are projected,
    otherwise the pixels.
    """
    if method not in _NAMES:
        raise unknown("méthode de projection inconnue", method, _NAMES)
    found = _source(ctx, source, layer, n)
    cloud = _cloud(ctx, found, method)
    name, count = _NAMES[method], len(cloud.points)
    images = pluriel(count, "image", "images")
    return Figure(
        id="",
        caption=f"Projection par {name} de {images} de test, {found.text}",
        alt=_alt(cloud, f"Projection par {name} de {images} de test, {found.text}"),
        data=Data(("index", "class", "x", "y"), _rows(cloud)),
        note=stand_in_note([found.origin]),
        png=theme.draw_png(theme.WIDTH, _HEIGHT, lambda figure: _draw(figure, cloud, method)),
        width=theme.WIDTH,
        height=_HEIGHT,
    )


def neighbourhood_hits(points: FloatMatrix, labels: npt.NDArray[np.int64]) -> FloatMatrix:
    """Return for every point the share of its 6 nearest others that have its label, (n,)."""
    from sklearn.neighbors import NearestNeighbors

    count = min(NEIGHBOURS, len(points) - 1)
    near = NearestNeighbors(n_neighbors=count).fit(points).kneighbors(return_distance=False)
    return np.asarray((labels[near] == labels[:, np.newaxis]).mean(axis=1), dtype=np.float64)


def _source(ctx: EvidenceContext, name: str, layer: int | str | None, n: int) -> Source:
    if name in ctx.lab.datasets and name not in ctx.lab.runs:
        return _pixels(
            find_dataset(ctx, name), f"pixels de {ctx.lab.datasets[name].title}", n, layer
        )
    result = find_run(ctx, name)
    dataset = dataset_of(ctx, result)
    if layer is None:
        return _pixels(dataset, f"pixels de {result.spec.dataset.title}", n, None)
    number = find_layer(result, layer)
    indices = tuple(range(_count(dataset, n)))
    features = ctx.probe(name, FeaturesProbe(number, indices))["features"]
    text = f"sorties de la couche « {layer_names(result)[number]} » de « {result.spec.title} »"
    return Source(np.asarray(features, dtype=np.float64), text, dataset, result.origin)


def _pixels(dataset: Dataset, text: str, n: int, layer: int | str | None) -> Source:
    if layer is not None:
        msg = f"layer={layer!r} : un jeu de données n’a pas de couche ; nommez un entraînement."
        raise EvidenceError(msg)
    count = _count(dataset, n)
    vectors = np.asarray(dataset.test.x[:count], dtype=np.float64).reshape(count, -1)
    return Source(vectors, text, dataset, dataset.origin)


def _count(dataset: Dataset, n: int) -> int:
    count = min(n, dataset.test.count)
    if count < 3:
        msg = f"projection de {count} image(s) : il en faut au moins 3."
        raise EvidenceError(msg)
    return count


def _cloud(ctx: EvidenceContext, source: Source, method: Method) -> Cloud:
    digest = hashlib.sha256(np.ascontiguousarray(source.vectors).tobytes()).hexdigest()
    parameters = {"method": method, "vectors": digest, "sklearn": metadata.version("scikit-learn")}
    arrays = ctx.cached("projection", parameters, lambda: _project(source.vectors, method))
    points = np.asarray(arrays["points"], dtype=np.float64)
    labels = source.dataset.test.y[: len(points)]
    variance = tuple(float(share) for share in arrays.get("variance", np.zeros(0)))
    hits = neighbourhood_hits(points, labels)
    return Cloud(points, labels, source.dataset.classes, variance, hits)


def _project(vectors: FloatMatrix, method: Method) -> Arrays:
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # joblib counts cores by a command that small systems lack, and warns; we use one anyway.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", "1")
    # One thread: sums keep their order, and small problems do not wait for busy cores.
    with threadpool_limits(limits=1):
        return _pca(vectors) if method == "pca" else _tsne(vectors)


def _pca(vectors: FloatMatrix) -> Arrays:
    from sklearn.decomposition import PCA

    # The full decomposition has no chance in it, unlike the solver chosen for large inputs.
    model = PCA(n_components=min(2, vectors.shape[1]), svd_solver="full").fit(vectors)
    points = model.transform(vectors)
    missing = 2 - points.shape[1]
    return {
        "points": np.pad(points, ((0, 0), (0, missing))),
        "variance": np.pad(model.explained_variance_ratio_, (0, missing)),
    }


def _tsne(vectors: FloatMatrix) -> Arrays:
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    if vectors.shape[1] > 50:
        # As van der Maaten and Hinton do (JMLR 9, 2008, section 4.1): less noise, less time.
        components = min(50, len(vectors))
        vectors = PCA(n_components=components, svd_solver="full").fit_transform(vectors)
    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    init = "pca" if min(vectors.shape) >= 2 else "random"
    model = TSNE(n_components=2, init=init, perplexity=perplexity, random_state=0, n_jobs=1)
    return {"points": model.fit_transform(vectors)}


def _rows(cloud: Cloud) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (i, cloud.classes[label], float(x), float(y))
        for i, (label, (x, y)) in enumerate(zip(cloud.labels, cloud.points, strict=True))
    )


def _alt(cloud: Cloud, start: str) -> str:
    present = sorted(set(cloud.labels.tolist()))
    by_class = {i: float(cloud.hits[cloud.labels == i].mean()) for i in present}
    values = liste(f"{cloud.classes[i]} {pourcent(share, 0)}" for i, share in by_class.items())
    return (
        f"{start}. Part des {entier(NEIGHBOURS)} plus proches voisins qui sont de la même classe : "
        f"{pourcent(cloud.hit, 0)} en moyenne ; par classe : {values}."
    )


def _draw(figure: Canvas, cloud: Cloud, method: Method) -> None:
    ax = figure.subplots()
    size = 16 if len(cloud.points) <= 500 else 9
    for i in sorted(set(cloud.labels.tolist())):
        x, y = cloud.points[cloud.labels == i].T
        colour = theme.CLASS_COLOURS[i % len(theme.CLASS_COLOURS)]
        marker = theme.MARKERS[i % len(theme.MARKERS)]
        ax.scatter(x, y, s=size, c=colour, marker=marker, linewidths=0, alpha=0.75,
                   label=cloud.classes[i])  # fmt: skip
    ax.set_aspect("equal", adjustable="datalim")
    if method == "pca":
        first, second = (f" ({pourcent(share)} de la variance)" for share in cloud.variance)
        ax.set(xlabel=f"Première composante{first}", ylabel=f"Deuxième composante{second}")
        theme.write_french_numbers(ax.xaxis)
        theme.write_french_numbers(ax.yaxis)
    else:
        # Neither axes nor distances of t-SNE have a unit.
        ax.set_axis_off()
    figure.legend(loc="outside right center", markerscale=1.8)
