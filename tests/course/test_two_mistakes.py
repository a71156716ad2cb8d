"""Two mistakes at once: both are told, and only where both together give every answer."""

import ast
import inspect
import linecache

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course.attempt import fault_of
from tinygrad_lite.course.diagnosis.combined import combined
from tinygrad_lite.course.diagnosis.wording import definition_of, in_plain_words
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

EXERCISES = {exercise.id: (lesson, exercise) for lesson in LESSONS for exercise in exercises_of(lesson)}
TWICE = [exercise.id for _, exercise in EXERCISES.values() if exercise.again is not None]

NLL = "def nll(log_probability, target):\n    return {}"
RELU_GRAD = "def relu_grad(grad_output, x):\n    {}\n    return grad_output"
MOMENTUM = """
def momentum(param, grad, velocity, lr, momentum):
    v = momentum * velocity + {} * grad
    return param - lr * v, {}
"""
RMSPROP = """
def rmsprop(param, grad, square_avg, lr, alpha=0.99, eps=1e-8):
    s = {} * square_avg + {} * grad ** 2
    return param - lr * grad / ({} + eps), s
"""
PLATEAU = """
class ReduceOnPlateau:
    def __init__(self, lr, factor=0.1, patience=10, threshold=1e-4):
        self.lr, self.factor, self.patience, self.threshold = lr, factor, patience, threshold
        self.best, self.bad = float("inf"), 0

    def step(self, loss):
        if loss < self.best {}:
            self.best, self.bad = loss, 0
        else:
            self.bad += 1
        if self.bad {} self.patience:
            self.lr, self.bad = self.lr * self.factor, 0
        return self.lr
"""
ACCUMULATE = """
def accuracy(logits, target):
    return {}(np.argmin(logits, axis=1) == target)
"""
SCALER = """
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale, self.growth_factor, self.backoff_factor = init_scale, growth_factor, backoff_factor
        self.growth_interval, self.good = growth_interval, 0

    def update(self, found_inf):
        self.good = 0 if found_inf else self.good + 1
        if found_inf:
            self.scale {}
        elif self.good == self.growth_interval:
            self.scale, self.good = self.scale * self.growth_factor, 0
        return self.scale
"""


@pytest.fixture(autouse=True)
def _busy_machine(monkeypatch):
    """The search for two mistakes waits for four seconds of the clock at most, which a busy machine may need for it."""
    monkeypatch.setattr("tinygrad_lite.course.diagnosis.shrink.WAITING", 60.0)


def verdict(exercise_id, source):
    lesson, exercise = EXERCISES[exercise_id]
    borrowed = {each.name: each.solution for each in exercises_of(lesson)}
    namespace, file = {"np": np, "tg": tinygrad_lite, **borrowed}, f"<two mistakes {hash(source)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return verdict_on(
        exercise, Submission(namespace[exercise.name], source, namespace, frozenset(borrowed)), seconds=60
    )


BOTH = [
    (
        "loss/nll",
        NLL.format("log_probability[np.arange(len(target)), target].sum()"),
        ("You added up the batch but did not divide by its size.", "You left out the minus."),
    ),
    (
        "backward/relu_grad",
        RELU_GRAD.format("grad_output[x < 0] = 0"),
        ("Where an input is exactly 0 you let the gradient pass.", "your function changes `grad_output` itself"),
    ),
    (
        "optim/momentum",
        MOMENTUM.format("(1 - momentum)", "velocity"),
        ("In your velocity the gradient counts only 1 − momentum times.", "You returned the velocity that came in."),
    ),
    (
        "optim/rmsprop",
        RMSPROP.format("(1 - alpha)", "alpha", "s"),
        ("without the root.", "You exchanged alpha and 1 − alpha"),
    ),
    (
        "schedules/plateau",
        PLATEAU.format("- self.threshold", ">="),
        ("as soon as `patience` losses", "You subtracted the threshold from the best loss."),
    ),
    (
        "loop/accuracy",
        ACCUMULATE.format("sum"),
        ("the class with the smallest logit.", "You counted the right predictions"),
    ),
]


@pytest.mark.parametrize(("exercise_id", "source", "told"), BOTH, ids=[exercise_id for exercise_id, *_ in BOTH])
def test_both_are_told(exercise_id, source, told):
    found = verdict(exercise_id, source).diagnosis
    assert found.kind in ("mistake and more", "mistakes")
    for piece in told:
        assert piece in found.text


SINGLE = [
    ("loss/nll", NLL.format("-log_probability[np.arange(len(target)), target].sum()")),
    ("optim/momentum", MOMENTUM.format("(1 - momentum)", "v")),
    ("optim/rmsprop", RMSPROP.format("alpha", "(1 - alpha)", "s")),
    ("schedules/plateau", PLATEAU.format("- self.threshold", ">")),
]


@pytest.mark.parametrize(("exercise_id", "source"), SINGLE, ids=[exercise_id for exercise_id, _ in SINGLE])
def test_a_single_mistake_is_no_two(exercise_id, source):
    assert verdict(exercise_id, source).diagnosis.kind == "mistake"


def test_what_two_mistakes_give_is_computed_once_for_a_whole_class(monkeypatch):
    """The cases of a class are the same objects for everybody; a lesson makes them anew for each check."""
    exercise = EXERCISES["optim/rmsprop"][1]
    programs = {id(both.candidate) for both in combined(type(exercise))}
    ran = []

    def counted(candidate, case):
        ran.append(id(candidate) in programs)
        return run(candidate, case)

    monkeypatch.setattr("tinygrad_lite.course.diagnosis.exact.run", counted)
    source = RMSPROP.format("(1 - alpha)", "1.0625 * alpha", "s")
    namespace = {"np": np}
    exec(source, namespace)
    submission = Submission(namespace["rmsprop"], source, namespace)
    cases = cases_of(exercise)
    expected = expected_answers(exercise, cases)
    first = verdict_on(exercise, submission, cases, expected, 60.0)
    assert any(ran)
    ran.clear()
    again = verdict_on(exercise, submission, cases, expected, 60.0)
    assert not any(ran)
    assert again.diagnosis == first.diagnosis


def test_what_two_mistakes_do_not_give_is_not_told_as_two():
    """One number is a little off: no two mistakes give just that."""
    found = verdict("optim/rmsprop", RMSPROP.format("(1 - alpha)", "1.0625 * alpha", "s")).diagnosis
    assert found is None or "Two" not in found.text


@pytest.mark.parametrize("exercise_id", TWICE)
def test_the_right_answer_in_the_words_of_the_mistakes_is_right(exercise_id):
    exercise = EXERCISES[exercise_id][1]
    cases = cases_of(exercise)
    for case, wanted in zip(cases, expected_answers(exercise, cases), strict=True):
        assert fault_of(exercise, case, run(exercise.again, case), wanted) is None


def plain(exercise):
    """The solution in plain words, as a function; None where it is none that can be read."""
    definition = definition_of(exercise.solution)
    if definition is None:
        return None
    room = dict(inspect.unwrap(exercise.solution).__globals__)
    exec(compile(ast.unparse(in_plain_words(definition)), "<in plain words>", "exec"), room)
    return room["answer"]


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_the_solution_in_plain_words_is_right(exercise_id):
    """What two mistakes are put into is right as long as neither is in it."""
    exercise = EXERCISES[exercise_id][1]
    candidate = plain(exercise)
    if candidate is None:
        pytest.skip("a class, or a solution that is made by a function")
    cases = cases_of(exercise)
    for case, wanted in zip(cases, expected_answers(exercise, cases), strict=True):
        assert fault_of(exercise, case, run(candidate, case), wanted) is None


def test_plain_words_are_the_same_for_other_names_and_steps():
    one = "def answer(xs, ys, k):\n    a, b = k - 1, 2\n    return [a * x + b * y for x, y in zip(xs, ys, strict=True)]"
    other = "def answer(xs, ys, k):\n    return [(k - 1) * p + 2 * q for p, q in zip(xs, ys)]"
    words = [ast.unparse(in_plain_words(ast.parse(source).body[0])) for source in (one, other)]
    assert words[0] == words[1]


@pytest.mark.parametrize(
    "body",
    ["a = x\n    a += 1\n    return a", "a = x\n    a = a + 1\n    return a", "a = x\n    a[0] = 1\n    return a"],
)
def test_what_is_no_straight_line_keeps_its_steps(body):
    source = f"def answer(x):\n    {body}"
    assert ast.unparse(in_plain_words(ast.parse(source).body[0])) == source


#: Two mistakes that stand in other words than the solution: names, a step less, a helper, another form.
IN_OTHER_WORDS = [
    ("optim/sgd", "def sgd(params, grads, lr):\n    return [p + lr * np.sign(g) for p, g in zip(params, grads)]"),
    (
        "backward/chain_rule",
        "def chain_rule(x, w, b, target):\n    d = 2 * (target - (w * x + b))\n    return d * x, d * b, d * w",
    ),
    (
        "schedules/warmup_cosine",
        "def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):\n    if step < warmup_steps:\n"
        "        return lr * (step / warmup_steps)\n    return cosine(lr, step, total_steps, min_lr)",
    ),
    (
        "clipping/global_norm",
        "def global_norm(grads):\n    return sum(np.abs(g).sum() for g in grads) / len(grads)",
    ),
]


@pytest.mark.parametrize(("exercise_id", "source"), IN_OTHER_WORDS, ids=[each[0] for each in IN_OTHER_WORDS])
def test_two_mistakes_in_other_words_are_told(exercise_id, source):
    assert verdict(exercise_id, source).diagnosis.kind == "mistakes"


def test_a_program_with_two_mistakes_is_neither_of_them():
    """It answers otherwise than each by itself."""
    exercise = EXERCISES["optim/rmsprop"][1]
    programs = combined(type(exercise))
    assert len(programs) > 100
    names = {"leaves out the root", "exchanges alpha and 1 − alpha"}
    both = next(both for both in programs if {both.first.name, both.second.name} == names)
    cases = cases_of(exercise)
    for mistake in (both.first, both.second):
        apart = [case for case in cases if not run(both.candidate, case).agrees(run(mistake.candidate, case))]
        assert len(apart) > 3


def test_what_a_class_keeps_and_never_uses():
    found = verdict("gpu/grad_scaler", SCALER.format("/= 2")).diagnosis
    assert found.text.startswith("Your class keeps `backoff_factor` and never uses it.")
    assert verdict("gpu/grad_scaler", SCALER.format("*= self.backoff_factor")).status == "right"


def test_limits_and_a_small_number_before_a_logarithm():
    found = verdict("forward/sigmoid", "def sigmoid(x):\n    return 1 / (1 + np.exp(-np.clip(x, -5, 5)))").diagnosis
    assert found.name == "held within limits"
    assert "never below 0.00669285 and never above 0.993307" in found.text
    source = "def log_softmax(logits):\n    e = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
    found = verdict("loss/log_softmax", source + "    return np.log(e / e.sum(axis=1, keepdims=True) + 1e-9)").diagnosis
    assert "p + 1e-09" in found.text
