"""Notebooks as bytes: of any format, encoding and size, whole or damaged; nothing but `Unreadable` is ever raised."""

from __future__ import annotations

import codecs
import hashlib
import json
import random
from typing import Any

import pytest

from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.course.folders import lessons_folder
from tinygrad_lite.grading import notebook as module
from tinygrad_lite.grading.lessons import asked_in, begun_in, said_of_version
from tinygrad_lite.grading.notebook import Notebook, Unreadable, read_notebook


def cell(source: Any = "x = 1", **more: Any) -> dict[str, Any]:
    """A code cell as in the file."""
    return {"cell_type": "code", "id": "a", "source": source, "metadata": {}, "outputs": []} | more


def data(*cells: Any, **more: Any) -> bytes:
    """A notebook of these cells."""
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def sources(notebook: Notebook) -> list[str]:
    """The texts of all cells."""
    return [cell.source for cell in notebook.cells]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson(lesson):
    whole = (lessons_folder() / f"{lesson}.ipynb").read_bytes()
    notebook = read_notebook(whole)
    assert notebook.lesson == lesson
    assert notebook.recognised_by == f'begin("{lesson}")'
    assert notebook.notes == ()
    assert notebook.sha256 == hashlib.sha256(whole).hexdigest()
    assert said_of_version(lesson, notebook.version) == ""
    assert [cell.source for cell in notebook.cells] == ["".join(c["source"]) for c in json.loads(whole)["cells"]]
    without = json.loads(whole)
    without["cells"] = [cell for cell in without["cells"] if "begin(" not in "".join(cell["source"])]
    assert read_notebook(json.dumps(without).encode()).lesson == lesson


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-32"),
        lambda text: text.encode("latin-1"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8", "BOM", "UTF-16", "UTF-16 BE", "UTF-16 LE", "UTF-32", "Latin-1", "CRLF"],
)
def test_encodings(encode):
    text = json.dumps(json.loads(data(cell("größe = 'ä'\r\nx = 1"))), ensure_ascii=False, indent=1)
    notebook = read_notebook(encode(text))
    assert sources(notebook) == ["größe = 'ä'\nx = 1"]
    assert ("Latin-1" in " ".join(notebook.notes)) == (encode(text) == text.encode("latin-1"))


def test_old_and_later_formats():
    sheets = [
        {
            "cells": [
                {"cell_type": "code", "input": ["x\n", "y"], "outputs": []},
                {"cell_type": "heading", "source": "H"},
            ]
        }
    ]
    three = read_notebook(data(worksheets=sheets, nbformat=3, cells=None))
    assert [(c.kind, c.source) for c in three.cells] == [("code", "x\ny"), ("markdown", "H")]
    assert "old notebook format" in three.notes[0]
    for minor in (0, 4, 5, 9):
        assert sources(read_notebook(data(cell(["x\n", "y"]), nbformat_minor=minor))) == ["x\ny"]
    assert "other than 4" in read_notebook(data(cell(), nbformat=5)).notes[0]
    assert sources(read_notebook(data(cell(), nbformat="four", metadata=[1]))) == ["x = 1"]


def test_odd_cells():
    odd = [
        cell(None),
        cell(7),
        cell(["x", 3, None]),
        cell(cell_type=["code"]),
        3,
        None,
        {},
        cell(id=[1]),
        cell(id="<b>"),
    ]
    notebook = read_notebook(data(*odd))
    assert sources(notebook) == ["", "", "x", "x = 1", "", "x = 1", "x = 1"]
    assert len({item.id for item in notebook.cells}) == len(notebook.cells)
    assert all(item.id.replace("-", "").isalnum() for item in notebook.cells)
    assert notebook.cells[3].kind == "raw"


def test_ids_there_twice_and_not_at_all():
    twice = read_notebook(data(cell(), cell(), cell(), cell(id="b")))
    assert [item.id for item in twice.cells] == ["a", "a-2", "a-3", "b"]
    assert "2 of its cells have the id of another" in twice.notes[0]
    none = read_notebook(data({"cell_type": "code", "source": "1"}, cell(id="cell-1")))
    assert len({item.id for item in none.cells}) == 2


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (codecs.BOM_UTF16_LE, "empty"),
        (b"\x00" * 50, "empty"),
        (b"%PDF-1.4 ...", "a PDF"),
        (b"\x7fELF\x02\x01\x00\x00 import", "a file of another kind"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a", "a file of another kind"),
        (b"PK\x03\x04...", "a zip"),
        (b"\x89PNG", "a picture"),
        (b"<!DOCTYPE html>", "web page"),
        (b"import numpy as np\n", "Python script"),
        (b"Dear teacher,", "a text"),
        (b"<<<<<<< HEAD\n{}", "Git merge"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        (b'{"url": "https://docs.google.com", "doc_id": "1"}', "link to a file elsewhere"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b"null", "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b'{"cells": NaN}', "no cells"),
        (data(cell())[:-20], "breaks off"),
        (data(cell())[:40], "breaks off"),
        (data(cell()).replace(b'"x = 1",', b'"x = 1"', 1), "damaged in line 1, column"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_notebook(raw, said):
    with pytest.raises(Unreadable, match=said) as caught:
        read_notebook(raw)
    assert caught.value.reason.endswith(".")


def test_odd_numbers_do_no_harm():
    text = data(cell(), metadata={"x": 1}).replace(b'"x": 1', b'"x": ' + b"9" * 6000 + b', "y": NaN, "z": -1e999')
    assert sources(read_notebook(text)) == ["x = 1"]


def test_halves_of_characters():
    assert sources(read_notebook(data(cell("a\ud800b\U0001f600")))) == ["a�b😀"]


def test_sizes(monkeypatch):
    outputs = [{"data": {"image/png": "A" * 300_000}}]
    widgets = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"x": "B" * 500_000}}}}
    large = data(*(cell(id=f"c{i}", outputs=outputs, attachments={"p": "C" * 9}) for i in range(200)), metadata=widgets)
    assert len(large) > 60_000_000
    assert len(read_notebook(large).cells) == 200
    monkeypatch.setattr(module, "LARGEST_FILE", 1_000)
    with pytest.raises(Unreadable, match=r"has \d+ MB; up to"):
        read_notebook(data(cell("x" * 1_000)))


def test_nothing_of_the_outputs_is_kept():
    pairs = [("source", "x"), ("outputs", [1]), ("attachments", {}), ("widgets", {})]
    assert module._without_outputs(pairs) == {"source": "x"}


def test_a_cell_and_a_notebook_that_are_too_long(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_CELL", 100)
    monkeypatch.setattr(module, "LONGEST_NOTEBOOK", 150)
    monkeypatch.setattr(module, "MOST_CELLS", 4)
    notebook = read_notebook(data(*(cell("x" * n, id=f"c{n}") for n in (90, 101, 70, 60, 8))))
    assert [len(item.source) for item in notebook.cells] == [90, 0, 0, 60]
    assert notebook.notes[0] == "It has 5 cells; the first 4 were read."
    assert notebook.notes[1:] == ("2 of its cells were not read, the first of them cell 2: there is too much text.",)
    notebook = read_notebook(data(*(cell("x" * n, id=f"c{n}") for n in (90, 101))))
    assert notebook.notes == ("Cell 2 was not read: there is too much text (101 characters in it).",)


def test_what_is_noted_of_a_notebook_stays_short():
    """However many cells are wrong in the same way: the notes are a cell of who.csv, which has to be read again."""
    cells = [cell("x" * 300_000, id="same"), cell("x" * 290_000, id="same")]
    cells += [{**cell("y", id="same"), "cell_type": ["code"]}, {"cell_type": "code", "source": {}}] * 900
    cells += [cell("z" * 20_000, id="same") for _ in range(190)]
    notebook = read_notebook(data(*cells))
    assert any("were not read" in note for note in notebook.notes)
    assert sum(map(len, notebook.notes)) < 1_000


def test_bytes_that_anybody_may_send():
    """Damaged in one place or in many, a notebook is read or refused; nothing else happens."""
    whole = (lessons_folder() / "00_start_here.ipynb").read_bytes()[:30_000]
    whole += b'"]}], "nbformat": 4}'
    generator = random.Random(0)
    outcomes: set[type] = set()
    for _try in range(400):
        broken = bytearray(whole)
        for _ in range(generator.choice([1, 3, 50])):
            at, length = generator.randrange(len(broken)), generator.choice([0, 1, 1, 9])
            broken[at : at + length] = generator.randbytes(generator.choice([0, 1, 2, 9]))
        try:
            outcomes.add(type(read_notebook(bytes(broken))))
        except Unreadable:
            outcomes.add(Unreadable)
    assert Unreadable in outcomes


@pytest.mark.parametrize(
    ("source", "begun"),
    [
        ('begin("02_loss")', ["02_loss"]),
        ("import x\nbegin(lesson='02_loss')", ["02_loss"]),
        ('course.begin("02_loss")', ["02_loss"]),
        ('x = [\nbegin("02_loss")', ["02_loss"]),
        ('# begin("02_loss")\nx = [', []),
        ('# begin("02_loss")', []),
        ("print('begin(\"02_loss\")')", []),
        ("begin(name)", []),
        ("begin()", []),
    ],
)
def test_how_a_lesson_is_begun(source, begun):
    assert begun_in(source) == begun


def test_which_lesson_it_is():
    two = read_notebook(data(cell('begin("02_loss")'), cell('begin("04_optimizers")', id="b")))
    assert two.lesson == "02_loss"
    assert "more than one lesson" in two.notes[0]
    other = read_notebook(data(cell('begin("17_nothing")')))
    assert (other.lesson, "--exercises FILE" in other.recognised_by) == ("", True)
    assert "no such lesson" in other.notes[0]
    assert read_notebook(data(cell())).lesson == ""
    assert read_notebook(data(cell('begin("02_loss")', cell_type="markdown"))).lesson == ""


def test_the_version_of_a_lesson(tmp_path, monkeypatch):
    def version(value: Any) -> str:
        return read_notebook(data(cell(), metadata={"tinygrad_lite": value})).version

    assert version({"version": "ab12"}) == "ab12"
    assert [version(value) for value in ({"version": "<b>"}, {"version": 3}, {"version": "x" * 99}, "x", None, {})] == [
        ""
    ] * 6
    assert "does not say" in said_of_version("02_loss", "")
    assert "not known here (abc)" in said_of_version("02_loss", "abc")
    assert asked_in("02_loss", "abc") is None


def test_an_older_version_says_what_it_did_not_ask(monkeypatch):
    monkeypatch.setattr("tinygrad_lite.grading.lessons.asked_in", lambda lesson, version: ["loss/mse", "loss/mae"])
    said = said_of_version.__wrapped__("02_loss", "older")
    assert said.startswith("The notebook is of an older version of the lesson (older). It had no loss/mse_by_hand, ")
    assert "loss/mae," not in said
