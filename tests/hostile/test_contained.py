"""Each hostile program is contained, in each tier that this machine has, started by us and by an ordinary user."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.as_nobody import NO_NAMESPACE
from tests.hostile.ending import ENDED
from tests.hostile.programs import NOT_PROMISED, REFUSED

ROOT = Path(__file__).resolve().parents[2]
#: In every run the best tier, also as a class is graded in it, as whoever runs the tests; all tiers, as an ordinary
#: user as well, with --full.
TIERS = [pytest.param(tier, marks=() if tier in ("sandbox", "forked") else pytest.mark.full) for tier in NOT_PROMISED]
MB = 1 << 20

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs are contained on Linux only")


class Grader:
    """tests/hostile/grader.py as a process, which the programs may harm in place of this one."""

    def __init__(self, *start):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=env,
            encoding="utf-8",
        )
        self.wrong = json.loads(self.process.stdout.readline() or "null")
        if self.wrong is None:
            error = self.process.stderr.read()
            assert self.process.wait(60) == NO_NAMESPACE, error
            pytest.skip(f"cannot show Python to another user here: {error}")

    def attack(self, tier, program, **limits):
        if self.wrong[tier]:
            pytest.skip(f"no {tier} here: {self.wrong[tier]}")
        self.process.stdin.write(json.dumps({"tier": tier, "program": program, "limits": limits}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the grader is gone: {self.process.wait(60)} {self.process.stderr.read()[-2000:]}"
        found = json.loads(answer)
        assert found["changed"] == []
        assert found["left"] == []
        assert found["kept"] <= 64 << 10
        return found

    def close(self):
        self.process.stdin.close()
        self.process.wait(60)
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture(scope="module", params=["us", pytest.param("nobody", marks=pytest.mark.full)])
def grader(request):
    if request.param == "nobody" and os.geteuid() != 0:
        pytest.skip("we are an ordinary user already")
    name = ["tests.hostile.grader"]
    made = Grader(*name) if request.param == "us" else Grader("tests.hostile.as_nobody", *name)
    yield made
    made.close()


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("program", REFUSED)
def test_refused(program, tier, grader):
    if program in NOT_PROMISED[tier]:
        pytest.skip("this tier does not promise it")
    found = grader.attack(tier, program, cpu_seconds=60, wall_seconds=300)
    assert found["ended"] == ""
    assert found["answer"] == "end\n", found["stderr"]
    assert found["code"] == 0


def contained(program, grader, tier, cpu_seconds=1, wall_seconds=300, **limits):
    if program in NOT_PROMISED[tier]:
        pytest.skip("this tier does not promise it")
    assert program in ENDED
    return grader.attack(tier, program, cpu_seconds=cpu_seconds, wall_seconds=wall_seconds, **limits)


in_each_tier = pytest.mark.parametrize("tier", TIERS)


@pytest.mark.slow
@in_each_tier
@pytest.mark.parametrize("program", ["an endless loop", "deaf to all signals", "closes its files"])
def test_the_processors_time_ends(program, tier, grader):
    found = contained(program, grader, tier)
    assert (found["code"], found["ended"]) == (-9, "")


@in_each_tier
@pytest.mark.parametrize(
    "program", ["an endless sleep", "stops itself", "a slow drip", "never ends its exit", "reads without end"]
)
def test_the_clock_ends(program, tier, grader):
    found = contained(program, grader, tier, cpu_seconds=60, wall_seconds=1)
    assert (found["code"], found["ended"]) == (-9, "ran longer than 1 seconds")


@in_each_tier
@pytest.mark.parametrize("program", ["a memory balloon", "memory in every way"])
def test_memory_ends(program, tier, grader):
    found = contained(program, grader, tier, cpu_seconds=60, memory=512 * MB)
    assert found["answer"] == "no more\n"
    assert 0 < found["memory"] <= 512 * MB


@in_each_tier
def test_output_waits_for_its_reader(tier, grader):
    found = contained("endless output", grader, tier, cpu_seconds=60)
    assert found["much"]
    assert found["memory"] < 100 * MB


@pytest.mark.slow
@in_each_tier
def test_errors_are_read_and_thrown_away(tier, grader):
    found = contained("endless errors", grader, tier, wall_seconds=10)
    assert found["code"] == -9
    assert found["kept"] == 64 << 10


@in_each_tier
@pytest.mark.parametrize(
    ("program", "code"),
    [("exits at once", 0), ("exits with a status", 7), ("a wrong address", -11), ("aborts", -6), ("too deep", None)],
)
def test_its_own_end(program, code, tier, grader):
    found = contained(program, grader, tier, cpu_seconds=60, memory=256 * MB)
    assert found["ended"] == ""
    if code is not None:
        assert found["code"] == code


@in_each_tier
def test_it_ends_itself(tier, grader):
    assert contained("ends its own process", grader, tier)["code"] == -9


@in_each_tier
@pytest.mark.parametrize("program", ["a file of 10 GB", "a file full of holes"])
def test_large_files(program, tier, grader):
    assert contained(program, grader, tier, cpu_seconds=60)["answer"] == "no more\n"


@in_each_tier
@pytest.mark.parametrize("program", ["100,000 small files", "files of 4 MB"])
def test_many_files(program, tier, grader):
    """Refused by the folder's size, or ended by who counts."""
    found = contained(program, grader, tier, cpu_seconds=60)
    assert found["answer"] == "no more\n" or found["ended"].startswith("wrote more than")


@in_each_tier
@pytest.mark.parametrize("program", ["folders without end", "changes its own files"])
def test_whatever_it_does(program, tier, grader):
    contained(program, grader, tier)


@in_each_tier
def test_other_machine_code_is_filtered_too(tier, grader):
    found = contained("another kind of machine code", grader, tier, cpu_seconds=60)
    assert "went through" not in found["answer"]
    assert found["code"] in (0, -31)
