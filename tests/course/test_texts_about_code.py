"""What a named mistake says is true of every program that gives its answers, however it is written.

So a sentence about "you" or "your" speaks of what comes out. Where it names a piece of Python, it says so as one way
among others ("as when", "as with", "if you"), or as advice ("belongs", "takes"). A new text that speaks of code is
reworded, or stands here with another program of the same answers.
"""

from __future__ import annotations

import re

import pytest

from tinygrad_lite.course.exercises import LESSONS, exercises_of, questions_of
from tinygrad_lite.course.question import NumberQuestion

from .test_state_between_calls import judged

EXERCISES = [exercise for lesson in LESSONS for exercise in exercises_of(lesson)]
#: Words that name how a program is written, not what it gives.
OF_CODE = re.compile(
    r"\bloops?\b|\bindent|\brecurs|calls? itself|\bkeyword|\bbrackets?\b|\bparenthes[ei]s\b|\bvariables?\b|"
    r"\b[Yy]ou (wrote|used|called|typed)\b|"
    r"turned .*round|went on to|directly (behind|after|before)|\bstatement\b|\bbranch|"
    r"`(//|%|\+=|=|==|is|is None|in|not|and|or|return|break|continue|pass|global|lambda|yield|with|for|while|if|else)`|"
    r"`(for|while|if|return|with|def|import) [^`]*`|`(np|math|tg|torch)\.\w+[^`]*`|"
    r"`(append|range|len|zip|enumerate|sorted|min|max|sum|abs|int|round|hash|set|dict|list)(\([^`]*\))?`"
)
#: What is said to have been done to a number. The same number comes out in other ways: a sum over n − 1 out of
#: `np.var(..., ddof=1)`, a half out of a function that halves. So a text says what the answer is.
OF_ARITHMETIC = re.compile(
    r"\b[Yy]ou (also |then |never |always )?(divide|multipl|halve|double|scale|weight|square)(d|ied)?\b"
)
#: Said as one possibility, or as what to do.
NO_CLAIM = re.compile(
    r"\b[Ii]f you\b|\b[Aa]s (with|when|by|in|over|if)\b|\bsuch as\b|\b(In|After) a loop\b|\bA loop\b|\bbelongs?\b|"
    r"\b(needs?|takes?)\b|\b(may|can) \b|\b[Aa]s `"
)
#: (exercise, mistake): why the sentence is true of every program with these answers.
TRUE_OF_ALL = {
    ("backward/sigmoid_grad", "1 is subtracted at the end"): "the formula that is said is the one that gives them",
    (
        "backward/tanh_grad",
        "the square is subtracted at the end",
    ): "the formula that is said is the one that gives them",
    ("loss/choose_loss", "names of functions"): "the answer is the names themselves",
    ("scale/amdahl", "the parentheses missing"): "the formula that is said is the one that gives them",
    ("debug/fix_01", "adds up and does not divide"): "what the mean divides by is advice",
    ("scale/train_accumulated", "divides the sum of mean losses by the number of samples"): "the code is advice",
    ("loop/run_record", "Python's hash as the fingerprint"): "nothing else gives the number that `hash` gives",
}


def claims(text):
    """The sentences that say of the student's program how it is written."""
    sentences = re.split(r"(?<=[.?!]) ", text)
    about = [each for each in sentences if OF_CODE.search(each) and re.search(r"\b[Yy]ou(r|rs)?\b", each)]
    return [each for each in about if not NO_CLAIM.search(each)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_a_text_speaks_of_what_comes_out(exercise):
    for mistake in exercise.mistakes():
        found = claims(mistake.text)
        if (exercise.id, mistake.name) not in TRUE_OF_ALL:
            assert not found, f"{mistake.name}: is this true of every program with these answers? {found}"


def test_a_number_is_not_said_to_have_been_computed_in_one_way():
    """A question that asks for a number sees the number alone."""
    questions = [each for lesson in LESSONS for each in questions_of(lesson) if isinstance(each, NumberQuestion)]
    texts = [(each.id, text) for each in questions for text in each.wrong.values()]
    assert len(texts) > 100
    assert not [(where, text) for where, text in texts if OF_ARITHMETIC.search(text)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
def test_a_text_says_what_the_answer_is_and_not_how_it_was_computed(exercise):
    said = {mistake.name: OF_ARITHMETIC.search(mistake.text) for mistake in exercise.mistakes()}
    assert not [name for name, found in said.items() if found]


@pytest.mark.parametrize(
    "text", ["You divided by n − 1.", "You multiplied by 1 − y².", "Past the end you halved it.", "You never divide."]
)
def test_such_arithmetic_is_found(text):
    assert OF_ARITHMETIC.search(text)


def test_what_is_excepted_is_there():
    there = {(exercise.id, mistake.name) for exercise in EXERCISES for mistake in exercise.mistakes()}
    assert there >= TRUE_OF_ALL.keys()


@pytest.mark.parametrize(
    "text",
    [
        "You used `//`, which cuts off the decimals.",
        "Your loop goes on after the stop.",
        "You put `zero_grad` directly behind `backward`.",
        "You took the larger of the two, with `max`.",
        "You used exp(−x) in place of exp(−|x|).",
    ],
)
def test_such_a_sentence_is_found(text):
    assert claims(text) == [text]


@pytest.mark.parametrize("text", ["Your rates fall too early, as with `//`.", "`//` rounds down.", "You added 1."])
def test_what_is_no_claim_is_let_pass(text):
    assert not claims(text)


#: Other programs with the answers of a mistake whose text once spoke of another way to write it.
WRITTEN_OTHERWISE = {
    ("schedules/linear", "divides whole numbers"): """
def linear(lr, step, total_steps, end_factor=0.0):
    share = 1.0 if step >= total_steps else 0.0
    return lr * (1 + (end_factor - 1) * share)
""",
    ("schedules/linear", "reaches the end one step early"): """
def linear(lr, step, total_steps, end_factor=0.0):
    return float(np.linspace(lr, lr * end_factor, total_steps)[min(step, total_steps - 1)])
""",
    ("schedules/one_cycle", "the descent is one ascent too long"): """
def one_cycle(max_lr, step, total_steps, pct_start=0.3, div_factor=25.0, final_div_factor=1e4):
    first, peak = max_lr / div_factor, pct_start * total_steps - 1
    if step <= peak:
        return max_lr + (first - max_lr) * (1 + math.cos(math.pi * step / peak)) / 2
    angle = np.interp(step - peak, [0, total_steps - 1], [0, math.pi])
    last = first / final_div_factor
    return last + (max_lr - last) * (1 + math.cos(angle)) / 2
""",
    ("clipping/clip_position", "zero_grad behind backward"): """
def clip_position(calls):
    order = ["forward", "backward", "unscale", "clip", "zero_grad", "optimizer.step", "scheduler.step"]
    return [call for call in order if call in calls]
""",
    ("stopping/best_epoch", "goes on after the stop"): """
def best_epoch(val_losses, patience):
    def after(epoch, best, bad, stop):
        if epoch == len(val_losses):
            return best, len(val_losses) - 1 if stop is None else stop
        if val_losses[epoch] < val_losses[best] or epoch == 0:
            return after(epoch + 1, epoch, 0, stop)
        return after(epoch + 1, best, bad + 1, epoch if bad + 1 >= patience else stop)
    return after(0, 0, 0, None)
""",
    ("gpu/find_mismatch", "the last one is not looked at"): """
def find_mismatch(named_tensors, device):
    return [name for name, tensor in named_tensors[:-1] if str(tensor.device) != device]
""",
    ("backward/topological_order", "level by level"): """
def topological_order(root):
    order, level = [root], [root]
    while level:
        level = [parent for node in level for parent in node.parents]
        for node in level:
            if all(node is not other for other in order):
                order.insert(0, node)
    return order
""",
    ("loss/mse", "divides by n − 1"): """
def mse(predicted, target):
    error = predicted - target
    return np.var(np.stack([error, -error]), ddof=2)
""",
    ("backward/tanh_grad", "does not square"): """
def tanh_grad(grad_output, y):
    return grad_output - grad_output * y
""",
    ("scale/average_gradients", "adds up without dividing"): """
def average_gradients(worker_grads):
    return [np.mean(grads, axis=0) * len(grads) for grads in zip(*worker_grads)]
""",
    ("clipping/clip_by_norm", "always scales"): """
def clip_by_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(grad**2) for grad in grads))
    return [grad / (norm / max_norm) for grad in grads], norm
""",
    ("forward/tanh", "brackets missing"): """
def tanh(x):
    share = np.exp(-x) / np.exp(x)
    return np.exp(x) - share + np.exp(-x)
""",
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(("exercise_id", "name"), WRITTEN_OTHERWISE)
def test_the_text_is_true_of_a_program_that_is_written_otherwise(exercise_id, name):
    """Whoever changes one of these texts asks: is it still true of this program?"""
    verdict = judged(exercise_id, WRITTEN_OTHERWISE[exercise_id, name])
    assert verdict.diagnosis is not None
    assert verdict.diagnosis.name == name
    assert not claims(verdict.diagnosis.text)
