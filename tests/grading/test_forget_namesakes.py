"""Of those who stay nothing is lost, whose names hold the name of a student who is forgotten."""

import shutil

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom
from tinygrad_lite.grading.canaries import notebook
from tinygrad_lite.grading.forget import Person
from tinygrad_lite.grading.pseudonyms import Known, Pseudonyms
from tinygrad_lite.grading.tables import read_table

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
NAMES = ("Jane Doe_48300", "Jane Doe_48301", "Jane Doe-Smith_48302", "Mary Jane Doe_48303", "Max Mark_48304")
GROUPS = "".join(f"{number},team\n" for number in (48300, 48304))


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A download as Moodle packs it: five students, of whom the first and the last are a group with one file."""
    folder = tmp_path_factory.mktemp("namesakes")
    for name in NAMES[:-1]:
        path = folder / "moodle" / f"{name}_assignsubmission_file" / "02_loss.ipynb"
        path.parent.mkdir(parents=True)
        number = name.rpartition("_")[2]
        path.write_bytes(notebook("02_loss", [f"def mse(predicted, target):\n    return {number}"]))
    lines = ["Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed"]
    lines += [
        f"Participant {n},{name},s{n}@example.org,,,10,Yes" for name, _, n in (one.rpartition("_") for one in NAMES)
    ]
    (folder / "sheet.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    (folder / "groups.csv").write_text(f"student,group\n{GROUPS}", encoding="utf-8")
    (folder / "grading.toml").write_text('[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(classroom, "canaries", lambda lesson: [])
        patch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
        grade = ("grade", "moodle", "--out", "report", "--roster", "sheet.csv", "--settings", "grading.toml")
        said = run(*grade)
        assert (folder / "report" / "grades.csv").exists(), said.output
    return folder


@pytest.fixture
def folder(graded, tmp_path, monkeypatch):
    shutil.copytree(graded, tmp_path / "copy", copy_function=shutil.copy2)
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def paths(report):
    """Of who stays the paths in all tables, by the table."""
    return {
        table.name: [row["path"] for row in read_table(table) if row.get("path") and "48300" not in str(row)]
        for table in (report / "who.csv", report / ".who-as-found.csv")
    }


def test_the_paths_of_namesakes_stay_and_their_marks_find_their_way(folder):
    report = folder / "report"
    before = paths(report)
    assert sum("Jane Doe" in path for path in before["who.csv"]) == 3
    files = {known.student: known.files for _, known in Pseudonyms(report).everybody()}
    for number in ("48300", "48304"):
        result = run("forget", "report", number)
        assert result.exit_code == 0, result.output
    stay = NAMES[1:4]
    kept = {name: [path for path in some if any(one in path for one in stay)] for name, some in before.items()}
    assert paths(report) == kept
    now = {known.student: known.files for _, known in Pseudonyms(report).everybody() if known.student != "team"}
    assert now == {student: some for student, some in files.items() if any(one in str(some) for one in stay)}
    said = run("grades", "report", "--into", "sheet.csv", "--column", "Grade", "--out", "upload.csv").output
    assert "3 filled" in said, said
    assert "not to be placed" not in said


def test_a_groups_file_in_her_folder_names_her_no_more(folder):
    report = folder / "report"
    assert any("48300" in str(known.files) for _, known in Pseudonyms(report).everybody() if "Max" in known.student)
    assert run("forget", "report", "48300").exit_code == 0
    assert "48300" not in "".join(path.read_text("utf-8") for path in report.glob("*.csv"))
    assert all("48300" not in str(known) for _, known in Pseudonyms(report).everybody())


@pytest.mark.parametrize(
    ("her", "other"),
    [
        ("Anna Lee_70001", "Anna Lee Park_70002"), ("Anna Lee_70001", "Anna Lee_70002"),
        ("leeanna_70001", "leeanna_70002"), ("José Díaz_70001", "Jose Diaz-Ruiz_70002"), ("王伟_70001", "王伟明_70002"),
        ("jane", "jane-smith"), ("jane", "jane_smith"),
    ],
)  # fmt: skip
def test_a_file_in_her_folder_is_told_from_one_in_a_namesakes(her, other, tmp_path):
    """Of a group both may have either: her name goes from the one, and the other stays."""
    names = Pseudonyms(tmp_path)
    names.learn(Known(student, {student, *student.split("_")}) for student in (her, other))
    person = Person.of(names, her, tmp_path)
    more = "_assignsubmission_file" if her[-1].isdigit() else ""
    assert person.is_in(f"{her}{more}/02_loss.ipynb", other)
    assert not person.is_in(f"{other}{more}/02_loss.ipynb", other)
