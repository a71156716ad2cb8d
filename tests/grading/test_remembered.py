"""What was read off a cell is remembered for the next notebook: it stays what it was, and does not fill the memory."""

from __future__ import annotations

import ast
import threading
import tracemalloc
from dataclasses import replace

import pytest

from tests.grading.sample_class import sample_class
from tests.hostile.notebooks import HOSTILE
from tinygrad_lite.grading import around, cell_text, remembered
from tinygrad_lite.grading.cell_text import read_cell
from tinygrad_lite.grading.definitions import program_of
from tinygrad_lite.grading.left_out import left_out
from tinygrad_lite.grading.marking import own_source, tree_name
from tinygrad_lite.grading.notebook import Unreadable, read_notebook
from tinygrad_lite.grading.remembered import MOST, MOST_OF_ONE, Remembered


def test_a_text_is_known_by_every_letter_of_it():
    read = Remembered(lambda text: [text], len)
    texts = ["x = 1", "x = 1 ", "x = 1\n", "x  = 1", "X = 1", "x = l", "x = 1\u200b", "x = 1\ud800", ""]
    found = [read(text) for text in texts]
    assert [read(text) for text in texts] == [[text] for text in texts]
    assert all(read(text) is one for text, one in zip(texts, found, strict=True))


def test_what_was_asked_for_last_stays(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 100)
    asked = []
    read = Remembered(lambda text: asked.append(text) or text, lambda text: 10)
    for number in range(1000):
        read(f"{number}")
        read("the lesson's")
        assert read.weight <= 100
    assert asked.count("the lesson's") == 1
    assert len(set(asked)) == 1001
    read("0")
    assert asked.count("0") == 2


def test_what_is_large_is_read_each_time_and_pushes_nothing_out():
    read = Remembered(lambda text: [text], lambda found: MOST_OF_ONE + 1 if found == ["large"] else 1)
    small = read("small")
    assert read("large") is not read("large")
    assert read("small") is small
    assert read.weight == 1


def test_a_failure_is_not_remembered():
    def fail(text):
        raise ValueError(text)

    read = Remembered(fail, len)
    for _ in range(2):
        with pytest.raises(ValueError, match="once more"):
            read("once more")
    assert read.weight == 0


def test_many_threads_at_once(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 50)
    read, wrong = Remembered(lambda text: text.upper(), len), []

    def ask():
        for number in range(3000):
            text = f"text {number % 97}"
            if read(text) != text.upper():
                wrong.append(text)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert read.weight == sum(weight for _, weight in read._known.values()) <= 50


#: Cells of many pieces and few letters.
DENSE = {
    "names": "x\n" * 600,
    "names on a line": "x;" * 1000,
    "assignments": "x=1\n" * 600,
    "calls": "f()\n" * 600,
    "functions": "def f():0\n" * 300,
    "a tuple": f"a=({'x,' * 4000})",
    "texts": "'ab'\n" * 600,
    "classes": "class A:x=1\n" * 200,
    "different names": "\n".join(f"a{number}=b{number}" for number in range(600)),
    "words": f"vars();'{'ab ' * 3000}'",
}


@pytest.fixture
def nothing_remembered(monkeypatch):
    """Else what other tests have read is given up for what is read here, and weighs less than nothing."""
    full = cell_text._remembered
    monkeypatch.setattr(cell_text, "_remembered", Remembered(full.read, full.weigh))


@pytest.mark.parametrize("name", DENSE)
def test_dense_cells_weigh_what_they_take(name, nothing_remembered):
    before = cell_text._remembered.weight
    tracemalloc.start()
    text = read_cell(f"# {name}\n{DENSE[name]}")
    for each in text.statements:  # all that is found out about it later, and kept with it
        _ = each.reads, each.words, each.pieces, each.called, each.stored, each.keys, each.factories, each.is_setting
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    weight = cell_text._remembered.weight - before
    assert weight > 0
    assert taken < 600 * weight, "so all that is remembered takes at most 150 MB"


def test_the_bound_on_a_cell(nothing_remembered):
    before = cell_text._remembered.weight
    read_cell("x\n" * 3_000)
    assert cell_text._remembered.weight == before
    assert 0 < MOST_OF_ONE < MOST


def notebooks():
    """Honest and hostile notebooks of one lesson."""
    files = [data for student in sample_class() for data in student.files.values()]
    for data in [*files, *(one.data for one in HOSTILE[::2])]:
        try:
            notebook = read_notebook(data)
        except Unreadable:
            continue
        if notebook.lesson:
            yield notebook


@pytest.mark.slow
def test_nothing_changes_what_was_read():
    """One student's notebook, however it is made, changes nothing of what is read off the next one's."""
    for notebook in notebooks():
        program = program_of(notebook, notebook.lesson)
        list(left_out(program, notebook.lesson))
        for given in program.answers.values():
            own_source(given), tree_name(given)
    seen = 0
    for source, (text, _) in cell_text._remembered._known.items():
        anew = cell_text._read_cell(source)
        assert text == anew_with_nodes_of(text, anew), source
        seen += 1
    for source, (nodes, _) in around._remembered._known.items():
        assert ast.dump(nodes[0], include_attributes=True) == ast.dump(
            around.parsed_anew(source), include_attributes=True
        )
        seen += 1
    assert seen > 100


def anew_with_nodes_of(text, anew):
    """What was read anew, if its syntax trees are those that were remembered: trees themselves are never equal."""
    assert len(text.statements) == len(anew.statements)
    statements = []
    for old, new in zip(text.statements, anew.statements, strict=True):
        assert [ast.dump(node, include_attributes=True) for node in old.nodes] == [
            ast.dump(node, include_attributes=True) for node in new.nodes
        ]
        assert (old.reads, old.words, old.stored, old.is_setting) == (new.reads, new.words, new.stored, new.is_setting)
        statements.append(replace(new, nodes=old.nodes, once=old.once))
    return replace(anew, statements=tuple(statements))
