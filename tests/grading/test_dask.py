"""Grading on Dask: the same records as here; a worker that is killed costs nothing."""

import os
import signal

import pytest

from tests.grading.work import double, double_slowly
from tinygrad_lite.grading import dask
from tinygrad_lite.grading.dask import spread_by
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.workers import Lost

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster():
    """Two workers, each a process of its own, on ports that nobody chose.

    Dask sets variables of the environment (malloc's, among others) and leaves them: the tests after these would run
    with them.
    """
    before = dict(os.environ)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, worker_dashboard_address=None
    ) as made:
        yield made
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


def test_every_task_has_its_result(cluster):
    found = dict(spread_by(cluster.scheduler_address)(double, iter(range(20)), 2))
    assert found == {n: 2 * n for n in range(20)}


def test_a_task_that_fails_is_told_and_the_others_go_on(cluster):
    found = dict(spread_by(cluster.scheduler_address)(double, iter([1, "fails", 2]), 2))
    assert (found[1], found[2]) == (2, 4)
    assert isinstance(found["fails"], Lost)
    assert "ValueError: no such luck" in found["fails"].why


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_a_lost_worker_s_work_is_redone(cluster):
    results = spread_by(cluster.scheduler_address)(double_slowly, iter(range(30)), 2)
    found = dict([next(results) for _ in range(4)])
    victim = next(iter(cluster.workers.values())).pid
    os.kill(victim, signal.SIGKILL)
    found |= dict(results)
    assert found == {n: 2 * n for n in range(30)}


def test_no_scheduler_there(monkeypatch):
    monkeypatch.setattr(dask, "PATIENCE", 1)
    with pytest.raises(GradingError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:1"):
        list(spread_by("tcp://127.0.0.1:1")(double, iter([1]), 1))


def test_a_class_is_graded_as_on_this_machine(cluster, tmp_path):
    from dataclasses import replace

    from tests.grading.test_classroom import ANSWERS, sandboxed
    from tinygrad_lite.grading import canaries as canary
    from tinygrad_lite.grading.classroom import Wish, grade

    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    for name, cell in ANSWERS.items():
        (tmp_path / "submitted" / name).mkdir(parents=True)
        (tmp_path / "submitted" / name / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [cell]))
    here = Wish(tmp_path / "submitted", tmp_path / "here", seed=0, jobs=2)
    there = replace(here, report=tmp_path / "there", scheduler=cluster.scheduler_address)

    def without_times(outcome):
        return [
            replace(one, seconds=0.0, marks=tuple(replace(mark, seconds=0.0) for mark in one.marks))
            for one in outcome.records
        ]

    assert without_times(grade(here)) == without_times(grade(there))
