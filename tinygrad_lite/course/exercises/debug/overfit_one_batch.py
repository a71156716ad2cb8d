"""Lesson 10: the first test of any set-up, whether it can learn one batch by heart."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .counted import Counted, steps
from .train_step import TrainStep


class OverfitOneBatch(Counted, Exercise):
    id, points, agrees_with = "debug/overfit_one_batch", 2, ""
    parts = ("reached", "calls")
    forbids = ()
    hints = (
        "Each call of `train_step()` is one step of training, and gives the loss. What are the two ways in which this "
        "can end, and what is known in each of them?",
        "After each call: is this loss below the target (equal is not enough)? Then stop, with True and the number of "
        "calls so far. After max_steps calls without that: False and max_steps.",
        "`for calls in range(1, max_steps + 1):` with one call of `train_step()`, one `if` and a `return` in it; "
        "another `return` behind the loop.",
    )
    notice = (
        "A set-up that cannot learn eight samples by heart will not learn 50,000. This test takes seconds, and finds "
        "most of the faults of this lesson; not those that only show on new data."
    )
    causes = (
        (
            "TypeError",
            "'_TrainStep' and|_TrainStep' object|'<' not supported between instances of",
            "`train_step` is a function. The loss is what a call of it gives: `train_step()`, with brackets.",
        ),
        (
            "TypeError",
            r"__call__\(\) takes 1 positional argument",
            "`train_step()` takes no arguments: it knows its model and its batch.",
        ),
    )

    def cases(self, rng):
        yield self._case((2.0, 1.0, 0.5, 0.25), 10, 0.6)
        yield self._case((2.0, 1.0, 0.9, 0.8), 3, 0.1)
        for losses, max_steps, target in [
            ((8.0, 5.0, 2.0, 1.0, 0.5), 10, 2.0),
            ((3.0, 1.0, 1.0, 1.0, 0.4, 0.3), 8, 1.0),
            ((4.0, 3.0, 3.0, 3.0, 3.0), 4, 3.0),
        ]:
            yield self._case(losses, max_steps, target, about="where a loss equals target_loss")
        for count, reached in [(4, 2), (6, 5), (9, 4), (12, 11), (7, 3)]:
            falling = np.sort(0.5 + rng.random(count))[::-1].copy()
            falling[reached:] -= 0.5
            yield self._case(tuple(falling.tolist()), count + 5, 0.5)
        for count in (3, 5, 8):  # the loss falls below the target in the very last call
            yield self._case(tuple((1 - np.arange(count) / count).tolist()), count, 1.5 / count, about=_LAST)
        for count in (4, 6, 8):  # never; and it rises at once
            losses = 1 + rng.random(count + 2)
            losses[:2].sort()
            yield self._case(tuple(losses.tolist()), count, 0.5)
        for count in (3, 4, 7):  # it would, one call later
            yield self._case(tuple((1 - np.arange(count + 1) / (count + 1)).tolist()), count, 1.5 / (count + 1))
        for count, low in [(6, 2), (8, 3), (5, 1)]:  # below the target, and above it again
            dips = 1 + rng.random(count)
            dips[low] = 0.2
            yield self._case(tuple(dips.tolist()), count, 0.5, about="where the loss rises again afterwards")
        yield self._case((0.1, 0.05), 5, 0.3, about="where the first loss is low enough")
        yield self._case((0.7, 0.05), 1, 0.3, about="where max_steps is 1")
        for losses in ((2.0, 1.0, -3.0, -4.0), (1.0, -0.75, -2.0)):
            yield self._case(losses, 10, 0.5, about="where the loss falls below 0")

    def _case(self, losses, max_steps, target_loss, about=""):
        step = TrainStep(tuple(round(loss, 4) for loss in losses))
        names = ("train_step",)
        return self.case(step, max_steps, round(target_loss, 4), about=about, changes=names, observe=names)

    def reference(self, train_step, max_steps, target_loss):
        calls, loss = 0, float("inf")
        while calls < max_steps and not loss < target_loss:
            loss = train_step()
            calls += 1
        return loss < target_loss, calls

    @staticmethod
    def solution(train_step, max_steps, target_loss):
        """Train on one batch until the loss is low enough: can this set-up learn at all?

        Args:
            train_step: function without arguments; makes one step on that batch and returns the loss, a number.
            max_steps: whole number from 1 up, so often it is called at most.
            target_loss: training stops as soon as a loss is below this number (not when it equals it).
        Returns:
            tuple `(reached, calls)`: True or False, and how often `train_step` was called.
        """
        for calls in range(1, max_steps + 1):
            if train_step() < target_loss:
                return True, calls
        return False, max_steps

    @mistake(
        "stops at a loss equal to the target",
        "You stop when the loss equals `target_loss`. It has to be below: `<`, not `<=`.",
    )
    def equal(self, train_step, max_steps, target_loss):
        for calls, loss in enumerate(steps(train_step, max_steps), 1):
            if loss <= target_loss:
                return True, calls
        return False, max_steps

    @mistake(
        "one call too few in the count",
        "Where the target is reached, your count is one too low: the call that reached it is not counted. Who counts "
        "from 0 calls the first call number 0; asked for is how often `train_step` was called.",
    )
    def from_zero(self, train_step, max_steps, target_loss):
        for calls, loss in enumerate(steps(train_step, max_steps)):
            if loss < target_loss:
                return True, calls
        return False, max_steps

    @mistake(
        "one call too few in every count",
        "Your count is one too low, whether the target is reached or not: it counts from 0, so the first call is "
        "number 0. Asked for is how often `train_step` was called.",
    )
    def always_from_zero(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls - 1

    @mistake(
        "one call too many",
        "Where the target is not reached, `train_step` is called once more than `max_steps`. Count the calls, and stop "
        "at {max_steps} here.",
    )
    def one_more(self, train_step, max_steps, target_loss):
        return self.solution(train_step, max_steps + 1, target_loss)

    @mistake(
        "one call too few",
        "`train_step` is called at most max_steps − 1 times. `range(1, max_steps)` ends before max_steps: its last "
        "number is max_steps − 1.",
    )
    def one_less(self, train_step, max_steps, target_loss):
        return self.solution(train_step, max_steps - 1, target_loss)

    @mistake(
        "one call too few, and counted as all",
        "`train_step` is called at most max_steps − 1 times; your count says max_steps where the target was not "
        "reached. `range(1, max_steps)` ends before max_steps: its last number is max_steps − 1.",
    )
    def one_less_counted(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps - 1, target_loss)
        return reached, calls if reached else max_steps

    @mistake(
        "one call too many, and not counted",
        "Where the target is not reached, `train_step` is called once more than `max_steps`, and your count does not "
        "say so. Stop after {max_steps} calls here.",
    )
    def one_more_counted(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps + 1, target_loss)
        return reached, calls if reached else max_steps

    @mistake(
        "never stops early",
        "`train_step` is called max_steps times, also where the target was reached long before. Stop as soon as a loss "
        "is below it: the rest is waiting for nothing.",
    )
    def to_the_end(self, train_step, max_steps, target_loss):
        losses = list(steps(train_step, max_steps))
        return any(loss < target_loss for loss in losses), max_steps

    @mistake(
        "looks at the last loss only",
        "Only the loss of the last of max_steps calls is compared with the target. Compare after every call, and stop "
        "at the first that is below.",
    )
    def last_loss(self, train_step, max_steps, target_loss):
        return list(steps(train_step, max_steps))[-1] < target_loss, max_steps

    @mistake(
        "reached, in the last call, counts as not reached",
        "Where the very last call reaches the target, you return False. Compare the loss before you look whether any "
        "calls are left.",
    )
    def last_call(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached and calls < max_steps, calls

    @mistake(
        "calls it twice a round",
        "In each round `train_step()` is called twice, for instance once in a condition and once for the value. Every "
        "call is a step of training: call it once, and keep what it gives.",
    )
    def twice(self, train_step, max_steps, target_loss):
        def both():
            train_step()
            return train_step()

        return self.solution(both, max_steps, target_loss)

    @mistake(
        "always says that it was reached",
        "Your answer says True even where the target was not reached within max_steps calls. That is the case for "
        "which the test is made.",
    )
    def always_true(self, train_step, max_steps, target_loss):
        return True, self.solution(train_step, max_steps, target_loss)[1]

    @mistake(
        "the two answers exchanged",
        "You returned the number of calls first. The order is `(reached, calls)`.",
    )
    def exchanged(self, train_step, max_steps, target_loss):
        return self.solution(train_step, max_steps, target_loss)[::-1]

    @mistake(
        "the loss instead of the count",
        "The second part of your answer is the last loss. How often `train_step` was called is asked for.",
    )
    def loss(self, train_step, max_steps, target_loss):
        for loss in steps(train_step, max_steps):
            if loss < target_loss:
                return True, loss
        return False, loss

    @mistake(
        "stops above the target",
        "You stop as soon as a loss is above the target. It has to fall below it: `loss < target_loss`.",
    )
    def above(self, train_step, max_steps, target_loss):
        for calls, loss in enumerate(steps(train_step, max_steps), 1):
            if loss > target_loss:
                return True, calls
        return False, max_steps

    @mistake(
        "gives up after the first call",
        "`train_step` is called once, and then the answer is given, reached or not. `return False, …` belongs behind "
        "the loop, not into it.",
    )
    def once(self, train_step, max_steps, target_loss):
        return train_step() < target_loss, 1


_LAST = "where the last call reaches the target"
