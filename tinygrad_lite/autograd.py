"""The graph: operations remember where their inputs came from, and one walk backwards turns that into gradients."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

from tinygrad_lite import backend

ndarray = backend.np.ndarray
new = object.__new__  # makes a tensor without going through its __init__, which costs time


class Variable:
    """What the graph knows of a tensor: its array, whether a gradient is wanted, and the operation it came from."""

    array: Any
    tracked: bool = False  # whether a gradient is wanted here or further back
    grad: Any = None
    grad_fn: Function | None = None  # None: a leaf, nothing recorded behind it

    # What the walk asks of the place a gradient goes to; Function answers the same two questions.
    @property
    def _shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def _dtype(self) -> Any:
        return self.array.dtype


class Function:
    """An operation with a gradient. Subclass it and write two static methods, as with `torch.autograd.Function`:

    `forward(ctx, *inputs)` gets arrays (and whatever else was passed) and returns one array; it keeps on `ctx` what
    the gradient will need. `backward(ctx, grad_output)` gets the gradient with respect to that result and returns
    one gradient for each input, None for what has none. Use it with `apply`, never by calling the class.

    >>> class Cube(tg.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         ctx.x = x
    ...         return x**3
    ...     @staticmethod
    ...     def backward(ctx, grad_output):
    ...         return grad_output * 3 * ctx.x**2
    >>> x = tg.tensor([1.0, 2.0], requires_grad=True)
    >>> Cube.apply(x).sum().backward()
    >>> x.grad
    tensor([ 3., 12.])

    `ctx` is the record of one use of the operation, and the `grad_fn` of its result. Names with an underscore on it
    belong to the graph, all others to the operation. A gradient may have the broadcast shape: `backward` of the
    graph adds it up to the shape of the input, in one place for all operations.
    """

    result_type: type[Variable] = Variable  # tensor.py puts Tensor here

    _sources: list[Function | Variable | None] | None = None  # where each input came from; None once released
    _order: int = 0  # operations are numbered as they are used
    _shape: tuple[int, ...] = ()  # shape and dtype of the result
    _dtype: Any = None
    _saved: tuple = ()

    @staticmethod
    def forward(ctx: Any, *inputs: Any) -> Any:
        raise NotImplementedError("write forward(ctx, *inputs) as a static method")

    @staticmethod
    def backward(ctx: Any, grad_output: Any) -> Any:
        raise NotImplementedError("write backward(ctx, grad_output) as a static method")

    @staticmethod
    def explain(error: Exception, *inputs: Any) -> Exception | None:
        """A clearer error for one that `forward` raised, or None to keep it."""
        return None

    @classmethod
    def apply(cls, *inputs: Any) -> Any:
        """Run the operation on tensors and record it if a gradient is wanted."""
        ctx = cls()
        tracked = False
        arrays = []
        for value in inputs:
            if isinstance(value, Variable):
                if value.tracked:
                    tracked = True
                value = value.array
            arrays.append(value)
        if tracked:
            ctx._sources = [
                value.grad_fn or value if isinstance(value, Variable) and value.tracked else None for value in inputs
            ]
        try:
            array = cls.forward(ctx, *arrays)
        except (ValueError, IndexError) as error:
            raise cls.explain(error, *arrays) or error from None
        if type(array) is not ndarray:
            array = cls._checked(array)
        result = new(cls.result_type)
        result.array = array
        if tracked and _mode.enabled:
            ctx._order = next(_orders)
            ctx._shape = array.shape
            ctx._dtype = array.dtype
            result.grad_fn = ctx
            result.tracked = True
        return result

    @classmethod
    def _checked(cls, output: Any, method: str = "forward") -> Any:
        try:
            return backend.as_array(output)
        except TypeError:
            hint = " Is the return missing?" if output is None else " It gets arrays and must return arrays."
            raise TypeError(f"{cls.__name__}.{method} returned {type(output).__name__}.{hint}") from None

    @property
    def needs_input_grad(self) -> tuple[bool, ...]:
        """For each input, whether a gradient is wanted for it; `backward` may return None for the others."""
        return tuple([source is not None for source in self._sources or ()])

    def save_for_backward(self, *arrays: Any) -> None:
        """Keep arrays for the gradient, as in PyTorch; setting attributes on ctx does the same."""
        self._saved = arrays

    @property
    def saved_tensors(self) -> tuple:
        return self._saved

    def __repr__(self) -> str:
        return f"<{type(self).__name__}Backward>"

    def name(self) -> str:
        return f"{type(self).__name__}Backward"


def constant(array: Any) -> Any:
    """A tensor of an array, without a graph."""
    result = new(Function.result_type)
    result.array = array
    return result


RELEASED = (
    "backward: this graph was already used and released. Call backward(retain_graph=True) the first time, or compute "
    "the loss again."
)


def backward(root: Function | Variable, gradient: Any, retain_graph: bool = False) -> None:
    """Walk the graph backwards from `root` and add to the `.grad` of every leaf that wants a gradient.

    `pending` holds operations that a gradient has reached, the newest on top. Whatever an operation uses is older
    than itself; so when one is taken from the top, all that used its result have been visited, and its gradient is
    complete. Each operation is visited once, and released when it has been.
    """
    grads = {root: gradient}  # gradient of the loss with respect to each result that was reached
    pending = [(-root._order, root)] if isinstance(root, Function) else []
    while pending:
        _, operation = heappop(pending)
        grad_output = grads.pop(operation)
        sources = operation._sources
        if sources is None:
            raise RuntimeError(RELEASED)
        grad_inputs = operation.backward(operation, grad_output)
        if type(grad_inputs) is not tuple:
            grad_inputs = (grad_inputs,)
        if len(grad_inputs) != len(sources):
            _check_count(operation, grad_inputs, sources)
        if not retain_graph:
            operation.__dict__.clear()  # forgets its sources, and the arrays it kept
        for source, grad in zip(sources, grad_inputs, strict=False):
            if source is None or grad is None:
                continue
            if type(grad) is not ndarray:
                grad = operation._checked(grad, "backward")
            if grad.shape != source._shape or grad.dtype is not source._dtype:
                grad = _fitted(grad, source, operation)
            if source in grads:  # used more than once: the gradients add up
                grads[source] = grads[source] + grad
            else:
                grads[source] = grad
                if isinstance(source, Function):
                    heappush(pending, (-source._order, source))
    _accumulate(grads, gradient)


def _fitted(grad: Any, source: Any, operation: Function) -> Any:
    """Undo broadcasting: add the gradient up along every axis that was repeated. Also give it the input's dtype."""
    if isinstance(source, Function) and source._sources is None:
        raise RuntimeError(RELEASED)
    shape = source._shape
    extra = grad.ndim - len(shape)
    fits = extra >= 0 and all(n in (1, m) for n, m in zip(shape, grad.shape[extra:]))
    if not fits:
        raise RuntimeError(
            f"backward: {type(operation).__name__}.backward returned a gradient of shape {grad.shape} for an input of "
            f"shape {shape}. A gradient has the shape of its input."
        )
    repeated = tuple(axis for axis in range(grad.ndim) if axis < extra or shape[axis - extra] != grad.shape[axis])
    return grad.sum(repeated).reshape(shape).astype(source._dtype, copy=False)


def _accumulate(grads: dict, gradient: Any) -> None:
    """Add the gradients that the walk left over, those of the leaves, to their `.grad`.

    Operations may hand one array to two inputs, or a view of another; each `.grad` gets memory of its own, so that
    changing one in place (as clipping does) changes no other.
    """
    given = {id(gradient)}
    for leaf, grad in grads.items():
        if leaf.grad is not None:
            leaf.grad.array += grad
            continue
        if grad.base is not None or id(grad) in given:
            grad = grad.copy()
        given.add(id(grad))
        leaf.grad = constant(grad)


def _check_count(operation: Function, grads: tuple, sources: list) -> None:
    """`backward` may leave out gradients only for inputs that want none (numbers, shapes, options)."""
    if len(grads) > len(sources) or any(source is not None for source in sources[len(grads) :]):
        raise RuntimeError(
            f"backward: {type(operation).__name__}.backward returned {len(grads)} gradient(s), but its forward takes "
            f"{len(sources)} input(s). Return one for each, None where there is none."
        )


class _Mode(threading.local):
    enabled = True  # each thread starts out recording


_mode = _Mode()
_orders = itertools.count()


def is_grad_enabled() -> bool:
    """Whether operations are being recorded."""
    return _mode.enabled


class _GradMode:
    """A context manager and decorator that sets recording to `mode`, and afterwards back to what it was."""

    def __init__(self, mode: bool):
        self.mode = mode
        self._before: list[bool] = []  # a list: one object may be entered again inside itself

    def __enter__(self) -> None:
        self._before.append(_mode.enabled)
        _mode.enabled = self.mode

    def __exit__(self, *exception: Any) -> None:
        _mode.enabled = self._before.pop()

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with _GradMode(self.mode):
                return function(*args, **kwargs)

        return wrapped


class no_grad(_GradMode):
    """Record nothing: `with no_grad():` or `@no_grad()`. Results do not require gradients; less time and memory."""

    def __init__(self) -> None:
        super().__init__(False)


class enable_grad(_GradMode):
    """Record again, inside `no_grad`."""

    def __init__(self) -> None:
        super().__init__(True)


class set_grad_enabled(_GradMode):
    """Turn recording on or off: from now on, or with `with` until the end of the block."""

    def __init__(self, mode: bool):
        super().__init__(bool(mode))
        self.__enter__()

    def __enter__(self) -> None:
        if not self._before:  # already switched when it was made
            super().__enter__()

    def __call__(self, function: Callable) -> Callable:
        self.__exit__()  # used as a decorator: it switches inside the function only
        return super().__call__(function)
