"""Decision diagrams: functions of answers in which equal parts are one part.

A diagram asks facts in their order. A node has a branch for each option of its fact, and a last one for no answer. As
equal nodes are one node, a diagram stays small where many answers come to the same.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, NewType

Diagram = NewType("Diagram", int)
"""The number of its uppermost node, or of a leaf."""
Remembered = dict[tuple[Diagram, ...], Diagram]


class Leaf(NamedTuple):
    """A value; it must be hashable."""

    value: Any


class Node(NamedTuple):
    """A question: the place of its fact, and where each answer leads."""

    level: int
    branches: tuple[Diagram, ...]


class Diagrams:
    """A store of diagrams: each node once, and what is made by combining them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.nodes: list[Leaf | Node] = []
        self._numbers: dict[Leaf | Node, Diagram] = {}

    def _add(self, node: Leaf | Node) -> Diagram:
        if node not in self._numbers:
            self._numbers[node] = Diagram(len(self.nodes))
            self.nodes.append(node)
        return self._numbers[node]

    def add_leaf(self, value: Any) -> Diagram:
        """Return the diagram that has one value whatever is answered."""
        return self._add(Leaf(value))

    def add_node(self, level: int, branches: Iterable[Diagram]) -> Diagram:
        """Return the diagram that asks a fact; the branch itself where all are the same."""
        found = tuple(branches)
        return found[0] if len(set(found)) == 1 else self._add(Node(level, found))

    def combine(
        self,
        operation: Callable[..., Any],
        *diagrams: Diagram,
        known: Remembered | None = None,
    ) -> Diagram:
        """Return the diagram of what an operation makes of the leaves of several; `known` remembers across calls."""
        known = {} if known is None else known
        if diagrams not in known:
            known[diagrams] = self._combine(operation, diagrams, known)
        return known[diagrams]

    def _combine(
        self,
        operation: Callable[..., Any],
        diagrams: tuple[Diagram, ...],
        known: Remembered,
    ) -> Diagram:
        nodes = [self.nodes[diagram] for diagram in diagrams]
        asked = [node for node in nodes if isinstance(node, Node)]
        if not asked:
            return self.add_leaf(operation(*(node.value for node in nodes if isinstance(node, Leaf))))
        top = min(asked, key=lambda node: node.level)
        return self.add_node(
            top.level,
            (
                self.combine(operation, *self._take(diagrams, top.level, branch), known=known)
                for branch in range(len(top.branches))
            ),
        )

    def _take(self, diagrams: tuple[Diagram, ...], level: int, branch: int) -> Iterator[Diagram]:
        """Follow one branch in those diagrams that ask this fact first."""
        for diagram in diagrams:
            node = self.nodes[diagram]
            yield node.branches[branch] if isinstance(node, Node) and node.level == level else diagram

    def list_under(self, *diagrams: Diagram) -> list[Diagram]:
        """List these diagrams and all that they lead to, each once, what is led to before what leads there."""
        found: dict[Diagram, None] = {}

        def visit(diagram: Diagram) -> None:
            if diagram not in found:
                node = self.nodes[diagram]
                for branch in node.branches if isinstance(node, Node) else ():
                    visit(branch)
                found[diagram] = None

        for diagram in diagrams:
            visit(diagram)
        return list(found)

    def list_values(self, diagram: Diagram) -> list[Any]:
        """List what a diagram may come to."""
        nodes = (self.nodes[part] for part in self.list_under(diagram))
        return [node.value for node in nodes if isinstance(node, Leaf)]

    def leave_out(self, diagram: Diagram, value: Any) -> Diagram:
        """Return a diagram in which branches that come to this value come to the same as no answer does."""
        left_out, found = self.add_leaf(value), dict[Diagram, Diagram]()
        for part in self.list_under(diagram):
            node = self.nodes[part]
            found[part] = part
            if isinstance(node, Node):
                branches = [found[branch] for branch in node.branches]
                filled = (branches[-1] if branch == left_out else branch for branch in branches)
                found[part] = self.add_node(node.level, filled)
        return found[diagram]


@dataclass
class Writer:
    """Hands diagrams over as lists; a place from 0 on is that of a node, and -1, -2, … those of leaves."""

    diagrams: Diagrams
    leaves: list[Any] = field(default_factory=list)
    nodes: list[tuple[int, ...]] = field(default_factory=list)
    """The level of each node, and the places of its branches."""
    _places: dict[Diagram, int] = field(default_factory=dict)

    def write(self, diagram: Diagram) -> int:
        """Return the place of a diagram; what it leads to is written first."""
        if diagram not in self._places:
            for part in self.diagrams.list_under(diagram):
                if part not in self._places:
                    self._places[part] = self._write(self.diagrams.nodes[part])
        return self._places[diagram]

    def _write(self, node: Leaf | Node) -> int:
        if isinstance(node, Leaf):
            self.leaves.append(node.value)
            return -len(self.leaves)
        self.nodes.append((node.level, *(self._places[branch] for branch in node.branches)))
        return len(self.nodes) - 1
