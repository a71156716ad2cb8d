"""Two mistakes: where both are, or where one is and what is left when it is mended."""

import ast

import numpy as np
import pytest

from tinygrad_lite.course import judge
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.edits.repairs import MOVES, REPAIRS
from tinygrad_lite.course.edits.scope import Scope
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import USUAL, begun, locate, second
from tinygrad_lite.course.localise.program import MOST_ROUNDS
from tinygrad_lite.course.localise.share import share_right
from tinygrad_lite.course.localise.tried import Try
from tinygrad_lite.course.run import Answer
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


def submitted(exercise, source):
    namespace = {"np": np}
    exec(source, namespace)
    return Submission(namespace[exercise.name], source, namespace, frozenset())


def place_in(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    return verdict_on(exercise, submitted(exercise, source), locating=True).place


def lines(spots):
    return [spot.number for spot in spots]


#: Which cases show the one, and which the other; (the exercise, the code, the lines of both).
APART = {
    "in a branch that some failing cases never run": (
        "schedules/cosine",
        "def cosine(lr, step, total_steps, min_lr=0.0):\n"
        "    if step > total_steps:\n"
        "        return 0.0\n"
        "    half_way = (lr + min_lr) / 2\n"
        "    swing = (lr + min_lr) / 2\n"
        "    return float(half_way + swing * np.cos(np.pi * step / total_steps))\n",
        [[5], [3]],
    ),
    "each in the cases in which the other does not show": (
        "scale/amdahl",
        "def amdahl(parallel_share, workers):\n"
        "    if parallel_share == 1:\n"
        "        return float('inf')\n"
        "    return workers / (workers * (1 - parallel_share) + parallel_share ** 2)\n",
        [[2], [4]],
    ),
    "the second shows only when the first is mended": (
        "loss/bce",
        "def bce(probability, target):\n"
        "    p = np.minimum(np.maximum(np.ravel(probability), 1e-8), 1 - 1e-7)\n"
        "    t = np.ravel(target)\n"
        "    losses = -t * np.log(p) - (1 - t) * np.log(1 - p)\n"
        "    return float(np.median(losses))\n",
        [[2], [5]],
    ),
    "the second takes a new expression": (
        "backward/linear_backward",
        "def linear_backward(grad_output, x, weight):\n"
        "    n, n_out = grad_output.shape\n"
        "    gw, gx = np.zeros_like(weight), np.zeros_like(x)\n"
        "    for s in range(n):\n"
        "        for o in range(n_out):\n"
        "            gw[o] = grad_output[s, o] * x[s]\n"
        "            gx[s] += grad_output[s, o] * weight[o]\n"
        "    gb = np.ones(n_out)\n"
        "    return gx, gw, gb\n",
        [[6], [8, 9]],
    ),
    "either in one of two lines": (
        "optim/sgd",
        "def sgd(params, grads, lr):\n"
        "    result = [np.copy(p) for p in params]\n"
        "    rate = lr / len(params)\n"
        "    k = 0\n"
        "    while k < len(grads) - 1:\n"
        "        result[k] -= rate * grads[k]\n"
        "        k += 1\n"
        "    return result\n",
        [[3, 6], [4, 5]],
    ),
}


@pytest.mark.parametrize("what", APART)
def test_both_places_are_told(what, monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 2 * USUAL, **two))
    exercise_id, source, wanted = APART[what]
    place = place_in(exercise_id, source)
    assert [lines(place.spots), lines(place.second)] == wanted


def test_either_in_one_of_two_lines_is_said_so():
    exercise_id, source, _ = APART["either in one of two lines"]
    exercise = EXERCISES[exercise_id]
    card = verdict_card(exercise, verdict_on(exercise, submitted(exercise, source), locating=True), [])
    assert card.text.startswith(
        "One of them is line 3: `lr / len(params)` or line 6: `rate`. The other is line 4: `0` or "
    )


LAST_LEFT_OUT = """\
def accumulate(micro_grads, sizes):
    whole = len(sizes) * sizes[0]
    result = np.zeros(micro_grads[0].shape)
    for i in range(len(micro_grads) - 1):
        result = result + micro_grads[i] * (sizes[i] / whole)
    return result
"""


def test_where_the_second_is_not_found_its_name_is_told():
    exercise = EXERCISES["scale/accumulate"]
    verdict = verdict_on(exercise, submitted(exercise, LAST_LEFT_OUT), locating=True)
    assert lines(verdict.place.spots) == [4]
    assert not verdict.place.second
    card = verdict_card(exercise, verdict, [])
    assert card.headline == "There are two things to mend."
    assert card.text.startswith(
        "First look at line 4: `range(len(micro_grads) - 1)`. What is left when that is right: "
    )
    left = LAST_LEFT_OUT.replace("range(len(micro_grads) - 1)", "range(len(micro_grads))")
    alone = verdict_on(exercise, submitted(exercise, left)).diagnosis
    assert alone.kind == "mistake"
    assert card.text.partition("right: ")[2].split(".")[0] in alone.text


def test_another_variable_returned_is_no_first_step():
    source = (
        "def accumulate(micro_grads, sizes):\n    total = micro_grads[0]\n"
        "    for g, n in zip(micro_grads[1:], sizes[1:]):\n        total = total + g * n\n"
        "    return total / (sizes[0] * len(sizes))\n"
    )
    place = place_in("scale/accumulate", source)
    assert place is None or place.second  # not: the return is wrong, and what is left is the first gradient alone


def test_a_first_change_that_only_takes_a_piece_out_of_the_way_is_none():
    """`x >= 4` is false throughout: then `grad_output * (x > 0)` does all the work anew, and `0` was no mistake."""
    place = place_in("backward/relu_grad", "def relu_grad(grad_output, x):\n    return (x >= 0) + grad_output\n")
    assert [spot.piece for spot in place.spots] == ["(x >= 0) + grad_output"]
    assert "exactly 0" in place.left


MASKED = """\
def huber(predicted, target, delta=1.0):
    e = predicted - target
    small = np.abs(e) <= delta
    out = np.empty_like(e)
    out[small] = 2 / 2
    out[~small] = delta * (np.abs(e[~small]) - delta / 2)
    return out.mean()
"""


def test_a_first_change_that_empties_a_mask_is_none():
    """With `<= -delta` the mask is empty, and what is left has a name; but `delta` was no mistake."""
    place = place_in("loss/huber", MASKED)
    assert place is None or (lines(place.spots) == [5] and not place.left)


NOT_RESET = """\
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self.up, self.down, self.n = init_scale, growth_factor, backoff_factor, growth_interval
        self.left = self.n

    def update(self, found_inf):
        self.left -= 1
        if found_inf:
            self.scale = self.scale * self.down
            pass
        elif self.left == 0:
            self.scale = self.scale * self.up
            self.left = self.n
        return self.scale
"""


def test_where_the_second_of_two_changes_is_enough_there_is_one_mistake():
    """`self.left <= 0` leads to a named mistake, and from there to what is missing; which mends all by itself."""
    place = place_in("gpu/grad_scaler", NOT_RESET)
    assert (lines(place.spots), place.second, place.left) == ([10], (), "")


NEVER_ENDS = """\
def broadcast_shape(a, b):
    a, b = list(a), list(b)
    while len(a) < len(b):
        a.append(1)
    while len(b) < len(a):
        b.append(1)
    out = []
    for one, other in zip(a, b):
        if one == 1:
            out.append(other)
        elif other == 1 or one == other:
            out.append(one)
        else:
            out.append(max(one, other))
    return tuple(out)
"""


def test_a_first_step_after_which_it_never_ends_is_given_up_at_the_first_case(monkeypatch):
    exercise = EXERCISES["forward/broadcast_shape"]
    attempt = Attempt.of(exercise, submitted(exercise, NEVER_ENDS))
    attempt.put()
    search = begun(attempt)
    loop = next(slot for slot in search.program.slots if isinstance(slot.parent, ast.While) and slot.field == "test")
    for_ever = Try(1, loop, ast.parse("a.reverse() is None", mode="eval").body, loop.node, 1)
    monkeypatch.setattr(second, "LONG", 60)  # not by the clock
    before = search.program.work.left
    assert second._after(search, for_ever) is None
    assert before - search.program.work.left < 2 * MOST_ROUNDS  # of 41 cases, each of which would take as many


def scope(source):
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)} - {"np"}
    return Scope(tuple(sorted(names)), (), "np", None, (), frozenset())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("np.maximum(a, eps)", "a + eps"),
        ("a + eps", "np.maximum(a, eps)"),
        ("np.add(a, b)", "np.multiply(a, b)"),
        ("np.searchsorted(a, b, side='left')", "np.searchsorted(a, b, side='right')"),
        ("cache.insert(0, a)", "cache.append(a)"),
        ("cache.append(a)", "cache.insert(0, a)"),
        ("cache.pop()", "cache.pop(0)"),
        ("(x * w + b).sum(axis=1)", "(x * w).sum(axis=1) + b"),
        ("x / sigma - mu", "(x - mu) / sigma"),
    ],
)
def test_a_usual_slip_has_a_likely_repair(wrong, right):
    nodes = ast.walk(ast.parse(wrong, mode="eval").body)
    made = []
    for node in nodes:
        for cost, kind in REPAIRS:
            made += [ast.unparse(each) for each in kind(node, scope(wrong)) if cost <= 2]
    whole = ast.unparse(ast.parse(right, mode="eval"))
    assert whole in made or (wrong.replace("'left'", "'right'") == right and "'right'" in made)


def test_what_stands_below_else_may_be_done_always():
    function = ast.parse("def f():\n if new:\n  known[key] = []\n else:\n  known[key].append(x)\n").body[0]
    made = [ast.unparse(replacement) for move in MOVES for _, replacement in move(function.body[0], function)]
    assert "if True:\n    if new:\n        known[key] = []\n    known[key].append(x)" in made


def test_how_much_of_an_answer_is_right():
    def answer(value, after=None):
        return Answer(value=value, after=after)

    assert share_right(answer(np.array([1.0, 2.0, 3.0, 0.0])), answer(np.arange(1.0, 5.0)), None) == 0.75
    assert share_right(answer((np.array([1.0, 2.0]), 5.0)), answer((np.array([1.0, 0.0]), 5.0)), None) == 0.75
    assert share_right(answer(np.array([1.0])), answer(np.array([1.0, 1.0])), None) == 0
    assert share_right(answer(1.0, {"x": [1]}), answer(2.0, {"x": [1]}), None) == 1


def test_an_answer_that_has_a_name_is_not_told_as_two(monkeypatch):
    exercise = EXERCISES["scale/accumulate"]
    attempt = Attempt.of(exercise, submitted(exercise, LAST_LEFT_OUT))
    attempt.put()
    search = begun(attempt)
    assert search.go((1, 2)) == []
    reached = [*second._reached(search, search.steps)]
    left = [pair.left for pair in second._to_a_named_one(search, reached)]
    assert left
    monkeypatch.setattr(second, "exact", lambda asked: left[0])  # of what was handed in, too
    assert second._to_a_named_one(search, reached) == []
