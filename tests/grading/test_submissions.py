"""Finding notebooks in folders and zips: what is found is graded or listed, and nothing is followed or unpacked."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import time
import unicodedata
import warnings
import zipfile
from pathlib import Path

import pytest

from tests.grading.hand_in import Copy
from tinygrad_lite.grading import archives
from tinygrad_lite.grading import submissions as module
from tinygrad_lite.grading.archives import Archive, name_in_zip
from tinygrad_lite.grading.listing import listing
from tinygrad_lite.grading.submissions import Found, NoSubmissions, Unfit, by_student, submissions

NOTEBOOK = b'{"cells": [], "nbformat": 4}'


def tree(folder: Path, files: dict[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    """A zip with these files."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return folder / "class.zip"


def why(found: list[Found]) -> dict[str, str]:
    """Path → reason."""
    return {item.path: item.why for item in found}


CLASS = {
    "jdoe/02_loss.ipynb": NOTEBOOK,
    "amir/02_loss (1).ipynb": NOTEBOOK,
    "amir/02_loss.ipynb": NOTEBOOK,
    "amir/.ipynb_checkpoints/02_loss-checkpoint.ipynb": NOTEBOOK,
    "lena/report.pdf": b"%PDF-1.4",
    "mia/02_loss.ipynb.txt": NOTEBOOK,
    "mia/all.zip": b"PK",
    "__MACOSX/jdoe/._02_loss.ipynb": b"\x00\x05",
    ".DS_Store": b"\x00",
}


@pytest.mark.parametrize("make", [tree, zipped], ids=["folder", "zip"])
def test_every_file_is_graded_or_listed(tmp_path, make):
    found = list(submissions(make(tmp_path / "class", CLASS)))
    assert sorted(item.path for item in found) == sorted(CLASS)
    graded = [item for item in found if not item.why]
    assert [item.path for item in graded] == [
        "amir/02_loss (1).ipynb",
        "amir/02_loss.ipynb",
        "jdoe/02_loss.ipynb",
        "mia/02_loss.ipynb.txt",
    ]
    assert all(item.read() == NOTEBOOK for item in graded)
    reasons = why(found)
    assert "checkpoint" in reasons["amir/.ipynb_checkpoints/02_loss-checkpoint.ipynb"]
    assert "pdf file instead" in reasons["lena/report.pdf"]
    assert "archive within" in reasons["mia/all.zip"]
    students = by_student(found)
    assert {name: len(items) for name, items in students.items()} == {"amir": 2, "jdoe": 1, "lena": 0, "mia": 1}


def test_nbgraders_tree(tmp_path):
    files = {
        "submitted/jdoe/loss/02_loss.ipynb": NOTEBOOK,
        "submitted/jdoe/loss/timestamp.txt": b"2026-11-22 14:58:07 UTC\n",
        "submitted/amir/loss/02_loss.ipynb": NOTEBOOK,
        "source/loss/02_loss.ipynb": NOTEBOOK,
        "release/loss/02_loss.ipynb": NOTEBOOK,
    }
    found = list(submissions(tree(tmp_path, files)))
    assert {item.path: item.student for item in found if not item.why} == {
        "submitted/amir/loss/02_loss.ipynb": "amir",
        "submitted/jdoe/loss/02_loss.ipynb": "jdoe",
    }
    assert len(found) == len(files)
    assert {item.student: item.handed_in for item in found if not item.why} == {
        "amir": "",
        "jdoe": "2026-11-22T14:58:07+00:00",
    }
    assert set(by_student(found)) == {"amir", "jdoe"}
    below = list(submissions(tmp_path / "submitted"))
    assert {item.student for item in below if not item.why} == {"amir", "jdoe"}


def test_students_as_files_and_a_student_with_nothing(tmp_path):
    tree(tmp_path, {"jdoe.ipynb": NOTEBOOK, "amir.ipynb.txt": NOTEBOOK})
    (tmp_path / "lena").mkdir()
    found = list(submissions(tmp_path))
    assert {name: len(items) for name, items in by_student(found).items()} == {"jdoe": 1, "amir": 1, "lena": 0}
    assert why(found)["lena/"] == "an empty folder"


def test_a_zip_of_the_folder_itself(tmp_path):
    files = {f"Lesson 2/{name}": data for name, data in CLASS.items() if not name.startswith(("__", "."))}
    found = list(submissions(zipped(tmp_path, files)))
    assert {item.student for item in found if not item.why} == {"amir", "jdoe", "mia"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_and_pipes_are_listed_and_never_followed(tmp_path):
    secret = tree(tmp_path / "elsewhere", {"02_loss.ipynb": b"secret"})
    folder = tree(tmp_path / "class", {"jdoe/02_loss.ipynb": NOTEBOOK})
    (folder / "eve").mkdir()
    (folder / "eve" / "02_loss.ipynb").symlink_to(secret / "02_loss.ipynb")
    (folder / "mallory").symlink_to(secret, target_is_directory=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "eve" / "pipe.ipynb")
    found = list(submissions(folder))
    assert [item.path for item in found if not item.why] == ["jdoe/02_loss.ipynb"]
    reasons = why(found)
    assert reasons["eve/02_loss.ipynb"] == reasons["mallory"] == reasons["loop"] == "a link; links are not followed"
    assert "pipe" in reasons["eve/pipe.ipynb"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_file_that_becomes_a_link_meanwhile_is_not_followed(tmp_path):
    folder = tree(tmp_path / "class", {"jdoe/02_loss.ipynb": NOTEBOOK})
    tree(tmp_path, {"secret": b"secret"})
    (found,) = submissions(folder)
    (folder / "jdoe" / "02_loss.ipynb").unlink()
    (folder / "jdoe" / "02_loss.ipynb").symlink_to(tmp_path / "secret")
    with pytest.raises(Unfit, match="cannot be read"):
        found.read()


def hostile_zip(folder: Path) -> Path:
    """A zip with names that lead elsewhere, a link, an encrypted file, a device and a file there twice."""
    path = folder / "hostile.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../escape.ipynb", "/etc/x.ipynb", "C:/x.ipynb", "a/../../b.ipynb", "a\\..\\..\\c.ipynb"):
            archive.writestr(zipfile.ZipInfo(name), NOTEBOOK)
        link = zipfile.ZipInfo("eve/02_loss.ipynb")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        device = zipfile.ZipInfo("eve/device.ipynb")
        device.create_system, device.external_attr = 3, 0o020666 << 16
        archive.writestr(device, "")
        archive.writestr("jdoe/02_loss.ipynb", NOTEBOOK)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("jdoe/02_loss.ipynb", b"second")
        archive.writestr("eve/locked.ipynb", NOTEBOOK)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"eve/locked.ipynb"))
    data[at + 8] |= 1  # the flag "encrypted"
    path.write_bytes(bytes(data))
    return path


def test_a_hostile_zip(tmp_path):
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    found = list(submissions(hostile_zip(inside)))
    assert len(found) == 10
    there = [("jdoe/02_loss.ipynb", NOTEBOOK), ("jdoe/02_loss (2).ipynb", b"second")]
    assert [(item.path, item.read()) for item in found if not item.why] == there
    reasons = [item.why for item in found if item.why]
    for part, count in {"leads out": 3, "absolute": 2, "link or device": 2, "encrypted": 1}.items():
        assert sum(part in reason for reason in reasons) == count, part
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "er", "hostile.zip"]  # nothing was written


def test_no_two_files_have_one_path(tmp_path):
    """A name twice in a zip, in two forms of Unicode, and names of which the same can be shown."""
    alike = ["e\u0301va/a.ipynb", "\u00e9va/a.ipynb", "x\1/a.ipynb", "x\2/a.ipynb", "x\3/a.ipynb", "x\1/a.ipynb"]
    names = [*alike, "x\ufffd/a (2).ipynb", *["y/a.ipynb"] * 3000]
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, name in enumerate(names):
            archive.writestr(name, str(number))
    begun = time.process_time()
    found = list(submissions(tmp_path / "class.zip"))
    assert time.process_time() - begun < 30
    assert len({unicodedata.normalize("NFC", item.path) for item in found}) == len(found) == len(names)
    assert sorted(int(item.read()) for item in found) == list(range(len(names)))
    assert [item.why for item in found if item.why] == []


def test_of_a_notebook_that_is_there_twice_a_person_says_which_counts(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("ada/02_loss.ipynb", Copy().data())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("ada/02_loss.ipynb", Copy().solve().data())
    files = listing(tmp_path / "class.zip")
    assert [(one.path, one.counts) for one in files] == [("ada/02_loss.ipynb", True), ("ada/02_loss (2).ipynb", False)]
    assert len({one.sha256 for one in files}) == 2
    assert "please confirm" in files[1].note


def test_zip_bombs(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST_FILE", 2_000_000)
    bomb = zipped(tmp_path / "one", {"eve/02_loss.ipynb": bytes(1_999_999), "jdoe/02_loss.ipynb": NOTEBOOK})
    reasons = why(list(submissions(bomb)))
    assert "zip bomb" in reasons["eve/02_loss.ipynb"]
    assert reasons["jdoe/02_loss.ipynb"] == ""
    many = zipped(tmp_path / "many", {f"s{i}/02_loss.ipynb": random.Random(i).randbytes(90_000) for i in range(9)})
    monkeypatch.setattr(archives, "LARGEST_ZIP", 500_000)
    assert sum("zip bomb" in item.why for item in submissions(many)) == 4
    monkeypatch.setattr(archives, "MOST_FILES", 8)
    with pytest.raises(NoSubmissions, match="9 files"):
        list(submissions(many))


def test_an_entry_that_lies_about_its_size(tmp_path, monkeypatch):
    path = zipped(tmp_path, {"eve/02_loss.ipynb": random.Random(0).randbytes(300_000)})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(mark) + offset, 10)
    path.write_bytes(bytes(data))
    (found,) = submissions(path)
    monkeypatch.setattr(archives, "LARGEST_FILE", 1_000)
    with pytest.raises(Unfit):
        found.read()


def test_two_entries_of_the_same_bytes(tmp_path):
    path = zipped(tmp_path, {"a/02_loss.ipynb": NOTEBOOK, "b/02_loss.ipynb": NOTEBOOK})
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.rindex(b"PK\x01\x02") + 42, 0)
    path.write_bytes(bytes(data))
    assert "zip bomb" in why(list(submissions(path)))["b/02_loss.ipynb"]


def test_broken_bytes_in_a_zip(tmp_path):
    path = zipped(tmp_path, {"a/02_loss.ipynb": NOTEBOOK * 100})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(bytes(data))
    (found,) = submissions(path)
    with pytest.raises(Unfit, match="cannot be unpacked"):
        found.read()
    assert found.sha256() == ""


@pytest.mark.parametrize(
    ("raw", "flag", "name"),
    [
        ("Müller/02.ipynb".encode("cp437"), 0, "Müller/02.ipynb"),
        ("Müller/02.ipynb".encode(), 0, "Müller/02.ipynb"),
        ("Müller/02.ipynb".encode(), 0x800, "Müller/02.ipynb"),
    ],
    ids=["cp437", "UTF-8 unmarked", "UTF-8"],
)
def test_names_in_zips(raw, flag, name):
    with zipfile.ZipFile(io.BytesIO(_zip_with_name(raw, flag))) as archive:
        assert name_in_zip(archive.infolist()[0]) == name


def _zip_with_name(raw: bytes, flag: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x" * len(raw), NOTEBOOK)
    data = bytearray(file.getvalue().replace(b"x" * len(raw), raw))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, flag)
    struct.pack_into("<H", data, data.index(b"PK\x03\x04") + 6, flag)
    return bytes(data)


def test_what_cannot_be_shown_of_a_name(tmp_path):
    path = zipped(tmp_path, {"eve\u202egnp.\x1b[31m/02_loss.ipynb": NOTEBOOK})
    (found,) = submissions(path)
    assert found.path == "eve�gnp.�[31m/02_loss.ipynb"
    assert found.student == "eve�gnp.�[31m"


def test_one_notebook_and_nothing(tmp_path):
    tree(tmp_path, {"jdoe.ipynb": NOTEBOOK, "text.txt": b"hello"})
    (found,) = submissions(tmp_path / "jdoe.ipynb")
    assert (found.student, found.read()) == ("jdoe", NOTEBOOK)
    for place in ("text.txt", "nowhere"):
        with pytest.raises(NoSubmissions):
            list(submissions(tmp_path / place))


def test_a_file_is_only_read_when_asked(tmp_path, monkeypatch):
    tree(tmp_path, {f"s{i}/02_loss.ipynb": NOTEBOOK for i in range(5)})
    monkeypatch.setattr(module, "_read_file", lambda path: pytest.fail("read too early"))
    assert len(list(submissions(tmp_path))) == 5


def test_only_one_archive_of_a_depth_is_open(tmp_path):
    for name in ("one", "two"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            archive.writestr("a.txt", name)
    files = []

    def opened(name):
        files.append((tmp_path / f"{name}.zip").open("rb"))
        return files[-1]

    for name in ("one", "two"):
        archive = Archive(lambda name=name: opened(name))
        assert archive.read(archive.zip().getinfo("a.txt")) == name.encode()
    assert [file.closed for file in files] == [True, False]
    Archive.close()
    assert files[1].closed
