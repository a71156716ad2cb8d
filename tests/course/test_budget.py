"""A budget of computing: what computes too long is ended, and what waits is not."""

import signal
import threading
import time

import pytest

from tinygrad_lite.course.budget import budget
from tinygrad_lite.course.expired import Expired


@pytest.fixture(params=["a thread watches", "the system's alarm"])
def _watched(request, monkeypatch):
    """Where a process may have no second thread, as in the sandbox, the system's alarm watches."""
    if request.param == "the system's alarm":
        if not hasattr(signal, "setitimer"):
            pytest.skip("no such alarm here")

        def refused(self):
            raise RuntimeError

        monkeypatch.setattr(threading.Thread, "start", refused)


def for_ever():
    while True:
        pass


@pytest.mark.usefixtures("_watched")
def test_what_computes_for_ever_is_ended_by_what_it_computes():
    before = time.process_time()
    with pytest.raises(Expired), budget(10**6, computing=0.1):
        for_ever()
    assert time.process_time() - before >= 0.1


@pytest.mark.usefixtures("_watched")
def test_what_waits_longer_than_it_may_compute_is_not_ended():
    with budget(10**6, computing=0.2):
        time.sleep(0.5)


@pytest.mark.usefixtures("_watched")
def test_what_sleeps_for_ever_is_ended_by_the_clock():
    with pytest.raises(Expired), budget(0.3, computing=10**6):
        time.sleep(10**6)


@pytest.mark.usefixtures("_watched")
def test_without_a_limit_of_computing_the_clock_decides():
    with pytest.raises(Expired), budget(0.2):
        for_ever()
