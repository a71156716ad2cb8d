"""What a function reads is wanted where it is called: after an update it is there, or the student is told."""

from __future__ import annotations

import copy

import pytest
from nbformat.v4 import new_code_cell

from tests.update.test_merge import ids, lesson, sources
from tests.update.test_merge_properties import texts
from tests.update.test_runs import first_missing
from tinygrad_lite.course.update.merge import merge
from tinygrad_lite.course.update.say import updated

D = ("d", "def d():\n    return f")
OLD = lesson(D, ("f", "f = 1"), ("use", "print(d())"))
#: The last reads in each way what `d` reads.
CALLS = ["f = d()", "f = call(d)", "def own():\n    return d()\nf = own()", "alias = d\nf = alias()"]


def with_own(old, source, at):
    hers = copy.deepcopy(old)
    hers.cells.insert(at, new_code_cell(source, id="own"))
    return hers


def once(new, result):
    """The same update again changes nothing and says nothing."""
    again, more = merge(new, new, result)
    assert (ids(again), texts(again)) == (ids(result), texts(result))
    assert not any(vars(more).values())


@pytest.mark.parametrize("call", CALLS)
def test_a_changed_cell_that_calls_a_function_finds_what_that_reads(call):
    new = lesson(D, ("use", "print(2)"), ("f", "f = 1"), given="2")
    result, done = merge(OLD, new, lesson(D, ("f", "f = 1"), ("use", call)))
    assert not first_missing(result)
    assert not done.missing + done.stops
    once(new, result)


@pytest.mark.parametrize("call", CALLS)
def test_an_own_cell_goes_below_what_the_new_version_of_a_function_reads(call):
    old = lesson(("d", "def d():\n    return 1"), ("text", "# Text"), ("use", "print(d())"))
    new = lesson(("d", "def d():\n    return rate"), ("text", "# Text"), ("rate", "rate = 1"), ("use", "print(d())"))
    hers = with_own(old, call, 1)
    hers.cells.insert(2, new_code_cell("print(f)", id="after"))
    result, done = merge(old, new, hers)
    assert ids(result) == ["d", "text", "rate", "own", "after", "use"]
    assert not first_missing(result)
    assert not done.missing + done.stops
    once(new, result)


@pytest.mark.parametrize("call", CALLS)
def test_where_a_changed_cell_calls_what_now_reads_a_name_that_comes_later_it_is_told(call):
    new = lesson(("d", "def d():\n    return rate"), ("use", "print(2)"), ("rate", "rate = 1"), given="2")
    result, done = merge(OLD, new, lesson(D, ("f", "f = 1"), ("use", call)))
    assert first_missing(result) == "rate"
    why = "rate is given only further down now. Move that cell below it."
    assert updated("x.ipynb", done)[1:] == [f"  Run All may stop at “{call.splitlines()[0]}”: {why}"]
    once(new, result)


def test_what_nothing_gives_any_more_is_told():
    own = "def set_up():\n    global p\n    p = 1"
    old = lesson(("a", "print(1)"), ("b", "print(2)"))
    hers = lesson(("own", own), ("a", "set_up()"), ("b", "print(p)"))
    result, done = merge(old, lesson(("a", "def set_up():\n    more = 2"), ("b", "print(2)"), given="2"), hers)
    assert first_missing(result) == "p"
    assert "  Run All may stop at “print(p)”: nothing gives p any more." in updated("x.ipynb", done)


@pytest.mark.parametrize("guard", ["try:\n    v = f\nexcept NameError:\n    v = 1", "later = lambda: f"])
def test_what_a_cell_could_do_without_is_told_when_the_new_one_cannot(guard):
    """The student has moved what gives it below: it ran."""
    old = lesson(("f", "f = 1"), ("use", guard))
    hers = lesson(("use", guard), ("f", "f = 1"))
    assert not first_missing(hers)
    result, done = merge(old, lesson(("f", "f = 1"), ("use", "v = f"), given="2"), hers)
    assert first_missing(result) == "f"
    assert done.missing == ["f (cell f)"]


def test_a_class_needs_what_its_methods_read_where_it_is_used():
    model = ("model", "class Model:\n    def __call__(self):\n        return rate\nmodel = Model()")
    old = lesson(model, ("rate", "rate = 1"), ("use", "print(model())"))
    hers = lesson(model, ("rate", "rate = 1"), ("use", "mine = model()"))
    new = lesson(model, ("use", "print(3)"), ("rate", "rate = 1"), given="2")
    result, done = merge(old, new, hers)
    assert not first_missing(result)
    assert not done.missing + done.stops
    once(new, result)


def test_a_cell_that_an_old_version_was_kept_for_takes_its_note_along():
    """`b` is gone, and stays for the answer; what it reads has moved down."""
    stub = '@exercise("L/c")\ndef c(x):\n    ...  # your code here'
    answer = stub.replace("...  # your code here", "return b")
    old = lesson(("a", "a = 1"), ("b", "b = a"), ("c", stub))
    new = lesson(("c", stub), ("a", "other = 1"), given="2")
    result, _ = merge(old, new, lesson(("a", "a = 1"), ("b", "b = a"), ("c", answer)))
    assert ids(result) == ["update-a", "b", "update-b", "c", "a"]
    assert not first_missing(result)
    once(new, result)


def test_what_only_a_deleted_cell_would_read_is_not_kept():
    old = lesson(("s", "s = 1"), ("u", "u = s"), ("end", "def f():\n    return 2"))
    hers = lesson(("s", "s = 1"), ("end", "def f():\n    return u"))
    new = lesson(("s", "y = 1"), ("u", "v = y"), ("end", "def f():\n    return 2"), given="2")
    result, _ = merge(old, new, hers)
    assert sources(result)[0] == "y = 1"
    once(new, result)


def test_an_old_version_that_is_not_needed_where_all_has_its_place_goes_at_once():
    """`k` reads what the cell above it gives, which comes up for it before `c1` has its place."""
    old = lesson(("c1", "e = 29"), ("c3", "e = [e]"), ("c5", "def c():\n    return 1"))
    hers = lesson(("c0", "d = 0"), ("c1", "d\ne = 29"), ("c3", "e = [e]"), ("c4", "d = e\nk = 1"), ("c5", "k = [k]"))
    new = lesson(("c5", "def c():\n    return 1"), ("c1", "e = 29"), ("c3", "e = [e]"), given="2")
    result, done = merge(old, new, hers)
    assert not first_missing(result)
    assert not done.missing + done.stops
    once(new, result)


def test_what_a_version_of_an_earlier_update_lacks_is_told_where_its_cell_is_gone():
    c, d = ("c", "c = 1"), ("d", "def d():\n    return 1")
    old = lesson(c, d, ("a", "a = 1"), ("end", "print(1)"))
    second = lesson(c, d, ("a", "b = d()"), ("end", "print(1)"), given="2")
    both, _ = merge(old, second, lesson(d, ("a", "a = 2"), ("end", "print(1)")))
    both.cells[-1].source = "print(b)"
    third = lesson(c, ("d", "def d():\n    return c"), ("end", "print(1)"), given="3")
    result, done = merge(second, third, both)
    assert first_missing(result) == "c"
    assert done.missing == ["c (cell c)"]
    once(third, result)
