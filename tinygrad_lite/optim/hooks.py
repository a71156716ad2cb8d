"""Hooks of optimizers: functions that are called before and after each step. As in PyTorch."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from tinygrad_lite.autograd import HookHandle


class StepHooks:
    """What lets functions be called before and after an optimizer's `step`.

    A subclass need not care, whatever its `step` is and wherever it comes from: it is made to call them when the class
    is defined, and, if it was replaced since, when a hook is registered.
    """

    _step_hooks: tuple[dict, dict] | None = None  # those before and those after the step; None as long as none was set
    _inside_step = False  # hooks have been called, and the step itself runs

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "step"):
            cls._let_step_call_hooks()

    @classmethod
    def _let_step_call_hooks(cls) -> None:
        step = cls.step  # type: ignore[attr-defined]
        if getattr(step, "calls_hooks", None) is step:
            return
        owner = next(base for base in cls.__mro__ if "step" in vars(base))
        if not issubclass(owner, StepHooks):  # a mixin, which may serve other classes as well
            owner = cls
        owner.step = hooked(step)  # type: ignore[attr-defined]

    def register_step_pre_hook(self, hook: Callable) -> HookHandle:
        """Call `hook(optimizer, args, kwargs)` before each step, with what `step` was given (args[0] is the optimizer).

        A pair (args, kwargs) that it returns takes their place. Several hooks are called in the order in which they
        were registered. They belong to this optimizer: not to its `state_dict`, and not to a copy of it.

        >>> w = tg.tensor([1.0], requires_grad=True)
        >>> optimizer = tg.optim.SGD([w], lr=0.1)
        >>> handle = optimizer.register_step_pre_hook(lambda optimizer, args, kwargs: print("gradient:", w.grad.item()))
        >>> (w * 3).sum().backward()
        >>> optimizer.step()
        gradient: 3.0
        >>> handle.remove()
        """
        return HookHandle(self._hooks()[0], hook)

    def register_step_post_hook(self, hook: Callable) -> HookHandle:
        """Call `hook(optimizer, args, kwargs)` after each step; see `register_step_pre_hook`."""
        return HookHandle(self._hooks()[1], hook)

    def _hooks(self) -> tuple[dict, dict]:
        self._let_step_call_hooks()
        if self._step_hooks is None:
            self._step_hooks = ({}, {})
        return self._step_hooks

    def __getstate__(self) -> dict[str, Any]:
        """What copies and pickles keep: everything but the hooks, and what a schedule's hook has noted."""
        left = ("_step_hooks", "_inside_step", "_opt_called")
        return {name: value for name, value in vars(self).items() if name not in left}


def hooked(step: Callable) -> Callable:
    """A method `step` that calls the hooks of its optimizer before and after; once, if it calls another such method."""

    @functools.wraps(step)
    def with_hooks(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self._step_hooks is None or self._inside_step:
            return step(self, *args, **kwargs)
        before, after = self._step_hooks
        args = (self, *args)
        for hook in list(before.values()):
            given = hook(self, args, kwargs)
            if given is not None:
                if not (isinstance(given, tuple) and len(given) == 2):
                    raise RuntimeError(
                        f"register_step_pre_hook: a hook returns None or a pair (args, kwargs), got {given!r:.60}."
                    )
                args, kwargs = given
        self._inside_step = True
        try:
            result = step(*args, **kwargs)
        finally:
            self._inside_step = False
        for hook in list(after.values()):
            hook(self, args, kwargs)
        return result

    with_hooks.calls_hooks = with_hooks  # type: ignore[attr-defined]  # itself: a copied mark is none (functools.wraps)
    return with_hooks
