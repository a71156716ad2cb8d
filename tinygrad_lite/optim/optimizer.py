"""What all optimizers share: groups of parameters, their state, and how a step goes through them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import is_number, is_several, need_callable, said
from tinygrad_lite.autograd import enable_grad
from tinygrad_lite.backend import DeviceError, beside, on_host
from tinygrad_lite.ops.common import need_bool, refuse
from tinygrad_lite.ops.conversions import array_from
from tinygrad_lite.ops.writable import make_writable
from tinygrad_lite.optim.hooks import StepHooks
from tinygrad_lite.optim.packs import Plan, make_batches
from tinygrad_lite.tensor import Tensor
from tinygrad_lite.versions import mark_changed

SWITCHES = {
    "amsgrad", "capturable", "centered", "decoupled_weight_decay", "differentiable", "foreach", "fused", "maximize",
    "nesterov",
}  # fmt: skip


class Optimizer(StepHooks):
    """Changes parameters along their gradients. A subclass says how, twice:

    `plain_step(param, grad, state, group)` is the formula as in a textbook, for one parameter: the one to read. It runs
    with `foreach=False`. `packed_step(param, grad, state, scratch, coefficients, group)` is the same for a flat piece
    of many parameters, with few passes and no new memory: the one that runs otherwise, because it is several times as
    fast for large parameters and for many small ones (`packs.py`). Tests hold both to agree.
    """

    state_names: tuple[str, ...] = ()  # arrays of the parameter's shape that are kept for each
    scalar_names: tuple[str, ...] = ("step",)  # single numbers that are, float32 as in PyTorch
    first_values: dict[str, float] = {}  # of both, where they are not 0
    tensor_lr_with_foreach: bool = True  # PyTorch's Adam and AdamW alone do not take both
    small: int = 8192  # parameters of up to so many elements are gathered; the more passes, the sooner it pays

    def __init__(self, params: Any, defaults: dict[str, Any]):
        self.name = type(self).__name__
        if not isinstance(defaults, dict) or "lr" not in defaults:
            raise TypeError(f'{self.name}: defaults must be a dict with "lr" at least, got {said(defaults)}.')
        defaults = {"weight_decay": 0.0, "foreach": None, **defaults} if type(self) is Optimizer else defaults
        self.defaults = defaults
        self.state: dict[Tensor, dict[str, Tensor]] = defaultdict(dict)
        self.param_groups: list[dict[str, Any]] = []
        self._plans: dict[int, Plan] = {}  # a group's number → how its parameters are updated together
        groups = listed(self.name, params)
        for group in groups if isinstance(groups[0], dict) else [{"params": groups}]:
            self.add_param_group(group)

    def add_param_group(self, param_group: dict[str, Any]) -> None:
        """One more group: a dict with "params", and settings that differ from the others' (such as "lr").

        The parameters may come with names, as `model.named_parameters()`; then the group has "param_names" as well.
        """
        if not isinstance(param_group, dict) or "params" not in param_group:
            raise TypeError(f'{self.name}: a parameter group is a dict with "params", got {param_group!r:.60}.')
        unknown = set(param_group) - set(self.defaults) - {"params", "param_names", "name", "initial_lr"}
        if unknown:
            raise ValueError(f"{self.name}: unknown setting(s) {sorted(unknown)} in a parameter group.")
        params = param_group["params"]
        params = [params] if isinstance(params, Tensor) else listed(self.name, params, empty=True)
        group = {**self.defaults, **param_group, **named(self.name, params)}
        known = {id(p) for p in self._params()}
        for p in group["params"]:
            if not isinstance(p, Tensor):
                raise TypeError(f"{self.name}: parameters must be tensors, got {type(p).__name__}.")
            if not p.is_leaf:
                raise ValueError(f"{self.name}: cannot train a computed tensor; take the one it was computed from.")
            if id(p) in known:
                raise ValueError(f"{self.name}: a parameter is given twice; each belongs to one group.")
            if not p.array.flags.writeable:
                make_writable(p.array, self.name)
            known.add(id(p))
        if any(("param_names" in group) != ("param_names" in other) for other in self.param_groups):
            raise ValueError(f"{self.name}: some groups have parameters with names, some without; choose one.")
        self.check(group)
        self.param_groups.append(group)

    def check(self, group: dict[str, Any]) -> None:
        """Raise an error for settings that make no sense."""
        self.need_switches(group)
        lr = group["lr"]
        if isinstance(lr, Tensor):
            self.check_tensor_lr(group)
            lr = lr.item()
        self.need_positive(lr=lr, weight_decay=group["weight_decay"])
        for setting in ("capturable", "differentiable"):
            refuse(self.name, **{setting: (group.get(setting, False), False)})
        refuse(self.name, fused=(group.get("fused") or None, None))

    def need_switches(self, group: dict[str, Any]) -> None:
        """What is on or off is True or False; those that choose by themselves may be None."""
        for name in SWITCHES & group.keys():
            if group[name] is not None:
                need_bool(group[name], self.name, name)

    def check_tensor_lr(self, group: dict[str, Any]) -> None:
        """A learning rate may be a tensor, which is read in every step: it can be changed in place."""
        if group["lr"].array.size != 1:
            raise ValueError(f"{self.name}: a tensor as lr must have one element, got shape {group['lr'].shape}.")
        if group["foreach"] and not self.tensor_lr_with_foreach:
            raise ValueError(f"{self.name}: a tensor as lr does not go with foreach=True. Leave foreach out.")

    def need_positive(self, **settings: Any) -> None:
        for setting, value in settings.items():  # 0 is allowed: a schedule may start from it
            if isinstance(value, bool) or not isinstance(value, (int, float, np.floating)) or not value >= 0:
                hint = f" Write {setting}.item()." if isinstance(value, Tensor) else ""  # only lr may be one
                raise ValueError(f"{self.name}: {setting} must be a positive number, got {value!r}.{hint}")

    def _params(self) -> list[Tensor]:
        return [p for group in self.param_groups for p in group["params"]]

    # ------------------------------------------------------------------------------------------ a step
    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters (or set them to zeros)."""
        if set_to_none is not True:
            need_bool(set_to_none, "zero_grad", "set_to_none")
        for p in self._params():
            if set_to_none:
                p._grad = None
            elif p.grad is not None:
                p.grad.zero_()

    def step(self, closure: Callable | None = None) -> Any:
        """Change every parameter that has a gradient. `closure`, if given, computes the loss first and is returned."""
        loss = None
        if closure is not None:
            need_callable(f"{self.name}.step", "closure", closure)
            with enable_grad():
                loss = closure()
        for i, group in enumerate(self.param_groups):
            params = [p for p in group["params"] if p._grad is not None]
            if not params:
                continue
            try:
                if isinstance(group["lr"], Tensor):
                    self.check_tensor_lr(group)
                    group = {**group, "lr": group["lr"].item()}  # what it holds now
                changed = self.step_group(i, group, params)
            except (TypeError, ValueError):
                self.check(group)  # which says what is wrong, if a setting is
                raise
            mark_changed([p.array for p in params] + changed)  # a graph that still needs the old numbers will say so
        return loss

    def step_group(self, i: int, group: dict[str, Any], params: list[Tensor]) -> list[np.ndarray]:
        """Change the parameters of group i that have a gradient; returns the memory of their state, changed as well."""
        if group["foreach"] is False:
            sum(group[name] for name, first in self.defaults.items() if type(first) in (int, float))  # still numbers
            for p in params:
                self.decay_and_plain_step(p, group)
            return [value.array for p in params for value in self.state.get(p, {}).values()]
        plan = self.plan(i, group, params)
        for batch in plan.batches:
            coefficients = decay_coefficient(group), *self.coefficients(batch.scalars, group)
            batch.step(self.decay_and_packed_step, coefficients, group)
        return plan.memory

    # What `maximize` and `weight_decay` do is the same for all optimizers: first as in a textbook, then in passes.
    def decay_and_plain_step(self, p: Tensor, group: dict[str, Any]) -> None:
        """`plain_step`, with the gradient of loss + weight_decay / 2 · |param|², or of -loss + … to maximize it.

        With decoupled weight decay (AdamW's), the gradient stays that of the loss; the weights are made smaller.
        """
        grad = -p.grad.array if group["maximize"] else p.grad.array
        if group.get("decoupled_weight_decay"):
            p.array *= 1 - group["lr"] * group["weight_decay"]
        elif group["weight_decay"]:
            grad = grad + group["weight_decay"] * p.array
        self.plain_step(p.array, grad, self.own_state(p, group), group)

    def decay_and_packed_step(
        self, param: Any, grad: Any, state: list, scratch: Any, coefficients: list, group: dict[str, Any]
    ) -> None:
        """The same for `packed_step`; a gradient that differs is put into scratch[1]. scratch[0] is overwritten."""
        if group["maximize"]:
            grad = np.negative(grad, out=scratch[1])
        if group["weight_decay"] and group.get("decoupled_weight_decay"):
            param *= coefficients[0]
        elif group["weight_decay"]:
            grad = np.add(grad, np.multiply(param, coefficients[0], out=scratch[0]), out=scratch[1])
        self.packed_step(param, grad, state, scratch, coefficients[1:], group)

    def own_state(self, p: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        """The state of one parameter; what is missing is made."""
        state = self.state[p]
        for name in (*self.scalar_names, *self.needed_state(group)):
            if state.get(name) is None:
                like = np.float32(0) if name in self.scalar_names else p.array
                state[name] = Tensor(np.full_like(like, self.first_values.get(name, 0)))
            else:
                self.check_state(p, name, state[name])
        return state

    def check_state(self, p: Tensor, name: str, value: Any) -> None:
        """Raise an error for what was put into the state and is of no use there."""
        if not isinstance(value, Tensor):
            kind = type(value).__name__
            raise TypeError(f"{self.name}: state[p][{name!r}] must be a tensor, got {kind}. Write tg.tensor(...).")
        is_scalar = name in self.scalar_names
        if value.array.size != 1 if is_scalar else value.shape != p.shape:
            needed = "one element" if is_scalar else f"the shape of its parameter, {p.shape}"
            raise ValueError(f"{self.name}: state[p][{name!r}] must have {needed}, got shape {value.shape}.")
        if value.device != p.device and not is_scalar:
            raise DeviceError(
                f"{self.name}: state[p][{name!r}] lies on {value.device}, its parameter on {p.device}. Move the model "
                "before the first step, or bring the state after it: optimizer.load_state_dict(optimizer.state_dict())."
            )

    def check_unshared(self, states: list[dict[str, Tensor]], names: tuple[str, ...]) -> None:
        """Raise an error where one tensor is the state of two parameters: each step would have to change it twice."""
        for name in names:
            arrays = [id(state[name].array) for state in states if state.get(name) is not None]
            if len(set(arrays)) < len(arrays):
                raise ValueError(
                    f"{self.name}: state[p][{name!r}] is one tensor for several parameters. Give each its own: "
                    "copy.deepcopy(state), or tensor.clone()."
                )

    def plan(self, i: int, group: dict[str, Any], params: list[Tensor]) -> Plan:
        """How the parameters of group i are updated together; made anew when they or their state are others."""
        arrays = self.needed_state(group)
        names = (*self.scalar_names, *arrays)
        plan = self._plans.get(i)
        if plan is None or not plan.holds(params, self.state, names):
            states = [self.own_state(p, group) for p in params]
            self.check_unshared(states, names)
            batches = make_batches(params, states, [self.scalars(state) for state in states], arrays, self.small)
            plan = self._plans[i] = Plan(params, self.state, names, batches)
        return plan

    def needed_state(self, group: dict[str, Any]) -> tuple[str, ...]:
        """The names of the state arrays that these settings need."""
        return self.state_names

    def scalars(self, state: dict[str, Tensor]) -> dict[str, float]:
        """What must be the same for parameters that are updated together, such as how many steps they have seen."""
        return {name: state[name].item() for name in self.scalar_names}

    def coefficients(self, scalars: dict[str, np.ndarray], group: dict[str, Any]) -> tuple[float, ...]:
        """What the settings come to in this step, which is counted: computed once, used for all parameters.

        `scalars` holds for each name as many equal numbers as there are parameters.
        """
        raise NotImplementedError

    @staticmethod
    def plain_step(param: np.ndarray, grad: np.ndarray, state: dict[str, Tensor], group: dict[str, Any]) -> None:
        raise NotImplementedError

    @staticmethod
    def packed_step(param: Any, grad: Any, state: list, scratch: Any, coefficients: Any, group: dict[str, Any]) -> None:
        raise NotImplementedError

    # --------------------------------------------------------------------------------- saving and loading
    def __getstate__(self) -> dict[str, Any]:
        """What copies and pickles keep: no plans, whose memory is that of this optimizer's state."""
        return {**super().__getstate__(), "_plans": {}}

    def state_dict(self) -> dict[str, Any]:
        """The state and settings in PyTorch's layout: parameters are numbered in the order of the groups."""
        index = {p: i for i, p in enumerate(self._params())}
        return {
            "state": {index[p]: dict(state) for p, state in self.state.items() if p in index},
            "param_groups": [{**group, "params": [index[p] for p in group["params"]]} for group in self.param_groups],
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Continue from a `state_dict` of an optimizer of the same name, ours or PyTorch's; the numbers are copied.

        Raises:
            ValueError: it has other groups, groups of other lengths, or state of other shapes, than this optimizer.
            TypeError: it holds NumPy arrays in place of tensors.
        """
        need_state(self.name, state_dict)
        saved = state_dict["param_groups"]
        if not all(
            isinstance(group["params"], (list, tuple)) and all(map(is_number, group["params"])) for group in saved
        ):
            raise TypeError(f"{self.name}: the saved params of a group must be a list of the parameters' numbers.")
        if [len(group["params"]) for group in saved] != [len(group["params"]) for group in self.param_groups]:
            raise ValueError(f"{self.name}: the saved state belongs to other parameter groups than these.")
        groups = [
            {**old, **{name: loaded_setting(value) for name, value in new.items()}, "params": old["params"]}
            for old, new in zip(self.param_groups, saved)
        ]
        for group in groups:
            self.check(group)
        indices = [index for group in saved for index in group["params"]]
        states = {
            p: {
                name: self.loaded(name, value, p)
                for name, value in state_dict["state"][index].items()
                if value is not None
            }
            for index, p in zip(indices, self._params())
            if index in state_dict["state"]
        }
        self.state.clear()
        self.state.update(states)
        for group, loaded in zip(self.param_groups, groups):
            group.update(loaded)

    def loaded(self, name: str, value: Any, p: Tensor) -> Tensor:
        """A copy, in the dtype of the parameter and on its device; a scalar stays float32."""
        if isinstance(value, np.ndarray):
            raise TypeError(f"{self.name}: the saved {name} must be a tensor, got a NumPy array. Write tg.tensor(...).")
        array, is_scalar = array_from(value), name in self.scalar_names
        if not is_scalar and array.shape != p.shape:
            raise ValueError(
                f"{self.name}: the saved {name} has shape {array.shape}, but its parameter {p.shape}. "
                "Are the parameters in another order?"
            )
        if is_scalar:  # single numbers stay on the CPU, as in PyTorch
            return Tensor(on_host(array).astype(np.float32))
        return Tensor(beside(p.array, array, p.dtype))

    def __repr__(self) -> str:
        groups = [
            "\n".join([f"Parameter Group {i}", *(f"    {k}: {group[k]}" for k in sorted(group) if k != "params")])
            for i, group in enumerate(self.param_groups)
        ]
        return f"{self.name} (\n" + "\n\n".join(groups) + "\n)"


def settings(arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments of an `__init__`, from its `locals()`, without those that are no settings."""
    return {name: value for name, value in arguments.items() if name not in ("self", "params", "__class__")}


def listed(name: str, params: Any, empty: bool = False) -> list:
    """Parameters as a list, for `name`, if they are several, in some order."""
    if isinstance(params, (Tensor, set)) or not is_several(params):
        hint = " Write model.parameters()." if hasattr(params, "parameters") else " Put it in a list."
        raise TypeError(f"{name}: params must be parameters or groups of them, got {type(params).__name__}.{hint}")
    params = list(params)
    if not params and not empty:
        raise ValueError(f"{name}: got no parameters. Does the model set its layers as attributes of self?")
    return params


def named(name: str, params: list) -> dict[str, list]:
    """The "params" of a group, and its "param_names" if they were given as pairs of both."""
    pairs = [p for p in params if isinstance(p, tuple)]
    if not pairs:
        return {"params": params}
    if len(pairs) < len(params):
        raise ValueError(f"{name}: some parameters were given with a name, some without; choose one.")
    return {"params": [p for _, p in pairs], "param_names": [text for text, _ in pairs]}


def loaded_setting(value: Any) -> Any:
    """A setting from a saved group; a tensor, ours or PyTorch's, is copied."""
    return Tensor(np.array(on_host(array_from(value)))) if hasattr(value, "detach") else value


def decay_coefficient(group: dict[str, Any]) -> float:
    """By what weight decay multiplies: with decoupled decay what is left of the weights, else what is added of them."""
    decoupled = group.get("decoupled_weight_decay")
    return 1 - group["lr"] * group["weight_decay"] if decoupled else group["weight_decay"]


def need_state(name: str, state: Any) -> None:
    """A state_dict has "state" and "param_groups", each group with its "params"."""
    whole = isinstance(state, dict) and isinstance(state.get("state"), dict)
    groups = state.get("param_groups") if whole else None
    fits = isinstance(groups, (list, tuple)) and all(isinstance(group, dict) and "params" in group for group in groups)
    if not fits or not all(isinstance(each, dict) for each in state["state"].values()):
        raise TypeError(f"{name}: takes what the state_dict() of an optimizer gave, got {said(state)}.")
