"""Pseudonyms: the same in every run, in no order of the names, no one like another, and known only by the key."""

import json
import os
import re
from itertools import pairwise

import pytest

from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.pseudonyms import TABLE, Known, Pseudonyms

CLASS = [f"student {number:04d}_{48000 + number}" for number in range(1000)]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    names = Pseudonyms(tmp_path_factory.mktemp("names"))
    names.learn(map(Known, CLASS))
    return names


def test_a_thousand_have_a_thousand_and_they_are_the_same_in_every_run(names):
    given = [names.pseudonym(student) for student in CLASS]
    assert len(set(given)) == 1000
    assert all(re.fullmatch("([A-Z][2-9]){2}", one) for one in given)
    assert [Pseudonyms(names.file.parent).pseudonym(student) for student in CLASS[:20]] == given[:20]
    assert [names.student(one) for one in given] == CLASS


def test_their_order_says_nothing_of_the_names(names):
    """Neighbours in the class list are no nearer to each other than any two others."""
    place = {one: rank for rank, one in enumerate(sorted(names.pseudonym(student) for student in CLASS))}
    ranks = [place[names.pseudonym(student)] for student in CLASS]
    steps = [abs(one - other) for one, other in pairwise(ranks)]
    assert 280 < sum(steps) / len(steps) < 390  # a third of a thousand


def test_who_has_several_files_has_one_pseudonym_the_very_first_too(tmp_path):
    """The key is written as soon as it is used, in the midst of the first student's pseudonym."""
    names = Pseudonyms(tmp_path)
    names.learn([Known("ada", {"48200"}, {"a.ipynb"}), Known("ada", {"48200"}, {"b.ipynb"}), Known("ben")])
    assert sorted(known.student for _, known in names.everybody()) == ["ada", "ben"]
    assert (names.meant("48200"), names.known(names.pseudonym("ada")).files) == ("ada", {"a.ipynb", "b.ipynb"})
    names.forget(names.pseudonym("ada"))
    assert [known.student for _, known in Pseudonyms(tmp_path).everybody()] == ["ben"]


def test_another_folder_calls_them_otherwise(names, tmp_path):
    other = Pseudonyms(tmp_path)
    same = [student for student in CLASS[:50] if other.pseudonym(student) == names.pseudonym(student)]
    assert len(same) < 5


def test_many_more_than_four_signs_can_tell_apart(tmp_path):
    names = Pseudonyms(tmp_path)
    signs = [(one, two) for one in "ABCDEFGHJKLMNPQRSTUVWXYZ" for two in "23456789"]
    names.students = {f"{a}{b}{c}{d}": Known("x") for a, b in signs for c, d in signs}
    assert re.fullmatch("([A-Z][2-9]){3}", names._named("one more"))


def test_two_objects_of_one_folder_know_the_same(tmp_path):
    one, other = Pseudonyms(tmp_path), Pseudonyms(tmp_path)
    ada = one.pseudonym("ada")
    assert other.student(ada) == "ada"
    assert other.token("ada/a.ipynb") == one.token("ada/a.ipynb") != "ada/a.ipynb"
    other.learn([Known("ada", files={"ada/a.ipynb"})])
    assert one.path(one.token("ada/a.ipynb")) == "ada/a.ipynb"
    other.forget(ada)
    assert one.student(ada) == ada


@pytest.mark.parametrize("given", ["Jane Doe_48213", "48213", "JDoe3", "jane doe", "jane@example.org"])
def test_somebody_is_meant_by_whatever_stands_for_her_alone(tmp_path, given):
    names = Pseudonyms(tmp_path)
    names.learn([
        Known("Jane Doe_48213", {"48213", "jdoe3", "Jane Doe", "jane@example.org"}), Known("b", {"Jim Doe", "48214"}),
    ])  # fmt: skip
    assert names.meant(given) == "Jane Doe_48213"
    assert names.meant(names.pseudonym("Jane Doe_48213").lower()) == "Jane Doe_48213"
    assert names.meant("nobody") == "nobody"


def test_who_may_be_two_is_asked(tmp_path):
    names = Pseudonyms(tmp_path)
    names.learn([Known("jane_1", {"Jane Doe"}), Known("jane_2", {"Jane Doe"})])
    with pytest.raises(GradingError, match="may be jane_1 or jane_2"):
        names.meant("Jane Doe")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"key": "x", "students": {}}', '{"key": "00", "students": {"A2A2": 3}}']
)
def test_a_key_that_cannot_be_read_is_said_and_stays(tmp_path, text):
    (tmp_path / TABLE).write_text(text)
    with pytest.raises(GradingError, match="says whose pseudonym is whose, and cannot be read"):
        Pseudonyms(tmp_path).pseudonym("ada")
    assert (tmp_path / TABLE).read_text() == text


def test_the_file_is_its_owners(names):
    assert set(json.loads(names.file.read_text("utf-8"))) == {"key", "students"}
    if os.name == "posix":
        assert names.file.stat().st_mode & 0o077 == 0
