"""A wrong training loop beside the right one: what the card says of where they part, held against another recording."""

import functools
import inspect
import linecache
import re
import textwrap

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course.attempt import Attempt, Verdict
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.certificate.answers import TypedAnswer, answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.lockstep import parted
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.recipes import World, build
from tinygrad_lite.course.run import Answer, run
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.watched import is_loop, watched

LESSON_OF = {exercise.id: lesson for lesson in LESSONS for exercise in exercises_of(lesson)}
LOOPS = {
    exercise.id: exercise
    for lesson in LESSONS
    for exercise in exercises_of(lesson)
    if not exercise.has_own_judge and is_loop(next(iter(exercise.cases(np.random.default_rng(0)))))
}
#: In these, one step is made for every batch of the right loop.
STEP_BY_STEP = [loop for loop in LOOPS if loop not in ("scale/train_accumulated", "loop/validate")]


@functools.cache
def asked(exercise_id):
    cases = cases_of(LOOPS[exercise_id])
    return cases, expected_answers(LOOPS[exercise_id], cases)


def submitted(exercise_id, answer):
    names = {exercise.name: exercise.solution for exercise in exercises_of(LESSON_OF[exercise_id])}
    namespace, file = {"np": np, "tg": tinygrad_lite, **names}, f"<{answer.place}>"
    linecache.cache[file] = (len(answer.source), None, answer.source.splitlines(keepends=True), file)
    exec(compile(answer.source, file, "exec"), namespace)
    return Submission(namespace[LOOPS[exercise_id].name], answer.source, namespace, frozenset(names))


def attempted(exercise_id, answer):
    attempt = Attempt.of(LOOPS[exercise_id], submitted(exercise_id, answer), *asked(exercise_id), 60.0)
    attempt.put()
    return attempt


def verdict_of(attempt, index):
    return Verdict("", "wrong", 0, 0, attempt.cases[index], attempt.answers[index], attempt.expected[index])


# ------------------------------------------------------------------------------------- another way of recording


class Other:
    """The same case once more, recorded by classes that are put in place of the objects' own, not by hooks."""

    def __init__(self, candidate, case):
        world = World(candidate=candidate)
        for name, recipe in case.args.items():
            world.built[name] = build(recipe, world)
        self.model, self.steps, self.losses, self.modes = world.built["model"], [], [], []
        self.names = dict(self.model.named_parameters())
        self.loader = next(value for name, value in world.built.items() if name.endswith("loader"))
        self.replace(self.model, forward=self.forward)
        self.replace(world.built["optimizer"], step=self.step)
        if "criterion" in world.built:
            self.replace(world.built["criterion"], forward=self.criterion)
        candidate(*(world.built[name] for name in case.args))
        self.end = self.weights()

    def replace(self, built, **methods):
        kind = type(built)

        def wrapped(name, watch):
            return lambda this, *args: watch(getattr(kind, name), this, *args)

        built.__class__ = type("Other", (kind,), {name: wrapped(name, watch) for name, watch in methods.items()})

    def forward(self, original, this, *args):
        self.modes.append((len(self.steps), {name: part.training for name, part in this.named_modules()}))
        return original(this, *args)

    def criterion(self, original, this, *args):
        loss = original(this, *args)
        self.losses.append((len(self.steps), np.array(loss.array)))
        return loss

    def step(self, original, this, *args):
        gradients = {name: None if p.grad is None else np.array(p.grad.array) for name, p in self.names.items()}
        rates = [group["lr"] for group in this.param_groups]
        result = original(this, *args)
        self.steps.append((gradients, rates, self.weights()))
        return result

    def weights(self):
        return {name: np.array(parameter.array) for name, parameter in self.model.named_parameters()}


def alike(one, other):
    if one is None or other is None:
        return one is other
    if isinstance(one, dict):
        return all(alike(one[name], other[name]) for name in one.keys() & other.keys())
    return np.allclose(one, other, rtol=2e-5, atol=1e-9)


def place_in(found, other):
    """Which batch of the training it is, from 0."""
    numbers = re.search(r"batch (\d+) of (?:epoch (\d+))?", found.where)
    return int(numbers[1]) - 1 + (int(numbers[2] or 1) - 1) * len(other.loader)


def is_true(found, mine, right):
    """Whether what is said of two runs is so, and whether nothing of what is compared differs before."""
    if not found.what:
        assert len(mine.steps) == len(right.steps)
        return all(alike(a[0], b[0]) and alike(a[2], b[2]) for a, b in zip(mine.steps, right.steps, strict=True))
    if found.where == "after the last batch":
        assert len(mine.steps) == len(right.steps)
        weights = re.fullmatch(r"the weights (\S+)", found.what)
        return weights is None or not alike(mine.end[weights[1]], right.end[weights[1]])
    if found.what == "does the training go on":
        return len(mine.steps) >= len(right.steps)
    place = place_in(found, right)
    earlier = zip(mine.steps[:place], right.steps[:place], strict=True)
    assert all(alike(a[0], b[0]) and alike(a[1], b[1]) and alike(a[2], b[2]) for a, b in earlier), "not the first"
    return said_of_a_step(found, mine, right, place)


def said_of_a_step(found, mine, right, place):
    gradient = re.fullmatch(r"the gradient of (\S+), as the step takes it", found.what)
    if gradient:
        got, expected = mine.steps[place][0][gradient[1]], right.steps[place][0][gradient[1]]
        return alike(got, found.got) and alike(expected, found.expected) and not alike(got, expected)
    if found.what == "the learning rate of the step":
        return alike(mine.steps[place][1], found.got) and alike(right.steps[place][1], found.expected)
    if found.what == "the loss":
        heard = [loss for steps, loss in mine.losses if steps == place]
        return any(alike(loss, found.got) for loss in heard) and not alike(found.got, found.expected)
    if found.what == "how many steps are made":
        return len(mine.steps) != len(right.steps) or found.got != found.expected
    mode = re.fullmatch(r"is (?:the model|its part (\S+)) in train mode", found.what)
    if mode:
        modes = next(modes for steps, modes in mine.modes if steps == place)
        return modes[mode[1] or ""] == (found.got == "yes")
    return True  # what only the recording itself knows: inputs, buffers, whether a gradient came back


def each(kind, ids=LOOPS):
    """An eighth of the answers, always the same; with --full all."""
    for exercise_id in ids:
        for number, answer in enumerate(getattr(answers_to(LOOPS[exercise_id]), kind)):
            marks = () if number % 8 == 0 else pytest.mark.full
            yield pytest.param(exercise_id, answer, id=answer.place.replace(", line ", ":"), marks=marks)


@pytest.mark.parametrize(("exercise_id", "answer"), list(each("wrong", STEP_BY_STEP)))
def test_what_is_said_of_a_wrong_loop_is_true(exercise_id, answer):
    attempt = attempted(exercise_id, answer)
    for index in attempt.wrong[:2]:
        verdict = verdict_of(attempt, index)
        found = None if verdict.answer.failure else parted(attempt, verdict)
        if found is not None:
            mine, right = (
                Other(candidate, verdict.case)
                for candidate in (attempt.submission.candidate, LOOPS[exercise_id].solution)
            )
            assert is_true(found, mine, right), f"{answer.source}\n\n{found}"


@pytest.mark.parametrize(("exercise_id", "answer"), list(each("right")))
def test_of_a_right_loop_nothing_differs(exercise_id, answer):
    """However it is written: so that what is said of a wrong one is not about how it is written."""
    attempt = attempted(exercise_id, answer)
    for index in (0, len(attempt.cases) - 1):
        found = parted(attempt, verdict_of(attempt, index))
        assert found is not None
        assert (found.what, found.usual) == ("", ""), f"{answer.source}\n\n{found}"


# ------------------------------------------------------------------------------------------------------- the card


ONE_EPOCH = """
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        optimizer.zero_grad()
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        right += (outputs.argmax(1) == y).sum().item()
        count += len(y)
    return total / count, right / count
"""


def card(before, after):
    """The card of the loop above with something changed."""
    assert before in ONE_EPOCH
    answer = TypedAnswer(ONE_EPOCH.replace(before, after), "", (), "changed")
    exercise = LOOPS["loop/train_one_epoch"]
    cases, expected = asked(exercise.id)
    verdict = verdict_on(exercise, submitted(exercise.id, answer), cases, expected, 60.0)
    return verdict, verdict_card(exercise, verdict, [])


ZERO, BACK, STEP, END = (
    f"        {line}\n" for line in ("optimizer.zero_grad()", "loss.backward()", "optimizer.step()", "count += len(y)")
)
RATE = "        optimizer.param_groups[0]['lr'] = 1.0\n"
ONCE_MORE = f"    for x, y in loader:\n{ZERO}        criterion(model(x), y).backward()\n{STEP}    return"
#: What is changed in the loop, where it then parts from the right one, and what is said of that.
PARTINGS = [
    (ZERO, "", "batch 2 of 2: the gradient of 0.weight", "plus what the step before took"),
    (BACK, BACK + ZERO, "batch 1 of 2: the gradient of 0.weight", "They were set back between `backward()` and"),
    (
        BACK,
        "        (loss * 2).backward()\n",
        "batch 1 of 2: the gradient of the loss",
        "What differs first is 2 times the right one.",
    ),
    ("(outputs, y)", "(outputs.softmax(1), y)", "batch 1 of 2: the loss", "Usually the criterion gets something else"),
    ("model(x)", "model(x + 1)", "batch 1 of 2: the inputs", "something else is done with the inputs"),
    (STEP, STEP + STEP, "batch 1 of 2: how many steps", "is called more than once for a batch"),
    (STEP, "", "batch 1 of 2: how many steps", "Usually `optimizer.step()` stands in another loop"),
    (BACK, BACK + RATE, "batch 1 of 2: the learning rate", "Usually the schedule is told"),
    ("model.train()", "model.eval()", "batch 1 of 2: is the model in train mode", "`model.train()` or `model.eval()`"),
    (END, f"{END}        break\n", "batch 2 of 2: is it trained on", "Usually a `return` or a `break`"),
    ("    return", ONCE_MORE, "after batch 2 of 2: does the training go on", "a round too many"),
    (
        "    return",
        "    model.eval()\n    return",
        "after the last batch: is the model in train mode",
        "Usually `train()`",
    ),
]


@pytest.mark.parametrize(("before", "after", "where", "usual"), PARTINGS)
def test_the_first_difference_and_what_usually_moves_it(before, after, where, usual):
    verdict, shown = card(before, after)
    facts = dict(shown.facts)
    assert facts["first difference"].startswith(where)
    assert facts["in yours"] != facts["in the right loop"]
    assert usual in verdict.parting.usual


def test_where_the_training_is_right_it_is_said_that_the_answer_is_not():
    verdict, shown = card("return total / count, right / count", "return total, right / count + 0.125")
    assert ("training", "as the right loop trains, in all 2 batches") in shown.facts
    assert "In this case the steps are right, and what is not yet right is what is returned" in shown.text
    assert verdict.diagnosis is None


def test_a_named_mistake_has_said_why_already():
    _, shown = card(ZERO, "")
    assert shown.headline == "The gradients are not set back to zero between the batches."
    assert "Usually" not in shown.text
    assert "first difference" in dict(shown.facts)


def test_only_wrong_loops_are_run_once_more(monkeypatch):
    """Neither a right answer nor one that raised is: nothing is told of these."""
    calls = []
    monkeypatch.setattr("tinygrad_lite.course.lockstep.watched", lambda case: calls.append(case))
    assert card("model.train()", "model.train(True)")[0].status == "right"
    assert card("model.train()", "model.trains()")[0].status == "error"
    assert calls == []


def test_a_record_that_makes_no_sense_says_nothing(monkeypatch):
    """It may come out of a student's process, where it can be anything."""
    solution, end = LOOPS["loop/train_one_epoch"].solution, ["end", {}, {}, {}]
    senseless = ([], [["step"]], [["step", {}, []], end], [["back", 7, 1.0], end], [["batch"], end], 5)
    for record in (None, 5, *({"model": each} for each in senseless)):

        def told(candidate, case, record=record):
            return run(candidate, case) if candidate is solution else Answer(after=record)

        monkeypatch.setattr("tinygrad_lite.course.lockstep.run", told)
        verdict, _ = card(ZERO, "")
        assert verdict.status == "wrong"
        assert verdict.parting is None


def test_watching_changes_nothing():
    """What is watched computes the same, to the last bit, and stays of its class as far as a loop can ask."""
    for exercise_id in LOOPS:
        exercise = LOOPS[exercise_id]
        case = asked(exercise_id)[0][-1]
        plain, seen = run(exercise.solution, case), run(exercise.solution, watched(case))
        assert repr(plain.value) == repr(seen.value), exercise_id
        world = World()
        for name, recipe in watched(case).args.items():
            world.built[name] = build(recipe, world)
        plainly = World()
        for name, recipe in case.args.items():
            plainly.built[name] = build(recipe, plainly)
            assert isinstance(world.built[name], type(plainly.built[name])) or callable(plainly.built[name]), name


STEP_FOR_EACH = """
def train_accumulated(model, loader, criterion, optimizer, group_size):
    losses = []
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
"""


def test_where_the_right_loop_makes_no_step_nobody_speaks_of_a_second_one():
    attempt = attempted("scale/train_accumulated", TypedAnswer(STEP_FOR_EACH, "", (), "a step for each"))
    grouped = next(index for index in attempt.wrong if attempt.cases[index].args["group_size"] > 1)
    found = parted(attempt, verdict_of(attempt, grouped))
    assert found.what == "how many steps are made"
    assert found.usual == "The right loop makes no step here. Usually `optimizer.step()` is called for every batch."


# ------------------------------------------------------------------------------------- what is not training beside it


def kept_answer(exercise_id, before="", after=""):
    """The verdict on an exercise's solution with something changed."""
    exercise = LOOPS[exercise_id]
    source = TypedAnswer(solution_of(exercise).replace(before, after) if before else solution_of(exercise), "", (), "x")
    cases, expected = asked(exercise_id)
    return verdict_on(exercise, submitted(exercise_id, source), cases, expected, 60.0)


def solution_of(exercise):
    text = textwrap.dedent(inspect.getsource(exercise.solution)).replace("@staticmethod\n", "")
    return "import copy\n" + text.replace("def solution(", f"def {exercise.name}(", 1)


OWN_STATISTICS = """total = 0.0
            seen = tg.cat([inputs for inputs, _ in batches])
            mean, std = seen.mean(0), seen.std(0) * (1 + 0.5 * (name == "val"))"""


def test_a_validation_with_other_inputs_is_not_called_right():
    verdict = kept_answer("debug/fix_08", "total = 0.0", OWN_STATISTICS)
    assert verdict.diagnosis is None
    assert verdict.parting.where == "val_loader, batch 1 of epoch 1"
    assert verdict.parting.what == "the inputs of the model"


def test_a_validation_in_other_pieces_cannot_be_put_beside_the_right_one():
    rows = "[(x[i : i + 1], y[i : i + 1]) for x, y in batches for i in range(len(x))]"
    before = "for inputs, targets in batches:"
    after = f"for inputs, targets in batches if name == 'train' else {rows}:"
    assert kept_answer("debug/fix_08", before, after).status == "right"
    verdict = kept_answer("debug/fix_08", before, f"{after}\n                inputs = inputs + 2 * (name == 'val')")
    assert verdict.parting.what == ""
    assert "look at what the model is asked beside the training" in verdict.parting.usual


def test_a_step_with_a_batch_of_another_loader_is_called_so():
    verdict = kept_answer("debug/fix_08", 'if name == "train":', "if True:")
    assert verdict.parting.what == "which batch it is"
    assert (verdict.parting.got, verdict.parting.expected) == ("val_loader, batch 1", "loader, batch 1")


def test_weights_of_another_epoch_are_told_by_the_epoch():
    exercise, text = LOOPS["debug/fix_04"], solution_of(LOOPS["debug/fix_04"]).replace("== min(", "== max(")
    case = next(case for case in asked(exercise.id)[0] if case.args["epochs"] == 5)
    attempt = Attempt.of(exercise, submitted(exercise.id, TypedAnswer(text, "", (), "changed")), [case])
    attempt.put()
    found = parted(attempt, verdict_of(attempt, 0))
    assert re.fullmatch(r"In yours they are those after batch 1 of epoch \d, in the right loop .* 2\.", found.usual)


def test_weights_that_nothing_put_back_are_called_the_last():
    verdict = kept_answer("debug/fix_04", "copy.deepcopy(model.state_dict())", "model.state_dict()")
    assert verdict.parting.what == "the weights 0.weight"
    assert verdict.parting.usual.startswith("In the right loop they are those after batch 1 of epoch 2. In yours they")
