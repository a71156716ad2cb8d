"""Batch normalisation in its two modes, in lesson 07."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake


class BatchnormEval(Exercise):
    id, points = "stopping/batchnorm_eval", 2
    axes = {
        "x": ("batch", "features"),
        "mean": ("features",),
        "var": ("features",),
        "weight": ("features",),
        "bias": ("features",),
        "running_mean": ("features",),
        "running_var": ("features",),
    }
    hints = (
        "The formula is the same in both modes. What differs is where mean and variance come from.",
        "y = weight · (x − mean) / √(var + eps) + bias. In training mean and var are the batch's, in evaluation the "
        "running ones.",
        "`if not training:` gives `mean` and `var` other values; the last line is the formula.",
    )

    def cases(self, rng):
        for batch, features in [(2, 1), (3, 2), (5, 3)]:
            for training in (True, False):
                x = rng.normal(1, 2, size=(batch, features))
                weight, bias, running_mean = rng.normal(size=(3, features))
                running_var = rng.uniform(0.5, 2, size=features)
                yield self.case(x, x.mean(0), x.var(0), weight, bias, running_mean, running_var, training)

    def reference(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        import torch

        used = (mean, var) if training else (running_mean, running_var)
        arrays = [torch.from_numpy(array) for array in (x, *used, weight, bias)]
        return torch.nn.functional.batch_norm(*arrays, training=False, eps=eps)

    @staticmethod
    def solution(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        """Batch normalisation: in training by the batch's statistics, in evaluation by the running ones.

        Args:
            x: array (batch, features).
            mean, var: arrays (features,), mean and variance of this batch.
            weight, bias: arrays (features,), what the layer has learned.
            running_mean, running_var: arrays (features,), kept during training for the time after it.
            training: True in training, False in evaluation.
            eps: added to the variance, so that nothing is divided by 0.
        Returns:
            array (batch, features)
        """
        if not training:
            mean, var = running_mean, running_var
        return weight * (x - mean) / np.sqrt(var + eps) + bias

    @mistake("always the batch", "You used the batch's statistics in evaluation too.")
    def batch(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self.solution(x, mean, var, weight, bias, running_mean, running_var, True, eps)
