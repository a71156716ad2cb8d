"""Warm-up, then cosine: what nearly every large model is trained with."""

from __future__ import annotations

from ...exercise import Exercise, mistake
from .by_torch import rate
from .line import PAST
from .waves import Cosine, _between

cosine = Cosine.solution  # the lesson lends it to the solution, as to a student


def _right(lr, step, warmup_steps, total_steps, min_lr=0.0):
    if step < warmup_steps:
        return lr * (step + 1) / warmup_steps
    return _after(lr, step, warmup_steps, total_steps, min_lr)


def _after(lr, step, warmup_steps, total_steps, min_lr):
    return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))


class WarmupCosine(Exercise):
    id, points, apart = "schedules/warmup_cosine", 3, (PAST,)
    hints = (
        "Two parts, told apart by an `if`: step < warmup_steps, and the rest. In the second part count the steps anew: "
        "how many have gone by since the warm-up, and how many does the decay have?",
        "Warm-up: lr · (step + 1) / warmup_steps. Then the cosine with (step − warmup_steps) in place of step and "
        "(total_steps − warmup_steps) in place of total_steps.",
        "`if step < warmup_steps: return lr * (… + 1) / …`, and below it `return cosine(lr, step - …, total_steps - …, "
        "min_lr)`: your own function from above may be called.",
    )
    notice = "lr comes twice: in the last step of the warm-up and in the first of the decay."

    def cases(self, rng):
        yield self.case(1.0, 0, 4, 8)
        yield self.case(1.0, 3, 4, 8)
        yield self.case(1.0, 4, 4, 8)
        yield self.case(0.001, 24, 100, 1000)
        yield self.case(1.0, 6, 4, 8)
        yield self.case(0.8, 8, 4, 8, 0.1)
        for step, warm, total in [(1, 3, 9), (2, 5, 7), (6, 8, 20), (0, 2, 5), (4, 6, 16), (3, 7, 30)]:
            yield self.case(round(rng.uniform(0.3, 2), 3), step, warm, total, round(rng.uniform(0.02, 0.15), 3))
        for step, warm, total in [
            (5, 3, 9), (6, 5, 7), (13, 8, 20), (3, 2, 5), (11, 6, 17), (25, 7, 30), (2, 1, 6), (5, 5, 12), (7, 7, 15),
            (3, 3, 10), (9, 9, 12), (19, 4, 21), (1, 1, 7), (10, 5, 12),
        ]:  # fmt: skip
            yield self.case(round(rng.uniform(0.3, 2), 3), step, warm, total, round(rng.uniform(0.02, 0.15), 3))
        yield self.case(1.0, 0, 10, 100, 0.2)  # the lowest rate is that of the decay: the warm-up begins below it
        yield self.case(1.0, 0, 8, 20, 0.25)
        yield self.case(0.5, 0, 1, 4, about="with a warm-up of a single step")
        for step, warm, total in [(9, 4, 8), (15, 3, 9), (16, 2, 11), (30, 6, 13)]:
            yield self.case(
                round(rng.uniform(0.3, 2), 3), step, warm, total, round(rng.uniform(0.02, 0.15), 3), about=PAST
            )

    def reference(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        def make(torch_s, optimizer):
            decay = torch_s.CosineAnnealingLR(optimizer, total_steps - warmup_steps, min_lr)
            if warmup_steps == 1:
                return decay
            rise = torch_s.LinearLR(optimizer, 1 / warmup_steps, 1.0, warmup_steps - 1)
            return torch_s.SequentialLR(optimizer, [rise, decay], [warmup_steps])

        reached = min(step, total_steps)
        return rate(make, lr, max(reached - 1, 0) if warmup_steps == 1 else reached)

    @staticmethod
    def solution(lr, step, warmup_steps, total_steps, min_lr=0.0):
        """Warm-up in a straight line to `lr`, then cosine decay to `min_lr`.

        Args:
            lr: the highest learning rate.
            step: which step, counted from 0; it may be past the end.
            warmup_steps: how many steps the warm-up has, at least 1 and fewer than total_steps: the first has
                lr / warmup_steps, the last has lr.
            total_steps: the step at which min_lr is reached; after it that value stays.
            min_lr: the lowest learning rate of the decay, which begins with lr at step `warmup_steps`.
        Returns:
            float: the learning rate of this step.
        """
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return cosine(lr, step - warmup_steps, total_steps - warmup_steps, min_lr)

    def again(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "warm-up from 0",
        "Your warm-up begins with a learning rate of 0. The first batch is computed and then teaches nothing, since no "
        "weight moves. Begin with lr / warmup_steps.",
    )
    def from_zero(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * step / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "warm-up from 0 that ends at lr",
        "Your warm-up ends at lr, but begins with a learning rate of 0: it has warmup_steps − 1 parts. The first batch "
        "then teaches nothing. Begin with lr / warmup_steps.",
    )
    def from_zero_to_lr(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * step / max(warmup_steps - 1, 1)
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "the whole time for the decay",
        "Your decay falls as if it had total_steps steps. It begins at lr, but has only total_steps − warmup_steps "
        "steps, so at total_steps it has not reached min_lr.",
    )
    def whole_time(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / total_steps, 1.0))

    @mistake(
        "does not count anew after the warm-up",
        "After the warm-up you went on counting from the beginning: the cosine of step / total_steps. The rate then "
        "jumps down at the end of the warm-up, and the longer that was, the further.",
    )
    def not_anew(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min(step / total_steps, 1.0))

    @mistake(
        "does not count anew, over the decay's steps",
        "Your decay is as far on as the whole `step`, in parts of its own length. The decay's own first step is "
        "warmup_steps: what has gone by in it is step − warmup_steps.",
    )
    def not_anew_shorter(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min(step / (total_steps - warmup_steps), 1.0))

    @mistake(
        "rises again past the end",
        "Your rate rises again past total_steps, because the cosine does. Here min_lr stays.",
    )
    def rises_again(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, (step - warmup_steps) / (total_steps - warmup_steps))

    @mistake(
        "decay one step ahead",
        "Your decay is one step ahead: at step warmup_steps the rate is below lr already. That step is the decay's "
        "first, with a share of 0.",
    )
    def ahead(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step + 1 - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "warm-up from min_lr",
        "Your warm-up climbs from min_lr. `min_lr` is the end of the decay; the warm-up goes from lr / warmup_steps, "
        "whatever min_lr is.",
    )
    def from_min(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return min_lr + (lr - min_lr) * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "warm-up from min_lr at step 0",
        "Your warm-up begins with min_lr itself: with 0, where min_lr is 0. `min_lr` is the end of the decay; the "
        "warm-up begins with lr / warmup_steps.",
    )
    def at_min(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return min_lr + (lr - min_lr) * step / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "no warm-up",
        "You held the rate at lr during the warm-up. Its purpose is to begin with small steps, until the first batches "
        "have been seen.",
    )
    def none(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        return _right(lr, max(step, warmup_steps), warmup_steps, total_steps, min_lr)

    @mistake(
        "no decay",
        "You held the rate at lr after the warm-up. From step warmup_steps on it falls along the cosine, to min_lr at "
        "total_steps.",
    )
    def no_decay(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        return lr * (step + 1) / warmup_steps if step < warmup_steps else lr

    @mistake(
        "adds min_lr without shrinking the wave",
        "You added min_lr to a wave of the full height lr. After the warm-up the rate then jumps to lr + min_lr. The "
        "height of the wave is lr − min_lr.",
    )
    def added(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return min_lr + _after(lr, step, warmup_steps, total_steps, 0.0)

    @mistake(
        "decay in a straight line",
        "Your decay is a straight line. It begins and ends right, but in between the cosine stays near lr longer, and "
        "is longer near min_lr.",
    )
    def line(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return lr + (min_lr - lr) * min((step - warmup_steps) / (total_steps - warmup_steps), 1.0)

    @mistake(
        "warm-up one step too long",
        "Your warm-up has one step too many: at step warmup_steps the rate is above lr, by lr / warmup_steps. That "
        "step is the first of the decay; `<=` counts it as the last of the warm-up.",
    )
    def too_long(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step <= warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "warm-up that ends below lr",
        "Your warm-up has warmup_steps + 1 parts, so its last step is still below lr. Here step warmup_steps − 1 has "
        "lr already.",
    )
    def below(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / (warmup_steps + 1)
        return _between(min_lr, lr, min((step - warmup_steps) / (total_steps - warmup_steps), 1.0))

    @mistake(
        "lr comes only once",
        "You began the decay one step early, so that lr comes only once, at step warmup_steps − 1. That is a smooth "
        "choice too; in this lesson step warmup_steps has lr as well, as two PyTorch schedulers in a row give it.",
    )
    def only_once(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return _between(min_lr, lr, min((step - warmup_steps + 1) / (total_steps - warmup_steps + 1), 1.0))

    @mistake(
        "the decay rises",
        "After the warm-up your rate jumps to min_lr and rises. 1 − cos begins at 0; 1 + cos begins at 2, and half of "
        "it at 1.",
    )
    def rises(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        if step < warmup_steps:
            return lr * (step + 1) / warmup_steps
        return min_lr + lr - _after(lr, step, warmup_steps, total_steps, min_lr)

    @mistake(
        "both at once",
        "Your rate is the product of warm-up and decay, with the cosine running from step 0. The rate never reaches "
        "lr. The decay begins when the warm-up is over.",
    )
    def both(self, lr, step, warmup_steps, total_steps, min_lr=0.0):
        return _between(min_lr, lr, min(step / total_steps, 1.0)) * min((step + 1) / warmup_steps, 1.0)
