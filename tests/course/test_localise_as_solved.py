"""What the solution has, in the student's names: expressions where one is lost, statements where one is left out."""

import ast

import numpy as np
import pytest

from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.certificate.mutants import mutants
from tinygrad_lite.course.edits.scope import Scope
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.localise import begun, searched
from tinygrad_lite.course.localise.alike import alike
from tinygrad_lite.course.localise.as_solved import Moment, NotWritten, Translation
from tinygrad_lite.course.localise.mine import Mine
from tinygrad_lite.course.localise.program import Program, variables_read
from tinygrad_lite.course.localise.search import AS_SOLVED, VALUES
from tinygrad_lite.course.localise.watched import Watched
from tinygrad_lite.course.run import quietly
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}


@pytest.fixture(autouse=True)
def in_quiet():
    """What is tried may warn."""
    with quietly():
        yield


def submitted(name, source):
    namespace = {"np": np}
    exec(compile(source, "<test>", "exec"), namespace)
    return Submission(namespace[name], source, namespace)


def located(exercise_id, source):
    exercise = EXERCISES[exercise_id]
    attempt = Attempt.of(exercise, submitted(exercise.name, source))
    attempt.put()
    search = begun(attempt)
    place = searched(search) if search else None
    return {spot.number for spot in (*place.spots, *place.second)} if place else set(), search


LEFT_OUT = """
def train_one_epoch(net, batches, criterion, opt):
    net.train()
    summed = 0.0
    hits = 0
    rows = 0
    for inputs, labels in batches:
        opt.zero_grad()
        scores = net(inputs)
        cost = criterion(scores, labels)
        {backward}
        opt.step()
        summed += cost.item() * len(inputs)
        hits += (scores.argmax(1) == labels).sum().item()
        rows += len(inputs)
    return summed / rows, hits / rows
"""
RESULT_LOST = """
def cross_entropy(logits, target):
    rows = np.arange(len(target))
    return rows
"""
RECURSION_LOST = """
def batchnorm_eval(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
    if not training:
        return eps
    return weight * (x - mean) / np.sqrt(var + eps) + bias
"""
IN_THE_LOOP = """
def cross_entropy(logits, target):
    losses = []
    for row, k in zip(logits, target, strict=True):
        m = row.max()
        pass
    return sum(losses) / len(losses)
"""
BY_IFS = """
def order_of_calls(calls):
    result = []
    if 'zero_grad' in calls:
        result.append('zero_grad')
    if 'forward' in calls:
        result.append('forward')
    if 'backward' in calls:
        result.append('backward')
    if 'clip' in calls:
        result.append('clip')
    pass
    if 'scheduler.step' in calls:
        result.append('scheduler.step')
    return result
"""
FLAG = """
def loss_scale(grads, scale):
    found_inf = False
    for g in grads:
        pass
    if found_inf:
        return [], True
    return [np.float32(g) * np.float32(1 / scale) for g in grads], False
"""
ANSWER_LOST = """
def mse(predicted, target):
    error = np.ravel(target - predicted)
    return error
"""
OWN_HELPER = """
def falling(lr, step, total_steps, min_lr):
    share = step / total_steps * 3
    return min_lr - lr * np.cos(share) ** 2

def warmup_cosine(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return falling(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)
"""
OVERWRITTEN = """
def cross_entropy(logits, target):
    shifted = logits * logits.max(axis=1, keepdims=True)
    pass
    log_probability = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.mean(log_probability[np.arange(len(target)), target])
"""


def test_a_line_of_a_training_loop_that_is_left_out_is_found_at_once():
    assert located("loop/train_one_epoch", LEFT_OUT.format(backward="cost.backward()"))[1] is None
    lines, search = located("loop/train_one_epoch", LEFT_OUT.format(backward="pass"))
    assert lines == {11}
    assert search.tried < 200


@pytest.mark.parametrize(
    ("exercise_id", "source", "line"),
    [("loss/cross_entropy", RESULT_LOST, 4), ("stopping/batchnorm_eval", RECURSION_LOST, 4)],
)
def test_an_expression_that_is_lost_is_found_as_the_solution_has_it(exercise_id, source, line):
    assert located(exercise_id, source)[0] == {line}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("exercise_id", "source", "line"),
    [
        ("loss/cross_entropy", IN_THE_LOOP, 6),
        ("schedules/order_of_calls", BY_IFS, 12),
        ("gpu/loss_scale", FLAG, 5),
        ("loss/cross_entropy", OVERWRITTEN, 3),
    ],
)
def test_the_solution_is_not_put_beside_the_students_work(exercise_id, source, line):
    lines, search = located(exercise_id, source)
    assert search.tried > 0
    assert lines <= {line}


FORGIVING = """
def to_device(batch, device):
    try:
        return batch.to(device)
    except AttributeError:
        pass
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        moved = [to_device(item, device) for item in batch]
        return moved
    return batch
"""


def test_no_block_is_put_before_the_lines_whose_work_it_does():
    told, search = located("gpu/to_device", FORGIVING)
    assert 6 not in told
    assert all(winner.at.lineno != 6 for winner in search.winners)


def test_the_whole_answer_is_not_put_where_it_is_not_returned():
    attempt = Attempt.of(EXERCISES["loss/mse"], submitted("mse", ANSWER_LOST))
    attempt.put()
    search = begun(attempt)
    assert search.go((*VALUES, AS_SOLVED)) == []
    assert search.tried > 0


def test_the_solutions_helper_is_not_put_in_the_place_of_the_students():
    lines, search = located("schedules/warmup_cosine", OWN_HELPER)
    assert search.tried > 0
    assert lines <= {3, 4}


def translation(source, pieces=None):
    """From the solution of `loss/cross_entropy` to what is handed in, whose names stand for the same values."""
    exercise = EXERCISES["loss/cross_entropy"]
    attempt = Attempt.of(exercise, submitted(exercise.name, source))
    program = Program(attempt.submission, Work(10**9))
    watched = Watched.solution(exercise.solution, Work(10**9))
    case = attempt.cases[0]
    known = {(alike(case.args[name]),): ast.Name(new, ast.Load()) for name, new in (pieces or {}).items()}
    scope = Scope(tuple((pieces or {}).values()), numpy="np")
    return Translation(program, watched, scope, [Moment(case, 1, 0)], known), watched.program.tree


def test_the_solution_is_written_in_the_students_names():
    made, tree = translation("def cross_entropy(a, b):\n    return 0\n", {"logits": "a", "target": "b"})
    last = tree.body[-1].body[-1]
    text = ast.unparse(ast.fix_missing_locations(made.of(last.value)))
    shifted = "a - a.max(axis=1, keepdims=True)"
    summed = f"np.exp({shifted}).sum(axis=1, keepdims=True)"
    assert text == f"-np.mean(({shifted} - np.log({summed}))[np.arange(len(b)), b])"


def test_what_the_student_has_no_name_for_is_not_written():
    made, tree = translation("def cross_entropy(a, b):\n    return 0\n", {"logits": "a"})
    with pytest.raises(NotWritten):
        made.of(tree.body[-1].body[-1].value)


def test_the_students_own_values_are_known():
    body = "total = 0\n    for k in target:\n        total += k\n    return total"
    source = f"def cross_entropy(logits, target):\n    {body}\n"
    exercise = EXERCISES["loss/cross_entropy"]
    submission = submitted(exercise.name, source)
    program = Program(submission, Work(10**9))
    case = max(Attempt.of(exercise, submission).cases, key=lambda each: len(each.args["target"]))
    mine = Mine(program, submission, Work(10**9))
    read = [n for n in ast.walk(program.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    times = {node.id: mine.times(node, case) for node in read if node.id in ("k", "target", "total")}
    assert times == {"k": len(case.args["target"]), "target": 1, "total": 1}
    assert mine.knows((alike(case.args["target"]),), case)
    assert not mine.knows((alike(np.array([77.5])),), case)
    assert mine.times(ast.Constant(1), case) is None


def test_a_list_that_is_only_made_longer_is_not_read():
    source = "items, sums, kept = [], [0], []\nitems.append(1)\nsums[0] = 2\nkept.append(3)\nprint(kept)"
    assert variables_read(ast.parse(source)) == {"kept"}


def test_a_property_stays_one_in_a_mutant():
    source = "class Counter:\n    @property\n    def best(self):\n        return 1 + 2\n"
    found = mutants("@final\n" + source)
    assert found
    assert all("@property" in each.source and "@final" not in each.source for each in found)
