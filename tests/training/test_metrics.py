"""What all metrics promise: no matter how samples are cut into batches, spread over workers, or given."""

import math

import numpy as np
import pytest
import torch

import tinygrad_lite as tg
from tinygrad_lite.training import metrics
from tinygrad_lite.training.metrics import (
    F1,
    MAE,
    MSE,
    R2,
    ROCAUC,
    Accuracy,
    AveragePrecision,
    ConfusionMatrix,
    MeanLoss,
    Precision,
    Recall,
    TopKAccuracy,
)

draw = np.random.default_rng(0)
N = 60
SCORES = draw.random((N, 4)).round(1).astype(np.float32)  # many are equal
PROBABILITIES = draw.dirichlet(np.ones(4), N)
CLASSES, LABELS, BINARY = draw.integers(0, 4, N), draw.integers(0, 2, (N, 4)), draw.integers(0, 2, N)
NUMBERS, OTHERS = draw.normal(1e6, 1, (N, 2)), draw.normal(1e6, 1, (N, 2))

EXACT = {
    "accuracy": (Accuracy, SCORES, CLASSES),
    "accuracy, two classes": (Accuracy, SCORES[:, 0], BINARY),
    "accuracy, labels": (lambda: Accuracy(multilabel=True), SCORES, LABELS),
    "top k": (TopKAccuracy, SCORES, CLASSES),
    "confusion": (ConfusionMatrix, SCORES, CLASSES),
    "confusion, shares": (lambda: ConfusionMatrix(normalize="true"), SCORES, CLASSES),
    "precision": (lambda: Precision("macro"), SCORES, CLASSES),
    "recall": (lambda: Recall(None, multilabel=True), SCORES, LABELS),
    "f1": (lambda: F1("weighted"), SCORES, CLASSES),
    "roc": (ROCAUC, PROBABILITIES, CLASSES),
    "roc, labels": (lambda: ROCAUC("weighted", multilabel=True), SCORES, LABELS),
    "average precision": (lambda: AveragePrecision(None), SCORES, CLASSES),
    "average precision, two classes": (AveragePrecision, SCORES[:, 0], BINARY),
}
SUMS = {
    "mae": (MAE, NUMBERS, OTHERS),
    "mse": (MSE, NUMBERS, OTHERS),
    "rmse": (lambda: MSE(squared=False), NUMBERS, OTHERS),
    "r2": (R2, NUMBERS, OTHERS),
    "r2, far from zero": (R2, NUMBERS[:, 0] + 1e9, OTHERS[:, 0] + 1e9),
}
ALL = EXACT | SUMS


def filled(make, predictions, targets):
    metric = make()
    metric.update(predictions, targets)
    return metric


def same(name, one, other):
    if name in EXACT:
        np.testing.assert_array_equal(one, other)
    else:
        np.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize("name", ALL)
def test_batches_are_as_good_as_one(name):
    make, predictions, targets = ALL[name]
    whole, metric = filled(make, predictions, targets).compute(), make()
    for start, end in [(0, 1), (1, 8), (8, 8), (8, 50), (50, N)]:
        metric.update(predictions[start:end], targets[start:end])
    same(name, metric.compute(), whole)
    same(name, metric.compute(), whole)  # computing changes nothing
    metric.reset()
    metric.update(predictions, targets)
    np.testing.assert_array_equal(metric.compute(), whole)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
@pytest.mark.parametrize("name", ALL)
def test_workers_are_as_good_as_one(name, order):
    """Merged in any order; a worker without samples, and states that went through a file, included."""
    make, predictions, targets = ALL[name]
    whole, parts = filled(make, predictions, targets).compute(), np.split(np.arange(N), [5, 30])
    workers = [filled(make, predictions[part], targets[part]) for part in parts] + [make()]
    states = [worker.state_dict() for worker in workers]
    total = make()
    for i in order:
        copy = make()
        copy.load_state_dict(states[i])
        total.merge(copy)
    same(name, total.compute(), whole)
    for worker, state in zip(workers, states):  # the others remain as they were
        for key, value in worker.state_dict().items():
            np.testing.assert_array_equal(value, state[key])
    assert all(isinstance(value, (np.ndarray, str)) for state in states for value in state.values())


@pytest.mark.parametrize("name", ALL)
def test_what_is_given_may_be_anything_with_numbers(name):
    make, predictions, targets = ALL[name]
    expected = filled(make, predictions, targets).compute()
    ours = tg.tensor(predictions, requires_grad=True), tg.tensor(targets)
    theirs = torch.tensor(predictions, requires_grad=True), torch.tensor(targets)
    lists = predictions.tolist(), targets.tolist()
    for pair in (ours, theirs, lists, (predictions[::-1][::-1], targets)):
        np.testing.assert_array_equal(filled(make, *pair).compute(), expected)


def test_half_precision_is_taken():
    for dtype in (torch.bfloat16, torch.float16):
        scores = torch.tensor([[1.0, 2.0], [3.0, 0.0]], dtype=dtype)
        assert filled(Accuracy, scores, torch.tensor([1, 1])).compute() == 0.5
        assert filled(MSE, scores, scores).compute() == 0
    big = np.full(100, 300, np.float16)  # whose squares float16 cannot hold
    assert filled(MSE, big, 0 * big).compute() == 90000


def test_memory_that_is_used_again_changes_nothing():
    for make in (ROCAUC, AveragePrecision):
        scores, targets = np.array([0.1, 0.9]), np.array([0, 1])
        metric = filled(make, scores, targets)
        scores[:], targets[:] = 0.5, 0
        assert metric.compute() == 1


def test_names():
    made = [Accuracy(), TopKAccuracy(5), MeanLoss(), ConfusionMatrix(), Precision(), Recall("macro"), F1(None)]
    made += [ROCAUC(), AveragePrecision("weighted"), MAE(), MSE(), MSE(squared=False), R2(), F1(name="dogs")]
    names = "accuracy top5_accuracy loss confusion_matrix precision recall_macro f1_per_class "
    names += "roc_auc average_precision_weighted mae mse rmse r2 dogs"
    assert [metric.name for metric in made] == names.split()


@pytest.mark.parametrize("name", [name for name in metrics.__all__ if not name.startswith(("Metric", "Undefined"))])
def test_without_samples_there_is_no_figure(name):
    metric = getattr(metrics, name)()
    for _ in range(2):
        with pytest.raises(ValueError, match=f"{name}: there are no samples yet"):
            metric.compute()
        metric.update(*((0.0, 0) if name == "MeanLoss" else (np.zeros((0, 3)), np.zeros(0, int))))


def test_other_settings_are_not_merged_or_loaded():
    metric = filled(Accuracy, [[1.0, 0.0]], [0])
    with pytest.raises(ValueError, match=r"Accuracy\(threshold=0.0, multilabel=False\) does not count the same"):
        metric.merge(Accuracy(threshold=0.0))
    with pytest.raises(ValueError, match=r"saved sums are of Accuracy.*not of MAE"):
        MAE().load_state_dict(metric.state_dict())
    F1(zero_division=math.nan).merge(F1(zero_division=math.nan))


@pytest.mark.parametrize("make", [ConfusionMatrix, AveragePrecision, MAE, R2])
def test_other_widths_are_refused(make):
    width = {MAE: (2, 3), R2: (2, 3)}.get(make, (2,))
    metric = filled(make, np.eye(2, 3), np.zeros(width, int))
    for act in (metric.update, lambda *batch: metric.merge(filled(make, *batch))):
        with pytest.raises(ValueError, match="5 classes, labels or outputs, those before had 3"):
            act(np.eye(2, 5), np.zeros((*width[:-1], 5) if len(width) > 1 else 2, int))


# ------------------------------------------------------------------------------------------------------ mean loss
def test_losses_count_by_samples():
    metric = MeanLoss()
    for loss, n in [(tg.tensor(1.0, requires_grad=True), 64), (torch.tensor([4.0]), 32), (math.nan, 0)]:
        metric.update(loss, n)
    assert metric.compute() == 2.0


def test_the_sum_of_losses_is_as_exact_as_a_float_can_be():
    """Large terms that cancel one another leave the small ones, in any order and with any number of workers."""
    large = draw.normal(size=200) * 1e15
    losses = np.concatenate([large, -large, draw.random(100)])
    expected = math.fsum(losses) / len(losses)
    for order in (np.arange(len(losses)), draw.permutation(len(losses)), np.argsort(losses)):
        workers = [MeanLoss() for _ in range(3)]
        for i, loss in enumerate(losses[order]):
            workers[i % 3].update(loss, 1)
        workers[0].merge(workers[1])
        workers[0].merge(workers[2])
        np.testing.assert_allclose(workers[0].compute(), expected, rtol=1e-12)


@pytest.mark.parametrize("losses", [[1, math.inf], [math.inf, 1], [math.inf, -math.inf, 1], [1, math.nan, 2]])
def test_losses_that_are_not_finite_show(losses):
    metric = MeanLoss()
    for loss in losses:
        metric.update(loss, 3)
    np.testing.assert_equal(metric.compute(), float(sum(losses)))


def test_a_loss_is_one_number():
    with pytest.raises(ValueError, match=r"MeanLoss: needs one number, got shape \(3,\)"):
        MeanLoss().update([1.0, 2.0, 3.0], 3)
    with pytest.raises(ValueError, match="n is the number of samples"):
        MeanLoss().update(1.0, -1)
