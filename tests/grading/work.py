"""What the processes of test_workers.py do: in a file that they can import."""

import contextlib
import os
import time

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
