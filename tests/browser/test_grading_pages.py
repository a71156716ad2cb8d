"""The pages of grading in a real browser: everybody can read them, they fit, and page one of a report is one page."""

import re

import pytest

from tests.browser.conftest import REQUIRED, SCREENSHOTS
from tests.grading.simulated import mistaken_class, natural_class, renamed, unusual
from tinygrad_lite.course.exercises import LESSONS
from tinygrad_lite.grading.about_run import About
from tinygrad_lite.grading.appeals import Appealed
from tinygrad_lite.grading.class_numbers import class_numbers
from tinygrad_lite.grading.pages.class_report import lecture_page, report_page
from tinygrad_lite.grading.pages.feedback import Beside, feedback_page

ABOUT = About("1.4.0", 8812, "sandbox", "right", 0, 43, appeals=Appealed(2, 2), unsteady=("loss/bce",))
EVERYTHING = [
    {"what": "Notebooks or answers that need a person", "count": 12, "how": "needs.csv"},
    {"what": "Text answers unread", "count": 123, "how": "manual.csv"},
    {"what": "Answers to look at first", "count": 12, "how": "tinygrad-lite grade … --replay STUDENT EXERCISE"},
    {"what": "Clusters without a name", "count": 12, "how": "tinygrad-lite mistake add EXERCISE --cluster N"},
    {"what": "Failures of the machine", "count": 12, "how": "tinygrad-lite grade --student STUDENT"},
    {"what": "Appeals", "count": 12, "how": "appeals.csv"},
]
#: In every run; the others with --full.
THREE = ("02_loss", "08_gpu_training", "11_scaling_out")
IN_EVERY_LESSON = [pytest.param(lesson, marks=() if lesson in THREE else pytest.mark.full) for lesson in LESSONS]
A4 = {"width": round(186 / 25.4 * 96), "height": round(273 / 25.4 * 96)}  # less 12 mm on each side
BESIDE = Beside(
    replay={"loss/mse": "02_loss-mse-9f3c-r2"},
    again={"loss/mse": "tinygrad-lite check 02_loss.ipynb --only loss/mse --seed 8812"},
    overrides={"loss/mae": (1.0, "The text could be read so.")},
    changed={"loss/mae": "The check was mended."},
    made_by="tinygrad-lite 1.4.0",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Files of three pages, of a class in which two notebooks are the same and some wrong answers are alike."""
    rare = unusual("rare")
    for seed in range(10):
        records = natural_class(seed, 40)
        numbers = class_numbers([*records, rare, renamed(rare, "copy")], "02_loss", ABOUT)
        if numbers["clusters"]:
            break
    assert numbers["pairs"]["listed"]
    assert numbers["clusters"]
    folder = tmp_path_factory.mktemp("pages")
    texts = {
        "report": report_page(numbers),
        "lecture": lecture_page(numbers),
        "feedback": feedback_page(records[0], "Lesson 02: Loss", BESIDE),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.fixture
def opened(browser):
    """`page = opened(file, width, colours)`"""
    contexts = []

    def open_file(file, width=1000, colours="light"):
        # axe has to be put into a page whose own policy forbids all scripts.
        contexts.append(
            browser.new_context(viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True)
        )
        page = contexts[-1].new_page()
        page.goto(file.as_uri())
        return page

    yield open_file
    for context in contexts:
        context.close()


@pytest.mark.one_in(6)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 500])
@pytest.mark.parametrize("name", ["report", "lecture", "feedback"])
def test_axe_finds_nothing_and_nothing_sticks_out(pages, opened, name, width, colours):
    if REQUIRED:
        import axe_playwright_python.sync_playwright as axe
    else:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(pages[name], width, colours)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"grading-{name}-{colours}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert found.response["passes"]


@pytest.mark.parametrize("name", ["report", "lecture", "feedback"])
def test_the_pages_own_policy_lets_nothing_run_or_be_fetched(pages, browser, tmp_path, name):
    file = tmp_path / f"{name}.html"
    attack = "<script>document.title = 'ran'</script><img src='x.png' onerror=\"document.title = 'ran'\">"
    file.write_text(pages[name].read_text("utf-8").replace("</body>", f"{attack}</body>"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_timeout(200)
    assert page.title() != "ran"
    assert asked == [file.as_uri()]
    context.close()


def page_one_height(page):
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    return page.evaluate("document.querySelector('.one').getBoundingClientRect().height")


@pytest.mark.slow
@pytest.mark.parametrize("lesson", IN_EVERY_LESSON)
def test_page_one_is_one_a4_side_in_every_lesson(opened, tmp_path, lesson):
    file = tmp_path / "report.html"
    for seed in (0, 1):
        numbers = class_numbers(mistaken_class(lesson, seed), lesson, ABOUT)
        numbers["needs"] = EVERYTHING
        assert len(numbers["concepts"]) == 3
        file.write_text(report_page(numbers), encoding="utf-8")
        page = opened(file)
        assert page_one_height(page) <= A4["height"]
        file.write_text(lecture_page(numbers), encoding="utf-8")
        assert pages_of(opened(file).pdf(prefer_css_page_size=True)) == 1


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_report_as_pdf_begins_each_part_on_a_page_of_its_own(pages, opened):
    page = opened(pages["report"])
    assert page_one_height(page) <= A4["height"]
    assert pages_of(page.pdf(prefer_css_page_size=True)) >= 3
    assert pages_of(opened(pages["lecture"]).pdf(prefer_css_page_size=True)) == 1
