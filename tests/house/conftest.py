"""Fixtures: a toy project (see toy_project.py), fresh or installed."""

import pytest

from tests.house.toy_project import Project


def new_project(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("course") / "Kurs für Anfänger ñ 1")


@pytest.fixture
def project(tmp_path_factory):
    """A fresh one, nothing installed."""
    return new_project(tmp_path_factory)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """One that was started once; shared by the tests of a file."""
    project = new_project(tmp_path_factory)
    first = project.run()
    assert first.returncode == 0, first.stdout
    project.first_output, project.first_calls = first.stdout, project.calls()
    return project
