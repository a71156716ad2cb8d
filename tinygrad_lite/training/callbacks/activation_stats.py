"""ActivationStats: what comes out of the layers while training. How to read it: lesson 10."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.layer_stats import LayerStats
from tinygrad_lite.training.faults import dead_share, saturated_share
from tinygrad_lite.training.metrics.metric import as_array


class ActivationStats(LayerStats):
    """Measures the outputs of layers in training: mean, std, and the shares of zeros, dead units and saturated values.

    Dead are units that are 0 for every sample of the batch. Saturated are outputs of Tanh, Sigmoid and their like
    within 1 % of their range from its ends, where the gradient is almost 0; for other layers the share is NaN.

    Args:
        layers: names as in `model.named_modules()`, or modules; None: all without layers inside.
        every_n_steps: measure in every so many steps.
        keep: so many measurements are kept.

    Attributes:
        history: see `LayerStats`. With several batches a step, it is the first that is measured; if a layer is used
            several times in it, the last time.
    """

    @explained()
    @checked
    def __init__(self, layers: Iterable[Any] | None = None, every_n_steps: int = 50, keep: int = 500):
        super().__init__(every_n_steps, keep)
        self.layers = None if layers is None else list(layers)
        self._sample: dict[str, Any] | None = None  # None: not in this batch
        self._hooks: list[Any] = []

    def on_fit_begin(self) -> None:
        for name, module in self._chosen().items():
            self._hooks.append(module.register_forward_hook(self._measuring(name)))

    def _chosen(self) -> dict[str, Any]:
        modules = dict(self.trainer.model.named_modules())
        if self.layers is None:
            return {name: module for name, module in modules.items() if not any(True for _ in module.children())}
        chosen = {}
        for layer in self.layers:
            named = {layer} if isinstance(layer, str) else ()
            names = [name for name, module in modules.items() if layer is module or name in named]
            if not names:
                raise ValueError(f"ActivationStats: the model has no layer {layer!r}; it has {', '.join(modules)}.")
            chosen[names[0]] = modules[names[0]]
        return chosen

    def _measuring(self, name: str) -> Any:
        def measure(module: Any, inputs: Any, output: Any) -> None:
            if self._sample is not None:
                while isinstance(output, (tuple, list)):  # of an LSTM: the output, not the states
                    output = output[0]
                self._sample[name] = figures_of(module, as_array(output, name))

        return measure

    def on_batch_begin(self, batch: int) -> None:
        due = self.trainer.between_steps and self.trainer.step % self.every_n_steps == 0
        self._sample = {"step": self.trainer.step} if due else None

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        if self._sample is not None:
            self.history.append(self._sample)
            self._sample = None  # validation may follow

    def on_fit_end(self) -> None:
        self._sample = None
        while self._hooks:
            self._hooks.pop().remove()


def figures_of(module: Any, output: np.ndarray) -> dict[str, float]:
    values = output.astype(np.float64)
    return {
        "mean": float(values.mean()),
        "std": float(values.std()),
        "zeros": float((values == 0).mean()),
        "dead": dead_share(values),
        "saturated": saturated_share(type(module).__name__, values),
    }
