"""Whose each file is, by the names of every system; what an instructor writes in who.csv; files in archives."""

from __future__ import annotations

import functools
import io
import itertools
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.downloads import SYSTEMS, download, names, people
from tests.grading.sample_class import sample_class
from tinygrad_lite.cli import main
from tinygrad_lite.grading import archives, canaries
from tinygrad_lite.grading.class_list import Compared
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.listing import listing, without_notebook
from tinygrad_lite.grading.screen import told
from tinygrad_lite.grading.submissions import submissions
from tinygrad_lite.grading.systems import gradescope
from tinygrad_lite.grading.systems.times import as_written, iso, seconds
from tinygrad_lite.grading.tables import WHO, read_table, write_table
from tinygrad_lite.grading.who_table import write_who

LOSS = canaries.notebook("02_loss", ["x = 1"])
OTHER = canaries.notebook("04_optimizers", ["x = 1"])
CLASS = people(sample_class())


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def packed(files: dict[str, bytes]) -> bytes:
    """A zip with these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def whose(tmp_path: Path, *paths: str, lesson: str = "any") -> dict[str, Listed]:
    """What is known of files with these names, by path."""
    files = listing(put(tmp_path / "class", {path: LOSS for path in paths}), lesson)
    return {one.path: one for one in files}


# ------------------------------------------------------------------------------------------------- whole downloads


@pytest.fixture(scope="module")
def from_system(tmp_path_factory):
    """What is listed of a system's download of the whole sample class; each is made once."""
    folder = tmp_path_factory.mktemp("downloads")
    return functools.cache(lambda system: listing(download(system, CLASS, folder)))


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_file_of_a_download_is_graded_or_listed(system, from_system, tmp_path):
    files = from_system(system)
    assert {one.path.rpartition("/")[2] for one in files} == {name.rpartition("/")[2] for name in names(system, CLASS)}
    assert len(files) == len(names(system, CLASS))
    counting = [one for one in files if one.counts]
    assert len(counting) == sum(one.state == "graded" for one in sample_class())
    assert len({one.student for one in counting}) == len(counting)  # nobody's came to another
    assert {one.system for one in counting} == {system.split()[0]}
    assert told(Compared(files), tmp_path)[-1].startswith(f"{len(files)} files = {len(counting)} to be graded + ")


@pytest.mark.parametrize("system", SYSTEMS)
def test_everybody_is_known_by_what_the_systems_tables_say(system, from_system):
    known = {one.student: one for one in from_system(system) if one.counts}
    by_id = {one.lms_id: one for one in known.values()}
    for person in CLASS:
        if not any(name.endswith(".ipynb") for name in person.files) or len(person.files) > 1:
            continue
        ids = {"moodle": str(person.number), "canvas": str(person.number), "gradescope": f"{person.number:08d}"}
        one = by_id.get(ids.get(system.split()[0], person.login))
        if system == "brightspace":  # no login in it
            one = next((one for one in known.values() if one.name == person.name), None)
        if one is not None:
            assert one.name in ("", person.login, person.name) or system in ("canvas", "ilias"), one
        else:
            assert person.key in ("elias", "fontaine", "greco", "hofer"), person.key


@pytest.mark.parametrize(
    ("system", "wanted"),
    [
        ("canvas", {"", "LATE"}),
        ("blackboard", {"2026-11-22T14:58:20"}),
        ("brightspace", {"2026-11-22T21:20:00"}),
        ("gradescope", {"2026-11-22T14:58:20-08:00"}),
        ("nbgrader", {"2026-11-22T14:58:20+00:00"}),
        ("moodle", {""}),
    ],
)
def test_the_time_is_what_the_system_wrote(system, wanted, from_system):
    found = {one.handed_in for one in from_system(system) if one.counts}
    assert wanted <= found
    assert system not in ("moodle", "canvas") or found == wanted


# --------------------------------------------------------------------------------------------------------- one system


def test_moodles_names(tmp_path):
    found = whose(
        tmp_path,
        "Jane Doe_48213_assignsubmission_file/02_loss.ipynb",
        "Jane Doe_48299_assignsubmission_file_/deep/02_loss.ipynb",
        "Zoe\u0308 Li_48300_assignsubmission_file/Ann Lee_48301_assignsubmission_file/02_loss.ipynb",
        "Group A_311_assignsubmission_file/02_loss.ipynb",
        "Default group_assignsubmission_file/02_loss.ipynb",
        "Ben Ali_48302_assignsubmission_onlinetext/onlinetext.html",
    )
    assert [(one.student, one.lms_id, one.name, one.group, one.counts) for one in found.values()] == [
        ("Ben Ali_48302", "48302", "Ben Ali", "", False),
        ("Default group", "", "Default group", "Default group", True),
        ("Group A_311", "311", "Group A", "Group A", True),
        ("Jane Doe_48213", "48213", "Jane Doe", "", True),
        ("Jane Doe_48299", "48299", "Jane Doe", "", True),
        ("Zo\u00eb Li_48300", "48300", "Zo\u00eb Li", "", True),
    ]
    notes = {one.student: one.note for one in found.values()}
    assert "typed into Moodle" in notes["Ben Ali_48302"]
    assert "please confirm" in notes["Group A_311"]
    assert "who is in it" in notes["Default group"]


def test_moodle_without_names(tmp_path):
    blind = whose(tmp_path, *(f"Participant_{n}_assignsubmission_file/02_loss.ipynb" for n in (48213, 48299)))
    assert [(one.student, one.name, one.lms_id) for one in blind.values()] == [
        ("Participant 48213", "", "48213"), ("Participant 48299", "", "48299"),
    ]  # fmt: skip
    word = whose(tmp_path / "other", *(f"Osallistuja_{n}_assignsubmission_file_02_loss.ipynb" for n in (1, 2, 3)))
    assert [one.student for one in word.values()] == ["Participant 1", "Participant 2", "Participant 3"]


def test_canvas_names(tmp_path):
    found = whose(
        tmp_path,
        "doejane_48213_9911223_02_loss.ipynb",
        "doejane_LATE_48214_9911224_02_loss.ipynb",
        "doejane_48213_9911230_02_loss-1.ipynb",
        "anon_Ab3dE_9911225_02_loss.ipynb",
        "LATE_anon_Xy1_9911226_02_loss.ipynb",
        "team4_48215_9911227_02_loss.ipynb",
        "leeann_48216_text.html",
        "leeann_48217_link.html",
        "whatever.ipynb",
    )
    assert {path: (one.student, one.counts, one.handed_in, one.group, one.attempt) for path, one in found.items()} == {
        "LATE_anon_Xy1_9911226_02_loss.ipynb": ("anon_Xy1", True, "LATE", "", 1),
        "anon_Ab3dE_9911225_02_loss.ipynb": ("anon_Ab3dE", True, "", "", 1),
        "doejane_48213_9911223_02_loss.ipynb": ("doejane_48213", False, "", "", 1),
        "doejane_48213_9911230_02_loss-1.ipynb": ("doejane_48213", True, "", "", 2),
        "doejane_LATE_48214_9911224_02_loss.ipynb": ("doejane_48214", True, "LATE", "", 1),
        "leeann_48216_text.html": ("leeann_48216", False, "", "", 0),
        "leeann_48217_link.html": ("leeann_48217", False, "", "", 0),
        "team4_48215_9911227_02_loss.ipynb": ("team4_48215", True, "", "team4", 1),
        "whatever.ipynb": ("", False, "", "", 0),
    }
    assert "say whose it is" in found["whatever.ipynb"].note
    assert found["leeann_48217_link.html"].note == "a link instead of a notebook"


def test_canvas_names_in_any_script(tmp_path):
    """Vowels that are signs of their own belong to the name, as they do in Canvas."""
    found = whose(tmp_path, "शर्माराम_48213_9911223_02_loss.ipynb", "ใจดีสมชาย_LATE_48214_9911224_02_loss.ipynb")
    assert [(one.student, one.lms_id, one.counts) for one in found.values()] == [
        ("शर्माराम_48213", "48213", True), ("ใจดีสมชาย_48214", "48214", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "paths",
    [
        ["jdoe/exam_2026_02_loss.ipynb", "amir/exam_2026_02_loss.ipynb"],
        ["jdoe/exam_2026_1234_loss.ipynb", "amir/exam_2026_1234_loss.ipynb"],
        ["Doe_Jane_loss_2/a.ipynb", "Lee_Ann_loss_2/a.ipynb", "Ali_Ben_loss_3/a.ipynb"],
        ["Doe, Jane (v2)/a.ipynb", "Lee, Ann (v2)/a.ipynb"],
        ["jdoe/Jane Doe_48213_assignsubmission_file_02.ipynb", "amir/a.ipynb", "eve/b.ipynb"],
    ],
)
def test_a_name_that_looks_like_a_systems_by_chance_decides_nothing(paths, tmp_path):
    found = whose(tmp_path, *paths)
    assert {one.system for one in found.values()} == {"plain"}
    assert {one.student for one in found.values()} == {path.split("/")[0] for path in paths}


#: Folders of an exercise or a course that look like a person's in one of the systems.
AROUND = ("DL_02_loss_77", "DL_2_2026_77", "submission_2", "2026-27 - Deep Learning - WS 2026", "Loss, Part 1 (2026)",
          "submitted")  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("around", [*AROUND, "Course_DL_WS_26/DL_02_loss_77"])
@pytest.mark.parametrize("between", ["", "Abgaben/"])
def test_a_folder_around_everybodys_is_no_persons(system, around, between, tmp_path):
    """A download that somebody unpacked: all of the class was one student, "loss" of "DL_02_loss_77"."""
    files = names(system, CLASS[:6])
    alone = listing(put(tmp_path / "alone", files))
    within = listing(put(tmp_path / "within", {f"{around}/{between}{path}": data for path, data in files.items()}))
    assert len({one.student for one in within if one.counts}) > 3
    assert [(one.path, one.system, one.student, one.lms_id, one.handed_in, one.counts, one.note) for one in within] == [
        (f"{around}/{between}{one.path}", one.system, one.student, one.lms_id, one.handed_in, one.counts, one.note)
        for one in alone
    ]  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_who_alone_handed_in_cannot_make_others_of_her_folders(system, tmp_path):
    """What she packed, and what lies in a folder that only a system makes, is hers, whatever it looks like."""
    inner = [
        f"{first}_{login}_4820{place}/a.ipynb"
        for place, (first, login) in enumerate([("Doe_Jo", "jo"), ("Li_Bo", "bo")])
    ]
    files = {"all.zip": packed(dict.fromkeys(inner, LOSS))} | ({} if system == "ilias" else dict.fromkeys(inner, LOSS))
    found = listing(put(tmp_path, names(system, [replace(CLASS[0], files=files)])))
    assert len({one.student for one in found if one.student}) == 1


def test_which_of_two_folders_is_the_only_persons_is_asked(tmp_path):
    found = whose(tmp_path, "Course/DL_02_loss_77/Abgaben/Doe_Jane_jdoe_48213/02_loss.ipynb")
    assert [(one.student, one.note) for one in found.values()] == [
        ("loss", 'or is it of "jdoe", and the folder around it nobody\'s own? Please confirm'),
    ]  # fmt: skip


def test_two_downloads_in_one_folder_are_asked_about(tmp_path):
    found = whose(tmp_path, "a/1.ipynb", "b/1.ipynb", "Jane Doe_48213_assignsubmission_file/1.ipynb", "c/1.ipynb")
    assert not any(one.note for one in found.values())  # one of four: by chance
    found = whose(tmp_path, "Ann Lee_48214_assignsubmission_file/1.ipynb")
    said = "as in a Moodle download, and too many others are not"
    assert [one.student for one in found.values() if said in one.note] == [
        "Ann Lee_48214_assignsubmission_file", "Jane Doe_48213_assignsubmission_file",
    ]  # fmt: skip


def test_of_two_systems_that_fit_the_outer_names_decide(tmp_path):
    inner = "Jane Doe_48201_assignsubmission_file_02.ipynb"
    found = whose(tmp_path, *(f"{n}-1 - {name} - Oct 10, 2025 1022 AM/{inner}" for n, name in ((1, "Eve"), (2, "Li"))))
    assert [(one.system, one.student) for one in found.values()] == [("brightspace", "Eve"), ("brightspace", "Li")]


def test_blackboards_names(tmp_path):
    time = "attempt_2026-11-22-14-58-07"
    found = whose(
        tmp_path,
        f"Homework_2_jdoe3_{time}_02_loss.ipynb",
        f"Homework_2_jdoe3_{time}.txt",
        "Homework_2_jdoe3_attempt_2026-11-22-15-00-00_02_loss.ipynb",
        f"Homework_2_amir_{time}_attempt_1_final.ipynb",
        f"Homework_2_j_doe_{time}_02_loss.ipynb",
        f"Homework_2_zoe_{time}_02_loss.ipynb",
    )
    assert [(one.student, one.counts, one.attempt) for one in found.values()] == [
        ("amir", True, 1), ("j_doe", True, 1), ("jdoe3", False, 0), ("jdoe3", False, 1), ("jdoe3", True, 2),
        ("zoe", True, 1),
    ]  # fmt: skip
    assert [one.student for one in found.values() if "please confirm" in one.note] == ["j_doe"]


def test_brightspaces_names(tmp_path):
    found = whose(
        tmp_path,
        "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1022 AM/02_loss.ipynb",
        "39786-640693 - Aiden Rodriguez - Oct 10, 2025 1222 PM/02_loss.ipynb",
        "39787-640693 - Jane - Ann Doe- Oct 10, 2025 905 PM - 02_loss.ipynb",
        "39788-640693 - Li Wei - Oct 10, 2025 1200 AM/02_loss.ipynb",
        "39789-640693 - Li Wei - Oct 10, 2025 1201 AM/02_loss.ipynb",
        "index.html",
    )
    assert sorted((one.student, one.handed_in, one.counts) for one in found.values()) == [
        ("", "", False),
        ("Aiden Rodriguez", "2025-10-10T10:22:00", False),
        ("Aiden Rodriguez", "2025-10-10T12:22:00", True),
        ("Jane - Ann Doe", "2025-10-10T21:05:00", True),
        ("Li Wei_39788-640693", "2025-10-10T00:00:00", True),
        ("Li Wei_39789-640693", "2025-10-10T00:01:00", True),
    ]
    assert sum("same person? Please confirm" in one.note for one in found.values()) == 2
    assert "belongs to a Brightspace download" in found["index.html"].note
    said = "\n".join(told(Compared(list(found.values())), tmp_path))
    assert "not documented which of the two numbers" in said


@pytest.mark.parametrize(
    "time", ["10 oct., 2025 10 h 22", "10. Okt. 2025 1022", "10 de oct. de 2025 10.22 p. m.", "2025年10月10日 1022"]
)
def test_brightspaces_names_in_a_site_of_another_language(time, tmp_path):
    """Whose it is does not go by the language of the date; the date is as it was written, where it cannot be read."""
    found = whose(
        tmp_path,
        f"39786-640693 - Anna-Lena Kim - {time}/02_loss.ipynb",
        f"39787-640694 - Li Wei- {time} - loss-1 2024.ipynb",
        f"39788-640695 - Zoë O'Neil- {time} - 02_loss.ipynb",
    )
    assert {(one.system, one.student, one.handed_in) for one in found.values()} == {
        ("brightspace", name, time) for name in ("Anna-Lena Kim", "Li Wei", "Zoë O'Neil")
    }


def test_gradescopes_metadata(tmp_path):
    metadata = """\
submission_1:
  :submitters:
  - :name: "Jane Doe"
    :sid: '00048213'
    :email: jane@example.org
  :created_at: 2026-11-22 14:58:07.5 -0800
  :results:
    :tests:
    - :name: not a person
submission_2:
  :submitters:
  - :name: Ann Lee
    :sid:
    :email: ann@example.org
  - :name: Ben O'Neil
    :sid: '3'
"""
    export = {f"assignment_9_export/submission_{n}/02_loss.ipynb": LOSS for n in (1, 2, 3)}
    eve = {
        "assignment_9_export/submission_3/submission_metadata.yml": b"submission_3:\n  :submitters:\n  - :name: Jane"
    }
    files = {"assignment_9_export/submission_metadata.yml": metadata.encode(), **export, **eve}
    found = [one for one in listing(put(tmp_path, files)) if one.counts]
    assert [(one.student, one.lms_id, one.name, one.group, one.handed_in) for one in found] == [
        ("00048213", "00048213", "Jane Doe", "", "2026-11-22T14:58:07-08:00"),
        ("submission_2", "ann@example.org; 3", "Ann Lee; Ben O'Neil", "submission_2", ""),
        ("submission_3", "", "", "", ""),
    ]
    assert "please confirm" in found[2].note


#: What may stand in a submission's metadata besides: earlier attempts, and what people wrote, as Ruby writes both.
HISTORY = """\
  :history:
  - :id: 7
    :submitters: []
    :created_at: 2026-11-20 10:00:00.5 +0100
  - :id: 8
    :submitters:
    - :name: Eve Old
      :sid: '9'
    :created_at: 2026-11-19 10:00:00.5 +0100
"""
COMMENTS = """\
  :comment: |
    :created_at: 2020-01-01 00:00:00 UTC
    - :name: Eve

  :answer: "first line
    :created_at: 2020-01-01 00:00:00 UTC
    :sid: '9'"
  :line: one\u2028  :created_at: 2020-01-01 00:00:00 UTC
"""
PEOPLE = """\
  :submitters:
  - :name: 'Ben O''Neil'
    :roles:
    - :name: not a person
    :sid: '3'
  - :name: "Ann Lee"
    :sid: '4'
"""
CREATED = "  :created_at: '2026-11-25 10:00:00.5 +0100'\n"


@pytest.mark.parametrize("deeper", [False, True])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_earlier_attempt_says_nothing_of_the_hand_in(ends, deeper):
    """Its time was taken for the hand-in's own, so that who was late was in time, and the other way round."""
    people = [{"name": "Ben O'Neil", "sid": "3"}, {"name": "Ann Lee", "sid": "4"}]
    wanted = [(people, "2026-11-25T10:00:00+01:00"), (people, "")]
    for parts in itertools.permutations([HISTORY, COMMENTS, PEOPLE, CREATED]):
        without = [part for part in parts if part != CREATED]
        text = "".join(("---\nsubmission_1:\n", *parts, "submission_2:\n", *without))
        if deeper:  # as other programs write lists
            text = re.sub(r"(?m)^(  -|    )", r"  \1", text)
        found = gradescope.blocks_in(text.replace("\n", ends))
        assert [(block.people, block.handed_in) for block in found.values()] == wanted, text


def test_a_number_that_two_have_is_nobodys(tmp_path):
    metadata = "".join(
        f"submission_{n}:\n  :submitters:\n  - :name: {name}\n    :sid: '7'\n    :email: {name}@example.org\n"
        for n, name in enumerate(("jane", "ann"))
    )
    files = {f"assignment_9_export/submission_{n}/a.ipynb": LOSS for n in (0, 1)}
    found = listing(put(tmp_path, {"assignment_9_export/submission_metadata.yml": metadata.encode(), **files}))
    assert [one.student for one in found if one.counts] == ["jane@example.org", "ann@example.org"]


def test_iliass_names(tmp_path):
    found = whose(
        tmp_path,
        "Loss_77/Abgaben/Team 7/Doe_Jane Ann_jdoe_48213/02_loss.ipynb",
        "Loss_77/Abgaben/Team 7/Lee_Ann_alee_48214/Late Submission - 02_loss.ipynb",
        "Loss_77/Abgaben/Team 8/Von_Berg_Li_li_48215/02_loss.ipynb",
    )
    assert [(one.student, one.lms_id, one.name, one.group, one.handed_in) for one in found.values()] == [
        ("jdoe", "jdoe", "Jane Ann Doe", "Team 7", ""),
        ("alee", "alee", "Ann Lee", "Team 7", "LATE"),
        ("Von_Berg_Li_li_48215", "", "Von Berg Li li", "Team 8", ""),
    ]
    assert "please confirm" in found["Loss_77/Abgaben/Team 8/Von_Berg_Li_li_48215/02_loss.ipynb"].note


@pytest.mark.parametrize(
    ("name", "late"),
    [
        ("Late - a.ipynb", True), ("Verspätete Abgabe - a.ipynb", True), ("Verspatete Abgabe - a.ipynb", True),
        ("Soumission en retard - a.ipynb", True), ("Entrega tardía - a.ipynb", True), ("Tardiva - a.ipynb", True),
        ("latest - a.ipynb", False), ("lateral view - a.ipynb", False), ("Versprochen - a.ipynb", False),
        ("tardigrade - a.ipynb", False), ("template - a.ipynb", False), ("late.ipynb", False),
    ],
)  # fmt: skip
def test_late_in_ilias_is_a_word_and_not_the_beginning_of_one(name, late, tmp_path):
    """ "latest - 02_loss.ipynb" was taken for a late hand-in."""
    (one,) = whose(tmp_path, f"Doe_Jane_jdoe_48213/{name}").values()
    assert (one.student, one.handed_in) == ("jdoe", "LATE" if late else "")


def test_nbgraders_exchange_and_sakai(tmp_path):
    first = whose(tmp_path, "inbound/jdoe+loss+2026-11-22 14_58_07 UTC+x1/a.ipynb")
    assert [(one.student, one.handed_in) for one in first.values()] == [("jdoe", "2026-11-22T14:58:07+00:00")]
    second = whose(tmp_path / "sakai", "Loss/Doe, Jane(jdoe)/Submission attachment(s)/02_loss.ipynb")
    assert [(one.student, one.name, one.system) for one in second.values()] == [("jdoe", "Jane Doe", "sakai")]


@pytest.mark.parametrize(
    ("stamp", "when"),
    [
        ("20261115145800000", "2026-11-15T14:58:00+00:00"),
        ("2026-11-15T14:58:00.200Z", "2026-11-15T14:58:00+00:00"),
        ("15 nov. 2026 à 14:58", "15 nov. 2026 à 14:58"),
    ],
)
def test_sakais_timestamp_is_in_the_persons_folder(stamp, when, tmp_path):
    top = "Loss/Doe, Jane(jdoe)"
    files = {
        f"{top}/Submission attachment(s)/02_loss.ipynb": LOSS,
        f"{top}/Submission attachment(s)/timestamp.txt": b"2020-01-01 00:00:00 UTC",
        f"{top}/timestamp.txt": stamp.encode(),
    }
    (one,) = (one for one in listing(put(tmp_path, files)) if one.counts)
    assert (one.student, one.handed_in) == ("jdoe", when)


@pytest.mark.parametrize(
    "text", ["Sonntag, 15. marraskuuta 2026, 14:58", "Sun, 15 Novem 26, 14:58", "15 maia 2026, 9:00"]
)
def test_a_month_of_another_language_is_not_taken_for_one_that_begins_so(text):
    assert iso(text) == ""
    assert as_written(text) == text


def test_a_students_own_timestamp_is_not_the_systems(tmp_path):
    top = "Eve_48213_assignsubmission_file/sub"
    files = {f"{top}/02_loss.ipynb": LOSS, f"{top}/timestamp.txt": b"2020-01-01 00:00:00 UTC"}
    (one,) = (one for one in listing(put(tmp_path, files)) if one.counts)
    assert one.handed_in == ""


@pytest.mark.parametrize(
    "text", ["2026-13-01 00:00:00 UTC", "2026-11-22 14:58:07 MARS", "Foo 10, 2025 1022 AM", "", "9" * 99, "now"]
)
def test_what_is_no_time_is_none(text):
    assert iso(text) == ""
    assert seconds(text) == float("-inf")


# ------------------------------------------------------------------------------------------------------------ archives


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_zip_in_a_students_folder_is_looked_into(as_zip, tmp_path):
    inner = packed({"work/02_loss.ipynb": LOSS, "work/data.csv": b"1", "../../out.ipynb": LOSS, "__MACOSX/._a": b""})
    files = {"jdoe/all.zip": inner, "amir/02_loss.ipynb": LOSS, "lena/empty.zip": packed({})}
    place = put(tmp_path / "class", files)
    if as_zip:
        place = tmp_path / "class.zip"
        place.write_bytes(packed(files))
    found = {one.path: one for one in listing(place)}
    assert [path for path, one in found.items() if one.counts] == [
        "amir/02_loss.ipynb",
        "jdoe/all.zip/work/02_loss.ipynb",
    ]
    assert found["jdoe/all.zip/work/02_loss.ipynb"].student == "jdoe"
    assert "files in it: 4" in found["jdoe/all.zip"].note
    assert "leads out" in found["jdoe/all.zip/../../out.ipynb"].note
    assert "nothing in it" in found["lena/empty.zip"].note
    assert [record.student for record in without_notebook(found.values())] == ["lena"]
    assert [one.read() for one in submissions(place) if one.path.endswith("work/02_loss.ipynb")] == [LOSS]


def test_a_folder_that_cannot_be_read_is_listed(tmp_path, monkeypatch):
    place, scandir = put(tmp_path, {"jdoe/a.ipynb": LOSS, "eve/a.ipynb": LOSS}), os.scandir

    def denied(path="."):
        if str(path).endswith("eve"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    files = listing(place)
    assert {one.path: one.note for one in files if not one.counts} == {
        "eve/": "a folder that cannot be read: Permission denied"
    }
    assert [record.student for record in without_notebook(files)] == ["eve"]


def test_archives_within_are_bounded(tmp_path, monkeypatch):
    deep = packed({"b.zip": packed({"c.zip": packed({"02_loss.ipynb": LOSS})})})
    many = packed({f"{n}.ipynb": b"{}" for n in range(9)})
    place = put(tmp_path, {"jdoe/a.zip": deep, "eve/many.zip": many, "amir/broken.zip": b"PK\x03\x04"})
    monkeypatch.setattr(archives, "MOST_FILES_WITHIN", 8)
    found = {one.path: one for one in listing(place)}
    assert list(found) == [
        "amir/broken.zip",
        "eve/many.zip",
        "jdoe/a.zip",
        "jdoe/a.zip/b.zip",
        "jdoe/a.zip/b.zip/c.zip",
    ]
    assert not any(one.counts for one in found.values())
    assert "archive within another" in found["jdoe/a.zip/b.zip/c.zip"].note
    assert "of 9 files" in found["eve/many.zip"].note
    assert "cannot be opened" in found["amir/broken.zip"].note


def test_bombs_within_archives_share_one_budget(tmp_path, monkeypatch):
    inner = packed({f"{n}.ipynb": os.urandom(1_000) for n in range(5)})
    place = put(tmp_path, {"jdoe/a.zip": inner, "mia/b.zip": inner})
    monkeypatch.setattr(archives, "LARGEST_ZIP", 7_500)
    assert sum("zip bomb" in one.note for one in listing(place)) == 3


@pytest.mark.parametrize("inside", ["jdoe/02_loss.ipynb", "Lesson 2/jdoe/02_loss.ipynb"])
def test_a_folder_that_holds_the_download(inside, tmp_path):
    place = put(tmp_path, {"class.zip": packed({inside: LOSS, inside.replace("jdoe", "amir"): LOSS})})
    assert {one.student for one in listing(place) if one.counts} == {"jdoe", "amir"}
    assert without_notebook(listing(place)) == []


def test_a_zip_of_each_student(tmp_path):
    place = put(tmp_path, {f"{name}.zip": packed({"02_loss.ipynb": LOSS}) for name in ("jdoe", "amir")})
    assert {one.student for one in listing(place) if one.counts} == {"jdoe", "amir"}


# ------------------------------------------------------------------------------------------------------------- lessons


def class_of(tmp_path: Path, count: int) -> Path:
    """So many with lesson 02, and one with another."""
    files = {f"s{n}/02_loss.ipynb": LOSS for n in range(count)} | {"eve/02_loss.ipynb": OTHER}
    return put(tmp_path / "class", files)


def test_a_wrong_lesson_is_said_and_graded_only_if_asked(tmp_path):
    place = class_of(tmp_path, 3)
    eve = {one.student: one for one in listing(place)}["eve"]
    assert not eve.counts
    assert eve.note == "this is lesson 04_optimizers, and 02_loss is graded (--lesson any grades it as what it is)"
    assert [record.student for record in without_notebook(listing(place))] == ["eve"]
    assert all(one.counts for one in listing(place, "any"))
    assert [one.student for one in listing(place, "04_optimizers") if one.counts] == ["eve"]
    write_who(tmp_path, listing(place))
    change(tmp_path, "eve/02_loss.ipynb", "counts", "yes")
    assert all(one.counts for one in listing(place, report=tmp_path))
    with pytest.raises(GradingError, match='no lesson "02"; there are: 00_start_here, '):
        listing(place, "02")


def test_a_class_with_two_lessons_is_graded_in_both(tmp_path):
    files = {f"s{n}/{lesson}.ipynb": data for n in range(4) for lesson, data in (("a", LOSS), ("b", OTHER))}
    assert all(one.counts for one in listing(put(tmp_path, files)))
    most = {f"s{n}/02_loss.ipynb": LOSS for n in range(10)}
    for count, graded in ((2, 2), (1, 0)):  # a fifth of ten is no mistake; one alone is
        others = {f"t{n}/04.ipynb": OTHER for n in range(count)}
        files = listing(put(tmp_path / str(count), most | others))
        assert sum(one.counts and one.lesson == "04_optimizers" for one in files) == graded


# ------------------------------------------------------------------------------------------------ what she wrote


def change(report: Path, path: str, column: str, value: str) -> None:
    """Somebody changes a cell of the table."""
    rows = read_table(report / "who.csv")
    assert [row.__setitem__(column, value) for row in rows if row["path"] == path]
    write_table(report / "who.csv", WHO, rows)


def listed(place: Path, report: Path) -> dict[str, tuple[str, bool]]:
    """One run's table."""
    files = listing(place, report=report)
    write_who(report, files)
    return {one.path: (one.student, one.counts) for one in files}


def test_the_table_has_its_columns_and_is_hers_alone(tmp_path):
    listed(class_of(tmp_path, 2), tmp_path)
    assert (tmp_path / "who.csv").read_text(encoding="utf-8-sig").splitlines()[0] == ",".join(WHO)
    assert ",".join(WHO).startswith(
        "path,system,student,lms_id,name,lesson,recognised_by,handed_in,attempt,counts,note"
    )
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*who*")} == {0o600}


@pytest.fixture
def twice(tmp_path):
    """A student with two notebooks, of which the second counts."""
    place = put(tmp_path / "class", {"jdoe/a.ipynb": LOSS, "jdoe/b.ipynb": LOSS + b"\n", "amir/a.ipynb": LOSS})
    assert listed(place, tmp_path) == {
        "amir/a.ipynb": ("amir", True), "jdoe/a.ipynb": ("jdoe", False), "jdoe/b.ipynb": ("jdoe", True),
    }  # fmt: skip
    return place


def test_the_same_file_twice_is_no_question(tmp_path):
    names = ("02_loss.ipynb", "02_loss (1).ipynb")
    place = put(tmp_path / "class", {f"jdoe/{name}": LOSS for name in names} | {"amir/a.ipynb": LOSS})
    done = CliRunner().invoke(main, ["grade", str(place), "--out", str(tmp_path / "report"), "--list"])
    assert "1  handed in twice, the same to the letter (who.csv, line 3)" in done.output
    assert "Please look" not in done.output
    assert listed(place, tmp_path)["jdoe/02_loss.ipynb"] == ("jdoe", True)


def test_a_choice_is_kept_and_can_be_taken_back(twice, tmp_path):
    change(tmp_path, "jdoe/a.ipynb", "counts", "Yes")
    for _ in range(3):
        assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)
    assert not listed(twice, tmp_path)["jdoe/b.ipynb"][1]
    change(tmp_path, "jdoe/a.ipynb", "counts", "")
    assert listed(twice, tmp_path)["jdoe/b.ipynb"] == ("jdoe", True)


def test_a_file_that_came_later_is_no_change_of_hers(twice, tmp_path):
    put(twice, {"jdoe/c.ipynb": LOSS + b" "})
    assert listed(twice, tmp_path)["jdoe/c.ipynb"] == ("jdoe", True)  # though the table says yes of b
    assert not listed(twice, tmp_path)["jdoe/b.ipynb"][1]


def test_not_counting_is_kept_when_it_would_not_count_anyway_for_a_while(twice, tmp_path):
    change(tmp_path, "jdoe/b.ipynb", "counts", "no")
    assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)
    put(twice, {"jdoe/c.ipynb": LOSS + b" "})
    assert listed(twice, tmp_path)["jdoe/c.ipynb"] == ("jdoe", True)
    (twice / "jdoe" / "c.ipynb").unlink()
    after = listed(twice, tmp_path)
    assert (after["jdoe/b.ipynb"], after["jdoe/a.ipynb"]) == (("jdoe", False), ("jdoe", True))


def test_a_table_that_a_spreadsheet_holds_open_is_said(twice, tmp_path, monkeypatch):
    def held(self, target):
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", held)
    command = ["grade", str(twice), "--out", str(tmp_path / "report"), "--list"]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    assert result.exit_code == 1
    assert "cannot be used: a program has it open (a spreadsheet?)" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="sets the console's encoding")
def test_names_that_a_console_cannot_show_stop_nothing(tmp_path):
    place = put(tmp_path / "class", {"Oğuz/notes.pdf": b"", "li/a.ipynb": LOSS})
    code = "from tinygrad_lite.cli import main; main()"
    command = [sys.executable, "-c", code, "grade", str(place), "--out", str(tmp_path / "report"), "--list"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (result.returncode, b"of O?uz: a pdf file" in result.stdout) == (0, True), result.stderr


def test_a_students_name_is_kept_for_the_same_file_only(twice, tmp_path):
    change(tmp_path, "amir/a.ipynb", "student", "=ben")
    assert listed(twice, tmp_path)["amir/a.ipynb"] == ("=ben", True)
    assert listed(twice, tmp_path)["amir/a.ipynb"] == ("=ben", True)
    put(twice, {"amir/a.ipynb": LOSS + b"   "})
    assert listed(twice, tmp_path)["amir/a.ipynb"] == ("amir", True)


def test_whose_it_is_can_be_written_where_no_name_says_it(tmp_path):
    names = [f"s_{n}_99112{n}_02_loss.ipynb" for n in range(10, 16)]
    place = put(tmp_path / "class", {name: LOSS for name in [*names, "lost.ipynb"]})
    assert listed(place, tmp_path)["lost.ipynb"] == ("", False)
    change(tmp_path, "lost.ipynb", "student", "s_99")
    assert listed(place, tmp_path)["lost.ipynb"] == ("s_99", True)


@pytest.mark.parametrize("how", ["semicolons", "windows"])
def test_a_spreadsheets_own_way_of_saving_is_understood(how, tmp_path):
    place = put(tmp_path / "class", {"zoë/02_loss.ipynb": LOSS, "amir/02_loss.ipynb": LOSS})
    listed(place, tmp_path)
    text = (
        (tmp_path / "who.csv")
        .read_text(encoding="utf-8-sig")
        .replace("zoë/02_loss.ipynb,plain,zoë", "zoë/02_loss.ipynb,plain,zoe")
    )
    data = text.replace(",", ";").encode() if how == "semicolons" else text.encode("cp1252")
    (tmp_path / "who.csv").write_bytes(data)
    assert listed(place, tmp_path)["zoë/02_loss.ipynb"] == ("zoe", True)


def test_what_cannot_be_understood_is_said(twice, tmp_path):
    change(tmp_path, "amir/a.ipynb", "counts", "perhaps")
    with pytest.raises(GradingError, match=r'line 2: counts is "perhaps"\. Write yes or no'):
        listing(twice, report=tmp_path)
    (tmp_path / "who.csv").write_text("path,student\n", encoding="utf-8")
    with pytest.raises(GradingError, match='no column "sha256"'):
        listing(twice, report=tmp_path)


def test_what_cannot_be_graded_does_not_count_whatever_is_written(tmp_path):
    place = put(tmp_path / "class", {"jdoe/02_loss.ipynb": b"{}", "amir/02_loss.ipynb": LOSS})
    listed(place, tmp_path)
    change(tmp_path, "jdoe/02_loss.ipynb", "counts", "yes")
    one = {one.student: one for one in listing(place, report=tmp_path)}["jdoe"]
    assert (one.counts, one.note[:56]) == (False, "you wrote that it counts, and it cannot be graded: This ")
    assert "Your changes in who.csv are kept: 1 (1 in counts)." in told(
        Compared(listing(place, report=tmp_path)), tmp_path
    )


def test_each_of_her_changes_is_told(tmp_path):
    """When something came was once written by hand of five, and only the sixth change was counted."""
    names = [f"s{number}/02_loss.ipynb" for number in range(5)]
    place = put(tmp_path / "class", {name: LOSS for name in names})
    listed(place, tmp_path)
    for name in names[:3]:
        change(tmp_path, name, "handed_in", "2026-11-22 14:58")
    change(tmp_path, names[2], "student", "amir")
    change(tmp_path, names[3], "student", "zoe")
    change(tmp_path, names[3], "counts", "ok")
    said = "Your changes in who.csv are kept: 6 (2 in student, 1 in counts, 3 in handed_in)."
    for _ in range(2):
        assert said in told(Compared(listing(place, report=tmp_path)), tmp_path)
        listed(place, tmp_path)


@pytest.mark.parametrize("other", [{"jdoe/x.ipynb": OTHER, "amir/x.ipynb": OTHER}, {"amir/a.ipynb": LOSS}, {}])
def test_a_look_at_the_wrong_download_or_a_part_costs_no_answer(other, twice, tmp_path):
    """Every answer went, without a word, when another zip was looked at once."""
    change(tmp_path, "jdoe/a.ipynb", "counts", "Yes")
    change(tmp_path, "jdoe/b.ipynb", "handed_in", "2026-11-22 14:58")
    wrong = put(tmp_path / "wrong", {"notes.txt": b"x", **other})
    files = listing(wrong, report=tmp_path)
    write_who(tmp_path, files)
    said = "What you wrote in who.csv of 2 files that are not in this download is kept, too."
    assert any(line.startswith(said) for line in told(Compared(files), tmp_path))
    write_who(tmp_path, files)  # as at the end of grading
    listed(wrong, tmp_path)
    assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)
    known = {row["path"]: row for row in read_table(tmp_path / "who.csv")}
    assert known["jdoe/b.ipynb"]["handed_in"] == "2026-11-22T14:58:00"
    assert not any(line.startswith("What you wrote") for line in told(Compared(listing(twice)), tmp_path))
    change(tmp_path, "jdoe/a.ipynb", "counts", "")
    assert listed(twice, tmp_path)["jdoe/b.ipynb"] == ("jdoe", True)


def test_a_table_that_was_saved_while_filtered_keeps_the_other_answers(twice, tmp_path):
    change(tmp_path, "jdoe/a.ipynb", "counts", "yes")
    listed(twice, tmp_path)
    write_table(
        tmp_path / "who.csv", WHO, [one for one in read_table(tmp_path / "who.csv") if one["student"] != "jdoe"]
    )
    assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)


def test_what_is_typed_while_the_class_is_graded_holds_for_the_next_run(twice, tmp_path):
    files = listing(twice, report=tmp_path)
    change(tmp_path, "jdoe/a.ipynb", "counts", "yes")
    write_who(tmp_path, files)
    assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)
    files = listing(twice, report=tmp_path)
    change(tmp_path, "jdoe/a.ipynb", "counts", "perhaps")  # hours of grading are not lost for that
    write_who(tmp_path, files)
    assert listed(twice, tmp_path)["jdoe/a.ipynb"] == ("jdoe", True)
