"""Optimizers as textbooks have them, in NumPy, with PyTorch's defaults."""

import numpy as np


class SGD:
    def __init__(self, parameters, lr=1e-3):
        self.parameters, self.lr = parameters, lr

    def step(self, grads):
        for parameter, grad in zip(self.parameters, grads, strict=True):
            parameter -= self.lr * grad


class Adam:
    """Source: Kingma & Ba 2015, arXiv:1412.6980."""

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


class RMSprop:
    """Source: Hinton 2012, Neural Networks for Machine Learning, lecture 6."""

    def __init__(self, parameters, lr=1e-3, alpha=0.99, eps=1e-8):
        self.parameters, self.lr, self.alpha, self.eps = parameters, lr, alpha, eps
        self.squares = [np.zeros_like(p) for p in parameters]

    def step(self, grads):
        for p, grad, v in zip(self.parameters, grads, self.squares, strict=True):
            v *= self.alpha
            v += (1 - self.alpha) * grad * grad
            p -= self.lr * grad / (np.sqrt(v) + self.eps)


OPTIMIZERS = {"SGD": SGD, "Adam": Adam, "RMSprop": RMSprop}
