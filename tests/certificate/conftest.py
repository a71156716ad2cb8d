"""Collects the certificates of a run and writes them to .artifacts/certificate.md at its end."""

import pytest

from tinygrad_lite.course.certificate.page import page
from tinygrad_lite.course.exercises import LESSONS, exercises_of


@pytest.fixture(scope="session")
def certificates(request):
    """Lesson → exercise id → certificate, filled by the tests; written if every exercise was examined.

    With pytest-xdist this wants `--dist loadfile`, which keeps the tests of a file in one process.
    """
    found = {lesson: {} for lesson in LESSONS}
    yield found
    complete = all(exercise.id in found[lesson] for lesson in LESSONS for exercise in exercises_of(lesson))
    if complete:
        path = request.config.rootpath / ".artifacts" / "certificate.md"
        path.parent.mkdir(exist_ok=True)
        text = page({lesson: list(of_lesson.values()) for lesson, of_lesson in found.items()})
        path.write_text(text, encoding="utf-8", newline="\n")
