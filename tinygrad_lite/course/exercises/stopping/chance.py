"""A random generator that can be asked afterwards whether anybody has drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...recipes import Rng


@dataclass(frozen=True)
class Chance(Rng):
    """`np.random.default_rng(seed)`; what is observed of it is whether it was used."""

    def observe(self, rng: np.random.Generator) -> bool:
        new = np.random.default_rng(self.seed)
        seeds: Any = rng.bit_generator.seed_seq
        return rng.bit_generator.state != new.bit_generator.state or seeds.n_children_spawned > 0

    def __repr__(self) -> str:
        return super().__repr__()
