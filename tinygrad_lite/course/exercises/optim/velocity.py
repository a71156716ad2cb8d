"""What steps with a memory share, in lesson 04: cases with a velocity, and PyTorch's SGD."""

from __future__ import annotations

import numpy as np

from .shared import SHAPES, OneParameter, sized

_RATES = [0.01, 0.03, 0.05, 0.2, 0.3, 0.7, 1.5, 3.0]
_MOMENTA = [0.9, 0.5, 0.95, 0.8, 0.6, 0.99, 0.3, 0.7]


class _WithVelocity(OneParameter):
    parts = ("param", "velocity")
    axes = {"param": ..., "grad": ..., "velocity": ...}
    words = {**OneParameter.words, "momentum": "the momentum"}
    nesterov = False

    def cases(self, rng):
        yield self.case(np.array([1.0]), np.array([0.5]), np.array([2.0]), 0.1, 0.9)
        yield self.case(np.array([0.0, 3.0]), np.array([1.0, -1.0]), np.array([1.0, 1.0]), 0.1, 0.5)
        yield self.case(np.array([2.0]), np.array([-3.0]), np.array([4.0]), 0.01, 0.9)
        for shape, lr, momentum in zip(SHAPES, _RATES, _MOMENTA, strict=True):
            yield self.case(*(sized(rng, shape) for _ in range(3)), lr, momentum)
        for shape in [(3,), (3, 4)]:
            yield self.case(
                sized(rng, shape), sized(rng, shape), np.zeros(shape), 0.25, 0.9, about="in the first step of all"
            )
            yield self.case(*(sized(rng, shape) for _ in range(3)), 0.25, 0.0, about="where the momentum is 0")
            yield self.case(
                sized(rng, shape), np.zeros(shape), sized(rng, shape), 0.25, 0.9, about="where the gradient is 0"
            )
        for velocity in (
            [1.0, -1.0],
            [2.0, 0.0],
            [0.0, 1e-7],
        ):  # not 0, though it adds up to 0, or holds one, or nearly
            yield self.case(np.array([1.0, -2.0]), np.array([0.5, 0.25]), np.array(velocity), 0.1, 0.9)

    def reference(self, param, grad, velocity, lr, momentum):
        import torch

        parameter = torch.nn.Parameter(torch.tensor(param))
        parameter.grad = torch.tensor(grad)
        if momentum == 0:  # PyTorch keeps no velocity then
            torch.optim.SGD([parameter], lr=lr).step()
            return parameter, torch.tensor(grad)
        optimizer = torch.optim.SGD([parameter], lr=lr, momentum=momentum, nesterov=self.nesterov)
        optimizer.state[parameter]["momentum_buffer"] = torch.tensor(velocity)
        optimizer.step()
        return parameter, optimizer.state[parameter]["momentum_buffer"]
