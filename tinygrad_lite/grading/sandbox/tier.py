"""A way to run a student's program apart from everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.started import Started

SANDBOX = "sandbox"
PARTIAL = "partial"
LIMITS_ONLY = "limits only"
#: From the best to the weakest.
ORDER = (SANDBOX, PARTIAL, LIMITS_ONLY)


def weakest(names: Iterable[str]) -> str:
    """Of some tiers, by their names, the one that holds programs least; "" for none."""
    return max((name for name in names if name in ORDER), key=ORDER.index, default="")


@dataclass(frozen=True)
class Tier:
    """One way to run a program. It can be pickled: a tier that was probed once serves all worker processes.

    Attributes:
        name: "sandbox", "partial" or "limits only".
        sentence: what it keeps a program from, for the report.
        why: why no better tier is used, "" if there is none better.
    """

    name: str
    sentence: str
    why: str = ""

    def start(
        self,
        program: Sequence[str],
        read_only: Sequence[str | Path] = (),
        limits: Limits | None = None,
        uid: int | None = None,
    ) -> Started:
        """Run Python on `program`, and return at once.

        program: as after `python`: a file and its arguments, or "-m", a module's name and arguments, or "-c", a text
            and arguments. Python's own options are the tier's: no user site, no site-packages, no .pyc written, UTF-8.
        read_only: folders that the program may read besides Python and NumPy. They are first on its import path and
            have the names that they have here.
        uid: the user that it becomes, where we are root; without it one that no other program has. Ignored otherwise.

        Keep the thread that calls this alive: Linux kills the program when that thread ends.
        """
        raise NotImplementedError

    def refusal(self) -> str:
        """Why this tier cannot be used here, "" if it can. Nothing is run."""
        raise NotImplementedError
