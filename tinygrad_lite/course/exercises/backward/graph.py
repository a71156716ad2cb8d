"""The graph of a computation, in lesson 03: in which order its nodes are visited."""

from __future__ import annotations

from ...case import Ref
from ...exercise import Exercise, Finding, mistake
from ...plain import kind_of
from ...run import HUNG
from .order_drawn import drawn_order
from .recipes import Graph

_DEEP = "in graphs that are thousands of nodes deep"
_PATHS = "in graphs with very many paths"
#: Deeper than Python lets a function call itself. Who goes over and over a list is right too, and takes seconds.
_DEPTH = 2000


class TopologicalOrder(Exercise):
    id, points, agrees_with, budget = "backward/topological_order", 3, "", 4.0
    long = {_DEEP: 30.0}
    hints = (
        "Start at the root and go to the parents. When may a node be put into the list? And what if you come to a node "
        "that you have visited before?",
        "A node goes into the list after all of its parents. Keep the nodes still to be visited in a list of your own, "
        "since a function that calls itself gets no deeper than about 1000 calls.",
        "`waiting = [(root, False)]`, and `while waiting:` take the last one. If it comes up the first time, put it "
        "back with True, and its parents on top; if it comes with True, its parents are done.",
    )
    notice = "Read from the back, this is the order of the backward pass: each node after all that used it."
    causes = (
        (
            "AttributeError",
            "'Node' object",
            "A node has one attribute, `.parents`: a tuple of the nodes that it was computed from.",
        ),
    )

    def cases(self, rng):
        yield self.case(Graph({"a": ()}))
        yield self.case(Graph({"a": (), "b": ("a",)}))
        yield self.case(Graph({"x": (), "y": ("x", "x")}), about="where a node is used twice")
        yield self.case(Graph({"x": (), "w": (), "p": ("w", "x"), "b": (), "y": ("p", "b")}))
        for a, b, c, d in ("abcd", "xhky", "pqrs"):
            diamond = {a: (), b: (a,), c: (a,), d: (b, c)}
            long_first, short_first = {a: (), b: (a,), c: (b,), d: (c, a)}, {a: (), b: (a,), c: (b,), d: (a, c)}
            for parents in (diamond, long_first, short_first):
                yield self.case(Graph(parents), about="where a node is used twice")
        for size in (6, 7, 8, 10, 13):
            yield self.case(_random_graph(rng, size))
        for count in (3, 4, 6):
            leaves: dict[str, tuple[str, ...]] = {f"x{i}": () for i in range(count)}
            yield self.case(Graph({**leaves, "y": tuple(leaves)}), about="where a node has three parents or more")
        yield self.case(Graph({f"n{i}": (f"n{i - 1}", f"n{i - 1}") if i else () for i in range(60)}), about=_PATHS)
        yield self.case(Graph({f"n{i}": (f"n{i - 1}",) if i else () for i in range(_DEPTH)}), about=_DEEP)

    def cause(self, failure, case, submission):
        if failure.kind == "RecursionError" and case.about == _DEEP:
            depth = len(case.args["root"].parents)
            return (
                f"Your function calls itself once for each node on its way down, and this graph is {depth} nodes deep. "
                "Python stops at about 1000 calls inside each other. Keep the nodes still to be visited in a list, and "
                "work it off in a loop."
            )
        if failure.kind == HUNG and case.about == _PATHS:
            return (
                "It did not come to an end and was stopped. In this graph each node is used twice by the next, so the "
                "number of paths doubles with every node. Remember which nodes you have visited, and go into each of "
                "them once."
            )
        if failure.kind == HUNG and case.about == _DEEP:
            depth = len(case.args["root"].parents)
            return (
                f"It was stopped on a chain of {depth} nodes. Either it never ends, or it looks through a whole list "
                f"for every node it asks about, {depth} · {depth} steps and more. Whether a node is in a set is "
                "answered at once, however many there are."
            )
        return super().cause(failure, case, submission)

    def drawn(self, candidate, case, answer):
        wrong = _no_list_of_nodes(answer)
        return None if wrong else drawn_order(case.args["root"].parents, [item.name for item in answer])

    def judge(self, case, answer):
        parents = case.args["root"].parents
        finding = _no_list_of_nodes(answer)
        if finding:
            return finding
        names = [item.name for item in answer]
        for check in (_repeated, _missing, _root_first, _too_early):
            finding = check(names, parents)
            if finding:
                return finding
        return None

    @staticmethod
    def solution(root):
        """All nodes that `root` was computed from, and itself: parents before children.

        Args:
            root: a node. Every node has `.parents`, a tuple of the nodes that it was computed from; it is empty for
                the leaves. Nodes are told apart by identity, and stay as they are. The graph may be thousands
                of nodes deep.
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

    @mistake(
        "children before parents",
        "Your list begins with the root and ends with what it was computed from. Asked for is the opposite order: "
        "each node behind all of its parents, and the root last.",
    )
    def root_first(self, root):
        return topological_order(root)[::-1]

    @mistake(
        "a node is there twice",
        "A node that is used twice stands in your list twice, and would pass its gradient on twice. Remember which "
        "nodes you have gone into, and go into none of them again.",
    )
    def twice(self, root):
        order, waiting = [], [root]
        while waiting:
            node = waiting.pop()
            order.append(node)
            waiting += [parent for parent in node.parents if parent not in order]
        return order[::-1]

    @mistake(
        "level by level",
        "In your list a node stands behind another that was computed from it, as when one goes level by level away "
        "from the root: it is used near the root, and once more further away. It is the longest way from the root to a "
        "node that counts, not the shortest.",
    )
    def levels(self, root):
        order, seen = [root], {id(root)}
        for node in order:
            for parent in node.parents:
                if id(parent) not in seen:
                    seen.add(id(parent))
                    order.append(parent)
        return order[::-1]

    @mistake(
        "a node is put down before its parents are done",
        "In your list a node that two others use stands behind one of these, though that one was computed from it, as "
        "when each node is put down when one comes to it, and the list is turned round in the end. Put a node down "
        "when all of its parents are down.",
    )
    def on_arrival(self, root):
        order, seen, waiting = [], set(), [root]
        while waiting:
            node = waiting.pop()
            if id(node) not in seen:
                seen.add(id(node))
                order.append(node)
                waiting += node.parents
        return order[::-1]

    @mistake(
        "marked as seen while it waits",
        "In your list a node that several others use stands behind one of these, though that one was computed from it, "
        "as when a node counts as seen while it still waits: then it is not fetched for the one that needs it first. "
        "Count a node as seen when you go into it.",
    )
    def marked_early(self, root):
        order, seen, waiting = [], {id(root)}, [(root, False)]
        while waiting:
            node, done = waiting.pop()
            if done:
                order.append(node)
                continue
            waiting.append((node, True))
            fresh = [parent for parent in dict.fromkeys(node.parents) if id(parent) not in seen]
            seen |= {id(parent) for parent in fresh}
            waiting += [(parent, False) for parent in fresh]
        return order

    @mistake(
        "writes marks into the nodes",
        "Your order is right, but each node has a mark in it afterwards. It is still there at the next call, which "
        "then takes every node for visited. Keep a set of your own, with `id(node)` or the node itself in it.",
    )
    def marks(self, root):
        order = topological_order(root)
        for node in order:
            node.visited = True
        return order

    @mistake(
        "the root is missing",
        "The root is not in your list. It was computed too: it comes last, and the backward pass begins with it.",
    )
    def no_root(self, root):
        return topological_order(root)[:-1]

    @mistake(
        "only the root and its parents",
        "Your list holds the root and its own parents, and ends there. The parents have parents too.",
    )
    def one_step(self, root):
        return [*root.parents, root]

    @mistake(
        "the leaves are missing",
        "The nodes without parents are not in your list. The leaves are the ones whose gradients are wanted: weights "
        "and inputs.",
    )
    def no_leaves(self, root):
        return [node for node in topological_order(root) if node.parents]

    @mistake(
        "a set of nodes",
        "You returned a set. A set has no order, and the order is what is asked for: return a list.",
    )
    def as_set(self, root):
        return set(topological_order(root))


#: Under its own name, so that `Value` can call it as the lesson's notebook does.
topological_order = TopologicalOrder.solution


def _random_graph(rng, size):
    """A graph whose nodes have up to two parents each, among them always the node before: all of them count."""
    parents: dict[str, tuple[str, ...]] = {"n0": ()}
    for number in range(1, size):
        others: list[int] = rng.permutation(number)[: int(rng.integers(0, 2))].tolist()
        chosen = list(dict.fromkeys([number - 1, *others]))
        parents[f"n{number}"] = tuple(f"n{index}" for index in rng.permutation(chosen).tolist())
    return Graph(parents)


# ------------------------------------------------------------------- what can be wrong with an order


def _no_list_of_nodes(answer):
    """None if the answer is a list of nodes."""
    if not isinstance(answer, list | tuple):
        return Finding(
            f"returned {kind_of(answer)}", f"You returned {kind_of(answer)}; asked for is a list of the nodes."
        )
    other = [item for item in answer if not isinstance(item, Ref)]
    if not other:
        return None
    text = f"Your list holds {kind_of(other[0])}; asked for are the nodes themselves."
    return Finding("other things than nodes", text)


def _repeated(names, parents):
    twice = [name for name in names if names.count(name) > 1] if len(set(names)) < len(names) else []
    if twice:
        text = f"The node {twice[0]} stands in your list {names.count(twice[0])} times."
        return Finding("twice", f"{text} Before you put a node down, ask whether it is there already.")
    return None


def _missing(names, parents):
    root, there = list(parents)[-1], set(names)
    missing = [name for name in parents if name not in there]
    if not missing:
        return None
    if root in missing:
        return Finding("root missing", f"The root, {root}, is not in your list.")
    leaves = all(not parents[name] for name in missing)
    return Finding("leaves missing" if leaves else "missing", f"The node {missing[0]} is not in your list.")


def _root_first(names, parents):
    if len(names) > 1 and names[0] == list(parents)[-1]:
        return Finding("root first", "Your list begins with the root. Parents come before their children.")
    return None


def _too_early(names, parents):
    place = {name: index for index, name in enumerate(names)}
    for name in names:
        late = [parent for parent in parents[name] if place[parent] > place[name]]
        if late:
            return Finding("order", f"{name} stands before {late[0]}, from which it was computed.")
    return None
