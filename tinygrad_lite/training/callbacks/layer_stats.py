"""What GradientStats and ActivationStats share: figures of each layer, kept for plots."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any

from tinygrad_lite.arguments import checked, need_saved, said
from tinygrad_lite.training.callbacks.callback import Callback


class LayerStats(Callback):
    """Figures of each layer, measured every `every_n_steps` steps.

    Attributes:
        history: the last `keep` measurements, each {"step": number, layer: {figure: value}}; steps count from 0.
            Checkpoints have it too, so that plots go on.
    """

    @checked
    def __init__(self, every_n_steps: int, keep: int):
        for name, value in (("every_n_steps", every_n_steps), ("keep", keep)):
            if value < 1:
                raise ValueError(f"{type(self).__name__}: {name} must be at least 1, got {value}.")
        self.every_n_steps = every_n_steps
        self.history: deque[dict[str, Any]] = deque(maxlen=min(keep, sys.maxsize))

    def series(self, layer: str, figure: str) -> tuple[list[int], list[float]]:
        """The steps, and one figure of one layer at each of them: for `plt.plot(*stats.series("0", "norm"))`."""
        found = [(sample["step"], sample[layer][figure]) for sample in self.history if layer in sample]
        if not found:
            layers = dict.fromkeys(name for sample in self.history for name in sample if name != "step")
            raise KeyError(f"{type(self).__name__}: there is no layer {layer!r}; measured were {', '.join(layers)}.")
        return [step for step, _ in found], [value for _, value in found]

    def state_dict(self) -> dict[str, Any]:
        return {"history": list(self.history)}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        need_saved(type(self).__name__, state_dict, ("history",))
        saved = state_dict["history"]
        if not isinstance(saved, (list, tuple)) or not all(isinstance(sample, dict) for sample in saved):
            raise TypeError(f"{type(self).__name__}: the saved history must be a list of samples, got {said(saved)}.")
        self.history.clear()
        self.history.extend(saved)


def layer_name(model: Any, name: str) -> str:
    """A layer for messages: its name and kind.

    >>> layer_name(tg.nn.Sequential(tg.nn.ReLU()), "0")
    '0 (ReLU)'
    """
    return f"{name} ({type(model.get_submodule(name)).__name__})" if name else type(model).__name__
