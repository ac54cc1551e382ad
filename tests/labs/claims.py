"""What the answers of a lab claim, and what they say alike in every world."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tests.labs.worlds import World, lab_of, tell

GAIN = re.compile(
    r"[Ll]e gain, de|ce gain|gain mesuré|significativement mieux|donc été utiles|information utile|"
    r"qui profite|atteinte dès|étend mieux|\bOui\b|progresse lui aussi|"
    r"gagne encore|significativement devant"
)
"""What is said only of something that got better."""

HARM = re.compile(r"[Ll]e recul, de|significativement moins bien|ont nui|promesses")
"""What is said only of something that got worse."""

HELPS = re.compile(r"effet attendu|surapprentissage diminue|et l’écart se réduit|étend mieux")
"""What is said only of a dropout that works."""

OVERFITS = re.compile(
    r"surapprentissage (commence|diminue)|écart de généralisation\), de [\d,]+\s*points?, est|"
    r"effet du surapprentissage|sont donc écartées|[Ll]’écart se creuse|[Ii]l s’est donc creusé|"
    r"d’apprentissage que sur celles de validation|mieux retenir|remonte nettement|moins par cœur|"
    r"ont mieux servi les images apprises"
)
"""What is said only of a network that knows its learnt images too well."""

CLAIM = re.compile(
    r"\b([Oo]n|[Nn]ous) (consta|observ|obten|vo(it|yons)\b|remarqu|trouv)|\b(ici|désormais),|"
    r"\ba (réduit|augmenté|baissé|amélioré|gagné|perdu)\b|s’(est (creusé|réduit)|améliore)\b|"
    r"n’améliore|\b(meilleure? que|mieux que|moins bien que)\b|nettement (mieux|moins)|"
    r"(dropout|normalisation|couches?|blocs?|convolutions?|époques?|augmentation|LeakyReLU|padding)"
    r"[^.;:,]{0,40} (réduit|améliore|accélère|dégrade|augmente|aggrave|nuit|aide|limite|creuse|"
    r"corrige|diminue|stabilise)(nt)?\b|"
    r"surapprentissage (apparaît|commence|diminue|est|disparaît)|"
    r"[Ll]a classe la plus mal \w+ est «|"
    r"(exactitude|perte|validation|courbes?)\b[^.;:,]{0,30} "
    r"(passe|augmente|monte|baisse|chute|stagne|plafonne|atteint|s’améliore|se dégrade)(nt)?\b"
)
"""What a sentence may not say when it is the same whatever came out."""

GENERAL = (
    "on prolonge tant que la perte de validation baisse",
    "La perte de validation peut donc remonter alors que l’exactitude ne baisse pas.",
    "L’exactitude d’apprentissage monte presque toujours",
)
"""Read and found true of any training."""


def matching(pattern: re.Pattern[str], sentences: Sequence[str]) -> list[str]:
    """Return the sentences that make a claim of this pattern."""
    return [s for s in sentences if pattern.search(s)]


@cache
def fixed(worlds: tuple[World, ...], slug: str) -> frozenset[str]:
    """Return the sentences that all these worlds tell."""
    told = [{s for said in tell(w, slug).sentences.values() for s in said} for w in worlds]
    return frozenset(set.intersection(*told))


def findings(world: World, worlds: tuple[World, ...], slug: str) -> list[str]:
    """Return what a world tells that not all these worlds do."""
    said = tell(world, slug).sentences.values()
    return [s for sentences in said for s in sentences if s not in fixed(worlds, slug)]


def unread(worlds: tuple[World, ...], slug: str, read: Sequence[str]) -> list[str]:
    """Return, in order, the sentences of all worlds that hold none of those read by a person."""
    return [s for s in sorted(fixed(worlds, slug)) if not any(known in s for known in read)]


def changes(text: str) -> list[tuple[str, str]]:
    """Return, for each accuracy said to change, the word of its measures and the word written."""
    rates = r"passe de ([\d,]+) % (?:\([^)]*\) )?à ([\d,]+) % (?:\([^)]*\) )?: le (gain|recul)"
    pairs = [(float(a.replace(",", ".")), float(b.replace(",", ".")), word)
              for a, b, word in re.findall(rates, text)]  # fmt: skip
    return [("gain" if after > before else "recul", word) for before, after, word in pairs]


def unmoved(worlds: Sequence[World], slug: str) -> list[str]:
    """Return the questions on a measure that two of these worlds answer alike."""
    asked = [q.id for q in lab_of(slug, "complet").questions if q.kind in ("mesure", "choix")]
    return [q for q in asked if len({tell(w, slug).sentences[q] for w in worlds}) < len(worlds)]
