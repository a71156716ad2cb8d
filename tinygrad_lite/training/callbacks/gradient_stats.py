"""GradientStats: how large the gradients of each layer are, and a warning when they vanish or explode.

How to read them, and what clipping hides: lesson 10.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from tinygrad_lite.arguments import checked
from tinygrad_lite.training import faults
from tinygrad_lite.training.arguments import explained
from tinygrad_lite.training.callbacks.layer_stats import LayerStats, layer_name
from tinygrad_lite.training.faults import EXPLODING, VANISHING
from tinygrad_lite.training.metrics.waiting import fetched


class GradientStats(LayerStats):
    """Measures the gradients of each layer (of its weight and bias together): min, max, mean and norm.

    They are measured after the step, as the optimizer saw them: of all batches that make one step, unscaled, and
    clipped. So clipping hides an explosion; to see it, train without.

    Args:
        every_n_steps: measure in every so many steps.
        vanishing: warn once of each layer whose gradient per parameter (norm / sqrt(their number)) is smaller than
            this share of the largest layer's (not while one explodes).
        exploding: warn once of each layer whose norm is larger than this, or not finite (without a scaler, which leaves
            out such steps). Where both thresholds come from: `tinygrad_lite/training/faults.py`.
        keep: so many measurements are kept.

    Attributes:
        history: see `LayerStats`; a layer is called as in `model.named_modules()`.
    """

    @explained()
    @checked
    def __init__(
        self, every_n_steps: int = 50, vanishing: float = VANISHING, exploding: float = EXPLODING, keep: int = 500
    ):
        super().__init__(every_n_steps, keep)
        self.vanishing, self.exploding = vanishing, exploding
        self._warned: set[tuple[str, str]] = set()

    def on_fit_begin(self) -> None:
        self._warned = set()

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        step = self.trainer.step - 1  # the one just made
        made = self.trainer.between_steps and not self.trainer.skipped
        if made and step % self.every_n_steps == 0:
            found = {name: p.grad for name, p in self.trainer.model.named_parameters() if p.grad is not None}
            gradients = faults.layer_gradients(zip(found, fetched(list(found.values()))))
            self.history.append({"step": step, **{layer: figures_of(values) for layer, values in gradients.items()}})
            self._warn(step, gradients)

    def _warn(self, step: int, gradients: dict[str, np.ndarray]) -> None:
        norms = {layer: faults.norm(gradient) for layer, gradient in gradients.items()}
        large = [layer for layer in norms if faults.explodes(norms[layer], self.exploding)]
        for layer in large:
            if math.isfinite(norms[layer]) or self.trainer.scaler is None:
                self._warn_once(layer, step, "explodes", f"its norm is {norms[layer]:.3g}, above {self.exploding:g}")
        if large:
            return  # beside such a layer all others look small
        sizes = {layer: faults.per_parameter(gradient) for layer, gradient in gradients.items()}
        for layer in faults.vanishing(sizes, self.vanishing):
            share = (
                f"{sizes[layer] / max(sizes.values()):.1g} of the largest layer's" if sizes[layer] else "exactly zero"
            )
            self._warn_once(layer, step, "vanishes", f"its norm is {norms[layer]:.3g}; per parameter, {share}")

    def _warn_once(self, layer: str, step: int, what: str, figures: str) -> None:
        if (layer, what) not in self._warned:
            self._warned.add((layer, what))
            name = layer_name(self.trainer.model, layer)
            warnings.warn(f"GradientStats: in step {step} the gradient of {name} {what}: {figures}.", stacklevel=2)


def figures_of(gradient: np.ndarray) -> dict[str, Any]:
    return {
        "min": float(gradient.min()), "max": float(gradient.max()), "mean": float(gradient.mean()),
        "norm": faults.norm(gradient),
    }  # fmt: skip
