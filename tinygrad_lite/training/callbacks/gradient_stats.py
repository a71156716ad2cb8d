"""GradientStats: how large the gradients of each layer are, and a warning when they vanish or explode."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from tinygrad_lite.training.callbacks.layer_stats import LayerStats, layer_name
from tinygrad_lite.training.metrics.metric import as_array


class GradientStats(LayerStats):
    """Measures the gradients of each layer (of its weight and bias together): min, max, mean and norm.

    They are measured after the step, as the optimizer saw them: of all batches that make one step, unscaled, and
    clipped. So clipping hides an explosion; to see it, train without.

    Args:
        every_n_steps: measure in every so many steps.
        vanishing: warn once of each layer whose gradient per parameter (norm / sqrt(their number)) is smaller than
            this share of the largest layer's (not while one explodes).
        exploding: warn once of each layer whose norm is larger than this, or not finite (without a scaler, which leaves
            out such steps).
        keep: so many measurements are kept.

    Attributes:
        history: see `LayerStats`; a layer is called as in `model.named_modules()`.
    """

    def __init__(self, every_n_steps: int = 50, vanishing: float = 1e-4, exploding: float = 1e3, keep: int = 500):
        super().__init__(every_n_steps, keep)
        self.vanishing, self.exploding = vanishing, exploding
        self._warned: set[tuple[str, str]] = set()

    def on_fit_begin(self) -> None:
        self._warned = set()

    def on_batch_end(self, batch: int, logs: dict[str, float]) -> None:
        step = self.trainer.step - 1  # the one just made
        if self.trainer.between_steps and step % self.every_n_steps == 0:
            gradients = self._gradients()
            figures = {layer: figures_of(gradient) for layer, gradient in gradients.items()}
            self.history.append({"step": step, **figures})
            self._warn(step, figures, {layer: gradient.size for layer, gradient in gradients.items()})

    def _gradients(self) -> dict[str, np.ndarray]:
        """All gradients of each layer, one after another."""
        parts: dict[str, list[np.ndarray]] = {}
        for name, parameter in self.trainer.model.named_parameters():
            if parameter.grad is not None and parameter.grad.numel():
                layer = name.rpartition(".")[0]
                parts.setdefault(layer, []).append(as_array(parameter.grad, name).reshape(-1))
        return {layer: np.concatenate(part).astype(np.float64) for layer, part in parts.items()}

    def _warn(self, step: int, figures: dict[str, dict[str, float]], sizes: dict[str, int]) -> None:
        norms = {layer: figures[layer]["norm"] for layer in figures}
        if not all(norm <= self.exploding for norm in norms.values()):  # also if one is NaN
            for layer, norm in norms.items():
                if not norm <= self.exploding and (math.isfinite(norm) or self.trainer.scaler is None):
                    self._warn_once(layer, step, "explodes", f"its norm is {norm:.3g}, above {self.exploding:g}")
            return  # beside such a layer all others look small
        typical = {layer: norms[layer] / math.sqrt(sizes[layer]) for layer in norms}
        largest = max(typical.values(), default=0.0)
        for layer, size in typical.items():
            if size == 0 or size < self.vanishing * largest:
                share = f"{size / largest:.1g} of the largest layer's" if size else "exactly zero"
                self._warn_once(layer, step, "vanishes", f"its norm is {norms[layer]:.3g}; per parameter, {share}")

    def _warn_once(self, layer: str, step: int, what: str, figures: str) -> None:
        if (layer, what) not in self._warned:
            self._warned.add((layer, what))
            name = layer_name(self.trainer.model, layer)
            warnings.warn(f"GradientStats: in step {step} the gradient of {name} {what}: {figures}.", stacklevel=2)


def figures_of(gradient: np.ndarray) -> dict[str, Any]:
    return {
        "min": float(gradient.min()), "max": float(gradient.max()), "mean": float(gradient.mean()),
        "norm": float(np.sqrt(gradient @ gradient)),
    }  # fmt: skip
