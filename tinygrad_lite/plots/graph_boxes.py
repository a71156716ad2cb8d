"""A computation graph as it is to be drawn: boxes and arrows, with the real numbers in them.

The graph of a tensor keeps only what its gradients need. Values in between are known where the operations were watched
while they ran; gradients come from the operations' own `backward`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tinygrad_lite import autograd
from tinygrad_lite.autograd import Function, Observer, Variable
from tinygrad_lite.backend import as_array, on_host
from tinygrad_lite.ops.common import Broadcasting
from tinygrad_lite.tensor import Tensor

SYMBOLS = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Pow": "**", "MatMul": "@", "Neg": "-"}
ELEMENTWISE = ("arithmetic", "elementwise")  # the families whose gradients are one number for each element
LARGEST = 200  # operations in a picture


@dataclass
class Arrow:
    """From an input to the operation that uses it.

    Attributes:
        source: the number of the box it starts from.
        position: which of the operation's inputs it is.
        local: how the result changes with this input, element by element; None where that is not one number each.
        share: what the operation adds to the gradient of the input; None if there is none.
    """

    source: int
    position: int
    local: np.ndarray | None = None
    share: np.ndarray | None = None


@dataclass
class Box:
    """A leaf, or an operation with its result.

    Attributes:
        name: given by the user, or "".
        operation: its sign or name; "" for a leaf.
        value: None where the graph did not keep it.
        tracked: whether it has a gradient.
        inputs: the arrows that end here; none for a leaf.
    """

    name: str
    operation: str
    value: np.ndarray | None
    shape: tuple[int, ...]
    tracked: bool
    inputs: list[Arrow] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " = ".join(filter(None, (self.name, self.operation))) or ("leaf" if self.tracked else "constant")


class Watched(Observer):
    """Keeps the inputs and the result of every recorded operation inside its `with` block."""

    def __init__(self) -> None:
        self.kept: dict[Any, tuple[tuple, np.ndarray]] = {}

    def forward(self, operation: type[Function], inputs: tuple) -> Any:
        result = super().forward(operation, inputs)
        if result.grad_fn is not None:
            self.kept[result.grad_fn] = inputs, numbers_of(result)
        return result


class Graph:
    """The boxes behind a tensor: operations in the order in which they ran, leaves before their first use.

    Attributes:
        boxes: the last is the tensor itself.
        gradients: of the result with respect to each box, by its number.
        backward: the numbers of the operations in the order of the walk backwards.
    """

    def __init__(self, output: Tensor | Callable[[], Tensor], names: Mapping[str, Tensor]):
        self.names, self.kept = names, {}
        if not isinstance(output, Tensor):
            with Watched() as watched:
                output = output()
            self.kept = watched.kept
        if not isinstance(output, Tensor) or output.grad_fn is None:
            raise ValueError(
                "computation_graph: nothing was recorded. Give it a tensor that was computed from tensors with "
                "requires_grad=True, or a function that computes one."
            )
        self.output = output
        self.boxes: list[Box] = []
        self.places: dict[Any, int] = {}  # an operation or a leaf → the number of its box
        operations = operations_behind(output.grad_fn)
        for operation in operations:
            self.add_operation(operation)
        self.backward: list[int] = []
        self.walk(operations)

    def add_operation(self, operation: Function) -> None:
        given, value = self.kept.get(operation, ((), None))
        sources = given or operation._sources or ()
        inputs = [self.input_box(source, i, operation) for i, source in enumerate(sources)]
        name = self.name_of(operation)
        if value is None and (name or operation is self.output.grad_fn):
            value = on_host((self.names[name] if name else self.output).array)
        symbol = SYMBOLS.get(type(operation).__name__, type(operation).__name__)
        arrows = [  # a constant that the operation kept is found for every input that is not known, but drawn once
            Arrow(box, i)
            for i, box in enumerate(inputs)
            if box is not None and not (sources[i] is None and box in inputs[:i])
        ]
        self.places[operation] = self.add(Box(name, symbol, value, operation._shape, True, arrows))

    def input_box(self, source: Any, position: int, operation: Function) -> int | None:
        """The box of one input, made if it is a leaf that was not seen yet; None for options and the unknown."""
        if source is None:
            source = self.constant_kept_by(operation)
        if isinstance(source, Variable):
            source = source.grad_fn or source
        if source in self.places:
            return self.places[source]
        if isinstance(source, Variable):
            self.places[source] = self.add(
                Box(self.name_of(source), "", numbers_of(source), source.array.shape, source.tracked)
            )
            return self.places[source]
        if isinstance(source, (int, float)) and isinstance(operation, Broadcasting):
            return self.add(Box("", "", np.array(source), (), False))
        return None

    def add(self, box: Box) -> int:
        self.boxes.append(box)
        return len(self.boxes) - 1

    def name_of(self, place: Any) -> str:
        """The user's name of a leaf or of an operation's result."""
        return next((name for name, tensor in self.names.items() if (tensor.grad_fn or tensor) is place), "")

    def constant_kept_by(self, operation: Function) -> Tensor | None:
        """A named tensor without gradient whose numbers the operation kept: it must have been an input."""
        kept = [id(value) for value in vars(operation).values()]
        return next((t for t in self.names.values() if not t.tracked and id(t.array) in kept), None)

    def walk(self, operations: list[Function]) -> None:
        """The walk backwards, as in `autograd`, noting what passes along each arrow; no `.grad` is changed."""
        self.gradients: dict[int, Any] = {len(self.boxes) - 1: np.ones_like(self.output.array)}
        for operation in reversed(operations):
            number, sources = self.places[operation], operation._sources or ()
            if number not in self.gradients:
                continue
            autograd._check_unchanged(operation)
            self.backward.append(number)
            grad_output = self.gradients[number]
            shares = inputs_gradients(operation, grad_output)
            locals_: tuple = ()
            if self.boxes[number].shape == () or type(operation).__module__.endswith(ELEMENTWISE):
                locals_ = inputs_gradients(operation, np.ones_like(grad_output))
            for arrow in self.boxes[number].inputs:
                source = sources[arrow.position]
                share = shares[arrow.position] if arrow.position < len(shares) else None
                if source is None or share is None:
                    continue
                arrow.local = np.array(on_host(locals_[arrow.position])) if locals_ else None
                share = autograd.unbroadcast(as_array(share), source, operation).copy()
                arrow.share = on_host(share)
                self.gradients[arrow.source] = as_array(self.gradients.get(arrow.source, 0) + share)
        self.gradients = {number: on_host(gradient) for number, gradient in self.gradients.items()}


def numbers_of(tensor: Variable) -> np.ndarray:
    """A copy of its numbers, on the CPU wherever they lie."""
    return np.array(on_host(tensor.array))


def inputs_gradients(operation: Function, grad_output: Any) -> tuple:
    found = operation.backward(operation, grad_output)
    return found if type(found) is tuple else (found,)


def operations_behind(root: Function) -> list[Function]:
    """All operations that a result was computed by, in the order in which they ran."""
    found, pending = {root}, [root]
    while pending:
        operation = pending.pop()
        if operation._sources is None:
            raise RuntimeError(
                "computation_graph: this graph was already used by backward() and released. Draw it before, or call "
                "backward(retain_graph=True)."
            )
        for source in operation._sources:
            if isinstance(source, Function) and source not in found:
                found.add(source)
                pending.append(source)
        if len(found) > LARGEST:
            raise ValueError(
                f"computation_graph: this graph has more than {LARGEST} operations, too many for a picture. Draw a "
                "smaller case: fewer layers, or a shorter loop."
            )
    return sorted(found, key=lambda operation: operation._order)
