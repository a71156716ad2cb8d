"""Whatever a change makes of a program, it comes to an end by what is counted, long before a clock has to stop it."""

import ast
import gc
import linecache
import subprocess
import sys
import traceback
import zlib
from collections import deque

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course.attempt import Attempt
from tinygrad_lite.course.certificate.answers import answers_to
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.localise import locate, search
from tinygrad_lite.course.localise.guarded import GUARDS, RANGE, put_into_itself
from tinygrad_lite.course.localise.patience import patiently
from tinygrad_lite.course.localise.program import Program
from tinygrad_lite.course.run import HUNG
from tinygrad_lite.course.submission import Submission
from tinygrad_lite.course.work import Work

EXERCISES = {exercise.id: exercise for lesson in LESSONS for exercise in exercises_of(lesson)}
#: Each was once searched for 2 to 14 seconds, as one change of it could be stopped by a clock alone, or by nothing.
#: `while` for `if`, three times; a list put into itself; a queue repeated; `range(n**batch_size)`.
STUCK = {
    "backward/accumulate": """
def accumulate(edges):
    grads = {}
    for name, g in edges:
        if name in grads:
            grads[name] = grads[name] + g
        grads[name] = g
    return grads
""",
    "optim/pick_lr": """
import math
def pick_lr(histories):
    best_lr, best_loss = None, math.inf
    for lr, losses in histories.items():
        if any(l == math.nan or l == math.inf for l in losses):
            continue
        if losses[-1] > losses[0]:
            continue
        if not losses[-1] > best_loss:
            best_lr, best_loss = lr, losses[-1]
    return best_lr
""",
    "gpu/grad_scaler": """
class GradScaler:
    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.steps = 0
    def update(self, found_inf):
        self.steps += 1
        if found_inf:
            self.scale *= self.backoff_factor
        elif self.steps % self.growth_interval == 0:
            self.scale *= self.growth_factor
        return self.scale
""",
    "loop/callback": """
class History:
    def __init__(self):
        self.logs = {}
    def on_epoch_end(self, epoch, logs):
        for k, v in logs.items():
            self.logs.setdefault(k, []).append(v)
    def best(self, key, mode="min"):
        values = self.logs[key]
        i = int(np.argmin(values) if mode == "min" else np.argmax(values))
        return i, values[i]
""",
    "backward/topological_order": """
from collections import deque
def topological_order(root):
    order = []
    seen = {id(root)}
    queue = deque([root])
    while queue:
        node = queue.popleft()
        order.append(node)
        for p in node.parents:
            if id(p) not in seen:
                seen.add(id(p))
                queue.append(p)
    order.reverse()
    return order
""",
    "loop/batches": """
def batches(n, batch_size, rng, drop_last=False):
    idx = rng.permutation(n)
    return [idx[i * batch_size:(i + 1) * batch_size] for i in range(n // batch_size)]
""",
}
#: And two more of these: a list put into itself by another name; `n ** …` parts.
ALSO_STUCK = {
    "loop/callback": """
class History:
    def __init__(self):
        self.logs = {}
    def on_epoch_end(self, epoch, logs):
        for key in logs:
            self.logs.setdefault(key, [])
        for key, values in self.logs.items():
            values.append(logs.get(key, float("nan")))
    def best(self, key, mode="min"):
        values = self.logs[key]
        i = np.nanargmin(values) if mode == "min" else np.nanargmax(values)
        return int(i), values[i]
""",
    "loop/batches": """
import math
def batches(n, batch_size, rng, drop_last=False):
    idx = np.arange(n)
    rng.shuffle(idx)
    if drop_last:
        idx = idx[:n // batch_size * batch_size]
    if len(idx) == 0:
        return []
    return np.array_split(idx, math.ceil(len(idx) / batch_size))
""",
}


def submission_of(exercise, source, file="<test>"):
    namespace = {"np": np, "tg": tinygrad_lite}
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), namespace)
    return Submission(namespace[exercise.name], source, namespace)


@pytest.fixture
def stopped(monkeypatch):
    """The groups of changes that a clock had to stop."""
    found = []

    def noted(do, program):
        result = patiently(do, program)
        if result is None:
            found.append(program.name)
        return result

    monkeypatch.setattr(search, "patiently", noted)
    return found


def look_for_the_place(exercise, source, file="<test>"):
    attempt = Attempt.of(exercise, submission_of(exercise, source, file))
    attempt.put()
    if attempt.wrong:
        locate(attempt)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(("exercise_id", "source"), [*STUCK.items(), *ALSO_STUCK.items()])
def test_no_change_is_stopped_by_the_clock(exercise_id, source, stopped):
    look_for_the_place(EXERCISES[exercise_id], source)
    assert stopped == []


@pytest.mark.full
@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_no_change_of_a_kept_answer_is_stopped_by_the_clock(exercise_id, stopped, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some answers write a file
    wrong = [answer for answer in answers_to(EXERCISES[exercise_id]).wrong if HUNG not in answer.diagnoses]
    for answer in wrong:
        if zlib.crc32(answer.source.encode()) % 10 == 0:
            look_for_the_place(EXERCISES[exercise_id], answer.source, f"<{answer.place}>")
            assert stopped == [], answer.source


def test_a_loop_that_a_change_makes_counts_its_rounds():
    source = STUCK["backward/accumulate"]
    program = Program(submission_of(EXERCISES["backward/accumulate"], source), Work(10**9))
    slot = next(slot for slot in program.slots if isinstance(slot.node, ast.If))
    loop = ast.While(slot.node.test, [*slot.node.body], [])
    changed = program.changed(slot, loop)
    with pytest.raises(RuntimeError, match="does not end"):
        changed([("x", 1.0), ("x", 2.0)])
    text = ast.unparse(program.code_with(slot, loop))
    assert "while name in grads" in text
    assert "tick" not in text


def test_a_product_in_place_that_a_change_makes_is_refused_when_it_is_too_long():
    source = "def sgd(params, grads, lr):\n    new = [0]\n    new += [lr]\n    return new\n"
    program = Program(submission_of(EXERCISES["optim/sgd"], source), Work(10**9))
    slot = next(slot for slot in program.slots if isinstance(slot.node, ast.AugAssign))
    changed = program.changed(slot, ast.AugAssign(slot.node.target, ast.Mult(), ast.Name("lr", ast.Load())))
    assert changed([], [], 3) == [0, 0, 0]
    with pytest.raises(OverflowError):
        changed([], [], 10**9)


def test_a_range_over_more_numbers_than_can_be_waited_for_is_refused():
    program = Program(submission_of(EXERCISES["loop/batches"], STUCK["loop/batches"]), Work(10**9))
    assert program.namespace["range"] is RANGE["range"]
    assert list(RANGE["range"](1, 7, 2)) == [1, 3, 5]
    with pytest.raises(OverflowError, match="too long"):
        RANGE["range"](10**9)


def test_a_students_own_range_is_the_one_that_is_called():
    source = "def range(n):\n    return [n]\n\n" + STUCK["loop/batches"].lstrip()
    program = Program(submission_of(EXERCISES["loop/batches"], source), Work(10**9))
    assert program.namespace["range"](3) == [3]


def test_what_is_one_step_for_python_is_refused_when_it_is_too_large():
    with pytest.raises(OverflowError):
        GUARDS["_power_"](10**9, 10**9)
    for exponent in (20.5, 3):
        with pytest.raises(OverflowError):
            GUARDS["_power_"](50, exponent)
    with pytest.raises(OverflowError):
        GUARDS["_times_"]([0], 10**9)
    with pytest.raises(OverflowError):
        GUARDS["_times_"](10**9, deque([0]))
    with pytest.raises(OverflowError):
        GUARDS["_times_in_place_"]([0], 10**9)
    numbers = np.array([1.0, 2.0])
    assert GUARDS["_times_in_place_"](numbers, 3) is numbers
    assert numbers.tolist() == [3, 6]
    assert GUARDS["_power_"](2, 10) == 1024
    assert GUARDS["_power_"](5000, 2) == 25_000_000
    assert GUARDS["_power_"](0.5, 1000) == 0.5**1000
    assert GUARDS["_times_"](3, 4) == 12


@pytest.mark.parametrize(
    ("line", "item", "itself"),
    [
        ("new.append(p)", "new", True),
        ("new.append(p)", "p", False),
        ("new.append(p)", "p if p else new", True),
        ("new.append(p)", "p or [1, (p, new)]", True),
        ("self.logs[k].append(v)", "self.logs[k]", True),
        ("self.logs.setdefault(k, []).append(v)", "self.logs.setdefault(k, [])", True),
        ("self.logs.setdefault(k, []).append(v)", "self.logs[k]", True),
        ("self.logs.setdefault(k, []).append(v)", "self.epochs[k]", False),
        ("self.logs.setdefault(k, [])", "self.logs", False),
        ("new.append(new[-1])", "new", False),
    ],
)
def test_a_list_is_not_put_into_itself(line, item, itself):
    program = Program(submission_of(EXERCISES["optim/sgd"], f"def sgd(params, grads, lr):\n    {line}\n"), Work(10**9))
    before = ast.dump(program.tree)
    call = program.tree.body[0].body[-1].value
    slot = next(slot for slot in program.slots if slot.parent is call and slot.field == "args")
    assert put_into_itself(slot, ast.parse(item, mode="eval").body) is itself
    assert ast.dump(program.tree) == before


@pytest.mark.parametrize("given", ["other", "[other]", "(1, other)"])
def test_nor_by_another_name(given):
    source = "def sgd(params, grads, lr):\n    new = [lr]\n    other = new\n    new.append(lr)\n    return new\n"
    program = Program(submission_of(EXERCISES["optim/sgd"], source), Work(10**9))
    before = ast.dump(program.tree)
    statement = program.tree.body[0].body[-2]
    slot = next(slot for slot in program.slots if slot.parent is statement.value and slot.field == "args")
    assert program.changed(slot, ast.parse("[lr, lr]", mode="eval").body)([], [], 2) == [2, [2, 2]]
    with pytest.raises(OverflowError, match="hold itself"):
        program.changed(slot, ast.parse(given, mode="eval").body)([], [], 2)
    assert ast.dump(program.tree) == before


@pytest.mark.slow
def test_rubbish_is_looked_for_only_among_what_is_new(monkeypatch):
    frozen, go = [], search.Search.go
    monkeypatch.setattr(
        search.Search, "go", lambda self, costs: frozen.append(gc.get_freeze_count()) or go(self, costs)
    )
    gc.unfreeze()  # what the tests themselves have set aside (conftest.py)
    look_for_the_place(EXERCISES["loop/batches"], STUCK["loop/batches"])
    assert min(frozen) > 10_000
    assert gc.get_freeze_count() == 0


def test_what_somebody_else_has_set_aside_stays_there():
    gc.freeze()
    try:
        look_for_the_place(EXERCISES["loop/batches"], STUCK["loop/batches"])
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_where_something_is_raised_is_found_without_reading_all_of_the_code(monkeypatch):
    """`traceback.extract_tb` asks for all columns of a frame: with many versions in one piece of code, for seconds."""
    monkeypatch.setattr(traceback.StackSummary, "extract", None)
    monkeypatch.setattr(traceback, "extract_tb", None)
    source = "def sgd(params, grads, lr):\n    return helper(params)\n\ndef helper(params):\n    return params[10**6]\n"
    attempt = Attempt.of(EXERCISES["optim/sgd"], submission_of(EXERCISES["optim/sgd"], source))
    attempt.put()
    failure = attempt.answers[0].failure
    assert (failure.kind, failure.line_number, failure.line) == ("IndexError", 5, "return params[10**6]")


METHOD_OF_A_CLASS = """
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.submission import Submission

SOURCE = '''def to_device(batch, device):
    if hasattr(batch, "to"):
        return batch.to(device)
    if isinstance(batch, dict):
        return {k: to_device(v, device) for k, v in batch.items()}
    if isinstance(batch, tuple) and hasattr(batch, "_fields"):
        return type(batch)(*(to_device(v, device) for v in batch))
    if hasattr(batch, "__iter__") and not isinstance(batch, str):
        return type(batch)(to_device(v, device) for v in batch)
    return batch
'''
exercise = next(each for each in exercises_of("08_gpu_training") if each.id == "gpu/to_device")
names = {}
exec(SOURCE, names)
print(verdict_on(exercise, Submission(names["to_device"], SOURCE, names), locating=True).status)
"""


def test_a_change_does_not_end_python():
    """Python 3.11 dies where `type(x).mean()` is asked of arrays some ten times (a descriptor without its object)."""
    ended = subprocess.run([sys.executable, "-c", METHOD_OF_A_CLASS], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.strip()) in ((0, "wrong"), (0, "error")), ended.stderr[-2000:]
