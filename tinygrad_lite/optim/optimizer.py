"""What all optimizers share: groups of parameters, their state, and how a step goes through them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tinygrad_lite.autograd import enable_grad
from tinygrad_lite.ops.common import refuse
from tinygrad_lite.optim.packs import Pack, packed
from tinygrad_lite.tensor import Tensor


class Optimizer:
    """Changes parameters along their gradients. A subclass says how, twice:

    `plain(param, grad, state, group)`, as in a textbook, for one parameter; and `update(param, grad, state, scratch,
    numbers)` for a flat piece of many, with few passes and no new memory. The second is used (several times as fast
    for large parameters, and for many small ones); with `foreach=False` the first. Tests hold both to agree.
    """

    state_names: tuple[str, ...] = ()  # arrays of the parameter's shape that are kept for each
    small: int = 8192  # parameters of up to so many elements are gathered; the more passes, the sooner it pays

    def __init__(self, params: Any, defaults: dict[str, Any]):
        self.name = type(self).__name__
        self.defaults = defaults
        self.state: dict[Tensor, dict[str, Tensor]] = {}
        self.param_groups: list[dict[str, Any]] = []
        self._packs: dict[tuple, list[tuple[np.ndarray, list[Pack]]]] = {}
        if isinstance(params, Tensor) or not isinstance(params, Iterable):
            hint = " Write model.parameters()." if hasattr(params, "parameters") else " Put it in a list."
            raise TypeError(
                f"{self.name}: params must be parameters or groups of them, got {type(params).__name__}.{hint}"
            )
        groups = list(params)
        if not groups:
            raise ValueError(f"{self.name}: got no parameters. Does the model set its layers as attributes of self?")
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """One more group: a dict with "params", and settings that differ from the others' (such as "lr")."""
        unknown = set(param_group) - set(self.defaults) - {"params"}
        if unknown:
            raise ValueError(f"{self.name}: unknown setting(s) {sorted(unknown)} in a parameter group.")
        params = param_group["params"]
        group = {**self.defaults, **param_group, "params": [params] if isinstance(params, Tensor) else list(params)}
        known = {id(p) for other in self.param_groups for p in other["params"]}
        for p in group["params"]:
            if not isinstance(p, Tensor):
                raise TypeError(f"{self.name}: parameters must be tensors, got {type(p).__name__}.")
            if not p.is_leaf:
                raise ValueError(f"{self.name}: cannot train a computed tensor; take the one it was computed from.")
            if id(p) in known:
                raise ValueError(f"{self.name}: a parameter is given twice; each belongs to one group.")
            known.add(id(p))
        self.check(group)
        self.param_groups.append(group)

    def check(self, group: dict[str, Any]) -> None:
        """Raise an error for settings that make no sense."""
        self.need_positive(lr=group["lr"], weight_decay=group["weight_decay"])
        for setting in ("capturable", "differentiable"):
            refuse(self.name, **{setting: (group.get(setting, False), False)})
        refuse(self.name, fused=(group["fused"] or None, None))

    def need_positive(self, **settings: Any) -> None:
        for setting, value in settings.items():  # 0 is allowed: a schedule may start from it
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not value >= 0:
                raise ValueError(f"{self.name}: {setting} must be a positive number, got {value}.")

    # ------------------------------------------------------------------------------------------ a step
    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters (or set them to zeros)."""
        for group in self.param_groups:
            for p in group["params"]:
                if set_to_none:
                    p.grad = None
                elif p.grad is not None:
                    p.grad.array[...] = 0

    def step(self, closure: Callable | None = None) -> Any:
        """Change every parameter that has a gradient. `closure`, if given, computes the loss first and is returned."""
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [p for p in group["params"] if p.grad is not None]
            if group["foreach"] is False:
                for p in params:
                    self.plain(p.array, signed(p.grad.array, group), self.own_state(p, group), group)
            elif params:
                for step, packs in self.packs(params, group):
                    step += 1  # in place: the array counts for all of these
                    numbers = self.numbers(float(step), group)
                    for pack in packs:
                        pack.update(self.update, numbers)
        return loss

    def own_state(self, p: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        """The state of one parameter, made when it is first needed."""
        raise NotImplementedError

    def packs(self, params: list[Tensor], group: dict[str, Any]) -> list[tuple[np.ndarray, list[Pack]]]:
        """The parameters in packs that are updated together; made anew when other parameters have gradients."""
        names = self.kept(group)
        key = (names, *map(id, params))
        if key not in self._packs:
            self._packs = {k: packs for k, packs in self._packs.items() if not set(key[1:]) & set(k[1:])}
            states = [self.own_state(p, group) for p in params]
            steps = [self.steps_done(state) for state in states]
            self._packs[key] = packed(params, states, names, steps, self.small)
        return self._packs[key]

    def kept(self, group: dict[str, Any]) -> tuple[str, ...]:
        """The names of the state arrays that these settings need."""
        return self.state_names

    def steps_done(self, state: dict[str, Tensor]) -> float:
        """How many steps this parameter has seen."""
        return float(state["step"].array)

    def numbers(self, step: float, group: dict[str, Any]) -> Any:
        """What the settings come to in this step: computed once, used for all parameters."""
        raise NotImplementedError

    @staticmethod
    def plain(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        raise NotImplementedError

    @staticmethod
    def update(param: Any, grad: Any, state: list, scratch: Any, numbers: Any) -> None:
        raise NotImplementedError

    # --------------------------------------------------------------------------------- saving and loading
    def state_dict(self) -> dict[str, Any]:
        """The state and settings in PyTorch's layout: parameters are numbered in the order of the groups."""
        number: dict[Tensor, int] = {}
        for group in self.param_groups:
            for p in group["params"]:
                number[p] = len(number)
        return {
            "state": {number[p]: dict(state) for p, state in self.state.items()},
            "param_groups": [{**group, "params": [number[p] for p in group["params"]]} for group in self.param_groups],
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Continue from a `state_dict` of an optimizer of the same name, ours or PyTorch's; the numbers are copied.

        Raises:
            ValueError: it has other groups, or groups of other lengths, than this optimizer.
        """
        saved = state_dict["param_groups"]
        if [len(group["params"]) for group in saved] != [len(group["params"]) for group in self.param_groups]:
            raise ValueError(f"{self.name}: the saved state belongs to other parameter groups than these.")
        for group, loaded in zip(self.param_groups, saved):
            group.update({name: value for name, value in loaded.items() if name != "params" and name in group})
        numbers = [number for group in saved for number in group["params"]]
        params = [p for group in self.param_groups for p in group["params"]]
        self.state, self._packs = {}, {}
        for number, p in zip(numbers, params):
            if number in state_dict["state"]:
                loaded = state_dict["state"][number].items()
                self.state[p] = {name: loaded_tensor(name, value, p) for name, value in loaded if value is not None}

    def __repr__(self) -> str:
        lines = [f"{self.name} ("]
        for i, group in enumerate(self.param_groups):
            lines += [f"Parameter Group {i}", *(f"    {k}: {group[k]}" for k in sorted(group) if k != "params")]
        return "\n".join([*lines, ")"])


def loaded_tensor(name: str, value: Any, p: Tensor) -> Tensor:
    """A copy, in the dtype of the parameter; a count of steps stays float32, as in PyTorch."""
    return Tensor(np.asarray(value).astype(np.float32 if name == "step" else p.dtype))


def signed(grad: np.ndarray, group: dict[str, Any]) -> np.ndarray:
    return -grad if group["maximize"] else grad


def decayed(param: Any, grad: Any, scratch: Any, maximize: bool, weight_decay: float) -> Any:
    """The gradient of loss + weight_decay / 2 · |param|², or of -loss to maximize it; in scratch[1] if changed."""
    if not maximize and not weight_decay:
        return grad
    np.negative(grad, out=scratch[1]) if maximize else np.copyto(scratch[1], grad)
    if weight_decay:
        scratch[1] += np.multiply(param, weight_decay, out=scratch[0])
    return scratch[1]
