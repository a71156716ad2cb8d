"""When arrays were changed in place: a gradient must not be computed from numbers that are no longer there.

Operations and changes are numbered as they happen. An operation that kept an array which was changed later, that is
under a higher number, cannot give its gradient any more; `backward` then says so instead of giving a wrong one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from tinygrad_lite.backend import np

moments = itertools.count(1)
changes: dict[int, int] = {}  # which memory was changed when last
latest = 0  # when anything was changed last: most walks see from this that they need not look further
REMEMBERED = 100_000  # changes; older ones are forgotten, so that a long run does not grow


def memory(array: Any) -> int:
    """What tells one piece of memory from others; views of an array share its memory."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return id(array)


def mark_changed(arrays: Iterable[Any]) -> None:
    """Note that arrays were changed in place just now. `Tensor.add_` and the like do so, and optimizers."""
    global changes, latest
    latest = next(moments)
    changes.update(dict.fromkeys([id(a) if a.base is None else memory(a) for a in arrays], latest))
    if len(changes) > REMEMBERED:
        newest = sorted(changes.items(), key=lambda change: change[1])[-REMEMBERED // 2 :]
        changes = dict(newest)


def changed_since(moment: int, kept: Any) -> Any:
    """An array among those kept (or in a tuple or list among them) that was changed after `moment`, or None.

    Memory that was freed and given to a new array does no harm: what is known of it is older than whatever the new
    array was used in.
    """
    for value in kept:
        if isinstance(value, (tuple, list)):
            value = changed_since(moment, value)
        if isinstance(value, np.ndarray) and changes.get(memory(value), 0) > moment:
            return value
    return None
