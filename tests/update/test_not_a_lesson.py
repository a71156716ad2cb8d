"""A file that is called like a lesson and is none, or none that an update can correct: said once, or not at all."""

from __future__ import annotations

import json

import nbformat
import pytest

from tests.update.test_update_files import LESSON, mine, no_servers, update  # noqa: F401 - fixtures
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.update import folder, notebook

OTHER = (lessons_folder() / "03_backward_pass.ipynb").read_bytes()


def said(folder_of_lessons):
    lines: list[str] = []
    folder.begin(folder_of_lessons, lines.append, "start update")
    return [line for line in lines if not line.startswith("New lesson")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (notebook.text_of(nbformat.v4.new_notebook()), "is not lesson 02: it is none of the lessons"),
        (OTHER, "is not lesson 02: it is 03_backward_pass"),
        (b"", "is left as it is: it cannot be read as a notebook (it is empty)"),
        (LESSON[:1000], "is left as it is: it cannot be read as a notebook (a part of it is missing)"),
    ],
    ids=["empty notebook", "another lesson", "empty file", "half a file"],
)
def test_what_is_no_lesson_is_said_once_and_what_is_said_helps(mine, data, why):  # noqa: F811
    path = mine / "02_loss.ipynb"
    path.write_bytes(data)
    assert said(mine) == [f"mine/02_loss.ipynb {why}. Rename it, and the next start gives you lesson 02."]
    assert said(mine) == []
    assert path.read_bytes() == data
    path.rename(mine / "other.ipynb")
    assert said(mine) == []
    assert path.read_bytes() == folder.as_opened(LESSON)
    path.write_bytes(data)  # once more
    assert len(said(mine)) == 1


def test_of_a_notebook_from_the_instructor_nothing_is_said(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    released = json.loads(LESSON)
    released["metadata"]["tinygrad_lite"] = {"lesson": "02_loss", "released": "1"}
    path.write_text(json.dumps(released), "utf-8")
    assert said(mine) == []
    assert json.loads(path.read_bytes()) == released


def test_of_a_copy_nothing_is_said_that_is_not_known(mine):  # noqa: F811
    """Without what was given it is not known whether anybody has worked in it."""
    (given,) = (mine / ".given").iterdir()
    given.unlink()
    (line,) = said(mine)
    assert line == "Lesson 02 has been corrected. `start update` brings the corrections and keeps all you wrote."
    assert update(mine).exit_code == 0
    assert said(mine) == []
