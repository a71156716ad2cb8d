"""A wrong loop that measures beside the right one: what the card says, held against another recording."""

import re

import pytest

from tests.course.test_lockstep import LOOPS, TypedAnswer, alike, asked, attempted, each, submitted, verdict_of
from tinygrad_lite.course.card import verdict_card
from tinygrad_lite.course.judge import verdict_on
from tinygrad_lite.course.lockstep import parted
from tinygrad_lite.course.recipes import World, build

VALIDATE = """
def validate(model, loader, criterion):
    modes = [part.training for part in model.modules()]
    model.eval()
    total, right, count = 0.0, 0, 0
    for x, y in loader:
        outputs = model(x)
        loss = criterion(outputs, y)
        total += loss.item() * len(y)
        right += (outputs.argmax(1) == y).sum().item()
        count += len(y)
    for part, mode in zip(model.modules(), modes):
        part.training = mode
    return total / count, right / count
"""
LOSS, LAST = "        loss = criterion(outputs, y)\n", "        count += len(y)\n"
TURNED = LOSS.replace("outputs, y", "outputs, y[list(reversed(range(len(y))))]")
#: What is changed in the loop, where it then parts from the right one, and what is said of that.
PARTINGS = [
    ("model.eval()", "model.train()", "batch 1 of 3: is the model in train mode", "`model.eval()` is missing"),
    (LOSS, f"{LOSS}        loss.backward()\n", "batch 1 of 2: does a gradient come back", "`backward()` is called"),
    (LOSS, TURNED, "batch 1 of 2: the targets", "not moved together"),
    ("(outputs, y)", "(outputs * 2, y)", "batch 1 of 2: the loss", "outputs that were changed"),
    (LAST, f"{LAST}        break\n", "batch 2 of 2: is it measured", "a loop makes one round too few"),
    ("part.training = mode", "part.training = True", "after the last batch: is", "modes are not put back"),
    ("in loader:\n", "in [*loader, *loader][:-1]:\n", "after batch 2 of 2: does the measuring go on", "once more"),
]


def card(before, after):
    """The card of the loop above with something changed."""
    assert before in VALIDATE
    answer = TypedAnswer(VALIDATE.replace(before, after), "", (), "changed")
    cases, expected = asked("loop/validate")
    verdict = verdict_on(LOOPS["loop/validate"], submitted("loop/validate", answer), cases, expected, 60.0)
    return verdict, verdict_card(LOOPS["loop/validate"], verdict, [])


@pytest.mark.parametrize(("before", "after", "where", "usual"), PARTINGS)
def test_the_first_difference_and_what_usually_moves_it(before, after, where, usual):
    verdict, shown = card(before, after)
    facts = dict(shown.facts)
    assert facts["first difference"].startswith(where)
    assert facts["in yours"] != facts["in the right loop"]
    assert usual in verdict.parting.usual


def test_where_all_is_measured_rightly_it_is_said_that_the_answer_is_not():
    verdict, shown = card("return total / count, right / count", "return total, right / count + 0.125")
    assert ("measuring", "as the right loop measures, in all 2 batches") in shown.facts
    assert "what is not yet right is what is returned" in verdict.parting.usual


def test_data_measured_in_other_pieces_are_no_mistake():
    """A mean may be taken of all data at once: where batches do not belong together, nothing is said of them."""
    loop, halves = "    for x, y in loader:\n", "        for x, y in [(x[:1], y[:1]), (x[1:], y[1:])]:\n"
    pieces = VALIDATE.replace(f"{loop}        outputs", f"{loop}{halves}            outputs")
    pieces = re.sub(r"^        (?=loss|total \+|right \+|count \+)", " " * 12, pieces, flags=re.MULTILINE)
    answer = TypedAnswer(pieces.replace("return total", "return 2 * total"), "", (), "changed")
    attempt = attempted("loop/validate", answer)
    assert attempt.wrong
    assert parted(attempt, verdict_of(attempt, attempt.wrong[0])) is None


# ------------------------------------------------------------------------------------- another way of recording


class Seen:
    """The case once more, with methods put in the place of the objects' own."""

    def __init__(self, candidate, case):
        world = World(candidate=candidate)
        for name, recipe in case.args.items():
            world.built[name] = build(recipe, world)
        model, criterion = world.built["model"], world.built["criterion"]
        before = self.grads(model)
        self.modes, self.losses = [], []
        forward, loss = model.forward, criterion.forward

        def looked(*args):
            self.modes.append(self.of(model))
            return forward(*args)

        def said(*args):
            value = loss(*args)
            self.losses.append(value.item())
            return value

        model.forward, criterion.forward = looked, said
        candidate(*(world.built[name] for name in case.args))
        self.end, self.learnt = self.of(model), self.grads(model) != before

    @staticmethod
    def of(model):
        return {name: part.training for name, part in model.named_modules()}

    @staticmethod
    def grads(model):
        return [None if p.grad is None else p.grad.numpy().tolist() for p in model.parameters()]


@pytest.mark.parametrize(("exercise_id", "answer"), list(each("wrong", ["loop/validate"])))
def test_what_is_said_of_a_wrong_loop_is_true(exercise_id, answer):
    attempt = attempted(exercise_id, answer)
    for index in attempt.wrong[:2]:
        verdict = verdict_of(attempt, index)
        found = None if verdict.answer.failure else parted(attempt, verdict)
        if found is not None:
            both = attempt.submission.candidate, LOOPS[exercise_id].solution
            assert is_true(found, *(Seen(candidate, verdict.case) for candidate in both)), f"{answer.source}\n\n{found}"


def is_true(found, mine, right):
    mode = re.fullmatch(r"is (?:the model|its part (\S+)) in train mode", found.what)
    place = re.match(r"batch (\d+)", found.where)
    if mode:
        own, wanted = (each.modes[int(place[1]) - 1] if place else each.end for each in (mine, right))
        name = mode[1] or ""
        return own[name] == (found.got == "yes") and wanted[name] == (found.expected == "yes") and own != wanted
    if found.what == "does a gradient come back":
        return mine.learnt and not right.learnt
    if found.what in ("is it measured", "does the measuring go on"):
        return (len(mine.modes) < len(right.modes)) == (found.what == "is it measured")
    if found.what:
        return not alike(mine.losses, right.losses)
    return mine.modes == right.modes and alike(mine.losses, right.losses)
