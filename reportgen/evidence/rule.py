"""The program of one network of a population: the Playground's rule, written out in NumPy."""

from __future__ import annotations

from textwrap import dedent

from reportgen.evidence.context import EvidenceContext
from reportgen.evidence.elements import Code
from reportgen.evidence.trained import find_population
from reportgen.lab.types import PopulationSpec
from reportgen.playground.settings import ActivationName, PenaltyName

_ACTIVATIONS: dict[ActivationName, tuple[str, str]] = {
    "relu": ("np.maximum(z, 0)", "(a > 0).astype(float)"),
    "tanh": ("np.tanh(z)", "1 - a**2"),
    "sigmoid": ("1 / (1 + np.exp(-z))", "a * (1 - a)"),
    "linear": ("z", "np.ones_like(a)"),
}
"""f(z), and f′ from the answer a = f(z)."""

_PENALTIES: dict[PenaltyName, str] = {
    "none": "",
    "L2": "    nouveaux -= TAUX * LAMBDA * poids  # dérivée de ½‖poids‖²\n",
    "L1": (
        "    tires = nouveaux - TAUX * LAMBDA * np.sign(poids)  # dérivée de Σ|poids|\n"
        "    morts = (poids == 0) | (nouveaux * tires < 0)  # un poids qui passe par 0 y reste\n"
        "    nouveaux = np.where(morts, 0.0, tires)\n"
    ),
}


def regle(ctx: EvidenceContext, population: str) -> Code:
    """Return a program that trains the first network of a population, step by step."""
    result = find_population(ctx, population)
    return Code(
        id="",
        caption=f"Un réseau de « {result.spec.title} », entraîné pas à pas avec NumPy",
        alt="Programme : points de la tâche, poids initiaux, propagation, rétropropagation et "
        "mise à jour des poids, époque après époque.",
        text=program(result.spec),
    )


def program(spec: PopulationSpec) -> str:
    """Return the program; it ends with ``pertes``, the train and test loss of network 0."""
    parts = (_settings(spec), _network(spec), _update(spec), _TRAINING)
    return "\n\n\n".join(part.strip() for part in parts) + "\n"


def _settings(spec: PopulationSpec) -> str:
    task, training, network = spec.task, spec.training, spec.network
    penalty = "" if training.regularisation == "none" else f"\nLAMBDA = {training.rate!r}"
    return (
        "import numpy as np\n"
        "from reportgen.playground.data import make_data\n"
        "from reportgen.playground.layers import initial_layers\n"
        "from reportgen.playground.settings import Network, Task\n\n"
        f"TAUX = {training.learning_rate!r}\n"
        f"LOT = {training.batch_size}\n"
        f"EPOQUES = {training.epochs}"
        f"{penalty}\n\n"
        f"tache = Task({task.dataset!r}, noise={task.noise!r}, features={task.features!r},\n"
        f"             seed={task.seed!r})\n"
        f"reseau = Network({network.hidden!r}, {network.activation!r})\n"
        "donnees = make_data(tache)\n"
        "couches = [(c.weights, c.biases) for c in initial_layers(tache, reseau, [0])[0]]\n"
    )


def _network(spec: PopulationSpec) -> str:
    value, slope = _ACTIVATIONS[spec.network.activation]
    return dedent(f'''

        def f(z):
            return {value}


        def pente(a):
            """f′(z), d’après la réponse a = f(z)."""
            return {slope}


        def propager(couches, entrees):
            """Les entrées, puis les réponses de chaque couche ; la sortie est une tanh."""
            reponses = [entrees]
            for poids, biais in couches[:-1]:
                reponses.append(f(reponses[-1] @ poids.T + biais))
            poids, biais = couches[-1]
            return [*reponses, np.tanh(reponses[-1] @ poids.T + biais)]


        def perte(couches, exemples):
            ecarts = propager(couches, exemples.inputs)[-1][:, 0] - exemples.labels
            return np.mean(ecarts**2 / 2)
        ''')


def _update(spec: PopulationSpec) -> str:
    penalty = _PENALTIES[spec.training.regularisation]
    return (
        "\ndef corriger(poids, biais, delta, recu):\n"
        "    nouveaux = poids - TAUX * delta.T @ recu\n"
        f"{penalty}"
        "    return nouveaux, biais - TAUX * delta.sum(axis=0)\n\n\n"
        "def pas(couches, entrees, etiquettes):\n"
        '    """Une mise à jour : propagation, rétropropagation, descente de gradient."""\n'
        "    reponses = propager(couches, entrees)\n"
        "    o = reponses[-1]\n"
        "    delta = (o - etiquettes[:, None]) * (1 - o**2) / len(etiquettes)\n"
        "    suite = []\n"
        "    for (poids, biais), recu in zip(couches[::-1], reponses[-2::-1]):\n"
        "        suite.insert(0, corriger(poids, biais, delta, recu))\n"
        "        delta = (delta @ poids) * pente(recu)\n"
        "    return suite\n"
    )


_TRAINING = dedent("""

        entrees, etiquettes = donnees.train.inputs, donnees.train.labels
        attente = np.arange(0)  # les points d’un lot incomplet attendent le suivant
        for epoque in range(EPOQUES):
            for debut in range(0, len(etiquettes), LOT):
                lot = np.arange(debut, min(debut + LOT, len(etiquettes)))
                attente = np.concatenate([attente, lot])
                if len(lot) == LOT:
                    couches = pas(couches, entrees[attente], etiquettes[attente])
                    attente = np.arange(0)
        pertes = perte(couches, donnees.train), perte(couches, donnees.test)
        print("Pertes d’apprentissage et de test :", *pertes)
        """)
