"""What one may do to an optimizer's state, settings and learning rate between steps, and what is said otherwise.

tests/engine/optim/lives.py does it all at random; here are the cases that were reported, and the errors.
"""

import copy

import pytest
import torch

import tinygrad_lite as tg

LIBRARIES = [torch, tg]
FORMS = [None, False]


def two_steps(lib, name, foreach, **settings):
    """Two parameters and an optimizer that has made two steps with gradients of 1."""
    params = [lib.tensor([1.0, 2.0], dtype=lib.float64, requires_grad=True) for _ in range(2)]
    if lib is tg:
        settings["foreach"] = foreach
    optimizer = getattr(lib.optim, name)(params, **settings)
    steps(lib, params, optimizer, 2)
    return params, optimizer


def steps(lib, params, optimizer, count):
    for _ in range(count):
        for p in params:
            p.grad = lib.ones_like(p).detach()
        optimizer.step()


def reset(lib, params, optimizer):
    optimizer.state[params[0]] = {}


def replaced(lib, params, optimizer):
    optimizer.state[params[0]]["momentum_buffer"] = lib.zeros(2, dtype=lib.float64)


def counted_on(lib, params, optimizer):
    optimizer.state[params[1]]["step"].add_(5)


def zero_mean(lib, params, optimizer):
    optimizer.state[params[0]]["exp_avg"] = lib.zeros(2, dtype=lib.float64)


@pytest.mark.parametrize("foreach", FORMS)
@pytest.mark.parametrize(
    ("name", "edit", "settings"),
    [
        ("SGD", reset, {"lr": 0.1, "momentum": 0.5}),
        ("SGD", replaced, {"lr": 0.1, "momentum": 0.5}),
        ("Adam", counted_on, {"lr": 0.1}),
        ("Adam", zero_mean, {"lr": 0.1}),
    ],
)
def test_an_edit_of_the_state_counts(name, edit, settings, foreach):
    ends = []
    for lib in LIBRARIES:
        params, optimizer = two_steps(lib, name, foreach, **settings)
        edit(lib, params, optimizer)
        steps(lib, params, optimizer, 2)
        ends.append([p.tolist() for p in params] + [float(optimizer.state[p].get("step", 0)) for p in params])
    assert ends[1][0] != ends[1][1]  # the edit was seen
    assert ends[1] == [pytest.approx(value, rel=1e-12) for value in ends[0]]


def test_states_are_separate_and_those_held_stay_true():
    """A count of each parameter's own, and the same tensors as before when others are updated with them."""
    params, optimizer = two_steps(tg, "Adam", None)
    counts = [optimizer.state[p]["step"] for p in params]
    mean = optimizer.state[params[1]]["exp_avg"]
    params[0].grad = None
    optimizer.step()
    steps(tg, params, optimizer, 1)
    assert [count.item() for count in counts] == [3, 4]
    assert mean is optimizer.state[params[1]]["exp_avg"]
    assert mean[0].item() == pytest.approx(1 - 0.9**4)


def test_parameters_that_change_their_dtype():
    """A plan made for float32 would round those that are float64 now."""
    ends = []
    for lib in LIBRARIES:
        params = [lib.ones(3, requires_grad=True) for _ in range(2)]
        optimizer = lib.optim.SGD(params, lr=0.1)
        steps(lib, params, optimizer, 1)
        for p in params:
            p.data, p.grad = p.detach().double() + 1e-12, None
        steps(lib, params, optimizer, 1)
        ends.append([p.tolist() for p in params])
    assert ends[0] == ends[1]


# ------------------------------------------------------------------------------------- a tensor as learning rate
@pytest.mark.parametrize("foreach", FORMS)
@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "NAdam", "RAdam"])
def test_a_tensor_as_learning_rate(name, foreach):
    ends = []
    for lib in LIBRARIES:
        lr = lib.tensor(0.1, dtype=lib.float64)
        params, optimizer = two_steps(lib, name, foreach, lr=lr)
        schedule = lib.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        first = schedule.get_last_lr()[0]
        steps(lib, params, optimizer, 1)
        schedule.step()
        assert optimizer.param_groups[0]["lr"] is lr
        assert (lr.item(), first.item()) == (0.05, 0.1)  # changed in place; what the schedule told before stays
        steps(lib, params, optimizer, 1)
        lr.fill_(1.0)
        steps(lib, params, optimizer, 1)
        state = optimizer.state_dict()
        optimizer.load_state_dict(state)
        lr.fill_(7.0)  # no longer that of the optimizer
        steps(lib, params, optimizer, 1)
        optimizer.param_groups[0]["lr"] = lib.tensor([0.25], dtype=lib.float64)
        steps(lib, params, optimizer, 1)
        ends.append([p.tolist() for p in params])
    tolerance = 1e-6 if name == "NAdam" else 1e-9  # PyTorch's load_state_dict makes its mu_product float64
    assert ends[1] == [pytest.approx(value, rel=tolerance) for value in ends[0]]


def test_adam_takes_no_tensor_with_foreach_as_in_pytorch():
    for lib in LIBRARIES:
        for name in ("Adam", "AdamW"):
            with pytest.raises(ValueError, match="foreach=True"):
                getattr(lib.optim, name)([lib.ones(1)], lr=lib.tensor(0.1), foreach=True)
        lib.optim.RAdam([lib.ones(1)], lr=lib.tensor(0.1), foreach=True)
    params, optimizer = two_steps(tg, "Adam", True)
    optimizer.param_groups[0]["lr"] = tg.tensor(0.1)
    with pytest.raises(ValueError, match=r"^Adam: a tensor as lr does not go with foreach=True\."):
        steps(tg, params, optimizer, 1)


SCHEDULES = {
    "ReduceLROnPlateau": lambda lib, optimizer: lib.ReduceLROnPlateau(optimizer, patience=0, factor=0.5),
    "CyclicLR": lambda lib, optimizer: lib.CyclicLR(optimizer, base_lr=0.01, max_lr=0.2, step_size_up=2),
    "OneCycleLR": lambda lib, optimizer: lib.OneCycleLR(optimizer, max_lr=0.3, total_steps=9),
    "SequentialLR": lambda lib, optimizer: lib.SequentialLR(
        optimizer, [lib.ConstantLR(optimizer), lib.ExponentialLR(optimizer, 0.5)], [2]
    ),
}


@pytest.mark.parametrize("kind", SCHEDULES)
def test_schedules_fill_a_tensor(kind):
    rates = []
    for lib in LIBRARIES:
        lr, schedules = lib.tensor(0.1, dtype=lib.float64), lib.optim.lr_scheduler
        optimizer = lib.optim.SGD([lib.ones(1, requires_grad=True)], lr=lr, momentum=0.9)
        schedule = SCHEDULES[kind](schedules, optimizer)
        for _ in range(5):
            optimizer.step()
            schedule.step(*([1.0] if kind == "ReduceLROnPlateau" else []))
            rates.append(lr.item())
        assert optimizer.param_groups[0]["lr"] is lr
    assert rates[:5] == pytest.approx(rates[5:], rel=1e-12)


# -------------------------------------------------------------------------------------------------- errors
@pytest.mark.parametrize("foreach", FORMS)
@pytest.mark.parametrize(
    ("name", "setting", "value", "message"),
    [
        ("SGD", "lr", "0.1", r"SGD: lr must be a positive number, got '0\.1'\."),
        ("SGD", "lr", None, "SGD: lr must be a positive number, got None"),
        ("Adam", "lr", "0.1", "Adam: lr must be a positive number"),
        ("Adam", "eps", "0.1", "Adam: eps must be a positive number"),
        ("Adam", "betas", ("0.9", 0.9), r"Adam: betas\[0\] must be at least 0"),
        ("SGD", "weight_decay", "0.1", "SGD: weight_decay must be a positive number"),
        ("SGD", "momentum", "0.9", "SGD: momentum must be a positive number"),
        ("RMSprop", "momentum", "0.9", "RMSprop: momentum must be a positive number"),
        ("SGD", "lr", [0.1], "SGD: lr must be a positive number"),
        ("SGD", "lr", tg.tensor([0.1, 0.2]), "SGD: a tensor as lr must have one element"),
    ],
)
def test_a_setting_that_is_no_number(name, setting, value, message, foreach):
    params, optimizer = two_steps(tg, name, foreach, lr=0.1)
    optimizer.param_groups[0][setting] = value
    with pytest.raises(ValueError, match=message):
        steps(tg, params, optimizer, 1)


@pytest.mark.parametrize("foreach", FORMS)
@pytest.mark.parametrize(
    ("key", "value", "error", "message"),
    [
        ("exp_avg", tg.zeros(3), ValueError, r"Adam: state\[p\]\['exp_avg'\] must have the shape of its param.*\(2,\)"),
        ("exp_avg", tg.zeros(1), ValueError, r"got shape \(1,\)"),
        ("exp_avg", [0.0, 0.0], TypeError, r"must be a tensor, got list\. Write tg\.tensor"),
        ("step", 5, TypeError, r"state\[p\]\['step'\] must be a tensor, got int"),
        ("step", tg.zeros(2), ValueError, "must have one element"),
    ],
)
def test_what_is_no_state(key, value, error, message, foreach):
    params, optimizer = two_steps(tg, "Adam", foreach)
    optimizer.state[params[0]][key] = value
    with pytest.raises(error, match=message):
        steps(tg, params, optimizer, 1)


def test_numpy_arrays_are_no_saved_state():
    """As in PyTorch, where a number in place of a tensor of one is taken, too."""
    for lib in LIBRARIES:
        params, optimizer = two_steps(lib, "Adam", None)
        saved = optimizer.state_dict()
        kept = saved["state"][0]
        numpy = {name: value.numpy() for name, value in kept.items()}
        with pytest.raises(TypeError):
            optimizer.load_state_dict({**saved, "state": {0: numpy}})
        optimizer.load_state_dict({**saved, "state": {0: {**kept, "step": 2.0}, 1: saved["state"][1]}})
        steps(lib, params, optimizer, 1)
        assert float(optimizer.state[params[0]]["step"]) == 3


def test_the_state_of_a_parameter_in_no_group_is_not_saved():
    """(PyTorch's state_dict fails there with a bare KeyError.)"""
    _, optimizer = two_steps(tg, "Adam", None)
    optimizer.param_groups[0]["params"].pop(0)
    assert list(optimizer.state_dict()["state"]) == [0]


@pytest.mark.parametrize("share", [lambda state: state, dict, lambda state: {n: x.detach() for n, x in state.items()}])
@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_one_tensor_as_the_state_of_two_parameters(name, share):
    """PyTorch changes it twice in each step; here each would go on with numbers of its own, and show those of one."""
    params, optimizer = two_steps(tg, name, None, lr=0.1, **({"momentum": 0.5} if name == "SGD" else {}))
    optimizer.state[params[0]] = share(optimizer.state[params[1]])
    with pytest.raises(ValueError, match=rf"^{name}: state\[p\]\['\w+'\] is one tensor for several parameters\. Give"):
        steps(tg, params, optimizer, 1)
    optimizer.state[params[0]] = copy.deepcopy(optimizer.state[params[1]])
    steps(tg, params, optimizer, 1)


@pytest.mark.parametrize("foreach", FORMS)
@pytest.mark.parametrize(
    ("name", "settings"),
    [("SGD", {"lr": 0.1, "momentum": 0.5, "weight_decay": 0.1}), ("AdamW", {"lr": 0.1}), ("RMSprop", {"lr": 0.01})],
)
def test_weights_tied_by_their_numbers(name, settings, foreach):
    """Two parameters in one place in memory: each step changes the numbers once for each, as in PyTorch."""
    ends = []
    for lib in LIBRARIES:
        p, other, q = [lib.nn.Parameter(lib.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=lib.float64)) for _ in range(3)]
        q.data = p.data.T
        optimizer = getattr(lib.optim, name)([p, other, q], **settings, **({"foreach": foreach} if lib is tg else {}))
        for i in range(3):
            for k, x in enumerate((p, other, q)):
                x.grad = lib.tensor([[1.0 + k, -i], [0.5 * k, 2.0]], dtype=lib.float64)
            optimizer.step()
        ends.append([number for x in (p, other, q) for row in x.tolist() for number in row])
    assert ends[0] == pytest.approx(ends[1], rel=1e-9)


def test_parameters_that_cannot_be_changed():
    with pytest.raises(RuntimeError, match=r"^SGD: several elements of this tensor are one place in memory"):
        tg.optim.SGD([tg.nn.Parameter(tg.zeros(1).expand(3))], lr=1.0)
    expanded = tg.nn.Parameter(tg.zeros(3).expand(3))
    expanded.grad = tg.ones(3)
    tg.optim.SGD([expanded], lr=1.0).step()
    assert expanded.tolist() == [-1, -1, -1]
