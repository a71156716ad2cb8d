"""The parts of lesson 08's checks of moving and timing: the device that waits for orders, and what a time may be."""

from __future__ import annotations

import time

import pytest

from tinygrad_lite.course.exercises.gpu import TimeIt, ToDevice
from tinygrad_lite.course.exercises.gpu.clock import STEP, WORK, Device, Orders, Wait, calls_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.recipes import World
from tinygrad_lite.course.submission import Submission

CLOCKS = ["time", "perf_counter", "monotonic"]


def verdict(answer):
    return verdict_on(TimeIt(), Submission(answer, "", {"time_it": answer}))


def test_the_device_does_nothing_before_it_is_waited_for():
    device = Device((1, 2), pending=1)
    device.fn()
    assert len(device.orders) == 2
    begun = time.perf_counter()
    device.synchronize()
    assert time.perf_counter() - begun >= 4 * WORK  # three for what was pending, one for the call
    assert device.orders == []


def test_calls_by_the_order_of_events():
    log = [
        ("fn", 0, 1, 0),
        ("wait", 2, 5, 1),
        ("wait", 6, 7, 0),
        ("fn", 8, 9, 0),
        ("wait", 10, 15, 1),
        ("end", 20, 0, 0),
    ]
    first, second = calls_of(log)
    assert (first.waited, first.least, first.most) == (True, 5, float("inf"))
    assert (second.waited, second.pending, second.least, second.most) == (True, 0, 7, 15)


def test_a_call_that_nobody_waits_for():
    first, second = calls_of([("fn", 0, 1, 0), ("fn", 2, 3, 1), ("end", 9, 0, 0)])
    assert not first.waited
    assert not second.waited
    assert second.pending == 1


def test_a_work_is_longer_than_a_clock_is_wrong():
    assert WORK > STEP


def test_both_recipes_speak_of_one_device():
    world = World()
    fn, synchronize = Orders((1,)).build(world), Wait().build(world)
    fn()
    synchronize()
    assert [event[0] for event in Orders((1,)).observe(fn)] == ["fn", "wait", "end"]


@pytest.mark.slow
@pytest.mark.parametrize("name", CLOCKS)
def test_any_clock_will_do_and_pauses_do_no_harm(name):
    clock = getattr(time, name)

    def time_it(fn, synchronize, repeats=10, warmup=2):
        times = []
        for number in range(warmup + repeats):
            synchronize()
            time.sleep(2 * WORK * (number % 2))  # a process that is paused at the worst places
            begun = clock()
            time.sleep(2 * WORK * (number % 3 == 0))
            fn()
            synchronize()
            time.sleep(WORK * (number % 2))
            times.append(clock() - begun)
        return times[warmup:]

    assert verdict(time_it).status == "right"


def test_times_without_a_clock():
    def time_it(fn, synchronize, repeats=10, warmup=2):
        for _ in range(warmup + repeats):
            synchronize()
            fn()
            synchronize()
        return [0.5] * repeats

    assert verdict(time_it).status == "wrong"


def test_what_is_told_of_a_tensor_can_be_copied_and_sent():
    import copy
    import pickle

    from tinygrad_lite.course.exercises.gpu.tensors import Told

    told = Told("x on cuda:0", object())
    for twin in (copy.copy(told), copy.deepcopy(told), pickle.loads(pickle.dumps(told))):
        assert (twin, type(twin)) == ("x on cuda:0", str)


def test_a_function_that_calls_itself_without_the_device_is_told_so():
    """Not that named tuples are made in another way: that is for those whose named tuple failed."""

    def to_device(batch, device):
        if isinstance(batch, list):
            return [to_device(item) for item in batch]
        return batch.to(device)

    def made_of_one(batch, device):
        if isinstance(batch, (list, tuple)):
            return type(batch)(made_of_one(item, device) for item in batch)
        if isinstance(batch, dict):
            return {key: made_of_one(value, device) for key, value in batch.items()}
        return batch.to(device) if hasattr(batch, "to") else batch

    for answer, said in ((to_device, "told the device again"), (made_of_one, "A named tuple is made from its fields")):
        found = verdict_on(ToDevice(), Submission(answer, "", {"to_device": answer}))
        assert said in str(found), found


def test_one_order_and_several_that_were_given_before():
    assert "before" not in repr(Orders((1,)))
    assert repr(Orders((1,), 1)).endswith("before, another order was given")
    assert repr(Orders((1,), 2)).endswith("before, 2 other orders were given")
