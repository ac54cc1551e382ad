"""Check everything that expressions name: values of the lab, filters, functions, elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import nodes

from reportgen.lab.amounts import amount_findings
from reportgen.lab.attributes import COLLECTIONS, PROFILE, Tree
from reportgen.lab.calls import KINDS, Finding, Names, call_findings
from reportgen.lab.constants import constant_findings
from reportgen.lab.filters import filter_findings
from reportgen.lab.problems import Problem, suggestion
from reportgen.lab.prose import Parsed
from reportgen.lab.ranks import rank_findings
from reportgen.lab.vocabulary import FUNCTIONS, GLOBALS

_ENTRIES = {
    "runs": KINDS["run"],
    "models": "modèle inconnu",
    "datasets": KINDS["dataset"],
    "populations": KINDS["population"],
}
_ROOTS = (*COLLECTIONS, "profile")
_ELSEWHERE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block)


def check_prose(parsed: Parsed, names: Names) -> list[Problem]:
    """Return what is wrong with the names, arguments and filters of expressions."""
    check = _Check(names, _own_names(parsed))
    return [
        Problem(parsed.place(found.node.lineno, found.needle), found.message, found.hint)
        for found in check.visit(parsed.tree)
    ]


def _own_names(parsed: Parsed) -> frozenset[str]:
    """Return the names that loops and assignments of the prose itself define."""
    assigned = {n.name for n in parsed.all(nodes.Name) if n.ctx != "load"}
    macros = {macro.name for macro in parsed.all(nodes.Macro)}
    return frozenset(assigned | macros | {"loop"})


@dataclass(frozen=True)
class _Check:
    """``own`` are names of the prose itself: they hide those of the lab."""

    names: Names
    own: frozenset[str]

    def visit(self, node: nodes.Node) -> Iterator[Finding]:
        """Yield the findings of a node and of all below it."""
        chain = name_chain(node)
        if chain:
            yield from self._chain(node, chain)
            below: Iterable[nodes.Node] = _subscripts(node)
        elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            if node.node.name not in (*self.own, *GLOBALS):
                yield from self._call(node, node.node.name)
            below = (*node.args, *node.kwargs)
        else:
            yield from self._plain(node)
            below = node.iter_child_nodes()
        for child in below:
            yield from self.visit(child)

    def _call(self, node: nodes.Call, name: str) -> Iterator[Finding]:
        yield from call_findings(node, name, self.names)
        if name in FUNCTIONS:
            yield from amount_findings(node, name, FUNCTIONS[name], self.names)

    def _plain(self, node: nodes.Node) -> Iterator[Finding]:
        if isinstance(node, nodes.Name):
            yield from self._name(node)
        elif isinstance(node, nodes.Filter | nodes.Test):
            yield from filter_findings(node)
        elif isinstance(node, nodes.BinExpr):
            yield from constant_findings(node)
        elif isinstance(node, nodes.Output):
            yield from _not_alone(node)
        elif isinstance(node, _ELSEWHERE):
            word = type(node).__name__.lower()
            yield Finding(node, "{%", f"bloc « {word} » non admis dans le texte d’un TP")

    def _name(self, node: nodes.Name) -> Iterator[Finding]:
        known = (*_ROOTS, *FUNCTIONS, *GLOBALS)
        if node.ctx == "load" and node.name not in (*self.own, *known):
            quoted = f'l’écrire entre guillemets : "{node.name}"'
            hint = quoted if self.names.has(node.name) else suggestion(node.name, known)
            yield Finding(node, node.name, f"nom inconnu « {node.name} »", hint)

    def _chain(self, node: nodes.Node, chain: list[str]) -> Iterator[Finding]:
        root, *rest = chain
        if root in self.own:
            return
        if root not in _ROOTS:
            yield Finding(node, root, f"nom inconnu « {root} »", suggestion(root, _ROOTS))
        elif root == "profile":
            yield from _attributes(node, root, rest, PROFILE)
        elif rest:
            yield from self._entry(node, root, rest[0], rest[1:])

    def _entry(
        self, node: nodes.Node, root: str, name: str, attributes: list[str]
    ) -> Iterator[Finding]:
        known = getattr(self.names, root)
        if name not in known:
            if root not in self.names.doubtful:
                hint = suggestion(name, sorted(known))
                yield Finding(node, name, f"{_ENTRIES[root]} « {name} »", hint)
            return
        yield from _attributes(node, f"{root}.{name}", attributes, COLLECTIONS[root])
        yield from rank_findings(node, self.names)
        needs = attributes[:1] in (["validation"], ["gap"])
        if root == "runs" and needs and name in self.names.unvalidated:
            message = (
                f"« {root}.{name}.{attributes[0]} » : son jeu de données n’a pas de validation"
            )
            hint = "lui ajouter « validation: » dans lab.yaml"
            yield Finding(node, attributes[0], message, hint)


def _attributes(node: nodes.Node, owner: str, names: list[str], tree: Tree) -> Iterator[Finding]:
    level: Tree | None = tree
    for name in names:
        if level is None:
            return
        if name not in level:
            hint = suggestion(name, level)
            yield Finding(node, name, f"« {owner} » n’a pas de valeur « {name} »", hint)
            return
        owner, level = f"{owner}.{name}", level[name]


def _not_alone(output: nodes.Output) -> Iterator[Finding]:
    """Yield the elements that stand in the middle of a line of text."""
    for index, node in enumerate(output.nodes):
        name = _element(node)
        before = _data(output.nodes[:index][-1:]).rpartition("\n")[2]
        after = _data(output.nodes[index + 1 : index + 2]).partition("\n")[0]
        if name and (before.strip() or after.strip()):
            message = f"« {name} » est au milieu d’une ligne de texte"
            hint = "le mettre seul, entre deux lignes vides"
            yield Finding(node, name, message, hint)


def _element(node: nodes.Node) -> str | None:
    """Return the name of a function that makes an element, when the node calls one."""
    if not (isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)):
        return None
    function = FUNCTIONS.get(node.node.name)
    return node.node.name if function and function.makes_element else None


def _data(siblings: Iterable[nodes.Node]) -> str:
    return "".join(node.data for node in siblings if isinstance(node, nodes.TemplateData))


def name_chain(node: nodes.Node) -> list[str]:
    """Return ``["runs", "brut", "params"]`` for ``runs.brut.params``, [] for anything else.

    The chain stops at the first subscript that is not a name.
    """
    parts: list[str] = []
    current = node
    while isinstance(current, nodes.Getattr | nodes.Getitem):
        name = _subscript(current)
        parts = [] if name is None else [name, *parts]
        current = current.node
    is_chain = isinstance(current, nodes.Name) and current is not node
    return [current.name, *parts] if is_chain else []  # type: ignore[attr-defined]


def _subscript(node: nodes.Getattr | nodes.Getitem) -> str | None:
    if isinstance(node, nodes.Getattr):
        return node.attr
    argument = node.arg
    named = isinstance(argument, nodes.Const) and isinstance(argument.value, str)
    return argument.value if named else None  # type: ignore[attr-defined]


def _subscripts(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield the subscripts of a chain, which may hold expressions of their own."""
    current = node
    while isinstance(current, nodes.Getattr | nodes.Getitem):
        if isinstance(current, nodes.Getitem):
            yield current.arg
        current = current.node
