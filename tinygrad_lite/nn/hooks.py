"""Functions called before and after a module's `forward`, to look at what goes in and out, or to change it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from tinygrad_lite.autograd import HookHandle
from tinygrad_lite.ops.common import need_bool


class ModuleHooks:
    """The hooks of one module, in the order in which they are called."""

    def __init__(self) -> None:
        self.before: OrderedDict[object, Callable] = OrderedDict()  # hook(module, args, kwargs)
        self.after: OrderedDict[object, Callable] = OrderedDict()  # hook(module, args, kwargs, output)

    def run(self, module: Any, args: tuple, kwargs: dict) -> Any:
        """`module.forward`, with all hooks; what a hook returns, unless None, takes the place of what it was given."""
        if not (self.before or self.after):
            module._hooks = None  # all were removed: from now on plain calls again
        for hook in list(self.before.values()):
            args, kwargs = hook(module, args, kwargs)
        output = module.forward(*args, **kwargs)
        for hook in list(self.after.values()):
            changed = hook(module, args, kwargs, output)
            output = output if changed is None else changed
        return output


def registered(hooks: OrderedDict, hook: Callable, prepend: bool) -> HookHandle:
    """The handle of a hook put at the end, or at the beginning, of `hooks`."""
    need_bool(prepend, "a forward hook", "prepend")
    handle = HookHandle(hooks, hook)
    if prepend:
        hooks.move_to_end(handle, last=False)
    return handle


def called_before(hook: Callable, with_kwargs: bool) -> Callable:
    """A hook that is called before, in the form (module, args, kwargs) → (args, kwargs)."""
    need_bool(with_kwargs, "a forward hook", "with_kwargs")

    def called(module: Any, args: tuple, kwargs: dict) -> tuple[tuple, dict]:
        changed = hook(module, args, kwargs) if with_kwargs else hook(module, args)
        if changed is None:
            return args, kwargs
        if not with_kwargs:
            return (changed if isinstance(changed, tuple) else (changed,)), kwargs
        if isinstance(changed, tuple) and len(changed) == 2:
            return changed
        raise RuntimeError(f"forward pre-hook: must return None or (new args, new kwargs), got {changed!r:.60}.")

    return called


def called_after(hook: Callable, with_kwargs: bool) -> Callable:
    """A hook that is called after, in the form (module, args, kwargs, output) → output or None."""
    need_bool(with_kwargs, "a forward hook", "with_kwargs")
    return hook if with_kwargs else lambda module, args, kwargs, output: hook(module, args, output)
