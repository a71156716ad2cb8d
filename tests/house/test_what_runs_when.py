"""A short run, what it leaves out, and everything: each test belongs to one of them and is never forgotten."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest

def test_short(): ...

@pytest.mark.slow
def test_slow(): ...

@pytest.mark.full
def test_full(): ...

@pytest.mark.one_in(5)
@pytest.mark.parametrize("number", range(50))
def test_many(number): ...

@pytest.mark.one_in(5, slow=2)
@pytest.mark.parametrize("number", range(60))
def test_shared(number): ...

@pytest.mark.slow(one_in=3)
@pytest.mark.parametrize("number", range(60))
def test_a_third(number): ...
"""


def collected(file, *options):
    """Names of the tests that such a run has."""
    line = [sys.executable, "-m", "pytest", "-c", str(PROJECT / "pyproject.toml"), "-p", "tests.conftest"]
    line += ["-p", "no:cacheprovider", "--collect-only", "-q", str(file), *options]
    ended = subprocess.run(line, capture_output=True, encoding="utf-8", cwd=PROJECT, env=dict(os.environ))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return [line.rpartition("::")[2] for line in ended.stdout.splitlines() if "::" in line]


@pytest.mark.slow
def test_every_test_has_its_run(tmp_path):
    file = tmp_path / "test_them.py"
    file.write_text(TESTS, encoding="utf-8")
    short, slow, everything = collected(file), collected(file, "--slow"), collected(file, "--full")
    assert "test_short" in short
    assert "test_slow" in slow
    assert 3 <= sum("many" in name for name in short) <= 20
    in_three = [sum("shared" in name for name in names) for names in (short, slow, everything)]
    assert in_three[0] >= 4
    assert in_three[1] >= 12
    assert in_three[2] == 60 > sum(in_three[:2]) + 12
    assert "test_a_third" not in "".join(short)
    assert 8 <= sum("a_third" in name for name in slow) <= 32
    assert not set(short) & set(slow)
    assert set(short + slow) < set(everything)
    left = {name for name in everything if "shared" not in name and "a_third" not in name} - set(short + slow)
    assert left == {"test_full"}
    assert short == collected(file)  # always the same


def test_ci_runs_both():
    text = (PROJECT / ".ci" / "run").read_text(encoding="utf-8")
    assert {"test", "test tests --slow"} <= set(re.findall(r'"\$python" start\.py (.*?) \|\|', text))


def test_a_name_that_is_another_one_in_each_process_is_refused(tmp_path):
    """Several processes share the tests by their names: with such a name nothing would run."""
    file = tmp_path / "test_them.py"
    source = "import pytest\n\n@pytest.mark.parametrize('f', [lambda: 0], ids=str)\ndef test_it(f): ...\n"
    file.write_text(source, encoding="utf-8")
    with pytest.raises(AssertionError, match="give it `ids`"):
        collected(file)
