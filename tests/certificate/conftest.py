"""Collects the certificates of a run and writes them to .artifacts/certificate.md at its end."""

import pickle

import pytest

from tinygrad_lite.course.certificate.page import page
from tinygrad_lite.course.exercises import LESSONS, exercises_of


@pytest.fixture(scope="session")
def keep(request, tmp_path_factory):
    """Call it with a name and what was found, to have it in the page that is written if every exercise was examined.

    The tests may be shared by several processes: each writes what it found into one folder, and the last finds all.
    """
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # of one of several processes
        folder = folder.parent
    folder = folder / "certificates"
    folder.mkdir(exist_ok=True)

    def kept(name, found):
        file = folder / f"{name.replace('/', ' ')}.part"
        file.write_bytes(pickle.dumps(found))
        file.replace(file.with_suffix(".pickle"))  # whole, whenever another process looks

    yield kept
    write_page(folder, request.config.rootpath / ".artifacts" / "certificate.md")


def write_page(folder, path):
    """The page of a whole run; nothing where an exercise was not examined."""
    found = {file.stem: pickle.loads(file.read_bytes()) for file in folder.glob("*.pickle")}
    ids = {lesson: [exercise.id.replace("/", " ") for exercise in exercises_of(lesson)] for lesson in LESSONS}
    if not all(name in found for names in ids.values() for name in names):
        return
    for lesson, names in ids.items():
        for certificate in (found[name] for name in names):
            without_torch = found.get(lesson, {}).get(certificate.id)
            certificate.torch_free = None if without_torch is None else without_torch == "right"
    path.parent.mkdir(exist_ok=True)
    text = page({lesson: [found[name] for name in names] for lesson, names in ids.items()})
    path.write_text(text, encoding="utf-8", newline="\n")
