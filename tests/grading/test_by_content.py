"""Moodle's tables in languages whose headings nobody here knows, and tables that are none of Moodle's."""

import csv
import io

import pytest
from click.testing import CliRunner

from tests.grading.downloads import EXPORTS, export, people
from tests.grading.sample_class import sample_class
from tests.grading.test_marks_back import report_of, run
from tinygrad_lite.cli import main
from tinygrad_lite.grading.by_content import in_english
from tinygrad_lite.grading.errors import GradingError
from tinygrad_lite.grading.grade_sheet import read_grade_sheet
from tinygrad_lite.grading.roster import known_headings, read_roster

CLASS = people(sample_class())[:6]
ENGLISH = EXPORTS["moodle"][0][0]
#: What `hiddenuser`, the state of a hand-in, and yes and no are in a language, and how a time is written.
WORDS = {
    "french": ("Participant", "Remis pour évaluation", "Oui", "Non", "dimanche 22 novembre 2026, 14:58"),
    "spanish": ("Participante", "Enviado para calificar", "Sí", "No", "domingo, 22 de noviembre de 2026, 14:58"),
    "russian": ("Участник ", "Ответы для оценки", "Да", "Нет", "Воскресенье, 22 Ноябрь 2026, 14:58"),
    "chinese": ("參與者", "已提交等待評分", "是", "否", "2026年11月22日 星期日 14:58"),
    "arabic": ("مشارك ", "تم التسليم للتقييم", "نعم", "لا", "الأحد، 22 نوفمبر 2026، 2:58 م"),
}


def worksheet(language, *, blind=False, workflow=False, team=False, more=(), most="10,00"):
    """A worksheet as Moodle writes it, with headings that mean nothing here: of each column its English name, and what
    a person has there."""
    word, state, yes, no, time = WORDS[language]
    columns = [("Identifier", lambda one: f"{word}{one.number}")]
    if not blind:
        columns += [("Full name", lambda one: one.name), ("Email address", lambda one: f"{one.login}@example.org")]
        columns += [(None, cell) for cell in more]
    columns += [(None, lambda one: state if one.number % 3 else f"{state} - 2")]
    columns += [(None, lambda one: f"Team {one.number % 2}")] if team else []
    columns += [("Grade", lambda one: ""), ("Maximum Grade", lambda one: most)]
    columns += [(None, lambda one: state.upper())] if workflow else []
    columns += [("Grade can be changed", lambda one: no if one is CLASS[2] else yes)]
    columns += [("Last modified (submission)", lambda one: "-" if one is CLASS[3] else time)]
    columns += [(None, lambda one: "<p>My answer</p>" if one is CLASS[0] else "")] if workflow else []
    columns += [("Last modified (grade)", lambda one: "-"), ("Feedback comments", lambda one: "")]
    return columns


def rows(columns, everybody=CLASS):
    return [[f"§{place}" for place in range(len(columns))], *[[cell(one) for _, cell in columns] for one in everybody]]


def save(folder, table, delimiter=","):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    path = folder / "sheet.csv"
    path.write_bytes(text.getvalue().encode("utf-8"))
    return path


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"blind": True},
        {"workflow": True},
        {"team": True},
        {"more": [lambda one: f"0{one.number}"], "most": "100.00"},
    ],
    ids=["as it is", "blind", "workflow", "team", "another column"],
)
def test_each_column_is_found_whatever_it_is_called(language, more, tmp_path):
    columns = worksheet(language, **more)
    wanted = [name or f"§{place}" for place, (name, _) in enumerate(columns)]
    assert known_headings(rows(columns)) == wanted
    roster = read_roster(save(tmp_path, rows(columns)))
    assert roster.system == "moodle"
    assert [one.lms_id for one in roster.people] == [str(one.number) for one in CLASS]
    assert [one.name for one in roster.people] == ["" if more.get("blind") else one.name for one in CLASS]


@pytest.mark.parametrize("language", WORDS)
def test_and_in_another_order_as_far_as_content_tells(language):
    """Which of two times is which, and which empty column is for comments, only Moodle's own order says."""
    columns = dict(enumerate(worksheet(language)))
    mixed = [columns[place] for place in (1, 7, 2, 0, 9, 3, 4, 5, 6, 8)]
    known = ["Full name", "§1", "Email address", "Identifier", "§4", "§5", *ENGLISH[4:7], "§9"]
    assert known_headings(rows(mixed)) == known


def test_with_blind_marking_a_worksheet_has_no_names(tmp_path):
    english = [name or "Status" for name, _ in worksheet("french", blind=True)]
    table = rows(worksheet("french", blind=True, most="20,00"))
    sheet = read_grade_sheet(save(tmp_path, [english, *table[1:]]))
    assert (sheet.system, {*sheet.of.values()}, sheet.comments) == ("moodle", {20.0}, 7)
    (who, *_) = read_roster(save(tmp_path, table)).people
    assert (who.lms_id, who.student) == ("48200", "Participant 48200")


@pytest.mark.parametrize(("answer", "locked"), [("french", True), ("arabic", False)])
def test_a_row_that_is_locked_takes_no_mark_where_its_word_is_known_and_is_asked_about_else(answer, locked, tmp_path):
    path = save(tmp_path, rows(worksheet(answer)))
    sheet = read_grade_sheet(path)
    assert bool(sheet.locked) == locked
    assert any("which of these means no is not known here" in note for note in sheet.notes) != locked


def test_what_was_told_by_content_is_said(tmp_path):
    before = export("moodle french", CLASS, tmp_path)
    said = "Identifiant = Identifier, Nom complet = Full name, Adresse de courriel = Email address, Note = Grade"
    result = run(report_of(tmp_path, "moodle"), "--into", before, "--out", tmp_path / "upload.csv")
    assert "column Note\n" in result.output
    assert f"its headings are not known here; by what the columns hold: {said}" in result.output
    command = ["grade", str(tmp_path), "--roster", str(before), "--out", str(tmp_path / "who"), "--list"]
    assert said in CliRunner().invoke(main, command).output


def test_a_worksheet_with_a_scale_is_a_class_list_and_takes_no_marks(tmp_path):
    columns = [each for each in worksheet("french") if each[0] not in ("Maximum Grade", "Grade")]
    columns[4:4] = [(None, lambda one: ""), (None, lambda one: "Non acquis\nAcquis")]
    path = save(tmp_path, rows(columns))
    assert [one.lms_id for one in read_roster(path).people] == [str(one.number) for one in CLASS]
    with pytest.raises(GradingError, match="no column for marks"):
        read_grade_sheet(path)


OWN = (
    [["Login", "Points", "Max", "Passed", "When"], *[[one.login, "", 10, "no", "2026-11-22 10:00"] for one in CLASS]],
    [["Seat", "Name", "Points", "Max", "Passed"], *[[f"Seat {one.number}", one.name, "", 10, "no"] for one in CLASS]],
    [["Seat", "Mail"], *[[f"Seat {one.number}", f"{one.login}@example.org"] for one in CLASS]],
    [["a", "b"], ["1", "2"]],
    [["a", "b", "c", "d"], *[["x y", "z", f"{one.login}@example.org", "1795359600"] for one in CLASS[:1]]][:1],
    [[]],
    [],
)


@pytest.mark.parametrize("table", OWN, ids=range(len(OWN)))
def test_tables_of_ones_own_are_left_as_they_are(table):
    table = [[str(cell) for cell in row] for row in table]
    assert known_headings(table) == (table[0] if table else [])


def test_whoever_it_is_nothing_is_made_of_tables_that_are_known():
    for system, (headings, row) in EXPORTS.items():
        table = [*headings, *[[str(cell) for cell in row(one)] for one in CLASS]]
        assert (known_headings(table) == table[0]) == (system != "moodle french")
    english = [list(map(str, row)) for row in [ENGLISH, *map(EXPORTS["moodle"][1], CLASS)]]
    assert in_english(english) == ENGLISH
