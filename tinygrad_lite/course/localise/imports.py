"""Nothing is imported for the first time while changes are tried: an import that is cut off would spoil the kernel."""

from __future__ import annotations

import contextlib
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class _Nothing(MetaPathFinder):
    """Finds no module, and lets nobody else look. What is there already is not looked for."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        raise ImportError(f"{name} is not imported while changes are tried.")


@contextlib.contextmanager
def nothing_new_imported() -> Iterator[None]:
    """A block in which only what is there already can be imported."""
    sysconfig.get_paths()  # it imports what it needs when it is first asked, as by the first error of a changed version
    nothing = _Nothing()
    sys.meta_path.insert(0, nothing)
    try:
        yield
    finally:
        sys.meta_path.remove(nothing)
