"""The documentation in a real browser: axe-core finds nothing in what is ours, and no page is wider than the window."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import SCREENSHOTS
from tests.browser.looks import axe_findings

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("index", "docs/GRADING", "lessons/02_loss", "reference/tinygrad_lite.nn")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The documentation, its lessons not executed."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(ROOT / "docs" / "site" / "build.py"), "--fast", "--out", str(folder)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    return folder / "html"


@pytest.mark.full
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(site, browser, name, width, colours):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours)
    page = context.new_page()
    page.goto((site / f"{name}.html").as_uri())
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"docs-{name.replace('/', '-')}-{colours}-{width}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe_findings(page, "[role=main]") == ""
    context.close()
