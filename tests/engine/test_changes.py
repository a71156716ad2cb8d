"""Whatever the engine changes in place is noted: a graph that kept the old numbers is refused, never wrong."""

import ast
from pathlib import Path

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite import versions
from tinygrad_lite.nn import init
from tinygrad_lite.nn.utils import vector_to_parameters

PACKAGE = Path(tg.__file__).parent
INIT = [name for name in dir(init) if name.endswith("_") and not name.startswith("_")]


def parameter_with_gradient(lib):
    x = lib.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    (x * x).sum().backward()
    return x


def scaled_down(lib, x):
    scaler, optimizer = tg.amp.GradScaler("cpu", init_scale=4.0), tg.optim.SGD([x], lr=0.1)
    scaler.unscale_(optimizer)


def hooked(lib, x):
    x.register_hook(lambda grad: grad * 2)
    (x * x).sum().backward()


GRADIENTS = {  # what changes the .grad of x
    "backward": lambda lib, x: (x * x).sum().backward(),
    "backward for some": lambda lib, x: (x * x).sum().backward(inputs=[x]),
    "backward with a hook": hooked,
    "zero_grad of an optimizer": lambda lib, x: lib.optim.SGD([x], lr=0.1).zero_grad(set_to_none=False),
    "clip by norm": lambda lib, x: lib.nn.utils.clip_grad_norm_([x], 0.1),
    "clip by value": lambda lib, x: lib.nn.utils.clip_grad_value_([x], 0.1),
    "mul_": lambda lib, x: x.grad.mul_(2.0),
    "+=": lambda lib, x: x.grad.__iadd__(1.0),
    "zero_grad": lambda lib, x: lib.optim.SGD([x], lr=0.1).zero_grad(),
    "autograd.grad": lambda lib, x: lib.autograd.grad((x * x).sum(), x),
    "step": lambda lib, x: lib.optim.SGD([x], lr=0.1).step(),
}


@pytest.mark.parametrize("name", GRADIENTS)
def test_changes_of_gradients(name):
    """x.grad is kept by a product, then changed."""
    outcomes = []
    for lib in (tg, torch):
        x, w = parameter_with_gradient(lib), lib.ones(2, 2, requires_grad=True)
        loss = (w * x.grad).sum()
        GRADIENTS[name](lib, x)
        try:
            loss.backward()
            outcomes.append(w.grad.tolist())
        except RuntimeError:
            outcomes.append("refused")
    assert outcomes[0] == outcomes[1]


def loaded(x, model):
    model.load_state_dict({name: value * 1 for name, value in model.state_dict().items()})


PARAMETERS = {  # what changes the numbers of the only parameter, x, of a model
    "load_state_dict": loaded,
    "vector_to_parameters": lambda x, model: vector_to_parameters(tg.zeros(x.numel()), [x]),
    "average": lambda x, model: tg.optim.ExponentialMovingAverage([x]).copy_to(),
    "lookahead": lambda x, model: stepped(tg.optim.Lookahead(tg.optim.SGD([x], lr=0.1), k=1), x),
    "sam": lambda x, model: stepped_uphill(x),
    "reset": lambda x, model: model.reset_parameters(),
    **{f"init.{name}": lambda x, model, name=name: initialized(x, name) for name in INIT},
    **{
        f"{kind} {foreach}": lambda x, model, kind=kind, foreach=foreach: stepped(
            getattr(tg.optim, kind)([x], lr=0.1, foreach=foreach), x
        )
        for kind in ("SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam")
        for foreach in (True, False)
    },
}


def initialized(x, name):
    getattr(init, name)(x, *({"constant_": (0.5,)}.get(name, ())))


def stepped(optimizer, x):
    x.grad = tg.ones_like(x.detach())
    optimizer.step()


def stepped_uphill(x):
    x.grad = tg.ones_like(x.detach())
    tg.optim.SAM(tg.optim.SGD([x], lr=0.1)).first_step()


@pytest.mark.parametrize("name", PARAMETERS)
def test_changes_of_parameters(name):
    model = tg.nn.Embedding(4, 2, padding_idx=1)
    x = model.weight
    loss = (x * x).sum()
    PARAMETERS[name](x, model)
    with pytest.raises(RuntimeError, match="was changed in place"):
        loss.backward()


def test_changes_of_buffers():
    model, w = tg.nn.BatchNorm1d(2), tg.ones(2, requires_grad=True)
    for changes in (lambda: model(tg.randn(4, 2)), model.reset_running_stats):
        loss = (w * model.running_mean).sum() + (w * model.running_var).sum()
        changes()
        with pytest.raises(RuntimeError, match="was changed in place"):
            loss.backward()


def test_changes_of_averages():
    x, w = tg.ones(2, requires_grad=True), tg.ones(2, requires_grad=True)
    average = tg.optim.ExponentialMovingAverage([x], decay=0.5)
    loss = (w * average.averages[0]).sum()
    average.update()
    with pytest.raises(RuntimeError, match="was changed in place"):
        loss.backward()


STATES = {
    "SGD": ({"momentum": 0.9}, ["momentum_buffer"]),
    "Adam": ({"amsgrad": True}, ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step"]),
    "RMSprop": ({"centered": True, "momentum": 0.9}, ["square_avg", "grad_avg", "momentum_buffer"]),
    "Adagrad": ({}, ["sum"]),
    "NAdam": ({}, ["exp_avg", "mu_product"]),
}


@pytest.mark.parametrize("foreach", [True, False])
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, (_, names) in STATES.items() for name in names])
@pytest.mark.parametrize("sizes", [(2,), (2, 3), (300_000,)], ids=["alone", "gathered", "in blocks"])
def test_changes_of_an_optimizers_state(kind, name, foreach, sizes):
    params = [tg.ones(size, requires_grad=True) for size in sizes]
    optimizer = getattr(tg.optim, kind)(params, foreach=foreach, **STATES[kind][0])

    def step():
        for x in params:
            x.grad = tg.ones_like(x.detach())
        optimizer.step()

    step()
    kept = optimizer.state[params[0]][name]
    w = tg.ones(kept.shape, requires_grad=True)
    loss = (w * kept).sum()
    step()
    with pytest.raises(RuntimeError, match="was changed in place"):
        loss.backward()


def test_accumulating_marks_once():
    """However many leaves there are: a note for each would cost time in every backward."""
    leaves = [tg.ones(2, requires_grad=True) for _ in range(5)]
    for count in (0, 1):
        before = versions.latest
        sum((x * x).sum() for x in leaves).backward()
        assert (versions.latest > before) == bool(count)


# ---------------------------------------------------------------------------------------------- the source
MARKED_BY_THE_CALLER = {  # what writes into the array of a tensor, and who notes it
    "optim": "Optimizer.step, for all parameters of a group and their state at once",
}


def writes_into_a_tensor(node):
    """`x.array[...] = …`, `x.array += …`, `f(…, out=x.array)`."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Subscript) and is_array(target.value) for target in node.targets)
    if isinstance(node, ast.AugAssign):
        return is_array(node.target) or (isinstance(node.target, ast.Subscript) and is_array(node.target.value))
    if isinstance(node, ast.Call):
        in_place = ast.unparse(node.func) in ("np.copyto", "np.fill_diagonal", "np.put", "np.add.at", "np.place")
        return (in_place and is_array(node.args[0])) or any(k.arg == "out" and is_array(k.value) for k in node.keywords)
    return False


def is_array(node):
    return isinstance(node, ast.Attribute) and node.attr == "array"


def unmarked(source):
    """The functions in a source that write into a tensor and do not note it."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        if any(writes_into_a_tensor(node) for node in ast.walk(function))
        and "mark_changed" not in ast.unparse(function)
    ]


def test_whoever_writes_into_a_tensor_notes_it():
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        folder = path.relative_to(PACKAGE).parts[0]
        names = unmarked(path.read_text(encoding="utf-8"))
        if names and folder not in MARKED_BY_THE_CALLER and folder != "course":
            found[str(path.relative_to(PACKAGE))] = names
    assert found == {}


def test_the_source_check_sees_what_it_should():
    for line in ("x.array[...] = 0", "x.grad.array += g", "x.array[0] *= 2", "np.add(a, b, out=x.array)"):
        assert unmarked(f"def f(x):\n    {line}\n") == ["f"]
        assert unmarked(f"def f(x):\n    {line}\n    mark_changed([x.array])\n") == []
    assert unmarked("def f(x):\n    x.array = y\n    z = x.array[0]\n") == []


def test_operations_do_not_change_their_gradient():
    """An addition hands one array to both operands. (Operations of one's own may: they get a copy.)"""
    x, y = tg.ones(2, 3, requires_grad=True), tg.ones(2, 3, requires_grad=True)

    class Watch(tg.autograd.Observer):
        def backward(self, operation, grad_output):
            before = grad_output.copy()
            result = super().backward(operation, grad_output)
            assert np.array_equal(grad_output, before, equal_nan=True), operation
            return result

    with Watch():
        for name in ("exp", "log", "sqrt", "tanh", "sigmoid", "relu", "abs", "cumsum", "softmax", "log_softmax"):
            (getattr(x * 1, name)(*((1,) if "m" in name[-3:] and name != "sqrt" else ())) + y).sum().backward()
        lstm, gru = tg.nn.LSTM(3, 2), tg.nn.GRU(3, 2)
        for layer in (lstm, gru):
            (layer(x[None])[0] + 1).sum().backward()
        conv = tg.nn.Sequential(
            tg.nn.Conv2d(1, 2, 3, padding=1), tg.nn.BatchNorm2d(2), tg.nn.MaxPool2d(2), tg.nn.Dropout(0.5)
        )
        (conv(tg.randn(2, 1, 4, 4)) + 1).sum().backward()
