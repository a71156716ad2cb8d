"""Batches made by worker processes: the same ones, in the same order; and no process is left behind."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import tinygrad_lite as tg


class Noisy(tg.data.Dataset):
    """Every kind of random number a data set may draw; some samples take longer than others."""

    def __len__(self):
        return 13

    def __getitem__(self, i):
        if i % 5 == 0:
            time.sleep(0.01)
        return i, tg.randn(2), np.random.rand(), random.random()  # noqa: NPY002


def numbers(loader):
    return [[np.asarray(part).tolist() for part in batch] for batch in loader]


def epochs(**arguments):
    generator = tg.Generator().manual_seed(5)
    loader = tg.data.DataLoader(Noisy(), batch_size=3, shuffle=True, generator=generator, **arguments)
    return [numbers(loader), numbers(loader)]


@pytest.mark.host("workers draw from the CPU's random numbers")
def test_any_number_of_workers_gives_the_same_batches():
    alone = epochs()
    assert alone[0] != alone[1]
    assert epochs(num_workers=1) == alone
    assert epochs(num_workers=3, prefetch_factor=1, persistent_workers=True) == alone
    assert multiprocessing.active_children() == []


@pytest.mark.host("workers draw from the CPU's random numbers")
def test_batches_made_here_leave_other_random_numbers_alone():
    tg.manual_seed(1)
    np.random.seed(1)  # noqa: NPY002
    random.seed(1)
    wanted = tg.randn(2).tolist(), np.random.rand(), random.random()  # noqa: NPY002
    tg.manual_seed(1)
    np.random.seed(1)  # noqa: NPY002
    random.seed(1)
    list(tg.data.DataLoader(Noisy(), generator=tg.Generator().manual_seed(0)))
    assert (tg.randn(2).tolist(), np.random.rand(), random.random()) == wanted  # noqa: NPY002


class Faulty(tg.data.Dataset):
    def __init__(self, fault):
        self.fault = fault

    def __len__(self):
        return 8

    def __getitem__(self, i):
        if i == 5:
            self.fault()
        return i


def wait_forever():
    time.sleep(1000)


def end_at_once():
    os._exit(3)


def own_error():
    raise KeyError("sample 5 is broken")


def test_the_error_of_a_data_set_comes_through():
    given = []
    loader = tg.data.DataLoader(Faulty(own_error), batch_size=2, num_workers=2)
    with pytest.raises(KeyError, match="sample 5 is broken") as error:
        given.extend(batch.tolist() for batch in loader)
    assert given == [[0, 1], [2, 3]]
    assert "own_error" in str(error.value.__cause__)  # where it happened
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_or_hangs():
    with pytest.raises(RuntimeError, match="a worker process ended unexpectedly"):
        list(tg.data.DataLoader(Faulty(end_at_once), num_workers=2))
    began = time.monotonic()
    with pytest.raises(RuntimeError, match=r"took longer than timeout=1 seconds"):
        list(tg.data.DataLoader(Faulty(wait_forever), num_workers=1, timeout=1))
    assert time.monotonic() - began < 60  # not the 1000 seconds of the worker
    assert multiprocessing.active_children() == []


def test_leaving_a_loop_ends_the_workers():
    for persistent in (False, True):
        loader = tg.data.DataLoader(Noisy(), num_workers=2, persistent_workers=persistent)
        for _ in loader:
            break
        assert len(numbers(loader)) == 13
        del loader
        assert multiprocessing.active_children() == []


def described(number):
    os.environ["WORKER"] = str(number)


class Describing(tg.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        info = tg.data.get_worker_info()
        return info.id == int(os.environ["WORKER"]), info.num_workers, len(info.dataset)


def test_workers_know_which_they_are():
    for ours, workers, length in tg.data.DataLoader(Describing(), num_workers=2, worker_init_fn=described):
        assert (ours.item(), workers.item(), length.item()) == (True, 2, 4)
    assert tg.data.get_worker_info() is None


def test_started_in_another_way():
    loader = tg.data.DataLoader(Noisy(), batch_size=13, num_workers=1, multiprocessing_context="spawn")
    assert next(iter(loader))[0].tolist() == list(range(13))
    unsendable = tg.data.DataLoader(
        Noisy(), collate_fn=lambda batch: batch, num_workers=1, multiprocessing_context="spawn"
    )
    with pytest.raises(RuntimeError, match="cannot be sent to worker processes"):
        list(unsendable)


TRAINING = """
import os, sys, time
import tinygrad_lite as tg
class Slow(tg.data.Dataset):
    def __len__(self): return 10_000
    def __getitem__(self, i):
        time.sleep(0.01)
        return os.getpid()
try:
    for batch in tg.data.DataLoader(Slow(), batch_size=2, num_workers=2):
        print(*batch.tolist(), flush=True)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_ctrl_c_and_a_killed_main_process_leave_no_worker(ending):
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINING],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    workers = {int(pid) for _ in range(4) for pid in process.stdout.readline().split()}
    if ending == signal.SIGINT:
        os.killpg(process.pid, ending)  # as a terminal does: to the workers too
    else:
        process.kill()
    output, errors = process.communicate(timeout=120)
    if ending == signal.SIGINT:
        assert output.endswith("stopped\n")
        assert errors == ""  # no worker prints a traceback of its own
    assert workers
    for _ in range(600):
        if not any(runs(pid) for pid in workers):
            break
        time.sleep(0.05)
    assert not any(runs(pid) for pid in workers)


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")  # one that has ended, but that nobody has asked after, does not run any more
    return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
