"""A group whose members each handed in: nobody reads another member's number, and who is forgotten leaves none."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.grading.test_attempts import MAE
from tests.grading.test_classroom import ANSWERS, sandboxed
from tests.grading.test_files_in import put
from tinygrad_lite.cli import main
from tinygrad_lite.grading import canaries, classroom
from tinygrad_lite.grading.pseudonyms import Pseudonyms

REPORT = Path("report")
#: Canvas' names of two hand-ins by one group; the first is the better one.
FILES = {
    "adlerada_48200_990001_02_loss.ipynb": [ANSWERS["anna"], MAE],
    "buschbea_48201_990002_02_loss.ipynb": [ANSWERS["anna"]],
}
GRADEBOOK = """Student,ID,SIS Login ID,Section,Loss (1)
    Points Possible,,,,33
"Adler, Ada",48200,ada77,X,
"Busch, Bea",48201,bea77,X,
"""

pytestmark = pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False).output


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(classroom, "canaries", lambda lesson: [])
    monkeypatch.setattr(classroom, "spread", lambda grade_one, tasks, jobs: ((one, grade_one(one)) for one in tasks))
    put(tmp_path / "canvas", {name: canaries.notebook("02_loss", cells) for name, cells in FILES.items()})
    Path("canvas.csv").write_text(GRADEBOOK, encoding="utf-8")
    Path("groups.csv").write_text("group,student\nA,48200\nA,48201\n", encoding="utf-8")
    Path("grading.toml").write_text('[time]\nattempts = "best"\n[groups]\nfile = "groups.csv"\n', encoding="utf-8")
    run("grade", "canvas", "--out", REPORT, "--roster", "canvas.csv", "--settings", "grading.toml")


@pytest.mark.slow
@pytest.mark.usefixtures("course")
def test_a_page_names_no_member_and_nothing_remains_of_one_who_is_forgotten():
    pages = [page.read_text("utf-8") for page in (REPORT / "feedback").glob("*.html")]
    assert len(pages) == 2
    for page in pages:
        assert "Your group handed in 2 times. This is the attempt with the most points: the first." in page
        assert not any(number in page for number in ("48200", "48201", "adler", "busch"))
    pseudonym = Pseudonyms(REPORT).pseudonym("adlerada_48200")
    run("forget", REPORT, "48200")
    for path in REPORT.rglob("*"):
        text = path.read_text("utf-8").casefold() if path.is_file() else ""
        assert not [one for one in ("48200", "adler", "ada77", pseudonym.casefold()) if one in text], path
