"""Three scalers: the course's, PyTorch's to compare with, and one in pieces for the mistakes."""

from __future__ import annotations


class GradScaler:
    """A scale for the loss that moves with the gradients."""

    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        """Begin with a scale and no steps counted; the attribute `scale` is the scale as it stands now.

        Args:
            init_scale: the scale to begin with.
            growth_factor: what the scale is multiplied by after many good steps in a row.
            backoff_factor: what it is multiplied by after an overflow.
            growth_interval: how many good steps in a row, so that it grows.
        """
        self.scale = init_scale
        self.growth_factor = growth_factor
        self.backoff_factor = backoff_factor
        self.growth_interval = growth_interval
        self.good_steps = 0

    def update(self, found_inf):
        """Hear of one step, and adapt the scale.

        An overflow multiplies the scale by backoff_factor, and the count of good steps starts anew. The
        growth_interval-th good step in a row multiplies it by growth_factor, and the count starts anew as well.

        Args:
            found_inf: True if the step had an overflow (a gradient was inf or NaN).
        Returns:
            float: the new scale, which is also in `scale`.
        """
        if found_inf:
            self.scale *= self.backoff_factor
            self.good_steps = 0
            return self.scale
        self.good_steps += 1
        if self.good_steps == self.growth_interval:
            self.scale *= self.growth_factor
            self.good_steps = 0
        return self.scale


class TorchScaler:
    """PyTorch's scaler, and a training of one weight that tells it of an overflow."""

    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        import torch

        self.torch = torch
        self.weight = torch.zeros(1, requires_grad=True)
        self.optimizer = torch.optim.SGD([self.weight], lr=0.1)
        self.scaler = torch.amp.GradScaler("cpu", init_scale, growth_factor, backoff_factor, growth_interval)

    @property
    def scale(self):
        return float(self.scaler.get_scale())

    def update(self, found_inf):
        self.scaler.scale(self.torch.zeros(1))
        self.weight.grad = self.torch.tensor([float("inf") if found_inf else 1.0])
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return self.scale


class Pieces:
    """Right, and in pieces, so that a mistake can change one of them."""

    def __init__(self, init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000):
        self.scale = self.first = init_scale
        self.growth, self.backoff, self.interval = growth_factor, backoff_factor, growth_interval
        self.count = 0

    def update(self, found_inf):
        if found_inf:
            self.overflow()
        else:
            self.good()
        return self.scale

    def overflow(self):
        self.scale *= self.backoff
        self.count = 0

    def good(self):
        self.count += 1
        if self.count == self.interval:
            self.scale *= self.growth
            self.count = 0
