"""Who handed in a file that nobody can read, and it may be the one that is to count, is asked about: before, an earlier
one counted, and nothing needed anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tinygrad_lite.grading.attempts import BEST, BEST_OF_EACH, FIRST, LAST, one_of_each
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.tables import NOT_RECOGNISED
from tinygrad_lite.grading.to_confirm import answered, asks
from tinygrad_lite.grading.who_table import Edit

GOOD = Listed("one/02_loss.ipynb", "ada", "02_loss", sha256="1", counts=True, handed_in="2026-11-20T10:00:00")
EMPTY = {"sha256": "2", "note": "The file is empty."}
PDF = {"note": "a pdf file instead of a notebook"}
OTHER = {"sha256": "3", "note": f"{NOT_RECOGNISED}: nothing says"}


def asked(unread, *others, rule=LAST):
    """Of which files something is asked."""
    return [one.path for one in map(answered, one_of_each([*others, unread], rule)) if asks(one.note)]


def unread(when="2026-11-21T10:00:00", edit=Edit(), **about):  # noqa: B008 (it cannot be changed)
    return Listed("two/a.ipynb", "ada", handed_in=when, edit=edit, **about)


@pytest.mark.parametrize("kind", [EMPTY, PDF, OTHER])
def test_a_later_one_is_asked_about_and_an_earlier_one_is_not(kind):
    assert asked(unread(**kind), GOOD) == ["two/a.ipynb"]
    assert asked(unread("2026-11-19T10:00:00", **kind), GOOD) == []


def test_of_what_came_with_it_only_a_broken_notebook_is_asked_about():
    """One time for all of a student's files may be all that a system tells."""
    assert asked(unread(GOOD.handed_in, **EMPTY), GOOD) == ["two/a.ipynb"]
    assert asked(unread(GOOD.handed_in, **PDF), GOOD) == asked(unread(GOOD.handed_in, **OTHER), GOOD) == []


@pytest.mark.parametrize("kind", [EMPTY, PDF])
def test_where_the_first_counts_it_is_the_other_way_round_and_the_best_may_be_any_notebook(kind):
    early = unread("2026-11-19T10:00:00", **kind)
    assert asked(unread(**kind), GOOD, rule=FIRST) == []
    assert asked(early, GOOD, rule=FIRST) == ["two/a.ipynb"]
    for rule in (BEST, BEST_OF_EACH):
        assert asked(early, GOOD, rule=rule) == (["two/a.ipynb"] if kind is EMPTY else [])


@pytest.mark.parametrize("kind", [EMPTY, PDF])
def test_the_order_of_uploads_tells_as_much_as_a_time(kind):
    """Canvas'."""
    good = replace(GOOD, handed_in="", order=5)
    assert asked(unread("", order=4, **kind), good) == []
    assert asked(unread("", order=6, **kind), good) == ["two/a.ipynb"]


def test_where_nothing_says_when_a_broken_notebook_is_asked_about_and_what_lies_beside_one_is_not():
    assert asked(unread("", **EMPTY), GOOD) == ["two/a.ipynb"]
    assert asked(unread("LATE", **EMPTY), GOOD) == ["two/a.ipynb"]
    assert asked(unread("", **PDF), GOOD) == asked(unread("", **OTHER), GOOD) == []


def test_it_is_settled_in_who_csv_by_ok_or_no_and_not_by_whose_it_is():
    assert asked(unread(edit=Edit(counts="ok"), **EMPTY), GOOD) == []
    assert asked(unread(edit=Edit(counts="no"), **EMPTY), GOOD) == []
    assert asked(unread(edit=Edit("ada"), **EMPTY), GOOD) == ["two/a.ipynb"]


def test_it_is_not_asked_twice_and_not_of_another():
    """A lesson that is missing, or nothing at all: there a person looks all the same."""
    other = Listed("three/03.ipynb", "ben", "03_backward", sha256="4", counts=True)
    assert asked(unread(**EMPTY), GOOD, other) == []
    assert asked(unread(**EMPTY)) == []
    assert asked(unread(**EMPTY), Listed("o.ipynb", "ben", "02_loss", sha256="5", counts=True)) == []


def test_a_groups_is_asked_about_whoever_of_it_handed_it_in():
    members = {"group": "A", "members": ("ada", "ben")}
    good = Listed("one/02_loss.ipynb", "ben", "02_loss", sha256="1", counts=True, handed_in="2026-11-20", **members)
    assert asked(Listed("two/a.ipynb", "ada", handed_in="2026-11-21", **EMPTY, **members), good) == ["two/a.ipynb"]
