"""Putting schedules one after the other, and the order of the calls in a training loop."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from ..call_order import CallOrder
from .ramps import Ramps


class Sequential(Exercise):
    id, points, agrees_with = "schedules/sequential", 3, ""
    hints = (
        "Two questions: whose turn is it, and since when? With milestones [5, 12], step 4 belongs to the first "
        "schedule, step 5 to the second.",
        "The number of the schedule is the number of milestones m with m ≤ step. Its local step is step minus the "
        "milestone at which it began; the first began at 0.",
        "Go through the milestones: as long as `step >= milestone`, take the next schedule and remember the milestone "
        "as its start. At the end: `return schedules[…](step - …)`.",
    )
    notice = "A warm-up, a constant and a decay: three functions and two milestones make any schedule."

    def cases(self, rng):
        simple = Ramps(((0.1, 0.1), (1.0, -0.25)))
        for step in (1, 3, 2, 6):
            yield self.case(simple, [3], step)
        for milestones, step in [
            ([4], 0), ([5], 5), ([5], 4), ([2], 9), ([3, 7], 2), ([3, 7], 3), ([3, 7], 5), ([3, 7], 7), ([4, 9], 15),
            ([4, 9], 8), ([2, 5, 11], 1), ([2, 5, 11], 4), ([2, 5, 11], 5), ([2, 5, 11], 10), ([2, 5, 11], 11),
            ([2, 5, 11], 30), ([1, 8, 10, 14], 9), ([1, 8, 10, 14], 14), ([1, 8, 10, 14], 13), ([6, 8], 8), ([3, 9], 9),
        ]:  # fmt: skip
            schedules = tuple(
                (round(rng.uniform(0.1, 2), 2), round(rng.choice([-1, 1]) * rng.uniform(0.05, 0.4), 2))
                for _ in range(len(milestones) + 1)
            )
            yield self.case(Ramps(schedules), milestones, step)
        for step in (0, 3, 8):
            yield self.case(Ramps(((0.5, 0.25),)), [], step, about="where there is one schedule alone")
        yield self.case(simple, [3], 1500)
        for milestones, step in [([5], 6), ([2, 4], 3)]:  # a rate of 0 is a rate
            yield self.case(Ramps(((0.1, 0.25), (0.5, -0.5), (2.0, 0.25))[: len(milestones) + 1]), milestones, step)

    def reference(self, schedules, milestones, step):
        starts, rates = [0, *milestones, step + 1], []
        for schedule, begins, ends in zip(schedules, starts, starts[1:], strict=False):  # every step, one after another
            rates += [schedule(local) for local in range(ends - begins)]
        return rates[step]

    @staticmethod
    def solution(schedules, milestones, step):
        """Several schedules one after the other.

        Args:
            schedules: list of functions; each takes its own local step, counted from 0, and returns a learning rate.
            milestones: list of steps, each larger than the one before, one fewer than there are schedules; it stays
                as it is. At each of them the next schedule takes over, at that step already, and begins with its
                local step 0.
            step: which step, counted from 0.
        Returns:
            float: the learning rate of this step.
        """
        number, start = 0, 0
        for milestone in milestones:
            if step >= milestone:
                number, start = number + 1, milestone
        return schedules[number](step - start)

    def again(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - [0, *milestones][number])

    @mistake(
        "takes over one step late",
        "Your schedules take over one step late. At a milestone itself, the next one is in charge already, with its "
        "local step 0.",
    )
    def late(self, schedules, milestones, step):
        number = sum(step > milestone for milestone in milestones)
        return schedules[number](step - [0, *milestones][number])

    @mistake(
        "hands over the step of the whole training",
        "You handed each schedule the step of the whole training. It counts its own steps from 0, so subtract the "
        "milestone at which it began.",
    )
    def whole_step(self, schedules, milestones, step):
        return schedules[sum(step >= milestone for milestone in milestones)](step)

    @mistake(
        "local step in the last schedule only",
        "The first and the last schedule get the right local step; those between get the step of the whole training. "
        "From every step, subtract the milestone at which the schedule began.",
    )
    def local_at_end(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - milestones[-1] if number == len(milestones) else step)

    @mistake(
        "local step counted from 1",
        "Every schedule after the first begins with its local step 1. At its milestone the local step is 0.",
    )
    def from_one(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - [0, *milestones][number] + (number > 0))

    @mistake(
        "local step counted from −1",
        "Every schedule after the first begins with its local step −1. At its milestone the local step is 0.",
    )
    def from_minus_one(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - [0, *milestones][number] - (number > 0))

    @mistake(
        "subtracts the last milestone in the first schedule",
        "In the first schedule you subtracted the last milestone. With number 0, `milestones[number - 1]` is "
        "`milestones[-1]`, the last item of the list. The first schedule began at 0.",
    )
    def last_for_first(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - milestones[number - 1])

    @mistake(
        "subtracts the milestone at which a schedule ends",
        "You subtracted the milestone at which a schedule ends, so its local step is negative. What counts is where it "
        "began: at the milestone before, and the first one at 0.",
    )
    def own_end(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - milestones[min(number, len(milestones) - 1)])

    @mistake(
        "the first schedule stays in charge",
        "The first schedule stays in charge for ever, with the step of the whole training. From its milestone on, the "
        "next one takes over.",
    )
    def first_only(self, schedules, milestones, step):
        return schedules[0](step)

    @mistake(
        "subtracts the first milestone always",
        "You subtracted the first milestone, whichever schedule is in charge. Each began at a milestone of its own.",
    )
    def first_start(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - (milestones[0] if number else 0))

    @mistake(
        "takes milestones for durations",
        "You took the milestones for durations and added them up. A milestone is a step of the whole training: with "
        "[3, 7] the third schedule begins at step 7, not at step 10.",
    )
    def durations(self, schedules, milestones, step):
        starts = np.cumsum([0, *milestones])
        number = sum(step >= start for start in starts[1:])
        return schedules[number](step - int(starts[number]))

    @mistake(
        "stops at the second schedule",
        "You looked at the first milestone only, so the second schedule stays in charge for ever. Go on through all "
        "milestones.",
    )
    def two_only(self, schedules, milestones, step):
        return schedules[0](step) if step < milestones[0] else schedules[1](step - milestones[0])

    @mistake(
        "goes straight to the last schedule",
        "Once a milestone is reached, you gave the last schedule the word, whichever milestone it was. Count how many "
        "milestones have been reached.",
    )
    def last(self, schedules, milestones, step):
        reached = [milestone for milestone in milestones if step >= milestone]
        return schedules[-1](step - reached[-1]) if reached else schedules[0](step)

    @mistake(
        "one schedule behind at the end",
        "You stayed with the last schedule but one after the last milestone. There is one schedule more than there are "
        "milestones.",
    )
    def one_behind(self, schedules, milestones, step):
        number = min(sum(step >= milestone for milestone in milestones), len(milestones) - 1)
        return schedules[number](step - [0, *milestones][number])

    @mistake(
        "subtracts all milestones so far",
        "From the third schedule on the local step is too small: the milestones that have gone by were all subtracted. "
        "Each is a step of the whole training, so only the last of them counts.",
    )
    def subtracts_all(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step - sum(milestones[:number]))

    @mistake(
        "adds the milestone",
        "You added the milestone to the step. The local step is what has gone by since then: step minus milestone.",
    )
    def adds(self, schedules, milestones, step):
        number = sum(step >= milestone for milestone in milestones)
        return schedules[number](step + [0, *milestones][number])


def _by(order):
    return lambda self, calls: sorted(calls, key=order.split().index)


class OrderOfCalls(CallOrder):
    id, points = "schedules/order_of_calls", 2
    calls = ("zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step")
    hints = (
        "Ask of each call what it needs, and which other call makes that. Backward needs a loss, clipping needs "
        "gradients, …",
        "The loss comes from the forward pass; gradients come from backward and are cut by clip; the optimizer uses "
        "them; only then may the learning rate change. zero_grad has to be before backward.",
        "Write all six names in a right order in a list. Then keep those that are in `calls`: "
        "`[call for call in order if …]`, or `sorted(…, key=…)`.",
    )
    notice = (
        "zero_grad has two places: before or after the forward pass. After backward it would wipe out what is needed."
    )

    @staticmethod
    def solution(calls):
        """Some of the calls of one round of a training loop, in a right order.

        Args:
            calls: a list of some of "zero_grad", "forward", "backward", "clip", "optimizer.step" and
                "scheduler.step", each at most once, shuffled. Those that are not in it are not made.
        Returns:
            new list: the same calls, in an order that they may have in one full round. It begins with a new batch,
            and with gradients that may be left over from the round before.
        """
        order = ["zero_grad", "forward", "backward", "clip", "optimizer.step", "scheduler.step"]
        return [call for call in order if call in calls]

    @mistake(
        "scheduler before optimizer",
        "You put the scheduler before the optimizer. The learning rate changes before it was ever used: the first "
        "value is skipped, and the last comes one step too early. PyTorch warns of this.",
    )
    def scheduler_first(self, calls):
        return _by("zero_grad forward backward clip scheduler.step optimizer.step")(self, calls)

    @mistake(
        "clips after the optimizer",
        "You clipped after the optimizer's step. The weights have moved by the unclipped gradients already, so "
        "clipping changes nothing that is still used.",
    )
    def clips_late(self, calls):
        return _by("zero_grad forward backward optimizer.step clip scheduler.step")(self, calls)

    @mistake(
        "clips before backward",
        "You clipped before backward. At that moment the gradients of this round are not there yet; those that "
        "backward computes go to the optimizer unclipped.",
    )
    def clips_early(self, calls):
        return _by("zero_grad forward clip backward optimizer.step scheduler.step")(self, calls)

    @mistake(
        "zero_grad between backward and the optimizer",
        "You put zero_grad between backward and the optimizer's step. It wipes out the gradients that backward has "
        "computed, so no weight moves.",
    )
    def wipes(self, calls):
        return _by("forward backward zero_grad clip optimizer.step scheduler.step")(self, calls)

    @mistake(
        "zero_grad after the optimizer",
        "You put zero_grad at the end of the round. In a loop that trains too, but the first round begins with "
        "whatever is in the gradients. Before backward it is certain, so the exercise asks for it there.",
    )
    def zero_at_end(self, calls):
        return _by("forward backward clip optimizer.step zero_grad scheduler.step")(self, calls)

    @mistake(
        "optimizer before backward",
        "You let the optimizer step before backward. It moves the weights by the gradients of the round before, or by "
        "none at all.",
    )
    def steps_early(self, calls):
        return _by("zero_grad forward optimizer.step backward clip scheduler.step")(self, calls)

    @mistake(
        "backward before forward",
        "You put backward before the forward pass. There is no loss yet from which it could go back.",
    )
    def backward_first(self, calls):
        return _by("zero_grad backward forward clip optimizer.step scheduler.step")(self, calls)

    @mistake(
        "alphabetical order",
        "Your calls stand in the order of the alphabet, as `sorted` and `sort` give it where no `key` is given. The "
        "key has to say which place a call has in the round.",
    )
    def alphabetical(self, calls):
        return sorted(calls)

    @mistake(
        "the list as it came",
        "You returned the calls in the order in which they came, which is a shuffled one.",
    )
    def as_it_came(self, calls):
        return list(calls)

    @mistake(
        "all six calls every time",
        "You returned all six calls, whichever were given. Some lists hold only a few of them; keep those that are in "
        "`calls`.",
    )
    def all_six(self, calls):
        return list(self.calls)

    @mistake(
        "the right order, backwards",
        "You returned the right order from back to front. What is needed first stands first.",
    )
    def backwards(self, calls):
        return [call for call in reversed(self.calls) if call in calls]
