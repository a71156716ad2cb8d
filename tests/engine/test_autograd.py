"""The graph and the walk backwards."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import tinygrad_lite as tg
from tests.engine.against_torch import agree, numbers
from tinygrad_lite.autograd import Function


def test_a_value_used_twice_adds_up():
    agree(lambda lib, x: x * x + x, numbers(3))
    agree(lambda lib, x, y: (x @ y) * (x @ y).sum() + x.sum(), numbers(3, 3), numbers(3, 3, seed=1))
    x = tg.tensor(2.0, requires_grad=True)
    for _ in range(2):
        (x * 3 + x).backward()
    assert x.grad.item() == 8.0
    assert type(x.grad.array) is type(tg.ones(1).array)  # of a 0-d array too, though NumPy's sum of two is none


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from("+-*t")), min_size=1, max_size=15)
)
def test_any_graph(steps):
    """Random graphs, in which values are used any number of times, give PyTorch's gradients."""

    def build(lib, *leaves):
        values = list(leaves)
        for i, j, kind in steps:
            a, b = values[i % len(values)], values[j % len(values)]
            values.append({"+": a + b, "-": a - b, "*": a * b, "t": lib.tanh(a)}[kind])
        return sum(value.sum() for value in values)

    agree(build, numbers(2, 3), numbers(3, seed=1), numbers(2, 1, seed=2))


def chain(length):
    x = tg.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(length):
        y = y + 0.0
    return x, y


def test_long_chains_do_not_recurse():
    x, y = chain(100_000)
    y.backward()
    assert x.grad.item() == 1.0
    x, y = chain(100_000)
    del y  # taking a graph apart that was never used must not recurse either


def test_shared_values_are_visited_once():
    """Forty squarings by x * x: a walk that visits an operation once for each path would take 2**40 steps."""
    x = tg.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(40):
        y = y * y
    y.backward()
    assert x.grad.item() == 2.0**40


def test_graph_is_freed_by_reference_counting():
    gc.collect()
    gc.disable()
    try:
        model = tg.nn.Sequential(tg.nn.Linear(3, 4), tg.nn.ReLU(), tg.nn.Linear(4, 1))
        for used in (True, False):
            hidden = model[0](tg.ones(2, 3))
            loss = tg.nn.functional.mse_loss(model[2](hidden.relu()), tg.zeros(2, 1))
            graph, array = weakref.ref(hidden.grad_fn), weakref.ref(loss.array)
            if used:
                loss.backward()
            del hidden, loss
            assert graph() is None
            assert array() is None
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_graph_is_released_as_it_goes():
    x = tg.ones(3, requires_grad=True)
    y = (x * 2).exp()
    kept = weakref.ref(y.grad_fn._sources[0])
    y.sum().backward()
    assert kept() is None


def test_used_graph():
    x = tg.ones(3, requires_grad=True)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.tolist() == [4, 4, 4]
    with pytest.raises(RuntimeError) as error:
        y.backward()
    assert str(error.value) == (
        "backward: this graph was already used and released. Call backward(retain_graph=True) the first time, or "
        "compute the loss again."
    )
    hidden = x * 2
    hidden.sum().backward()
    with pytest.raises(RuntimeError, match="already used"):
        (hidden * hidden).sum().backward()


def test_loss_outside_the_graph():
    x = tg.ones(3, requires_grad=True)
    loss = tg.Tensor((x * 2).detach().numpy()).mean()
    with pytest.raises(RuntimeError, match=r"does not depend on any parameter \(no operation recorded\).*Tensor\(loss"):
        loss.backward()


def test_backward_starts_from_one_number():
    x = tg.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match=r"this tensor has shape \(3,\)\. Reduce it first, as in loss\.mean\(\)"):
        (x * 2).backward()
    with pytest.raises(RuntimeError, match=r"gradient has shape \(2,\), the tensor \(3,\)"):
        (x * 2).backward(tg.ones(2))
    with pytest.raises(NotImplementedError, match="create_graph"):
        x.sum().backward(create_graph=True)
    (x * 2).backward(gradient=tg.tensor([1.0, 2.0, 3.0]))
    assert x.grad.tolist() == [2, 4, 6]
    leaf = tg.tensor(1.0, requires_grad=True)
    leaf.backward()
    assert leaf.grad.item() == 1.0


def test_gradients_have_memory_of_their_own():
    x, y = tg.ones(3, requires_grad=True), tg.ones(3, requires_grad=True)
    start = tg.ones(3)
    (x + y).backward(start)
    with tg.no_grad():
        x.grad.mul_(5)
    assert y.grad.tolist() == [1, 1, 1]
    assert start.tolist() == [1, 1, 1]
    z = tg.ones(2, 3, requires_grad=True)
    z.sum().backward()
    z.grad.add_(1)  # a broadcast view could not be written to
    alias = z.grad
    z.sum().backward()
    assert alias is z.grad
    assert z.grad.tolist() == [[3, 3, 3], [3, 3, 3]]


def test_gradients_keep_the_dtype():
    x, y = tg.ones(2, requires_grad=True), tg.ones(2, dtype=tg.float64, requires_grad=True)
    (x * y).sum().backward()
    assert (x.grad.dtype, y.grad.dtype) == (tg.float32, tg.float64)


def test_recording_is_switched():
    x = tg.ones(2, requires_grad=True)
    with tg.no_grad():
        assert not (x * 2).requires_grad
        assert not tg.is_grad_enabled()
        with tg.enable_grad():
            assert (x * 2).requires_grad
        assert not (x * 2).requires_grad

    @tg.no_grad()
    def count(n):
        """Doc."""
        assert not tg.is_grad_enabled()
        return n if n == 0 else count(n - 1)

    assert count(3) == 0
    assert count.__doc__ == "Doc."
    assert tg.is_grad_enabled()
    with pytest.raises(KeyError), tg.no_grad():
        raise KeyError
    assert tg.is_grad_enabled()
    with tg.set_grad_enabled(False):
        assert not tg.is_grad_enabled()
    assert tg.is_grad_enabled()
    tg.set_grad_enabled(False)
    assert not tg.is_grad_enabled()
    tg.set_grad_enabled(True)
    assert tg.set_grad_enabled(False)(tg.is_grad_enabled)() is False
    assert tg.is_grad_enabled()


def test_each_thread_has_its_own_switch():
    seen = []
    with tg.no_grad():
        thread = threading.Thread(target=lambda: seen.append(tg.is_grad_enabled()))
        thread.start()
        thread.join()
    assert seen == [True]


def test_every_switch_is_pytorchs():
    x, y = tg.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
    for mine, reference in ((x, y), (x * 2, y * 2), (x.detach(), y.detach())):
        assert (mine.requires_grad, mine.is_leaf) == (reference.requires_grad, reference.is_leaf)


class Double(Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.save_for_backward(x)
        ctx.shape, ctx.name = x.shape, "free to use"
        return x * factor

    @staticmethod
    def backward(ctx, grad_output):
        (x,) = ctx.saved_tensors
        assert x.shape == ctx.shape
        assert ctx.needs_input_grad == (True, False)
        return grad_output * 2, None


def test_own_function():
    x = tg.tensor([0.5, 1.5], dtype=tg.float64, requires_grad=True)
    y = Double.apply(x, 2)
    assert repr(y.grad_fn) == "<DoubleBackward>"
    y.sum().backward()
    assert x.grad.tolist() == [2, 2]


def own(result=lambda x: x * 2, grads=lambda g: g * 2, takes=1):
    class Own(Function):
        @staticmethod
        def forward(ctx, *inputs):
            return result(inputs[0])

        @staticmethod
        def backward(ctx, grad_output):
            return grads(grad_output)

    x = tg.ones(2, 3, dtype=tg.float64, requires_grad=True)
    return Own.apply(*[x] * takes), x, Own


def test_mistakes_in_own_functions():
    with pytest.raises(TypeError, match=r"Own\.forward returned NoneType\. Is the return missing\?"):
        own(result=lambda x: None)
    with pytest.raises(TypeError, match=r"Own\.forward returned list\. It gets arrays"):
        own(result=lambda x: [x])
    with pytest.raises(RuntimeError, match=r"returned a gradient of shape \(3, 2\) for an input of shape \(2, 3\)"):
        own(grads=lambda g: g.T)[0].sum().backward()
    for wrong in (tg.ones(2, 3), [1.0]):
        with pytest.raises(TypeError, match=r"Own\.backward returned (Tensor|list)\. It gets arrays"):
            own(grads=lambda g, wrong=wrong: wrong)[0].sum().backward()
    with pytest.raises(RuntimeError, match=r"returned a gradient of shape \(\)"):
        own(grads=lambda g: 2.0)[0].sum().backward()
    with pytest.raises(RuntimeError, match=r"returned 1 gradient\(s\), but its forward takes 2 input"):
        own(takes=2)[0].sum().backward()
    with pytest.raises(ValueError, match="my own"):
        own(result=lambda x: (_ for _ in ()).throw(ValueError("my own")))
    y, x, _ = own(grads=lambda g: np.stack([g, g]))  # broadcast gradients are added up
    y.sum().backward()
    assert x.grad.tolist() == [[2, 2, 2], [2, 2, 2]]


def test_gradcheck():
    x = tg.tensor(numbers(2, 3), requires_grad=True)
    y = tg.tensor(numbers(3, 2, seed=1), requires_grad=True)
    x.grad = tg.ones(2, 3, dtype=tg.float64)
    assert tg.autograd.gradcheck(lambda x, y: (x @ y).tanh().exp(), (x, y))
    assert x.grad.tolist() == [[1, 1, 1], [1, 1, 1]]
    _, x, wrong = own(grads=lambda g: g * 3)
    with pytest.raises(RuntimeError, match=r"gradient of input 0 is wrong at \[0, 0\]: backward gives .*6 of 6 differ"):
        tg.gradcheck(wrong.apply, x)
    assert tg.gradcheck(wrong.apply, x, raise_exception=False) is False
    with pytest.raises(ValueError, match="float64 inputs"):
        tg.gradcheck(tg.exp, tg.ones(2, requires_grad=True))
    with pytest.raises(ValueError, match="no input requires a gradient"):
        tg.gradcheck(tg.exp, tg.ones(2))


OPERATIONS = {
    "add": lambda x, y: x + y,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: x**y,
    "matmul": lambda x, y: x @ y.T,
    "maximum": lambda x, y: tg.maximum(x, y),
    "softmax": lambda x, y: x.softmax(1) * y,
    "log_softmax": lambda x, y: x.log_softmax(0) * y,
    "index": lambda x, y: x[:, [0, 0, 2]] * y,
    "cat": lambda x, y: tg.cat([x, y], 1).sigmoid(),
    "linear": lambda x, y: tg.nn.functional.linear(x, y, y[:, 0]),
    "mse": lambda x, y: tg.nn.functional.mse_loss(x, y, reduction="none"),
    "bce": lambda x, y: tg.nn.functional.binary_cross_entropy_with_logits(x, y),
    "cross_entropy": lambda x, y: tg.nn.functional.cross_entropy(x * y, tg.tensor([0, 2])),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_gradients_against_measured_slopes(name):
    x = tg.tensor(numbers(2, 3, low=0.5), requires_grad=True)
    y = tg.tensor(numbers(2, 3, low=0.5, seed=1), requires_grad=True)
    assert tg.gradcheck(OPERATIONS[name], (x, y))


def recording(lib):
    return (lib.ones(2, requires_grad=True) * 2).requires_grad


@pytest.mark.parametrize("lib", [tg, torch])
class TestGradModeAsDecorator:
    """The same answers from both libraries."""

    def test_generator_functions(self, lib):
        @lib.no_grad()
        def numbers_of(count):
            """Doc."""
            received = []
            for i in range(count):
                try:
                    received.append((yield i, recording(lib)))
                except KeyError:
                    received.append(recording(lib))
            return received

        generator = numbers_of(3)
        assert next(generator) == (0, False)
        assert recording(lib)  # not outside, while it is suspended
        assert generator.send("a") == (1, False)
        assert generator.throw(KeyError) == (2, False)
        with pytest.raises(StopIteration) as end:
            generator.send("b")
        assert end.value.value == ["a", False, "b"]
        assert (numbers_of.__name__, numbers_of.__doc__) == ("numbers_of", "Doc.")
        assert recording(lib)

    def test_inside_a_generator(self, lib):
        closed = []

        @lib.no_grad()
        def own():
            try:
                with lib.enable_grad():
                    yield recording(lib)
                yield recording(lib)
            finally:
                closed.append(recording(lib))

        assert list(own()) == [True, False]
        generator = own()
        next(generator)
        generator.close()
        assert closed == [False, False] if lib is tg else closed[0] is False
        with lib.no_grad():
            assert list(lib.enable_grad()(own)()) == [True, False]

    def test_errors_pass_through(self, lib):
        @lib.no_grad()
        def broken():
            yield 1
            raise KeyError("mine")

        generator = broken()
        next(generator)
        with pytest.raises(KeyError, match="mine"):
            next(generator)
        assert recording(lib)

    def test_without_brackets(self, lib):
        @lib.no_grad
        def plain(x, *, y=1):
            return x, y, recording(lib)

        @lib.enable_grad
        def recorded():
            yield recording(lib)

        assert plain(5, y=2) == (5, 2, False)
        with lib.no_grad():
            assert list(recorded()) == [True]
        assert plain.__name__ == "plain"

    def test_methods(self, lib):
        class Model:
            @lib.no_grad()
            def predict(self):
                return recording(lib)

            @lib.no_grad
            def batches(self):
                yield recording(lib)

        assert not Model().predict()
        assert list(Model().batches()) == [False]

    def test_async_functions(self, lib):
        """Only what happens when they are called is covered, which is nothing."""
        import asyncio

        @lib.no_grad()
        async def later():
            return recording(lib)

        async def inside():
            with lib.no_grad():
                return recording(lib)

        with ThreadPoolExecutor(1) as thread:  # in this one a loop of the browser's may be running
            assert thread.submit(lambda: asyncio.run(later())).result() is True
            assert thread.submit(lambda: asyncio.run(inside())).result() is False

    def test_switched_as_a_decorator(self, lib):
        @lib.set_grad_enabled(False)
        def pieces():
            yield recording(lib)

        assert list(pieces()) == [False]
        assert recording(lib)


# ---------------------------------------------------------------------------------------------- gradcheck
def test_gradcheck_of_computed_inputs():
    for lib in (tg, torch):
        leaf = lib.tensor([0.5, 2.0], dtype=lib.float64, requires_grad=True)
        hidden = leaf * 3
        other = lib.tensor([1.0, -1.0], dtype=lib.float64, requires_grad=True)
        assert lib.autograd.gradcheck(lambda x, y: x * y.exp(), (hidden, other))
        assert hidden.grad_fn is not None
        assert hidden.tolist() == [1.5, 6.0]
        hidden.sum().backward()
        assert leaf.grad.tolist() == [3, 3]


def test_gradcheck_of_several_results():
    x = tg.tensor([0.5, 2.0], dtype=tg.float64, requires_grad=True)
    for container in (tuple, list):
        assert tg.gradcheck(lambda x, c=container: c([x.exp(), x.sum(), x.argmax()]), x)
        with pytest.raises(
            RuntimeError, match=r"gradient of input 0 \(of result 1\) is wrong at \[0\]: backward gives 0"
        ):
            tg.gradcheck(lambda x, c=container: c([x.exp(), x.detach() * 2]), x)
    for wrong in (2.0, None, {"a": 1}, [1.0]):
        with pytest.raises(ValueError, match="must return a tensor or several, it returned"):
            tg.gradcheck(lambda x, wrong=wrong: wrong, x)


def test_gradcheck_of_memory_that_cannot_be_moved():
    one = tg.ones(1, dtype=tg.float64, requires_grad=True)
    with pytest.raises(RuntimeError, match="gradcheck: several elements of this tensor are one place"):
        tg.gradcheck(tg.exp, one.expand(3))
    fixed = np.ones(2)
    fixed.flags.writeable = False
    with pytest.raises(RuntimeError, match="gradcheck: the memory of this tensor is read-only"):
        tg.gradcheck(tg.exp, tg.Tensor(fixed).requires_grad_())
    assert tg.gradcheck(tg.exp, one.expand(1))
