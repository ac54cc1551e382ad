"""Say YAML's and Jinja's syntax errors in French; finds none itself."""

from __future__ import annotations

import re

_YAML = (
    (r"character '\\t'|tab", "tabulation", "indenter avec des espaces"),
    (r"mapping values are not allowed", "« : » inattendu",
     "vérifier le retrait, ou mettre le texte entre guillemets"),
    (r"expected <block end>", "retrait incorrect", "aligner avec les lignes du même niveau"),
    (r"(sequence entries|mapping keys) are not allowed", "« - » ou « ? » inattendu",
     "vérifier le retrait"),
    (r"could not find expected ':'", "« : » attendu après la clé", None),
    (r"expected ',' or '[\]}]'|flow (sequence|mapping)|expected the node content",
     "crochet, accolade ou virgule manquante", None),
    (r"unexpected end of stream", "guillemet jamais fermé", None),
    (r"found undefined alias", "alias « * » qui ne renvoie à rien", None),
    (r"duplicate anchor", "ancre « & » définie deux fois", None),
    (r"but found another document", "un seul document YAML est admis", "supprimer « --- »"),
    (r"cannot start any token", "caractère inattendu", "mettre le texte entre guillemets"),
    (r"document start|directive|tag|URI|version|chomping|indentation indicator|anchor|alias",
     "caractère spécial « % », « ! », « & », « * », « | » ou « > » mal employé",
     "mettre le texte entre guillemets"),
    (r"escape", "échappement inconnu entre guillemets",
     "préférer les apostrophes simples, qui n’échappent rien"),
)  # fmt: skip

_JINJA = (
    (r"unexpected end of template|end of the innermost block|Unexpected end",
     "bloc « {% … %} » jamais fermé"),
    (r"unexpected end of print|got 'end of print|unexpected 'end of print",
     "expression incomplète"),
    (r"expected token 'end of print statement', got '(?P<got>[^']*)'",
     "« {got} » inattendu dans l’expression"),
    (r"expected token '(?P<want>[^']*)', got '(?P<got>[^']*)'",
     "attendu : « {want} » ; reçu : « {got} »"),
    (r"unknown tag '(?P<got>[^']*)'", "bloc « {{% {got} %}} » inconnu"),
    (r"unexpected '(?P<got>[^']*)'", "« {got} » inattendu"),
    (r"unexpected char '(?P<got>[^']*)'", "caractère « {got} » inattendu"),
)  # fmt: skip

_STRAIGHT = 'employer des guillemets droits : "…"'
_ADVICE = {
    **dict.fromkeys("«»“”‘’„", _STRAIGHT),
    "}": "fermer l’expression par « }} »",
    "=": "comparer par « == », « < », « <= », « > » ou « >= »",
    "&": "écrire « and »",
    ";": "séparer par une virgule",
}
"""What to do about what Jinja did not expect."""

_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "fin du texte",
    "begin of print statement": "{{",
}


def syntax_message(problem: str) -> tuple[str, str | None]:
    """Return what is wrong with YAML and what to do, from the message of ruamel.yaml."""
    for pattern, message, hint in _YAML:
        if re.search(pattern, problem):
            return f"syntaxe YAML : {message}", hint
    return "syntaxe YAML incorrecte", None


def jinja_message(problem: str) -> tuple[str, str | None]:
    """Return what is wrong with an expression and what to do, from the message of Jinja."""
    for pattern, message in _JINJA:
        if match := re.search(pattern, problem):
            words = {name: _TOKENS.get(got, got) for name, got in match.groupdict().items()}
            text = "expression mal écrite : " + (message.format(**words) if words else message)
            return text, _ADVICE.get(words.get("got", ""))
    return "expression mal écrite", None
