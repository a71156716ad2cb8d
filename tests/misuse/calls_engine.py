"""Right calls of tensors, what is computed with them, layers and losses. See `call.py`."""

from __future__ import annotations

import operator
from collections.abc import Callable

import numpy as np

import tinygrad_lite as tg
from tests.engine.calls import METHODS, all_functions, all_layers, tensors_of
from tests.misuse.call import Call, call
from tinygrad_lite import autograd, nn


def x() -> tg.Tensor:
    return tg.tensor([[0.5, 2.0, 1.0], [0.25, 1.0, 3.0]])


def functions() -> dict[str, Callable[[], Call]]:
    """Every function, and every method that is one, as `tests/engine/calls.py` calls it."""
    rows: dict[str, Callable[[], Call]] = {}
    methods = {name for name in dir(tg.Tensor) if not name.startswith("_")}
    for name, ours, _, arguments in all_functions():
        if name in METHODS:
            continue
        in_nn = getattr(nn.functional, name, None) is ours and getattr(tg, name, None) is not ours
        where = "tinygrad_lite.nn.functional" if in_nn else "tinygrad_lite"
        rows[f"{where}.{name}"] = lambda ours=ours, arguments=arguments: Call(ours, *arguments(tensors_of(tg)))
        args, _ = arguments(tensors_of(tg))
        if name in methods and name != "where" and args and isinstance(args[0], tg.Tensor):
            rows[f"tinygrad_lite.Tensor.{name}"] = lambda name=name, arguments=arguments: _method(name, arguments)
    return rows


def _method(name: str, arguments: Callable) -> Call:
    args, kwargs = arguments(tensors_of(tg))
    return Call(getattr(args[0], name), args[1:], kwargs)


def layers() -> dict[str, Callable[[], Call]]:
    """Every layer: made, then used; and used with something else."""
    rows: dict[str, Callable[[], Call]] = {}
    for name, ours, _, made, used in all_layers():

        def making(ours=ours, made=made, used=used) -> Call:
            args, kwargs = used(tensors_of(tg))
            return Call(ours, *made(tensors_of(tg)), use=lambda layer: layer(*args, **kwargs))

        def using(ours=ours, made=made, used=used) -> Call:
            args, kwargs = made(tensors_of(tg))
            return Call(ours(*args, **kwargs), *used(tensors_of(tg)))

        rows[f"tinygrad_lite.nn.{name}"] = making
        rows[f"tinygrad_lite.nn.{name}.__call__"] = using
    return rows


def in_place(name: str, *args: object) -> Callable[[], Call]:
    return lambda: call(getattr(x().clone(), name), *[each() if callable(each) else each for each in args])


def operators() -> dict[str, Callable[[], Call]]:
    """x + value, value + x, and the rest."""
    names = [
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "pow",
        "matmul",
        "lt",
        "le",
        "gt",
        "ge",
        "iadd",
        "isub",
        "imul",
        "itruediv",
    ]
    rows = {f"tinygrad_lite.Tensor.__{name}__": lambda name=name: _operator(name) for name in names}
    rows |= {f"tinygrad_lite.Tensor.__r{name}__": lambda name=name: _operator(name, True) for name in names[:8]}
    whole = lambda: tg.tensor([1, 2, 3])
    rows |= {
        f"tinygrad_lite.Tensor.__{name}__": lambda name=name: call(_left_fixed(name, whole()), whole())
        for name in ("and", "or", "xor")
    }
    return rows


def _operator(name: str, turned: bool = False) -> Call:
    ours = tg.ones(3, 3)
    return call(_right_fixed(name, ours) if turned else _left_fixed(name, ours), tg.ones(3, 3))


def _left_fixed(name: str, ours: tg.Tensor) -> Callable:
    function = getattr(operator, name if name not in ("and", "or") else f"{name}_")
    return lambda other: function(ours, other)


def _right_fixed(name: str, ours: tg.Tensor) -> Callable:
    function = getattr(operator, name)
    return lambda other: function(other, ours)


def set_item(index: object, value: object) -> None:
    tensor = x()
    tensor[index] = value


def set_attribute(name: str, tensor: tg.Tensor) -> Callable:
    return lambda value: setattr(tensor, name, value)


class Doubled(autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * 2


def wanting(*sizes: int) -> tg.Tensor:
    return tg.ones(*sizes, requires_grad=True)


def linear() -> nn.Linear:
    return nn.Linear(3, 2)


def with_gradients() -> nn.Linear:
    layer = linear()
    layer(x()).sum().backward()
    return layer


MORE: dict[str, Callable[[], Call]] = {
    # ---------------------------------------------------------------------------------------- making
    "tinygrad_lite.tensor": lambda: call(tg.tensor, [[1.0, 2.0]]),
    "tinygrad_lite.Tensor": lambda: call(tg.Tensor, [1.0, 2.0]),
    "tinygrad_lite.as_tensor": lambda: call(tg.as_tensor, [1.0, 2.0]),
    "tinygrad_lite.from_numpy": lambda: call(tg.from_numpy, np.ones(3)),
    "tinygrad_lite.manual_seed": lambda: call(tg.manual_seed, 3),
    "tinygrad_lite.set_rng_state": lambda: call(tg.set_rng_state, tg.get_rng_state()),
    "tinygrad_lite.set_default_device": lambda: call(tg.set_default_device, "cpu"),
    "tinygrad_lite.Generator": lambda: call(tg.Generator),
    "tinygrad_lite.Generator.manual_seed": lambda: call(tg.Generator().manual_seed, 3),
    "tinygrad_lite.Generator.set_state": lambda: call(tg.Generator().set_state, tg.Generator().get_state()),
    "tinygrad_lite.device": lambda: call(tg.device, "cpu"),
    # ---------------------------------------------------------------------------------------- tensors
    **{f"tinygrad_lite.Tensor.{name}": in_place(name, x) for name in (
        "add_", "sub_", "mul_", "div_", "copy_", "pow_", "floor_divide_", "remainder_", "clamp_", "type_as",
        "logical_and_", "logical_or_",
    )},
    **{f"tinygrad_lite.Tensor.{name}": in_place(name) for name in (
        "round_", "backward", "cpu", "requires_grad_", "uniform_", "normal_", "tril_", "triu_", "clip_", "size",
    ) if name not in ("backward", "clip_")},
    "tinygrad_lite.Tensor.addcmul_": in_place("addcmul_", x, x),
    "tinygrad_lite.Tensor.addcdiv_": in_place("addcdiv_", x, x),
    "tinygrad_lite.Tensor.lerp_": in_place("lerp_", x, 0.5),
    "tinygrad_lite.Tensor.fill_": in_place("fill_", 1.0),
    "tinygrad_lite.Tensor.fill_diagonal_": in_place("fill_diagonal_", 1.0),
    "tinygrad_lite.Tensor.masked_fill_": in_place("masked_fill_", lambda: x() > 1, 0.0),
    "tinygrad_lite.Tensor.to": in_place("to", "cpu"),
    "tinygrad_lite.Tensor.expand": lambda: call(x().expand, 2, 2, 3),
    "tinygrad_lite.Tensor.view": lambda: call(x().view, 3, 2),
    "tinygrad_lite.Tensor.reshape": lambda: call(x().reshape, 3, 2),
    "tinygrad_lite.Tensor.permute": lambda: call(x().permute, 1, 0),
    "tinygrad_lite.Tensor.backward": lambda: call((wanting(2, 3) * 2).backward, tg.ones(2, 3), inputs=None),
    "tinygrad_lite.Tensor.register_hook": lambda: call(
        wanting(2).register_hook, lambda grad: grad, use=lambda handle: handle.remove()
    ),
    "tinygrad_lite.Tensor.__getitem__": lambda: call(lambda index: x()[index], (0, slice(0, 2))),
    "tinygrad_lite.Tensor.__setitem__": lambda: call(set_item, (0, 1), 5.0),
    "tinygrad_lite.Tensor.__contains__": lambda: call(lambda value: value in x(), 0.5),
    "tinygrad_lite.Tensor.grad": lambda: call(set_attribute("grad", wanting(2)), tg.ones(2)),
    "tinygrad_lite.Tensor.data": lambda: call(set_attribute("data", tg.ones(2)), tg.ones(2)),
    "tinygrad_lite.Tensor.requires_grad": lambda: call(set_attribute("requires_grad", tg.ones(2)), True),
    **operators(),
    # ---------------------------------------------------------------------------------------- gradients
    "tinygrad_lite.grad": lambda: _grad(tg.grad),
    "tinygrad_lite.gradcheck": lambda: call(
        tg.gradcheck, lambda y: y * 2, (tg.ones(2, dtype=tg.float64).requires_grad_(),)
    ),
    "tinygrad_lite.autograd.set_grad_enabled": lambda: call(autograd.set_grad_enabled, True),
    "tinygrad_lite.autograd.no_grad": lambda: call(autograd.no_grad),
    "tinygrad_lite.autograd.enable_grad": lambda: call(autograd.enable_grad),
    "tinygrad_lite.autograd.Function": lambda: call(Doubled.apply, x(), leave="inputs"),
    # ---------------------------------------------------------------------------------------- layers beside tables
    "tinygrad_lite.nn.Sequential": lambda: call(nn.Sequential, linear(), nn.ReLU(), use=lambda model: model(x())),
    "tinygrad_lite.nn.ModuleList": lambda: call(nn.ModuleList, [linear()]),
    "tinygrad_lite.nn.ModuleList.append": lambda: call(nn.ModuleList([linear()]).append, linear()),
    "tinygrad_lite.nn.ModuleList.extend": lambda: call(nn.ModuleList([linear()]).extend, [linear()]),
    "tinygrad_lite.nn.ModuleList.insert": lambda: call(nn.ModuleList([linear()]).insert, 0, linear()),
    "tinygrad_lite.nn.ModuleList.__getitem__": lambda: call(nn.ModuleList([linear()]).__getitem__, 0),
    "tinygrad_lite.nn.Sequential.__getitem__": lambda: call(nn.Sequential(linear()).__getitem__, 0),
    "tinygrad_lite.nn.ModuleDict": lambda: call(nn.ModuleDict, {"a": linear()}),
    "tinygrad_lite.nn.ModuleDict.__getitem__": lambda: call(nn.ModuleDict({"a": linear()}).__getitem__, "a"),
    "tinygrad_lite.nn.ModuleDict.__setitem__": lambda: call(nn.ModuleDict().__setitem__, "a", linear()),
    "tinygrad_lite.nn.ModuleDict.update": lambda: call(nn.ModuleDict().update, {"a": linear()}),
    "tinygrad_lite.nn.Parameter": lambda: call(nn.Parameter, x()),
    "tinygrad_lite.nn.Identity": lambda: call(nn.Identity(), x(), leave="x input"),
    "tinygrad_lite.nn.Module.load_state_dict": lambda: call(linear().load_state_dict, linear().state_dict()),
    "tinygrad_lite.nn.Module.to": lambda: call(linear().to, "cpu"),
    "tinygrad_lite.nn.Module.train": lambda: call(linear().train, True),
    "tinygrad_lite.nn.Module.apply": lambda: call(linear().apply, lambda module: None),
    "tinygrad_lite.nn.Module.requires_grad_": lambda: call(linear().requires_grad_, True),
    "tinygrad_lite.nn.Module.zero_grad": lambda: call(linear().zero_grad),
    "tinygrad_lite.nn.Module.register_buffer": lambda: call(linear().register_buffer, "mean", x()),
    "tinygrad_lite.nn.Module.register_parameter": lambda: call(
        linear().register_parameter, "more", nn.Parameter(x())
    ),
    "tinygrad_lite.nn.Module.register_forward_hook": lambda: call(
        linear().register_forward_hook, lambda module, inputs, output: None
    ),
    "tinygrad_lite.nn.Module.get_submodule": lambda: call(nn.Sequential(linear()).get_submodule, "0"),
    "tinygrad_lite.nn.summary": lambda: call(nn.summary, linear(), (2, 3)),
    # ---------------------------------------------------------------------------------------- init and utils
    "tinygrad_lite.nn.init.calculate_gain": lambda: call(nn.init.calculate_gain, "leaky_relu", 0.1),
    **{f"tinygrad_lite.nn.init.{name}": lambda name=name: call(
        getattr(nn.init, name), tg.zeros(3, 2), *([1.0] if name == "constant_" else [])
    ) for name in (
        "constant_", "kaiming_normal_", "kaiming_uniform_", "normal_", "ones_", "orthogonal_", "uniform_",
        "xavier_normal_", "xavier_uniform_", "zeros_",
    )},
    "tinygrad_lite.nn.utils.clip_grad_norm_": lambda: call(
        nn.utils.clip_grad_norm_, list(with_gradients().parameters()), 1.0
    ),
    "tinygrad_lite.nn.utils.clip_grad_value_": lambda: call(
        nn.utils.clip_grad_value_, list(with_gradients().parameters()), 1.0
    ),
    "tinygrad_lite.nn.utils.clip_grads_with_norm_": lambda: call(
        nn.utils.clip_grads_with_norm_, list(with_gradients().parameters()), 1.0, tg.tensor(2.0)
    ),
    "tinygrad_lite.nn.utils.get_total_norm": lambda: call(nn.utils.get_total_norm, [x(), x()]),
    "tinygrad_lite.nn.utils.parameters_to_vector": lambda: call(
        nn.utils.parameters_to_vector, list(linear().parameters())
    ),
    "tinygrad_lite.nn.utils.vector_to_parameters": lambda: call(
        nn.utils.vector_to_parameters, tg.zeros(8), list(linear().parameters())
    ),
}  # fmt: skip


def _grad(function: Callable) -> Call:
    leaf = wanting(2, 3)
    return call(function, [leaf * 2], [leaf], [tg.ones(2, 3)])


CALLS: dict[str, Callable[[], Call]] = {**functions(), **layers(), **MORE}
