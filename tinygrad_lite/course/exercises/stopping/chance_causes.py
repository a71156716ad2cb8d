"""What an exception comes from that has to do with a random generator."""

from __future__ import annotations

from ...exercise import Cause

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
