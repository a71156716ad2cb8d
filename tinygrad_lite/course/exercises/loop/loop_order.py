"""The checklist as an order: what comes before what, from the empty notebook to the first validation."""

from __future__ import annotations

from collections.abc import Iterator

from ...exercise import Exercise, Finding, mistake
from ..call_order import Rule

_ORDER = (
    "model.to(device)",
    "make optimizer",
    "model.train()",
    "batch.to(device)",
    "zero_grad",
    "forward",
    "loss",
    "backward",
    "optimizer.step",
    "model.eval()",
    "no_grad",
    "validation forward",
    "validation loss",
    "save if best",
)
_MOVED = "A model and its data have to lie on the same device before the one is given to the other."
_LATER = "Validation asks the network that this round has trained."
_LEFT_OVER = "Backward adds to what is there: gradients of the round before would go in, too."
_WIPED_OUT = "At that place it wipes out what backward has computed, before any weight has moved by it."
_RULES = (
    Rule(
        "model.to(device)",
        "make optimizer",
        "Moving may give a model new parameters; an optimizer made before would go on holding the old ones. PyTorch "
        "says: move first.",
    ),
    Rule("make optimizer", "zero_grad", "There is no optimizer yet whose gradients could be cleared."),
    Rule("make optimizer", "optimizer.step", "There is no optimizer yet that could make a step."),
    Rule("model.train()", "forward", "The forward pass then runs in whatever mode the last validation has left."),
    Rule("model.to(device)", "forward", _MOVED),
    Rule("batch.to(device)", "forward", _MOVED),
    Rule("forward", "loss", "The loss compares predictions with targets, and there are no predictions yet."),
    Rule("zero_grad", "backward", _LEFT_OVER),
    Rule("forward", "backward", "Backward goes back through what the forward pass computed; that is not there yet."),
    Rule("loss", "backward", "Backward starts at the loss; that is not there yet."),
    Rule("zero_grad", "optimizer.step", "Gradients that an earlier round left would go into the step."),
    Rule("backward", "optimizer.step", "The weights move before this round's gradients are there."),
    Rule("loss", "optimizer.step", "The weights move before the network has been asked anything in this round."),
    Rule("forward", "optimizer.step", "The weights move before the network has been asked anything in this round."),
    Rule("model.train()", "model.eval()", "The mode that was set last counts: validation would run in train mode."),
    Rule(
        "forward", "model.eval()", "The training pass would run in evaluation mode: the mode that was set last counts."
    ),
    Rule("forward", "no_grad", "Under no_grad nothing is recorded, and backward has nothing to go back through."),
    Rule("loss", "no_grad", "Under no_grad nothing is recorded, and backward has nothing to go back through."),
    Rule("model.eval()", "validation forward", "Dropout is still active, and batch normalisation takes the batch."),
    Rule("no_grad", "validation forward", "The graph is recorded for nothing: it costs time and memory."),
    Rule("optimizer.step", "validation forward", _LATER),
    Rule("model.to(device)", "validation forward", _MOVED),
    Rule("backward", "validation forward", _LATER),
    Rule("forward", "validation forward", _LATER),
    Rule("validation forward", "validation loss", "There are no predictions yet that could be compared."),
    Rule("no_grad", "validation loss", "The graph is recorded for nothing: it costs time and memory."),
    Rule("validation loss", "save if best", "Whether it is the best so far is not known yet."),
    Rule("validation forward", "save if best", "Whether it is the best so far is not known yet."),
    Rule("optimizer.step", "save if best", "What is saved would be the weights before they moved."),
)
#: Subsets that tell the mistakes below apart, asked for whatever the seed.
_SUBSETS = (
    ("model.to(device)", "make optimizer"),
    ("zero_grad", "backward", "optimizer.step"),
    ("model.eval()", "no_grad", "validation forward"),
    ("model.train()", "forward", "loss", "backward", "optimizer.step"),
    ("model.train()", "forward", "model.eval()", "validation forward"),
    ("model.to(device)", "make optimizer", "batch.to(device)", "forward"),
    ("zero_grad", "forward", "loss", "backward", "optimizer.step"),
    ("optimizer.step", "validation forward", "validation loss", "save if best"),
    ("make optimizer", "zero_grad", "optimizer.step"),
    ("zero_grad", "loss", "backward", "optimizer.step"),
    ("make optimizer", "zero_grad", "backward", "optimizer.step", "model.eval()"),
    ("forward", "no_grad", "validation forward", "validation loss"),
    ("model.to(device)", "make optimizer", "optimizer.step"),
    ("optimizer.step", "validation loss", "save if best"),
)


def _ordered(name, text, order):
    """A named mistake: the calls in this order, given by their places in the right one."""
    places = [_ORDER[int(place)] for place in order.split()]

    @mistake(name, text)
    def in_order(self, calls):
        return sorted(calls, key=places.index)

    return in_order


class LoopOrder(Exercise):
    id, points, agrees_with = "loop/loop_order", 3, ""
    hints = (
        "Three parts: what is done once, before any batch; what is done for a batch; what is done when the epoch's "
        "training is over. Sort the calls into these first.",
        "Before: move the model, then make the optimizer of its parameters. Training: train mode, move the batch, "
        "clear, forward, loss, backward, step. Validation: eval mode, no_grad, forward, loss, and only then decide "
        "whether to save.",
        "Write the right order of all of them as a list. Then `return [name for name in … if name in calls]`, or "
        "`sorted` with the place in that list as its key.",
    )
    notice = "Read it once more as a checklist: each line of your list answers one thing that people forget."

    def cases(self, rng):
        for chosen in _SUBSETS:
            order = rng.permutation(len(chosen))
            if (order == sorted(order)).all():
                order = order[::-1]
            yield self.case([chosen[place] for place in order])
        for size in [*range(3, len(_ORDER)), *range(5, len(_ORDER))]:
            chosen = rng.choice(len(_ORDER), size=size, replace=False)
            yield self.case([_ORDER[place] for place in chosen])
        for _ in range(4):
            yield self.case([_ORDER[place] for place in rng.permutation(len(_ORDER))])

    def judge(self, case, answer):
        calls = case.args["calls"]
        return _not_these(answer, calls) or next(_too_early(list(answer)), None)

    @staticmethod
    def solution(calls):
        """The calls of a training in a right order: set up, train on one batch, validate once, save.

        Args:
            calls: list of some of these, in any order: "model.to(device)" (the model may get new parameters by it),
                "make optimizer"; for the batch (an earlier one may have left gradients) "model.train()",
                "batch.to(device)", "zero_grad", "forward", "loss", "backward", "optimizer.step"; for the validation
                "model.eval()", "no_grad" (entered there, for all that follows), "validation forward",
                "validation loss", "save if best".
        Returns:
            new list of the same calls, in an order that they may have in a whole training.
        """
        order = ["model.to(device)", "make optimizer", "model.train()", "batch.to(device)", "zero_grad"]
        order += ["forward", "loss", "backward", "optimizer.step"]
        order += ["model.eval()", "no_grad", "validation forward", "validation loss", "save if best"]
        return sorted(calls, key=order.index)

    optimizer_first = _ordered(
        "the optimizer before the move",
        "You made the optimizer before the model was moved. Moving may give the model new parameters; the optimizer "
        "would go on stepping the old ones. PyTorch says: move first.",
        "1 0 2 3 4 5 6 7 8 9 10 11 12 13",
    )

    zeroed = _ordered(
        "zero_grad behind backward",
        "You put `zero_grad` between `backward` and the optimizer's step. That wipes out the gradients before they "
        "are used, and no weight moves.",
        "0 1 2 3 5 6 7 4 8 9 10 11 12 13",
    )

    zeroed_late = _ordered(
        "zero_grad behind the step",
        "You put `zero_grad` behind `optimizer.step`. This round's backward adds to whatever an earlier one has left. "
        "Clear first, in the same round.",
        "0 1 2 3 5 6 7 8 4 9 10 11 12 13",
    )

    step_first = _ordered(
        "the step before backward",
        "You put `optimizer.step` before `backward`. The weights would move before this round's gradients are there.",
        "0 1 2 3 4 5 6 8 7 9 10 11 12 13",
    )

    eval_late = _ordered(
        "eval mode behind the validation",
        "You put `model.eval()` behind the validation's forward pass. There Dropout is still active, and batch "
        "normalisation takes the statistics of the batch.",
        "0 1 2 3 4 5 6 7 8 10 11 12 9 13",
    )

    no_grad_late = _ordered(
        "no_grad behind the validation",
        "You put `no_grad` behind the validation's passes. Then it saves nothing: the graph has been recorded.",
        "0 1 2 3 4 5 6 7 8 9 11 12 10 13",
    )

    train_late = _ordered(
        "train mode behind the forward pass",
        "You put `model.train()` behind the training's forward pass. That pass runs in whatever mode the last "
        "validation has left.",
        "0 1 3 4 5 6 2 7 8 9 10 11 12 13",
    )

    saves_first = _ordered(
        "saves before it validates",
        "You put `save if best` before the validation. Whether it is the best so far is not known yet.",
        "0 1 2 3 4 5 6 7 8 13 9 10 11 12",
    )

    batch_late = _ordered(
        "moves the batch after the forward pass",
        "You put `batch.to(device)` behind `forward`. The model is given a batch that still lies elsewhere, which is "
        "an error.",
        "0 1 2 4 5 3 6 7 8 9 10 11 12 13",
    )

    validates_first = _ordered(
        "validates before it trains",
        "You put the validation before the training of the batch. Asked for is one round: train first, and then look "
        "at the network that came of it.",
        "0 1 9 10 11 12 13 2 3 4 5 6 7 8",
    )

    @mistake(
        "alphabetical order",
        "You sorted the names by the alphabet. What counts is which call needs what another one has done.",
    )
    def alphabetical(self, calls):
        return sorted(calls)

    @mistake(
        "in the order given",
        "You returned the calls in the order in which they were given. They are shuffled; a right order has to be "
        "made.",
    )
    def as_given(self, calls):
        return list(calls)

    @mistake(
        "all calls, whatever is given",
        "You returned all fourteen calls every time. Asked for are those that were given, in a right order.",
    )
    def all_calls(self, calls):
        return list(_ORDER)

    backwards = _ordered(
        "the right order backwards",
        "Your order is a right one read backwards. What needs the others' results stands before them.",
        "13 12 11 10 9 8 7 6 5 4 3 2 1 0",
    )


def _too_early(answer: list[str]) -> Iterator[Finding]:
    """What each call that comes too early needs."""
    for place, call in enumerate(answer):
        for rule in _RULES:
            behind = answer[place + 1 :]
            if rule.later != call or rule.earlier not in behind:
                continue
            key, harm = f"{rule.later} before {rule.earlier}", rule.harm
            if rule.harm is _LEFT_OVER and "optimizer.step" not in behind[: behind.index("zero_grad")]:
                key, harm = "zero_grad wipes out", _WIPED_OUT
            text = f"`{rule.later}` comes too early here: `{rule.earlier}` has to come before it. {harm}"
            yield Finding(key, text)


def _not_these(answer, calls) -> Finding | None:
    """What is wrong where the answer does not hold exactly the calls asked for."""
    if not isinstance(answer, list | tuple) or not all(isinstance(item, str) for item in answer):
        return Finding("no list of names", "The answer is not a list of names of calls. Return the calls in a list.")
    strange = [name for name in answer if name not in calls]
    if strange:
        text = f"`{strange[0]}` is in your answer, but is not among the calls given. Order those alone."
        return Finding("adds a call", text)
    twice = [name for name in calls if answer.count(name) > 1]
    if twice:
        return Finding("a call twice", f"`{twice[0]}` stands in your answer more than once. Each call is made once.")
    missing = [name for name in calls if name not in answer]
    if missing:
        text = f"`{missing[0]}` is missing from your answer. Every call given has to be in it."
        return Finding("leaves a call out", text)
    return None
