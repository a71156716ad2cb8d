"""The files of a zip, and of zips in it. Nothing is unpacked to the disk.

A zip can lie about everything: names that lead elsewhere, sizes, files that share their bytes. So its entries are
checked by what the zip says, read in pieces, and never further than a notebook may reach. Of archives in archives,
`Budget` counts all entries and all bytes together.
"""

from __future__ import annotations

import atexit
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO, ClassVar

from .found import ENDINGS, Found, NoSubmissions, Unfit, shown, why_not
from .notebook import LARGEST_FILE

#: What is looked at of one download: entries, and bytes when unpacked, of all its archives together.
MOST_FILES, LARGEST_ZIP = 100_000, 20_000_000_000
#: Of an archive within: entries, and how many lie in one another (a zip in a zip in the download).
MOST_FILES_WITHIN, DEEPEST = 2_000, 2
#: How many times larger than in the zip an entry may be; deflate makes at most 1032.
LARGEST_RATIO = 1_000
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@dataclass
class Budget:
    """What may still be looked at."""

    files: int
    size: int

    @classmethod
    def whole(cls) -> Budget:
        """Of a download of which nothing was looked at yet."""
        return cls(MOST_FILES, LARGEST_ZIP)


class Archive:
    """A zip that is opened when something of it is read.

    Of each depth only the last one stays open: a class may hold thousands of archives, and files are read in order.
    """

    _open: ClassVar[dict[int, tuple[Archive, zipfile.ZipFile, IO[bytes]]]] = {}

    def __init__(self, open_file: Callable[[], IO[bytes]], depth: int = 0) -> None:
        self.open_file, self.depth = open_file, depth

    def zip(self) -> zipfile.ZipFile:
        """It, open."""
        last = Archive._open.get(self.depth)
        if last is None or last[0] is not self:
            Archive.close(self.depth)
            file = self.open_file()
            try:
                last = Archive._open[self.depth] = self, zipfile.ZipFile(file), file
            except BaseException:
                file.close()
                raise
        return last[1]

    @classmethod
    def close(cls, depth: int = 0) -> None:
        """Close what is open at a depth, and what lies in it."""
        for one in [one for one in cls._open if one >= depth]:
            _, archive, file = cls._open.pop(one)
            archive.close()
            file.close()

    def read(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of a file in it, never more than a notebook may have."""
        data = bytearray()
        try:
            with self.zip().open(entry) as file:
                while chunk := file.read(_CHUNK):
                    data += chunk
                    if len(data) > LARGEST_FILE:
                        raise Unfit("unpacked it is larger than it says (a zip bomb)")
        except _BROKEN as error:
            if isinstance(error, Unfit):
                raise
            raise Unfit(f"it cannot be unpacked: {error}") from None
        return bytes(data)


atexit.register(Archive.close)


def in_zip(archive: Archive, name: str, budget: Budget) -> Iterator[Found]:
    """Files of the zip that was given; `name` is what it is called in a sentence.

    Raises:
        NoSubmissions: it cannot be opened.
    """
    try:
        entries = archive.zip().infolist()
    except _BROKEN as error:
        raise NoSubmissions(f"The zip {name} cannot be opened: {error}.") from None
    if len(entries) > MOST_FILES:
        raise NoSubmissions(f"The zip {name} has {len(entries)} files; up to {MOST_FILES} are read.")
    yield from _entries(archive, entries, _common_folder(entries), budget, 0)


def opened(found: Found, budget: Budget, depth: int = 0) -> Iterator[Found]:
    """A file; if it is an archive within, then also what is in that.

    Args:
        depth: how many archives it lies in.
    """
    read = found.read
    if found.why or read is None or not found.path.lower().endswith(".zip"):
        yield found
        return
    if depth >= DEEPEST:
        yield replace(found, read=None, why="an archive within an archive within another: unpack it and look")
        return
    archive = Archive(lambda: io.BytesIO(read()), depth + 1)
    try:
        entries = archive.zip().infolist()
    except _BROKEN as error:
        yield replace(found, read=None, why=f"an archive within that cannot be opened: {error}")
        return
    if len(entries) > min(MOST_FILES_WITHIN, budget.files):
        yield replace(found, read=None, why=f"an archive within of {len(entries)} files: unpack it and look")
        return
    inside = list(_entries(archive, entries, "", budget, depth + 1))
    why = f"an archive within; files in it: {len(inside)}" if inside else "an archive within, with nothing in it"
    yield replace(found, read=None, why=why)
    yield from (replace(one, path=shown(f"{found.path}/{one.path}")) for one in inside)


def _entries(archive: Archive, entries: list[zipfile.ZipInfo], top: str, budget: Budget, depth: int) -> Iterator[Found]:
    """The files of an open zip, by name."""
    places: dict[int, zipfile.ZipInfo] = {}
    for entry in sorted(entries, key=lambda entry: entry.filename):
        if not entry.is_dir():
            overlaps = places.setdefault(entry.header_offset, entry) is not entry
            budget.files -= 1
            budget.size -= entry.file_size
            yield from opened(_entry(archive, entry, top, overlaps, budget.size), budget, depth)


def _entry(archive: Archive, entry: zipfile.ZipInfo, top: str, overlaps: bool, left: int) -> Found:
    """One file of a zip."""
    name = name_in_zip(entry)
    within = shown(name.removeprefix(top))
    reason = _unsafe(entry, name) or why_not(within) or too_large(entry.file_size)
    if not reason and overlaps:
        reason = "it shares its bytes with another file of the zip (a zip bomb)"
    if not reason and (left < 0 or entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1_000)):
        reason = "unpacked it would be too large (a zip bomb)"
    read = None if _unsafe(entry, name) or overlaps or "bomb" in reason else lambda: archive.read(entry)
    return Found(within, why=reason, size=entry.file_size, read=read)


def too_large(size: int) -> str:
    """Why a file of this size is not read; "" if it is."""
    return f"{size / 1e6:.0f} MB; up to {LARGEST_FILE / 1e6:.0f} MB are read" if size > LARGEST_FILE else ""


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
    notebooks = [path for path in paths if path[-1].lower().endswith(ENDINGS) and ".ipynb_checkpoints" not in path]
    first = {path[0] for path in paths}
    deep = notebooks and all(len(path) > 2 for path in notebooks)
    return f"{first.pop()}/" if len(first) == 1 and deep and "submitted" not in first else ""
