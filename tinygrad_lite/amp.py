"""Mixed precision: some operations in fewer bits, and a scale that keeps small gradients from vanishing. `torch.amp`.

On the CPU, NumPy computes with float16 many times more slowly than with float32, and does not know bfloat16. So the
numbers are rounded to what such a number could hold, overflow included, and kept in float32: what is learned is the
same, but nothing becomes faster or smaller there. On another device they are computed in fewer bits indeed.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked, need_kind, need_saved, said
from tinygrad_lite.autograd import Function, Observer
from tinygrad_lite.backend import Device, OtherArray, device_of, float16, float32
from tinygrad_lite.observers import here
from tinygrad_lite.ops import losses
from tinygrad_lite.ops.activations import Softplus
from tinygrad_lite.ops.arithmetic import Pow
from tinygrad_lite.ops.conv import Conv2d
from tinygrad_lite.ops.curves import Expm1, Log1p, Rsqrt, Tan
from tinygrad_lite.ops.einsum import Einsum
from tinygrad_lite.ops.elementwise import Exp, Log
from tinygrad_lite.ops.fused import Linear
from tinygrad_lite.ops.linalg import MatMul
from tinygrad_lite.ops.normalize import BatchNorm, LayerNorm
from tinygrad_lite.ops.norms import LogSumExp, Norm
from tinygrad_lite.ops.recurrent import GRU, LSTM, RNN
from tinygrad_lite.ops.reduce import CumSum, Prod, Sum
from tinygrad_lite.ops.softmax import LogSoftmax, Softmax
from tinygrad_lite.optim import Optimizer
from tinygrad_lite.place import devices_there
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.versions import mark_changed

__all__ = ["GradScaler", "autocast"]

LOWERED = {Linear, MatMul, Conv2d}  # what is computed in fewer bits: products, where nearly all the time is spent
# What needs the range or the digits of float32, whatever comes in. PyTorch's list for GPUs, as far as it is here; and
# what computes with float32 parameters. All else is computed in what comes in.
FULL = {
    Exp, Expm1, Log, Log1p, LogSumExp, Pow, Rsqrt, Tan, Prod, Sum, CumSum, Norm, Softmax, LogSoftmax, Softplus,
    LayerNorm, BatchNorm, RNN, GRU, LSTM, losses.CrossEntropyLoss, losses.NLLLoss, *losses.Loss.__subclasses__(),
}  # fmt: skip


def is_lowered(operation: type[Function], inputs: tuple) -> bool:
    """Whether an operation is computed in fewer bits; an einsum is if it adds up products, as in PyTorch."""
    if operation is not Einsum:
        return operation in LOWERED
    terms, output = inputs[:2]
    return any(sum(letter in term for term in terms) > 1 for letter in {*"".join(terms)} - {*output})


class Rounded(Function):
    """x as the lower precision holds it; its gradient too"""

    @staticmethod
    def forward(ctx, x, rounding):
        ctx.rounding = rounding
        return rounding(x)

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.rounding(grad_output), None


class Lowered(Function):
    """x in bfloat16, on a device; its gradient comes back as float32"""

    @staticmethod
    def forward(ctx, x):
        return devices_there().in_bfloat16(x)

    @staticmethod
    def backward(ctx, grad_output):
        return devices_there().in_float32(grad_output)


class Raised(Function):
    """What was computed in bfloat16, as float32; its gradient goes on in bfloat16"""

    @staticmethod
    def forward(ctx, x):
        return devices_there().in_float32(x)

    @staticmethod
    def backward(ctx, grad_output):
        return devices_there().in_bfloat16(grad_output)


def to_float16(x: np.ndarray) -> np.ndarray:
    """5 bits of exponent, 10 of fraction: about three digits, from 6e-8 to 65504."""
    with np.errstate(over="ignore"):
        return x.astype(float16).astype(float32)


def to_bfloat16(x: np.ndarray) -> np.ndarray:
    """8 bits of exponent, 7 of fraction: two digits, from 1e-38 to 3e38. Half of a float32, rounded to even."""
    bits = np.ascontiguousarray(x, float32).view(np.uint32)
    rounded = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return np.where(np.isnan(x), x, rounded.astype(np.uint32).view(float32).reshape(x.shape))


PRECISIONS = {"float16": to_float16, "bfloat16": to_bfloat16}


def precision(dtype: Any) -> str:
    """The name of a dtype: NumPy's, PyTorch's (which NumPy does not know) or given as text."""
    try:
        return "bfloat16" if dtype is None else np.dtype(dtype).name
    except (TypeError, ValueError):
        return str(dtype).removeprefix("torch.")


class autocast(Observer):
    """Inside the `with` block, matrix products and convolutions are computed in a lower precision.

    Args:
        device_type: "cpu", "cuda", "mps" or "torch": what lies there is meant, and nothing else.
        dtype: tg.float16, which needs a `GradScaler`, or tg.bfloat16 (or their names); by default bfloat16 on the CPU,
            float16 elsewhere, as in PyTorch.
        enabled: with False, full precision even inside another autocast.
        cache_enabled: not supported.
    Raises:
        NotImplementedError: `cache_enabled` is given.

    Parameters and their gradients stay in float32, as do sums, losses, norms and updates. Other threads go on in full
    precision, as in PyTorch. On the CPU the numbers are rounded, and kept in float32. On a device float16 is as in
    PyTorch: products give float16, and what follows is computed in it, up to a sum, softmax, norm or loss. There are no
    tensors of bfloat16: each product is computed in it there, and its result goes on as float32.

    >>> x = tg.tensor([[1.001, 1.0]])
    >>> with tg.amp.autocast("cpu"):
    ...     (x @ x.T).item()
    2.0
    """

    @checked
    def __init__(self, device_type: str, dtype: Any = None, enabled: bool = True, cache_enabled: bool | None = None):
        self.device_type = Device(device_type).type
        if cache_enabled is not None:
            raise NotImplementedError("autocast: cache_enabled is not supported; leave it out.")
        name = precision(dtype) if dtype is not None or self.device_type == "cpu" else "float16"
        if name not in PRECISIONS:
            raise ValueError(f"autocast: dtype must be 'bfloat16' or 'float16', got {dtype!r}.")
        self.rounding, self.enabled, self.name = PRECISIONS[name], enabled, name

    def __enter__(self) -> autocast:
        here.lowering += self.enabled and self.device_type != "cpu"
        return super().__enter__()

    def __exit__(self, *exception: Any) -> None:
        here.lowering -= self.enabled and self.device_type != "cpu"
        super().__exit__(*exception)

    def forward(self, operation: type[Function], inputs: tuple) -> Any:
        on_cpu = self.device_type == "cpu"
        if not self.enabled or (on_cpu and not is_lowered(operation, inputs)) or not self._meant(inputs):
            return super().forward(operation, inputs)
        if not on_cpu:
            return self._on_device(operation, inputs)
        lowered = tuple(self._lowered(value) for value in inputs)
        return self._lowered(super().forward(operation, lowered))

    def _meant(self, inputs: tuple) -> bool:
        """Whether these lie on the device of this autocast, and no other one for it is nearer."""
        for value in inputs:
            if isinstance(value, Tensor):
                if device_of(value.array).type != self.device_type:
                    return False
                break
        else:
            return False
        for one in reversed(here.observers):
            if isinstance(one, autocast) and one.device_type == self.device_type:
                return one is self
        return False

    def _on_device(self, operation: type[Function], inputs: tuple) -> Any:
        lower = is_lowered(operation, inputs)
        if lower and self.name == "bfloat16":
            if not any(is_single(value) for value in inputs):
                return super().forward(operation, inputs)
            lowered = tuple(Lowered.apply(value) if is_single(value) else value for value in inputs)
            return Raised.apply(super().forward(operation, lowered))
        if lower:
            inputs = tuple(value.to(float16) if is_single(value) else value for value in inputs)
        elif operation in FULL:
            inputs = tuple(value.to(float32) if is_half(value) else value for value in inputs)
        return super().forward(operation, inputs)

    def _lowered(self, value: Any) -> Any:
        return Rounded.apply(value, self.rounding) if is_single(value) else value

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return wrapped


def is_single(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dtype == float32


def is_half(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dtype == float16


class GradScaler:
    """Multiplies the loss, so that small gradients do not vanish in float16; finds out by itself by how much.

    Args:
        device: where the gradients are; they are divided and looked at there, and waited for once a step.
        init_scale: the first scale.
        growth_factor: by which the scale grows after `growth_interval` steps without an infinite or NaN gradient.
        backoff_factor: by which it shrinks after a step with one; that step is left out.
        enabled: with False, nothing is scaled or left out.

    >>> w = tg.tensor([1.0], requires_grad=True)
    >>> optimizer, scaler = tg.optim.SGD([w], lr=0.1), tg.amp.GradScaler("cpu")
    >>> scaler.scale((w * 2).sum()).backward()
    >>> scaler.step(optimizer)
    >>> scaler.update()
    >>> w
    tensor([0.8000], requires_grad=True)
    """

    @checked
    def __init__(
        self,
        device: str = "cpu",
        init_scale: float = 65536.0,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ):
        Device(device)
        if not 0 < init_scale < np.inf:
            raise ValueError(f"GradScaler: init_scale must be a positive number, got {init_scale}.")
        if growth_factor <= 1 or not 0 < backoff_factor < 1:
            raise ValueError(
                f"GradScaler: growth_factor must be greater than 1 and backoff_factor between 0 and 1, got "
                f"{growth_factor} and {backoff_factor}."
            )
        self._scale, self._growth_tracker = float(np.float32(init_scale)), 0
        self._growth_factor, self._backoff_factor = growth_factor, backoff_factor
        self._growth_interval, self._enabled = growth_interval, enabled
        self._used = False  # whether a loss was ever scaled
        self._unscaled: dict[int, list] = {}  # optimizers whose gradients were unscaled: was each finite?
        self._stepped: set[int] = set()

    def scale(self, outputs: Any) -> Any:
        """A loss (or several, in a list or tuple) times the scale."""
        if not self._enabled:
            return outputs
        self._used = True
        if isinstance(outputs, Tensor):  # float16 could not hold the scale
            return (outputs.float() if is_half(outputs) else outputs) * self._scale
        if isinstance(outputs, (list, tuple)):
            return type(outputs)(self.scale(output) for output in outputs)
        raise ValueError(f"scale: takes a tensor or a list of tensors, got {type(outputs).__name__}.")

    def unscale_(self, optimizer: Optimizer) -> None:
        """Divide the gradients by the scale, before something looks at them, such as clipping; once a step."""
        if not self._enabled:
            return
        if id(optimizer) in self._stepped:
            raise RuntimeError("unscale_: comes before step(), and step() was called already since the last update().")
        if id(optimizer) in self._unscaled:
            raise RuntimeError("unscale_: was called already for this optimizer since the last update().")
        self._need_scaled("unscale_")
        finite = []
        inverse = 1 / self._scale
        for parameter in (parameter for group in optimizer.param_groups for parameter in group["params"]):
            if parameter.grad is None:
                continue
            gradient = parameter.grad.array
            if gradient.dtype == float16:
                raise ValueError(
                    "unscale_: a parameter and its gradient are float16, which the scale is too large for. Leave the "
                    "model in float32; autocast lowers what needs no more."
                )
            finite.append(np.isfinite(gradient).all())
            gradient *= np.float32(inverse) if type(gradient) is np.ndarray else inverse
            mark_changed([gradient])
        self._unscaled[id(optimizer)] = finite

    def _need_scaled(self, name: str) -> None:
        """Gradients of a loss that was not scaled would be divided all the same, and be far too small."""
        if not self._used:
            raise AssertionError(f"{name}: no loss was scaled; write scaler.scale(loss).backward().")

    def _found_infinite(self, optimizer: int) -> bool:
        """Whether one of its gradients was infinite or NaN. A device is waited for here, the first time."""
        finite = self._unscaled[optimizer]
        places = {device_of(one) for one in finite if isinstance(one, OtherArray)}
        verdicts = [np.stack([one for one in finite if device_of(one) == place]).all() for place in places]
        verdicts += [one for one in finite if not isinstance(one, OtherArray)]
        self._unscaled[optimizer] = [all(map(bool, verdicts))]
        return not self._unscaled[optimizer][0]

    def step(self, optimizer: Optimizer, *args: Any, **kwargs: Any) -> Any:
        """Unscale the gradients, if that was not done, and step; not if one of them is infinite or NaN."""
        if not hasattr(optimizer, "step") or isinstance(optimizer, type):
            raise TypeError(f"step: takes an optimizer, got {said(optimizer)}.")
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs:
            raise RuntimeError("step: a closure cannot be used with a GradScaler.")
        if id(optimizer) in self._stepped:
            raise RuntimeError("step: was called already for this optimizer since the last update().")
        self._need_scaled("step")
        if id(optimizer) not in self._unscaled:
            self.unscale_(optimizer)
        if not self._unscaled[id(optimizer)]:
            raise AssertionError("step: no parameter of this optimizer has a gradient; call backward() first.")
        self._stepped.add(id(optimizer))
        return None if self._found_infinite(id(optimizer)) else optimizer.step(*args, **kwargs)

    def update(self, new_scale: float | Tensor | None = None) -> None:
        """Make the scale smaller if a step was left out, larger after many that were not; at the end of each step."""
        if not self._enabled:
            return
        if new_scale is not None:
            need_kind("update", "new_scale", new_scale, "float")
            if not 0 < float(new_scale) < np.inf:
                raise ValueError(f"update: new_scale must be a positive number, got {float(new_scale)}.")
            self._scale = float(np.float32(float(new_scale)))
        elif not self._unscaled:
            raise AssertionError("update: no gradients were looked at since the last one; call step() before update().")
        elif any([self._found_infinite(optimizer) for optimizer in self._unscaled]):
            self._scale, self._growth_tracker = float(np.float32(self._scale * self._backoff_factor)), 0
        else:
            self._grow()
        self._unscaled, self._stepped = {}, set()

    def _grow(self) -> None:
        self._growth_tracker += 1
        if self._growth_tracker == self._growth_interval:
            self._growth_tracker = 0
            with np.errstate(over="ignore"):
                larger = float(np.float32(self._scale * self._growth_factor))
            if np.isfinite(larger):
                self._scale = larger

    def get_scale(self) -> float:
        """The scale now; 1 if not enabled."""
        return self._scale if self._enabled else 1.0

    def get_growth_factor(self) -> float:
        """By which the scale grows."""
        return self._growth_factor

    def set_growth_factor(self, new_factor: float) -> None:
        """Let the scale grow by another factor from now on."""
        self._growth_factor = new_factor

    def get_backoff_factor(self) -> float:
        """By which the scale shrinks."""
        return self._backoff_factor

    def set_backoff_factor(self, new_factor: float) -> None:
        """Let the scale shrink by another factor from now on."""
        self._backoff_factor = new_factor

    def get_growth_interval(self) -> int:
        """After how many good steps the scale grows."""
        return self._growth_interval

    def set_growth_interval(self, new_interval: int) -> None:
        """Let the scale grow after another number of good steps from now on."""
        self._growth_interval = new_interval

    def is_enabled(self) -> bool:
        """Whether anything is scaled."""
        return self._enabled

    def state_dict(self) -> dict[str, Any]:
        """The scale and how it grows, in PyTorch's layout; empty if not enabled."""
        names = ("scale", "growth_factor", "backoff_factor", "growth_interval", "_growth_tracker")
        return {name: getattr(self, f"_{name.lstrip('_')}") for name in names} if self._enabled else {}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on from a `state_dict`, ours or PyTorch's."""
        if not self._enabled:
            return
        if isinstance(state_dict, dict) and not state_dict:
            raise RuntimeError("load_state_dict: the saved state is empty: that scaler was not enabled.")
        need_saved("GradScaler", state_dict, names := list(self.state_dict()))
        for name in names:
            need_kind("GradScaler", f"the saved {name}", state_dict[name], "float")
        vars(self).update({f"_{name.lstrip('_')}": state_dict[name] for name in names})
