"""When arrays were changed in place: a gradient must not be computed from numbers that are no longer there.

Operations and changes are numbered as they happen. An operation that kept an array which was changed later, that is
under a higher number, cannot give its gradient any more; `backward` then says so instead of giving a wrong one.
Whatever changes an array in place says so with `mark_changed`.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from tinygrad_lite.backend import OtherArray, arrays, np

ndarray = np.ndarray
moments = itertools.count(1)
changes: dict[int, int] = {}  # which memory was changed when last
latest = 0  # when anything was changed last: most walks see from this that they need not look further
REMEMBERED = 100_000  # changes, unless graphs need more of them; then the others are forgotten
limit = REMEMBERED


class Keeper:
    """What keeps arrays for a gradient, as its attributes: the base of all operations, so that they can be found."""


def owner(array: Any) -> Any:
    """The array whose memory this one shares: itself, or what it is a view of. Its id tells pieces of memory apart."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def memory(array: Any) -> int:
    """A number that tells pieces of memory apart: views of an array share its memory."""
    return array.memory if isinstance(array, OtherArray) else id(owner(array))


def mark_changed(changed: Iterable[Any]) -> None:
    """Note that arrays were changed in place just now."""
    global latest
    latest = next(moments)
    changes.update(
        dict.fromkeys([id(a) if type(a) is ndarray and a.base is None else memory(a) for a in changed], latest)
    )
    if len(changes) > limit:
        forget_unneeded()


def forget_unneeded() -> None:
    """Forget the changes of memory that no operation keeps, so that a long run does not grow.

    What a later operation keeps was changed before it. So no change is forgotten that a gradient would miss.
    """
    global limit
    keepers = [thing for thing in gc.get_objects() if issubclass(type(thing), Keeper)]
    needed = {memory(array) for keeper in keepers for array in arrays_in(list(keeper.__dict__.values()))}
    for place in changes.keys() - needed:
        changes.pop(place, None)  # another thread may have been quicker
    limit = max(REMEMBERED, 2 * len(changes))


def arrays_in(kept: Iterable[Any]) -> Iterator[Any]:
    """The arrays among what an operation kept, and in the tuples and lists among it."""
    for value in kept:
        if isinstance(value, arrays):
            yield value
        elif isinstance(value, (tuple, list)):
            yield from arrays_in(value)


def changed_since(moment: int, kept: Iterable[Any]) -> Any:
    """An array among those kept that was changed after `moment`, or None.

    Memory that was freed and given to a new array does no harm: what is known of it is older than whatever the new
    array was used in.
    """
    return next((array for array in arrays_in(kept) if changes.get(memory(array), 0) > moment), None)
