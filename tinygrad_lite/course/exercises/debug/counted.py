"""The wrong versions of `overfit_one_batch` that count, or answer, something else."""

from __future__ import annotations

from collections.abc import Callable

from ...exercise import mistake


def steps(train_step, max_steps):
    """The losses of one call after another."""
    return (train_step() for _ in range(max_steps))


class Counted:
    """Mistakes in the count and in the answer, for the exercise to take over; those in the loop stand with it."""

    solution: Callable[..., tuple[bool, int]]

    @mistake(
        "the loss instead of the count, where reached",
        "Where the target is reached, the second part of your answer is the loss. How often `train_step` was called "
        "is asked for.",
    )
    def loss_where_reached(self, train_step, max_steps, target_loss):
        for loss in steps(train_step, max_steps):
            if loss < target_loss:
                return True, loss
        return False, max_steps

    @mistake(
        "the loss instead of True or False",
        "The first part of your answer is the last loss. Asked for is whether the target was reached: True or False.",
    )
    def loss_first(self, train_step, max_steps, target_loss):
        losses = list(self.all_losses(train_step, max_steps, target_loss)[1])
        return losses[-1], len(losses)

    @mistake(
        "the count is 0 where it is not reached",
        "Where the target is not reached, your count is 0. But `train_step` was called {max_steps} times here, and "
        "that is asked for.",
    )
    def zero_calls(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls if reached else 0

    @mistake(
        "no count where it is not reached",
        "Where the target is not reached, your count is None. But `train_step` was called {max_steps} times here, and "
        "that is asked for.",
    )
    def no_calls(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls if reached else None

    @mistake(
        "the count is −1 where it is not reached",
        "Where the target is not reached, your count is −1. But `train_step` was called {max_steps} times here, and "
        "that is asked for.",
    )
    def minus_one(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls if reached else -1

    @mistake(
        "the count is one too high where it is not reached",
        "Where the target is not reached, `train_step` is called as often as it should be, but your count is one "
        "higher. It was {max_steps} times here.",
    )
    def counts_one_more(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls if reached else max_steps + 1

    @mistake(
        "one too many in the count",
        "Where the target is reached, your count is one too high: it says one call more than were made.",
    )
    def reached_later(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls + 1 if reached else max_steps

    @mistake(
        "one too many in every count",
        "Your count is one too high, whether the target is reached or not: it says one call more than were made.",
    )
    def always_one_more(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return reached, calls + 1

    @mistake(
        "makes all calls, and reports the first that reached it",
        "`train_step` is called max_steps times, also where the target was reached long before. Your answer is right, "
        "but the training went on: stop as soon as a loss is below the target.",
    )
    def goes_on(self, train_step, max_steps, target_loss):
        losses = list(steps(train_step, max_steps))
        return self.solution(iter(losses).__next__, max_steps, target_loss)

    @mistake(
        "counts the losses below the target",
        "`train_step` is called max_steps times, and your count is how many of the losses are below the target. Asked "
        "for is how often it was called up to the first of them.",
    )
    def how_many_below(self, train_step, max_steps, target_loss):
        below = sum(loss < target_loss for loss in steps(train_step, max_steps))
        return below > 0, below

    @mistake(
        "a call before the loop that is neither looked at nor counted",
        "`train_step` is called once more than your count says, and the loss of its first call is compared with "
        "nothing. Every call is a step of training, and counts.",
    )
    def one_before(self, train_step, max_steps, target_loss):
        train_step()
        return self.solution(train_step, max_steps, target_loss)

    @mistake(
        "one call too many, and not looked at",
        "Where the target is not reached, `train_step` is called once more than `max_steps`, and nothing is done with "
        "that loss. Compare each loss right behind its call.",
    )
    def one_behind(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        if not reached:
            train_step()
        return reached, calls

    @mistake(
        "looks at the loss of the call before",
        "You stop one call late: what is compared with the target is the loss of the call before. Call first, then "
        "compare what it gave.",
    )
    def one_late(self, train_step, max_steps, target_loss):
        before = float("inf")
        for calls, loss in enumerate(steps(train_step, max_steps), 1):
            if before < target_loss:
                return True, calls
            before = loss
        return False, max_steps

    @mistake(
        "the count is always 1",
        "Your count is 1 however often `train_step` was called. A counter that is set inside the loop begins anew in "
        "every round.",
    )
    def set_anew(self, train_step, max_steps, target_loss):
        return self.solution(train_step, max_steps, target_loss)[0], 1

    @mistake(
        "stops at the first rise",
        "You give up as soon as a loss is higher than the one before. A loss may rise on its way down: only the "
        "target and `max_steps` end this.",
    )
    def first_rise(self, train_step, max_steps, target_loss):
        before = float("inf")
        for calls, loss in enumerate(steps(train_step, max_steps), 1):
            if loss < target_loss or loss > before:
                return loss < target_loss, calls
            before = loss
        return False, max_steps

    @mistake(
        "a share of the first loss as the target",
        "You compare each loss with `target_loss` times the first loss. `target_loss` is a loss itself, not a share "
        "of one.",
    )
    def share_of_first(self, train_step, max_steps, target_loss):
        first = None
        for calls, loss in enumerate(steps(train_step, max_steps), 1):
            first = loss if first is None else first
            if loss < target_loss * first:
                return True, calls
        return False, max_steps

    @mistake(
        "True and False exchanged",
        "Your answer says False where the target was reached, and True where it was not.",
    )
    def opposite(self, train_step, max_steps, target_loss):
        reached, calls = self.solution(train_step, max_steps, target_loss)
        return not reached, calls

    @mistake(
        "never says that it was reached",
        "Your answer says False even where the target was reached.",
    )
    def always_false(self, train_step, max_steps, target_loss):
        return False, self.solution(train_step, max_steps, target_loss)[1]

    @mistake(
        "all losses instead of the count",
        "The second part of your answer is a list of the losses. Asked for is how often `train_step` was called: the "
        "length of that list.",
    )
    def all_losses(self, train_step, max_steps, target_loss):
        losses = []
        for loss in steps(train_step, max_steps):
            losses.append(loss)
            if loss < target_loss:
                return True, losses
        return False, losses
