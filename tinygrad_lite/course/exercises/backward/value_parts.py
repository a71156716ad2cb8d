"""What the exercise `backward/value` of lesson 03 is made of: PyTorch in its words, a Value in pieces, causes."""

from __future__ import annotations

import re

import numpy as np

from ...run import HUNG
from .graph import topological_order
from .value_scripts import PATHS


class TorchValue:
    """The same words, on PyTorch."""

    def __init__(self, data):
        import torch

        self.tensor = data if isinstance(data, torch.Tensor) else torch.tensor(data, dtype=torch.float64)
        if self.tensor.is_leaf:
            self.tensor.requires_grad_()

    def _like(self, tensor):
        return type(self)(tensor)

    def __add__(self, other):
        return self._like(self.tensor + getattr(other, "tensor", other))

    def __mul__(self, other):
        return self._like(self.tensor * getattr(other, "tensor", other))

    def __sub__(self, other):
        return self._like(self.tensor - getattr(other, "tensor", other))

    def __radd__(self, other):
        return self._like(other + self.tensor)

    def __rmul__(self, other):
        return self._like(other * self.tensor)

    def __rsub__(self, other):
        return self._like(other - self.tensor)

    def __neg__(self):
        return self._like(-self.tensor)

    def __pow__(self, exponent):
        return self._like(self.tensor**exponent)

    def relu(self):
        return self._like(self.tensor.relu())

    def tanh(self):
        return self._like(self.tensor.tanh())

    def backward(self):
        self.tensor.backward(retain_graph=True)  # losses may share values on the way

    data = property(lambda self: self.tensor.item())
    grad = property(lambda self: 0.0 if self.tensor.grad is None else self.tensor.grad.item())


class Pieces:
    """A right one, in pieces that can be spoilt one at a time."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.grad, self.parents, self.slopes = data, 0.0, parents, slopes

    def of(self, other):
        return other if isinstance(other, Pieces) else type(self)(other)

    def __add__(self, other):
        other = self.of(other)
        return type(self)(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = self.of(other)
        return type(self)(self.data * other.data, (self, other), (other.data, self.data))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def __neg__(self):
        return type(self)(-self.data, (self,), (-1.0,))

    def __sub__(self, other):
        other = self.of(other)
        return type(self)(self.data - other.data, (self, other), (1.0, -1.0))

    def __rsub__(self, other):
        return self.of(other) - self

    def __pow__(self, exponent):
        return type(self)(self.data**exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def relu(self):
        return type(self)(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def tanh(self):
        y = float(np.tanh(self.data))
        return type(self)(y, (self,), (1 - y * y,))

    def backward(self):
        """Three steps, so that a mistake can spoil one of them."""
        self.start()
        for node in self.walk():
            self.hand_on(node)

    def start(self):
        for node in topological_order(self):
            if node.parents:
                node.grad = 0.0
        self.grad = 1.0

    def walk(self):
        return reversed(topological_order(self))

    def hand_on(self, node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += slope * node.grad


class Derived(Pieces):
    """The same, with minus made of what is there already."""

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -self.of(other)


#: The method that Python asks when a float stands on the left of an operator.
_REFLECTED = {"add": "__radd__", "sub": "__rsub__", "mul": "__rmul__"}
_DIRECT = {"add": "__add__", "sub": "__sub__", "mul": "__mul__", "pow": "__pow__", "neg": "__neg__"}


def cause_of(failure, case):
    """What usually causes an exception in a script of Values."""
    step = case.steps[failure.step] if failure.kind != HUNG else None
    if failure.kind == HUNG and case.about == PATHS:
        return (
            "It did not come to an end and was stopped. Here each value is used twice by the next, so the number of "
            "paths back doubles with every step, up to 2⁴⁰. Visit each value once, when its gradient is complete, and "
            "not once for every path."
        )
    if failure.kind == "RecursionError":
        depth = len(case.steps)
        return (
            "Your methods called each other more than about 1000 deep, where Python stops. A method that calls itself "
            f"by way of another goes on for ever; this script has only {depth} steps."
        )
    if "'NoneType'" in failure.message:
        return _none_cause(failure)
    if failure.kind == "AttributeError" and ("'float' object" in failure.message or "'int' object" in failure.message):
        if not failure.line:
            return (
                "An operation gave a plain number. It has to give a new Value, one that remembers what it was computed "
                "from; otherwise there is no way back."
            )
        return (
            "A plain number has no such attribute. In `a + 2.0` and `a * 2.0`, `other` is a float: make a Value of it "
            "first where it is none."
        )
    if step is not None and step.name == "pow" and "cannot be interpreted as an integer" in failure.message:
        return (
            "`range` counts whole steps, and the exponent may be any number: 2.5, or −1. Raise the number itself, "
            "`self.data ** exponent`, and give it the slope of a power."
        )
    if "backward() missing" in failure.message:
        return "`y.backward()` is called without arguments. The gradient of the result itself is always 1."
    if "bad operand type for unary -: 'Value'" in failure.message:
        return "For `-a` Python asks the class for its method `__neg__`, with two underscores on each side."
    if step is not None and step.verb == "operate" and failure.kind == "TypeError":
        return _operator_cause(failure, step)
    return ""


def _none_cause(failure):
    """None where something else is needed."""
    if "not callable" in failure.message:
        return (
            "Something is called here as a function, and is None. `f` is the function itself; `f()` runs it, and is "
            "what it returns."
        )
    if re.search(r"[-+*/]=", failure.message):
        return "None cannot be added to. A gradient begins at 0.0."
    return (
        "Here comes None in place of a Value or a number. Two usual sources: a method without `return` (the stub has "
        "none), and an attribute that was set to None and never given a value."
    )


def _operator_cause(failure, step):
    """A TypeError of `2 + a`, `a + 2` or `-a`."""
    numbers = [isinstance(operand, int | float) for operand in step.args]
    line = step.code("Value").partition(" = ")[2]
    if "unsupported operand" not in failure.message and "bad operand" not in failure.message:
        return ""
    if failure.line:  # in the student's own code, one level further down
        if "'Value' and 'Value'" in failure.message or "'float' and 'Value'" in failure.message:
            return (
                "Two numbers are meant in this line, and one of them is a whole Value. Its number is in `.data`, its "
                "gradient in `.grad`."
            )
        if "'Value' and 'float'" in failure.message:
            return "This line combines a Value with a float by an operator that your Value does not know yet."
        return ""
    if numbers[0]:
        method = _REFLECTED[step.name]
        return (
            f"In `{line}` a float stands on the left, and floats know nothing of Values. Python then asks the right "
            f"side for its method `{method}`, and your class has none that answers."
        )
    return f"For `{line}` Python asks your class for its method `{_DIRECT[step.name]}`, and finds none that answers."
