"""Batch normalisation in its two modes, in lesson 07."""

from __future__ import annotations

import numpy as np

from ...exercise import Exercise, mistake

#: (batch, features, eps; None where the default is asked about)
_SIZES = [
    (3, 2, None),
    (4, 3, None),
    (5, 4, 1e-3),
    (6, 3, 0.1),
    (3, 5, None),
    (7, 2, 0.01),
    (8, 6, 1e-3),
]


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
    notice = (
        "In evaluation the batch's own statistics are not looked at. So each sample gets the same answer whatever "
        "other samples are in its batch, even if it is alone."
    )

    def cases(self, rng):
        two = np.array([[1.0], [5.0]])
        known = [np.array([value]) for value in (3.0, 4.0, 2.0, 1.0, 1.0, 16.0)]
        for training in (True, False):
            yield self.case(two, *known, training)
        for batch, features, eps in _SIZES:
            for training in (True, False):
                yield self._case(rng, batch, features, training, eps)
        for features in (2, 3, 4):
            yield self._case(rng, 1, features, False, None, about="for a single sample")
        for features in (2, 3, 4):
            yield self._case(rng, 1, features, True, None, about="for a single sample")
        for batch, features, eps in ((4, 3, None), (5, 2, 1e-3)):
            for training in (True, False):
                yield self._flat(rng, batch, features, training, eps)

    def _case(self, rng, batch, features, training, eps, about=""):
        x = rng.normal(1, 2, size=(batch, features))
        mean, running_mean = rng.uniform(0.5, 2, size=(2, features))
        var, running_var = rng.uniform(0.3, 3, size=(2, features))
        weight, bias = rng.uniform(0.5, 2, size=(2, features)) * rng.choice([-1.0, 1.0], size=(2, features))
        settings = () if eps is None else (eps,)
        return self.case(x, mean, var, weight, bias, running_mean, running_var, training, *settings, about=about)

    def _flat(self, rng, batch, features, training, eps):
        """With a first feature that was the same in all samples: its variance is 0."""
        one = self._case(rng, batch, features, training, eps, about="where a variance is 0")
        var, running_var = (np.append(0.0, one.args[name][1:]) for name in ("var", "running_var"))
        return one.with_args(var=var, running_var=running_var)

    def fair(self, case):
        return all((case.args[name] > 0.05).all() for name in ("var", "running_var"))

    def reference(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        import torch

        used = (mean, var) if training else (running_mean, running_var)
        data, center, spread, scale, shift = (torch.from_numpy(array) for array in (x, *used, weight, bias))
        return torch.nn.functional.batch_norm(data, center, spread, scale, shift, eps=eps)

    @staticmethod
    def solution(x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        """Batch normalisation: in training by the batch's statistics, in evaluation by the running ones.

        Args:
            x: array (batch, features).
            mean, var: arrays (features,), mean and variance to be used in training. They are given because a batch
                may be spread over several machines, and x be one machine's share of it.
            weight, bias: arrays (features,), what the layer has learned.
            running_mean, running_var: arrays (features,), kept during training for the time after it; here they stay
                as they are.
            training: True in training, False in evaluation.
            eps: added to the variance, so that nothing is divided by 0.
        Returns:
            array (batch, features)
        """
        if not training:
            mean, var = running_mean, running_var
        return weight * (x - mean) / np.sqrt(var + eps) + bias

    @staticmethod
    def _by(x, mean, var, weight, bias, eps):
        return weight * (x - mean) / np.sqrt(var + eps) + bias

    def again(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-05):
        used = (mean, var) if training else (running_mean, running_var)
        return self._by(x, *used, weight, bias, eps)

    @mistake(
        "the batch's statistics in evaluation too",
        "You normalised by the batch's mean and variance in evaluation too. The answer for one sample then depends on "
        "which others are in its batch.",
    )
    def batch(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self._by(x, mean, var, weight, bias, eps)

    @mistake(
        "the running statistics in training too",
        "You normalised by the running mean and variance in training too. There it is this batch that is to come out "
        "with mean 0 and variance 1: that is what makes training steady.",
    )
    def running(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self._by(x, running_mean, running_var, weight, bias, eps)

    @mistake(
        "the two modes exchanged",
        "Your results come from the running statistics in training and from the batch's in evaluation. It is the "
        "other way round.",
    )
    def modes(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self.solution(x, mean, var, weight, bias, running_mean, running_var, not training, eps)

    @mistake(
        "computes the batch's statistics itself",
        "In training you took mean and variance of x itself. Those to be used are given, as `mean` and `var`: x may be "
        "one share of a larger batch.",
    )
    def anew(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        used = (x.mean(axis=0), x.var(axis=0)) if training else (running_mean, running_var)
        return self._by(x, *used, weight, bias, eps)

    @mistake(
        "computes the batch's statistics itself, as a sample's",
        "In training you took mean and variance of x itself, and divided the variance by n − 1. Those to be used are "
        "given, as `mean` and `var`: x may be one share of a larger batch.",
    )
    def anew_sample(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        used = (x.mean(axis=0), x.var(axis=0, ddof=1)) if training else (running_mean, running_var)
        return self._by(x, *used, weight, bias, eps)

    @mistake(
        "a mean and a variance for each sample",
        "In training you took mean and variance over the features of each sample. That is layer normalisation; batch "
        "normalisation has one mean and one variance a feature, and they are given.",
    )
    def each_sample(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        rows = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
        return self._by(x, *(rows if training else (running_mean, running_var)), weight, bias, eps)

    @mistake(
        "the renewed running statistics in training",
        "In training you normalised by 0.9 of the running statistics plus 0.1 of the batch's. That is how the running "
        "ones are renewed; x itself is normalised by the batch's alone.",
    )
    def blended(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        new = (0.9 * running_mean + 0.1 * mean, 0.9 * running_var + 0.1 * var)
        return self._by(x, *(new if training else (running_mean, running_var)), weight, bias, eps)

    @mistake(
        "the mean changes with the mode, the variance does not",
        "In evaluation you took the running mean, but the batch's variance. Both come from the running statistics "
        "there.",
    )
    def half(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self._by(x, mean if training else running_mean, var, weight, bias, eps)

    @mistake(
        "no root",
        "Your answer is divided by var + eps, not by its root. Dividing by the variance makes wide features too "
        "narrow and narrow ones too wide.",
    )
    def no_root(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return weight * (x - mean) / (var + eps) + bias

    @mistake(
        "adds eps outside of the root",
        "You added eps to the standard deviation: √var + eps. It is added to the variance, √(var + eps), as in "
        "PyTorch.",
    )
    def eps_outside(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return weight * (x - mean) / (np.sqrt(var) + eps) + bias

    @mistake(
        "leaves eps out",
        "Your eps has no effect. A feature that is the same in the whole batch has the variance 0, and without eps "
        "there is a division by 0.",
    )
    def no_eps(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, weight, bias, 0.0)

    @mistake(
        "leaves weight and bias out",
        "You returned the normalised values as they are. The layer then scales them by weight and shifts them by bias, "
        "which it has learned.",
    )
    def plain(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, 1.0, 0.0, eps)

    @mistake(
        "leaves weight and bias out in evaluation",
        "In evaluation you returned the normalised values as they are. Weight and bias belong to the layer in both "
        "modes; only the statistics change.",
    )
    def plain_in_evaluation(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        if training:
            return self._by(x, mean, var, weight, bias, eps)
        return self._by(x, running_mean, running_var, 1.0, 0.0, eps)

    @mistake(
        "leaves weight and bias out in training",
        "In training you returned the normalised values as they are. Weight and bias belong to the layer in both "
        "modes; only the statistics change.",
    )
    def plain_in_training(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        if training:
            return self._by(x, mean, var, 1.0, 0.0, eps)
        return self._by(x, running_mean, running_var, weight, bias, eps)

    @mistake(
        "leaves the bias out",
        "Your answer lacks the bias, which is added last. Without it every feature would have the mean 0 for ever.",
    )
    def no_bias(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, weight, 0.0, eps)

    @mistake(
        "subtracts the bias",
        "You subtracted the bias. It is added: what the layer has learned would otherwise push the wrong way.",
    )
    def minus_bias(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, weight, -bias, eps)

    @mistake(
        "only the mean is divided",
        "Your answer has x − μ / √(var + eps): only the mean is divided by the root. Division comes before "
        "subtraction; the difference needs parentheses.",
    )
    def no_parentheses(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return weight * (x - mean / np.sqrt(var + eps)) + bias

    @mistake(
        "leaves the weight out",
        "Your answer lacks the weight, by which the normalised values are multiplied.",
    )
    def no_weight(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, 1.0, bias, eps)

    @mistake(
        "does not subtract the mean",
        "Your answer has x divided by the root, without the mean subtracted first: it still sits where x did.",
    )
    def no_mean(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        var = var if training else running_var
        return self._by(x, 0.0, var, weight, bias, eps)

    @mistake(
        "weight and bias exchanged",
        "Your answer has the bias as the factor, and the weight added. It is the weight that scales, and the bias "
        "that shifts.",
    )
    def roles(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return self._by(x, mean, var, bias, weight, eps)

    @mistake(
        "multiplies the bias too",
        "Your answer is the weight times the sum of the normalised values and the bias. The weight comes first, and "
        "the bias is added at the end.",
    )
    def bias_inside(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        mean, var = (mean, var) if training else (running_mean, running_var)
        return weight * self._by(x, mean, var, 1.0, bias, eps)

    @mistake(
        "nothing but weight and bias in evaluation",
        "In evaluation you did not normalise at all. It does so too, with the running mean and variance: the layers "
        "behind have learned to expect such numbers.",
    )
    def skipped(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self._by(x, mean, var, weight, bias, eps) if training else weight * x + bias

    @mistake(
        "gives x back in evaluation",
        "In evaluation you returned x as it came. Unlike dropout, batch normalisation works in both modes: there by "
        "the running mean and variance.",
    )
    def untouched(self, x, mean, var, weight, bias, running_mean, running_var, training, eps=1e-5):
        return self._by(x, mean, var, weight, bias, eps) if training else x
