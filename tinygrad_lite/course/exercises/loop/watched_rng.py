"""A generator of random numbers of which it is seen whether it was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...recipes import World


@dataclass(frozen=True)
class WatchedRng:
    """A NumPy generator of which the check sees afterwards whether anything was drawn from it."""

    seed: int

    def build(self, world: World) -> np.random.Generator:
        return np.random.default_rng(self.seed)

    def observe(self, rng: np.random.Generator) -> dict[str, Any]:
        return {"drawn": rng.bit_generator.state != np.random.default_rng(self.seed).bit_generator.state}

    def __repr__(self) -> str:
        return f"np.random.default_rng({self.seed})"
