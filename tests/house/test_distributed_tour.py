"""docs/DISTRIBUTED.md: its scripts run alone and in two processes, with the same results, and those that it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.training.distributed.launching import environment, torchrun

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "DISTRIBUTED.md").read_text("utf-8")
SCRIPTS = dict(re.findall(r"^```python\n# (\S+)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE))


def alone(script, *arguments):
    command = [sys.executable, str(script), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=environment())
    return done.stdout


def figures(text):
    return [float(number) for number in re.findall(r"-?\d+\.\d+", text)]


def rows(text):
    return [line for line in text.splitlines() if re.match(r"\d \{", line)]


@pytest.mark.slow
def test_one_argument_more(tmp_path):
    script = tmp_path / "train.py"
    script.write_text(SCRIPTS["train.py"], "utf-8")
    shown = rows(TEXT)
    assert shown[:3] == shown[3:]  # what it shows is alike
    single, two = rows(alone(script, tmp_path / "alone")), rows(torchrun(script, tmp_path / "two"))
    assert len(single) == len(two) == 3
    for one, several, written in zip(single, two, shown):
        assert figures(several) == pytest.approx(figures(one), abs=2e-4)  # four decimals, of float32
        assert figures(one) == pytest.approx(figures(written), abs=0.02)  # other machines round otherwise


@pytest.mark.full
@pytest.mark.parametrize("name", ["own.py", "stages.py"])
def test_the_other_scripts(tmp_path, name):
    script = tmp_path / name
    script.write_text(SCRIPTS[name], "utf-8")
    single, several = (re.findall("final .*", printed) for printed in (alone(script), torchrun(script)))
    assert len(single) == len(several) == 1
    assert figures(several[0]) == pytest.approx(figures(single[0]), abs=2e-3)


def test_every_script_is_run():
    assert set(SCRIPTS) == {"train.py", "own.py", "stages.py"}
    assert TEXT.count("```python") == 3
