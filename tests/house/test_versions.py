"""`python tests/versions.py`: the tests with other versions of Python and NumPy, in one command."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests import versions

ROOT = Path(__file__).resolve().parents[2]


def test_it_knows_the_versions_that_the_package_promises():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    promised = [text.rpartition(" ")[2] for text in project["classifiers"] if "Python :: 3." in text]
    assert list(versions.PYTHONS) == promised
    assert list(versions.OLDEST) == list(versions.PYTHONS)
    assert f"numpy>={versions.OLDEST['3.11'].partition('.')[0]}" in project["dependencies"]


def test_all_else_is_in_the_usual_versions():
    text = (ROOT / "constraints.txt").read_text("utf-8")
    oldest = versions.constraints(text, "2.0")
    assert "numpy==2.0.*" in oldest.splitlines()
    assert len(oldest.splitlines()) == len(text.splitlines())
    assert not re.search(r"^numpy\b", versions.constraints(text, versions.NEWEST), re.MULTILINE)


def test_a_python_is_found_by_its_version():
    here = "{}.{}".format(*sys.version_info)
    assert versions.found(here)
    assert versions.found("3.99") is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has a launcher, py, for all versions")
def test_pythons_of_pyenv_are_found_that_are_not_switched_on(monkeypatch, tmp_path):
    """pyenv puts a `python3.12` on the PATH that only says that it is not switched on."""
    here = "{}.{}".format(*sys.version_info)
    shim = tmp_path / "shims" / f"python{here}"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\necho not switched on >&2\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    own = tmp_path / "versions" / f"{here}.7" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(shim.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setattr(versions.sys, "executable", "")
    assert versions.found(here)
    own.unlink()
    assert versions.found(here) is None


@pytest.mark.parametrize(("passed", "status"), [(True, 0), (False, 1)])
def test_what_ran_and_what_was_left_out_is_said_at_the_end(monkeypatch, capsys, passed, status):
    asked = []

    def run(python, version, numpy, arguments):
        asked.append((version, numpy, arguments))
        return int(not passed), f"ok or not: Python {version}, NumPy {numpy}"

    monkeypatch.setattr(versions, "run", run)
    monkeypatch.setattr(versions, "found", lambda version: None if version == "3.12" else "python")
    assert versions.main(["tests/engine", "-x"]) == status
    assert [each[:2] for each in asked] == [
        ("3.11", "2.0"), ("3.11", "newest"), ("3.13", "2.1"), ("3.13", "newest")
    ]  # fmt: skip
    assert asked[0][2] == ["tests/engine", "-x"]
    assert "left out          Python 3.12 is not installed here" in capsys.readouterr().out


def test_an_environment_that_cannot_be_made_is_a_failure_of_its_own(monkeypatch, capsys):
    def make(*_):
        raise OSError("no room left")

    monkeypatch.setattr(versions, "make", make)
    assert versions.main(["--python", "{}.{}".format(*sys.version_info), "--numpy", "2.1"]) == 2
    assert "NumPy 2.1: the environment could not be made (no room left)" in capsys.readouterr().out
