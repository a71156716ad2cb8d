"""The automatic backward pass, in lesson 03: the class `Value`, driven by scripts of calls, beside PyTorch."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake, variant_of
from ...seen.graph import drawn_graph
from .graph import topological_order
from .value_begun import cause_of_empty
from .value_class import Value
from .value_parts import Derived, Pieces, TorchValue, cause_of
from .value_scripts import case_of, scripts
from .value_sets import SingleSettings


class ValueExercise(SingleSettings, Exercise):
    id, name, points, budget = "backward/value", "Value", 5, 3.0
    solution, reference = Value, TorchValue
    hints = (
        "Every operation knows two things when it runs: which values it used, and how fast its result changes with "
        "each. Keep both. `backward` then goes through the graph from the end, as in the exercises before.",
        "Slopes: a + b has (1, 1), a * b has (b, a), aⁿ has n · aⁿ⁻¹, tanh has 1 − y². Going back: `parent.grad += "
        "slope * node.grad`, once for each edge, when the node's own gradient is complete.",
        "`__add__` returns `Value(…, (self, other), (1.0, 1.0))`; `backward` gives itself the gradient 1 and walks "
        "`reversed(topological_order(self))`, with an inner loop over `zip(node.parents, node.slopes)`.",
    )
    notice = "This is an autograd. PyTorch's does the same, with arrays in place of numbers and many more operations."

    def cases(self, rng):
        for text, about in scripts(rng):
            yield case_of(self.script(), text, about)

    def cause(self, failure, case, submission):
        return cause_of_empty(failure, case, submission) or cause_of(failure, case)

    def drawn(self, candidate, case, answer):
        return drawn_graph(candidate, Value, case, answer)

    @mistake(
        "overwrites gradients",
        "You set a gradient where you should add to it. A value that is used twice gets a gradient from each use, and "
        "only the last one is left; the same happens with a second loss.",
    )
    class Overwrites(Pieces):
        def hand_on(self, node):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad = slope * node.grad

    @mistake(
        "a sum sets the gradients",
        "In a + b you set the gradients of a and b where you should add to them. What a value has got from other uses "
        "is then lost; in x + x one of two gradients is left.",
    )
    class SumSets(Derived):
        def hand_on(self, node):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad = slope * node.grad + (0.0 if node.is_sum else parent.grad)

        is_sum = False

        def __add__(self, other):
            total = super().__add__(other)
            total.is_sum = True
            return total

    @mistake(
        "a sum and a product set the gradients",
        "In a + b and in a · b you set the gradients of a and b where you should add to them. What a value has got "
        "from other uses is then lost; in x + x and x · x one of two gradients is left.",
    )
    class SumAndProductSet(SumSets):
        def __mul__(self, other):
            product = super().__mul__(other)
            product.is_sum = True
            return product

    @mistake(
        "hands on a gradient more than once",
        "You go back along every path, and each time hand on all that a value has gathered so far. Where a value on "
        "the way is used twice, what came by the first path is handed on again with the second. Wait until a gradient "
        "is complete, and hand it on once.",
    )
    class EveryPath(Pieces):
        def walk(self):
            waiting, visits = [self], 0
            while waiting:
                node, visits = waiting.pop(), visits + 1
                yield node
                waiting += node.parents[::-1]
                if visits > 5000:  # a student's own goes on until the check stops it
                    raise RuntimeError("this does not come to an end")

    @mistake(
        "hands on a gradient before it is complete",
        "You visit each value once, but some too early: a value on the way that is used twice handed on its gradient "
        "when only a part of it had arrived. Every value has to wait for all that were computed from it.",
    )
    class TooEarly(Pieces):
        def walk(self):
            seen, waiting = set(), [self]
            while waiting:
                node = waiting.pop(0)
                if id(node) not in seen:
                    seen.add(id(node))
                    yield node
                    waiting += node.parents

    @mistake(
        "hands on a gradient before it is complete, going deep first",
        "You visit each value once, but some too early: you follow one path to its end before you turn to the next, "
        "and a value on the way that is used twice hands on its gradient when only a part of it has arrived. Every "
        "value has to wait for all that were computed from it.",
    )
    class TooEarlyInDepth(Pieces):
        def walk(self):
            seen, waiting = set(), [self]
            while waiting:
                node = waiting.pop()
                if id(node) not in seen:
                    seen.add(id(node))
                    yield node
                    waiting += node.parents[::-1]

    @mistake(
        "the gradient comes no further than one step",
        "Only the values next to the result get a gradient. Either the walk ends there, or it takes the order from "
        "its beginning, where the gradients to be handed on are still 0. It begins at the result and goes on to the "
        "leaves.",
    )
    class OneStep(Pieces):
        def walk(self):
            return [self]

    @mistake(
        "all gradients stay at 0",
        "All gradients stay at 0. The walk begins at the result, whose own gradient is set to 1: if it grows by 1, so "
        "does it. Everything that is handed on is multiplied by that 1, link by link, down to the leaves.",
    )
    class NoStart(Pieces):
        def start(self):
            super().start()
            self.grad = 0.0

    @mistake(
        "starts from the result's number",
        "Your gradients are the expected ones times the number of the result. The walk begins with the gradient 1, not "
        "with `data`: how fast the result changes with itself.",
    )
    class StartsFromData(Pieces):
        def start(self):
            super().start()
            self.grad = self.data

    @mistake(
        "slopes without the gradient that arrives",
        "You added up the slopes of the single operations. By the chain rule each slope is multiplied by the gradient "
        "that has arrived at the result of that operation.",
    )
    class NoChain(Pieces):
        def hand_on(self, node):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope

    @mistake(
        "the second gradient of a difference has the wrong sign",
        "In a − b you gave b the slope 1. If b grows, the difference falls: its slope is −1.",
    )
    class Difference(Pieces):
        def __sub__(self, other):
            other = self.of(other)
            return type(self)(self.data - other.data, (self, other), (1.0, 1.0))

    @mistake(
        "a float minus a Value is turned round",
        "You computed `2.0 - a` as `a - 2.0`. `__rsub__` is asked when the Value stands on the right: `other` comes "
        "first, and `self` is taken off.",
    )
    class TurnedDifference(Pieces):
        def __rsub__(self, other):
            return self - other

    @mistake(
        "a float minus a Value forgets what it was computed from",
        "Your `2.0 - a` passes nothing back to a, so its gradient stays at 0. The new Value has to remember a as what "
        "it was computed from, with the slope −1.",
    )
    class TurnedForgets(Pieces):
        def __rsub__(self, other):
            return type(self)(other - self.data)

    @mistake(
        "minus keeps the sign of the gradient",
        "For `-a` you gave a the slope 1. If a grows, −a falls: the slope is −1.",
    )
    class Minus(Derived):
        def __neg__(self):
            return type(self)(-self.data, (self,), (1.0,))

    @mistake(
        "minus forgets what it was computed from",
        "Your `-a` and `a - b` pass nothing back to the value behind the minus, so its gradient stays at 0. The new "
        "Value has to remember what it was computed from, with the slope −1.",
    )
    class MinusForgets(Derived):
        def __neg__(self):
            return type(self)(-self.data)

    @mistake(
        "a factor gets its own number",
        "In a · b you gave a the slope a, and b the slope b. How fast a product changes with one factor is told by the "
        "other one.",
    )
    class OwnFactor(Pieces):
        def __mul__(self, other):
            other = self.of(other)
            return type(self)(self.data * other.data, (self, other), (self.data, other.data))

    @mistake(
        "one gradient for a value on both sides",
        "In x · x and x + x you gave x a single gradient. It stands on both sides, and each side hands over its own; a "
        "dict or a set of the parents holds the same value only once.",
    )
    class BothSides(Pieces):
        def hand_on(self, node):
            edges = dict(zip(node.parents, node.slopes, strict=True))
            for parent, slope in edges.items():
                parent.grad += slope * node.grad

    @variant_of("BothSides")
    class BothSidesButMinus(Derived):
        def hand_on(self, node):
            for parent, slope in dict(zip(node.parents, node.slopes, strict=True)).items():
                parent.grad += slope * node.grad

    @mistake(
        "a factor gets its own number, in a minus too",
        "In a · b you gave a the slope a, and b the slope b. How fast a product changes with one factor is told by the "
        "other one. Your minus is a product with −1, so it goes wrong as well.",
    )
    class OwnFactorInMinus(Derived):
        def __mul__(self, other):
            other = self.of(other)
            return type(self)(self.data * other.data, (self, other), (self.data, other.data))

    @mistake(
        "every leaf gets 1",
        "Every leaf has the gradient 1 in the end. That happens if `backward`, which sets its own gradient to 1, is "
        "called for the parents too. Only the result begins with 1; all others wait for what is handed to them.",
    )
    class EveryOne(Pieces):
        def backward(self):
            super().backward()
            for node in topological_order(self):
                node.grad = 1.0

    @mistake(
        "the power is not lowered",
        "For aⁿ you gave a the slope n · aⁿ. The power goes down by one: n · aⁿ⁻¹.",
    )
    class PowerKept(Pieces):
        def __pow__(self, exponent):
            return type(self)(self.data**exponent, (self,), (exponent * self.data**exponent,))

    @mistake(
        "takes 1 from the slope, not from the exponent",
        "For aⁿ you gave a the slope n · aⁿ − 1. The 1 is taken off the exponent: n · aⁿ⁻¹. Python reads `a ** n - 1` "
        "as `(a ** n) - 1`.",
    )
    class PowerMinusOne(Pieces):
        def __pow__(self, exponent):
            return type(self)(self.data**exponent, (self,), (exponent * self.data**exponent - 1,))

    @mistake(
        "the exponent is not a factor",
        "For aⁿ you gave a the slope aⁿ⁻¹. The exponent comes in front: n · aⁿ⁻¹.",
    )
    class NoExponent(Pieces):
        def __pow__(self, exponent):
            return type(self)(self.data**exponent, (self,), (self.data ** (exponent - 1),))

    @mistake(
        "the slope of tanh from its input",
        "You computed the slope of tanh as 1 − x², with the input. It is 1 − y², with the output.",
    )
    class TanhOfInput(Pieces):
        def tanh(self):
            return type(self)(super().tanh().data, (self,), (1 - self.data**2,))

    @mistake(
        "tanh taken twice",
        "The slope of tanh is 1 − y² with its output y, and yours is 1 − tanh(y)²: tanh was taken once more, of what "
        "had been through it already.",
    )
    class TanhTwice(Pieces):
        def tanh(self):
            y = float(np.tanh(self.data))
            return type(self)(y, (self,), (1 - float(np.tanh(y)) ** 2,))

    @mistake(
        "tanh without the square",
        "You computed the slope of tanh as 1 − y. It is 1 − y²: flat at both ends.",
    )
    class TanhNoSquare(Pieces):
        def tanh(self):
            y = super().tanh().data
            return type(self)(y, (self,), (1 - y,))

    @mistake(
        "tanh hands on its slope alone",
        "Your `tanh` hands on its slope, 1 − y², alone. As in every step, it is multiplied by the gradient that has "
        "arrived at the result.",
    )
    class TanhAlone(Pieces):
        def hand_on(self, node):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * (1.0 if node.is_tanh else node.grad)

        is_tanh = False

        def tanh(self):
            y = super().tanh()
            y.is_tanh = True
            return y

    @mistake(
        "ReLU lets every gradient pass",
        "Your `relu` has the slope 1 for negative numbers too. There its result stays at 0, whatever the number does, "
        "so the slope is 0.",
    )
    class ReLUOpen(Pieces):
        def relu(self):
            return type(self)(max(self.data, 0.0), (self,), (1.0,))

    @mistake(
        "ReLU has the slope −1 below 0",
        "Your `relu` gives the slope −1 for negative numbers. There its result stays at 0, whatever the number does, "
        "so the slope is 0. −1 is the slope of |x|.",
    )
    class ReLUOfBothSigns(Pieces):
        def relu(self):
            return type(self)(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else -1.0,))

    @mistake(
        "sets the leaves back to 0",
        "Your `backward` sets the gradients of the leaves to 0 before it begins. With two losses, only the second is "
        "left. Gradients add up until someone sets them back on purpose: `zero_grad()` in a training loop.",
    )
    class ResetsLeaves(Pieces):
        def start(self):
            for node in topological_order(self):
                node.grad = 0.0
            self.grad = 1.0
