"""What is wrong with how a notebook's outputs look: found by measuring in the page, for all of them at once."""

import pytest

from tests.browser.conftest import REQUIRED
from tests.browser.notebook_page import NOTEBOOK

COMPLAINTS = (
    """() => {
    const found = [];
    const outside = (inner, outer) => inner.getBoundingClientRect().right > outer.getBoundingClientRect().right + 1;
    const words = (node) => {  // each word of a text, and on how many lines it stands
        const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), all = [];
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            for (const word of text.textContent.matchAll(/\\S+/g)) {
                const range = document.createRange();
                range.setStart(text, word.index);
                range.setEnd(text, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top / 4)));
                // a name may break behind a hyphen, and a path behind its slash
                all.push([word[0], lines.size, text.parentElement.closest("pre, td")]);
            }
        }
        return all;
    };
    for (const cell of """
    + NOTEBOOK
    + """.widgets.filter(cell => cell.model.type === "code")) {
        const complain = (text) => found.push(`${cell.model.id}: ${text}`);
        const area = cell.node.querySelector(".jp-Cell-outputArea");
        for (const image of area.querySelectorAll("img")) {
            if (!image.complete || !image.naturalWidth) complain("a broken picture");
            if (image.alt.length < 30) complain(`a picture without words: "${image.alt}"`);
            if (outside(image.parentElement, area)) complain("a picture sticks out");
        }
        for (const svg of area.querySelectorAll("svg[role=img]")) {
            if ((svg.querySelector("desc")?.textContent ?? "").length < 30) complain("a drawing without words");
        }
        for (const card of area.querySelectorAll(".tgl-card")) {
            if (outside(card, area)) complain("a card sticks out");
            const [has, needs] = [card.clientWidth, card.scrollWidth];
            if (needs > has + 1) complain(`what is in a card needs ${needs} px, and has ${has}`);
            for (const [word, lines, code] of words(card)) {
                if (lines > 1 && !code && !/[-/_]/.test(word)) complain(`"${word}" is broken`);
            }
        }
        for (const text of area.querySelectorAll(".jp-RenderedText pre")) {
            if (getComputedStyle(text).wordBreak !== "normal") complain("printed words may break anywhere");
        }
        for (const handle of area.querySelectorAll("[role=slider]")) {
            if (!handle.getAttribute("aria-label")) complain("a slider without a name");
        }
        if (/Error displaying widget|Loading widget/.test(area.innerText)) complain("a control is missing");
    }
    return found;
}"""
)


def complaints(page):
    """`loss-mse: a card sticks out`, for each thing that is wrong; [] where all is well."""
    page.page.wait_for_timeout(300)  # until the page's script has looked, too
    return page.page.evaluate(COMPLAINTS)


def axe_findings(page, inside):
    """What axe-core finds inside of what this selector chooses; a text, "" where there is nothing."""
    if REQUIRED:
        import axe_playwright_python.sync_playwright as axe
    else:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page, context={"include": [[inside]]})
    assert found.response["passes"]
    return found.generate_report() if found.violations_count else ""
