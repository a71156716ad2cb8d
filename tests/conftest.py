"""What holds for every test: it begins with random numbers of its own, and with Python's way of taking Ctrl-C.

--slow       run only what a short run leaves out, as CI does after it: tests marked `slow`, and those parameters of a
             test marked `one_in(n)` that are not its share
--full       run everything, the long measurements, too (tests marked `full`)
--shuffle 3  files and tests in another order, with other random numbers: what passes by luck fails for some number
"""

import contextlib
import gc
import random
import signal
import sys
import zlib
from collections import Counter
from itertools import groupby

import hypothesis
import numpy as np
import pytest

import tinygrad_lite as tg
from tests.by_files import FIRST, ONE_BY_ONE, pytest_xdist_make_scheduler  # noqa: F401 - a hook
from tests.once_more import pytest_sessionfinish  # noqa: F401 - a hook, which pytest finds here


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run only what a short run leaves out and CI runs after it")
    parser.addoption("--full", action="store_true", help="run everything, the long measurements, too (marked `full`)")
    parser.addoption("--shuffle", type=int, metavar="SEED", help="another order, and other random numbers")


def pytest_configure(config):
    """A run that was started in the background ignores Ctrl-C, and so would every program that it starts."""
    config.addinivalue_line("markers", "host(why): about the CPU, see tests/on_device.py")
    with contextlib.suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    others = config.getoption("--full") or config.getoption("--shuffle") is not None  # other examples each time
    slow = [hypothesis.HealthCheck.too_slow]  # says more about the machine than about the test
    hypothesis.settings.register_profile(
        "ours", derandomize=not others, deadline=None, database=None, suppress_health_check=slow
    )
    hypothesis.settings.load_profile("ours")


@pytest.hookimpl(tryfirst=True)
def pytest_collection():
    """Until all tests are known, nothing is looked for that could be thrown away: that took a third of the time."""
    gc.disable()


def pytest_collection_finish():
    """What is there now stays until the end; looking through it again and again would cost more than it brings."""
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(config, items):
    if addressed := [item.nodeid for item in items if " at 0x" in item.nodeid]:
        raise pytest.UsageError(f"give it `ids`: its name is another one in each process: {addressed[0]}")
    if not config.getoption("--full"):
        wanted = "slow" if config.getoption("--slow") else "short"
        chosen = [item for item in items if length_of(item) == wanted]
        config.hook.pytest_deselected(items=[item for item in items if length_of(item) != wanted])
        items[:] = chosen
    if config.getoption("--shuffle") is not None:
        shuffle(items, random.Random(config.getoption("--shuffle")))
    if hasattr(config, "workerinput"):  # one of several processes
        shared_out(items)


def length_of(item):
    """How long a test takes: "short", "slow" or "full". Of a test marked `one_in(n)`, one case in n is short, always
    the same, and the rest is slow. Of what is marked `slow(one_in=m)`, or would be slow with `one_in(n, slow=m)`, one
    case in m is slow, and the rest is full."""
    if item.get_closest_marker("full"):
        return "full"
    share, slow = item.get_closest_marker("one_in"), item.get_closest_marker("slow")
    rest = share is not None and zlib.crc32(item.nodeid.encode()) % share.args[0]
    if not rest and not slow:
        return "short"
    some = share.kwargs.get("slow", 1) if rest else slow.kwargs.get("one_in", 1)
    return "full" if zlib.crc32(item.nodeid[::-1].encode()) % some else "slow"


def shared_out(items):
    """In the order in which they are given out: what takes long and cannot be divided comes first, files with many
    tests next, and what goes one by one last of all, so that no process waits for the others."""
    sizes = Counter(item.path for item in items)

    def place(item):
        file = item.nodeid.partition("::")[0]
        return (file in ONE_BY_ONE) - file.startswith(FIRST), -sizes[item.path]

    items.sort(key=place)


def shuffle(items, order):
    """Files in another order, and the tests in each; the cells of a notebook stay as they are."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    order.shuffle(files)
    for tests in files:
        if tests[0].path.suffix == ".py":
            order.shuffle(tests)
    items[:] = [test for tests in files for test in tests]


@pytest.fixture(autouse=True)
def random_numbers_of_its_own(request):
    """The same in every run, whatever ran before. A test that draws them must pass with any: --shuffle tries others."""
    seed = zlib.crc32(f"{request.config.getoption('--shuffle')} {request.node.nodeid}".encode())
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002
    tg.manual_seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].default_generator.manual_seed(seed)  # see tests/conformance/conftest.py
