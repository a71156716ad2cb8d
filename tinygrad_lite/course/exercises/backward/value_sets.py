"""Mistakes with the `Value` of lesson 03: a single operation sets a gradient where it should add to it."""

from __future__ import annotations

from ...exercise import mistake
from .value_parts import Pieces

_LOST = " What a has got from another use, or from another loss, is then lost."


class Setting(Pieces):
    """Results with `sets` give their gradient in place of adding it."""

    sets = False

    def hand_on(self, node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad = slope * node.grad + (0.0 if node.sets else parent.grad)

    def setting(self):
        self.sets = True
        return self


class SingleSettings:
    """For `ValueExercise`: one operation of one value each."""

    @mistake("a power sets the gradient", "In aⁿ you set the gradient of a where you should add to it." + _LOST)
    class PowerSets(Setting):
        def __pow__(self, exponent):
            return super().__pow__(exponent).setting()

    @mistake("tanh sets the gradient", "In a.tanh() you set the gradient of a where you should add to it." + _LOST)
    class TanhSets(Setting):
        def tanh(self):
            return super().tanh().setting()

    @mistake("ReLU sets the gradient", "In a.relu() you set the gradient of a where you should add to it." + _LOST)
    class ReLUSets(Setting):
        def relu(self):
            return super().relu().setting()

    @mistake("minus sets the gradient", "In −a you set the gradient of a where you should add to it." + _LOST)
    class MinusSets(Setting):
        def __neg__(self):
            return super().__neg__().setting()

    @mistake(
        "a difference sets the gradients",
        "In a − b you set the gradients of a and b where you should add to them. What a value has got from other uses "
        "is then lost.",
    )
    class DifferenceSets(Setting):
        def __sub__(self, other):
            return super().__sub__(other).setting()

    @mistake(
        "a product sets the gradients",
        "In a · b you set the gradients of a and b where you should add to them. What a value has got from other uses "
        "is then lost; in x · x one of two gradients is left.",
    )
    class ProductSets(Setting):
        def __mul__(self, other):
            return super().__mul__(other).setting()
