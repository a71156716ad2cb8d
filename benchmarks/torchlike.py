"""The workloads for PyTorch, and word for word the same for ours."""

import numpy as np

from . import inputs
from .side import Side, result, training


class Torchlike:
    """One of the two libraries. Each method is a workload, and returns its Side."""

    def __init__(self, lib):
        self.lib = lib

    def training_step(self, model, optimizer, weight_shapes, data):
        """Predict, loss, backward, step."""
        lib = self.lib
        first = [lib.from_numpy(array) for array in inputs.parameters(weight_shapes)]
        model.load_state_dict(dict(zip(model.state_dict(), first, strict=True)))
        parameters = list(model.parameters())
        descent = getattr(lib.optim, optimizer)(parameters, lr=1e-3)
        x, targets = (lib.from_numpy(array) for array in data)
        loss_of = lib.nn.BCEWithLogitsLoss() if targets.ndim == 2 else lib.nn.CrossEntropyLoss()

        def step():
            loss = loss_of(model(x), targets)
            descent.zero_grad()
            loss.backward()
            descent.step()
            return loss

        return training(step, lambda: [p.detach().numpy() for p in parameters], read=lambda loss: loss.item())

    def mlp(self, sizes, count, optimizer):
        nn, shapes = self.lib.nn, inputs.dense_net(sizes)
        layers = [layer for after, before in shapes for layer in (nn.Linear(before, after), nn.ReLU())]
        data = inputs.batch((count, sizes[0]), sizes[-1])
        return self.training_step(nn.Sequential(*layers[:-1]), optimizer, shapes, data)

    def conv_net(self, optimizer):
        nn = self.lib.nn
        model = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(64, 10),
        )
        data = inputs.batch((inputs.CONV_NET_BATCH, 1, 8, 8), 10)
        return self.training_step(model, optimizer, inputs.CONV_NET, data)

    def optimizer(self, name, sizes, **options):
        """An optimizer alone: the gradients are there and stay."""
        parameters = [self.lib.ones(size, requires_grad=True) for size in sizes]
        for parameter, grad in zip(parameters, inputs.numbers(*sizes), strict=True):
            parameter.grad = self.lib.from_numpy(grad)
        descent = getattr(self.lib.optim, name)(parameters, lr=1e-3, **options)
        return training(lambda: descent.step(), lambda: [p.detach().numpy() for p in parameters])

    def tensors(self, *shapes, requires_grad=False):
        return [self.lib.from_numpy(array).requires_grad_(requires_grad) for array in inputs.numbers(*shapes)]

    def add(self, size):
        a, b = self.tensors(size, size)
        return result(lambda: a + b)

    def multiply(self, size):
        a, b = self.tensors((size, size), (size, size))
        return result(lambda: a * b)

    def matmul(self, size):
        a, b = self.tensors((size, size), (size, size))
        return result(lambda: a @ b)

    def multiply_relu_sum(self, size):
        a, b = self.tensors((size, size), (size, size), requires_grad=True)

        def step():
            a.grad = b.grad = None
            (a * b).relu().sum().backward()
            return a.grad

        return result(step)

    def convolution(self, count, channels, outputs, size, groups=1):
        shapes = (count, channels, size, size), (outputs, channels // groups, 3, 3)
        x, weight = self.tensors(*shapes, requires_grad=True)

        def step():
            x.grad = weight.grad = None
            self.lib.nn.functional.conv2d(x, weight, padding=1, groups=groups).sum().backward()
            return x.grad

        return Side(step, lambda: [np.asarray(step()), np.asarray(weight.grad)])

    def chain(self, length):
        (x,) = self.tensors(4, requires_grad=True)
        factor, summand = map(float, inputs.CHAIN)

        def step():
            y, x.grad = x, None
            for _ in range(length // 2):
                y = y * factor
                y = y + summand
            y.sum().backward()
            return x.grad

        return result(step)


class Fused:
    """PyTorch's optimizers with `fused=True`, which is not its default: all in one C++ loop. RMSprop has none."""

    def __init__(self, torch):
        self.torch = torch

    def optimizer(self, name, sizes):
        return None if name == "RMSprop" else Torchlike(self.torch).optimizer(name, sizes, fused=True)
