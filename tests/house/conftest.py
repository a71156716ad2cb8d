"""Fixtures: a toy project (see toy_project.py), fresh or installed."""

import shutil
import subprocess

import pytest

from tests.house.toy_project import BASE_PYTHON, Project


@pytest.fixture
def project(tmp_path_factory):
    """A fresh one, nothing installed."""
    return Project.new(tmp_path_factory)


@pytest.fixture(scope="session")
def empty_environment(tmp_path_factory):
    """A folder .venv with nothing but pip in it. Making one takes seconds, copying it a moment."""
    folder = tmp_path_factory.mktemp("environment") / ".venv"
    subprocess.run([BASE_PYTHON, "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def project_with_environment(tmp_path_factory, empty_environment):
    """A fresh one whose environment is made already, for what comes after that."""
    project = Project.new(tmp_path_factory)
    shutil.copytree(empty_environment, project.venv, symlinks=True)
    return project


@pytest.fixture(scope="module")
def installed_once(tmp_path_factory, empty_environment):
    project = Project.new(tmp_path_factory)
    shutil.copytree(empty_environment, project.venv, symlinks=True)
    first = project.run()
    assert first.returncode == 0, first.stdout
    return project


@pytest.fixture
def installed(installed_once):
    """One that was started before. The tests of a file share it; what one of them writes, the next does not find."""
    installed_once.calls()
    before = set(installed_once.files())
    yield installed_once
    for file in set(installed_once.files()) - before:
        file.unlink()
