"""The graph: operations remember where their inputs came from, and one walk backwards turns that into gradients."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

from tinygrad_lite import backend, versions
from tinygrad_lite.grad_mode import _mode, enable_grad, is_grad_enabled, no_grad, set_grad_enabled
from tinygrad_lite.observers import HookHandle, Observer, around_backward, everywhere, here
from tinygrad_lite.staying import checked, own, staying

__all__ = [
    "Function", "HookHandle", "Hooks", "Observer", "Variable", "around_backward", "constant", "enable_grad",
    "is_grad_enabled", "no_grad", "set_grad_enabled", "walk",
]  # fmt: skip

ndarray = backend.np.ndarray
moments = versions.moments
new = object.__new__  # makes a tensor without going through its __init__, which costs time


class Variable:
    """What the graph knows of a tensor: its array, whether a gradient is wanted, and the operation it came from."""

    array: Any
    tracked: bool = False  # whether a gradient is wanted here or further back
    grad: Any  # what is assigned to it is checked (differentiable.py)
    _grad: Any = None  # where it is kept, for the engine, which need not check
    grad_fn: Function | None = None  # None: a leaf, nothing recorded behind it
    _hooks: Hooks | None = None  # of a leaf; those of a computed tensor are kept by the operation

    # What the walk asks of the place a gradient goes to; Function answers the same questions.
    @property
    def _shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def _dtype(self) -> Any:
        return self.array.dtype

    @property
    def _device(self) -> Any:
        return backend.device_of(self.array)


class Function(versions.Keeper):
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
    belong to the graph, all others to the operation. A gradient may have the broadcast shape: `unbroadcast` adds it
    up to the shape of the input, in one place for all operations.
    """

    result_type: type[Variable] = Variable  # tensor.py puts Tensor here
    mixes: bool = False  # whether its operands may lie on different devices
    called: str = ""  # in errors; "" stands for the name of the class

    _sources: list[Function | Variable | None] | None = None  # where each input came from; None once released
    _ended: Function | None = None  # of a released one: has as sources where the walk ended that released it
    _order: int = 0  # operations are numbered as they are used
    _shape: tuple[int, ...] = ()  # shape and dtype of the result
    _dtype: Any = None
    _device: Any = backend.CPU  # of the result
    _saved: tuple = ()
    _hooks: Hooks | None = None  # what is to be done with the gradient of the result

    def __init_subclass__(cls) -> None:
        if not cls.__module__.startswith("tinygrad_lite."):
            cls._hooks = COPYING
            cls._run = cls._run_of_ones_own  # type: ignore[method-assign]

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
        if everywhere and (observers := here.observers):
            return observers[-1].forward(cls, inputs)
        return cls._run(inputs)

    @classmethod
    def _run(cls, inputs: tuple) -> Any:
        """What `apply` does when all observers have been asked."""
        ctx = cls()
        tracked = False
        arrays, sources = [], []
        for value in inputs:
            source = None
            if isinstance(value, Variable):
                if value.tracked:
                    tracked = True
                    source = value.grad_fn or value
                value = value.array
            arrays.append(value)
            sources.append(source)
        if tracked:
            ctx._sources = sources
        try:
            array = cls.forward(ctx, *arrays)
        except (ValueError, IndexError, OverflowError) as error:
            raise cls.explain(error, *arrays) or error from None
        except backend.DeviceError as error:
            raise cls._mixed(arrays) or error from None
        if type(array) is not ndarray:
            array = cls._checked(array)
            if isinstance(array, backend.OtherArray):
                if not cls.mixes and (mixed := cls._mixed(arrays)):
                    raise mixed
                ctx._device = array.place
        result = new(cls.result_type)
        result.array = array
        if tracked and _mode.enabled:
            ctx._order = next(moments)
            ctx._shape = array.shape
            ctx._dtype = array.dtype
            result.grad_fn = ctx
            result.tracked = True
        return result

    @classmethod
    def _run_of_ones_own(cls, inputs: tuple) -> Any:
        """The same for an operation that is not this package's: which does not leave the device in silence."""
        return checked(Function._run.__func__, cls, inputs)  # type: ignore[attr-defined]

    @classmethod
    def _checked(cls, output: Any, method: str = "forward") -> Any:
        try:
            return backend.as_array(output)
        except TypeError:
            hint = " Is the return missing?" if output is None else " It gets arrays and must return arrays."
            raise TypeError(f"{cls.__name__}.{method} returned {type(output).__name__}.{hint}") from None

    @classmethod
    def _mixed(cls, arrays: list) -> Exception | None:
        """Why the operation cannot be done, if its operands lie on different devices."""
        name = cls.__name__
        kept = name.isupper() or name.endswith("Loss") or cls._hooks  # the last: of an operation of one's own
        return backend.mixed(cls.called or (name if kept else name.lower()), arrays)

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


class Hooks:
    """Functions that are called with the gradient of a tensor when it is complete, and may replace it."""

    def __init__(self) -> None:
        self.functions: dict[object, Callable] = {}
        self.keeper: Callable[[], Variable | None] = lambda: None  # the tensor that wants to keep it (retain_grad)

    def __call__(self, grad: Any) -> Any:
        """The gradient that the functions make of `grad`, an array, in memory of its own.

        An addition hands one array to both operands; a function that changes its gradient in place must not change
        that of the other. Nor may what a function keeps be changed later.
        """
        result = grad.copy()
        for function in list(self.functions.values()):
            passed = constant(result)
            replaced = function(passed)
            result = fitting(passed if replaced is None else replaced, grad)
        keeper = self.keeper()
        if keeper is not None:
            keeper._grad = constant(result.copy() if keeper._grad is None else keeper._grad.array + result)
        return result

    @classmethod
    def of(cls, tensor: Variable) -> Hooks:
        """Those of a tensor, made if there are none yet."""
        place = tensor.grad_fn or tensor
        if place._hooks in (None, COPYING):
            place._hooks = cls()
        return place._hooks

    def keep_for(self, tensor: Variable) -> None:
        """Let the gradient become the `.grad` of a computed tensor. Weakly: the graph must not hold its results."""
        self.keeper = weakref.ref(tensor)


def fitting(replaced: Any, grad: Any) -> Any:
    """A copy of what a hook made of the gradient `grad`, if it can take its place."""
    if not isinstance(replaced, Variable):
        raise TypeError(
            f"register_hook: the hook returned {type(replaced).__name__}. Return a tensor, or None to leave the "
            "gradient as it is."
        )
    if replaced.array.shape != grad.shape:
        raise RuntimeError(
            f"register_hook: the hook returned a gradient of shape {replaced.array.shape} in place of one of "
            f"shape {grad.shape}. Return a tensor of the same shape, or None to leave it as it is."
        )
    return replaced.array.astype(grad.dtype)


COPYING = Hooks()  # gives a copy: the backward of an operation of one's own may change its gradient in place


RELEASED = (
    "backward: this graph was already used and released. Call backward(retain_graph=True) the first time, or compute "
    "the loss again."
)


def walk(grads: dict, retain_graph: bool = False, leading: Any = None) -> dict:
    """Walk the graph backwards, in reverse topological order, and return the gradients of the leaves it ends in.

    Args:
        grads: the gradient to start from for each result (its operation) or leaf.
        retain_graph: keep the graph, to walk through it again.
        leading: the operations to go through; None for all. Where the walk does not go on, the gradient is left over.

    `pending` holds operations that a gradient has reached, the newest on top. Whatever an operation uses is older than
    itself, so newest first is a topological order: when one is taken from the top, all that used its result have been
    visited, and its gradient is complete. Each operation is visited once, and released when it has been.
    """
    starts = [place for place in grads if isinstance(place, Function) and (leading is None or place in leading)]
    pending = [(-place._order, place) for place in starts]
    heapify(pending)
    observers = here.observers
    unchanged = -versions.latest  # nothing was changed in place since operations with this number or a smaller one
    ended = Function()
    ended._sources = []
    while pending:
        order, operation = heappop(pending)
        grad_output = grads.pop(operation)
        sources = operation._sources
        if sources is None:
            raise RuntimeError(RELEASED)
        if order > unchanged:
            _check_unchanged(operation)
        compute = observers[-1].backward if observers else operation.backward
        if operation._hooks is not None:
            grad_output = operation._hooks(grad_output)
            if operation._device is not backend.CPU:  # perhaps an operation of one's own
                compute = staying(compute)
        grad_inputs = compute(operation, grad_output)
        if type(grad_inputs) is not tuple:
            grad_inputs = (grad_inputs,)
        if len(grad_inputs) != len(sources):
            _check_count(operation, grad_inputs, sources)
        if not retain_graph:
            operation.__dict__.clear()  # forgets its sources, and the arrays it kept
            operation._ended = ended
        for source, grad in zip(sources, grad_inputs, strict=False):
            if source is None or grad is None:
                continue
            if type(grad) is not ndarray:
                grad = operation._checked(grad, "backward")
                if not source._shape and source._dtype and backend.device_of(grad) != source._device:  # of one number
                    grad = backend.moved(unbroadcast(grad, source, operation), source._device)
            if grad.shape != source._shape or grad.dtype is not source._dtype:
                if source._dtype is None and leading is not None and source not in leading:
                    ended._sources.append(source)  # it was released, and does not lead to what is wanted
                    continue
                grad = unbroadcast(grad, source, operation)
            if source in grads:  # used more than once: the gradients add up
                total = grads[source] + grad
                grads[source] = total if type(total) is ndarray else backend.as_array(total)
            else:
                grads[source] = grad
                if isinstance(source, Function) and (leading is None or source in leading):
                    heappush(pending, (-source._order, source))
    ended._sources.extend(grads)
    return grads


def _check_unchanged(operation: Function) -> None:
    """A gradient computed from numbers that were changed since would be wrong."""
    array = versions.changed_since(operation._order, operation.__dict__.values())
    if array is not None:
        raise RuntimeError(
            f"backward: {type(operation).__name__} kept a tensor of shape {array.shape} for its gradient, and it was "
            "changed in place before backward() (by an optimizer's step, or by x.add_(...) or x[...] = ... under "
            "no_grad). Call backward() before the change, or change a copy: x.clone()."
        )


def unbroadcast(grad: Any, source: Any, operation: Function) -> Any:
    """Undo broadcasting, for all operations: add the gradient up along every axis that was repeated.

    Also gives it the dtype of the input.
    """
    if source._dtype is None:
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
    if repeated and grad.dtype == backend.float16:  # in which a sum of many numbers is not exact enough
        grad = grad.astype(backend.float32)
    return grad.sum(repeated).reshape(shape).astype(source._dtype, copy=False)


_fitted = unbroadcast  # its name in copies of lesson 03 that students already have


def accumulate(grads: dict, gradient: Any) -> None:
    """Add the gradients that the walk left over, those of the leaves, to their `.grad`.

    Operations may hand one array to two inputs, or a view of another; each `.grad` gets memory of its own, so that
    changing one in place (as clipping does) changes no other.
    """
    given = {id(gradient) if type(gradient) is ndarray else versions.memory(gradient)}
    changed = []
    for leaf, grad in grads.items():
        if not leaf.tracked:  # its requires_grad was switched off since
            continue
        if leaf._hooks is not None:
            grad = leaf._hooks(grad)
        if leaf._grad is not None:
            known = leaf._grad.array
            if known.shape != grad.shape:  # after x.data = ...
                raise RuntimeError(f"backward: x has shape {grad.shape}, x.grad {known.shape}. Set x.grad = None.")
            if known.flags.writeable:
                leaf.grad.array += grad
                changed.append(known)
                continue
            grad = backend.as_array(known + grad)  # an expanded one was assigned: several elements are one place
        if type(grad) is ndarray is type(leaf.array):
            if grad.base is not None or id(grad) in given:
                grad = grad.copy()
            given.add(id(grad))
        else:
            grad = own(grad, leaf, given)
        leaf._grad = constant(grad)
    if changed:
        versions.mark_changed(changed)


def _check_count(operation: Function, grads: tuple, sources: list) -> None:
    """`backward` may leave out gradients only for inputs that want none (numbers, shapes, options)."""
    if len(grads) > len(sources) or any(source is not None for source in sources[len(grads) :]):
        raise RuntimeError(
            f"backward: {type(operation).__name__}.backward returned {len(grads)} gradient(s), but its forward takes "
            f"{len(sources)} input(s). Return one for each, None where there is none."
        )
