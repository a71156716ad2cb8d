"""Random students on real lessons, edited as the text of a file: what other programs, a paste and a mishap leave there.

The students of `lessons_and_students.py` work cell by cell in a lesson of a few lines. These have pasted half of an
older lesson, merged five cells, lost ids, been through Windows and Colab; and the update is that of the file. What must
survive is counted by this file's own rule, not by the update's.
"""

from __future__ import annotations

import copy
import json
import random
from collections import Counter

import pytest

from tests.update.test_update_files import no_servers  # noqa: F401 - a fixture
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.course.update import notebook
from tinygrad_lite.course.update.given import read
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.said import of_lesson

WORDS = (
    "my thought: ", "x = 3\n", "été ☃ 𝒳", "\ud800", "a\rb", "\f", "\x00", "<b>&amp;", "```python\n1\n```", "> said",
    "\t", "    ", "return 0\n", "%timeit 1", "!ls", "#", "\u2028x", "'''",
)  # fmt: skip
ODD_IDS = ("", "a b", "ä", 7, None, "x" * 80, "update-loss-mse", "own-1")


def text(cell):
    return "".join(cell["source"])


def write(cell, source, chance):
    """As one string, or as a list of lines, as Jupyter does."""
    *lines, last = source.split("\n")
    cell["source"] = [*(f"{line}\n" for line in lines), last] if chance.random() < 0.5 else source


def new_id(chance):
    return f"{chance.randrange(16**8):08x}"


def as_type(cell, kind):
    cell["cell_type"] = kind
    for name, empty in (("outputs", []), ("execution_count", None)):
        if kind == "code":
            cell.setdefault(name, empty)
        else:
            cell.pop(name, None)
    if kind == "code":
        cell.pop("attachments", None)


# ------------------------------------------------------------------------------------------------- what students do
def moves_a_block(cells, chance):
    at = chance.randrange(len(cells))
    part = cells[at : at + chance.randint(1, 6)]
    del cells[at : at + len(part)]
    to = chance.randint(0, len(cells))
    cells[to:to] = part


def splits(cells, chance):
    at = chance.randrange(len(cells))
    source, upper, lower = text(cells[at]), cells[at], copy.deepcopy(cells[at])
    place = chance.randint(0, len(source))
    (upper if chance.random() < 0.8 else lower)["id"] = new_id(chance)  # JupyterLab's way, or another editor's
    write(upper, source[:place], chance)
    write(lower, source[place:], chance)
    cells.insert(at + 1, lower)


def merges(cells, chance):
    at, number = chance.randrange(len(cells)), chance.choice([2, 2, 3, 5])
    write(cells[at], "\n\n".join(text(cell) for cell in cells[at : at + number]), chance)
    if chance.random() < 0.7:
        cells[at]["id"] = new_id(chance)
    del cells[at + 1 : at + number]


def changes_a_type(cells, chance):
    as_type(chance.choice(cells), chance.choice(["code", "markdown", "raw"]))


def loses_an_id(cells, chance):
    chance.choice(cells).pop("id", None)


def has_an_odd_id(cells, chance):
    chance.choice(cells)["id"] = chance.choice(ODD_IDS)


def has_an_id_twice(cells, chance):
    chance.choice(cells)["id"] = chance.choice(cells).get("id", "z")


def copies(cells, chance):
    twin = copy.deepcopy(chance.choice(cells))
    if chance.random() < 0.6:
        twin["id"] = new_id(chance)
    if chance.random() < 0.5:
        write(twin, text(twin) + chance.choice(WORDS), chance)
    cells.insert(chance.randint(0, len(cells)), twin)


def pastes_another_lesson(cells, chance):
    other = json.loads((lessons_folder() / f"{chance.choice(list(LESSONS))}.ipynb").read_bytes())["cells"]
    at = chance.randrange(len(other))
    part = other[at : at + chance.choice([1, 2, 5, 40])]
    for cell in part if chance.random() < 0.5 else []:
        cell["id"] = new_id(chance)
    to = chance.randint(0, len(cells))
    cells[to:to] = part


def writes_inside(cells, chance):
    cell = chance.choice(cells)
    at = chance.randint(0, len(text(cell)))
    write(cell, text(cell)[:at] + chance.choice(WORDS) + text(cell)[at:], chance)


def answers(cells, chance):
    open_ones = [cell for cell in cells if "...  # your code here" in text(cell)]
    for cell in chance.sample(open_ones, min(2, len(open_ones))):
        write(cell, text(cell).replace("...  # your code here", f"return {chance.random()}"), chance)


def empties(cells, chance):
    write(chance.choice(cells), "", chance)


def deletes(cells, chance):
    for _ in range(min(chance.choice([1, 1, 8]), len(cells) - 1)):
        del cells[chance.randrange(len(cells))]


def keeps_one(cells, chance):
    if chance.random() < 0.2:
        cells[:] = [chance.choice(cells)]


def writes_a_cell(cells, chance):
    cell = {"metadata": {}, "source": chance.choice(WORDS) + str(chance.random()), "id": new_id(chance)}
    as_type(cell, chance.choice(["code", "markdown", "raw"]))
    cells.insert(chance.randint(0, len(cells)), cell)


def attaches(cells, chance):
    cell = chance.choice(cells)
    if cell["cell_type"] != "code":
        cell["attachments"] = {f"ü{chance.random()}.png": {"image/png": "AAAA"}}


def goes_through_windows(cells, chance):
    for cell in cells:
        if chance.random() < 0.7:
            cell["source"] = text(cell).replace("\r\n", "\n").replace("\n", "\r\n")


def leaves_blanks(cells, chance):
    for cell in cells:
        if chance.random() < 0.4:
            cell["source"] = text(cell) + chance.choice([" ", "\n", "\t\n ", "\r\n", "\u00a0"])


EDITS = (
    moves_a_block, splits, merges, changes_a_type, loses_an_id, has_an_odd_id, has_an_id_twice, copies,
    pastes_another_lesson, writes_inside, answers, empties, deletes, keeps_one, writes_a_cell, attaches,
    goes_through_windows, leaves_blanks,
)  # fmt: skip


def of_before(lesson, chance):
    """A lesson as it may have been: cells elsewhere, with other words, other ids, or not there at all."""
    old = copy.deepcopy(lesson)
    for _ in range(chance.randint(1, 6)):
        at, what = chance.randrange(len(old["cells"])), chance.choice(["move", "words", "gone", "more"])
        if what == "move":
            old["cells"].insert(chance.randrange(len(old["cells"])), old["cells"].pop(at))
        elif what == "words":
            write(old["cells"][at], text(old["cells"][at]) + f"\n# of before {chance.random()}", chance)
        elif what == "gone":
            del old["cells"][at]
        else:
            old["cells"].insert(at, copy.deepcopy(old["cells"][at]) | {"id": new_id(chance), "source": "# then"})
    return old


def stamped(lesson, name):
    stamp = of_lesson(read(json.dumps(lesson).encode()).cells)
    lesson["metadata"]["tinygrad_lite"] = {"lesson": name, "given": stamp}
    return stamp


def whole(cell):
    return cell["cell_type"], text(cell), json.dumps(cell.get("attachments") or {}, sort_keys=True)


def as_read(cell):
    """Line ends and blanks at the end are no student's work."""
    kind, source, attached = whole(cell)
    return kind, source.replace("\r\n", "\n").replace("\r", "\n").rstrip(), attached


@pytest.mark.parametrize("seed", [*range(12), *(pytest.param(n, marks=pytest.mark.full) for n in range(12, 500))])
def test_no_byte_of_a_student_is_lost(seed, tmp_path):
    chance = random.Random(seed)
    name = chance.choice(list(LESSONS))
    new = json.loads((lessons_folder() / f"{name}.ipynb").read_bytes())
    old = of_before(new, chance)
    stamped(new, name)
    mine = copy.deepcopy(old)
    mine["metadata"]["tinygrad_lite"] = {"lesson": name, "given": stamped(old, name)}
    mine["metadata"]["widgets"] = {"state": {"a": chance.random()}}
    edits = [chance.choice(EDITS) for _ in range(chance.randint(1, 9))]
    for edit in edits:
        edit(mine["cells"], chance)
    if chance.random() < 0.2:
        mine["nbformat_minor"] = 4
        for cell in mine["cells"]:
            cell.pop("id", None)
    path = tmp_path / f"{name}.ipynb"
    data = json.dumps(mine, indent=chance.choice([None, 1, 4])).replace("\n", chance.choice(["\n", "\r\n"])).encode()
    path.write_bytes(chance.choice([b"", b"\xef\xbb\xbf"]) + data)
    (tmp_path / ".given").mkdir()
    (tmp_path / ".given" / f"{name}-{mine['metadata']['tinygrad_lite']['given']}.ipynb").write_text(json.dumps(old))

    before, lesson = path.read_bytes(), json.dumps(new).encode()
    done, kept = notebook.update(path, lesson)
    assert done is not None
    assert kept.read_bytes() == before
    after = path.read_bytes()
    result = json.loads(after)
    given = {as_read(cell) for each in (old, new) for cell in each["cells"]}
    hers = Counter(whole(cell) for cell in mine["cells"] if as_read(cell) not in given)
    assert not hers - Counter(map(whole, result["cells"])), edits
    assert len({cell["id"] for cell in result["cells"]}) == len(result["cells"])
    assert result["metadata"]["widgets"] == mine["metadata"]["widgets"]

    assert notebook.update(path, lesson) == (None, None)  # twice is once
    again, _ = merge(read(lesson), read(lesson), read(after))
    assert [whole(cell) for cell in again.cells] == [whole(cell) for cell in result["cells"]]
    notebook.undo(path)
    assert path.read_bytes() == before
