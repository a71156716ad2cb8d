"""Two mistakes in a training loop: a statement in the wrong place, and what is left when it stands where it belongs."""

import ast

import numpy as np
import pytest

from tinygrad_lite.course import judge
from tinygrad_lite.course.attempt import Place, Spot
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.edits.moves import before_a_loop, begun_before, begun_in_each_round, elsewhere, into_a_loop
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.localise import USUAL, locate
from tinygrad_lite.course.localise.steps import pieces_right
from tinygrad_lite.course.localise.told import marked_text, place_text
from tinygrad_lite.course.run import Answer, Failure
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.grading.places import place_from

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


def verdict(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    namespace = {"np": np}
    exec(source, namespace)
    return verdict_on(exercise, Submission(namespace[exercise.name], source, namespace, frozenset()), locating=True)


ONE_EPOCH = """\
def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    optimizer.zero_grad()
    seen, summed, hits, batches, first = 0, 0.0, 0, 0, 0
    for inputs, targets in loader:
        first = first or len(inputs)
        batches += 1
        scores = model(inputs)
        loss = criterion(scores, targets)
        loss.backward()
        optimizer.step()
        seen += len(inputs)
        summed += len(inputs) * loss.item()
        hits += int((scores.numpy(force=True).argmax(axis=1) == targets.numpy()).sum())
    return summed / seen, hits / (first * batches)
"""


def test_a_part_of_the_answer_that_a_move_mends_is_told_with_what_is_left(monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 2 * USUAL, **two))
    found = verdict("loop/train_one_epoch", ONE_EPOCH)
    assert [spot.number for spot in found.place.spots] == [3]
    assert found.place.mended == ("`mean loss`", "`model` afterwards")
    assert found.place.unmended == ("`accuracy`",)
    said = repr(verdict_card(EXERCISES["loop/train_one_epoch"], found, []))
    assert "More than one thing is not right yet." in said
    assert "look at `accuracy`" in said
    assert "right in all 11" in said


#: (the exercise, the code, the lines of the place, what is said of the rest)
NAMED = {
    "a sum that never begins anew, and a step below a condition": (
        "clipping/rnn_loop_with_clipping",
        "def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):\n"
        "    found = []\n"
        "    total = 0.0\n"
        "    for x, y in loader:\n"
        "        optimizer.zero_grad()\n"
        "        criterion(model(x), y).backward()\n"
        "        for p in model.parameters():\n"
        "            total = total + float((p.grad ** 2).sum().item())\n"
        "        size = total ** 0.5\n"
        "        if size > max_norm:\n"
        "            for p in model.parameters():\n"
        "                p.grad *= max_norm / size\n"
        "            optimizer.step()\n"
        "        found.append(size)\n"
        "    return found\n",
        [3],
        "A step was made only for batches whose norm is larger than max_norm.",
    ),
    "gradients set back for some batches only, and a total that goes on": (
        "debug/fix_01",
        "def train_01(model, loader, criterion, optimizer, epochs):\n"
        "    means, total = [], 0\n"
        "    for _ in range(epochs):\n"
        "        for number, (x, y) in enumerate(loader):\n"
        "            if number % 2 == 0:\n"
        "                optimizer.zero_grad()\n"
        "            loss = criterion(model(x), y)\n"
        "            loss.backward()\n"
        "            optimizer.step()\n"
        "            total += loss.item() * len(x)\n"
        "        means.append(total / len(loader.dataset))\n"
        "    return means\n",
        [6],
        "In the report, each epoch's total includes those of the epochs before",
    ),
}


@pytest.mark.parametrize("what", NAMED)
def test_what_is_left_after_a_move_may_have_a_name(what, monkeypatch):
    monkeypatch.setattr(judge, "locate", lambda attempt, **two: locate(attempt, 2 * USUAL, **two))
    exercise_id, source, lines, left = NAMED[what]
    found = verdict(exercise_id, source)
    assert [spot.number for spot in found.place.spots] == lines
    assert found.place.left.startswith(left)


def test_a_loop_with_one_mistake_that_nobody_named_is_not_told_as_two():
    """Only where moving a statement brings the answers nearer is it a first step."""
    source = ONE_EPOCH.replace("    optimizer.zero_grad()\n    seen", "    seen").replace(
        "        loss.backward()\n", "        optimizer.zero_grad()\n        (loss * 1.5).backward()\n"
    )
    found = verdict("loop/train_one_epoch", source.replace("(first * batches)", "seen"))
    assert found.status == "wrong"
    assert not found.place or not (found.place.left or found.place.mended)


def regression(last):
    """A training that is right but for what is done at the end of each epoch."""
    return (
        "def train_regression(model, loader, optimizer, epochs):\n"
        "    model.train()\n"
        "    history = []\n"
        "    for _ in range(epochs):\n"
        "        total, count = 0.0, 0\n"
        "        for x, y in loader:\n"
        "            optimizer.zero_grad()\n"
        "            loss = ((model(x) - y) ** 2).mean()\n"
        "            loss.backward()\n"
        "            optimizer.step()\n"
        "            total += loss.item() * len(x)\n"
        "            count += len(x)\n"
        "        history.append(total / count)\n"
        f"        {last}\n"
        "    return history\n"
    )


def test_a_statement_too_many_is_one_mistake():
    """Moved to the end it would leave the answers of a named mistake; left out it leaves none."""
    place = verdict("loop/train_regression", regression("model.eval()")).place
    assert [spot.number for spot in place.spots] == [14]
    assert not place.left
    assert not place.mended


#: (the exercise, the code with one mistake; each was told as two)
ONE = {
    "a change that puts a named mistake in: without eval() the modes are right, and the measurements wrong": (
        "loop/validate",
        "def validate(model, loader, criterion):\n"
        "    modes = [part.training for part in model.children()]\n"
        "    model.eval()\n"
        "    total, right, count = 0.0, 0, 0\n"
        "    for x, y in loader:\n"
        "        outputs = model(x)\n"
        "        total += criterion(outputs, y).item() * len(y)\n"
        "        right += (outputs.argmax(1) == y).sum().item()\n"
        "        count += len(y)\n"
        "    for part, mode in zip(model.children(), modes):\n"
        "        part.training = mode\n"
        "    return total / count, right / count\n",
    ),
    "weights that do not move are nearer than weights that move too far": (
        "scale/train_accumulated",
        "def train_accumulated(model, loader, criterion, optimizer, group_size):\n"
        "    losses, total, count = [], 0.0, 0\n"
        "    optimizer.zero_grad()\n"
        "    for number, (x, y) in enumerate(loader, 1):\n"
        "        loss = criterion(model(x), y) * len(y)\n"
        "        loss.backward()\n"
        "        for parameter in model.parameters():\n"
        "            parameter.grad = parameter.grad / (number % group_size + 1)\n"
        "        total, count = total + loss.item(), count + len(y)\n"
        "        if number % group_size == 0 or number == len(loader):\n"
        "            optimizer.step()\n"
        "            optimizer.zero_grad()\n"
        "            losses.append(total / count)\n"
        "            total, count = 0.0, 0\n"
        "    return losses\n",
    ),
}


@pytest.mark.parametrize("what", ONE)
def test_a_change_that_puts_a_mistake_in_is_no_first_step(what):
    place = verdict(*ONE[what]).place
    assert not place or not (place.left or place.mended)


def test_pieces_that_are_right():
    """Single numbers of lists, whole arrays, and nothing where there are more or fewer."""
    right = Answer({"loss": [1.0, 2.0], "rate": np.array([0.5, 0.5])}, after={"model": {"weight": np.ones(2)}})
    mine = Answer({"loss": [1.0, 3.0], "rate": np.array([0.5, 0.5])}, after={"model": {"weight": np.zeros(2)}})
    assert pieces_right(right, right, None) == {(0, "loss", 0), (0, "loss", 1), (0, "rate"), (1, "model", "weight")}
    assert pieces_right(mine, right, None) == {(0, "loss", 0), (0, "rate")}
    assert pieces_right(Answer({"loss": [1.0], "rate": 0.5}), right, None) == frozenset()
    assert pieces_right(Answer(failure=Failure("raised", "no")), right, None) == frozenset()


def test_a_function_in_it_may_change_its_variables():
    """`nonlocal` reaches no further than the function that is handed in."""
    source = (
        "def train_accumulated(model, loader, criterion, optimizer, group_size):\n"
        "    losses, waiting, running = [], [], 0.0\n"
        "    def make_step():\n"
        "        nonlocal running\n"
        "        samples = sum(len(y) for _, y in waiting)\n"
        "        optimizer.zero_grad()\n"
        "        for x, y in waiting:\n"
        "            part = criterion(model(x), y) * (len(y) / samples)\n"
        "            part.backward()\n"
        "            running += part.item()\n"
        "        optimizer.step()\n"
        "        losses.append(running)\n"
        "        running = 1.0\n"
        "        waiting.clear()\n"
        "    for batch in loader:\n"
        "        waiting.append(batch)\n"
        "        if len(waiting) == group_size:\n"
        "            make_step()\n"
        "    if waiting:\n"
        "        make_step()\n"
        "    return losses\n"
    )
    assert [spot.number for spot in verdict("scale/train_accumulated", source).place.spots] == [13]


def moved(move, source):
    """What becomes of the loops of a function."""
    (function,) = ast.parse(source).body
    loops = [node for node in ast.walk(function) if isinstance(node, ast.For)]
    return {
        ast.unparse(ast.fix_missing_locations(replacement)).replace("\n", ";").replace("    ", " ")
        for loop in loops
        for _, replacement in move(loop, function)
    }


BEGUN = "def f(xs):\n    a = b = 0\n    c, d = [], xs\n    g()\n    for x in xs:\n        a += 1\n        c.append(x)\n"


def test_what_stands_before_a_loop_may_belong_into_it():
    """Calls, and of the variables those that the loop changes, if they begin with something that is written there."""
    head, tail = "for x in xs:; ", "; a += 1; c.append(x)"
    assert moved(into_a_loop, BEGUN) == {head + "g()" + tail}
    assert moved(begun_in_each_round, BEGUN) == {head + first + tail for first in ("a = 0", "c = []")}


def test_what_begins_anew_in_each_round_may_belong_before_the_loop():
    source = "def f(xs):\n    for x in xs:\n        a, n = 0, 0\n        a += x\n    return a\n"
    assert moved(begun_before, source) == {"if True:; a, n = (0, 0); for x in xs:;  a += x"}


#: One sum where each unit has its own, and a sum that begins with every number: the line in which it begins.
SUMS = {
    5: """\
def linear(x, weight, bias):
    result = []
    for sample in x:
        row = []
        total = 0.0
        for unit, b in zip(weight, bias):
            for w, value in zip(unit, sample):
                total += w * value
            row.append(total + b)
        result.append(row)
    return result
""",
    7: """\
def linear(x, weight, bias):
    result = []
    for sample in x:
        row = []
        for unit, b in zip(weight, bias):
            for w, value in zip(unit, sample):
                total = 0.0
                total += w * value
            row.append(total + b)
        result.append(row)
    return result
""",
}


@pytest.mark.parametrize("line", SUMS)
def test_where_a_sum_begins_is_found(line):
    assert [spot.number for spot in verdict("forward/linear", SUMS[line]).place.spots] == [line]


def test_what_stands_behind_a_loop_may_belong_before_it():
    source = "def f(xs):\n    for x in xs:\n        g(x)\n    h()\n    return 1\n"
    assert moved(before_a_loop, source) == {"if True:; h(); for x in xs:;  g(x)"}


def test_a_call_may_belong_further_away_in_its_loop():
    source = "def f(xs):\n    for x in xs:\n        a()\n        y = x\n        z = y\n"
    assert moved(elsewhere, source) == {"for x in xs:; y = x; z = y; a()"}


MENDED = Place(
    (Spot(3, "    optimizer.zero_grad()", 4, 25),), 11, mended=("`model` afterwards",), unmended=("`accuracy`",)
)


def test_the_words():
    assert place_text(MENDED) == (
        "More than one thing is not right yet. First look at line 3: `optimizer.zero_grad()`. (Changed only there, "
        "`model` afterwards is right in all 11 cases.) Then look at `accuracy`."
    )
    assert marked_text(MENDED).startswith("First look at what is underlined in line 3. (Changed only there")


def told(**others):
    """What a student's process may say of a place."""
    said = {
        "spots": [[3, 0, 21]],
        "second": [],
        "missing": False,
        "several": False,
        "left": "",
        "mended": [],
        "unmended": [],
    }
    return place_from([said | others], EXERCISES["loop/train_one_epoch"], ONE_EPOCH)


def test_a_students_process_can_name_only_parts_that_there_are():
    """Whatever else it says reaches no page."""
    right = told(mended=["`model` afterwards"], unmended=["`accuracy`"])
    assert (right.mended, right.unmended) == (("`model` afterwards",), ("`accuracy`",))
    assert told().mended == ()
    for wrong in ["full marks"], [["`accuracy`"]], "`accuracy`", [3], {"`accuracy`": 1}:
        assert told(mended=wrong, unmended=["`accuracy`"]) is None
        assert told(mended=["`accuracy`"], unmended=wrong) is None
    assert told(mended=["`accuracy`"]) is None
    assert told(unmended=["`accuracy`"]) is None


ABSOLUTE = """\
def train_regression(model, loader, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        squares, count = 0.0, 0
        for x, y in loader:
            optimizer.zero_grad()
            difference = model(x) - y
            difference.abs().mean().backward()
            optimizer.step()
            squares += (difference ** 2).sum().item()
            count += len(y)
        history.append(squares / count)
    return history
"""


def test_where_one_change_mends_all_nothing_is_left_to_look_at_next():
    found = verdict("loop/train_regression", ABSOLUTE)
    assert [spot.number for spot in found.place.spots] == [9]
    assert (found.diagnosis.kind, found.diagnosis.name) == ("mistake", "absolute errors instead of squares")
    assert found.diagnosis.text == "You trained with the mean of the absolute errors."


def test_that_several_things_may_have_to_be_changed_comes_out_of_a_students_process_too():
    assert told(several=True).several
    assert not told().several
    assert told(several="yes") is None
