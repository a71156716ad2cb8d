"""The workloads without an engine: forward and backward written out in NumPy, textbook optimizers."""

import numpy as np

from . import inputs
from .conv_by_hand import conv_net_gradients
from .layers_by_hand import dense_gradients
from .optimizers_by_hand import OPTIMIZERS
from .side import result, training


def training_step(gradients, optimizer, weight_shapes, data):
    parameters = inputs.parameters(weight_shapes)
    descent = OPTIMIZERS[optimizer](parameters)

    def step():
        loss, grads = gradients(parameters, *data)
        descent.step(grads)
        return loss

    return training(step, lambda: parameters)


def mlp(sizes, count, optimizer):
    data = inputs.batch((count, sizes[0]), sizes[-1])
    return training_step(dense_gradients, optimizer, inputs.dense_net(sizes), data)


def conv_net(optimizer):
    data = inputs.batch((inputs.CONV_NET_BATCH, 1, 8, 8), 10)
    return training_step(conv_net_gradients, optimizer, inputs.CONV_NET, data)


def optimizer(name, sizes):
    parameters, grads = [np.ones(size, np.float32) for size in sizes], inputs.numbers(*sizes)
    descent = OPTIMIZERS[name](parameters)
    return training(lambda: descent.step(grads), lambda: parameters)


def add(size):
    a, b = inputs.numbers(size, size)
    return result(lambda: a + b)


def multiply(size):
    a, b = inputs.numbers((size, size), (size, size))
    return result(lambda: a * b)


def matmul(size):
    a, b = inputs.numbers((size, size), (size, size))
    return result(lambda: a @ b)


def multiply_relu_sum(size):
    a, b = inputs.numbers((size, size), (size, size))

    def step():
        product = a * b
        np.maximum(product, 0).sum()
        grad_product = (product > 0).astype(np.float32)
        grad_a, _ = grad_product * b, grad_product * a
        return grad_a

    return result(step)


def chain(length):
    (x,) = inputs.numbers(4)
    factor, summand = inputs.CHAIN

    def step():
        y = x
        for _ in range(length // 2):
            y = y * factor
            y = y + summand
        grad = np.ones_like(y)
        for _ in range(length // 2):
            grad = grad * factor
        return grad

    return result(step)
