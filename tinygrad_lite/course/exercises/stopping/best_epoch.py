"""Patience over a recorded curve, in lesson 07: which epoch is kept, and how many are trained."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class BestEpoch(Exercise):
    id, points, agrees_with = "stopping/best_epoch", 3, ""
    parts = ("best epoch", "last epoch")
    hints = (
        "Go through the losses one by one, as training would, without looking ahead. What do you have to remember "
        "from epoch to epoch?",
        "Better means below the best loss so far: then this epoch is the best. Otherwise compare epoch − best epoch "
        "with patience: it says how many epochs in a row were not better.",
        "`for epoch, loss in enumerate(val_losses):` with an `if` for a better loss and an `elif` that returns. "
        "And what is returned behind the loop?",
    )

    def cases(self, rng):
        yield self.case(np.array([3.0, 2.0, 1.0, 2.0, 3.0]), 2)
        for size in (6, 9):
            yield self.case(rng.uniform(size=size).round(2), 2)

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
            val_losses: array (epochs,), the validation loss of each epoch.
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

    @mistake("the best of all epochs", "You took the best of all epochs, also of those that come after the stop.")
    def hindsight(self, val_losses, patience):
        return int(np.argmin(val_losses)), self.solution(val_losses, patience)[1]
