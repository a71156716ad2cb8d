"""A saved state is loaded whole: where one part of it cannot be taken, all parts have again what they had."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tinygrad_lite.training.random_state import get_random_state, set_random_state

#: What Python raises where a state is built otherwise: of these the text alone does not say what is wrong.
UNSAID = (ArithmeticError, AttributeError, LookupError)


@contextlib.contextmanager
def all_or_nothing(caller: str, *parts: Any, holders: tuple = (), library: Any = None) -> Iterator[None]:
    """Inside the `with` block states are loaded; if that fails, everything is put back, and the error goes on.

    PyTorch's own `load_state_dict` copies what fits before it complains of the rest, and an object of somebody's own
    may do anything; so nothing is asked beforehand, but copies are kept meanwhile, on the CPU.

    Args:
        parts: what has a `state_dict` and a `load_state_dict`; others, and None, are passed over.
        holders: objects whose attributes are set anew.
        library: with it, the random numbers go on from where they stood.
    """
    states = [(one, copied(one.state_dict())) for one in parts if hasattr(one, "state_dict")]
    attributes = [(one, vars(one).copy()) for one in holders]
    random = None if library is None else get_random_state(library)
    try:
        yield
    except BaseException as error:
        for one, state in states:
            one.load_state_dict(state)
        for one, values in attributes:
            vars(one).update(values)
        if random is not None:
            set_random_state(random, library)
        if isinstance(error, UNSAID):
            what = f"{type(error).__name__}: {error}"
            raise ValueError(
                f"{caller}: the saved state is not built as state_dict() builds it ({what}); nothing was changed."
            ) from error
        raise


def copied(state: Any) -> Any:
    """The same, with arrays and tensors that no later step changes."""
    if isinstance(state, dict):
        return {name: copied(value) for name, value in state.items()}
    if isinstance(state, (list, tuple)):
        return type(state)(map(copied, state)) if type(state) in (list, tuple) else state
    if hasattr(state, "detach"):
        return state.detach().to("cpu", copy=True)
    return state.copy() if hasattr(state, "dtype") and hasattr(state, "copy") else state
