"""Work spread over processes: one that dies costs only its own task; they end with their parent."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.grading.work import double
from tinygrad_lite.grading import workers
from tinygrad_lite.grading.workers import Lost, spread


def test_every_task_has_its_result():
    assert sorted(spread(double, range(20), 2)) == [(n, 2 * n) for n in range(20)]


def test_none_gives_nothing():
    assert list(spread(double, [], 2)) == []


def test_only_the_one_at_fault_is_lost():
    tasks = [1, 2, "dies", 3, "fails", 4, 5, 6, 7, "dies"]
    results = list(spread(double, tasks, 2))
    assert sorted(str(task) for task, _ in results) == sorted(map(str, tasks))
    assert {task: result for task, result in results if isinstance(task, int)} == {n: 2 * n for n in range(1, 8)}
    lost = [(task, result.why) for task, result in results if isinstance(result, Lost)]
    assert [why for task, why in lost if task == "fails"] == ["the grader itself failed: ValueError: no such luck"]
    assert len([task for task, _ in lost if task == "dies"]) == 2


def test_a_second_try_may_succeed(tmp_path, monkeypatch):
    monkeypatch.setenv("TG_ONCE", str(tmp_path / "once"))
    assert list(spread(double, ["dies once"], 1)) == [("dies once", "dies oncedies once")]


@pytest.mark.skipif(os.name == "nt", reason="no clock of a process's work")
def test_one_at_which_it_works_for_ever_is_lost_and_no_other(monkeypatch):
    monkeypatch.setattr(workers, "MOST_SECONDS", 0.3)
    results = dict(spread(double, ["never ends", 1, 2, 3], 1))
    assert results.pop("never ends") == Lost("the grader itself worked at it for 0.3 seconds, and had not finished")
    assert results == {1: 2, 2: 4, 3: 6}


def test_tasks_are_taken_only_when_there_is_room():
    taken = []

    def tasks():
        for n in range(50):
            taken.append(n)
            yield n

    results = spread(double, tasks(), 2)
    next(results)
    assert len(taken) <= 8
    results.close()


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_they_end_with_their_parent():
    code = "from tests.grading.work import sleeps, spread; list(spread(sleeps, [600, 600], 2))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=os.getcwd()) as parent:
        workers = [int(parent.stdout.readline()) for _ in range(2)]
        parent.send_signal(signal.SIGKILL)
    for worker in workers:
        end = time.monotonic() + 60
        while alive(worker) and time.monotonic() < end:
            time.sleep(0.05)
        assert not alive(worker)


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True
