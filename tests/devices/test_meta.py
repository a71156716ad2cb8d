"""A step of a training on PyTorch's device "meta", which has no numbers: how often it would wait for a GPU, and where.

A GPU works on while Python goes on, until somebody asks for a number. Each such wait, and each copy from the CPU, costs
more than many operations. So a step may have only those that are listed here: one for each check of indices, which has
to be, as a wrong one would kill the process's work on a GPU.
"""

import contextlib
import re
from pathlib import Path

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.devices.nets import NETS, OPTIMIZERS, batch, step
from tests.devices.watch import Waited, Watch

CLASSES, WORDS = "ops/losses.py check_classes", "ops/fused.py embedding"
WAITS = {"mlp": [CLASSES], "convolutional": [CLASSES], **{net: [WORDS, CLASSES] for net in ("rnn", "gru", "lstm")}}


def watched(function, *args):
    """Where a function waits, and where it copies: lists of places."""
    with Watch() as seen:
        function(*args)
    return [place.partition(":")[0] for place in seen.waits], seen.copies


# Every optimizer, and every net: that the two have nothing to do with each other is seen on two nets.
STEPS = [
    (net, optimizer) for net in ("mlp", "lstm") for optimizer in ("SGD", "momentum", "AdamW", "RMSprop", "Lookahead")
]
STEPS += [(net, "Adam") for net in NETS]


@pytest.mark.parametrize(("net", "optimizer"), STEPS)
def test_a_step_waits_for_its_checks_and_copies_nothing(net, optimizer):
    model, (x, y) = NETS[net]().to("meta"), batch(net, "meta")
    chosen = OPTIMIZERS[optimizer](list(model.parameters()))
    watched(step, model, chosen, x, y)  # the first makes the optimizer's state, and tables
    for _ in range(2):
        assert watched(step, model, chosen, x, y) == (WAITS[net], [])


def meta(*shape, dtype="float32"):
    return tg.tensor(np.ones(shape, dtype), device="meta").requires_grad_(dtype == "float32")


def scaler_of(loss):
    """A scaler that has scaled a loss."""
    scaler = tg.amp.GradScaler("meta")
    scaler.scale(loss)
    return scaler


FREE = {  # operations with a way of their own on a device, as the CPU's asks for numbers; and those that move nothing
    "a tensor as exponent": lambda x, i: (x ** x.detach()).sum().backward(),
    "powers": lambda x, i: i**i,
    "product": lambda x, i: x.prod().backward(),
    "product of rows": lambda x, i: x.prod(1).sum().backward(),
    "remainder": lambda x, i: (x % x.detach()).sum().backward(),
    "variance": lambda x, i: (x.var() + x.std(0).sum()).backward(),
    "relu": lambda x, i: x.relu().sum().backward(),
    "zeros": lambda x, i: tg.zeros(3, device="meta") + tg.ones(3, device="meta") + tg.arange(3, device="meta"),
    "random numbers": lambda x, i: tg.rand_like(x) + tg.randn_like(x) + x.detach().clone().uniform_(),
    "triangles": lambda x, i: x.tril() + x.triu(),
    "sorting": lambda x, i: x.sort(1).values.sum().backward(),
    "largest": lambda x, i: (x.max(1).values.sum() + x.topk(2).values.sum()).backward(),
    "clipping": lambda x, i: tg.nn.utils.clip_grad_norm_(x, 1.0),
    "numbers beside arrays": lambda x, i: 1 - x + 2.0 * x / np.float32(3),
}
F = tg.nn.functional
CHECKED = {  # one wait each, however many things are looked at; under the names that docs/DEVICES.md has for them
    "cross_entropy": lambda x, i: F.cross_entropy(x, i).backward(),
    "nll_loss": lambda x, i: F.nll_loss(x, i, x[0].detach()).backward(),
    "embedding": lambda x, i: F.embedding(i, x).sum().backward(),
    "gather": lambda x, i: x.gather(1, i.reshape(3, 1)).sum().backward(),
    "one_hot": lambda x, i: (F.one_hot(i, 3) * x).sum().backward(),
    "x[indices]": lambda x, i: x[i, i].sum().backward(),
    "binary_cross_entropy": lambda x, i: F.binary_cross_entropy(x, x.detach()).backward(),
    "i // j": lambda x, i: (i // i, x.sum().backward()),
    "i % j": lambda x, i: (i % i, x.sum().backward()),
    "x[mask]": lambda x, i: x[x.detach() > 0],
    "x[mask] = y": lambda x, i: x.detach().__setitem__(x.detach() > 0, 1.0),
    "x[indices] = y": lambda x, i: x.detach().__setitem__((0, i), 1.0),
    "where(mask)": lambda x, i: tg.where(x > 0),
    "allclose": lambda x, i: tg.allclose(x, x),
    "equal": lambda x, i: tg.equal(x, x),
    "2.0 in x": lambda x, i: 2.0 in x.detach(),
    "GradScaler.step": lambda x, i: scaler_of(x).step(tg.optim.SGD([x], lr=0.1)),
    "clip_grad_norm_(..., error_if_nonfinite=True)": lambda x, i: tg.nn.utils.clip_grad_norm_(
        x, 1.0, error_if_nonfinite=True
    ),
}
ALSO = {  # the same in another form
    "label smoothing": lambda x, i: F.cross_entropy(x, i, label_smoothing=0.1).backward(),
    "weighted classes": lambda x, i: F.cross_entropy(x, i, x[0].detach()).backward(),
    "rounded division": lambda x, i: tg.div(i, i, rounding_mode="floor"),
    "a number": lambda x, i: x.sum().item(),
}
WITH_GRADIENT = [*list(CHECKED)[:9], "label smoothing", "weighted classes"]
TOLD = {"binary_cross_entropy": 1, "clip_grad_norm_(..., error_if_nonfinite=True)": 1}  # "all are right": else 0


@pytest.mark.parametrize("name", [*FREE, *CHECKED, *ALSO])
def test_waits_of_an_operation(name):
    x, i = meta(3, 3), meta(3, dtype="int64")
    tg.zeros(1, device="meta")  # makes what is made once
    x.grad = before = meta(3, 3).detach()
    with Watch(TOLD.get(name, 0)) as seen, contextlib.suppress(Waited):
        (FREE | CHECKED | ALSO)[name](x, i)
    assert (len(seen.waits), seen.copies) == (int(name not in FREE), []), seen.waits
    assert (x.grad.device, x.grad.shape) == (x.device, x.shape)
    assert x.grad is before


@pytest.mark.parametrize("name", WITH_GRADIENT)
def test_the_gradient_of_what_was_checked(name):
    """It is there, of the right shape, and cost no wait of its own."""
    x, i = meta(3, 3), meta(3, dtype="int64")
    with Watch(TOLD.get(name, 0)) as seen:
        (CHECKED | ALSO)[name](x, i)
    assert (x.grad.device, x.grad.shape, x.grad.dtype) == (x.device, x.shape, x.dtype)
    assert (len(seen.waits), seen.copies) == (1, [])


def test_the_page_lists_what_waits():
    """docs/DEVICES.md: each operation that was measured to wait, and no other."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "DEVICES.md").read_text("utf-8")
    (part,) = re.findall(r"^These operations wait once each.*?\n\n(.*?)\n\n", text, re.DOTALL | re.MULTILINE)
    assert sorted(re.findall(r"`(.+?)`", part)) == sorted({*CHECKED} | {"where"})


def test_no_function_of_one_tensor_waits():
    """None of all that have a gradient, forwards and backwards; those that take more or something else are above."""
    seen = {}
    for name, function in {**vars(tg), **{f"F.{name}": getattr(F, name) for name in F.__all__}}.items():
        if not getattr(function, "__module__", "").startswith(("tinygrad_lite.ops.", "tinygrad_lite.nn.functional")):
            continue
        x = meta(3, 3)
        with Watch() as watch, contextlib.suppress(TypeError, ValueError, RuntimeError, Waited):
            result = function(x)
            if isinstance(result, tg.Tensor) and result.requires_grad:
                result.sum().backward()
        if x.grad is not None:
            seen[name] = watch.waits
    assert not any(seen.values())
    assert {"exp", "sum", "prod", "std", "norm", "F.silu", "F.gelu"} <= set(seen)


def average(parameters):
    """Steps of an average of the weights; then the weights are the average."""
    ema = tg.optim.ExponentialMovingAverage(parameters, 0.9)
    return lambda: (ema.update(), ema.copy_to())


def sharpness(parameters):
    sam = tg.optim.SAM(tg.optim.SGD(parameters, lr=0.1, momentum=0.9))
    return lambda: (sam.first_step(), sam.second_step())


@pytest.mark.parametrize(
    "made",
    [
        average, sharpness, lambda p: tg.optim.Lookahead(tg.optim.Adam(p), k=1).step,
    ],
    ids=["EMA", "SAM", "Lookahead"],
)  # fmt: skip
def test_what_stands_around_a_step_waits_for_nothing(made):
    model = tg.nn.Sequential(tg.nn.Linear(3, 4), tg.nn.Tanh(), tg.nn.Linear(4, 2)).to("meta")
    step = made(list(model.parameters()))
    for turn in range(3):
        model.zero_grad()
        model(tg.zeros(2, 3, device="meta")).sum().backward()
        with Watch() as seen:
            step()
        if turn:  # the first makes the optimizer's state
            assert (seen.waits, seen.copies) == ([], [])
    assert {p.device.type for p in model.parameters()} == {"meta"}


def test_the_watch_sees_what_waits_and_what_is_copied():
    """A wait or a copy that it overlooks would be found on a GPU only."""
    x, mask, host = meta(3), meta(3, dtype="bool"), np.ones(3, np.float32)
    for wait in (lambda: x.array.any().item(), lambda: bool(x.array.all()), lambda: float(x.array[0]),
                 lambda: int(x.array.sum()), lambda: x.sum().item()):  # fmt: skip
        assert len(watched(wait)[0]) == 1
    for copy in (lambda: tg.tensor(host, device="meta"), lambda: tg.from_numpy(host).to("meta"),
                 lambda: np.asarray(host, like=x.array), lambda: x.array.__setitem__(slice(None), host),
                 lambda: tg.tensor([1.0, 2.0], device="meta"), lambda: x.detach()[np.array([0, 1])]):  # fmt: skip
        assert len(watched(copy)[1]) == 1
    for number in (lambda: x.detach()[mask], lambda: x.array.nonzero(), lambda: x.array.__setitem__(mask.array, 1.0)):
        with Watch() as seen, pytest.raises(Waited):
            number()
        assert len(seen.waits) == 1
