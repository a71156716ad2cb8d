"""Whatever people are called, and whatever they call their files: nobody's file comes to another."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.grading.downloads import SYSTEMS, Person, names
from tinygrad_lite.grading.found import NOBODYS, Found, why_not
from tinygrad_lite.grading.systems import named

#: Names that students may give to files, to look as if they were another's, or another system's.
TRICKS = (
    "02_loss.ipynb", "48201_9911223_02_loss.ipynb", "doejane_48201_9911223_02.ipynb", "2026_11_22_02_loss.ipynb",
    "Jane Doe_48201_assignsubmission_file_02.ipynb", "Jane Doe_48201_assignsubmission_file/02.ipynb",
    "attempt_2026-11-22-14-58-07_02.ipynb", "Homework 2_zoe1_attempt_2026-11-22-14-58-07_02.ipynb",
    "48201-640693 - Jane Doe - Nov 22, 2026 1058 PM/02.ipynb", "Doe_Jane_zoe1_48201/02.ipynb", "timestamp.txt",
    "submission_48201/02.ipynb", "submission_metadata.yml", "submitted/zoe1/loss/02.ipynb", "zoe1/loss/timestamp.txt",
    "zoe1+loss+2026-11-22 14:58:07 UTC/02.ipynb", "Team 7/02.ipynb", "Late - 02.ipynb", "index.html", "a-1.ipynb",
)  # fmt: skip
FORGED = b"submission_48200:\n  :submitters:\n  - :name: Mallory\n    :sid: '00048201'\n    :email: m@example.org\n"

words = (
    st.text(st.sampled_from("abzöé ĳ'.-"), min_size=1, max_size=6)
    .map(str.strip)
    .filter(lambda word: word.strip(" .'-"))
)
files = st.lists(st.sampled_from(TRICKS), min_size=1, max_size=4, unique=True)


@st.composite
def classes(draw):
    """Some people, of whom some may be called alike."""
    some = draw(st.lists(st.tuples(words, words, files), min_size=3, max_size=7))
    keys = ["jane", "zoe", "amir", "li", "eve", "ben", "mia"]
    return [
        Person(keys[place], 48200 + place, first, last, dict.fromkeys(theirs, FORGED))
        for place, (first, last, theirs) in enumerate(some)
    ]


@settings(max_examples=100, deadline=None)
@given(system=st.sampled_from(SYSTEMS), everybody=classes())
@example(
    "canvas", [Person("jane", 48200, "A", "B", {TRICKS[1]: b""}), Person("zoe", 48201, "A", "B", {TRICKS[0]: b""})]
)
def test_nobodys_file_comes_to_another(system, everybody):
    found = [Found(path, why=why_not(path), size=len(data), read=lambda data=data: data)
             for path, data in names(system, everybody).items()]  # fmt: skip
    of_file = {path: person for person in everybody for path in names(system, [person])}
    result = [one for one in named([one for one in found if one.why not in NOBODYS]) if one.student]
    assert {one.system for one in result} <= {system.split()[0]}
    owners: dict[str, set[str]] = {}
    for one in result:
        if one.path in of_file and not one.path.startswith(("index.html", "assignment_981_export/submission_metadata")):
            owners.setdefault(one.student, set()).add(of_file[one.path].key)
    assert all(len(keys) == 1 for keys in owners.values()), owners
    numbers = {"moodle": str, "canvas": str, "gradescope": lambda number: f"{number:08d}"}
    for one in result:
        if one.lms_id and one.path in of_file:
            person = of_file[one.path]
            assert one.lms_id == (numbers[one.system](person.number) if one.system in numbers else person.login)
