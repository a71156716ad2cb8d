"""A group of which one handed in: all are known by all that the class list calls them, and one who is forgotten takes
nothing from the others."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_classroom import sandboxed
from tests.grading.test_files_in import put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.pseudonyms import Pseudonyms

REPORT = Path("report")
MSE = '@exercise("loss/mse")\ndef mse(predicted, target):\n    return np.sum((predicted - target) ** 2)'
#: Only Ada handed in, with Bea and Dan; Cem's comment names all by login.
FILES = {"Ada Adler_48200": MSE, "Cem Celik_48202": f"{MSE}  # u00x, u01x, u03x and u02x helped"}
SHEET = """Identifier,Full name,Username,Email address,Status,Grade,Maximum Grade,Last modified (grade)
Participant 48200,Ada Adler,u00x,a@example.org,x,,33,-
Participant 48201,Bea Busch,u01x,b@example.org,x,,33,-
Participant 48202,Cem Celik,u02x,c@example.org,x,,33,-
Participant 48203,Dan Dorn,u03x,d@example.org,x,,33,-
"""

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")]


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False).output


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    name = "{}_assignsubmission_file/02_loss.ipynb".format
    put(tmp_path / "moodle", {name(who): canaries.notebook("02_loss", [cell]) for who, cell in FILES.items()})
    Path("sheet.csv").write_text(SHEET, encoding="utf-8")
    Path("groups.csv").write_text("group,student\nA,u00x\nA,u01x\nA,48203\n", encoding="utf-8")
    Path("grading.toml").write_text('[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    run("grade", "moodle", "--out", REPORT, "--roster", "sheet.csv", "--settings", "grading.toml")


@pytest.mark.usefixtures("course")
def test_every_member_is_known_by_login_number_and_address():
    for number, login, address in (("48200", "u00x", "a@"), ("48201", "u01x", "b@"), ("48203", "u03x", "d@")):
        (told,) = (line for line in run("report", REPORT, "--names").splitlines() if number in line)
        assert login in told
        assert address in told
        assert "1 of 2 points" in run("override", REPORT, login, "loss/mse", 1, "why")
    assert not Pseudonyms(REPORT).known(Pseudonyms(REPORT).pseudonym("A")).called & {"u00x", "u01x", "u03x"}
    run("export-code", REPORT, "--for", "dolos", "--out", "code")
    texts = [path.read_text("utf-8") for path in (*REPORT.glob("feedback/*"), *Path("code").rglob("*.py"))]
    assert any("[name] and [name] helped" in text for text in texts)
    assert not re.search("u0[0-3]x", " ".join(texts))


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("login", ["u00x", "u01x", "u03x"])
def test_who_is_forgotten_takes_nothing_from_the_others(login):
    """Ada's file lay in her folder, and nobody knows that any more: then it is the file itself that is found."""
    (code,) = {
        code
        for page in REPORT.glob("feedback/*.html")
        for code in re.findall(r"02_loss-mse-[0-9a-f]+-r1", page.read_text("utf-8"))
        if "Cem" not in run("grade", "moodle", "--out", REPORT, "--replay", code)
    }
    assert "What remains in report: nothing." in run("forget", REPORT, login)
    for path in REPORT.rglob("*"):
        assert login not in (path.read_text("utf-8") if path.is_file() else ""), path
    assert "for another, in place of " in run("grade", "moodle", "--out", REPORT, "--replay", code)
    stay = [one for one in ("u00x", "u01x", "u03x") if one != login]
    for which in ((code,), *((one, "mse") for one in stay)):
        said = run("grade", "moodle", "--out", REPORT, "--replay", *which)
        assert "It came out as in that run." in said, said
    if login != "u00x":
        assert "not to be placed" not in run("feedback", REPORT, "--for", "moodle", "--try")


@pytest.mark.usefixtures("course")
def test_a_file_that_is_another_one_now_is_called_so():
    put(Path("moodle"), {"Cem Celik_48202_assignsubmission_file/02_loss.ipynb": b"{}"})
    said = run("grade", "moodle", "--out", REPORT, "--replay", "u02x", "mse")
    assert re.search(
        r"The file that was graded \(sha256 [0-9a-f-]{14}\) is not in moodle: Cem .* is another one now", said
    )
    said = run("grade", "moodle/Ada Adler_48200_assignsubmission_file", "--out", REPORT, "--replay", "u02x", "mse")
    assert "was it changed, or is this another download?" in said
