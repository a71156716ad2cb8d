"""docs/COMMANDS.md is true: every command is on it, its exit statuses are those of the help, and completion answers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.house.test_command_line import MAIN
from tinygrad_lite.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "COMMANDS.md").read_text("utf-8")
COMMANDS = {
    f"{name} {more}".strip(): (getattr(command, "commands", None) or {"": command})[more]
    for name, command in main.commands.items()
    for more in (getattr(command, "commands", None) or {"": command})
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_on_the_page(name):
    assert re.search(rf"^\| .*`{re.escape(name)}[ `]", PAGE, re.MULTILINE), name


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_page_says_of_exit_statuses_the_help_says_too(name):
    """And nothing else: each number that the help names stands in the command's row."""
    shown = CliRunner().invoke(main, [*name.split(), "--help"]).output
    said = set(re.findall(r"\b([1-9])\b", shown.partition("Exit status: ")[2].split("\n\n")[0])) - {"2"}
    table = PAGE.partition("## Exit statuses")[2].partition("## Completion")[0]
    rows = [
        line
        for line in table.splitlines()
        if re.search(rf"`{re.escape(name)}`", line.split("|")[1:2][0] if "|" in line else "")
    ]
    told = {number for row in rows for number in re.findall(r"\b([34]):", row)} | (
        {"1"} if any(row.split("|")[2].strip() for row in rows) else set()
    )
    assert said == told


def test_wrong_use_is_2_everywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in COMMANDS:
        result = CliRunner().invoke(main, [*name.split(), "--no-such-option"])
        assert result.exit_code == 2, name
        assert "No such option" in result.output


@pytest.mark.parametrize(
    ("shell", "words", "number", "wanted"),
    [
        ("bash", "tinygrad-lite gra", "1", ["plain,grade", "plain,grades"]),
        ("bash", "tinygrad-lite update --d", "2", ["plain,--dry-run"]),
        ("zsh", "tinygrad-lite doc", "1", ["plain", "doctor"]),
        ("fish", "tinygrad-lite mistake ", "", ["plain,add"]),
    ],
)
def test_completion_answers(shell, words, number, wanted):
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COMP_WORDS": words}
    env |= {"_TINYGRAD_LITE_COMPLETE": f"{shell}_complete", "COMP_CWORD": number}
    ended = subprocess.run([sys.executable, "-c", MAIN], env=env, capture_output=True, encoding="utf-8")
    lines = ended.stdout.splitlines()
    assert all(any(line.startswith(each) for line in lines) for each in wanted), ended.stdout + ended.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_lines_for_a_shell_give_its_script(shell):
    line = f"_TINYGRAD_LITE_COMPLETE={shell}_source tinygrad-lite"
    assert line in PAGE
    env = {**os.environ, "PYTHONPATH": str(ROOT), "_TINYGRAD_LITE_COMPLETE": f"{shell}_source"}
    ended = subprocess.run([sys.executable, "-c", MAIN], env=env, capture_output=True, encoding="utf-8")
    assert f"_TINYGRAD_LITE_COMPLETE={shell}_complete" in ended.stdout


TYPED = re.compile(r"^(?:python3?|pip|uv|conda|tinygrad-lite|jupyter)\b.*", re.MULTILINE)


@pytest.mark.parametrize(
    "path",
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda path: path.name,
)
def test_commands_can_be_typed_in_windows_too(path):
    """Its `cmd` knows double quotes only, and no `\\` at the end of a line."""
    text = path.read_text("utf-8")
    blocks = re.findall(r"^```(?:console|text)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    commands = [
        line for block in [*blocks, "\n".join(re.findall(r"`([^`\n]+)`", text))] for line in TYPED.findall(block)
    ]
    assert [line for line in commands if "'" in line.split(" # ")[0] or line.endswith("\\")] == []
