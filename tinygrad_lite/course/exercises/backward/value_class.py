"""The solution of `backward/value`, in lesson 03: a number that remembers how it was computed."""

from __future__ import annotations

import numpy as np

from .graph import topological_order


class Value:
    """A number that remembers how it was computed, and finds the gradients of all that it was computed from.

    It has `data`, its number, and `grad`, the gradient that `backward` has found for it, 0.0 at first. How it is
    built inside is up to you: the methods below, their arguments and these two attributes are what counts.
    """

    def __init__(self, data, parents=(), slopes=()):
        """A leaf is made by `Value(data)`; operations pass the values they used, and the slope for each of them."""
        self.data = data
        self.grad = 0.0
        self.parents = parents
        self.slopes = slopes

    def __add__(self, other):
        """self + other; as in all operations, `other` is a Value or a float."""
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __radd__(self, other):
        """other + self, where `other` is a float: Python asks the right side if the left does not know what to do."""
        return self + other

    def __mul__(self, other):
        """self * other."""
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __rmul__(self, other):
        """other * self, where `other` is a float."""
        return self * other

    def __neg__(self):
        """-self."""
        return self * -1.0

    def __sub__(self, other):
        """self - other."""
        return self + (-other)

    def __rsub__(self, other):
        """other - self, where `other` is a float."""
        return -self + other

    def __pow__(self, exponent):
        """self ** exponent, where `exponent` is a number and self is not 0."""
        return Value(self.data**exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def relu(self):
        """max(self, 0)."""
        return Value(max(self.data, 0.0), (self,), (1.0 if self.data > 0 else 0.0,))

    def tanh(self):
        """The hyperbolic tangent of self."""
        y = float(np.tanh(self.data))
        return Value(y, (self,), (1 - y**2,))

    def backward(self):
        """Add to the `grad` of every leaf how fast this value changes with it.

        Several losses may be computed from the same leaves: each loss's `backward` adds its own gradient to theirs.
        They share no other values, and `backward` is called once on each.
        Graphs may be a few hundred operations deep.
        """
        order = topological_order(self)
        for node in order:
            if node.parents:  # only leaves add up over several calls
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += slope * node.grad
