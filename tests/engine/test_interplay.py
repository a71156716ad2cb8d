"""Walks, changes in place, hooks, `.grad` and no_grad together: small programs, each with PyTorch's outcome."""

import numpy as np
import pytest
import torch

import tinygrad_lite as tg


def leaf(lib, *data):
    return lib.tensor(list(data) or [1.0, 2.0, 3.0], requires_grad=True)


def frozen(lib):
    return lib.tensor([4.0, 5.0, 6.0])


def change(lib, x, name="add_", *args):
    with lib.no_grad():
        getattr(x, name)(*(args or (1.0,)))


PROGRAMS = {}


def program(function):
    PROGRAMS[function.__name__] = function
    return function


# ---------------------------------------------------------------------------------------- walks
@program
def twice_kept_then_released(lib):
    x = leaf(lib)
    y = (x.exp() * x).sum()
    y.backward(retain_graph=True)
    y.backward(retain_graph=True)
    y.backward()
    return [x.grad]


@program
def third_time(lib):
    x = leaf(lib)
    y = (x.exp() * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    y.backward()


@program
def two_heads_one_body(lib):
    x = leaf(lib)
    body = x.exp()
    first, second = (body * 2.0).sum(), (body * body).sum()
    first.backward(retain_graph=True)
    second.backward()
    return [x.grad]


@program
def two_heads_without_keeping(lib):
    x = leaf(lib)
    body = x.exp()
    first, second = (body * 2.0).sum(), (body * body).sum()
    first.backward()
    second.backward()


@program
def heads_added(lib):
    x = leaf(lib)
    body = x.exp()
    ((body * 2.0).sum() + (body * body).sum()).backward()
    return [x.grad]


@program
def detached_body(lib):
    x, w = leaf(lib), leaf(lib)
    body = x.exp()
    (body.detach() * w).sum().backward()
    (body * 2.0).sum().backward()
    return [x.grad, w.grad]


@program
def inputs_then_all(lib):
    x, w = leaf(lib), leaf(lib)
    loss = (x * w).sum()
    loss.backward(inputs=[x], retain_graph=True)
    loss.backward()
    return [x.grad, w.grad]


@program
def inputs_then_the_other(lib):
    x, w = leaf(lib), leaf(lib)
    loss = (x * w).sum()
    loss.backward(inputs=[x])
    loss.backward(inputs=[w])


@program
def inputs_of_separate_branches(lib):
    x, w = leaf(lib), leaf(lib)
    loss = x.exp().sum() + w.exp().sum()
    loss.backward(inputs=[x], retain_graph=True)
    loss.backward(inputs=[w])
    return [x.grad, w.grad]


@program
def grad_of_branch_leaves_the_other(lib):
    x, w = leaf(lib), leaf(lib)
    a, b = x.exp(), w.exp()
    found = lib.autograd.grad((a * b).sum(), a)
    a.sum().backward()
    return [*found, x.grad]


@program
def grad_of_branch_then_through(lib):
    x = leaf(lib)
    a = x.exp()
    b = a * a
    lib.autograd.grad(b.sum(), a)
    b.sum().backward()


@program
def grad_of_the_same_output_twice(lib):
    x = leaf(lib)
    y = x * x
    return lib.autograd.grad([y, y], x, [lib.ones(3), lib.ones(3)])


@program
def grad_of_output_behind_output(lib):
    x = leaf(lib)
    y = x * x
    z = y * y
    return lib.autograd.grad([y.sum(), z.sum()], [x, y])


@program
def grad_leaves_grad_alone(lib):
    x = leaf(lib)
    (x * x).sum().backward()
    return [*lib.autograd.grad((x * x).sum(), x), x.grad]


@program
def grad_is_no_alias_of_grad_outputs(lib):
    x, start = leaf(lib), frozen(lib)
    (found,) = lib.autograd.grad(x, x, start)
    start.mul_(0.0)
    return [found if lib is tg else torch.tensor([4.0, 5.0, 6.0])]


@program
def start_is_kept(lib):
    x, start = leaf(lib), frozen(lib)
    (x * 1.0).backward(start)
    change(lib, x.grad, "mul_", 3.0)
    return [start, x.grad]


@program
def a_leaf_as_its_own_root(lib):
    x = leaf(lib, 2.0)
    x.backward()
    x.backward()
    return [x.grad]


@program
def zero_elements(lib):
    x = leaf(lib)
    x[:0].sum().backward()
    return [x.grad]


@program
def same_tensor_on_both_sides(lib):
    x = leaf(lib)
    (x / x + x - x).sum().backward()
    return [x.grad]


@program
def unused_raises(lib):
    x, w = leaf(lib), leaf(lib)
    lib.autograd.grad(x.sum(), w)


@program
def zeros_for_unused(lib):
    x, w = leaf(lib), leaf(lib)
    return lib.autograd.grad(x.sum(), [x, w], materialize_grads=True)


@program
def backward_of_unrecorded(lib):
    with lib.no_grad():
        y = leaf(lib).sum()
    y.backward()


@program
def backward_inside_no_grad(lib):
    x = leaf(lib)
    y = (x * x).sum()
    with lib.no_grad():
        y.backward()
    return [x.grad]


@program
def grad_inside_no_grad(lib):
    x = leaf(lib)
    y = (x * x).sum()
    with lib.no_grad():
        return lib.autograd.grad(y, x)


@program
def recording_inside_backward_hook(lib):
    x, seen = leaf(lib), []
    h = x * 2.0
    h.register_hook(lambda grad: seen.append((grad * 2.0).requires_grad))
    h.sum().backward()
    return seen


# ------------------------------------------------------------------------------- changes in place
@program
def change_before_use(lib):
    x = leaf(lib)
    change(lib, x)
    (x * x).sum().backward()
    return [x.grad]


@program
def change_after_use(lib):
    x = leaf(lib)
    y = (x * x).sum()
    change(lib, x)
    y.backward()


@program
def change_of_what_is_not_needed(lib):
    x, c = leaf(lib), frozen(lib)
    y = (x + c).sum()
    c.add_(1.0)
    y.backward()
    return [x.grad]


@program
def change_of_the_constant_of_a_product(lib):
    x, c = leaf(lib), frozen(lib)
    y = (x * c).sum()
    c.add_(1.0)
    y.backward()


@program
def change_through_a_view(lib):
    x, c = leaf(lib), frozen(lib)
    y = (x * c).sum()
    c[:1].zero_()
    y.backward()


@program
def change_through_detach(lib):
    x = leaf(lib)
    y = (x * x).sum()
    x.detach().zero_()
    y.backward()


@program
def change_through_numpy_is_seen_by_nobody(lib):
    c = frozen(lib)
    c.numpy()[0] = 9.0
    return [c]


@program
def change_of_a_copy(lib):
    x, c = leaf(lib), frozen(lib)
    y = (x * c).sum()
    c.clone().add_(1.0)
    c.to(lib.float64).add_(1.0)
    y.backward()
    return [x.grad]


@program
def change_of_the_kept_result(lib):
    x = leaf(lib)
    y = x.exp()
    change(lib, y)
    y.sum().backward()


@program
def change_of_a_result_that_is_not_kept(lib):
    x = leaf(lib)
    y = x + 1.0
    change(lib, y)
    y.sum().backward()
    return [x.grad, y]


@program
def change_between_two_walks(lib):
    x, c = leaf(lib), frozen(lib)
    y = (x * c).sum()
    y.backward(retain_graph=True)
    c.add_(1.0)
    y.backward()


@program
def change_after_the_walk(lib):
    x, c = leaf(lib), frozen(lib)
    (x * c).sum().backward()
    c.add_(1.0)
    (x * c).sum().backward()
    return [x.grad]


@program
def change_of_another_branch(lib):
    x, w = leaf(lib), leaf(lib)
    a, _ = (x * x).sum(), (w * w).sum()
    change(lib, w)
    a.backward()
    return [x.grad]


@program
def change_of_another_branch_by_inputs(lib):
    x, w = leaf(lib), leaf(lib)
    loss = (x * x).sum() + (w * w).sum()
    change(lib, w)
    loss.backward(inputs=[x])
    return [x.grad]


@program
def change_of_the_index(lib):
    x, index = leaf(lib), lib.tensor([0, 1])
    y = x[index]
    index.fill_(2)
    y.sum().backward()


@program
def change_of_the_mask(lib):
    x, mask = leaf(lib), lib.tensor([True, False, True])
    y = x.masked_fill(mask, 0.0)
    mask.fill_(False)
    y.sum().backward()


@program
def change_of_the_weight_between(lib):
    x, w = lib.ones(2, 3), lib.ones(1, 3, requires_grad=True)
    loss = lib.nn.functional.linear(x, w).sum()
    change(lib, w)
    loss.backward()
    return [w.grad]


@program
def change_of_the_weight_of_the_second_layer(lib):
    x, v, w = lib.ones(2, 3), lib.ones(3, 3, requires_grad=True), lib.ones(1, 3, requires_grad=True)
    loss = lib.nn.functional.linear(lib.nn.functional.linear(x, v), w).sum()
    change(lib, w)
    loss.backward()


@program
def item_assignment(lib):
    x, c = leaf(lib), lib.zeros(2, 3)
    c[0] = x.detach()
    c[1, ::2] = 7.0
    c[:, 1] += 1.0
    (x * c).sum().backward()
    return [c, x.grad]


@program
def item_assignment_of_a_leaf(lib):
    leaf(lib)[0] = 1.0


@program
def in_place_chain(lib):
    return [frozen(lib).mul_(2.0).add_(1.0).clamp_(0.0, 11.0).sqrt_().neg_()]


@program
def in_place_of_a_view(lib):
    c = lib.zeros(2, 3)
    c[0].add_(1.0)
    c.T[1].fill_(5.0)
    c.reshape(-1)[-1:].sub_(2.0)
    c.unsqueeze(0)[0, 0, 0] = 9.0
    return [c]


@program
def in_place_of_a_selection_is_a_copy(lib):
    c = lib.zeros(3)
    c[lib.tensor([0, 1])].add_(1.0)
    c[lib.tensor([True, False, True])].add_(1.0)
    return [c]


@program
def expanded(lib):
    lib.zeros(3, 1).expand(3, 2).add_(1.0)


@program
def leaf_in_place(lib):
    x = leaf(lib)
    x += 1.0


@program
def leaf_in_place_by_leaf(lib):
    x = leaf(lib)
    x *= leaf(lib)


@program
def view_of_leaf_in_place(lib):
    x = leaf(lib)
    row = x[:2]
    row += 1.0


@program
def sum_of_losses(lib):
    x, total = leaf(lib), 0.0
    for i in range(3):
        total += (x * float(i)).sum()
    total.backward()
    return [x.grad]


@program
def sum_of_losses_in_a_tensor(lib):
    x, total = leaf(lib), lib.zeros(())
    for i in range(3):
        total += (x * float(i)).sum()
    total.backward()
    return [x.grad, total]


@program
def residual(lib):
    x = leaf(lib)
    h = x * 2.0
    h += x
    h *= 3.0
    h -= 1.0
    h /= 2.0
    h.sum().backward()
    return [h, x.grad]


@program
def integer_plus_float(lib):
    x = lib.tensor([1, 2, 3])
    x += 0.5


@program
def integer_plus_recorded(lib):
    x = lib.tensor([1, 2, 3])
    x += leaf(lib)


@program
def float_plus_double(lib):
    x = leaf(lib) * 1.0
    x += lib.ones(3, dtype=lib.float64)
    return [x]


@program
def scalar_plus_vector(lib):
    x = leaf(lib).sum()
    x += lib.ones(3)


@program
def vector_plus_scalar(lib):
    x = leaf(lib)
    y = x * 1.0
    y += x.sum()
    y.sum().backward()
    return [y, x.grad]


@program
def unrecorded_plus_recorded(lib):
    x, y = leaf(lib), frozen(lib)
    y = y * 1.0
    y += x
    y.sum().backward()
    return [y, x.grad]


@program
def python_number_on_the_left(lib):
    x, n = leaf(lib), 2.0
    n *= x
    n -= 1.0
    n.sum().backward()
    return [n, x.grad]


# ----------------------------------------------------------------------------------- hooks
@program
def hooks_in_order(lib):
    x = leaf(lib)
    h = x * 1.0
    h.register_hook(lambda grad: grad + 1.0)
    h.register_hook(lambda grad: grad * 2.0)
    h.sum().backward()
    return [x.grad]


@program
def hook_after_retain(lib):
    x = leaf(lib)
    h = x * 1.0
    h.retain_grad()
    h.register_hook(lambda grad: grad * 2.0)
    h.sum().backward()
    return [h.grad, x.grad]


@program
def hook_of_a_leaf_each_time(lib):
    x = leaf(lib)
    x.register_hook(lambda grad: grad * 2.0)
    (x * x).sum().backward()
    (x * x).sum().backward()
    return [x.grad]


@program
def hook_once_for_many_uses(lib):
    x, seen = leaf(lib), []
    x.register_hook(lambda grad: seen.append(grad.clone()))
    (x * x + x.exp() * x).sum().backward()
    return [*seen, x.grad]


@program
def hook_sees_the_sum(lib):
    x, seen = leaf(lib), []
    h = x * 2.0
    h.register_hook(lambda grad: seen.append(grad.clone()))
    (h * h + h).sum().backward()
    return [*seen, x.grad]


@program
def hook_removed_by_itself(lib):
    x, seen = leaf(lib), []
    handle = x.register_hook(lambda grad: (seen.append(grad.clone()), handle.remove())[0])
    (x * 1.0).sum().backward()
    (x * 1.0).sum().backward()
    return [*seen, x.grad]


@program
def hook_registered_late(lib):
    x = leaf(lib)
    h = x * 2.0
    y = h.sum()
    h.register_hook(lambda grad: grad * 5.0)
    y.backward()
    return [x.grad]


@program
def hook_that_sets_zeros(lib):
    x = leaf(lib)
    h = x * 2.0
    h.register_hook(lambda grad: lib.zeros_like(grad))
    (h + x).sum().backward()
    return [x.grad]


@program
def hook_with_another_shape(lib):
    x = leaf(lib)
    x.register_hook(lambda grad: grad[:1])
    x.sum().backward()


@program
def hook_that_raises_leaves_grad(lib):
    x, w = leaf(lib), leaf(lib)
    h = w * 2.0
    h.register_hook(lambda grad: [][0])
    try:
        (h * x).sum().backward()
    except IndexError:
        return [w.grad]


@program
def hook_of_unrecorded(lib):
    frozen(lib).register_hook(lambda grad: grad)


@program
def hook_in_grad(lib):
    x = leaf(lib)
    x.register_hook(lambda grad: grad * 10.0)
    return lib.autograd.grad((x * x).sum(), x)


@program
def hook_between_in_grad(lib):
    x = leaf(lib)
    h = x * 2.0
    h.register_hook(lambda grad: grad * 10.0)
    return lib.autograd.grad(h.sum(), x)


@program
def retain_grad_accumulates(lib):
    x = leaf(lib)
    h = x * 2.0
    h.retain_grad()
    (h * h).sum().backward(retain_graph=True)
    h.sum().backward()
    return [h.grad, x.grad]


@program
def retain_grad_off_the_way(lib):
    x, w = leaf(lib), leaf(lib)
    h = x * 2.0
    h.retain_grad()
    (h * w).sum().backward(inputs=[w])
    return [h.grad, w.grad]


@program
def retain_grad_of_a_leaf(lib):
    x = leaf(lib)
    x.retain_grad()
    (x * 2.0).sum().backward()
    return [x.grad, x.retains_grad]


# ------------------------------------------------------------------------------ .grad, .data, flags
@program
def grad_assigned_then_added_to(lib):
    x = leaf(lib)
    x.grad = lib.ones(3)
    (x * 2.0).sum().backward()
    return [x.grad]


@program
def grad_assigned_is_the_same_tensor(lib):
    x, g = leaf(lib), lib.ones(3)
    x.grad = g
    (x * 2.0).sum().backward()
    return [g, x.grad is g]


@program
def grad_of_two_leaves_shared(lib):
    x, w, g = leaf(lib), leaf(lib), lib.ones(3)
    x.grad = w.grad = g
    (x * 2.0).sum().backward()
    return [w.grad]


@program
def grad_does_not_require_grad(lib):
    x = leaf(lib)
    (x * x).sum().backward()
    return [x.grad.requires_grad, x.grad.is_leaf]


@program
def grad_none_again(lib):
    x = leaf(lib)
    (x * x).sum().backward()
    x.grad = None
    (x * x).sum().backward()
    return [x.grad]


@program
def grad_used_in_a_graph(lib):
    x, w = leaf(lib), leaf(lib)
    (x * x).sum().backward()
    (w * x.grad).sum().backward()
    return [w.grad]


@program
def grad_used_then_accumulated(lib):
    x, w = leaf(lib), leaf(lib)
    (x * x).sum().backward()
    y = (w * x.grad).sum()
    (x * x).sum().backward()
    y.backward()


@program
def grad_used_then_replaced(lib):
    x, w = leaf(lib), leaf(lib)
    (x * x).sum().backward()
    y = (w * x.grad).sum()
    x.grad = None
    (x * x).sum().backward()
    y.backward()
    return [w.grad]


@program
def data_replaced(lib):
    x = leaf(lib)
    y = (x * 2.0).sum()
    x.data = lib.zeros(3)
    y.backward()
    return [x, x.grad]


@program
def data_changed_by_step(lib):
    x = leaf(lib)
    (x * x).sum().backward()
    x.data -= 0.1 * x.grad
    return [x, x.is_leaf]


@program
def data_of_another_shape_then_backward(lib):
    x = leaf(lib)
    x.data = lib.ones(2, 2)
    (x * 3.0).sum().backward()
    return [x.grad]


@program
def requires_grad_switched_on(lib):
    x = frozen(lib)
    y = x * 2.0
    x.requires_grad_()
    z = x * 3.0
    z.sum().backward()
    return [y.requires_grad, x.grad]


@program
def requires_grad_switched_off(lib):
    x = leaf(lib)
    x.requires_grad = False
    return [(x * 2.0).requires_grad, x.is_leaf]


@program
def requires_grad_of_integers(lib):
    lib.tensor([1, 2]).requires_grad_()


@program
def detached_shares_memory(lib):
    x = leaf(lib)
    x.detach()[0] = 9.0
    return [x]


@program
def cloned_passes_gradients(lib):
    x = leaf(lib)
    y = x.clone()
    change(lib, y, "mul_", 0.0)
    y.sum().backward()
    return [x, y, x.grad]


@program
def step_after_step(lib):
    x = leaf(lib)
    optimizer = lib.optim.SGD([x], lr=0.1, momentum=0.9)
    for _ in range(3):
        optimizer.zero_grad(set_to_none=False)
        (x * x).sum().backward()
        optimizer.step()
    return [x, x.grad]


@program
def loss_of_before_the_step(lib):
    x = leaf(lib)
    optimizer = lib.optim.SGD([x], lr=0.1)
    first, second = (x * x).sum(), (x * x).sum()
    first.backward()
    optimizer.step()
    second.backward()


@program
def generator_in_no_grad(lib):
    x = leaf(lib)

    @lib.no_grad()
    def parts():
        yield x * 2.0
        yield x * 3.0

    return [part.requires_grad for part in parts()]


@program
def enable_grad_in_a_hook(lib):
    x, seen = leaf(lib), []

    def look(grad):
        with lib.enable_grad():
            seen.append((x * grad).requires_grad)

    x.register_hook(look)
    x.sum().backward()
    return seen


def outcome(lib, function):
    """Numbers, shapes and dtypes of what a program returns; "refused" where it raises."""
    try:
        results = function(lib) or []
    except (RuntimeError, TypeError, ValueError) as error:
        return "refused" if lib is torch or ":" in str(error) else f"in foreign words: {error}"
    return [
        (
            np.vectorize("{:.4g}".format, otypes=[str])(x.tolist()).tolist(),
            tuple(x.shape),
            str(x.dtype).removeprefix("torch."),
        )
        if isinstance(x, (tg.Tensor, torch.Tensor))
        else x
        for x in results
    ]


HOST = {"change_through_numpy_is_seen_by_nobody": [pytest.mark.host("memory shared with NumPy")]}


@pytest.mark.parametrize("name", [pytest.param(name, marks=HOST.get(name, [])) for name in PROGRAMS])
def test_interplay(name):
    assert outcome(tg, PROGRAMS[name]) == outcome(torch, PROGRAMS[name])
