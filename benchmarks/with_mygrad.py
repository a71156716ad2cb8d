"""The workloads for mygrad, which has gradients, activations, a convolution and a loss, but no layers or optimizers:
those are by hand. Its guards against changing arrays in place, which cost time, are off as its manual advises.
"""

import mygrad as mg
import numpy as np
from mygrad.nnet import conv_nd, max_pool, relu, softmax_crossentropy

from . import inputs
from .optimizers_by_hand import OPTIMIZERS
from .side import result, training

mg.turn_memory_guarding_off()


def training_step(loss_of, optimizer, weight_shapes):
    parameters = [mg.tensor(array) for array in inputs.parameters(weight_shapes)]
    arrays = [p.data for p in parameters]
    descent = OPTIMIZERS[optimizer](arrays)

    def step():
        loss = loss_of(*parameters)
        loss.backward()
        descent.step([p.grad for p in parameters])
        return loss.data

    return training(step, lambda: arrays)


def mlp(sizes, count, optimizer):
    x, targets = inputs.batch((count, sizes[0]), sizes[-1])

    def loss_of(*parameters):
        out = x
        for weight, bias in zip(parameters[:-2:2], parameters[1:-2:2], strict=True):
            out = relu(out @ weight.T + bias)
        logits = out @ parameters[-2].T + parameters[-1]
        if sizes[-1] == 1:
            return (mg.logaddexp(np.float32(0), logits) - logits * targets).mean()
        return softmax_crossentropy(logits, targets)

    return training_step(loss_of, optimizer, inputs.dense_net(sizes))


def conv_net(optimizer):
    x, targets = inputs.batch((inputs.CONV_NET_BATCH, 1, 8, 8), 10)

    def loss_of(weight1, bias1, weight2, bias2, weight3, bias3):
        out = relu(conv_nd(x, weight1, stride=1, padding=1) + bias1.reshape(-1, 1, 1))
        out = relu(conv_nd(max_pool(out, (2, 2), 2), weight2, stride=1, padding=1) + bias2.reshape(-1, 1, 1))
        flat = max_pool(out, (2, 2), 2).reshape(len(x), -1)
        return softmax_crossentropy(flat @ weight3.T + bias3, targets)

    return training_step(loss_of, optimizer, inputs.CONV_NET)


def tensors(*shapes):
    return [mg.tensor(array) for array in inputs.numbers(*shapes)]


def add(size):
    a, b = tensors(size, size)
    return result(lambda: a + b)


def multiply(size):
    a, b = tensors((size, size), (size, size))
    return result(lambda: a * b)


def matmul(size):
    a, b = tensors((size, size), (size, size))
    return result(lambda: a @ b)


def multiply_relu_sum(size):
    a, b = tensors((size, size), (size, size))

    def step():
        relu(a * b).sum().backward()
        return a.grad

    return result(step)


def chain(length):
    (x,) = tensors(4)
    factor, summand = inputs.CHAIN

    def step():
        y = x
        for _ in range(length // 2):
            y = y * factor
            y = y + summand
        y.sum().backward()
        return x.grad

    return result(step)
