"""Mixed precision: some operations in fewer bits, and a scale that keeps small gradients from vanishing. `torch.amp`.

NumPy computes with float16 many times more slowly than with float32, and does not know bfloat16. So the numbers are
rounded to what such a number could hold, overflow included, and kept in float32: what is learned is the same, but
nothing becomes faster or smaller here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tinygrad_lite.autograd import Function, Observer
from tinygrad_lite.backend import Device, float16, float32
from tinygrad_lite.observers import here
from tinygrad_lite.ops.conv import Conv2d
from tinygrad_lite.ops.fused import Linear
from tinygrad_lite.ops.linalg import MatMul
from tinygrad_lite.optim import Optimizer
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.versions import mark_changed

LOWERED = {Linear, MatMul, Conv2d}  # what is computed in fewer bits: products, where nearly all the time is spent


class Rounded(Function):
    """x as the lower precision holds it; its gradient too"""

    @staticmethod
    def forward(ctx, x, rounding):
        ctx.rounding = rounding
        return rounding(x)

    @staticmethod
    def backward(ctx, grad_output):
        return ctx.rounding(grad_output), None


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
    except TypeError:
        return str(dtype).removeprefix("torch.")


class autocast(Observer):
    """Inside the `with` block, matrix products and convolutions are computed in a lower precision.

    Args:
        device_type: "cpu".
        dtype: "bfloat16", as on PyTorch's CPU, or "float16" (or tg.float16), which needs a `GradScaler`.
        enabled: with False, full precision even inside another autocast.
        cache_enabled: not supported.

    Sums, losses and updates stay in float32, as do the parameters and their gradients. Other threads go on in full
    precision, as in PyTorch.

    >>> x = tg.tensor([[1.001, 1.0]])
    >>> with tg.amp.autocast("cpu"):
    ...     (x @ x.T).item()
    2.0
    """

    def __init__(self, device_type: str, dtype: Any = None, enabled: bool = True, cache_enabled: bool | None = None):
        Device(device_type)
        if cache_enabled is not None:
            raise NotImplementedError("autocast: cache_enabled is not supported; leave it out.")
        name = precision(dtype)
        if name not in PRECISIONS:
            raise ValueError(f"autocast: dtype must be 'bfloat16' or 'float16', got {dtype!r}.")
        self.rounding, self.enabled = PRECISIONS[name], enabled

    def forward(self, operation: type[Function], inputs: tuple) -> Any:
        innermost = next(observer for observer in reversed(here.observers) if isinstance(observer, autocast))
        if innermost is not self or not self.enabled or operation not in LOWERED:
            return super().forward(operation, inputs)
        lowered = tuple(self._lowered(value) for value in inputs)
        return self._lowered(super().forward(operation, lowered))

    def _lowered(self, value: Any) -> Any:
        is_single = isinstance(value, Tensor) and value.dtype == float32
        return Rounded.apply(value, self.rounding) if is_single else value

    def __call__(self, function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return wrapped


class GradScaler:
    """Multiplies the loss, so that small gradients do not vanish in float16; finds out by itself by how much.

    Args:
        device: "cpu".
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
        self._unscaled: dict[int, bool] = {}  # optimizers whose gradients were unscaled: was one infinite or NaN?
        self._stepped: set[int] = set()

    def scale(self, outputs: Any) -> Any:
        """A loss (or several, in a list or tuple) times the scale."""
        if not self._enabled:
            return outputs
        if isinstance(outputs, Tensor):
            return outputs * self._scale
        if isinstance(outputs, Iterable):
            return type(outputs)(self.scale(output) for output in outputs)  # type: ignore[call-arg]
        raise ValueError(f"scale: takes a tensor or a list of tensors, got {type(outputs).__name__}.")

    def unscale_(self, optimizer: Optimizer) -> None:
        """Divide the gradients by the scale, before something looks at them, such as clipping; once a step."""
        if not self._enabled:
            return
        if id(optimizer) in self._stepped:
            raise RuntimeError("unscale_: comes before step(), and step() was called already since the last update().")
        if id(optimizer) in self._unscaled:
            raise RuntimeError("unscale_: was called already for this optimizer since the last update().")
        found = False
        for group in optimizer.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    found |= not np.isfinite(parameter.grad.array).all()
                    parameter.grad.array *= np.float32(1 / self._scale)
                    mark_changed([parameter.grad.array])
        self._unscaled[id(optimizer)] = found

    def step(self, optimizer: Optimizer, *args: Any, **kwargs: Any) -> Any:
        """Unscale the gradients, if that was not done, and step; not if one of them is infinite or NaN."""
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs:
            raise RuntimeError("step: a closure cannot be used with a GradScaler.")
        if id(optimizer) in self._stepped:
            raise RuntimeError("step: was called already for this optimizer since the last update().")
        if id(optimizer) not in self._unscaled:
            self.unscale_(optimizer)
        self._stepped.add(id(optimizer))
        return None if self._unscaled[id(optimizer)] else optimizer.step(*args, **kwargs)

    def update(self, new_scale: float | Tensor | None = None) -> None:
        """Make the scale smaller if a step was left out, larger after many that were not; at the end of each step."""
        if not self._enabled:
            return
        if new_scale is not None:
            self._scale = float(np.float32(float(new_scale)))
        elif not self._unscaled:
            raise AssertionError("update: no gradients were looked at since the last one; call step() before update().")
        elif any(self._unscaled.values()):
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
        if not state_dict:
            raise RuntimeError("load_state_dict: the saved state is empty: that scaler was not enabled.")
        for name, value in state_dict.items():
            setattr(self, f"_{name.lstrip('_')}", value)
