"""What was handed in: the files of a folder or a zip, and whose they are. Read only; nothing is unpacked or followed.

Every file that is there is either yielded as a notebook or listed with the reason why not: files found = graded +
listed. Understood are a folder (or a zip) of NAME/02_loss.ipynb, of NAME.ipynb, and nbgrader's
submitted/STUDENT/ASSIGNMENT/NOTEBOOK.ipynb. How an LMS names its downloads is to come beside `student_of`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from .notebook import LARGEST_FILE

#: What is looked at of one zip: entries, and bytes when unpacked, of all its entries together.
MOST_FILES, LARGEST_ZIP = 100_000, 20_000_000_000
#: How many times larger than in the zip an entry may be; deflate makes at most 1032.
LARGEST_RATIO = 1_000
_CHUNK = 1 << 20

_ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json", ".json")
_TEXTS = (".py", ".html", ".htm", ".pdf", ".txt", ".md", ".docx", ".odt", ".rtf")
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".xz", ".bz2")


class NoSubmissions(ValueError):
    """The folder or zip cannot be read at all; says why in a sentence."""


@dataclass(frozen=True)
class Found:
    """One file.

    Attributes:
        path: where it is, relative to the folder or within the zip, with "/" and cleaned of what cannot be shown.
        student: whose it is; "" where that cannot be said.
        why: the reason why it is listed and not graded; "" for a notebook to be graded.
        size: in bytes.
        read: gives its bytes; raises `Unfit` where it turns out that it cannot be read.
        handed_in: when, as far as the folder's own files say it ("timestamp.txt" of nbgrader); "".
    """

    path: str
    student: str = ""
    why: str = ""
    size: int = 0
    read: Callable[[], bytes] | None = None
    handed_in: str = ""

    def sha256(self) -> str:
        """Of its bytes; "" where there are none to be had."""
        try:
            return hashlib.sha256(self.read()).hexdigest() if self.read else ""
        except Unfit:
            return ""


class Unfit(ValueError):
    """A file cannot be read; says why."""


def submissions(place: str | os.PathLike) -> Iterator[Found]:
    """Every file in a folder or zip, in the order of their names: notebooks to be graded, and others with a reason.

    Raises:
        NoSubmissions: there is no such folder or zip, or it cannot be opened.
    """
    top = Path(place)
    if top.is_dir():
        files = _in_folder(top)
    elif not top.exists():
        raise NoSubmissions(f"There is no folder or file {top}.")
    elif top.suffix == ".ipynb":
        files = iter([Found(top.name, size=top.stat().st_size, read=lambda: _read_file(top))])
    elif zipfile.is_zipfile(top):
        files = _in_zip(top)
    else:
        raise NoSubmissions(f"{top} is neither a folder nor a zip nor a notebook.")
    yield from _with_students(files, top)


def _with_students(files: Iterator[Found], top: Path) -> Iterator[Found]:
    """Say whose each file is; a second file of a path that looks the same is listed."""
    seen: set[str] = set()
    for found in files:
        same = unicodedata.normalize("NFC", found.path)
        if not found.why and same in seen:
            found = replace(found, why="a file of the same name is there already")
        seen.add(same)
        yield replace(found, student=student_of(found.path)) if found.why not in NOBODYS else found


def student_of(path: str) -> str:
    """Whose a file is, by its path: nbgrader's submitted/STUDENT/…, STUDENT/…, or STUDENT.ipynb at the top."""
    parts = list(PurePosixPath(path).parts)
    if "submitted" in parts[:-2]:
        parts = parts[parts.index("submitted") + 1 :]
    if len(parts) > 1 or path.endswith("/"):
        return unicodedata.normalize("NFC", parts[0])
    return unicodedata.normalize("NFC", re.sub(r"(\.ipynb)?(\.txt|\.json)?$", "", parts[0])) if parts else ""


# ------------------------------------------------------------------------------------------------------ what it is

_SYSTEM, _CHECKPOINT, _HIDDEN = "a file of the system's own", "a checkpoint that Jupyter made", "a hidden file"
_BESIDE = "beside nbgrader's submitted/: not handed in by a student"
#: Reasons for files that say of nobody that she handed something in.
NOBODYS = (_SYSTEM, _HIDDEN, _BESIDE)


def why_not(path: str) -> str:
    """Why a file of this name is no notebook to grade; "" if it may be one."""
    parts, name = PurePosixPath(path).parts, PurePosixPath(path).name.lower()
    if "__MACOSX" in parts or name.startswith("._") or name in (".ds_store", "thumbs.db", "desktop.ini"):
        return _SYSTEM
    if ".ipynb_checkpoints" in parts or name.endswith("-checkpoint.ipynb"):
        return _CHECKPOINT
    if name == "timestamp.txt":
        return "the time of the hand-in, as nbgrader keeps it"
    if ".git" in parts or "__pycache__" in parts or name.startswith("."):
        return _HIDDEN
    if name.endswith(_ENDINGS):
        return ""
    if name.endswith(_ARCHIVES):
        return "an archive within: unpack it and hand it in as a notebook"
    if name.endswith(_TEXTS):
        return f"a {name.rpartition('.')[2]} file instead of a notebook"
    return "not a notebook (.ipynb)"


def shown(name: str) -> str:
    """A name without what cannot be shown or would be taken for something else: control and direction signs."""
    clean = "".join(
        "�" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else sign for sign in name
    )
    return clean if len(clean) <= 500 else f"{clean[:480]}…{clean[-19:]}"


# ---------------------------------------------------------------------------------------------------------- folders


def _in_folder(top: Path) -> Iterator[Found]:
    """Files of a folder and of those in it; links are listed and never followed."""
    nbgrader = (top / "submitted").is_dir() and not _is_link(top / "submitted")
    for folder, folders, names in os.walk(top, onerror=None, followlinks=False):
        here = Path(folder)
        if not folders and not names and here != top:
            yield Found(f"{shown(here.relative_to(top).as_posix())}/", why="an empty folder")
        linked = [name for name in folders if _is_link(here / name)]
        folders[:] = sorted(set(folders) - set(linked))
        for name in sorted([*names, *linked]):
            found = _file(here / name, top)
            inside = not nbgrader or found.path.startswith("submitted/")
            yield found if inside or found.why else replace(found, why=_BESIDE)


def _is_link(path: Path) -> bool:
    return path.is_symlink() or (hasattr(path, "is_junction") and path.is_junction())


def _file(path: Path, top: Path) -> Found:
    """One file of a folder."""
    name = shown(path.relative_to(top).as_posix())
    try:
        status = path.lstat()
    except OSError as error:
        return Found(name, why=f"it cannot be read: {error.strerror}")
    if _is_link(path):
        return Found(name, why="a link; links are not followed")
    if not stat.S_ISREG(status.st_mode):
        return Found(name, why="not a file: a device, pipe or socket")
    if reason := why_not(name) or _too_large(status.st_size):
        return Found(name, why=reason, size=status.st_size)
    return Found(name, size=status.st_size, read=lambda: _read_file(path), handed_in=_timestamp(path))


def _read_file(path: Path) -> bytes:
    """The bytes of a file; not of what a link points to that has meanwhile taken its place."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unfit("not a file: a device, pipe or socket")
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Unfit(f"it cannot be read: {error.strerror}") from None


def _timestamp(path: Path) -> str:
    """What nbgrader wrote beside a notebook about when it came."""
    beside = path.with_name("timestamp.txt")
    try:
        if _is_link(beside) or not beside.is_file():
            return ""
        return shown(_read_file(beside)[:64].decode("utf-8", "replace").strip())
    except (OSError, Unfit):
        return ""


def _too_large(size: int) -> str:
    return f"{size / 1e6:.0f} MB; up to {LARGEST_FILE / 1e6:.0f} MB are read" if size > LARGEST_FILE else ""


# -------------------------------------------------------------------------------------------------------------- zips


def _in_zip(path: Path) -> Iterator[Found]:
    """Files of a zip; nothing is unpacked to the disk."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise NoSubmissions(f"The zip {path} cannot be opened: {error}.") from None
    entries = archive.infolist()  # it stays open as long as somebody may still read of it
    if len(entries) > MOST_FILES:
        raise NoSubmissions(f"The zip {path} has {len(entries)} files; up to {MOST_FILES} are read.")
    left, top = LARGEST_ZIP, _common_folder(entries)
    places: dict[int, zipfile.ZipInfo] = {}
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if entry.is_dir():
            continue
        overlaps = places.setdefault(entry.header_offset, entry) is not entry
        left -= entry.file_size
        yield _entry(archive, entry, top, overlaps, left)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, top: str, overlaps: bool, left: int) -> Found:
    """One file of a zip."""
    name = name_in_zip(entry)
    within = shown(name.removeprefix(top))
    reason = _unsafe(entry, name) or why_not(within) or _too_large(entry.file_size)
    if not reason and overlaps:
        reason = "it shares its bytes with another file of the zip (a zip bomb)"
    if not reason and (left < 0 or entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1_000)):
        reason = "unpacked it would be too large (a zip bomb)"
    if reason:
        return Found(within, why=reason, size=entry.file_size)
    return Found(within, size=entry.file_size, read=lambda: _read_entry(archive, entry))


def name_in_zip(entry: zipfile.ZipInfo) -> str:
    """An entry's name, with "/"; old Windows zips hold no UTF-8, though they may hold it unmarked."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = entry.filename
    return name.replace("\\", "/")


def _unsafe(entry: zipfile.ZipInfo, name: str) -> str:
    """What is wrong with an entry whatever is in it."""
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "its name is absolute"
    if ".." in parts:
        return 'its name leads out of the zip ("..")'
    if "\x00" in entry.orig_filename:
        return "its name holds a null sign"
    if entry.create_system == 3 and stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        return "a link or device; links are not followed"
    if entry.flag_bits & 0x1:
        return "it is encrypted"
    return ""


def _common_folder(entries: list[zipfile.ZipInfo]) -> str:
    """The folder around everything in a zip of a folder of students; "" where there is none."""
    paths = [
        name_in_zip(entry).split("/") for entry in entries if not entry.is_dir() and "__MACOSX" not in entry.filename
    ]
    notebooks = [path for path in paths if path[-1].lower().endswith(_ENDINGS) and ".ipynb_checkpoints" not in path]
    first = {path[0] for path in paths}
    deep = notebooks and all(len(path) > 2 for path in notebooks)
    return f"{first.pop()}/" if len(first) == 1 and deep and "submitted" not in first else ""


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a file of a zip, never more than a notebook may have."""
    data = bytearray()
    try:
        with archive.open(entry) as file:
            while chunk := file.read(_CHUNK):
                data += chunk
                if len(data) > LARGEST_FILE:
                    raise Unfit("unpacked it is larger than it says (a zip bomb)")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        if isinstance(error, Unfit):
            raise
        raise Unfit(f"it cannot be unpacked: {error}") from None
    return bytes(data)


# ----------------------------------------------------------------------------------------------- several of a student


def by_student(found: list[Found]) -> dict[str, list[Found]]:
    """The notebooks to be graded, by student; those of students with nothing to be graded are empty lists."""
    students: dict[str, list[Found]] = {}
    for item in found:
        mine = students.setdefault(item.student, []) if item.student else []
        if not item.why:
            mine.append(item)
    return students
