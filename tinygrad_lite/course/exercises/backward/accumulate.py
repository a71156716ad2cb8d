"""What reaches a value that is used several times, in lesson 03: the sum of all gradients."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np

from ...exercise import Exercise, mistake
from ...question import NumberQuestion


class TwiceByHand(NumberQuestion):
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


_NAMES = ("x", "w", "b", "h", "y")
_ARRAYS = "where the gradients are arrays"


class Accumulate(Exercise):
    id, agrees_with = "backward/accumulate", ""
    hints = (
        "A node can come up several times in the list. What has to happen the second time?",
        "The gradient of a node is the sum of the gradients that reach it along all of its edges.",
        "Begin with `totals = {}`; in the loop, `totals[name] = totals.get(name, 0.0) + …`.",
    )
    notice = "This is why `backward` adds to `.grad`, and why a training loop has to call `zero_grad()`."
    causes = (
        (
            "KeyError",
            "",
            "The first time that a name comes up, the dict has no entry for it yet, and so nothing that could be added "
            "to.",
        ),
        (
            "TypeError",
            "'NoneType'",
            "One side is None. `d.get(name)` gives None for a name that is not in the dict yet; a second argument says "
            "what it gives in place of that.",
        ),
    )

    def cases(self, rng):
        yield self.case([("x", 3.0), ("x", 3.0), ("x", 1.0)])
        yield self.case([("a", 2.0), ("b", 5.0), ("a", -4.0)])
        for count, names in [(2, 1), (4, 2), (5, 3), (6, 2), (7, 3), (9, 4), (12, 5)]:
            yield self.case(_edges(rng, count, names, lambda: float(np.round(rng.normal() * 3, 2))))
        for count, shape in [(3, (2,)), (4, (3,)), (6, (2, 3)), (5, (4,))]:
            yield self.case(_edges(rng, count, 2, lambda shape=shape: rng.normal(size=shape)), about=_ARRAYS)
        for edges in ([("a", 1), ("b", 2.5), ("a", 0.5)], [("w", 2), ("w", 0.25), ("w", -1)]):
            yield self.case(edges, about="where a first gradient is a whole number")
        for edges in ([("a", 0.0), ("b", 1.0)], [("a", 1.5), ("a", -1.5), ("b", 2.0)]):
            yield self.case(edges, about="where a sum is 0")
        yield self.case([("w", rng.normal(size=(1, 3)))], about=_ARRAYS)
        for edges in ([("a", 0.5), ("b", 2.0), ("a", 0.5)], [("u", -1.5), ("u", -1.5)], [("k", 2.5), ("w", 1.0)] * 3):
            yield self.case(edges, about="where the same pair comes twice")

    def reference(self, edges):
        return {name: sum(gradient for other, gradient in edges if other == name) for name, _ in edges}

    @staticmethod
    def solution(edges):
        """Add up the gradients that reach each node; a node that is used twice gets two of them.

        Args:
            edges: list of pairs (name of the node, gradient); a gradient is a number or an array. They stay as they
                are.
        Returns:
            dict: name of the node → the sum of its gradients.
        """
        totals = {name: 0.0 for name, _ in edges}
        for name, gradient in edges:
            totals[name] = totals[name] + gradient
        return totals

    @mistake(
        "overwrites the gradient",
        "Where a node comes up again you replaced its gradient. Only the last one is left; the others reach the node "
        "too, and all of them add up.",
    )
    def overwrites(self, edges):
        return self.solution(list(dict(edges).items()))

    @mistake(
        "keeps the last run of a node",
        "Of each node your sum holds only what stands together in the list; where the node comes up again further on, "
        "the sum begins anew. `itertools.groupby` goes by neighbours only: it wants a sorted list.",
    )
    def last_run(self, edges):
        return {name: sum(g for _, g in run) for name, run in itertools.groupby(edges, key=lambda edge: edge[0])}

    @mistake(
        "keeps the first gradient",
        "Where a node comes up again you left its gradient out. Only the first one is left; the others reach the node "
        "too, and all of them add up.",
    )
    def keeps_first(self, edges):
        return self.solution(list(dict(reversed(edges)).items()))

    @mistake(
        "the first gradient is lost",
        "The first gradient of each node is missing from your sum. When a name comes up the first time its entry "
        "begins at 0, and that gradient has to be added too.",
    )
    def loses_first(self, edges):
        totals: dict[str, Any] = {}
        for name, gradient in edges:
            totals[name] = totals[name] + gradient if name in totals else 0.0
        return totals

    @mistake(
        "one running sum",
        "One sum runs through the whole list, so each node also gets the gradients of the nodes before it. Each node "
        "has a sum of its own.",
    )
    def running(self, edges):
        total, totals = 0.0, {}
        for name, gradient in edges:
            total = total + gradient
            totals[name] = total
        return totals

    @mistake(
        "adds into the first gradient's own array",
        "Your sums are right, but the first array of each node is changed. `totals[name] = gradient` keeps that very "
        "array, and a later `+=` writes into it. `a = a + b` makes a new array.",
    )
    def in_place(self, edges):
        totals: dict[str, Any] = {}
        for name, gradient in edges:
            if name in totals:
                totals[name] += gradient
            else:
                totals[name] = gradient
        return totals

    @mistake(
        "averages",
        "You averaged the gradients of each node. A value that is used twice has twice the effect: the gradients are "
        "added.",
    )
    def averages(self, edges):
        times = Counter(name for name, _ in edges)
        return {name: total / times[name] for name, total in self.solution(edges).items()}

    @mistake(
        "multiplies",
        "For each node you give the product of its gradients. Slopes are multiplied along one path; different paths "
        "to the same node are added.",
    )
    def multiplies(self, edges):
        return {name: np.prod([g for other, g in edges if other == name], axis=0) for name, _ in edges}

    @mistake(
        "takes the largest",
        "You kept the largest gradient of each node. All of them count, and they add up.",
    )
    def largest(self, edges):
        return {name: np.max([g for other, g in edges if other == name], axis=0) for name, _ in edges}

    @mistake(
        "lists the gradients",
        "You collected the gradients of each node in a list. Their sum is asked for.",
    )
    def lists(self, edges):
        return {name: [g for other, g in edges if other == name] for name, _ in edges}

    @mistake(
        "counts the gradients",
        "You counted how often each node comes up. The gradients themselves are to be added.",
    )
    def counts(self, edges):
        return self.solution([(name, 1) for name, _ in edges])

    @mistake(
        "one sum for all nodes",
        "You added the gradients of all nodes together and gave each node the same total. Each has a sum of its own.",
    )
    def total(self, edges):
        total = sum(np.sum(each) for each in self.solution(edges).values())
        return dict.fromkeys([name for name, _ in edges], total)

    @mistake(
        "the first gradient counts twice",
        "The first gradient of each node is in your sum twice: once when the node gets its entry, and once more when "
        "it is added.",
    )
    def first_twice(self, edges):
        totals: dict[str, Any] = {}
        for name, gradient in edges:
            totals.setdefault(name, gradient)
            totals[name] = totals[name] + gradient
        return totals

    @mistake(
        "subtracts the gradients",
        "Your sums have the wrong sign: the gradients of a node are subtracted from 0. They are added.",
    )
    def subtracts(self, edges):
        return {name: -total for name, total in self.solution(edges).items()}

    @mistake(
        "leaves the last edge out",
        "The gradient of the last edge is in none of your sums. `range(n)` ends at n − 1 already.",
    )
    def without_last(self, edges):
        return self.solution(edges[:-1])

    @mistake(
        "leaves the first edge out",
        "The gradient of the first edge is in none of your sums. The list begins at index 0.",
    )
    def without_first(self, edges):
        return self.solution(edges[1:])

    @mistake(
        "counts equal pairs once",
        "A node that comes twice with the same gradient got it once. Both ways reach the node, and both count, however "
        "equal they are.",
    )
    def equal_once(self, edges):
        kept: list[tuple] = []
        for name, gradient in edges:
            if not any(name == other and np.array_equal(gradient, known) for other, known in kept):
                kept.append((name, gradient))
        return self.solution(kept)


def _edges(rng, count, names, gradient):
    """`count` edges to the first `names` names, in random order; each name comes up."""
    return [(_NAMES[index], gradient()) for index in rng.permutation(np.arange(count) % names).tolist()]
