"""A busy machine takes no time from a program that may use so much of the clock: what it waits for a processor is not
counted."""

import os
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tinygrad_lite.course.expired import Expired
from tinygrad_lite.grading.process import OutOfTime, Process, Spent
from tinygrad_lite.grading.sandbox import Limits, tiers
from tinygrad_lite.grading.sandbox.waiting import waited

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not os.path.exists("/proc/self/schedstat"), reason="the system does not say it"
)
OTHERS = 4
SPINS = "import time\nwhile time.process_time() < {seconds}: pass\n"


@pytest.fixture
def _crowded():
    """All that is started shares one processor with programs that never rest."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(mine)})
    # Where the system shares by sessions and not by programs, all others together get no more than this one.
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(OTHERS)]
    yield
    for other in others:
        other.kill()
        other.wait()
    os.sched_setaffinity(0, mine)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["sandbox", "partial", "limits only"])
@pytest.mark.usefixtures("_crowded")
def test_a_program_that_waits_for_a_processor_is_not_ended(name):
    (tier,) = (tier for tier in tiers.tiers() if tier.name == name)
    if tiers.wrong_with(tier):
        pytest.skip(f"no {name} here")
    with tier.start(["-c", SPINS.format(seconds=1.5)], limits=Limits(wall_seconds=2)) as started:
        assert started.wait() == 0, started.ended
        took = time.monotonic() - started.begun
        assert took > 2  # more than it may take, and it was not ended
        assert took - 2 < started.waited < took


def test_nothing_is_known_of_who_is_not_there():
    assert waited(2**22 + 1) == 0.0


@pytest.fixture
def one():
    """A notebook's process, which has waited so long."""
    made = Process(None, None, Limits(wall_seconds=100), {}, Spent(begun=time.monotonic()))
    made.started = SimpleNamespace(waited=0.0, cpu_seconds=0.0, close=lambda: None)
    return made


def test_what_a_notebook_waits_for_is_no_time_of_its_own(one):
    one.spent.begun -= 150
    assert one.clock >= 150
    one.started.waited = 120
    assert 30 <= one.clock < 100
    one.end()  # and of a process before
    assert 30 <= one.clock < 100


def test_a_notebook_whose_time_is_over_starts_no_process(one):
    one.end()
    one.spent.begun -= 150
    with pytest.raises(OutOfTime):
        one.start()


def test_a_check_that_waits_is_not_ended_and_one_that_sleeps_is(one):
    with one.within(10.0):
        one.looked = 0.0
        one.spent.begun -= 50  # 50 seconds later
        one.started.waited = 30
        one._look_at_the_clock()
        one.looked = 0.0
        one.started.waited = 0
        with pytest.raises(Expired):
            one._look_at_the_clock()
