"""`[time]` and `[extension]` of grading.toml: what they mean, and what is said of what they cannot mean."""

from datetime import datetime, timedelta

import pytest

from tinygrad_lite.grading.attempts import LAST
from tinygrad_lite.grading.due import Extra, LateRule, Timing, read_timing
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.lateness import SOMEHOW, UNKNOWN, Clock, Lateness, lateness
from tinygrad_lite.grading.listed import Listed
from tinygrad_lite.grading.settings import read_settings
from tinygrad_lite.grading.systems.times import LATE

DUE = "due = 2026-11-22T23:59:00+01:00\n"


def timing(tmp_path, text, **files):
    """What a grading.toml with this text says, with other files beside it."""
    for name, content in files.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    (tmp_path / "grading.toml").write_text(text, encoding="utf-8")
    return read_timing(read_settings(tmp_path / "grading.toml"))


def extra_of(tmp_path, text, student, **more):
    files = [Listed("a", student, lms_id=more.get("lms_id", ""))]
    return Clock.of(timing(tmp_path, text), files, {student: more.get("ids", ())}).extra.get(student, [])


def test_nothing_is_late_where_nothing_is_due(tmp_path):
    assert timing(tmp_path, "") == Timing()
    assert lateness("2031-01-01T00:00:00", Timing()) == Lateness()
    assert lateness(LATE, Timing()) == lateness("", Timing()) == Lateness()


@pytest.mark.parametrize(
    ("late", "handed_in", "by", "share"),
    [
        ("none", "2026-11-24T12:00:00+01:00", "36:01:00", 1.0),
        ("10 % a day", "2026-11-22T22:59:00+00:00", "", 1.0),  # the same moment, in another zone
        ("10 % a day", "2026-11-22T23:59:00", "", 1.0),  # without a zone: that of due
        ("10 % a day", "2026-11-23T00:14:00", "0:15:00", 1.0),  # within the grace
        ("10 % a day", "2026-11-23T00:14:01", "0:15:01", 0.9),
        ("10 % a day", "2026-11-24T12:00:00", "36:01:00", 0.8),
        ("12.5 % a day", "2026-11-23T12:00:00", "12:01:00", 0.875),
        ("10 % a day", "2027-11-24T12:00:00", "8796:01:00", 0.0),  # never below 0
        ("zero after 3 days", "2026-11-25T23:59:00", "72:00:00", 1.0),
        ("zero after 3 days", "2026-11-25T23:59:01", "72:00:01", 0.0),
        ("10 % a day", "", UNKNOWN, 1.0),
        ("10 % a day", LATE, SOMEHOW, 1.0),
    ],
)
def test_what_late_work_loses(late, handed_in, by, share, tmp_path):
    rules = timing(tmp_path, f'[time]\n{DUE}grace = "15 min"\nlate = "{late}"\n')
    assert lateness(handed_in, rules) == Lateness(by, share)


def test_by_default_nothing_is_taken_off(tmp_path):
    assert timing(tmp_path, f"[time]\n{DUE}").late == LateRule()
    assert not LateRule().takes
    assert LateRule(0.1).takes
    assert LateRule(zero_after=timedelta(0)).takes


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ('jdoe = "+3 days"', "2026-11-25T23:59:00+01:00"),
        ('JDoe = "12 h"', "2026-11-23T11:59:00+01:00"),
        ('"48213" = 2026-11-25T12:00:00+01:00', "2026-11-25T12:00:00+01:00"),
        ("48213 = 2026-11-25T12:00:00", "2026-11-25T12:00:00+01:00"),
        ('"jane@example.org" = "1 week"', "2026-11-29T23:59:00+01:00"),
        ('other = "+3 days"', "2026-11-22T23:59:00+01:00"),
        ("jdoe = 2026-11-20T12:00:00", "2026-11-22T23:59:00+01:00"),  # nobody has less time
    ],
)
def test_an_extension(line, until, tmp_path):
    text = f"[time]\n{DUE}[extension]\n{line}\n"
    extra = extra_of(tmp_path, text, "jdoe", lms_id="48213", ids={"jane@example.org"})
    assert timing(tmp_path, text).deadline(extra) == datetime.fromisoformat(until)


def test_accommodations_hold_for_every_lesson_and_add_to_an_extension(tmp_path):
    text = f'[time]\n{DUE}opened = 2026-11-20T23:59:00+01:00\n[extension]\naccommodation = "a.csv"\n'
    (tmp_path / "a.csv").write_text("student;factor;days\njdoe;1,5;\nben;;2\nada;2;1\n", encoding="utf-8")
    until = {
        name: timing(tmp_path, text).deadline(extra_of(tmp_path, text, name)) for name in ("jdoe", "ben", "ada", "bo")
    }
    assert {name: one.isoformat()[:13] for name, one in until.items()} == {
        "jdoe": "2026-11-23T23", "ben": "2026-11-24T23", "ada": "2026-11-25T23", "bo": "2026-11-22T23",
    }  # fmt: skip
    text += 'jdoe = "+3 days"\nben = 2026-11-23T12:00:00\n'
    assert timing(tmp_path, text).deadline(extra_of(tmp_path, text, "jdoe")).day == 26
    assert timing(tmp_path, text).deadline(extra_of(tmp_path, text, "ben")).day == 24  # the later of the two


def test_the_systems_late_flag_is_asked_about_of_somebody_with_more_time_too():
    """The extra time may cover it, or not."""
    due = datetime.fromisoformat("2026-11-22T23:59:00+01:00")
    more = [Extra("jdoe", "", timedelta(days=3))]
    assert lateness(LATE, Timing(due, late=LateRule(0.1)), more) == Lateness(SOMEHOW)


def test_what_everybody_may_know_is_kept_and_extra_time_is_not(tmp_path):
    text = f'[time]\n{DUE}late = "10 % a day"\n[extension]\njdoe = "+3 days"\n'
    kept = timing(tmp_path, text).as_json()
    assert kept == {
        "attempts": "last in time",
        "due": "2026-11-22T23:59:00+01:00",
        "grace": 0.0,
        "a day": 0.1,
        "zero after": None,
    }


def test_a_line_for_nobody_is_told_and_one_for_two_is_refused(tmp_path):
    rules = timing(tmp_path, f'[time]\n{DUE}[extension]\njdoe = "1 day"\nada = "1 day"\n')
    files = [Listed("a", "Ada_1", lms_id="1"), Listed("b", "Ada_2", lms_id="2")]
    (unknown,) = Clock.of(rules, files, {"Ada_1": {"ada"}}).unknown
    assert unknown.endswith("grading.toml, line 4")
    with pytest.raises(GradingError, match=r"grading\.toml, line 5: this fits 2 students\. Write the id"):
        Clock.of(rules, files, {"Ada_1": {"ada"}, "Ada_2": {"ada"}})
    exact = [*files, Listed("c", "ada")]
    assert list(Clock.of(rules, exact, {"Ada_1": {"ada"}}).extra) == ["ada"]  # the id itself goes first


def test_an_extension_that_ends_before_the_due_date_is_said_by_its_line(tmp_path):
    rules = timing(tmp_path, f'[time]\n{DUE}[extension]\nada = 2026-10-25T12:00:00\nben = "1 day"\n')
    said = Clock.of(rules, [Listed("a", "ada"), Listed("b", "ben")], {}).said([])
    assert said[1:] == [
        f"1 line names a time that is no later than due, and so gives nobody more: {tmp_path / 'grading.toml'}, line 4."
    ]


def test_the_last_hand_in_may_be_called_so(tmp_path):
    assert timing(tmp_path, '[time]\nattempts = "last"\n').attempts == LAST


def test_times_that_cannot_be_compared_are_told(tmp_path):
    rules = timing(tmp_path, "[time]\ndue = 2026-11-22T23:59:00\n")
    assert lateness("2026-11-23T23:59:00", rules).by == "24:00:00"
    with pytest.raises(GradingError, match=r"grading\.toml, line 2: due has no time zone, and .* write one behind due"):
        Clock(rules, {}).check([Listed("a", "ada", handed_in="2026-11-23T23:59:00+00:00")])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tiem]\n", r"line 1: there is no \[tiem\]\. Did you mean \[time\]\?"),
        ('late = "none"\n', r'line 1: "late" belongs below a table, or is misspelt. Write it below \[time\]'),
        ('[time]\ndue = 2026-11-22T23:59:00Z\naccommodation = "a.csv"\n', r"Write it below \[extension\]"),
        ('regrad = "x"\n', r'line 1: "regrad" .*Did you mean "regrade"\?'),
        ("[time]\ndue = 2026-11-22\n", r"line 2: due is no time\. Write date, hour and time zone"),
        ('[time]\ndue = "2026-11-22 23:59"\n', "line 2: due is no time"),
        ('[time]\nlate = "none"\n', r"line 1: write in \[time\] when it was due: due = 2026"),
        ('[points]\n\n[extension]\nada = "1 day"\n', r"line 3: write in \[time\] when it was due"),
        (f'[time]\n{DUE}grace = 15\n', r'line 3: this is no span of time\. Write one such as "15 min"'),
        (f'[time]\n{DUE}grace = "soon"\n', "line 3: this is no span of time"),
        (f'[time]\n{DUE}grace = "99999999999 weeks"\n', "line 3: this span of time is too long"),
        (f'[time]\n{DUE}late = "10 %"\n', 'line 3: late is one of: "none", "10 % a day"'),
        (f'[time]\n{DUE}late = "300 % a day"\n', "line 3: late is one of"),
        (f'[time]\n{DUE}late = "zero after lunch"\n', "line 3: late is one of"),
        (f"[time]\n{DUE}late = 3\n", "line 3: late is one of"),
        ('[time]\nattempts = "worst"\n', 'line 2: attempts is one of: "last", "last in time", "first", "best", "best'),
        (f"[time]\n{DUE}dew = 3\n", r'line 3: \[time\] knows no "dew"\. Did you mean "due"\?'),
        (f"[time]\n{DUE}x = 3\n", r'line 3: \[time\] knows no "x"\. There are: "due", "grace"'),
        (f"[time]\n{DUE}opened = 2027-01-01T00:00:00+01:00\n", "line 3: opened has to be before due"),
        (f'[time]\n{DUE}[extension]\nada = "tomorrow"\n', 'line 4: this is no span of time.*or a time such as 2026'),
        ("[time]\ndue = 2026-11-22T23:59:00\n[extension]\na = 2026-11-25T12:00:00Z\n", "line 4: this has a time zone"),
        (f'[time]\n{DUE}[extension]\naccommodation = "b.csv"\n', 'line 4: there is no file "b.csv" beside it'),
        ("time = 3\n", r"line 1: write \[time\] on a line of its own"),
        ("[time]\ndue = 2026-11-22T23:59:00 Europe/Berlin\n", r"zone of due as its .* 2026-11-22T23:59:00\+01:00"),
        ("[time]\ndue = 2026-11-22 23:59 CET # as always\n", r"time zone of due as its distance"),
        ("[time]\ndue = 2026-11-22T23:59:00+25:00\n", r"time zone of due as its distance"),
        ("[time\n", r"grading\.toml cannot be read: .*line 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_with_its_line(text, says, tmp_path):
    with pytest.raises(GradingError, match=says):
        timing(tmp_path, text)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("who,days\n", "its first line should be student,days"),
        ("student,days\nada,soon\n", r'a\.csv, line 2: days is "soon"\. Write a number such as 2 or 1\.5'),
        ("student,days\nbo,1\nada,-1\n", "line 3: days"),
        ("student,factor\nada,0.5\n", "line 2: a factor is 1 or more"),
        ("student,factor\nada,1.5\n", r"line 2: a factor of which time\? Write in \[time\]"),
        ("student,factor\nada,nan\n", "line 2: factor"),
    ],
)
def test_accommodations_that_cannot_be_understood_are_told_with_their_line(table, says, tmp_path):
    with pytest.raises(GradingError, match=says):
        timing(tmp_path, f'[time]\n{DUE}[extension]\naccommodation = "a.csv"\n', a=table)
