"""Patience over a recorded curve, in lesson 07: which epoch is kept, and how many are trained."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

_TIE = "where two epochs are equally good"
_LITTLE = "where all losses are very small"
_GREAT = "where all losses are very large"
_TO_THE_END = "where training never stops early"


def walk(losses, patience, better, reset=True, stops=lambda counter, patience: counter >= patience):
    """(best epoch, epoch of the stop), in pieces, so that a mistake can change one of them."""
    best = counter = 0
    for epoch, loss in enumerate(losses):
        if epoch == 0 or better(loss, losses[best], losses[epoch - 1]):
            best, counter = epoch, 0 if reset else counter
        else:
            counter += 1
            if stops(counter, patience):
                return best, epoch
    return best, len(losses) - 1


def below_best(loss, best, before):
    return loss < best


class BestEpoch(Exercise):
    id, points, agrees_with = "stopping/best_epoch", 3, ""
    parts = ("best epoch", "epoch of the stop")
    apart = (_TIE,)
    words = {"patience": "patience"}
    hints = (
        "Go through the losses one by one, as training would, without looking ahead. What do you have to remember "
        "from epoch to epoch?",
        "Better means below the best loss so far: then this epoch is the best. Otherwise compare epoch − best epoch "
        "with patience: it says how many epochs in a row were not better.",
        "`for epoch, loss in enumerate(val_losses):` with an `if` for a better loss and an `elif` that returns. "
        "And what is returned behind the loop?",
    )
    causes = (
        (
            "TypeError",
            "'EarlyStopping' object is not callable",
            "An object of the class EarlyStopping is not called itself; its method is: `stopper.step(loss)`.",
        ),
        (
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'index'",
            "`index` is a method of lists. `val_losses.tolist()` makes one; for the place of the smallest value NumPy "
            "has `np.argmin`.",
        ),
    )
    notice = (
        "The two numbers are always `patience` apart where training stops early. That is its price: so many epochs "
        "were trained to learn that nothing better came."
    )

    def cases(self, rng):
        for losses, patience in [
            ([3, 2, 1, 2, 3, 0], 2),
            ([5, 4, 6, 3, 4, 5, 2], 2),
            ([4, 3, 5, 4, 2, 3, 4, 5, 1], 3),
            ([4, 5, 6, 3], 1),
            ([5, 4, 6, 3], 1),
            ([9, 7, 8, 6, 7, 5, 6, 8, 7, 6, 4], 3),
        ]:
            yield self.case(np.array(losses, dtype=float), patience)
        for patience in (2, 3, 4):
            yield self.case(self._zigzag(rng, patience), patience)
        for losses, patience in [
            ([5, 4, 3, 2, 1], 2),
            ([5, 3, 4, 2, 3], 2),
            ([2], 1),
            ([4, 3, 5, 6], 4),
            ([8, 6, 7, 5, 4], 3),
            ([9, 5, 6, 7, 4, 6, 5], 4),
        ]:
            yield self.case(np.array(losses, dtype=float), patience, about=_TO_THE_END)
        for patience in (1, 2, 3, 4, 5, 2, 3, 6):
            yield self.case(self._curve(rng, patience), patience)
        for losses, patience in [
            ([3, 2, 2, 4, 1], 2),
            ([4, 2, 3, 2, 2, 5, 1], 3),
            ([2, 2, 2, 1], 2),
            ([6, 5, 7, 5, 6, 8, 4, 3], 3),
        ]:
            yield self.case(np.array(losses, dtype=float), patience, about=_TIE)
        for unit, patience in [(1e-6, 1), (1e-9, 2), (1e-10, 2)]:
            yield self.case(unit * np.array([8.0, 7, 9, 6, 5, 6, 7, 4]), patience, about=_LITTLE)
        for losses, patience in [([8, 7, 9, 6, 5, 6, 7, 4], 2), ([5, 4, 6, 3], 1)]:
            yield self.case(1e20 * np.array(losses, dtype=float), patience, about=_GREAT)
        for losses, patience in [([4, 0, 2, 1, 6], 2), ([0, 1, 2], 1), ([3, 1, 0, 4, 2, 1, 5], 3)]:
            yield self.case(np.array(losses, dtype=float), patience, about="where the best loss is 0")
        for below, patience in [([-1, -2, -3, -2, -2.5], 2), ([1, -2, 0.5, 0.4, -3], 2), ([-2, -3, -3, -2.5, -4], 2)]:
            yield self.case(np.array(below, dtype=float), patience, about="where losses are negative")
        long = 5 + rng.uniform(0.5, 1, size=13)
        yield self.case(np.array([6.0, 5.0, *long, 4.0, 4.5]), 15, about=_TO_THE_END)

    def _curve(self, rng, patience):
        """Falls with setbacks, rests for `patience` epochs in which it goes up and down, and falls again."""
        falling = 3 - np.arange(2 * patience + 3) * rng.uniform(0.1, 0.2)
        falling[1 : 2 * patience : 2] += rng.uniform(0.4, 0.6) if patience > 1 else 0.0
        low = falling.min()
        resting = low + 0.3 + 0.25 * (np.arange(patience) % 2) + rng.uniform(0, 0.05, size=patience)
        later = low - 0.2 - 0.1 * np.arange(3)
        return np.concatenate([falling, resting, later]).round(3)

    def _zigzag(self, rng, patience):
        """Falls to its best, goes up and down above it, and rises."""
        falling = 3 - np.arange(patience + 1) * rng.uniform(0.2, 0.4)
        above = falling.min() + 0.5 + 0.3 * (np.arange(patience + 1) % 2 == 0)
        rising = falling.min() + 1 + 0.1 * np.arange(patience + 2)
        return np.concatenate([falling, above + rng.uniform(0, 0.05, size=patience + 1), rising]).round(3)

    def reference(self, val_losses, patience):
        losses = val_losses.tolist()
        for end in range(len(losses)):
            best = losses.index(min(losses[: end + 1]))
            if end - best == patience:
                return best, end
        return losses.index(min(losses)), len(losses) - 1

    @staticmethod
    def solution(val_losses, patience):
        """Where early stopping would have stopped, and which epoch's weights it would have kept.

        A loss is better if it is below the best one so far. Training stops after the epoch with which `patience`
        losses in a row were not better. Epochs count from 0.

        Args:
            val_losses: array (epochs,), the validation loss of each epoch: at least one, all finite, of
                any sign.
            patience: a whole number, 1 or more.
        Returns:
            (best epoch, epoch at which training stops), two whole numbers; where it never stops, the second is the
            last epoch.
        """
        best = 0
        for epoch, loss in enumerate(val_losses):
            if loss < val_losses[best]:
                best = epoch
            elif epoch - best >= patience:
                return best, epoch
        return best, len(val_losses) - 1

    def again(self, val_losses, patience):
        return walk(val_losses, patience, below_best)

    @mistake(
        "the best of all epochs",
        "You took the best of all epochs, also of those that come after the stop. They are never trained, so nobody "
        "knows their losses: the best epoch is the best up to the stop.",
    )
    def hindsight(self, val_losses, patience):
        return int(np.argmin(val_losses)), self.solution(val_losses, patience)[1]

    @mistake(
        "never stops",
        "Your training goes on to the last epoch in every case. It stops at the epoch with which `patience` losses in "
        "a row were not better, whatever would have come after it.",
    )
    def never(self, val_losses, patience):
        return int(np.argmin(val_losses)), len(val_losses) - 1

    @mistake(
        "does not count in a row",
        "You counted all losses that were not better, and did not begin anew after a better one. Patience is for "
        "losses *in a row*; a better one shows that training still gets somewhere.",
    )
    def no_reset(self, val_losses, patience):
        return walk(val_losses, patience, below_best, reset=False)

    @mistake(
        "compares with the epoch before",
        "You compared each loss with the one before, not with the best so far. A loss that goes up and down then "
        "counts as better every other time, though it gets nowhere.",
    )
    def with_previous(self, val_losses, patience):
        return walk(val_losses, patience, lambda loss, best, before: loss < before)

    @mistake(
        "counts by the epoch before, keeps the best",
        "Your count begins anew with every loss below the one before. It should begin anew only with a loss below the "
        "best so far. Up to your stop, your best epoch is right.",
    )
    def counts_previous(self, val_losses, patience):
        stop = walk(val_losses, patience, lambda loss, best, before: loss < before)[1]
        return int(np.argmin(val_losses[: stop + 1])), stop

    @mistake(
        "compares with `patience` epochs before",
        "You compared each loss with the one {patience} epochs before it, and stopped where it was not below that. "
        "Count instead how many losses in a row are not below the best so far, wherever that one stands.",
    )
    def with_long_before(self, val_losses, patience):
        late = range(patience, len(val_losses))
        stop = next((n for n in late if val_losses[n] >= val_losses[n - patience]), len(val_losses) - 1)
        return int(np.argmin(val_losses[: stop + 1])), stop

    @mistake(
        "stops one epoch too late",
        "You stopped when *more* than `patience` losses in a row were not better. It stops as soon as there are so "
        "many: with patience {patience}, at the epoch {patience} after the best.",
    )
    def late(self, val_losses, patience):
        return walk(val_losses, patience, below_best, stops=lambda counter, patience: counter > patience)

    @mistake(
        "stops one epoch too early",
        "You stopped with one loss fewer than `patience` that was not better. The best epoch itself does not count: "
        "with patience {patience}, the stop is {patience} epochs after the best.",
    )
    def early(self, val_losses, patience):
        return walk(val_losses, patience, below_best, stops=lambda counter, patience: counter >= max(patience - 1, 1))

    @mistake(
        "stops one epoch too early, with patience 1 at the best",
        "You stopped with one loss fewer than `patience` that was not better, with patience 1 at the best epoch "
        "itself. That one does not count: with patience {patience}, the stop is {patience} after the best.",
    )
    def early_at_once(self, val_losses, patience):
        best = 0
        for epoch, loss in enumerate(val_losses):
            best = epoch if loss < val_losses[best] else best
            if epoch - best >= patience - 1:
                return best, epoch
        return best, len(val_losses) - 1

    @mistake(
        "the best epoch twice",
        "As the second number you returned the best epoch once more. Training does not stop there: it takes {patience} "
        "more that are not better to find out that it was the best.",
    )
    def best_twice(self, val_losses, patience):
        return (self.solution(val_losses, patience)[0],) * 2

    @mistake(
        "counts a tie as better",
        "You counted a loss that is equal to the best one as better. Then a loss that stands still never stops the "
        "training; better means below.",
    )
    def tie(self, val_losses, patience):
        return walk(val_losses, patience, lambda loss, best, before: loss <= best)

    @mistake(
        "takes the later of two equal epochs",
        "Your stop is right, but of two equally good epochs you took the later one. Better means below the best so "
        "far, so the first of them stays the best.",
    )
    def later(self, val_losses, patience):
        stop = self.solution(val_losses, patience)[1]
        return stop - int(np.argmin(val_losses[: stop + 1][::-1])), stop

    @mistake(
        "returns the loss",
        "In place of the best epoch you returned its loss. Asked for is its number, counted from 0: with it, one finds "
        "the weights to keep.",
    )
    def the_loss(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return float(val_losses[best]), stop

    @mistake(
        "counts epochs from 1",
        "Both epochs are one too large. They count from 0, as places in an array do.",
    )
    def from_one(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return best + 1, stop + 1

    @mistake(
        "the two epochs exchanged",
        "You returned the epoch of the stop first. The order is (best epoch, epoch at which training stops).",
    )
    def exchanged(self, val_losses, patience):
        return self.solution(val_losses, patience)[::-1]

    @mistake(
        "the last epoch as the best",
        "As the best epoch you returned the one at which training stops. By then {patience} epochs have passed that "
        "were not better, or training went on to its end: the best may lie further back.",
    )
    def last(self, val_losses, patience):
        return (self.solution(val_losses, patience)[1],) * 2

    @mistake(
        "the number of epochs trained",
        "As the second number you returned how many epochs are trained. Asked for is the epoch at which training "
        "stops, counted from 0, and that is one less.",
    )
    def count(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return best, stop + 1

    @mistake(
        "the epoch before the stop",
        "The epoch at which training stops is one too small. It is the one whose loss was the last to be looked at: "
        "that epoch has been trained too.",
    )
    def before(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return best, stop - 1

    @mistake(
        "the number of epochs where it never stops",
        "Where training never stops early, your second number is the number of epochs. The last epoch is one less: "
        "epochs count from 0.",
    )
    def past_the_end(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return best, stop if stop - best == patience else len(val_losses)

    @mistake(
        "best epoch plus patience, whatever happens",
        "Your second number is always the best epoch plus patience, also where training comes to its end before that. "
        "Then it is the last epoch.",
    )
    def always_sum(self, val_losses, patience):
        best, _ = self.solution(val_losses, patience)
        return best, best + patience

    @mistake(
        "waits for a larger value",
        "You took a larger loss for a better one. That would be right for an accuracy; a loss is better when it is "
        "smaller.",
    )
    def larger(self, val_losses, patience):
        return walk(val_losses, patience, lambda loss, best, before: loss > best)

    @mistake(
        "no loss ever counts as better",
        "In your version no loss ever counts as better, so the best epoch stays 0. Before the first loss there is "
        'nothing to compare with: an infinite best loss, `float("inf")`, is beaten by any.',
    )
    def never_better(self, val_losses, patience):
        return 0, min(patience, len(val_losses)) - 1

    @mistake(
        "the best of all epochs, and patience from there",
        "You took the best of all epochs, and counted patience from there. Early stopping cannot look ahead: it stops "
        "at the *first* place where `patience` losses in a row were not better, and may never get as far as that.",
    )
    def from_the_best(self, val_losses, patience):
        best = int(np.argmin(val_losses))
        return best, min(best + patience, len(val_losses) - 1)

    @mistake(
        "the best of all epochs, plus patience",
        "You took the best of all epochs, and added patience. Early stopping cannot look ahead: it stops at the "
        "*first* place where `patience` losses in a row were not better. And no epoch comes after the last.",
    )
    def plus_patience(self, val_losses, patience):
        best = int(np.argmin(val_losses))
        return best, best + patience

    @mistake(
        "goes on after the stop",
        "You go on after the stop: a later loss still becomes the best, and a later stop takes the place of the "
        "first. With the first stop, everything is over.",
    )
    def goes_on(self, val_losses, patience):
        stops = [len(val_losses) - 1]
        for epoch in range(len(val_losses)):
            if epoch - int(np.argmin(val_losses[: epoch + 1])) >= patience:
                stops.append(epoch)
        return int(np.argmin(val_losses)), stops[-1]

    @mistake(
        "counts the first loss as not better",
        "You counted the first loss among those that were not better. There was nothing before it to be better than: "
        "epoch 0 is the best so far, and the count is 0 after it.",
    )
    def first_counts(self, val_losses, patience):
        best = counter = 0
        for epoch, loss in enumerate(val_losses):
            best, counter = (epoch, 0) if loss < val_losses[best] else (best, counter + 1)
            if counter >= patience:
                return best, epoch
        return best, len(val_losses) - 1

    @mistake(
        "the second epoch as number 0",
        "You gave the second epoch the number 0: what you return is one too small, except for a best epoch 0 and for "
        "the last epoch. A loop that leaves out the first loss, as over `val_losses[1:]`, has to count from 1.",
    )
    def second_is_zero(self, val_losses, patience):
        best, stop = self.solution(val_losses, patience)
        return max(best - 1, 0), stop - 1 if stop - best == patience else stop
