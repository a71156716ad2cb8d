"""Correct versions of the exercises of lesson 02, written differently from the solutions, as students write them."""

import math

import numpy as np


def mse_by_loop(predicted, target):
    total = 0.0
    for p, t in zip(predicted.reshape(-1), target.reshape(-1), strict=True):
        total += (p - t) ** 2
    return total / predicted.size


def mse_with_a_dot_product(predicted, target):
    error = np.ravel(target - predicted)
    return error @ error / len(error)


def mse_expanded(predicted, target):
    return (predicted**2).mean() - 2 * (predicted * target).mean() + (target**2).mean()


def mse_of_a_norm(y_hat, y):
    return np.array(np.linalg.norm(y_hat.ravel() - y.ravel()) ** 2 / y.size)  # a 0-d array


def mae_by_comprehension(predicted, target):
    return sum(abs(p - t) for p, t in zip(predicted.flat, target.flat, strict=True)) / predicted.size


def mae_with_where(a, b):
    return np.where(a > b, a - b, b - a).mean().item()


def mae_of_larger_and_smaller(predicted, target):
    return (np.maximum(predicted, target) - np.minimum(predicted, target)).sum() / np.prod(predicted.shape)


def huber_by_loop(predicted, target, delta=1.0):
    losses = []
    for p, t in zip(predicted.ravel().tolist(), target.ravel().tolist(), strict=True):
        d = abs(p - t)
        if d < delta:
            losses.append(0.5 * d * d)
        else:
            losses.append(delta * d - 0.5 * delta**2)
    return sum(losses) / len(losses)


def huber_with_a_mask(predicted, target, delta=1.0):
    e = predicted - target
    small = np.abs(e) <= delta
    out = np.empty_like(e)
    out[small] = e[small] ** 2 / 2
    out[~small] = delta * (np.abs(e[~small]) - delta / 2)
    return out.mean()


def huber_without_a_condition(y, t, threshold=1.0):
    d = np.abs(y - t)
    near = np.minimum(d, threshold)
    return np.mean(near**2 / 2 + threshold * (d - near))


def smooth_l1_by_loop(predicted, target, beta=1.0):
    total = 0
    for p, t in zip(predicted.flat, target.flat, strict=True):
        d = math.fabs(p - t)
        total += d**2 / beta / 2 if d < beta else d - beta / 2
    return total / predicted.size


def smooth_l1_from_huber(predicted, target, beta=1.0):
    return huber_with_a_mask(predicted, target, beta) / beta


def smooth_l1_without_a_condition(predicted, target, beta=1.0):
    d = np.abs(predicted - target)
    near = np.minimum(d, beta)
    return (near**2 / (2 * beta) + d - near).mean()


def bce_by_loop(probability, target):
    total = 0.0
    for p, t in zip(probability.ravel(), target.ravel(), strict=True):
        p = min(max(p, 1e-7), 1 - 1e-7)
        total -= t * math.log(p) + (1 - t) * math.log(1 - p)
    return total / target.size


def bce_two_means(p, t):
    p = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
    return (-t * np.log(p)).mean() + ((t - 1) * np.log1p(-p)).mean()


def bce_from_logits(p, t):
    p = p.clip(1e-7, 1 - 1e-7)
    logits = np.log(p) - np.log(1 - p)
    return np.mean(np.logaddexp(0, logits) - t * logits)


def bce_each_logarithm_clamped(probability, target):
    log_p = np.log(np.clip(probability, 1e-7, 1 - 1e-7))
    log_q = np.log(np.clip(1 - probability, 1e-7, 1 - 1e-7))
    return -np.sum(target * log_p + (1 - target) * log_q) / target.size


def bce_with_logits_logaddexp(logits, target):
    return np.mean(np.logaddexp(0, logits) - logits * target)


def bce_with_logits_two_terms(logits, target):
    return (target * np.logaddexp(0, -logits) + (1 - target) * np.logaddexp(0, logits)).mean()


def bce_with_logits_where(x, t):
    positive = x - x * t + np.log(1 + np.exp(-x))  # both sides are computed, one of them overflows
    negative = -x * t + np.log(1 + np.exp(x))
    return float(np.mean(np.where(x >= 0, positive, negative)))


def bce_with_logits_by_loop(logits, target):
    losses = []
    for x, t in zip(logits.flat, target.flat, strict=True):
        small = math.exp(-abs(x))
        losses.append((x if x > 0 else 0) - x * t + math.log(1 + small))
    return np.average(losses)


def log_softmax_by_loop(logits):
    rows = []
    for row in logits:
        m = max(row)
        total = sum(math.exp(x - m) for x in row)
        rows.append([x - m - math.log(total) for x in row])
    return rows


def log_softmax_logaddexp(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1)[:, None]


def log_softmax_transposed(z):
    columns = z.T - z.max(1)
    return (columns - np.log(np.exp(columns).sum(0))).T


def nll_by_loop(log_probability, target):
    total = 0
    for i in range(len(target)):
        total -= log_probability[i][target[i]]
    return total / len(target)


def nll_one_hot(log_probability, target):
    one_hot = np.eye(log_probability.shape[1])[target]
    return -(one_hot * log_probability).sum(1).mean()


def nll_take_along_axis(lp, y):
    return -np.take_along_axis(lp, y[:, None], axis=1).mean()


def nll_of_the_diagonal(log_probability, target):
    return -np.diag(log_probability[:, target]).mean()


def cross_entropy_by_loop(logits, target):
    losses = []
    for row, k in zip(logits, target, strict=True):
        m = row.max()
        losses.append(m + math.log(np.exp(row - m).sum()) - row[k])
    return sum(losses) / len(losses)


def cross_entropy_of_parts(logits, target):
    return nll_one_hot(log_softmax_logaddexp(logits), target)


def cross_entropy_of_differences(logits, target):
    right = logits[np.arange(len(logits)), target]
    return np.logaddexp.reduce(logits - right[:, None], axis=1).mean()


def choose_loss_with_if(task):
    if task == "regression":
        return "MSELoss"
    if task == "multi-class":
        return "CrossEntropyLoss"
    return "BCEWithLogitsLoss"


def choose_loss_with_other_right_names(kind):
    names = {
        "regression": "nn.SmoothL1Loss",
        "binary": "torch.nn.BCEWithLogitsLoss",
        "multi-class": "CrossEntropyLoss()",
        "multi-label": "MultiLabelSoftMarginLoss",
    }
    return names[kind]


CORRECT = {
    "loss/mse": [mse_by_loop, mse_with_a_dot_product, mse_expanded, mse_of_a_norm],
    "loss/mae": [mae_by_comprehension, mae_with_where, mae_of_larger_and_smaller],
    "loss/huber": [huber_by_loop, huber_with_a_mask, huber_without_a_condition],
    "loss/smooth_l1": [smooth_l1_by_loop, smooth_l1_from_huber, smooth_l1_without_a_condition],
    "loss/bce": [bce_by_loop, bce_two_means, bce_from_logits, bce_each_logarithm_clamped],
    "loss/bce_with_logits": [
        bce_with_logits_logaddexp,
        bce_with_logits_two_terms,
        bce_with_logits_where,
        bce_with_logits_by_loop,
    ],
    "loss/log_softmax": [log_softmax_by_loop, log_softmax_logaddexp, log_softmax_transposed],
    "loss/nll": [nll_by_loop, nll_one_hot, nll_take_along_axis, nll_of_the_diagonal],
    "loss/cross_entropy": [cross_entropy_by_loop, cross_entropy_of_parts, cross_entropy_of_differences],
    "loss/choose_loss": [choose_loss_with_if, choose_loss_with_other_right_names],
}
