"""The documentation: every page is in it, every link leads somewhere, and nothing on it comes from another computer."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tinygrad_lite.course.exercises import tasks_of

ROOT = Path(__file__).resolve().parents[2]
FROM_ELSEWHERE = re.compile(r"""(?:src=|@import |<link[^>]+href=)["']?https?://""")


@pytest.fixture(scope="module")
def build():
    """docs/site/build.py."""
    spec = importlib.util.spec_from_file_location("site_build", ROOT / "docs" / "site" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_has_what_is_public_and_nothing_else(build):
    assert build.public_names("tinygrad_lite.amp") == ["GradScaler", "autocast"]
    assert {"Tensor", "tensor", "manual_seed", "no_grad"} <= set(build.public_names("tinygrad_lite"))
    assert not [name for module in build.MODULES for name in build.public_names(module) if name.startswith("_")]


def test_a_second_time_only_what_changed_is_written(build, tmp_path):
    build.stage(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "gone.md").write_text("of a page that is no more")
    changed = tmp_path / "README.md"
    changed.write_text("another text")
    build.stage(tmp_path)
    assert not (tmp_path / "gone.md").exists()
    assert changed.read_text("utf-8").startswith("# tinygrad_lite")
    assert all(path.stat().st_mtime_ns == then for path, then in before.items() if path != changed)


def test_folded_code_is_folded_on_its_page(build):
    page = build.lesson_page((ROOT / "lessons" / "03_backward_pass.ipynb").read_text("utf-8"))
    assert '"hide-input"' in page


def test_what_a_card_links_to_is_on_the_page(build):
    """As "go on here" does, by JupyterLab's kind of address."""
    page = build.lesson_page((ROOT / "lessons" / "02_loss.ipynb").read_text("utf-8"))
    ids = [cell["id"] for cell in json.loads(page)["cells"]]
    assert len(set(ids)) == len(ids)
    for task in tasks_of("02_loss"):
        name = task.id.replace("/", "-")
        assert f"cell-id={name}" in page, task.id
        assert ids.index(name) == ids.index(f"to-{name}") + 1


def test_links_that_lead_nowhere_are_found(build, tmp_path):
    """Sphinx looks at links of texts only: those of cards, of the atlas and of pictures are looked at here."""
    (tmp_path / "b c").mkdir()
    (tmp_path / "b c" / "d.html").write_text('<p id="two">&amp;</p> <a href="../a.html#one">', encoding="utf-8")
    good = (
        '<a href="#one"> <i id="one"> <a href="b%20c/d.html#two"> <a href="https://example.org/x#y"> <img src="data:x">'
    )
    (tmp_path / "a.html").write_text(good, encoding="utf-8")
    assert list(build.dead_links(tmp_path)) == []
    bad = ["#cell-id=x", "b%20c/d.html#three", "b/d.html", "none.png"]
    (tmp_path / "a.html").write_text(good + " ".join(f'<a href="{link}">' for link in bad), encoding="utf-8")
    assert list(build.dead_links(tmp_path)) == [f"a.html: {link} leads nowhere" for link in sorted(bad)]


@pytest.mark.full
def test_it_is_built_with_every_link_and_opens_without_a_network(tmp_path):
    command = [sys.executable, str(ROOT / "docs" / "site" / "build.py"), "--fast", "--out", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    pages = {path.relative_to(tmp_path / "html").as_posix(): path for path in (tmp_path / "html").rglob("*.html")}
    assert {"index.html", "docs/GRADING.html", "lessons/02_loss.html", "reference/tinygrad_lite.nn.html"} <= set(pages)
    texts = {name: path.read_text("utf-8") for name, path in pages.items()}
    assert not [name for name, text in texts.items() if FROM_ELSEWHERE.search(text)]
    assert "<math" in texts["lessons/02_loss.html"]


@pytest.mark.full
def test_a_link_to_nowhere_is_an_error(tmp_path):
    """What makes the test above able to fail."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# A page\n\nSee [another](nowhere.md).\n")
    options = ["-q", "-W", "-c", str(ROOT / "docs" / "site"), str(tmp_path / "pages"), str(tmp_path / "html")]
    result = subprocess.run([sys.executable, "-m", "sphinx", *options], capture_output=True, encoding="utf-8")
    assert result.returncode != 0
    assert "nowhere.md" in result.stderr
