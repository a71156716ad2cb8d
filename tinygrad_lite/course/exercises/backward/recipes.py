"""Recipes of lesson 03: a function by its formula, and a graph of nodes that know what they were computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...case import FEW
from ...recipes import World


@dataclass(frozen=True)
class Formula:
    """A function of one array, by its text: `Formula("np.sum(x ** 2)")`.

    For a reference that runs on PyTorch, `np` in the text is `torch`: only names that both have can be used.
    """

    text: str
    argument: str = "x"

    def build(self, world: World) -> Callable[..., Any]:
        library = np if world.library == "tinygrad_lite" else world.module()
        function: Callable[..., Any] = eval(repr(self), {"np": library})  # an author's text, never a student's
        return function

    def __repr__(self) -> str:
        return f"lambda {self.argument}: {self.text}"


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
