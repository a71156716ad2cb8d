"""The benchmarks' workloads without an engine: forward and backward written out in NumPy, textbook optimizers."""

from itertools import pairwise

import numpy as np


def batch(sizes, count):
    """Inputs, and targets for one output (numbers) or several (classes)."""
    rng = np.random.default_rng(0)
    inputs = rng.standard_normal((count, sizes[0]), dtype=np.float32)
    if sizes[-1] == 1:
        return inputs, rng.integers(0, 2, (count, 1)).astype(np.float32)
    return inputs, rng.integers(0, sizes[-1], count)


def gradients(weights, biases, inputs, targets):
    """The gradients of a ReLU network: binary cross entropy for one output, cross entropy for several."""
    hidden = [inputs]
    for weight, bias in zip(weights, biases, strict=True):
        out = hidden[-1] @ weight.T + bias
        hidden.append(np.maximum(out, 0))
    count = len(inputs)
    if out.shape[1] == 1:
        grad = (1 / (1 + np.exp(-out)) - targets) / count
    else:
        grad = np.exp(out - out.max(1, keepdims=True))
        grad /= grad.sum(1, keepdims=True)
        grad[np.arange(count), targets] -= 1
        grad /= count
    found = []
    for layer in reversed(range(len(weights))):
        found += [grad.sum(0), grad.T @ hidden[layer]]
        if layer:
            grad = (grad @ weights[layer]) * (hidden[layer] > 0)
    return found[::-1]


class SGD:
    def __init__(self, parameters, lr=1e-3):
        self.parameters, self.lr = parameters, lr

    def step(self, grads):
        for parameter, grad in zip(self.parameters, grads, strict=True):
            parameter -= self.lr * grad


class Adam:
    def __init__(self, parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.parameters, self.lr, self.betas, self.eps, self.steps = parameters, lr, betas, eps, 0
        self.means = [np.zeros_like(p) for p in parameters]
        self.squares = [np.zeros_like(p) for p in parameters]

    def step(self, grads):
        self.steps += 1
        beta1, beta2 = self.betas
        root = (1 - beta2**self.steps) ** 0.5
        size = self.lr * root / (1 - beta1**self.steps)
        for p, grad, m, v in zip(self.parameters, grads, self.means, self.squares, strict=True):
            m *= beta1
            m += (1 - beta1) * grad
            v *= beta2
            v += (1 - beta2) * grad * grad
            p -= size * m / (np.sqrt(v) + self.eps * root)


def training_step(sizes, count, optimizer):
    rng = np.random.default_rng(0)
    layers = list(pairwise(sizes))
    weights = [rng.uniform(-(i**-0.5), i**-0.5, (o, i)).astype(np.float32) for i, o in layers]
    biases = [rng.uniform(-(i**-0.5), i**-0.5, o).astype(np.float32) for i, o in layers]
    step = {"SGD": SGD, "Adam": Adam}[optimizer]([p for pair in zip(weights, biases, strict=True) for p in pair])
    inputs, targets = batch(sizes, count)
    return lambda: step.step(gradients(weights, biases, inputs, targets))


def optimizer_step(optimizer, sizes):
    parameters = [np.ones(size, np.float32) for size in sizes]
    grads = [np.full(size, 0.01, np.float32) for size in sizes]
    step = {"SGD": SGD, "Adam": Adam}[optimizer](parameters)
    return lambda: step.step(grads)
