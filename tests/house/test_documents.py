"""The texts at the top: what they tell people to type exists."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["README.md", "CONTRIBUTING.md"]


def code_blocks(name):
    return re.findall(r"^```(?:console|bash|sh)\n(.*?)^```", (ROOT / name).read_text("utf-8"), re.DOTALL | re.MULTILINE)


def commands(name):
    text = "\n".join(code_blocks(name)) + "\n" + "\n".join(re.findall(r"`([^`\n]+)`", (ROOT / name).read_text("utf-8")))
    return re.findall(r"python start\.py[^\n`#]*", text)


@pytest.mark.parametrize("name", TEXTS)
def test_every_start_command_exists(name):
    start = (ROOT / "start.py").read_text("utf-8")
    known = set(re.search(r"command = \{(.*?)\}", start).group(1).replace('"', " ").replace(":", " ").split())
    assert {"test", "check"} <= known
    found = commands(name)
    assert found
    for command in found:
        words = command.split()[2:]
        if words and not words[0].startswith("-"):
            assert words[0] in known, command
        for word in words:
            if word.startswith("--"):
                assert word in start, command


def plain(card):
    """A card without what may change with every added case: line breaks and the number of cases."""
    return re.sub(r"(of|all) \d+ cases", r"\1 N cases", " ".join(card.split()))


def test_the_card_in_the_readme_is_what_the_course_says(tmp_path):
    readme = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    (card,) = re.findall(r"^```text\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    (tmp_path / "cell.py").write_text(code, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "TINYGRAD_LITE_STRICT": ""}
    result = subprocess.run([sys.executable, "cell.py"], cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert plain(card) in plain(result.stdout), f"README.md shows another card than the course:\n{result.stdout}"


def test_readme_shows_the_two_commands_first():
    assert [block.split("#")[0].strip() for block in code_blocks("README.md")[0].splitlines()] == [
        "python start.py",
        "python start.py test",
    ]


PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("name", [*TEXTS, "CHANGELOG.md", *PAGES])
def test_every_link_into_the_repository_leads_somewhere(name):
    path = ROOT / name
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert "://" in target or (path.parent / target).exists(), target


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_place_in_the_documentation(name):
    """In the contents, and with one title."""
    assert f"\n{name.removesuffix('.md')}\n" in (ROOT / "docs" / "site" / "index.md").read_text("utf-8")
    text = re.sub(r"```.*?```", "", (ROOT / name).read_text("utf-8"), flags=re.DOTALL)
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


def test_files_that_the_design_names_exist():
    """In its tables and texts; `tests/` rooms too."""
    text = (ROOT / "docs" / "DESIGN.md").read_text("utf-8")
    for path in re.findall(r"`([a-z_]+(?:/[a-z_]+)*/?(?:\.py)?)`", text):
        if path != "runs/" and ("/" in path or path.endswith(".py")):
            places = (ROOT / path, ROOT / "tinygrad_lite" / path, ROOT / "tests" / path)
            places += tuple((ROOT / "tinygrad_lite" / room / path) for room in ("grading", "course"))
            assert any(place.exists() for place in places), path


@pytest.mark.parametrize("name", TEXTS)
def test_every_named_file_exists(name):
    """`tests/house/` and the like, in backquotes; NN_name stands for any lesson."""
    for path in re.findall(r"`([\w./]+/[\w./]*|[\w.]+\.(?:py|txt|yml|toml|md))`", (ROOT / name).read_text("utf-8")):
        if "NN_" in path or path.startswith(("my_lessons", ".artifacts", ".venv")):
            continue
        assert (ROOT / path).exists() or (ROOT / "tinygrad_lite" / "ops" / path).exists(), path


def test_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.search(rf"^## \[{re.escape(version)}\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    package = (ROOT / "tinygrad_lite" / "__init__.py").read_text("utf-8")
    stated = re.search(r'^__version__ = "(.*)"', package, re.MULTILINE)
    assert stated is None or stated.group(1) == version
