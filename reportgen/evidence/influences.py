"""What each hyperparameter acts on and what changing it does, in a few French words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

DATA, NETWORK = "données", "architecture"
DESCENT, RESTRAINT = "optimisation", "régularisation"

NATURES = (DATA, NETWORK, DESCENT, RESTRAINT)
"""The kinds of hyperparameters, in the order of tables."""


@dataclass(frozen=True)
class Influence:
    """What a hyperparameter acts on, one of :data:`NATURES`, and what it does."""

    nature: str
    text: str


LAYERS: Mapping[str, Influence] = {
    "filters": Influence(NETWORK, "nombre de motifs cherchés ; poids et temps croissent avec lui"),
    "units": Influence(NETWORK, "capacité de la couche ; chaque neurone relit toutes les entrées"),
    "kernel_size": Influence(NETWORK, "étendue du motif, donc champ réceptif ; poids"),
    "strides": Influence(NETWORK, "un pas de plus de 1 réduit les cartes et le temps"),
    "padding": Influence(NETWORK, "« same » complète les bords, « valid » s’arrête au dernier "
                         "carré entier : taille des cartes"),
    "pool_size": Influence(NETWORK, "divise la taille des cartes ; tolérance aux déplacements"),
    "size": Influence(NETWORK, "agrandit les cartes"),
    "activation": Influence(NETWORK, "non-linéarité ; à la sortie, sens des nombres rendus"),
    "negative_slope": Influence(NETWORK, "gradient conservé du côté négatif"),
    "use_bias": Influence(NETWORK, "seuil libre par filtre ou par neurone"),
    "kernel_initializer": Influence(DESCENT, "départ des poids : trop grand ou trop petit, "
                                    "le gradient explose ou s’éteint"),
    "momentum": Influence(DESCENT, "mémoire des moyennes suivies, employées à l’évaluation"),
    "epsilon": Influence(DESCENT, "évite une division par zéro ; influence faible"),
    "kernel_regularizer": Influence(RESTRAINT, "rappelle les poids vers zéro ; trop forte, "
                                    "le réseau sous-apprend"),
    "rate": Influence(RESTRAINT, "part éteinte à chaque pas ; trop grande, l’apprentissage "
                      "s’essouffle"),
    "stddev": Influence(RESTRAINT, "bruit ajouté pendant l’apprentissage"),
    "mode": Influence(RESTRAINT, "symétries jugées sans effet sur la classe"),
    "factor": Influence(RESTRAINT, "ampleur des transformations jugées sans effet sur la classe"),
    "height_factor": Influence(RESTRAINT, "décalages verticaux jugés sans effet sur la classe"),
    "width_factor": Influence(RESTRAINT, "décalages horizontaux jugés sans effet sur la classe"),
    "fill_mode": Influence(RESTRAINT, "ce qui remplit le bord découvert ; influence faible"),
}  # fmt: skip
"""By argument of a layer. An argument that is not here is shown where the author sets it."""

OPTIMIZERS: Mapping[str, Influence] = {
    "learning_rate": Influence(DESCENT, "longueur des pas : trop grand, la perte oscille ou "
                               "diverge ; trop petit, elle traîne"),
    "momentum": Influence(DESCENT, "part de la vitesse gardée : lisse le bruit des lots, allonge "
                          "les pas d’un facteur $1/(1 - \\beta)$ au plus"),
    "nesterov": Influence(DESCENT, "gradient pris au point où la vitesse conduit"),
    "beta_1": Influence(DESCENT, "mémoire de la moyenne des gradients"),
    "beta_2": Influence(DESCENT, "mémoire de la moyenne de leurs carrés, qui règle le pas de "
                        "chaque poids"),
    "rho": Influence(DESCENT, "mémoire de la moyenne des carrés des gradients"),
    "epsilon": Influence(DESCENT, "borne le pas des poids presque sans gradient"),
    "weight_decay": Influence(RESTRAINT, "rappelle les poids vers zéro à chaque pas"),
    "clipnorm": Influence(DESCENT, "plafonne la norme des gradients : pas d’explosion"),
}  # fmt: skip
"""By argument of an optimizer."""

PREPROCESSING: Mapping[str, str] = {
    "rescale": "échelle des entrées, donc des gradients de la première couche",
    "standardize": "entrées centrées et réduites : descente mieux conditionnée",
    "grayscale": "renonce à la couleur",
    "flatten": "renonce à la disposition des pixels",
    "one_hot": "forme des cibles, imposée par la perte",
}
"""By step of preprocessing; all act on the data."""

OWN = "réglage propre à la couche"
"""What is said of an argument that no table here knows."""
