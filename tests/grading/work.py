"""What the processes of test_workers.py do: in a file that they can import."""

import ast
import contextlib
import os
import time
from dataclasses import dataclass

from tinygrad_lite.grading.workers import spread  # noqa: F401  (for a process of the test)


def double(task):
    if task == "dies":
        os._exit(3)
    if task == "dies once" and not os.path.exists(os.environ["TG_ONCE"]):
        open(os.environ["TG_ONCE"], "w").close()
        os._exit(3)
    if task == "fails":
        raise ValueError("no such luck")
    while task == "never ends":
        with contextlib.suppress(Exception):
            sum(range(1000))
    return task * 2


def sleeps(seconds):
    print(os.getpid(), flush=True)
    time.sleep(seconds)


def double_slowly(task):
    time.sleep(0.2)
    return task * 2


_here: list[int] = []


def how_many_at_once(task):
    """The most tasks that this process was at together."""
    _here.append(task)
    for _ in range(20):
        ast.parse("x = [[[(1, 2), {3: 4}]]]\n" * 20)
        time.sleep(0.005)
    most = len(_here)
    _here.remove(task)
    return most


@dataclass(frozen=True)
class Nowhere:
    """A tier that no machine has."""

    name: str = "sandbox"

    def refusal(self):
        return "bubblewrap is not installed."


@dataclass(frozen=True)
class InNowhere:
    """A task for such a one."""

    tier: Nowhere = Nowhere()
