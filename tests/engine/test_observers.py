"""What stands around operations and around `backward`: in which order, for how long, and in which thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.on_device import DEVICE
from tinygrad_lite import autograd
from tinygrad_lite.observers import everywhere
from tinygrad_lite.plots.graph_boxes import Watched


class Recorder(autograd.Observer):
    def __init__(self, name, seen):
        self.name, self.seen = name, seen

    def forward(self, operation, inputs):
        self.seen.append((self.name, operation.__name__))
        return super().forward(operation, inputs)

    def backward(self, operation, grad_output):
        self.seen.append((self.name, f"{type(operation).__name__} back"))
        return super().backward(operation, grad_output)


def in_another_thread(function):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def test_observers_stand_around_operations():
    seen, x = [], tg.ones(2, requires_grad=True)
    with Recorder("outer", seen), Recorder("inner", seen):
        loss = (x * 2 + tg.ones(2) @ tg.ones(2)).sum()  # the second product would go past the graph unobserved
    assert seen[::2] == [("inner", name) for name in ("Mul", "MatMul", "Add", "Sum")]
    assert seen[1::2] == [("outer", name) for _, name in seen[::2]]
    del seen[:]
    with Recorder("only", seen):
        loss.backward()
    assert seen == [("only", f"{name} back") for name in ("Sum", "Add", "Mul")]
    assert x.grad.tolist() == [2, 2]
    del seen[:]
    (x * 2).sum()
    assert seen == []


@pytest.mark.host("its operation returns NumPy arrays")
def test_functions_of_ones_own_can_be_observed():
    class Twice(autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return (tg.tensor(x) * 2).numpy()  # an operation inside another one is seen as well

        @staticmethod
        def backward(ctx, grad_output):
            return 2 * grad_output

    seen, x = [], tg.tensor(np.ones(2), requires_grad=True)
    with Recorder("one", seen):
        Twice.apply(x).sum().backward()
    assert seen == [("one", name) for name in ("Twice", "Mul", "Sum", "Sum back", "Twice back")]
    assert x.grad.tolist() == [2, 2]


class Doubled(autograd.Function):
    """Has an `apply` of its own that computes first, and one operation more afterwards."""

    @classmethod
    def apply(cls, x, by=2):
        return super().apply(x * 1, by) + 0

    @staticmethod
    def forward(ctx, x, by):
        ctx.by = by
        return x * by

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output * ctx.by, None


def test_functions_with_an_apply_of_their_own_can_be_observed():
    """Each operation once, by each observer, in the order in which they are run."""
    seen, x = [], tg.ones(2, requires_grad=True)
    with Recorder("outer", seen), Recorder("inner", seen):
        loss = Doubled.apply(x, by=3).sum()
    names = ["Mul", "Doubled", "Add", "Sum"]
    assert seen == [(observer, name) for name in names for observer in ("inner", "outer")]
    loss.backward()
    assert x.grad.tolist() == [3, 3]


@pytest.mark.parametrize(
    "around", [tg.profiler.profile, lambda: tg.amp.autocast(DEVICE.type, dtype="bfloat16"), Watched]
)
def test_every_observer_takes_an_apply_of_ones_own(around):
    with around():
        assert Doubled.apply(tg.ones(2)).tolist() == [2, 2]
        assert (tg.ones(2) * 2).tolist() == [2, 2]


def test_after_an_error_the_next_operation_is_seen():
    seen = []
    with Recorder("one", seen):
        with pytest.raises(RuntimeError, match="add"):
            tg.ones(2) + tg.ones(3)
        tg.ones(2) * 2
    assert seen == [("one", "Add"), ("one", "Mul")]
    assert everywhere == []


def work(x):
    loss = (x @ x + tg.ones(2)).sum()
    loss.backward()
    return loss.item()


def test_an_observer_does_not_see_other_threads():
    seen = []
    with Recorder("mine", seen):
        in_another_thread(lambda: work(tg.ones(2, requires_grad=True)))
        assert seen == []
        work(tg.ones(2, requires_grad=True))
        assert len(seen) == 6

        def with_its_own():
            own = []
            with Recorder("other", own):
                work(tg.ones(2, requires_grad=True))
            return own

        own = in_another_thread(with_its_own)
    assert len(seen) == 6
    assert own == [("other", name) for _, name in seen]


def test_threads_that_enter_and_leave_at_the_same_time():
    """Each of four threads sees its own operations, every one, while the others come and go."""
    start = threading.Barrier(4)

    def run(number):
        start.wait()
        for _ in range(200):
            seen = []
            with Recorder(number, seen):
                work(tg.ones(2, requires_grad=True))
            work(tg.ones(2, requires_grad=True))
            assert [name for name, _ in seen] == [number] * 6

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert everywhere == []


def test_autocast_belongs_to_a_thread():
    x = tg.tensor([[1.001, 1.0]])
    exact = (x @ x.T).item()
    with tg.amp.autocast(DEVICE.type, dtype="bfloat16"):
        assert in_another_thread(lambda: (x @ x.T).item()) == exact
        assert (x @ x.T).item() == 2.0

    def lowered():
        with tg.amp.autocast(DEVICE.type, dtype="bfloat16"):
            inside.set()
            assert done.wait(10)
            return (x @ x.T).item()

    inside, done = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(lowered)
        assert inside.wait(10)
        assert (x @ x.T).item() == exact
        done.set()
        assert other.result() == 2.0


def test_a_profile_belongs_to_a_thread():
    with tg.profiler.profile() as profile, tg.profiler.record_function("mine"):

        def other():
            with tg.profiler.record_function("not mine"):
                work(tg.ones(2, requires_grad=True))

        in_another_thread(other)
        tg.ones(2) * 2
    assert [event.name for event in profile.events()] == ["Mul", "mine"]


# ------------------------------------------------------------------------------------------------ around backward
def watched(name, seen, parameter):
    def around(tensor, run):
        seen.append((name, tensor.shape, parameter.grad is None))
        run()
        seen.append((name, parameter.grad.tolist()))

    return around


def test_around_backward():
    seen, x = [], tg.ones(2, requires_grad=True)
    with autograd.around_backward(watched("outside", seen, x)):
        handle = autograd.around_backward(watched("inside", seen, x))
        (x * 3).sum().backward()
        handle.remove()
        assert seen == [("inside", (), True), ("outside", (), True), ("outside", [3, 3]), ("inside", [3, 3])]
        del seen[:]
        (x * 3).backward(tg.tensor([1.0, 2.0]), retain_graph=True, inputs=[x])
        assert seen == [("outside", (2,), False), ("outside", [6, 9])]
        del seen[:]
        tg.autograd.grad((x * 3).sum(), x)  # is no backward(): no `.grad` is touched
    (x * 3).sum().backward()
    assert seen == []


def test_around_backward_comes_before_the_checks_and_may_do_without():
    seen = []
    with autograd.around_backward(lambda tensor, run: seen.append(tensor.requires_grad)):
        assert tg.ones(2).backward() is None
    assert seen == [False]
    with autograd.around_backward(lambda tensor, run: run()), pytest.raises(RuntimeError, match="does not depend on"):
        tg.ones(1).backward()
    with autograd.around_backward(lambda tensor, run: 1 / 0), pytest.raises(ZeroDivisionError):
        tg.ones(1, requires_grad=True).backward()


def test_around_backward_belongs_to_a_thread():
    seen = []
    with autograd.around_backward(lambda tensor, run: seen.append("mine")):
        x = tg.ones(2, requires_grad=True)
        in_another_thread(lambda: x.sum().backward())
    assert seen == []
    assert x.grad.tolist() == [1, 1]
