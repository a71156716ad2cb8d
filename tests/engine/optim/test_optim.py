"""Optimizers: the same path as PyTorch's, the same layout of their state, packed and plain step alike."""

import copy
import functools
import itertools
import pickle

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import tinygrad_lite as tg

DECAYS = {"weight_decay": 0.1, "maximize": True}
OPTIONS = {  # the settings that differ from the defaults, one at a time and all together
    "SGD": {"momentum": 0.9, "dampening": 0.3, "nesterov": True, **DECAYS},
    "Adam": {"amsgrad": True, "decoupled_weight_decay": True, **DECAYS},
    "AdamW": {"amsgrad": True, "weight_decay": 0.3, "maximize": True},
    "RMSprop": {"momentum": 0.5, "centered": True, **DECAYS},
    "Adagrad": {"lr_decay": 0.1, "initial_accumulator_value": 0.2, **DECAYS},
    "NAdam": {"momentum_decay": 0.1, "decoupled_weight_decay": True, **DECAYS},
    "RAdam": {"decoupled_weight_decay": True, **DECAYS},
}
NUMBERS = [  # less usual values
    ("Adam", {"lr": 0.1, "betas": (0.8, 0.9), "eps": 1e-3}),
    ("Adam", {"lr": 0.01, "betas": (0.0, 0.0)}),
    ("RMSprop", {"lr": 0.01, "alpha": 0.5, "eps": 1e-3}),
    ("Adagrad", {"lr": 0.1, "eps": 0.1}),
    ("NAdam", {"betas": (0.5, 0.9), "eps": 1e-3}),
    ("RAdam", {"betas": (0.5, 0.6), "eps": 1e-3}),  # never rectified
]
SHAPES = [(3,), (), (4, 5), (150,), (1, 0), (16,), (16, 1), (2, 8), (2, 3), (9, 20)]
LR = {"SGD": 0.05, "RMSprop": 0.01}


def valid(name, settings):
    nesterov = settings.get("nesterov") and ("momentum" not in settings or "dampening" in settings)
    return not nesterov and not (settings.get("decoupled_weight_decay") and "weight_decay" not in settings)


def combinations():
    for name, options in OPTIONS.items():
        for size in range(len(options) + 1):
            for chosen in itertools.combinations(options.items(), size):
                if valid(name, dict(chosen)):
                    yield name, {"lr": LR.get(name, 0.02), **dict(chosen)}


ALL = [*combinations(), *NUMBERS]
RICHEST = list(dict(combinations()).items())  # of each optimizer the last
SIMPLEST = [(name, {"lr": LR.get(name, 0.02)}) for name in OPTIONS]
SIMPLEST[0] = ("SGD", {"lr": 0.05, "momentum": 0.9})


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch):
    """So small that the parameters above are gathered, alone, and in several blocks."""
    monkeypatch.setattr(tg.optim.packs, "BLOCK", 50)
    monkeypatch.setattr(tg.optim.Optimizer, "small", 16)
    monkeypatch.setattr(tg.optim.SGD, "small", 16)


def parameters(lib, dtype="float64"):
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape).astype(dtype) for shape in SHAPES]
    arrays[-2:] = [array.T for array in arrays[-2:]]  # not in order in memory
    return [lib.from_numpy(array).requires_grad_() for array in arrays]


def make(lib, name, params, **settings):
    return getattr(lib.optim, name)(params, **settings)


def numbers(tensor):
    return tensor.detach().numpy()


@functools.cache
def noises(step):
    rng = np.random.default_rng(step)
    return [rng.normal(size=p.shape) for p in parameters(tg)]


def give_gradients(lib, params, step, leave_out=()):
    """Some that depend on the parameters, so that an error goes on, and differ from step to step."""
    for i, (p, noise) in enumerate(zip(params, noises(step), strict=False)):
        grad = noise + np.sin(numbers(p))
        p.grad = None if i in leave_out else lib.tensor(grad.astype(numbers(p).dtype))


def missing(step):
    return (2, 3, 7) if step in (0, 1, 5) else ()


def assert_close(mine, theirs, tolerance=1e-9):
    for p, q in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(numbers(p), numbers(q), rtol=tolerance, atol=tolerance)


def assert_same_state(ours, mine, reference, theirs, tolerance=1e-9):
    for p, q in zip(mine, theirs, strict=True):
        assert set(ours.state[p]) == set(reference.state[q])
        for key, value in ours.state[p].items():
            wanted = reference.state[q][key].numpy()
            assert (value.shape, value.dtype) == (wanted.shape, wanted.dtype)
            np.testing.assert_allclose(value.numpy(), wanted, rtol=tolerance, atol=tolerance, err_msg=key)


def test_every_optimizer_is_in_the_table():
    ours = {name for name in tg.optim.__all__ if hasattr(torch.optim, name)} - {"Optimizer", "lr_scheduler"}
    assert ours == set(OPTIONS)


def follow(name, settings, steps):
    """Both steps. Some parameters have no gradient at first, so that their counts of steps differ."""
    theirs, packed, plain = parameters(torch), parameters(tg), parameters(tg)
    reference = make(torch, name, theirs, **settings)
    both = [(packed, make(tg, name, packed, **settings)), (plain, make(tg, name, plain, foreach=False, **settings))]
    for step in range(steps):
        for mine, ours in both:
            give_gradients(tg, mine, step, missing(step))
            ours.step()
        give_gradients(torch, theirs, step, missing(step))
        reference.step()
    for mine, ours in both:
        assert_close(mine, theirs)
        assert_same_state(ours, mine, reference, theirs)


@pytest.mark.parametrize(("name", "settings"), ALL, ids=str)
def test_same_path_as_pytorch(name, settings):
    follow(name, settings, 200 if (name, settings) in [*RICHEST, *SIMPLEST] else 12)


@pytest.mark.full
@pytest.mark.parametrize(("name", "settings"), ALL, ids=str)
def test_same_long_path_as_pytorch(name, settings):
    follow(name, settings, 200)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize(("name", "settings"), [*RICHEST, *SIMPLEST], ids=str)
def test_dtype_stays(name, settings, dtype):
    settings = {**settings, "eps": 1e-2} if name != "SGD" else settings  # 1e-8 is 0 in float16
    mine, theirs = parameters(tg, dtype), parameters(torch, dtype)
    ours, reference = make(tg, name, mine, **settings), make(torch, name, theirs, **settings)
    for step in range(10):
        give_gradients(tg, mine, step)
        give_gradients(torch, theirs, step)
        ours.step()
        reference.step()
    tolerance = {"float32": 2e-5, "float16": 2e-2}[dtype]
    assert_close(mine, theirs, tolerance)
    assert_same_state(ours, mine, reference, theirs, tolerance)
    assert {str(p.dtype) for p in mine} == {dtype}


@pytest.mark.parametrize("foreach", [None, False])
@pytest.mark.parametrize(("name", "settings"), [*RICHEST, *SIMPLEST], ids=str)
@pytest.mark.parametrize("grad", [np.inf, -np.inf, np.nan, 0.0, 1e18, 1e-25])
def test_extreme_gradients_as_in_pytorch(name, settings, grad, foreach):
    """Infinite ones, and those whose squares are nearly too large or too small for float32."""
    mine, theirs = tg.ones(3, requires_grad=True), torch.ones(3, requires_grad=True)
    ours, reference = make(tg, name, [mine], foreach=foreach, **settings), make(torch, name, [theirs], **settings)
    with np.errstate(all="ignore"):
        for step in (grad, 1.0, grad):
            mine.grad, theirs.grad = tg.tensor([step, 0.5, 0.0]), torch.tensor([step, 0.5, 0.0])
            ours.step()
            reference.step()
    np.testing.assert_allclose(mine.detach(), theirs.detach(), rtol=2e-5)


@pytest.mark.parametrize(("name", "settings"), [*RICHEST, *SIMPLEST], ids=str)
def test_state_goes_both_ways(name, settings):
    """Half the way here, then there (and the other way round): the same end as all the way in PyTorch.

    Parameter 4 has no gradient yet when the state moves, and there are two groups with settings of their own.
    """
    two = lambda params: [{"params": params[:5], "lr": 0.03}, {"params": params[5:]}]
    mine, theirs, whole = parameters(tg), parameters(torch), parameters(torch)
    ours, reference = make(tg, name, two(mine), **settings), make(torch, name, two(theirs), **settings)
    undisturbed = make(torch, name, two(whole), **settings)
    trio = ((tg, mine), (torch, theirs), (torch, whole))
    for step in range(6):
        for (lib, params), optimizer in zip(trio, (ours, reference, undisturbed), strict=True):
            give_gradients(lib, params, step, (4, *missing(step)))
            optimizer.step()
    from_theirs, state = copy.deepcopy(reference.state_dict()), ours.state_dict()
    assert set(state["param_groups"][0]) == set(from_theirs["param_groups"][0])
    assert state["state"].keys() == from_theirs["state"].keys()
    for number, kept in state["state"].items():
        assert kept.keys() == from_theirs["state"][number].keys()
        state["state"][number] = {key: torch.tensor(value.numpy()) for key, value in kept.items()}
    new_theirs, new_ours = make(torch, name, two(theirs), lr=9.0), make(tg, name, two(mine), lr=9.0)
    new_theirs.load_state_dict(state)
    new_ours.load_state_dict(from_theirs)
    assert [group["lr"] for group in new_ours.param_groups] == [0.03, settings["lr"]]
    for step in range(6, 20):
        for (lib, params), optimizer in zip(trio, (new_ours, new_theirs, undisturbed), strict=True):
            give_gradients(lib, params, step, missing(step))
            optimizer.step()
    # PyTorch's load_state_dict makes NAdam's mu_product float64, which is float32 in a run without interruption
    assert_close(mine, whole)
    assert_close(theirs, whole, 1e-6 if name == "NAdam" else 1e-9)


def lookahead(params, **settings):
    return tg.optim.Lookahead(tg.optim.Adam(params, **settings), k=3)


def sam(params, **settings):
    return tg.optim.SAM(tg.optim.SGD(params, momentum=0.9, **settings))


@pytest.mark.parametrize("optimizer", [*OPTIONS, lookahead, sam])
@pytest.mark.parametrize("foreach", [None, False])
def test_resumes_to_the_bit(optimizer, foreach):
    new = getattr(tg.optim, optimizer) if isinstance(optimizer, str) else optimizer
    ends = []
    for interrupted in (False, True):
        params = parameters(tg, "float32")
        optimizer = new(params, lr=0.01, foreach=foreach)
        for step in range(10):
            if interrupted and step == 5:
                state = pickle.loads(pickle.dumps(optimizer.state_dict()))
                optimizer = new(params, lr=0.5)
                optimizer.load_state_dict(state)
            closure = lambda step=step, params=params: give_gradients(tg, params, step, missing(step))
            closure()
            optimizer.step(closure if isinstance(optimizer, tg.optim.SAM) else None)
        ends.append([p.tolist() for p in params])
    assert ends[0] == ends[1]


@pytest.mark.parametrize("foreach", [None, False])
@pytest.mark.parametrize("name", OPTIONS)
def test_changed_settings_take_effect_at_once(name, foreach):
    """As a schedule changes them; and a new group."""
    mine, theirs = parameters(tg), parameters(torch)
    pairs = [(tg, mine, make(tg, name, mine[:-1], foreach=foreach)), (torch, theirs, make(torch, name, theirs[:-1]))]
    for step in range(12):
        for lib, params, optimizer in pairs:
            if step == 4:
                optimizer.add_param_group({"params": params[-1], "weight_decay": 0.2})
            for group in optimizer.param_groups:
                group["lr"] = 0.1 / (step + 1)
                if step > 6:
                    group["weight_decay"] = 0.01 * step
                if "betas" in group:
                    group["betas"] = (0.9 - step / 30, 0.99 - step / 100)
                elif step > 2 and name == "SGD":
                    group["momentum"] = 0.9 - step / 30
            give_gradients(lib, params, step, missing(step))
            optimizer.step()
    assert_close(mine, theirs)


def test_the_form_may_change_and_the_state_be_cleared():
    runs = []
    for forms in ([None] * 9, [False] * 9, [None, False, None] * 3):
        params = parameters(tg)
        optimizer = tg.optim.NAdam(params, lr=0.01)
        for step, form in enumerate(forms):
            if step == 6:
                optimizer.state.clear()
            optimizer.param_groups[0]["foreach"] = form
            give_gradients(tg, params, step, missing(step))
            optimizer.step()
        assert {float(optimizer.state[p]["step"]) for p in params} == {3.0}
        runs.append(params)
    assert_close(runs[0], runs[1], 1e-12)
    assert_close(runs[0], runs[2], 1e-12)


def test_a_copy_goes_its_own_way():
    model = tg.nn.Linear(2, 1)
    optimizer = tg.optim.Adam(model.parameters())
    for _ in range(3):
        other, other_optimizer = copy.deepcopy((model, optimizer))
        for m, o in ((model, optimizer), (other, other_optimizer)):
            o.zero_grad()
            m(tg.ones(3, 2)).sum().backward()
            o.step()
        assert other.weight.tolist() == model.weight.tolist()


def test_parameters_are_never_aliased():
    """Memory belongs to the parameter: a new array, or one out of order, is followed."""
    w = tg.nn.Parameter(tg.ones(200, 100).T)
    small = [tg.nn.Parameter(tg.ones(3)) for _ in range(2)]
    optimizer = tg.optim.SGD([w, *small], lr=1.0)
    for _ in range(2):
        w.grad = tg.ones(100, 200)
        for p in small:
            p.grad, p.array = tg.ones(3), p.array.copy()
        optimizer.step()
    assert (w.detach().numpy() == -1).all()
    assert [p.tolist() for p in small] == [[-1, -1, -1]] * 2


def test_mixed_dtypes():
    params = [tg.ones(3, dtype=dtype, requires_grad=True) for dtype in (tg.float32, tg.float64, tg.float32)]
    for p in params:
        p.grad = tg.ones_like(p)
    optimizer = tg.optim.Adam(params, lr=0.25)
    optimizer.step()
    assert [p.dtype for p in params] == [tg.float32, tg.float64, tg.float32]
    assert all(abs(p.detach() - 0.75).max().item() < 1e-6 for p in params)


@given(st.lists(st.integers(0, 80), max_size=30))
def test_every_parameter_is_in_one_pack(sizes):
    packs = tg.optim.packs.divided(sizes, [size > 20 for size in sizes], tg.optim.packs.BLOCK)
    assert sorted(itertools.chain(*packs)) == list(range(len(sizes)))
    assert all(len(pack) == 1 or sum(sizes[i] for i in pack) <= tg.optim.packs.BLOCK for pack in packs)
    assert sum(len(pack) == 1 for pack in packs) >= sum(size > 20 for size in sizes)


def test_names():
    ours, theirs = tg.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    groups = [make(lib, "SGD", m.named_parameters()).param_groups[0] for lib, m in ((tg, ours), (torch, theirs))]
    assert groups[0]["param_names"] == groups[1]["param_names"] == ["weight", "bias"]
    optimizer = tg.optim.SGD(ours.named_parameters())
    with pytest.raises(ValueError, match="some groups have parameters with names, some without"):
        optimizer.add_param_group({"params": [tg.ones(1)]})
    with pytest.raises(ValueError, match="some parameters were given with a name, some without"):
        tg.optim.SGD([("a", tg.ones(1)), tg.ones(1)])
    unnamed = tg.optim.SGD(ours.parameters())
    unnamed.load_state_dict(optimizer.state_dict())
    assert unnamed.param_groups[0]["param_names"] == ["weight", "bias"]


def test_loading_keeps_what_schedules_put_there():
    w = tg.ones(2, requires_grad=True)
    optimizer = tg.optim.SGD([{"params": [w], "name": "all"}], lr=0.1)
    state = optimizer.state_dict()
    state["param_groups"][0]["initial_lr"] = 0.5
    optimizer.load_state_dict(state)
    assert optimizer.param_groups[0]["initial_lr"] == 0.5
    assert optimizer.param_groups[0]["params"][0] is w


def test_zero_grad_and_closure():
    w = tg.ones(2, requires_grad=True)
    optimizer = tg.optim.SGD([w], lr=0.1)

    def closure():
        optimizer.zero_grad()
        loss = (w * w).sum()
        loss.backward()
        return loss

    with tg.no_grad():
        assert optimizer.step(closure).item() == 2.0
    np.testing.assert_allclose(w.detach().numpy(), 0.8, rtol=1e-6)
    optimizer.zero_grad(set_to_none=False)
    assert w.grad.tolist() == [0, 0]
    optimizer.zero_grad()
    assert w.grad is None
    assert optimizer.step() is None


def test_repr_is_pytorchs_with_groups():
    ours, theirs = (
        lib.optim.SGD(
            [{"params": [lib.ones(2, requires_grad=True)]}, {"params": [lib.ones(1, requires_grad=True)], "lr": 0.5}],
            lr=0.1,
        )
        for lib in (tg, torch)
    )
    assert repr(ours) == repr(theirs)
