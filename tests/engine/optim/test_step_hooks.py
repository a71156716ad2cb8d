"""Hooks before and after an optimizer's step: the same story as PyTorch tells, for every optimizer and wrapper."""

import copy
import functools
import pickle
import warnings

import pytest
import torch

import tinygrad_lite as tg

BOTH = pytest.mark.parametrize("lib", [tg, torch], ids=["ours", "pytorch's"])
OPTIMIZERS = [
    name for name in tg.optim.__all__ if hasattr(torch.optim, name) and name not in ("Optimizer", "lr_scheduler")
]
ORDER_WARNING = r"before `?optimizer\.step"


def one_weight(lib, name="SGD", **settings):
    w = lib.tensor([1.0], requires_grad=True)
    w.grad = lib.tensor([0.5])
    return w, getattr(lib.optim, name)([w], **{"lr": 0.5, **settings})


def in_both(story):
    """What a story, told with each library, has written into its list."""
    told = {}
    for lib in (tg, torch):
        told[lib.__name__] = []
        story(lib, told[lib.__name__])
    assert told["tinygrad_lite"] == told["torch"]
    return told["torch"]


def test_when_hooks_are_called_and_with_what():
    def story(lib, seen):
        w, optimizer = one_weight(lib)

        def hook(name):
            return lambda *given: seen.append(
                (name, given[0] is optimizer, given[1][0] is optimizer, *given[2], w.item())
            )

        def closure():
            seen.append("closure")
            return 7

        handles = [optimizer.register_step_post_hook(hook("after")), optimizer.register_step_pre_hook(hook("before"))]
        handles += [optimizer.register_step_pre_hook(hook("second")), optimizer.register_step_post_hook(hook("last"))]
        seen.append(optimizer.step())
        seen.append(optimizer.step(closure=closure))
        seen.append(optimizer.step(closure))
        handles[1].remove()
        handles[1].remove()
        optimizer.step()
        with handles[0], handles[2], handles[3]:
            pass
        optimizer.step()
        seen.append(w.item())

    seen = in_both(story)
    assert seen[:5] == [
        ("before", True, True, 1),
        ("second", True, True, 1),
        ("after", True, True, 0.75),
        ("last", True, True, 0.75),
        None,
    ]
    assert seen[5:8] == [("before", True, True, "closure", 0.75), ("second", True, True, "closure", 0.75), "closure"]
    assert 7 in seen
    assert seen[-1] == -0.25


def test_a_hook_may_replace_the_arguments():
    def story(lib, seen):
        _, optimizer = one_weight(lib)
        optimizer.register_step_pre_hook(lambda self, args, kwargs: ((self, lambda: 3), {}))
        optimizer.register_step_pre_hook(lambda self, args, kwargs: seen.append((len(args), kwargs)))
        optimizer.register_step_post_hook(lambda self, args, kwargs: seen.append((len(args), args[1]())))
        seen.append(optimizer.step())
        seen.append(optimizer.step(closure=lambda: 4))

    assert in_both(story) == [(2, {}), (2, 3), 3, (2, {}), (2, 3), 3]


@BOTH
@pytest.mark.parametrize("given", [5, (1, 2, 3), [(), {}]])
def test_a_hook_that_returns_something_else_is_an_error(lib, given):
    w, optimizer = one_weight(lib)
    optimizer.register_step_pre_hook(lambda self, args, kwargs: given)
    with pytest.raises(
        RuntimeError, match="hook: a hook returns None or a pair" if lib is tg else "must return None or"
    ):
        optimizer.step()
    assert w.item() == 1


def test_a_failing_step_calls_no_hook_afterwards_but_the_next_one_does():
    def story(lib, seen):
        _, optimizer = one_weight(lib)
        optimizer.register_step_pre_hook(lambda self, args, kwargs: seen.append("before"))
        optimizer.register_step_post_hook(lambda self, args, kwargs: seen.append("after"))
        with pytest.raises(ZeroDivisionError):
            optimizer.step(lambda: 1 / 0)
        optimizer.step()

    assert in_both(story) == ["before", "before", "after"]


def test_hooks_may_come_and_go_during_a_step():
    seen = []
    _, optimizer = one_weight(tg)

    def once(self, args, kwargs):
        handle.remove()
        seen.append("once")
        self.register_step_pre_hook(lambda *_: seen.append("from now on"))

    handle = optimizer.register_step_pre_hook(once)
    optimizer.register_step_pre_hook(lambda *_: seen.append("always"))
    optimizer.step()
    optimizer.step()
    assert seen == ["once", "always", "always", "from now on"]


COPIED = pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])


@COPIED
def test_a_copy_may_have_schedules_of_its_own(copied):
    """What the schedule of the original noted, that there was no step yet, is not known of the copy."""
    _, optimizer = one_weight(tg)
    tg.optim.lr_scheduler.StepLR(optimizer, 1)
    twin = copied(optimizer)
    schedule = tg.optim.lr_scheduler.StepLR(twin, 1)
    twin.step()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schedule.step()


@COPIED
def test_copies_have_no_hooks(copied):
    def story(lib, seen):
        _, optimizer = one_weight(lib, "Adam")
        optimizer.register_step_pre_hook(lambda self, args, kwargs: seen.append("before"))
        optimizer.register_step_post_hook(lambda self, args, kwargs: seen.append("after"))
        lib.optim.lr_scheduler.StepLR(optimizer, 3)
        optimizer.step()
        seen.append(sorted(optimizer.state_dict()))
        twin = copied(optimizer)
        twin.step()
        twin.register_step_pre_hook(lambda self, args, kwargs: seen.append("twin"))
        twin.step()

    kept = ["param_groups", "state"]
    assert in_both(story) == ["before", "after", kept, "twin"]


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("settings", [{}, {"foreach": False}])
def test_every_optimizer_calls_them(name, settings):
    def story(lib, seen):
        w, optimizer = one_weight(lib, name, **settings)
        optimizer.register_step_pre_hook(lambda *_: seen.append(("before", w.item())))
        optimizer.register_step_post_hook(lambda *_: seen.append(("after", w.item() < 1)))
        optimizer.step()

    assert in_both(story) == [("before", 1), ("after", True)]


def test_an_optimizer_of_ones_own_calls_them_once():
    """With a step of its own, too, and one that calls the step of the class above several times."""
    seen = []

    class Own(tg.optim.SGD):
        def step(self, closure=None, times=1):
            for _ in range(times):
                super().step(closure)
            return times

    w, _ = one_weight(tg)
    optimizer = Own([w], lr=0.25)
    optimizer.register_step_pre_hook(lambda self, args, kwargs: seen.append(("before", kwargs)))
    optimizer.register_step_post_hook(lambda self, args, kwargs: seen.append(("after", w.item())))
    assert optimizer.step(times=4) == 4
    assert seen == [("before", {"times": 4}), ("after", 0.5)]


def with_a_lambda(base, own):
    class Own(base):
        step = lambda self, closure=None: own(self, closure)

    return Own


def with_an_alias(base, own):
    class Own(base):
        step = own

    return Own


def with_a_mixin(base, own):
    class Mixin:
        def step(self, closure=None):
            return own(self, closure)

    class Own(Mixin, base):
        pass

    return Own


def assigned_later(base, own):
    class Own(base):
        pass

    Own.step = own
    return Own


def with_a_partial_method(base, own):
    class Own(base):
        step = functools.partialmethod(own, closure=None)

    return Own


@pytest.mark.parametrize("define", [with_a_lambda, with_an_alias, with_a_mixin, assigned_later, with_a_partial_method])
def test_a_step_may_be_defined_in_any_way(define):
    """The hooks are called, and a schedule, which has one, does not warn of the wrong order."""

    def story(lib, seen):
        def _mine(self, closure=None):
            seen.append("step")
            return 5

        w = lib.tensor([1.0], requires_grad=True)
        optimizer = define(lib.optim.SGD, _mine)([w], lr=0.5)
        optimizer.register_step_pre_hook(lambda self, *_: seen.append(("before", self is optimizer)))
        optimizer.register_step_post_hook(lambda *_: seen.append("after"))
        schedule = lib.optim.lr_scheduler.StepLR(optimizer, 1)
        seen.append(optimizer.step())
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            schedule.step()

    assert in_both(story) == [("before", True), "step", "after", 5]


@pytest.mark.parametrize("define", [with_a_lambda, with_an_alias, with_a_mixin, assigned_later])
def test_a_step_that_calls_the_one_above_is_one_step(define):
    seen = []
    optimizer = define(tg.optim.SGD, lambda self, closure=None: tg.optim.SGD.step(self, closure))([tg.ones(1)], lr=0.5)
    optimizer.register_step_pre_hook(lambda *_: seen.append("before"))
    optimizer.register_step_post_hook(lambda *_: seen.append("after"))
    optimizer.step()
    assert seen == ["before", "after"]


def replaced(step):
    """A step around another one, or in its place; `functools.wraps` copies what is noted on it."""

    @functools.wraps(step)
    def around(self, closure=None):
        return step(self, closure)

    @functools.wraps(step)
    def instead(self, closure=None):
        return None

    return around, instead


@pytest.mark.parametrize("which", [0, 1], ids=["around", "instead"])
@pytest.mark.parametrize("when", ["before the optimizer is made", "before a hook is registered"])
def test_a_step_that_is_replaced_by_a_wrapped_one_calls_hooks_once(which, when):
    class Own(tg.optim.SGD):
        def step(self, closure=None):
            return super().step(closure)

    seen = []
    if when == "before the optimizer is made":
        Own.step = replaced(Own.step)[which]
    optimizer = Own([tg.ones(1)], lr=0.5)
    if when == "before a hook is registered":
        Own.step = replaced(Own.step)[which]
    optimizer.register_step_pre_hook(lambda *_: seen.append("before"))
    optimizer.register_step_post_hook(lambda *_: seen.append("after"))
    optimizer.step()
    assert seen == ["before", "after"]


def test_a_replaced_step_is_gone_when_it_is_put_back(monkeypatch):
    """A hook that was registered meanwhile keeps no class to the replacement."""
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr(tg.optim.Optimizer, "step", lambda self, closure=None: seen.append("replaced"))
        w, optimizer = one_weight(tg)
        optimizer.register_step_pre_hook(lambda *_: seen.append("before"))
        optimizer.step()
    optimizer.step()
    assert seen == ["before", "replaced", "before"]
    assert w.item() == 0.75


def test_a_copy_from_within_a_step_has_hooks_like_any_other():
    seen, twins = [], []
    _, optimizer = one_weight(tg)
    optimizer.register_step_pre_hook(lambda *_: None)
    optimizer.step(lambda: twins.append(copy.deepcopy(optimizer)))
    twins[0].register_step_pre_hook(lambda *_: seen.append("before"))
    twins[0].step()
    assert seen == ["before"]


@pytest.mark.parametrize("around", [tg.optim.Lookahead, tg.optim.SAM])
def test_wrappers_have_hooks_of_their_own(around):
    seen = []
    w, inside = one_weight(tg)
    optimizer = around(inside)
    for who, name in ((optimizer, "wrapper"), (inside, "inside")):
        who.register_step_pre_hook(lambda self, *_, who=who, name=name: seen.append((name, self is who)))
        who.register_step_post_hook(lambda self, *_, name=name: seen.append(f"{name} done"))

    def closure():
        w.grad = tg.tensor([0.5])
        return 5

    assert optimizer.step(closure) == 5
    assert seen == [("wrapper", True), ("inside", True), "inside done", "wrapper done"]
    twin = copy.deepcopy(optimizer)
    twin.step(closure)
    assert len(seen) == 4


def test_sam_in_two_steps_is_one_step():
    seen = []
    w, inside = one_weight(tg)
    optimizer = tg.optim.SAM(inside)
    optimizer.register_step_pre_hook(lambda self, args, kwargs: seen.append(("before", w.grad.item(), kwargs)))
    optimizer.register_step_post_hook(lambda *_: seen.append("after"))
    schedule = tg.optim.lr_scheduler.StepLR(optimizer, 1)
    optimizer.first_step()
    assert seen == []
    optimizer.second_step(zero_grad=True)
    assert seen == [("before", 0.5, {"zero_grad": True}), "after"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schedule.step()


def test_a_second_step_of_ones_own_is_one_step():
    class Own(tg.optim.SAM):
        def second_step(self, zero_grad=False):
            super().second_step(zero_grad)

        def step(self, closure=None):
            self.first_step()
            self.second_step()

    seen = []
    _, inside = one_weight(tg)
    optimizer = Own(inside)
    optimizer.register_step_pre_hook(lambda *_: seen.append("before"))
    optimizer.register_step_post_hook(lambda *_: seen.append("after"))
    optimizer.step()
    optimizer.first_step()
    optimizer.second_step()
    assert seen == ["before", "after"] * 2


@BOTH
def test_a_schedule_warns_of_the_wrong_order_for_optimizers_of_either_library(lib):
    """Ours watches PyTorch's optimizers as well: through the hooks that both have."""
    _, optimizer = one_weight(lib)
    schedule = tg.optim.lr_scheduler.StepLR(optimizer, 1)
    with pytest.warns(UserWarning, match=ORDER_WARNING):
        schedule.step()
    _, optimizer = one_weight(lib)
    schedule = tg.optim.lr_scheduler.StepLR(optimizer, 1)
    optimizer.step()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schedule.step()
    assert "step" not in vars(optimizer)


def test_the_learning_rate_may_be_changed_before_a_step():
    """What hooks are for: a change just before the step counts in it."""

    def story(lib, seen):
        w, optimizer = one_weight(lib)

        def halve(optimizer, args, kwargs):
            for group in optimizer.param_groups:
                group["lr"] /= 2
                for p in group["params"]:
                    p.grad *= 2

        optimizer.register_step_pre_hook(halve)
        for _ in range(3):
            optimizer.step()
            seen.append(w.item())

    assert in_both(story) == [0.75, 0.5, 0.25]
