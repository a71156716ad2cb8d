"""The fuzzer finds faults: each of these is planted in the engine, and some program shows it."""

import functools

import numpy as np
import pytest

import tinygrad_lite as tg
from tests.fuzz.compare import ELSEWHERE, FOREIGN, SILENT, compared
from tests.fuzz.draw import drawn
from tinygrad_lite import autograd, between, grad_mode, versions
from tinygrad_lite.ops import arithmetic, choosing, indexing, linalg, reduce, shape

PROGRAMS = 2_000  # most faults show in the first two hundred

draw = functools.cache(drawn)  # the same programs for all faults


def found(kinds: tuple[str, ...]) -> int | None:
    """The first program that shows a fault of these kinds."""
    return next((seed for seed in range(PROGRAMS) if compared(draw(seed)).kind in kinds), None)


def wrong_if_broadcast(backward):
    def wrong(ctx, grad_output):
        grads = backward(ctx, grad_output)
        broadcast = ctx.x is not None and ctx.x.shape != grad_output.shape
        return (grads[0], grads[1] * 2 if broadcast and grads[1] is not None else grads[1])

    return staticmethod(wrong)


def a_gradient_is_wrong_when_broadcasting(patch):
    patch.setattr(arithmetic.Mul, "backward", wrong_if_broadcast(arithmetic.Mul.backward))


def a_change_in_place_is_not_noted(patch):
    patch.setattr(versions, "mark_changed", lambda arrays: None)


def a_released_operation_is_passed_over(patch):
    """As it once was: what was released counted as having no sources."""

    patch.setattr(between, "behind", lambda operation, goals: operation._sources or ())


def the_dtype_of_a_sum_stays(patch):
    def forward(ctx, x, dim, keepdim):
        return original(ctx, x, dim, keepdim).astype(x.dtype)

    original = reduce.Sum.forward
    patch.setattr(reduce.Sum, "forward", staticmethod(forward))


def hooks_are_not_called(patch):
    patch.setattr(autograd.Hooks, "__call__", lambda hooks, grad: grad)


def what_a_hook_returns_is_lost(patch):
    def call(hooks, grad):
        original(hooks, grad)
        return grad

    original = autograd.Hooks.__call__
    patch.setattr(autograd.Hooks, "__call__", call)


def an_index_twice_gives_its_gradient_once(patch):
    patch.setattr(indexing, "may_repeat", lambda index: False)


def equal_maxima_get_the_whole_gradient_each(patch):
    def backward(ctx, grad_output):
        return (ctx.x == ctx.y) * grad_output.reshape(ctx.y.shape), None, None, None

    patch.setattr(reduce.Extreme, "backward", staticmethod(backward))


def reshape_copies(patch):
    patch.setattr(shape.Reshape, "forward", staticmethod(reshaped_copy))


def reshaped_copy(ctx, x, sizes):
    ctx.shape = x.shape
    return x.reshape(sizes).copy()


def numpy_explains_a_product(patch):
    patch.setattr(linalg.MatMul, "explain", staticmethod(lambda error, x, y: None))


def no_grad_records(patch):
    patch.setattr(grad_mode._GradMode, "__enter__", lambda mode: mode._before.append(autograd._mode.enabled))


def requires_grad_is_lost_in_where(patch):
    original = choosing.where
    patch.setattr(tg, "where", lambda condition, x, y: original(condition, x, y).detach())


def leaves_without_a_wish_for_a_gradient_get_one(patch):
    def backward(tensor, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        return original(tensor, gradient, retain_graph, create_graph)

    original = tg.Tensor.backward
    patch.setattr(tg.Tensor, "backward", backward)


def a_step_is_forgotten(patch):
    patch.setattr(tg.optim.SGD, "step", lambda optimizer: None)


def the_second_backward_is_not_refused(patch):
    original = autograd.walk
    patch.setattr(autograd, "walk", lambda grads, retain_graph=False, leading=None: original(grads, True, leading))


FAULTS = {
    a_gradient_is_wrong_when_broadcasting: (SILENT,),
    a_change_in_place_is_not_noted: (SILENT, ELSEWHERE),
    a_released_operation_is_passed_over: (SILENT, ELSEWHERE),
    the_dtype_of_a_sum_stays: (SILENT,),
    hooks_are_not_called: (SILENT,),
    what_a_hook_returns_is_lost: (SILENT,),
    an_index_twice_gives_its_gradient_once: (SILENT,),
    equal_maxima_get_the_whole_gradient_each: (SILENT,),
    reshape_copies: (SILENT,),
    numpy_explains_a_product: (FOREIGN,),
    no_grad_records: (SILENT, ELSEWHERE),
    requires_grad_is_lost_in_where: (SILENT,),
    leaves_without_a_wish_for_a_gradient_get_one: (SILENT,),
    a_step_is_forgotten: (SILENT,),
    the_second_backward_is_not_refused: (ELSEWHERE,),
}


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant, monkeypatch):
    plant(monkeypatch)
    with np.errstate(all="ignore"):
        assert found(FAULTS[plant]) is not None, f"no program of {PROGRAMS} shows it"
