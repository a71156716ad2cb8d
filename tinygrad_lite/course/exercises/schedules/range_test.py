"""The range test, in lesson 05: ever higher rates, until the loss breaks out."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake
from .training import Training


def _losses(rng, falls, rises, jump=1.0):
    """Losses that fall with a few rises among them, and then rise by a fifth each time, or with one jump first."""
    factors = [*rng.uniform(0.7, 0.85, size=falls), 1.3, 0.6, jump, *rng.uniform(1.1, 1.3, size=rises)]
    return Training(tuple(round(float(loss), 3) for loss in 2.3 * np.cumprod([1.0, *factors])))


def run(train_step, start_lr, factor, max_steps, stops=lambda losses: losses[-1] > 4 * min(losses), grow=None):
    """The test with a rule of one's own for the end, and for the next rate."""
    grow = grow or (lambda lr: lr * factor)
    lr, rates, losses = start_lr, [], []
    for _ in range(max_steps):
        rates.append(lr)
        losses.append(train_step(lr))
        if stops(losses):
            break
        lr = grow(lr)
    return rates, losses


class RangeTest(Exercise):
    id, points, agrees_with = "schedules/range_test", 3, ""
    parts = ("rates", "losses")
    hints = (
        "It is the training loop with one changed line: the learning rate grows after every step. Beside it, two lists "
        "are kept, and the loop can end early.",
        "The next rate is the rate times factor. The loop ends when the newest loss is larger than 4 · the lowest loss "
        "so far; that newest loss is still in the list.",
        "`for _ in range(max_steps):` with `loss = train_step(lr)`, two `append`s, `if loss > 4 * min(…): break`, and "
        "`lr = …` at the end. Behind the loop: `return rates, losses`.",
    )
    notice = (
        "Steps of equal factor are steps of equal length on a logarithmic axis: no size of rate is tried more often."
    )

    def cases(self, rng):
        yield self._case(Training((2.0, 1.0, 3.0, 6.0, 9.0, 12.0)), 0.5, 2.0, 6)
        yield self._case(Training((2.0, 0.5, 3.0, 9.0)), 0.25, 2.0, 4)
        exact = "where a loss is 4 times the lowest exactly"
        yield self._case(Training((2.0, 1.0, 4.0, 4.5, 10.0)), 0.1, 3.0, 5, about=exact)
        yield self._case(Training((3.0, 2.0, 8.0, 7.0, 9.0, 13.0)), 0.1, 1.5, 6, about=exact)
        for falls, rises, jump, start_lr, factor in (
            (4, 20, 1.0, 0.01, 1.5), (3, 22, 1.0, 0.004, 1.4), (6, 24, 1.0, 0.02, 1.3), (5, 21, 1.0, 0.001, 2.0),
            (2, 12, 4.6, 0.03, 1.25), (4, 13, 5.2, 0.002, 1.7), (3, 14, 6.0, 0.05, 1.6),
        ):  # fmt: skip
            training = _losses(rng, falls, rises, jump)
            yield self._case(training, start_lr, factor, len(training.losses))
        for falls, steps in ((5, 4), (7, 6)):
            yield self._case(_losses(rng, falls, 3), 0.1, 1.2, steps)
        soon = "where the second loss breaks out already"
        for first, factor in ((1.0, 2.0), (2.5, 3.0), (0.8, 1.5)):
            yield self._case(Training((first, 4.5 * first, 2 * first, 3 * first)), 0.5, factor, 4, about=soon)
        great = "where all losses are very large"
        yield self._case(Training((2e20, 1e20, 3e20, 6e20, 9e20)), 0.5, 2.0, 5, about=great)
        for steps in (100, 40):
            falling = Training(tuple(round(2 * 0.99**step, 4) for step in range(steps + 2)))
            yield self._case(
                falling, 0.1, 1.2 if steps == 100 else 1.1, steps, about="where it ends by the number of steps"
            )
        slowly = Training((2.0, *(round(1.1**step, 3) for step in range(24))))
        yield self._case(slowly, 0.01, 1.2, 25, about="where the lowest loss is long ago")

    def _case(self, *args, about=""):
        return self.case(*args, about=about, changes=("train_step",), observe=("train_step",))

    def reference(self, train_step, start_lr, factor, max_steps):
        rates, losses = list[float](), list[float]()
        while len(losses) < max_steps and not (losses and losses[-1] > 4 * np.min(losses)):
            rates.append(start_lr * factor ** len(rates))
            losses.append(train_step(rates[-1]))
        return rates, losses

    @staticmethod
    def solution(train_step, start_lr, factor, max_steps):
        """The range test: train for a moment with ever higher learning rates, and note the losses.

        Args:
            train_step: a function; `train_step(lr)` trains on one batch with this rate and returns the loss.
            start_lr: the first rate.
            factor: a number above 1; each rate is the one before it times factor.
            max_steps: after so many steps the test ends. It ends early behind a loss that is larger than 4 times the
                lowest loss before it.
        Returns:
            (rates, losses): two lists, of all steps made, the one that ended the test included.
        """
        lr, rates, losses = start_lr, [], []
        for _ in range(max_steps):
            loss = train_step(lr)
            rates.append(lr)
            losses.append(loss)
            if loss > 4 * min(losses):
                break
            lr = lr * factor
        return rates, losses

    def again(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps)

    @mistake(
        "compares with the first loss",
        "Your test ends when a loss is 4 times the first one. Compare with the lowest so far: when the loss has "
        "fallen, it breaks out long before it is back at 4 times the first.",
    )
    def first(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, lambda losses: losses[-1] > 4 * losses[0])

    @mistake(
        "compares with the loss before",
        "Your test ends when a loss is 4 times the one before it. A loss that grows by a half at every step never "
        "does that; compare with the lowest so far.",
    )
    def before(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, lambda losses: losses[-1] > 4 * losses[-2:][0])

    @mistake(
        "ends at the first rise",
        "Your test ends as soon as a loss is above the lowest so far. Losses of batches go up and down a little; only "
        "4 times the lowest is a break-out.",
    )
    def at_once(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, lambda losses: losses[-1] > min(losses))

    @mistake(
        "does not look at the second loss",
        "Your test goes on where the second loss is larger than 4 times the first already. The rate may be too high "
        "from the start; from the second loss on there is one to compare with.",
    )
    def not_so_soon(self, train_step, start_lr, factor, max_steps):
        return run(
            train_step, start_lr, factor, max_steps, lambda losses: len(losses) > 2 and losses[-1] > 4 * min(losses)
        )

    @mistake(
        "trains once more to compare",
        "At each rate `train_step` is called twice, the second time to see whether the loss is too large. Every call "
        "trains on a batch: call it once, and keep the loss that it returns.",
    )
    def twice(self, train_step, start_lr, factor, max_steps):
        rates, losses = [], []
        for step in range(max_steps):
            rates.append(start_lr * factor**step)
            losses.append(train_step(rates[-1]))
            if train_step(rates[-1]) > 4 * min(losses[:-1], default=np.inf):
                break
        return rates, losses

    @mistake(
        "never ends early",
        "Your test always makes all the steps. It ends early once a loss is larger than 4 times the lowest so far: "
        "behind that there is nothing to learn.",
    )
    def never(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, lambda losses: False)

    @mistake(
        "leaves out the loss that ended the test",
        "The loss that ended your test is missing, with its rate. It belongs to what was measured: without it, the "
        "picture does not show the break-out.",
    )
    def without_last(self, train_step, start_lr, factor, max_steps):
        rates, losses = run(train_step, start_lr, factor, max_steps)
        end = -1 if losses[-1] > 4 * min(losses) else None
        return rates[:end], losses[:end]

    @mistake(
        "the rate never grows",
        "All your steps have the first rate. After each step it is to be multiplied by factor.",
    )
    def constant(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, grow=lambda lr: lr)

    @mistake(
        "the factor over the whole test",
        "Your rates grow by factor from the first step to the last of `max_steps`, all of them together. Each rate is "
        "the one before it times factor.",
    )
    def over_the_whole_test(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, grow=lambda lr: lr * factor ** (1 / max(max_steps - 1, 1)))

    @mistake(
        "adds the factor",
        "Your rate grows by factor each time, added. It is to be multiplied: from 0.0001 to 10, each size of rate then "
        "gets equally many steps.",
    )
    def adds(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps, grow=lambda lr: lr + factor)

    @mistake(
        "grows before the first step",
        "Your first step has the rate start_lr · factor already. It begins with start_lr itself; the rate grows after "
        "each step.",
    )
    def too_soon(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr * factor, factor, max_steps)

    @mistake(
        "notes the rate of the next step",
        "Beside each loss you noted the rate of the step that follows. It belongs to the rate that made its own step.",
    )
    def next_rate(self, train_step, start_lr, factor, max_steps):
        rates, losses = run(train_step, start_lr, factor, max_steps)
        return [lr * factor for lr in rates], losses

    @mistake(
        "losses before rates",
        "You returned the losses first and the rates second. Asked for is (rates, losses).",
    )
    def exchanged(self, train_step, start_lr, factor, max_steps):
        return run(train_step, start_lr, factor, max_steps)[::-1]

    @mistake(
        "makes every step with the first rate",
        "Your list of rates grows, but every step was made with the first rate. `train_step` has to be given the rate "
        "that you note.",
    )
    def first_rate(self, train_step, start_lr, factor, max_steps):
        return run(lambda lr: train_step(start_lr), start_lr, factor, max_steps)

    @mistake(
        "sorts the losses",
        "Your losses come out sorted, so they no longer stand beside their rates. `sort()` changes the list itself; "
        "for the lowest, `min(losses)` is enough.",
    )
    def sorted_losses(self, train_step, start_lr, factor, max_steps):
        rates, losses = [], []
        for step in range(max_steps):
            rates.append(start_lr * factor**step)
            losses.append(train_step(rates[-1]))
            last = losses[-1]
            losses.sort()
            if last > 4 * losses[0]:
                break
        return rates, losses
