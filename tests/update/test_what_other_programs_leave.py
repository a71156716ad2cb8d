"""Files that other programs, a crash and a sync leave beside a student's notebooks, or make of one.

Whatever it is, the update says in a sentence what it did or what to do; it shows no traceback, and nothing is lost.
"""

from __future__ import annotations

import json
import warnings

import pytest

from tests.update.test_update_files import answer, mine, no_servers, update  # noqa: F401 - fixtures
from tinygrad_lite.course.update.said import digest


def change(path, edit):
    """A student's notebook, edited as JSON; returns its bytes."""
    raw = json.loads(path.read_bytes())
    edit(raw)
    path.write_text(json.dumps(raw), "utf-8")
    return path.read_bytes()


def in_cell(**parts):
    return lambda raw: raw["cells"][4].update(parts)


def without(part):
    return lambda raw: raw["cells"][4].pop(part)


NOT_AS_JUPYTER = "it has no cells, or they are not as Jupyter writes them"
SAVE_IT = "Open it in JupyterLab and save it, then do this again."


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without("cell_type"), NOT_AS_JUPYTER),
        (in_cell(cell_type=None), NOT_AS_JUPYTER),
        (in_cell(cell_type="heading"), NOT_AS_JUPYTER),
        (in_cell(metadata=None), NOT_AS_JUPYTER),
        (in_cell(metadata=[]), NOT_AS_JUPYTER),
        (in_cell(source={"a": "b"}), NOT_AS_JUPYTER),
        (lambda raw: raw.update(metadata=None), NOT_AS_JUPYTER),
        (in_cell(attachments=None), SAVE_IT),
        (in_cell(a_program="its own"), SAVE_IT),
        (lambda raw: raw.update(nbformat=5), "it has the unknown notebook format 5: open it in JupyterLab and save it"),
    ],
)
def test_a_notebook_of_another_shape_is_left_alone_and_named(mine, edit, said):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    before = change(path, edit)
    result = update(path)
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert "left alone" in result.output
    assert said in result.output
    assert path.read_bytes() == before


@pytest.mark.parametrize("minor", [None, "5", 2.5])
def test_a_notebook_that_does_not_say_how_new_its_format_is(mine, minor):  # noqa: F811
    path = mine / "02_loss.ipynb"
    texts = answer(path)
    change(path, lambda raw: raw.update(nbformat_minor=minor))
    assert update(path).exit_code == 0
    after = json.loads(path.read_bytes())
    assert after["nbformat_minor"] == 5
    assert all(text in ["".join(cell["source"]) for cell in after["cells"]] for text in texts)


def test_a_note_that_another_program_signed_is_the_students(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    tag = {"tinygrad_lite": {"update": {"of": ["loss-mse"], "sha": digest("x")}}}
    note = {"cell_type": "markdown", "id": "z", "metadata": tag, "source": "x"}
    change(path, lambda raw: raw["cells"].append(note))
    assert update(path).exit_code == 0
    assert "".join(json.loads(path.read_bytes())["cells"][-1]["source"]) == "x"


def test_an_update_is_silent_about_how_a_student_writes_python(mine):  # noqa: F811
    """Python warns of these when it reads them, and would name a file that there is not."""
    path = mine / "02_loss.ipynb"
    answer(path)
    change(path, lambda raw: raw["cells"][-1].update(source='label = "\\d \\alpha"\nx = 1 if 1in [1] else 0'))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert update(path).exit_code == 0
    assert not [each for each in caught if each.filename == "a cell"]
