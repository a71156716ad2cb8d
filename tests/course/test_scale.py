"""The parts of lesson 11's checks: what is seen of a ring of workers, and what replicas are asked about."""

from __future__ import annotations

import linecache

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.exercises.loop.nets import net
from tinygrad_lite.course.exercises.scale import DataParallelStep, RingAllReduce, TrainAccumulated
from tinygrad_lite.course.exercises.scale.groups import groups_of
from tinygrad_lite.course.exercises.scale.replicas import Optimizers, Replicas, Shards, Trained
from tinygrad_lite.course.exercises.scale.wires import BY_MESSAGES, MARK, USED, Send, Wires
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.recipes import World
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

NUMBERS = np.random.default_rng(0)


def ring(workers=3, length=6):
    return Wires([NUMBERS.normal(size=length) for _ in range(workers)])


# ------------------------------------------------------------------------------------------- the ring


@pytest.mark.parametrize(("workers", "length"), [(1, 3), (2, 5), (3, 7), (4, 2), (5, 12), (6, 1)])
def test_the_record_of_a_right_all_reduce(workers, length):
    wires = ring(workers, length)
    sums = RingAllReduce.solution(wires.values, wires)
    assert np.allclose(sums, np.sum(wires.values, axis=0))
    assert wires.record() == {
        "messages sent by each worker": [2 * (workers - 1)] * workers,
        "only to the next in the ring": True,
        "no more numbers than needed": True,
        BY_MESSAGES: True,
        USED: True,
    }


def test_a_worker_that_reads_the_list_of_the_one_before_is_seen():
    wires = ring()
    (first, second, _), arrived = wires.values, wires(0, 1, wires.values[0][:2])
    assert np.allclose(arrived, first[:2] + MARK, rtol=0, atol=MARK / 100)
    wires(1, 2, arrived + second[:2])
    assert wires.honest
    assert wires.used
    wires(1, 2, first[:2] + second[:2])
    assert wires.honest
    assert not wires.used
    assert wires.record()[USED] is False


def test_what_arrives_is_a_copy():
    wires = ring()
    chunk = np.array([1.0, 2.0])
    arrived = wires(0, 1, chunk)
    arrived += 5
    assert chunk.tolist() == [1, 2]
    chunk += 7
    assert (wires.known[1] == 1 + MARK).any()


def test_the_values_are_those_of_the_beginning():
    values = [np.array([1.0]), np.array([2.0])]
    world = World(built={"values": values})
    wires = Send(2).build(world)
    values[0][:] = 9
    assert wires.values[0].tolist() == [1]


@pytest.mark.parametrize(("source", "target"), [(0, 3), (-1, 0), (2, -1), (0, "1")])
def test_a_worker_that_does_not_exist(source, target):
    with pytest.raises(ValueError, match="there is no worker"):
        ring()(source, target, [1.0])


def test_a_number_that_the_sender_cannot_know():
    wires = ring()
    wires(0, 1, wires.values[0][:2])
    assert wires.honest
    wires(1, 2, wires.values[0][:1] + wires.values[1][:1])
    assert wires.honest
    wires(2, 0, wires.values[1][1:2] + wires.values[2][:1])  # worker 2 has not heard of that one
    assert not wires.honest
    assert wires.record()[BY_MESSAGES] is False


def test_honest_messages_that_do_not_suffice():
    wires = ring()
    for worker in range(3):
        wires(worker, (worker + 1) % 3, wires.values[worker])
    assert wires.honest
    assert not wires.all_known()


def test_too_many_numbers_and_the_wrong_neighbour():
    wires = ring()
    for _ in range(4):
        for worker in range(3):
            wires(worker, (worker + 1) % 3, wires.values[worker])
    assert not wires.record()["no more numbers than needed"]
    assert wires.record()["only to the next in the ring"]
    wires(0, 2, wires.values[0])
    assert not wires.record()["only to the next in the ring"]


def test_padding_to_a_multiple_is_no_waste():
    wires = ring(3, 4)  # two numbers a chunk, two of them filled in
    for _ in range(4):
        for worker in range(3):
            wires(worker, (worker + 1) % 3, np.zeros(2))
    assert wires.record()["no more numbers than needed"]
    assert wires.honest


# --------------------------------------------------------------------------------- replicas and groups


@pytest.mark.parametrize("library", ["tinygrad_lite", "torch"])
def test_replicas_are_equal_and_apart(library):
    world = World(library)
    replicas = Replicas(net(np.random.default_rng(1), 2, 3, 2), 3)
    world.built["replicas"] = models = replicas.build(world)
    assert isinstance(models[0], (tg if library == "tinygrad_lite" else torch).nn.Module)
    before = replicas.observe(models)
    assert {key[:3] for key in before} == {"[0]", "[1]", "[2]"}
    assert all(np.array_equal(before[f"[0]{key[3:]}"], value) for key, value in before.items())
    optimizers = Optimizers("SGD", 0.5, (("momentum", 0.9),)).build(world)
    ((x, y), *_) = Shards(np.ones((6, 2)), np.zeros(6, int), 3).build(world)
    world.module("nn").CrossEntropyLoss()(models[1](x), y).backward()
    for optimizer in optimizers:
        optimizer.step()
    moved = {key[:3] for key, value in replicas.observe(models).items() if not np.array_equal(value, before[key])}
    assert moved == {"[1]"}


def test_shards_cut_the_batch_without_loss():
    x, y = np.arange(12.0).reshape(6, 2), np.arange(6)
    shards = Shards(x, y, 3).build(World())
    assert np.array_equal(np.concatenate([part.numpy() for part, _ in shards]), x)
    assert np.array_equal(np.concatenate([part.numpy() for _, part in shards]), y)


def test_only_parameters_are_observed():
    recipe = Trained(net(np.random.default_rng(2), 2, 3, 2, grads=True))
    model = recipe.build(World())
    before = recipe.observe(model)
    model.eval()
    model.zero_grad()
    assert recipe.observe(model).keys() == before.keys()
    assert all(np.array_equal(recipe.observe(model)[name], before[name]) for name in before)
    assert repr(recipe).endswith("with old gradients")


def test_groups_hold_each_batch_once():
    assert groups_of(range(7), 3) == [[0, 1, 2], [3, 4, 5], [6]]
    assert groups_of(range(4), 4) == [[0, 1, 2, 3]]


# ------------------------------------------------------------------------- the solutions, with both libraries


@pytest.mark.parametrize("exercise", [TrainAccumulated(), DataParallelStep()], ids=lambda exercise: exercise.id)
def test_the_solution_serves_pytorch_too(exercise):
    cases = cases_of(exercise)
    for case, right in zip(cases, expected_answers(exercise, cases), strict=True):
        assert run(exercise.solution, case, "torch").agrees(right, 1e-5)


# ---------------------------------------------------------------------------------------------- the cards

CARDS = {
    "sums alone": (
        "def ring_all_reduce(values, send):\n    return [sum(values) for _ in values]\n",
        "not a single message",
    ),
    "past the end": (
        "def ring_all_reduce(values, send):\n    return [send(w, w + 1, v) for w, v in enumerate(values)]\n",
        "behind the last one comes worker 0",
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_what_the_card_says(name):
    source, said = CARDS[name]
    exercise, namespace = RingAllReduce(), {"np": np}
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    exec(compile(source, name, "exec"), namespace)
    submission = Submission(namespace["ring_all_reduce"], source, namespace)
    card = repr(verdict_card(exercise, verdict_on(exercise, submission), []))
    assert said in " ".join(card.split())
