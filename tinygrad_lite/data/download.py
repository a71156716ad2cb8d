"""Files from the network: resumed where a download broke off, and never taken without the right checksum."""

from __future__ import annotations

import contextlib
import hashlib
import os
import urllib.error
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path

from tinygrad_lite.files import left_parts, part_of, put_in_place

CHUNK = 1 << 16  # bytes read at a time
TIMEOUT = 20.0  # seconds without any byte


class DownloadError(RuntimeError):
    """A file could not be had from any of its addresses; the text says what happened at each."""


def data_folder() -> Path:
    """Where downloaded data is kept: the folder named by TINYGRAD_LITE_DATA, or one in the user's cache."""
    return Path(os.environ.get("TINYGRAD_LITE_DATA") or Path.home() / ".cache" / "tinygrad_lite")


def fetch(addresses: Sequence[str], path: Path, md5: str) -> Path:
    """Make sure that `path` is there, with the right checksum; download it if need be.

    Raises:
        DownloadError: no address gave the right file. What was downloaded is kept beside it (`.part`), and the next
            attempt goes on from there. Two processes that download the same file at once write two parts.
    """
    if path.exists() and checksum(path) == md5:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    part, kept = part_of(path), path.with_name(path.name + ".part")
    for before in (*left_parts(path), kept):
        with contextlib.suppress(OSError):  # it is not there; or another process, which looked as well, has it now
            before.replace(part)
    try:
        return _fetch(addresses, part, path, md5)
    finally:
        with contextlib.suppress(FileNotFoundError):  # it is in its place
            part.replace(kept)


def _fetch(addresses: Sequence[str], part: Path, path: Path, md5: str) -> Path:
    """Download to `part`, address after address, until it is right; then give it its name."""
    problems = []
    for address in addresses:
        for _ in range(2):  # a second time from the start, if what was there already was wrong
            problem = download(address, part)
            if part.exists() and checksum(part) == md5:
                put_in_place(part, path)
                return path
            if problem is None:
                size = part.stat().st_size
                problem = f"the file is not the right one (it has {size} bytes and another checksum)"
                part.unlink()
            problems.append(f"{address}: {problem}")
            if part.exists():
                break
    raise DownloadError("\n".join(["download: no address gave the right file.", *problems]))


def download(address: str, part: Path) -> str | None:
    """Add to `part` what is missing, and begin again where the connection breaks off, as long as that helps.

    Returns None at the end of the file, or what went wrong.
    """
    while True:
        before = part.stat().st_size if part.exists() else 0
        try:
            complete = receive(address, part, before)
        except (OSError, HTTPException) as error:
            if isinstance(error, urllib.error.HTTPError) and error.code == 416 and before:
                return None  # nothing lies behind what we have
            reason = getattr(error, "reason", None) or error
            if not part.exists() or part.stat().st_size <= before:
                return str(reason) or type(reason).__name__
        else:
            if complete:
                return None
            if part.stat().st_size <= before:
                return "the connection broke off"


def receive(address: str, part: Path, start: int) -> bool:
    """One connection: write what comes from byte `start` on. Whether as much came as was announced."""
    request = urllib.request.Request(address, headers={"Range": f"bytes={start}-"} if start else {})
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:
        goes_on = start and response.status == 206
        announced = int(response.headers.get("Content-Length") or -1)
        received = 0
        with part.open("ab" if goes_on else "wb") as file:
            while chunk := response.read(CHUNK):
                file.write(chunk)
                received += len(chunk)
        return received >= announced


def checksum(path: Path) -> str:
    """The MD5 of a file: against damage, as its publishers give it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
