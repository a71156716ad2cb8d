"""The ways to run a student's program apart from everything else, the best first, and the choice among them.

    with best_tier().start(["child.py"], read_only=[folder], limits=Limits(wall_seconds=60)) as started:
        started.stdin.write(question)
        answer = started.stdout.read(1000)

The program is a process of its own whose file descriptors 0 and 1 are pipes to here. At the end of the block the
process, and whatever it started, is gone.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tinygrad_lite.grading.sandbox.bubblewrap import Bubblewrap
from tinygrad_lite.grading.sandbox.forked import Forking
from tinygrad_lite.grading.sandbox.landlock import Landlock
from tinygrad_lite.grading.sandbox.limits_only import LimitsOnly
from tinygrad_lite.grading.sandbox.probe import probe
from tinygrad_lite.grading.sandbox.tier import LIMITS_ONLY, ORDER, SANDBOX, Tier

UBUNTU = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"


class NoSandbox(RuntimeError):
    """No tier works here in which unknown programs may run; the text says what to install, or to pass."""


def tiers() -> list[Tier]:
    """All of them, the best first."""
    return [Bubblewrap.here(), Landlock(), LimitsOnly()]


def told(names: Iterable[str]) -> str:
    """In which tiers notebooks ran, the weakest first, with what each keeps a program from; "sandbox" if all in that.

    Args:
        names: the tier of each notebook.
    """
    counts = Counter(name for name in names if name in ORDER)
    if set(counts) <= {SANDBOX}:
        return SANDBOX
    sentences = {tier.name: tier.sentence for tier in (Bubblewrap(), Landlock(), LimitsOnly())}
    if len(counts) == 1:
        return "".join(f"{name}: {sentences[name]}" for name in counts)
    some = sorted(counts, key=ORDER.index, reverse=True)
    return " ".join(f"{name} ({counts[name]} of {counts.total()} notebooks): {sentences[name]}" for name in some)


@functools.cache
def wrong_with(tier: Tier) -> str:
    """Why it cannot be used here, "" if it can: found out, once, by running small attacks in it."""
    return tier.refusal() or probe(tier)


def best_tier(unsafe: bool = False) -> Tier:
    """The best tier that holds on this machine. "limits only" is given out only to who says `unsafe`."""
    why: list[str] = []
    for tier in tiers():
        if tier.name == LIMITS_ONLY and not unsafe:
            break
        wrong = wrong_with(tier)
        if not wrong:
            return replace(tier, why=" ".join(why))
        why.append(f"No {tier.name}: {wrong}")
    raise NoSandbox(" ".join([*why, how_to_get_one()]))


def with_forks(tier: Tier) -> Tier:
    """The same tier, which forks many students' processes from one where that is possible, and holds, too."""
    if isinstance(tier, Bubblewrap) and not wrong_with(Forking.like(tier)):
        return replace(tier, forks=True)
    return tier


def how_to_get_one() -> str:
    if sys.platform == "linux":
        install = "Install bubblewrap (Debian and Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap)."
        with contextlib.suppress(OSError):
            if Path(UBUNTU).read_text("ascii").strip() == "1":
                install += " This system lets only programs with an AppArmor profile make namespaces: bwrap needs one."
    else:
        install = "Students' programs are run safely on Linux only (on Windows: in WSL with bubblewrap)."
    return f"{install} Or pass --unsafe: limits only, and the programs can read and change all that you can."
