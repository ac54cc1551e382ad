"""Test examples as vectors, from their pixels or from a layer, and their places in the plane."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from typing import Literal

import numpy as np
import numpy.typing as npt

from reportgen.analysis.network import layer_names
from reportgen.analysis.separation import neighbourhood_hits
from reportgen.data.types import Dataset, Origin
from reportgen.errors import EvidenceError
from reportgen.evidence.context import Arrays, EvidenceContext
from reportgen.evidence.lookup import dataset_of, find_dataset, find_layer, find_run
from reportgen.evidence.probes import FeaturesProbe

Method = Literal["pca", "tsne"]
FloatMatrix = npt.NDArray[np.float64]

METHODS: Mapping[str, str] = {"pca": "ACP", "tsne": "t-SNE"}
"""What the methods of projection are called."""

_PERPLEXITY = 30.0


@dataclass(frozen=True, eq=False)
class Source:
    """The vectors to project, (n, d), what to call them, and the dataset they come from."""

    vectors: FloatMatrix
    text: str
    dataset: Dataset
    origin: Origin

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """The class number of each vector, (n,)."""
        return self.dataset.test.y[: len(self.vectors)]


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points in the plane, (n, 2), with the class number of each; ``variance`` for PCA only."""

    points: FloatMatrix
    labels: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    variance: tuple[float, ...]

    @cached_property
    def hits(self) -> FloatMatrix:
        """For each point, the share of its neighbours that are of its class, (n,)."""
        return neighbourhood_hits(self.points, self.labels)

    @property
    def hit(self) -> float:
        """Mean share of a point's neighbours that are of its class, 0–1."""
        return float(self.hits.mean())


def find_source(ctx: EvidenceContext, name: str, layer: int | str | None, n: int) -> Source:
    """Return the first ``n`` test examples of a run or a dataset as vectors.

    With ``layer`` (of a run) its outputs, otherwise the pixels.
    """
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


def make_cloud(ctx: EvidenceContext, source: Source, method: Method) -> Cloud:
    """Return the projection of a source in the plane, computed once."""
    digest = hashlib.sha256(np.ascontiguousarray(source.vectors).tobytes()).hexdigest()
    parameters = {"method": method, "vectors": digest, "sklearn": metadata.version("scikit-learn")}
    arrays = ctx.cached("projection", parameters, lambda: _project(source.vectors, method))
    points = np.asarray(arrays["points"], dtype=np.float64)
    variance = tuple(float(share) for share in arrays.get("variance", np.zeros(0)))
    return Cloud(points, source.labels, source.dataset.classes, variance)


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
