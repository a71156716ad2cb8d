"""A random generator that can be asked afterwards whether anybody has drawn from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...exercise import Cause
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


#: What an exception comes from that has to do with a generator.
CAUSES: tuple[Cause, ...] = (
    (
        "AttributeError",
        "function_or_method' object has no attribute '(shuffle|permutation|choice|integers|random|rand)'",
        "`rng` is the generator itself: `rng.{0}(…)`.",
    ),
    (
        "AttributeError",
        r"'numpy.random\S*Generator' object has no attribute '(rand|random_sample)'",
        "A NumPy generator has no `{0}`, as `np.random` has. It is `rng.random(…)`, with the shape as one tuple.",
    ),
    (
        "AttributeError",
        r"'numpy.random\S*Generator' object has no attribute '(\w+)'",
        "A NumPy generator has no `{0}`. It has `permutation`, `shuffle`, `choice`, `random` and `integers`; its seed "
        "was given when it was made.",
    ),
)
