"""A random generator that can be asked afterwards whether anybody has drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...recipes import Rng


@dataclass(frozen=True)
class Chance(Rng):
    """`np.random.default_rng(seed)`; what is observed of it is whether it was used."""

    def observe(self, rng: np.random.Generator) -> bool:
        return rng.bit_generator.state != np.random.default_rng(self.seed).bit_generator.state

    def __repr__(self) -> str:
        return super().__repr__()
