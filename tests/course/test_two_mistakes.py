"""Two mistakes at once: both are told, and only where both together give every answer."""

import ast
import inspect
import linecache
import re
import tokenize

import numpy as np
import pytest

import tinygrad_lite
from tinygrad_lite.course import work
from tinygrad_lite.course.attempt import fault_of
from tinygrad_lite.course.diagnosis.combined import applied, combined
from tinygrad_lite.course.diagnosis.in_parts import pieces
from tinygrad_lite.course.diagnosis.planted import faulty
from tinygrad_lite.course.diagnosis.together import sayable
from tinygrad_lite.course.diagnosis.wording import definition_of, in_plain_words
from tinygrad_lite.course.exercise import Exercise
from tinygrad_lite.course.exercises import LESSONS, exercises_of
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.oracle import cases_of, expected_answers
from tinygrad_lite.course.run import Answer, Failure, run
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


SMOOTH_L1 = """
def smooth_l1(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    quadratic = {}
    linear = {}
    return np.mean(np.where(d < beta, quadratic, linear))
"""
UNNAMED = "d - beta"


def test_a_mistake_beside_a_fault_without_a_name_is_told():
    found = verdict("loss/smooth_l1", SMOOTH_L1.format("d ** 2 / 2 * beta", UNNAMED)).diagnosis
    assert (found.kind, found.name) == ("mistake and another", "squared part multiplied by beta")
    said = "Your answers are just what two mistakes give together. Alone, one of them would be described"
    assert found.text.startswith(said)


def test_a_single_fault_without_a_name_is_no_mistake_beside_another():
    found = verdict("loss/smooth_l1", SMOOTH_L1.format("d ** 2 / (2 * beta)", UNNAMED)).diagnosis
    assert found is None or found.kind != "mistakes"


def test_two_faults_without_a_name_are_told_as_no_mistake():
    found = verdict("loss/smooth_l1", SMOOTH_L1.format("d ** 2 / (3 * beta)", "d - beta / 5")).diagnosis
    assert found is None


@pytest.mark.parametrize("exercise_id", ["loss/smooth_l1", "optim/adam", "clipping/rnn_cell", "loss/huber"])
def test_every_fault_that_is_put_beside_a_mistake_is_a_program_of_its_own(exercise_id):
    """None of them is the solution again, and each leaves the solution's tree as it was."""
    exercise = EXERCISES[exercise_id][1]
    for programs in faulty(type(exercise)):
        sources = [tokenize.untokenize(applied(programs.words, [change])) for change, _ in programs.faults]
        assert len(sources) > 10
        assert len({*sources, tokenize.untokenize(programs.words)}) == len(sources) + 1
        assert programs.mistakes


MLP = """
def mlp_forward(x, weights, biases):
    cache = []
    for w, b in zip(weights[:-1], biases[:-1]):
        z = x @ w.T + b
        x = np.maximum(z, 0)
        cache.append({})
    return x @ weights[-1].T{}, cache
"""


def test_a_mistake_in_one_part_is_told_though_another_part_is_wrong_without_a_name():
    found = verdict("forward/mlp_forward", MLP.format("(x, z)", " + 3 * biases[-1]")).diagnosis
    assert (found.kind, found.name) == ("mistake and more", "pairs turned round")
    assert "One mistake explains `cache`: Your pairs" in found.text
    assert found.text.endswith("It does not explain `output`: look at that next.")


DATA_PARALLEL = """
def data_parallel_step(replicas, shards, criterion, optimizers):
    total = 0.0
    for model, (x, y) in zip(replicas, shards):
        loss = criterion(model(x), y)
        loss.backward()
        total += loss.item()
    for same in zip(*[list(model.parameters()) for model in replicas]):
        mean = sum(p.grad for p in same[1:]) + same[0].grad if len(same) > 1 else same[0].grad
        for p in same:
            p.grad = mean / len(replicas)
    for optimizer in optimizers:
        optimizer.step()
    return total
"""


def test_beside_another_mistake_nothing_is_said_to_be_right():
    """By itself that mistake is told with "The weights are right."."""
    found = verdict("scale/data_parallel_step", DATA_PARALLEL).diagnosis
    assert found.kind == "mistakes"
    assert "Your loss is the sum of the replicas' losses" in found.text
    assert "are right" not in found.text


def test_a_wording_that_python_warns_of_warns_nobody(recwarn):
    faulty.cache_clear()
    assert faulty(type(EXERCISES["scale/shard_sampler"][1]))
    assert not recwarn.list


def test_where_only_one_part_is_wrong_nothing_is_said_of_others():
    found = verdict("forward/mlp_forward", MLP.format("(x, z)", " + biases[-1]")).diagnosis
    assert (found.kind, found.name) == ("mistake", "pairs turned round")


BEST_EPOCH = """
def best_epoch(val_losses, patience):
    best, at, bad = float("inf"), 0, 0
    for epoch, loss in enumerate(val_losses):
        if loss < best:
            best, at, bad = loss, epoch, 0
        else:
            bad += 1
            if bad >= patience:
                return at, epoch + 1
    return at, len(val_losses) - 1
"""
ZEROED_TOO_EARLY = """
def rnn_loop_with_clipping(model, loader, criterion, optimizer, max_norm):
    norms = []
    for inputs, targets in loader:
        criterion(model(inputs), targets).backward()
        optimizer.zero_grad()
        norm = sum((p.grad ** 2).sum().item() for p in model.parameters() if p.grad is not None) ** 0.5
        optimizer.step()
        norms.append(min(norm, max_norm))
    return norms
"""
RING = """
def ring_all_reduce(values, send):
    n = len(values)
    chunks = [np.array_split(v, n) for v in values]
    for r in range(n - 1):
        for w in range(n):
            c, to = (w - r) % n, (w + 1) % n
            chunks[w][c] = chunks[w][c] + send(w, to, chunks[to][c])
    for r in range(n - 1):
        for w in range(n):
            c, to = (w + 1 - r) % n, (w + 1) % n
            chunks[to][c] = send(w, to, chunks[w][c])
    return [np.concatenate(c) for c in chunks]
"""


def test_a_mistake_and_a_fault_that_takes_it_back_in_places_are_not_two():
    """One number too many where it stops: as with one too many everywhere, taken back where it never stops."""
    found = verdict("stopping/best_epoch", BEST_EPOCH).diagnosis
    assert found is None or found.kind != "mistakes"


ADAM = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m = beta1 * m + (1 - beta1) * grad
    v = (1 - beta2) * v + beta2 * grad ** 2
    step_size = lr * new_m / (1 - beta1 ** step)
    return param - step_size / (np.sqrt(v / (1 - beta2 ** step)) + eps), m, v
"""


def test_a_mistake_that_says_something_of_another_part_has_to_explain_that_too():
    """The old m comes back; of the old v, which that mistake gives as well, there is nothing here."""
    found = verdict("optim/adam", ADAM).diagnosis
    assert found is None or "m and v" not in found.text


CALLED_ONCE_MORE = """
def overfit_one_batch(train_step, max_steps, target_loss):
    for i in range(1, max_steps + 2):
        if train_step() < target_loss:
            return i, True
    return max_steps, False
"""


def test_how_often_something_was_called_explains_nothing():
    """`train_step` is called once more, and its loss is looked at: the mistake that does not is another."""
    found = verdict("debug/overfit_one_batch", CALLED_ONCE_MORE).diagnosis
    assert found is None or "nothing is done with that loss" not in found.text


def test_a_part_that_is_the_same_number_throughout_is_explained_by_nothing():
    """Norms of 0 come of clipping before `backward()`, too."""
    found = verdict("clipping/rnn_loop_with_clipping", ZEROED_TOO_EARLY).diagnosis
    assert found.name == "the weights never move"
    assert "backward" not in found.text


def test_what_became_of_an_argument_may_not_speak_against_a_mistake():
    """What comes back is that of one round too few; but all messages were sent."""
    found = verdict("scale/ring_all_reduce", RING).diagnosis
    assert found is None or "too few" not in found.text


def test_parts_are_entries_of_a_dict_and_what_the_arguments_became():
    exercise = EXERCISES["debug/grad_stats"][1]
    case = exercise.case([("a", np.ones(2)), ("b", np.ones(3))])
    answer = Answer({"a": {"min": 1, "max": 2}, "b": {"min": 3, "max": 4}}, {"model": [0.5]})
    assert pieces(exercise, case, answer) == {"`min`": [1, 3], "`max`": [2, 4], "`model` afterwards": [0.5]}
    assert pieces(exercise, case, Answer({"a": 1, "b": {}})) == {"`a`": 1, "`b`": {}}
    assert pieces(exercise, case, Answer(3.0)) == {"what you return": 3.0}
    assert pieces(exercise, case, Answer(failure=Failure("ValueError", ""))) is None


class Clock:
    """Goes on by so many seconds whenever it is read."""

    def __init__(self, step):
        self.step, self.now = step, 0.0

    def __call__(self):
        self.now += self.step
        return self.now


@pytest.mark.parametrize("source", [SMOOTH_L1.format("d ** 2 / 2 * beta", UNNAMED), BOTH[0][1]], ids=["fault", "both"])
def test_on_a_slow_machine_the_same_is_told(source, monkeypatch):
    exercise_id = "loss/smooth_l1" if "smooth_l1" in source else "loss/nll"
    told = verdict(exercise_id, source).diagnosis
    monkeypatch.setattr(work.time, "thread_time", Clock(1e-4))
    assert verdict(exercise_id, source).diagnosis == told
    assert told.kind == ("mistakes" if "nll" in exercise_id else "mistake and another")


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


def test_what_is_said_of_a_mistake_beside_another_never_says_that_the_rest_is_right():
    of_others = re.compile(r"\b(prediction|predictions|class|where it) (is|are) right\b")
    for _, exercise in EXERCISES.values():
        for mistake in exercise.mistakes() if isinstance(exercise, Exercise) else ():
            said = sayable(mistake.text)
            assert said, f"{exercise.id}, {mistake.name}: no sentence can stand beside another mistake's"
            praises = re.search(r"\b(is|are) (all )?right\b|\brightly\b|^But |\bright (now|rate|time)\b", said)
            praises = praises or re.search(r"\bas (it|they) should\b(?! be)|\bwhere it should\b|part now\.", said)
            assert not praises or of_others.search(said), f"{exercise.id}, {mistake.name}: {said}"


def test_of_two_the_one_that_is_wrong_in_more_cases_is_to_be_mended_first():
    code = (
        "def sequential(schedules, milestones, step):\n"
        "    return schedules[sum(step > milestone for milestone in milestones)](step)"
    )
    text = verdict("schedules/sequential", code).diagnosis.text
    more, cases, less = map(
        int, re.search(r"alone, it makes (\d+) of (\d+) cases wrong, the other (\d+)\.", text).groups()
    )
    _, exercise = EXERCISES["schedules/sequential"]
    asked = cases_of(exercise)
    expected = expected_answers(exercise, asked)
    wrong = {
        mistake.text: sum(
            not run(mistake.candidate, one).agrees(right) for one, right in zip(asked, expected, strict=True)
        )
        for mistake in exercise.mistakes()
    }
    told = [next(count for each, count in wrong.items() if each.startswith(said)) for said in SAID_FIRST]
    assert told == [more, less]
    assert (more > less, cases) == (True, len(asked))
    assert text.index(SAID_FIRST[0]) < text.index(SAID_FIRST[1])


#: What the mistakes in it are called, in this order.
SAID_FIRST = ("You handed each schedule the step of the whole training.", "Your schedules take over one step late.")


def test_what_is_done_alike_at_two_places_goes_with_a_mistake_that_leaves_one_of_them_out():
    code = """
def adam(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m, new_v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad ** 2
    return param - lr * (new_m / (1 - beta1 ** (step + 1))) / (np.sqrt(new_v) + eps), new_m, new_v
"""
    text = verdict("optim/adam", code).diagnosis.text
    assert "You corrected m but not v." in text
    assert "You raised the betas to step + 1." in text


def test_a_second_wording_of_a_mistake_makes_pairs_too():
    code = """
def adamw(param, grad, m, v, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad ** 2
    moved = param - lr * m / (1 - beta1 ** step) / np.sqrt(v / (1 - beta2 ** step) + eps)
    return moved - lr * weight_decay * moved, m, v
"""
    text = verdict("optim/adamw", code).diagnosis.text
    assert "shrank the weights afterwards" in text
    assert "You added eps under the root." in text


def test_of_two_pairs_that_fit_each_mistake_is_told_as_it_would_be_alone():
    """Beside the other, no sentence is true to the letter: the answers are not the speed-up divided by anything."""
    source = "def amdahl(parallel_share, workers):\n    return parallel_share + (1 - parallel_share) / workers\n"
    text = verdict("scale/amdahl", source).diagnosis.text
    before, _, pairs = text.partition("Either: ")
    assert "each is described as it would be alone" in before
    assert len(pairs.split(" Or: ")) == 2
    assert all(len(pair.split(" And: ")) == 2 for pair in pairs.split(" Or: "))
