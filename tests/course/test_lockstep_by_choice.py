"""A loop that may choose the order of the samples: the right one beside it makes the same choices."""

import linecache
from dataclasses import replace

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.course.attempt import Attempt, Verdict
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.exercises.debug.watched import SameOrders, places, steps
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.lockstep import parted
from tinygrad_lite.course.recipes import World, build
from tinygrad_lite.course.run import run
from tinygrad_lite.course.submission import Submission

FIX_07 = next(exercise for exercise in exercises_of("10_debugging") if exercise.id == "debug/fix_07")
SHUFFLED = """
def train_07(model, loader, criterion, optimizer, epochs, rng):
    inputs, targets = loader.dataset.tensors
    history = []
    for _ in range(epochs):
        order = rng.permutation(len(inputs))
        total = 0.0
        for start in range(0, len(inputs), loader.batch_size):
            places = order[start : start + loader.batch_size]
            x, y = inputs[places], targets[places]
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        history.append(total / len(inputs))
    return history
"""


def submitted(source):
    namespace, file = {"np": np, "tg": tg}, "<fix_07>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return Submission(namespace["train_07"], source, namespace, frozenset())


def verdict_of(before, after):
    """The verdict on the loop above with something changed."""
    assert before in SHUFFLED
    return verdict_on(FIX_07, submitted(SHUFFLED.replace(before, after)), seconds=60.0)


DRAWN = "        order = rng.permutation(len(inputs))\n"
TWO = "targets[rng.permutation(len(inputs))[start : start + loader.batch_size]]"
#: What is changed in the loop, where it then parts from the right one, and what is said of that.
PARTINGS = [
    ("targets[places]", TWO, "batch 1 of 15: the targets that the criterion gets", "not moved together"),
    ("targets[places]", "targets[start : start + len(places)]", "batch 1 of 15: the targets", "not moved together"),
    ("            optimizer.zero_grad()\n", "", "batch 2 of 15: the gradient of weight", "plus what the step before"),
    ("loss.backward()", "(2 * loss).backward()", "batch 1 of 15: the gradient of the loss", "2 times the right one"),
]


@pytest.mark.parametrize(("before", "after", "where", "usual"), PARTINGS)
def test_the_first_difference_and_what_usually_moves_it(before, after, where, usual):
    verdict = verdict_of(before, after)
    facts = dict(verdict_card(FIX_07, verdict, []).facts)
    assert facts["first difference"].startswith(where)
    assert facts["in yours"] != facts["in the right loop"]
    assert usual in verdict.parting.usual


def test_where_the_steps_are_right_and_the_losses_are_not():
    parting = verdict_of("total += loss.item() * len(x)", "total += loss.item()").parting
    assert (parting.where, parting.what) == ("in all 15 batches", "")
    assert "In this case the steps are right" in parting.usual


@pytest.mark.parametrize("after", ["        order = np.arange(len(inputs))\n", DRAWN.replace("len(inputs)", "2")])
def test_of_a_wrong_choice_nothing_is_said(after):
    """The right loop with the same choices is no right loop: samples that are not shuffled, or left out."""
    verdict = verdict_of(DRAWN, after)
    assert verdict.status == "wrong"
    assert verdict.parting is None


def test_a_wrong_order_and_wrong_losses_are_not_called_right_steps():
    wrong = SHUFFLED.replace(DRAWN, "        order = np.arange(len(inputs))\n").replace("* len(x)", "")
    verdict = verdict_on(FIX_07, submitted(wrong), seconds=60.0)
    assert verdict.status == "wrong"
    assert verdict.parting is None


def test_the_right_loop_takes_the_samples_in_the_same_order():
    case = next(iter(FIX_07.cases(np.random.default_rng(3))))
    loader, epochs = case.args["loader"], case.args["epochs"]
    rng = np.random.default_rng(1)
    order = np.concatenate([rng.permutation(len(loader.x)) for _ in range(epochs)])
    cut = [len(loader.x) * k + j for k in range(epochs) for j in range(0, len(loader.x), loader.batch_size)][1:]
    inputs = [loader.x[batch] for batch in np.split(order, cut)]
    alike = replace(FIX_07.beside(case, inputs), observe=("model",), changes=("model",))
    made = steps(run(FIX_07.solution, alike).after["model"])
    assert [places(step.inputs, loader.x) for step in made] == [batch.tolist() for batch in np.split(order, cut)]
    assert all(places(step.inputs, loader.x) == places(step.targets, loader.y) for step in made)


@pytest.mark.parametrize("answer", answers_to(FIX_07).wrong, ids=lambda answer: answer.place.rpartition(" ")[2])
def test_what_is_said_of_a_wrong_loop_is_true(answer):
    """Held against the case's own record, which the judge goes by."""
    attempt = Attempt.of(FIX_07, submitted(answer.source), seconds=60.0)
    attempt.put()
    for index in attempt.wrong[:1]:
        case = attempt.cases[index]
        verdict = Verdict("", "wrong", 0, 0, case, attempt.answers[index], attempt.expected[index])
        drawn_alike()
        found = None if verdict.answer.failure else parted(attempt, verdict)
        if found is not None:
            drawn_alike()
            made = steps(run(attempt.submission.candidate, case).after["model"])
            assert is_true(found, made, case.args["loader"]), f"{answer.source}\n\n{found}"


def drawn_alike():
    """What is drawn from elsewhere than `rng` is the same from here on."""
    np.random.seed(5)  # noqa: NPY002
    tg.manual_seed(5)


def is_true(found, made, loader):
    rows = [(places(step.inputs, loader.x), places(step.targets, loader.y)) for step in made]
    mixed = [number for number, (inputs, targets) in enumerate(rows, start=1) if inputs != targets]
    if not found.what:
        return not mixed
    number = int(found.where.split()[1])
    if found.what == "the targets that the criterion gets":
        return mixed[0] == number and np.array_equal(found.got, made[number - 1].targets)
    return not mixed or mixed[0] > number


def test_a_generator_of_orders_gives_them_back():
    epochs = ((2, 0, 1), (1, 0, 2))
    rng, samples = build(SameOrders(epochs), World()), np.arange(3)
    for epoch in epochs:
        samples = samples[rng.permutation(3)]
        assert tuple(samples) == epoch
