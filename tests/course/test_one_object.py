"""Within a call: what can be gone through only once, and one object in several places."""

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.course.diagnosis.one_object import shared, used_up
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


def diagnosis(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    namespace = {"np": np, "tg": tg}
    exec(compile(source, "<cell>", "exec"), namespace)
    return verdict_on(exercise, Submission(namespace[exercise.name], source, namespace)).diagnosis


LOOP = """
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    parameters = {}
    for inputs, targets in loader:
        optimizer.zero_grad()
        criterion(model(inputs), targets).backward()
        norm = sum((p.grad**2).sum().item() for p in parameters) ** 0.5
        if norm > max_norm:
            for p in parameters:
                p.grad *= max_norm / norm
        optimizer.step()
        norms.append(norm)
    return norms
"""


def test_a_generator_that_every_round_goes_through_is_told():
    found = diagnosis("clipping/rnn_loop_with_clipping", LOOP.format("model.parameters()"))
    assert found.name == "is used up"
    assert "`parameters = model.parameters()` can be gone through only once." in found.text
    assert diagnosis("clipping/rnn_loop_with_clipping", LOOP.format("list(model.parameters())")) is None


HISTORY = """
class History:
    def __init__(self):
        self.logs = {{}}

    def on_epoch_end(self, epoch, logs):
        if not self.logs:
            kept = {}
            for key in logs:
                kept[key].append(logs[key])
            self.logs = kept
        else:
            for key in logs:
                self.logs.setdefault(key, []).append(logs[key])

    def best(self, key, mode="min"):
        values = self.logs[key]
        chosen = min(values) if mode == "min" else max(values)
        return values.index(chosen), chosen
"""


def test_one_list_under_all_keys_is_told_with_how_each_gets_its_own():
    found = diagnosis("loop/callback", HISTORY.format("dict.fromkeys(logs, [])"))
    assert "`dict.fromkeys(logs, [])` holds one and the same list in all places" in found.text
    assert "`{key: [] for key in logs}` makes a new one for each." in found.text


class Read:
    """What a look reads of a part."""

    def __init__(self, source):
        namespace = {"np": np}
        exec(compile(source, "<cell>", "exec"), namespace)
        self.submission = Submission(namespace["f"], source, namespace)


@pytest.mark.parametrize(
    "body",
    [
        "pairs = zip(a, b)\n    for _ in range(2):\n        for x, y in pairs:\n            pass",
        "pairs = (x for x in a)\n    return sum(pairs) / len(list(pairs))",
        "pairs = enumerate(a)\n    first = list(pairs)\n    for i, x in pairs:\n        pass",
        "pairs = map(abs, a)\n    return [x / max(pairs) for x in b]",
    ],
)
def test_what_is_gone_through_again_is_found(body):
    assert used_up(Read(f"def f(a, b):\n    {body}")).name == "is used up"


@pytest.mark.parametrize(
    "body",
    [
        "pairs = list(zip(a, b))\n    for _ in range(2):\n        for x, y in pairs:\n            pass",
        "pairs = (x for x in a)\n    return sum(pairs)",
        "for _ in range(2):\n        pairs = zip(a, b)\n        for x, y in pairs:\n            pass",
        "pairs = zip(a, b)\n    if a:\n        return list(pairs)\n    return sum(pairs)",
        "pairs = zip(a, b)\n    total = sum(pairs)\n    pairs = zip(b, a)\n    return total + sum(pairs)",
        "count = iter(a)\n    return [next(count) for _ in b]",
        "pairs = zip(a, b)\n    return [x for x, y in pairs]",
        "pairs = zip(a, b)\n    for x, y in pairs:\n        if x:\n            break\n    return list(pairs)",
    ],
)
def test_what_is_gone_through_once_is_not(body):
    assert used_up(Read(f"def f(a, b):\n    {body}")) is None


def test_a_row_that_is_put_in_several_times_is_told():
    found = shared(Read("def f(a, b):\n    table = [[0] * 3] * b\n    table[1][2] += 1\n    return table"))
    assert "`[[0] * 3 for _ in range(b)]`" in found.text


@pytest.mark.parametrize(
    "body",
    [
        "rows = [[0] * 3] * 2\n    return rows",  # nothing is put in
        "rows = [0] * 3\n    rows[0] = 1",
        "rows = dict.fromkeys(a, 0)\n    rows[1] += 1",
        "rows = [[] for _ in a]\n    rows[0].append(1)",
    ],
)
def test_what_is_not_one_object_or_never_changed_is_not_told(body):
    assert shared(Read(f"def f(a, b):\n    {body}")) is None
