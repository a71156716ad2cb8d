"""The atlas of mistakes in a real browser: everybody can read it, it is searched by words, and it prints."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import REQUIRED, SCREENSHOTS
from tinygrad_lite.atlas import chosen, entries
from tinygrad_lite.atlas.page import page as atlas_page


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The page of one lesson; axe takes a minute for all of it."""
    found = tmp_path_factory.mktemp("atlas") / "mistakes.html"
    found.write_text(atlas_page(chosen(entries(), "02_loss")), encoding="utf-8")
    return found


@pytest.fixture
def opened(browser, file):
    contexts = []

    def open_file(width=1000, colours="light"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours))
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.one_in(6)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 400])
def test_axe_finds_nothing_and_nothing_sticks_out(opened, width, colours):
    if REQUIRED:
        import axe_playwright_python.sync_playwright as axe
    else:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(width, colours)
    page.locator("summary").first.click()
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"atlas-{width}-{colours}.png"))


def test_it_is_searched_by_words(opened):
    page = opened()
    field, shown = page.get_by_role("searchbox"), page.locator(".atlas-entry:visible")
    everything = shown.count()
    field.fill("mse averag")
    expect(page.locator("#atlas-count")).to_have_text(re.compile(r"^\d+ mistakes$"))
    names = shown.locator(".atlas-name").all_inner_texts()
    assert 0 < len(names) < everything
    assert "loss/mse: sums instead of averaging" in names
    assert page.locator(".atlas-concept:visible").count() <= len(names)  # no heading without mistakes below it
    field.fill("xyzzy")
    expect(page.locator("#atlas-count")).to_have_text("0 mistakes")
    field.fill("")
    expect(shown).to_have_count(everything)


def test_on_paper_everything_is_unfolded(opened):
    page = opened()
    lines = page.locator("pre").first
    expect(lines).not_to_be_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(lines).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(lines).not_to_be_visible()
