"""A recipe for a graph of nodes that know what they were computed from, in lesson 03."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...case import FEW
from ...recipes import World


class Node:
    """A node of a graph: it knows the nodes that it was computed from, and nothing else."""

    def __init__(self, parents: tuple[Node, ...]) -> None:
        self.parents = parents


@dataclass(frozen=True)
class Graph:
    """The last node of a graph, given as name → names of its parents, parents before children.

    An answer that holds nodes comes back with their names.
    """

    parents: Mapping[str, tuple[str, ...]]

    def build(self, world: World) -> Node:
        nodes: dict[str, Node] = {}
        for name, parents in self.parents.items():
            nodes[name] = Node(tuple(nodes[parent] for parent in parents))
            world.known[id(nodes[name])] = name
        world.built["every node"] = nodes  # keeps them alive, so that an id stays a name
        return nodes[name]

    def observe(self, root: Node) -> list[str]:
        """What was written into the nodes besides `parents`: names of attributes, of all nodes still reached."""
        marks: set[str] = set()
        seen, waiting = {id(root)}, [root]
        while waiting:
            node = waiting.pop()
            marks |= vars(node).keys() - {"parents"}
            fresh = [parent for parent in node.parents if id(parent) not in seen]
            seen |= {id(parent) for parent in fresh}
            waiting += fresh
        return [f"{len(seen)} nodes", *sorted(marks)]

    def __repr__(self) -> str:
        lines = [f"{name} from {', '.join(parents) or 'nothing'}" for name, parents in self.parents.items()]
        if len(lines) > 2 * FEW:
            lines[3:-3] = [f"… {len(lines) - 6} more nodes …"]
        return "; ".join(lines)
