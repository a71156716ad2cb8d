"""Classification: scikit-learn's figures, also where they are undefined, and errors that say what is wrong."""

import warnings
from math import nan

import numpy as np
import pytest
import sklearn.metrics as sk
from hypothesis import given, settings
from hypothesis import strategies as st

from tinygrad_lite.training.metrics import (
    F1,
    Accuracy,
    ConfusionMatrix,
    Precision,
    Recall,
    TopKAccuracy,
    UndefinedMetricWarning,
)
from tinygrad_lite.training.metrics.accuracy import usual_matches

SCORES = {Precision: sk.precision_score, Recall: sk.recall_score, F1: sk.f1_score}
AVERAGES = ["micro", "macro", "weighted", None]
seeds = st.integers(0, 10**6)


def figure(metric, predictions, targets):
    """With the number of warnings of an undefined figure."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        metric.update(predictions, targets)
        value = metric.compute()
    assert all(issubclass(warning.category, UndefinedMetricWarning) for warning in caught)
    return value, len(caught)


def theirs(function, targets, predictions, **arguments):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = function(targets, predictions, **arguments)
    return value, len([warning for warning in caught if "Undefined" in warning.category.__name__])


def same(ours, expected):
    np.testing.assert_allclose(ours[0], expected[0], rtol=1e-12)
    assert (ours[1] > 0) == (expected[1] > 0), "warnings"


@settings(max_examples=96)
@given(seeds, st.integers(1, 12), st.integers(3, 5), st.sampled_from(["warn", 0, 1, nan]))
def test_classes(seed, n, num_classes, zero_division):
    """Few samples, so that some classes are never true or never predicted."""
    draw = np.random.default_rng(seed)
    scores, targets = draw.normal(size=(n, num_classes)), draw.integers(0, num_classes, n)
    predicted, labels = scores.argmax(1), range(num_classes)
    assert figure(Accuracy(), scores, targets) == (sk.accuracy_score(targets, predicted), 0)
    assert figure(Accuracy(), predicted, targets[:, None]) == (sk.accuracy_score(targets, predicted), 0)
    for normalize in (None, "true", "pred", "all"):
        expected = sk.confusion_matrix(targets, predicted, labels=labels, normalize=normalize)
        np.testing.assert_array_equal(figure(ConfusionMatrix(normalize=normalize), scores, targets)[0], expected)
        metric = ConfusionMatrix(num_classes, normalize=normalize)
        np.testing.assert_array_equal(figure(metric, predicted, targets)[0], expected)
    arguments = {"average": AVERAGES[seed % 4], "zero_division": zero_division}
    for make, function in SCORES.items():
        expected = theirs(function, targets, predicted, labels=labels, **arguments)
        same(figure(make(**arguments), scores, targets), expected)
        same(figure(make(num_classes=num_classes, **arguments), predicted, targets), expected)


@settings(max_examples=24)
@given(seeds, st.integers(1, 8), st.sampled_from(["binary", *AVERAGES]))
def test_two_classes(seed, n, average):
    draw = np.random.default_rng(seed)
    logits, targets = draw.normal(size=n), draw.integers(0, 2, n)
    logits[0] = 0.0  # as probable as not: no
    predicted = (logits > 0).astype(int)
    forms = [
        ({"threshold": 0.0}, logits[:, None], targets[:, None].astype(np.float32)),
        ({}, 1 / (1 + np.exp(-logits)), targets),
        ({}, np.stack([0 * logits, logits], axis=1), targets),
        ({}, predicted.astype(bool), targets.astype(bool)),
    ]
    accuracy, confusion = sk.accuracy_score(targets, predicted), sk.confusion_matrix(targets, predicted, labels=[0, 1])
    labels = {} if average == "binary" else {"labels": [0, 1]}
    expected = {make: theirs(score, targets, predicted, average=average, **labels) for make, score in SCORES.items()}
    for arguments, predictions, truth in forms:
        assert figure(Accuracy(**arguments), predictions, truth) == (accuracy, 0)
        np.testing.assert_array_equal(figure(ConfusionMatrix(**arguments), predictions, truth)[0], confusion)
        for make in SCORES:
            same(figure(make(average, **arguments), predictions, truth), expected[make])


@settings(max_examples=30)
@given(seeds, st.integers(1, 6), st.sampled_from(AVERAGES), st.sampled_from(["warn", 0, 1, nan]))
def test_several_labels(seed, n, average, zero_division):
    draw = np.random.default_rng(seed)
    scores, targets = draw.random((n, 3)), draw.integers(0, 2, (n, 3))
    predicted = (scores > 0.6).astype(int)
    metric = Accuracy(threshold=0.6, multilabel=True)
    assert figure(metric, scores, targets) == (sk.accuracy_score(targets, predicted), 0)
    for make, function in SCORES.items():
        expected = theirs(function, targets, predicted, average=average, zero_division=zero_division)
        metric = make(average, threshold=0.6, multilabel=True, zero_division=zero_division)
        same(figure(metric, scores, targets.astype(np.float32)), expected)
        metric = make(average, multilabel=True, zero_division=zero_division)
        same(figure(metric, predicted, targets), expected)


@pytest.mark.parametrize("zero_division", ["warn", 1, nan])
@pytest.mark.parametrize("make", SCORES)
def test_no_label_ever(make, zero_division):
    """The weights of "weighted" are all 0."""
    predicted, targets = np.eye(3, 2, dtype=int), np.zeros((3, 2), int)
    arguments = {"average": "weighted", "zero_division": zero_division}
    same(
        figure(make(multilabel=True, **arguments), predicted, targets),
        theirs(SCORES[make], targets, predicted, **arguments),
    )


@settings(max_examples=60)
@given(seeds, st.integers(1, 12), st.integers(3, 6), st.integers(1, 7))
def test_top_k(seed, n, num_classes, k):
    draw = np.random.default_rng(seed)
    scores, targets = draw.integers(0, 4, (n, num_classes)) / 4, draw.integers(0, num_classes, n)  # many ties
    expected = theirs(sk.top_k_accuracy_score, targets, scores, k=k, labels=range(num_classes))
    same(figure(TopKAccuracy(k), scores, targets), expected)


def test_scores_of_any_size_are_ordered():
    scores = [[np.inf, 0.0, -np.inf], [-np.inf, -np.inf, 1e300]]
    assert figure(Accuracy(), scores, [0, 2])[0] == figure(TopKAccuracy(1), scores, [0, 2])[0] == 1


ONE_HOT = np.eye(4)
WRONG = {
    "out of range": (Accuracy(), ONE_HOT, [0, 1, 4, 3], r"Accuracy: targets hold class 4 in row 2; .* less than 4"),
    "negative": (F1("macro"), ONE_HOT, [0, -1, 2, 3], "F1: targets hold class -1 in row 1; classes are counted from 0"),
    "top k": (TopKAccuracy(), ONE_HOT, [0, 1, 4, 3], "TopKAccuracy: targets hold class 4 in row 2"),
    "top k of labels": (
        TopKAccuracy(),
        [1, 2],
        [1, 2],
        r"needs scores \(samples, classes\), got shape \(2,\)",
    ),
    "predicted": (ConfusionMatrix(3), [0, 3], [0, 1], "ConfusionMatrix: predictions hold class 3 in row 1"),
    "no integers": (Accuracy(), ONE_HOT, [0.0, 1.0, 2.0, 3.0], "targets must hold class indices of an integer dtype"),
    "one-hot": (Accuracy(), ONE_HOT, ONE_HOT, r"targets must be one a sample.*\(4, 4\)\..*targets.argmax\(1\)"),
    "lengths": (Accuracy(), ONE_HOT, [0, 1], "Accuracy: got 4 predictions, but 2 targets"),
    "images": (Accuracy(), np.zeros((2, 3, 4, 4)), [0, 1], r"predictions must be one a sample.*\(2, 3, 4, 4\)"),
    "one number": (Accuracy(), 1.0, 1, r"predictions must be one a sample.*got shape \(\)"),
    "logits": (Accuracy(), [-1.0, 3.0], [0, 1], r"scores from -1 to 3 are no probabilities.*Accuracy\(threshold=0.0\)"),
    "not two": (Accuracy(), [0.1, 0.2], [0, 2], "targets hold class 2 in row 1; .* less than 2"),
    "fractions": (Accuracy(), [0.1, 0.2], [0.0, 0.5], "targets must be 0 or 1 here, got 0.5"),
    "nan": (Accuracy(), [[0.0, nan]], [0], "predictions hold NaN"),
    "nan, two classes": (Accuracy(threshold=0.0), [nan], [0], "predictions hold NaN"),
    "text": (Accuracy(), ["a"], [0], "predictions must hold numbers, got <U1"),
    "how many": (ConfusionMatrix(), [0, 1], [0, 1], "do not tell how many there are; give num_classes"),
    "how many, too": (F1("macro"), [0, 1], [0, 1], "do not tell how many there are; give num_classes"),
    "binary": (F1(), ONE_HOT, [0, 1, 2, 3], "for 4 classes, the metric is for 2. For more, choose another average"),
    "width": (ConfusionMatrix(3), ONE_HOT, [0, 1, 2, 3], "for 4 classes, the metric is for 3"),
    "labels": (Accuracy(multilabel=True), ONE_HOT, [0, 1, 2, 3], r"got shapes \(4, 4\) and \(4,\)"),
    "label values": (Accuracy(multilabel=True), 2 * ONE_HOT.astype(int), ONE_HOT, "predictions must be 0 or 1 here"),
}


@pytest.mark.parametrize("case", WRONG)
def test_errors_say_what_is_wrong(case):
    metric, predictions, targets, text = WRONG[case]
    with pytest.raises((ValueError, TypeError), match=text):
        metric.update(predictions, targets)
    assert not metric.state, "nothing of a refused batch is counted"


def test_settings_are_checked():
    for make, text in [
        (lambda: F1("samples"), "F1: average must be one of"),
        (lambda: F1("binary", num_classes=3), "'binary' is for two classes"),
        (lambda: Recall(multilabel=True), "'binary' is for two classes"),
        (lambda: Precision(zero_division=0.5), "zero_division must be 'warn', 0, 1 or nan"),
        (lambda: ConfusionMatrix(normalize="rows"), "normalize must be None or one of"),
        (lambda: TopKAccuracy(0), "k must be at least 1"),
    ]:
        with pytest.raises(ValueError, match=text):
            make()


def test_warnings_name_the_classes():
    metric = Precision("macro")
    metric.update(np.eye(4)[[0, 2]], [0, 1])
    with pytest.warns(UndefinedMetricWarning, match=r"Precision: without a predicted sample \(classes \[1, 3\]\)"):
        assert metric.compute() == 0.25


@settings(max_examples=60)
@given(
    seed=seeds, classes=st.integers(1, 4), fault=st.sampled_from([None, "nan", "inf", "negative", "too large", "short"])
)
def test_the_quick_way_is_the_careful_one(seed, classes, fault):
    rng = np.random.default_rng(seed)
    scores, targets = rng.normal(size=(6, classes)).astype(np.float32), rng.integers(0, classes, 6)
    if fault in ("nan", "inf"):
        scores[2, 0] = {"nan": nan, "inf": np.inf}[fault]
    elif fault == "short":
        targets = targets[:5]
    elif fault:
        targets[3] = {"negative": -1, "too large": classes}[fault]
    quick = usual_matches(scores, targets)
    if fault in (None, "inf") and classes > 1:
        np.testing.assert_array_equal(quick, scores.argmax(1) == targets)
    else:
        assert quick is None
