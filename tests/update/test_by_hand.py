"""Notebooks as programs and people really leave them, one nasty thing each, in a real lesson: nothing of it is lost.

Whatever was done, the update either brings the corrections and keeps every text that is not the lesson's, to the byte,
or leaves the file alone and says why. The second update then has nothing to do.
"""

from __future__ import annotations

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from tests.update.test_update_files import LESSON, mine, no_servers, update  # noqa: F401 - fixtures
from tinygrad_lite.course.update import folder
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.said import fingerprint


def find(cells, key):
    return next(number for number, cell in enumerate(cells) if cell.get("id") == key)


def split_an_exercise(cells):
    at = find(cells, "loss-mse")
    lines = cells[at]["source"].split("\n")
    cells[at]["source"] = "\n".join(lines[3:]) + "\n    # mine"
    cells.insert(at, dict(new_code_cell("\n".join(lines[:3]))))


def merge_two_cells(cells):
    at = find(cells, "loss-mse")
    cells[at : at + 2] = [dict(new_code_cell(cells[at]["source"] + "\n\n" + cells[at + 1]["source"]))]


def merge_three_with_an_exercise_in_the_middle(cells):
    at = find(cells, "loss-mse")
    cells[at - 1 : at + 2] = [dict(new_markdown_cell("\n\n".join(cell["source"] for cell in cells[at - 1 : at + 2])))]


def one_id_for_all(cells):
    for number, cell in enumerate(cells):
        cell["id"] = "same"
        cell["source"] += f"\n{'#' if cell['cell_type'] == 'code' else ''} mine {number}"


def swapped_ids(cells):
    one, two = find(cells, "loss-mse"), find(cells, "loss-mse") + 1
    cells[one]["id"], cells[two]["id"] = cells[two]["id"], cells[one]["id"]


def an_exercise_as_text(cells):
    at = find(cells, "loss-mse")
    cells[at] = dict(new_markdown_cell(cells[at]["source"], id="loss-mse"))


def an_exercise_as_raw(cells):
    at = find(cells, "loss-mse")
    cells[at] = dict(new_raw_cell(cells[at]["source"] + "\nnot now", id="loss-mse"))


def text_as_code(cells):
    cells[0] = dict(new_code_cell(cells[0]["source"], id=cells[0]["id"]))


def attachments(cells):
    cells[0]["attachments"] = {"ñ photo.png": {"image/png": "iVBORw0KGgo="}}
    cells[0]["source"] += "\n![photo](attachment:ñ%20photo.png)"


def widgets_and_unknown_metadata(cells):
    at = find(cells, "loss-mse")
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1", "version_major": 2, "version_minor": 0}}
    cells[at]["outputs"] = [dict(new_output("display_data", data=view))]
    cells[at]["metadata"] |= {"vscode": {"languageId": "python"}, "tinygrad_lite": "mine", "collapsed": None}


def a_renamed_exercise(cells):
    at = find(cells, "loss-mse")
    cells[at]["source"] = cells[at]["source"].replace("loss/mse", "loss/my_own").replace("def mse", "def my_own")


def the_same_exercise_three_times(cells):
    at = find(cells, "loss-mse")
    for number in range(3):
        cells.insert(at + 1, copy.deepcopy(cells[at]) | {"source": cells[at]["source"] + f"\n# try {number}"})


def a_huge_output(cells):
    at = find(cells, "loss-mse")
    cells[at]["outputs"] = [dict(new_output("stream", text="x" * 5_000_000))]
    cells[at]["execution_count"] = 10**9


def broken_outputs(cells):
    cells[find(cells, "loss-mse")]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}]


def source_as_lines(cells):
    for cell in cells:
        cell["source"] = cell["source"].splitlines(keepends=True)


def other_line_ends(cells):
    for cell in cells:
        cell["source"] = cell["source"].replace("\n", "\r\n")
    cells[find(cells, "loss-mse")]["source"] += "\r\n# mine"


def tabs_and_strange_blanks(cells):
    cells[find(cells, "loss-mse")]["source"] += "\n\t\u00a0\u2028# mine\u200b"


def nothing_but_own_cells(cells):
    cells[:] = [dict(new_code_cell("begin('02_loss')")), dict(new_markdown_cell("only mine"))]


def everything_upside_down(cells):
    cells.reverse()
    cells[0]["source"] += "\nmine"


def every_cell_copied(cells):
    cells += copy.deepcopy(cells)
    cells[-1]["source"] += "\nmine"


def a_note_of_ours_that_was_written_in(cells):
    note = new_markdown_cell("*Delete this note when you have read it.*\nBut mine.", id="update-loss-mse")
    note.metadata["tinygrad_lite"] = {"update": {"of": "loss-mse", "sha": "0" * 16}}
    cells.insert(3, dict(note))


def syntax_errors_and_null_bytes(cells):
    cells[find(cells, "loss-mse")]["source"] += "\n    return ((((\n\x00\x07 # mine"


def ids_that_are_not_allowed(cells):
    for number, cell in enumerate(cells):
        cell["id"] = ["", "ä" * 70, None, 7, "a b", "x" * 65][number % 6]
    cells[2]["source"] += "\nmine"


EDITS = [
    split_an_exercise, merge_two_cells, merge_three_with_an_exercise_in_the_middle, one_id_for_all, swapped_ids,
    an_exercise_as_text, an_exercise_as_raw, text_as_code, attachments, widgets_and_unknown_metadata,
    a_renamed_exercise, the_same_exercise_three_times, a_huge_output, broken_outputs, source_as_lines, other_line_ends,
    tabs_and_strange_blanks, nothing_but_own_cells, everything_upside_down, every_cell_copied,
    a_note_of_ours_that_was_written_in, syntax_errors_and_null_bytes, ids_that_are_not_allowed,
]  # fmt: skip


def written(notebook, *lessons):
    """The texts that are no lesson's, to the byte."""
    given = {fingerprint(cell) for lesson in lessons for cell in lesson.cells}
    return sorted(cell.source for cell in notebook.cells if fingerprint(cell) not in given)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_nothing_is_lost(mine, edit):  # noqa: F811
    path = mine / "02_loss.ipynb"
    old, raw = read(path.read_bytes()), json.loads(path.read_bytes())
    for cell in raw["cells"]:
        cell["source"] = "".join(cell["source"])
    edit(raw["cells"])
    path.write_text(json.dumps(raw), "utf-8")
    before, hers = path.read_bytes(), read(path.read_bytes())
    result = update(mine)
    if result.exit_code:
        assert "left alone" in result.output
        assert path.read_bytes() == before
        return
    after = read(path.read_bytes())
    nbformat.validate(after)
    assert len({cell.id for cell in after.cells}) == len(after.cells)
    left = written(after, old, read(LESSON))
    for source in written(hers, old, read(LESSON)):
        assert source in left
    assert folder.stamp_of(path.read_bytes()) == folder.stamp_of(LESSON)
    assert "up to date" in update(mine).output


def test_a_format_written_as_a_decimal_number(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    raw = json.loads(path.read_bytes()) | {"nbformat": 4.0}
    raw["cells"][1]["source"] = "# mine"
    path.write_text(json.dumps(raw), "utf-8")
    result = update(mine)
    assert result.exit_code == 0, result.output
    assert '"nbformat": 4,' in path.read_text("utf-8")


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4])
def test_formats_without_ids(mine, minor):  # noqa: F811
    path = mine / "02_loss.ipynb"
    raw = json.loads(path.read_bytes())
    raw["nbformat_minor"] = minor
    for cell in raw["cells"]:
        del cell["id"]
    raw["cells"].append(
        {"cell_type": "code", "metadata": {}, "source": "mine = 1", "outputs": [], "execution_count": None}
    )
    path.write_text(json.dumps(raw), "utf-8")
    result = update(mine)
    assert result.exit_code == 0, result.output
    after = read(path.read_bytes())
    assert (after.nbformat, after.nbformat_minor) == (4, 5)
    assert "mine = 1" in [cell.source for cell in after.cells]
    ids = [cell.id for cell in read(LESSON).cells]
    assert [cell.id for cell in after.cells if cell.id in ids] == ids


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_what_is_not_utf_8_is_left_alone_or_read_right(mine, encoding):  # noqa: F811
    path = mine / "02_loss.ipynb"
    raw = json.loads(path.read_bytes())
    raw["cells"][0]["source"] = "ñ"
    path.write_bytes(json.dumps(raw, ensure_ascii=False).encode(encoding, "replace"))
    before = path.read_bytes()
    result = update(mine)
    assert result.exit_code == 1
    assert "left alone: it cannot be read as a notebook" in result.output
    assert path.read_bytes() == before
