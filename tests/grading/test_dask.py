"""Grading on Dask: the same records as here; a worker that is killed costs nothing."""

import os
import signal
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
import pytest

from tests.grading.test_classroom import ANSWERS, MSE, sandboxed
from tests.grading.work import InNowhere, double, double_slowly, how_many_at_once
from tinygrad_lite.grading import canaries as canary
from tinygrad_lite.grading import dask, workers
from tinygrad_lite.grading.classroom import Wish, grade
from tinygrad_lite.grading.dask import spread_by
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.exempt import Exemption, write_exempt
from tinygrad_lite.grading.extras import Extras
from tinygrad_lite.grading.workers import Lost

distributed = pytest.importorskip("distributed")
dask_itself = pytest.importorskip("dask")
ONE_WORKER = partial(
    distributed.LocalCluster, n_workers=1, processes=True, dashboard_address=None, worker_dashboard_address=None
)


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


def test_a_worker_with_several_threads_judges_one_notebook_at_a_time():
    with ONE_WORKER(threads_per_worker=4) as made:
        found = dict(spread_by(made.scheduler_address)(how_many_at_once, iter(range(12)), 2))
    assert found == dict.fromkeys(range(12), 1)


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="no clock of a thread's work")
def test_one_at_which_a_worker_is_for_ever_is_lost_and_no_other(cluster, monkeypatch):
    monkeypatch.setattr(workers, "MOST_SECONDS", 0.3)
    found = dict(spread_by(cluster.scheduler_address)(double, iter(["never ends", 1, 2, 3]), 2))
    assert found.pop("never ends") == Lost("the grader itself worked at it for 0.3 seconds, and had not finished")
    assert found == {1: 2, 2: 4, 3: 6}


def test_workers_without_the_sandbox_of_this_machine_are_refused(cluster):
    with pytest.raises(GradingError, match="has no tier sandbox, as this machine has: bubblewrap is not installed"):
        list(spread_by(cluster.scheduler_address)(double, iter([InNowhere()]), 2))
    assert dask.alone(double, 1, InNowhere()) == Lost(  # one that has come later
        "a Dask worker cannot hold students' programs: bubblewrap is not installed."
    )


def test_a_scheduler_that_is_gone_is_said():
    soon = {"distributed.comm.timeouts.connect": "1s"}  # until when it is waited for
    with dask_itself.config.set(soon), ONE_WORKER(threads_per_worker=1) as made:
        results = spread_by(made.scheduler_address)(double_slowly, iter(range(100)), 2)
        next(results)
        made.scheduler.loop.add_callback(made.scheduler.close)
        with pytest.raises(GradingError, match="is gone: what was graded is kept"):
            list(results)


@pytest.mark.slow
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


def without_times(outcome):
    return [
        replace(one, seconds=0.0, marks=tuple(replace(mark, seconds=0.0) for mark in one.marks))
        for one in outcome.records
    ]


@pytest.fixture
def class_of_four(tmp_path):
    """What is to be graded here, of four who did lesson 02."""
    if not sandboxed():
        pytest.skip("students' programs cannot be held here")
    for name, cell in ANSWERS.items():
        (tmp_path / "submitted" / name).mkdir(parents=True)
        (tmp_path / "submitted" / name / "02_loss.ipynb").write_bytes(canary.notebook("02_loss", [cell]))
    return Wish(tmp_path / "submitted", tmp_path / "here", seed=0, jobs=2)


@pytest.mark.slow
def test_a_class_is_graded_as_on_this_machine(cluster, class_of_four, tmp_path):
    there = replace(class_of_four, report=tmp_path / "there", scheduler=cluster.scheduler_address)
    assert without_times(grade(class_of_four)) == without_times(grade(there))


ROOTS = '''"""Mistakes of an instructor's own."""
import numpy as np
from tinygrad_lite.course.exercise import mistake


@mistake("roots added", "You took the roots of the absolute errors.", exercise="loss/mse")
def roots(predicted, target):
    return np.mean(np.sqrt(np.abs(predicted - target)))
'''


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
def test_all_that_an_instructor_gives_reaches_the_workers_though_one_is_killed(cluster, class_of_four, tmp_path):
    """A pack, mistakes with names, cases that count for nobody, other points: on workers that begin late, too."""
    added = ("eva", "02_loss", MSE + "return np.mean(np.sqrt(np.abs(predicted - target)))")
    exams = [
        (f"exam{n}", "exam_february", f'@exercise("exam/clipped")\ndef clipped(values, limit):\n    return {body}')
        for n, body in enumerate(["np.clip(values, -limit, limit)", "np.minimum(values, limit)", "values"] * 3)
    ]
    for name, lesson, cell in [added, *exams]:
        start = f'import numpy as np\nfrom tinygrad_lite.course import begin, exercise\nbegin("{lesson}")'
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (start, cell)])
        (tmp_path / "submitted" / name).mkdir()
        nbformat.write(book, tmp_path / "submitted" / name / f"{lesson}.ipynb")
    pack = (Path(__file__).parent / "pack" / "my_exam.py").read_text("utf-8")
    extras = Extras(exercises=(("my_exam.py", pack),), mistakes=(("my_mistakes.py", ROOTS),))
    here = replace(class_of_four, extras=extras, points={"loss/mse": 5, "exam/clipped": 7})
    there = replace(here, report=tmp_path / "there", scheduler=cluster.scheduler_address)
    for wish in (here, there):
        wish.report.mkdir()
        write_exempt(wish.report, [Exemption("loss/mse", 2, "it asks for what was not taught")])
    killed = []

    def kill_one(done, total, record):
        if not killed:
            victim = next(iter(cluster.workers.values())).pid
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)

    try:
        at_home, away = grade(here), grade(there, kill_one)
    finally:
        Extras().load()
    assert killed
    assert without_times(at_home) == without_times(away)
    marks = {record.student: {mark.id: mark for mark in record.marks} for record in away.records}
    assert (marks["anna"]["loss/mse"].auto, marks["anna"]["loss/mse"].total) == (5, 18)
    assert marks["eva"]["loss/mse"].name == "roots added"
    assert [marks[f"exam{n}"]["exam/clipped"].auto for n in range(9)] == [7, 0, 0] * 3
    assert marks["exam1"]["exam/clipped"].name == "limits above only"
