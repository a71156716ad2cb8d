"""Is this machine set up right, and if not, which command mends it? `tinygrad-lite doctor`.

Each look is a function of its own that gives findings; nothing is asked of a network.

    installed.py  Python, pip, and all packages: there, new enough, whole
    notebooks.py  does a notebook find the right Python and the right modules, and does one really run?
    machine.py    ports, disk, clock, sandbox, GPU
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from tinygrad_lite.mending import bringing

from .finding import BAD, GOOD, NOTE, Finding
from .installed import packages, pip, python
from .machine import clock, disk, gpu, network, sandbox
from .notebooks import kernel, names, notebook

Look = Callable[[Path], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (python, pip, packages, names, network, disk, clock, kernel, notebook, sandbox, gpu)


def examine(folder: Path, say: Callable[[str], object]) -> int:
    """Look at everything and say what was found.

    Args:
        folder: where the notebooks are.
        say: takes each line.
    Returns:
        The exit status: 0 if the course can be used, 1 if something must be mended.
    """
    bad = 0
    for look in LOOKS:
        try:
            with warnings.catch_warnings(action="ignore"):  # what is worth a word, a look says
                findings = list(look(folder))
        except Exception as problem:  # one look that fails must not hide the others
            mend = bringing(problem.name) if isinstance(problem, ModuleNotFoundError) and problem.name else ""
            found = f"could not be looked at: {type(problem).__name__}: {problem}"
            findings = [Finding(BAD, look.__name__, found, mend)]
        for finding in findings:
            bad += finding.sign == BAD
            say(f"{finding.sign} {finding.what}: {finding.found}")
            if finding.mend:
                say(f"    mend it: {finding.mend}")
    say("\nAll is well." if not bad else f"\n{bad} to be mended. After each, `tinygrad-lite doctor` again.")
    return int(bad > 0)
