"""The graph of a computation, in lesson 03: what is used twice, and in which order the nodes are visited."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, Finding, NumberExercise, mistake
from ...recipes import Graph


class TwiceByHand(NumberExercise):
    id = "backward/twice_by_hand"
    question = (
        "**By hand first.** y = x · x + x, at x = 3. The product hands x a gradient through each of its two sides, the "
        "sum one more. What is dy/dx?"
    )
    value, digits = 7.0, 1
    wrong = {
        6.0: "That is what the product hands over, 3 through each side. x is used a third time, in the sum.",
        3.0: "That is what comes through one side of the product. All three ways from y back to x count: add them up.",
        4.0: "That is one side of the product and the sum. The product hands x a gradient through both of its sides.",
        1.0: "That is what comes through the sum alone. The product hands x two more.",
        9.0: "The gradients of the three ways, 3, 3 and 1, are added, not multiplied.",
        12.0: "That is y itself. Asked is how fast it changes with x.",
        2.0: "Work out what each way from y back to x hands over: x, x and 1. Then put 3 for x.",
    }


class Accumulate(Exercise):
    id, points, agrees_with = "backward/accumulate", 1, ""
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case([("x", 3.0), ("x", 4.0)])

    def reference(self, edges):
        return {name: sum(g for other, g in edges if other == name) for name, _ in edges}

    @staticmethod
    def solution(edges):
        """Add up the gradients that reach each node; a node that is used twice gets two of them.

        Args:
            edges: list of pairs (name of the node, gradient); a gradient is a number or an array.
        Returns:
            dict: name of the node → the sum of its gradients.
        """
        totals = {}
        for name, gradient in edges:
            totals[name] = totals.get(name, 0.0) + gradient
        return totals


class TopologicalOrder(Exercise):
    id, points, agrees_with = "backward/topological_order", 3, ""
    hints = ("", "", "")

    def cases(self, rng):
        yield self.case(Graph({"a": ()}))

    def judge(self, case, answer):
        return None

    @staticmethod
    def solution(root):
        """All nodes that `root` was computed from, and itself: parents before children.

        Args:
            root: a node. Every node has `.parents`, a tuple of the nodes that it was computed from; it is empty for
                the leaves. Nodes are told apart by identity. The graph may be thousands of nodes deep.
        Returns:
            list of nodes: each once, each behind all of its parents, so `root` comes last.
        """
        order, seen, waiting = [], set(), [(root, False)]
        while waiting:
            node, parents_done = waiting.pop()
            if parents_done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                waiting.append((node, True))
                waiting += [(parent, False) for parent in node.parents]
        return order


#: Under its own name, so that `Value` can call it as the lesson's notebook does.
topological_order = TopologicalOrder.solution
