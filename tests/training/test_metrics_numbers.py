"""Rankings and regression: scikit-learn's figures, also where they are undefined."""

import warnings
from fractions import Fraction
from math import isnan, nan

import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tinygrad_lite.training.metrics import MAE, MSE, R2, ROCAUC, AveragePrecision, UndefinedMetricWarning

AVERAGES = ["micro", "macro", "weighted", None]
SCORES = {ROCAUC: sk.roc_auc_score, AveragePrecision: sk.average_precision_score}
seeds = st.integers(0, 10**6)


def figure(metric, predictions, targets):
    metric.update(predictions, targets)
    return metric.compute()


def quietly(function, *arguments, **settings):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return function(*arguments, **settings)


# -------------------------------------------------------------------------------------------------------- ranking
@settings(max_examples=40)
@given(seeds, st.integers(1, 20), st.sampled_from([2, 10, 10**6]), st.sampled_from([np.float64, np.float32, int]))
def test_two_classes(seed, n, steps, dtype):
    """With few steps, many scores are equal; with few samples, some classes are missing."""
    draw = np.random.default_rng(seed)
    scores, targets = draw.integers(-steps, steps, n).astype(dtype), draw.integers(0, 2, n)
    for make, function in SCORES.items():
        expected = quietly(function, targets, scores)
        np.testing.assert_allclose(quietly(figure, make(), scores, targets), expected, rtol=1e-12)
        ours = quietly(figure, make("weighted"), scores[:, None], targets[:, None].astype(np.float32))
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@settings(max_examples=40)
@given(seeds, st.integers(4, 20), st.sampled_from(AVERAGES))
def test_classes(seed, n, average):
    draw = np.random.default_rng(seed)
    scores, targets = draw.dirichlet(np.ones(4), n), draw.integers(0, 4, n)
    expected = quietly(sk.roc_auc_score, targets, scores, labels=range(4), multi_class="ovr", average=average)
    np.testing.assert_allclose(quietly(figure, ROCAUC(average), scores, targets), expected, rtol=1e-12)
    logits = np.log(scores).round()
    expected = quietly(sk.average_precision_score, np.eye(4, dtype=int)[targets], logits, average=average)
    np.testing.assert_allclose(quietly(figure, AveragePrecision(average), logits, targets), expected, rtol=1e-12)


@settings(max_examples=40)
@given(seeds, st.integers(1, 12), st.sampled_from(AVERAGES))
def test_several_labels(seed, n, average):
    draw = np.random.default_rng(seed)
    scores, targets = draw.normal(size=(n, 3)).round(), draw.integers(0, 2, (n, 3))
    for make, function in SCORES.items():
        expected = quietly(function, targets, scores, average=average)
        ours = quietly(figure, make(average, multilabel=True), scores, targets)
        np.testing.assert_allclose(ours, expected, rtol=1e-12)


@pytest.mark.parametrize("average", ["macro", "weighted"])
@pytest.mark.parametrize("make", SCORES)
def test_no_label_ever(make, average):
    expected = quietly(SCORES[make], np.zeros((3, 2), int), np.eye(3, 2), average=average)
    np.testing.assert_equal(quietly(figure, make(average, multilabel=True), np.eye(3, 2), np.zeros((3, 2))), expected)


def test_what_is_undefined_warns():
    for targets in ([0, 0], [1, 1]):
        with pytest.warns(UndefinedMetricWarning, match="ROCAUC: undefined for"):
            assert isnan(figure(ROCAUC(), [0.2, 0.3], targets))
    with pytest.warns(UndefinedMetricWarning, match="AveragePrecision: undefined without a positive sample"):
        assert figure(AveragePrecision(), [0.2, 0.3], [0, 0]) == 0
    with pytest.warns(UndefinedMetricWarning, match="R2: a single sample"):
        assert isnan(figure(R2(), [1.0], [2.0]))


def test_infinite_scores_are_ordered():
    assert figure(ROCAUC(), [-np.inf, np.inf, 0.0, np.inf], [0, 1, 0, 1]) == 1
    assert figure(AveragePrecision(), [-np.inf, np.inf, 0.0, np.inf], [0, 1, 0, 1]) == 1


RANKING_ERRORS = {
    "logits": (ROCAUC(), [[2.0, 1.0, 0.0]], [0], "must be probabilities that add up to 1: use softmax"),
    "negative": (ROCAUC(), [[-1.0, 2.0]], [0], "must be probabilities"),
    "nan": (ROCAUC(), [nan, 1.0], [0, 1], "ROCAUC: predictions hold NaN"),
    "not two": (AveragePrecision(), [0.1, 0.2], [0, 2], "targets must be 0 or 1 here, got 2"),
    "range": (AveragePrecision(), np.eye(3), [0, 1, 3], "targets hold class 3 in row 2"),
    "lengths": (AveragePrecision(), np.eye(3), [0, 1], "got 3 predictions, but 2 targets"),
    "lengths of two": (ROCAUC(), [0.1, 0.2], [0], "got 2 predictions, but 1 targets"),
    "labels": (ROCAUC(multilabel=True), np.eye(3), [0, 1, 1], r"got shapes \(3, 3\) and \(3,\)"),
    "one-hot": (AveragePrecision(), np.eye(3), np.eye(3), "one-hot rows"),
}


@pytest.mark.parametrize("case", RANKING_ERRORS)
def test_ranking_errors_say_what_is_wrong(case):
    metric, predictions, targets, text = RANKING_ERRORS[case]
    with pytest.raises((ValueError, TypeError), match=text):
        metric.update(predictions, targets)
    with pytest.raises(ValueError, match="average must be one of"):
        ROCAUC("binary")


# ----------------------------------------------------------------------------------------------------- regression
def exact_r2(targets, predictions):
    """The mean over outputs of 1 − residual / spread, computed in fractions."""
    columns = zip(targets.reshape(len(targets), -1).T, predictions.reshape(len(targets), -1).T, strict=True)
    shares = []
    for truth, guesses in columns:
        truth, guesses = [Fraction(float(t)) for t in truth], [Fraction(float(p)) for p in guesses]
        mean = sum(truth) / len(truth)
        residual = sum((t - p) ** 2 for t, p in zip(truth, guesses, strict=True))
        shares.append(1 - residual / sum((t - mean) ** 2 for t in truth))
    return float(sum(shares) / len(shares))


@settings(max_examples=40)
@given(seeds, st.integers(2, 30), st.sampled_from([(), (1,), (3,)]), st.sampled_from([0, 1e3, 1e8]))
@example(454054, 2, (), 1e8)
def test_regression(seed, n, shape, offset):
    draw = np.random.default_rng(seed)
    predictions, targets = draw.normal(size=(n, *shape)) + offset, draw.normal(size=(n, *shape)) + offset
    np.testing.assert_allclose(figure(MAE(), predictions, targets), sk.mean_absolute_error(targets, predictions), 1e-12)
    np.testing.assert_allclose(figure(MSE(), predictions, targets), sk.mean_squared_error(targets, predictions), 1e-12)
    expected = sk.root_mean_squared_error(targets, predictions)
    np.testing.assert_allclose(figure(MSE(squared=False), predictions, targets), expected, 1e-12)
    if not offset:  # where targets are large and close together, the mean that scikit-learn subtracts is rounded
        np.testing.assert_allclose(figure(R2(), predictions, targets), sk.r2_score(targets, predictions), 1e-12)
    np.testing.assert_allclose(figure(R2(), predictions, targets), exact_r2(targets, predictions), 1e-12)
    if shape == (1,):
        assert figure(MSE(), predictions, targets[:, 0]) == figure(MSE(), predictions[:, 0], targets)


@pytest.mark.parametrize("predictions", [[2.0, 2.0, 2.0], [2.0, 2.0, 3.0]])
def test_targets_that_are_all_equal(predictions):
    assert figure(R2(), predictions, [2.0, 2.0, 2.0]) == sk.r2_score([2.0, 2.0, 2.0], predictions)
    constant = np.full(3, 0.1)  # whose mean is rounded: scikit-learn takes that for a variance
    metric = R2()
    for _ in range(7):
        metric.update(np.where(np.equal(predictions, 2), constant, 3), constant)
    assert metric.compute() == float(predictions[-1] == 2)
    two_outputs = np.stack([[2.0, 2.0, 2.0], [1.0, 2.0, 3.0]], axis=1)
    other = np.stack([predictions, [1.0, 2.0, 4.0]], axis=1)
    np.testing.assert_allclose(figure(R2(), other, two_outputs), sk.r2_score(two_outputs, other), 1e-12)


@pytest.mark.parametrize("make", [MAE, MSE, R2])
def test_numbers_that_are_not_finite_show(make):
    assert isnan(figure(make(), [1.0, nan, 2.0], [1.0, 2.0, 3.0]))
    if make is not R2:
        assert figure(make(), [1.0, np.inf], [1.0, 2.0]) == np.inf


@pytest.mark.parametrize("shapes", [((4,), (3,)), ((4, 2), (8,)), ((4, 2), (2, 4)), ((4, 1), (4, 4)), ((), (1,))])
def test_shapes_that_do_not_belong_together(shapes):
    with pytest.raises(ValueError, match=r"MAE: predictions and targets must .*got"):
        MAE().update(np.zeros(shapes[0]), np.zeros(shapes[1]))
