"""Exercises whose answer is an order of calls: any order is right in which nothing comes too early.

A subclass says which calls there are, in one right order; `CallOrder` asks for shuffled subsets of them and judges the
answers by what must come before what in one round of a training loop:

    class OrderOfCalls(CallOrder):
        id, calls = "schedules/order_of_calls", ("zero_grad", "forward", "backward", "optimizer.step")

>>> fault(["forward", "optimizer.step", "backward"], ("forward", "backward", "optimizer.step")).key
'optimizer.step before backward'
>>> fault(["forward", "zero_grad", "backward"], ("zero_grad", "forward", "backward")) is None
True
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from ..exercise import Exercise, Finding


@dataclass(frozen=True)
class Rule:
    """`later` needs `earlier` before it; `harm` says, in a sentence, what happens otherwise."""

    earlier: str
    later: str
    harm: str


#: One round of training. For each call, what it needs before it; the first that is missing is spoken of.
RULES = (
    Rule("forward", "backward", "Backward goes back through what the forward pass computed; that is not there yet."),
    Rule(
        "backward",
        "unscale",
        "It divides the gradients by the loss scale, and backward has not computed these gradients yet.",
    ),
    Rule("forward", "unscale", "It works on gradients, and those come from a loss, which the forward pass computes."),
    Rule("backward", "clip", "The new gradients are not there yet, so those that backward adds go unclipped."),
    Rule(
        "unscale",
        "clip",
        "The gradients are still multiplied by the loss scale, so their norm is measured far too large and nearly "
        "all of them are cut down.",
    ),
    Rule("forward", "clip", "It works on gradients, and those come from a loss, which the forward pass computes."),
    Rule("backward", "optimizer.step", "The weights move before this round's gradients are there."),
    Rule(
        "unscale",
        "optimizer.step",
        "The weights move by gradients that are still multiplied by the loss scale, thousands of times too far.",
    ),
    Rule(
        "clip", "optimizer.step", "The weights have moved by the unclipped gradients already; clipping comes too late."
    ),
    Rule("forward", "optimizer.step", "The weights move before the network has been asked anything in this round."),
    Rule(
        "optimizer.step",
        "scheduler.step",
        "The learning rate changes before the weights have moved by it, so its first value is never used. PyTorch "
        "warns of this order.",
    ),
    *(
        Rule(call, "scheduler.step", "The learning rate changes last, when the round is over.")
        for call in ("clip", "unscale", "backward", "forward")
    ),
)
_ZEROED = Rule(
    "zero_grad",
    "backward",
    "Setting the gradients to zero at that place wipes out what backward has computed, before any weight has moved "
    "by it.",
)
_ZEROED_LATE = Rule(
    "zero_grad",
    "backward",
    "Backward adds to what is there, so the round begins with whatever the one before it, or something else, has left "
    "in the gradients. Clear them in the same round, before they are filled.",
)


def fault(answer: Any, calls: tuple[str, ...] | list[str]) -> Finding | None:
    """What is wrong with an answer; None if it is a right order of exactly `calls`.

    Where several calls come too early, the first of them is spoken of. zero_grad at the end of a round comes last of
    all: with nothing else wrong it even trains, as long as every round ends with it.
    """
    odd = _not_these(answer, calls)
    if odd:
        return odd
    found = sorted(_too_early(list(answer)), key=lambda rule: rule is _ZEROED_LATE)
    if not found:
        return None
    rule = found[0]
    key = "zero_grad after optimizer.step" if rule is _ZEROED_LATE else f"{rule.later} before {rule.earlier}"
    return Finding(key, f"`{rule.later}` comes too early here: `{rule.earlier}` has to come before it. {rule.harm}")


def _too_early(answer: list[str]) -> Iterator[Rule]:
    """The rule that each call breaks, in the order of the answer."""
    for place, call in enumerate(answer):
        behind = answer[place + 1 :]
        broken = [rule for rule in RULES if rule.later == call and rule.earlier in behind]
        yield from broken[:1]
        if call == "backward" and "zero_grad" in behind:
            has_moved = "optimizer.step" in behind[: behind.index("zero_grad")]
            yield _ZEROED_LATE if has_moved else _ZEROED


def _not_these(answer: Any, calls: tuple[str, ...] | list[str]) -> Finding | None:
    """What is wrong where the answer does not hold exactly the calls asked for."""
    if not isinstance(answer, list | tuple) or not all(isinstance(item, str) for item in answer):
        return Finding("no list of names", "The answer is not a list of names of calls. Return the calls in a list.")
    strange = [name for name in answer if name not in calls]
    if strange:
        return Finding(
            "adds a call", f"`{strange[0]}` is in your answer, but is not among the calls given. Order those alone."
        )
    twice = [name for name in calls if answer.count(name) > 1]
    if twice:
        return Finding("a call twice", f"`{twice[0]}` stands in your answer more than once. Each call is made once.")
    missing = [name for name in calls if name not in answer]
    if missing:
        return Finding(
            "leaves a call out", f"`{missing[0]}` is missing from your answer. Every call given has to be in it."
        )
    return None


class CallOrder(Exercise):
    """An exercise that takes a shuffled list of calls and wants them in a right order, for any subset of `calls`.

    Class attributes:
        calls: all the calls, in one right order.
        pairs: pairs of calls that are asked for by themselves first, (what comes first, what comes second).
    """

    agrees_with = ""
    calls: ClassVar[tuple[str, ...]]
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (("optimizer.step", "scheduler.step"), ("zero_grad", "backward"))

    def cases(self, rng):
        for earlier, later in self.pairs:
            yield self.case([later, earlier])
        for size in [*range(2, len(self.calls)), *range(3, len(self.calls))]:
            for _ in range(3):
                chosen = rng.choice(len(self.calls), size=size, replace=False)
                yield self.case([self.calls[place] for place in chosen])
        for _ in range(4):
            yield self.case([self.calls[place] for place in rng.permutation(len(self.calls))])

    def judge(self, case, answer):
        return fault(answer, case.args["calls"])
