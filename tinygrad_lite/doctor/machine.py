"""What the computer gives: ports, disk, clock, a sandbox, a GPU."""

from __future__ import annotations

import errno
import importlib.metadata
import importlib.util
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tinygrad_lite.files import FULL
from tinygrad_lite.mending import PACKAGE, again

from .finding import BAD, GOOD, NOTE, Finding

ROOM = 1_000_000_000  # bytes that should be free: notebooks with outputs, data, reports
TRIED = 1_000_000  # bytes that are written to see whether they can be: a quota is not seen otherwise
DAY = 86_400.0  # seconds; time zones and slow clocks make less
SET_THE_CLOCK = {
    "linux": "sudo timedatectl set-ntp true  (or set it by hand: sudo date -s …)",
    "darwin": "System Settings → General → Date & Time → Set time and date automatically",
    "win32": "w32tm /resync  (as administrator)",
}


def network(folder: Path) -> Iterator[Finding]:
    """May programs of this computer listen and speak to each other, as JupyterLab must? Nothing outside is asked."""
    try:
        with socket.socket() as listening:
            listening.settimeout(5)
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            with socket.create_connection(listening.getsockname(), timeout=5):
                listening.accept()[0].close()
        with socket.socket() as asking:
            asking.settimeout(5)
            taken = asking.connect_ex(("127.0.0.1", 8888)) == 0
    except OSError as problem:
        mend = "allow Python to listen on 127.0.0.1 (firewall, security software)"
        if problem.errno in (errno.ENETUNREACH, errno.EADDRNOTAVAIL) and sys.platform == "linux":
            mend = "sudo ip link set lo up"
        yield Finding(BAD, "ports", f"programs cannot speak to each other: {problem}", mend)
        return
    if taken:
        yield Finding(NOTE, "ports", "8888 is in use, so JupyterLab will take the next; its address is printed")
    else:
        yield Finding(GOOD, "ports", "free")


TO_HOME = "cd %USERPROFILE%  (in PowerShell: cd ~)" if os.name == "nt" else "cd ~"


def disk(folder: Path) -> Iterator[Finding]:
    """Can this folder, the home folder and the folder for temporary files be written, and is there room?"""
    home = "USERPROFILE" if os.name == "nt" else "HOME"
    yield _written("this folder", folder, f"go to a folder of your own, such as: {TO_HOME}")
    yield _written("home", _home(), f"set the variable {home} to a folder of yours")
    yield _written("temporary files", _temporary(), "set the variable TMPDIR to a folder of yours")


def _written(what: str, folder: Path | None, elsewhere: str) -> Finding:
    """How it is with one folder; `elsewhere` is what to do where it cannot be used."""
    if folder is None or not folder.is_dir():
        return Finding(BAD, what, f"{folder} is not there" if folder else "there is none", elsewhere)
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            written = file.write(bytes(TRIED))
        if written < TRIED:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError as problem:
        if problem.errno in FULL:
            return Finding(BAD, what, f"{folder} is full ({problem.strerror})", "free 1 GB or more")
        return Finding(BAD, what, f"{folder} cannot be written ({problem.strerror})", elsewhere)
    free = shutil.disk_usage(folder).free
    found = f"{folder}: {free / 1e9:.1f} GB free"
    return Finding(BAD, what, found, "free 1 GB or more") if free < ROOM else Finding(GOOD, what, found)


def clock(folder: Path) -> Iterator[Finding]:
    """Is the clock behind the files? Then the network's certificates count as not yet valid, and a hand-in has a
    wrong time. A clock that goes ahead cannot be told from here."""
    course = importlib.metadata.distribution(PACKAGE).files or []
    files = [Path(str(file.locate())) for file in course if file.name == "METADATA"]
    files += [*folder.glob("*.ipynb"), *folder.glob("progress.json")]
    times = [(file.stat().st_mtime, file) for file in files if file.exists()]
    latest, file = max(times, default=(0.0, folder))
    now = time.time()
    if latest > now + DAY:
        found = f"it says {_day(now)}, but {file} was written on {_day(latest)}"
        yield Finding(BAD, "clock", found, SET_THE_CLOCK.get(sys.platform, "set it"))
    else:
        yield Finding(GOOD, "clock", time.strftime("%Y-%m-%d %H:%M", time.localtime(now)))


def _day(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(seconds))


def sandbox(folder: Path) -> Iterator[Finding]:
    """For instructors: how well students' programs would be held when they are graded."""
    from tinygrad_lite.grading.sandbox import NoSandbox, best_tier

    try:
        tier = best_tier()
    except NoSandbox as problem:
        yield Finding(NOTE, "sandbox", f"none, which only `tinygrad-lite grade` needs. {problem}")
        return
    found = f"{tier.name}. {tier.sentence} {tier.why}".strip()
    mend = "sudo apt install bubblewrap  (Debian, Ubuntu; elsewhere: sudo dnf install bubblewrap, or the like)"
    missing = sys.platform == "linux" and shutil.which("bwrap") is None
    yield Finding(NOTE if tier.why else GOOD, "sandbox", found, mend if missing else "")


def gpu(folder: Path) -> Iterator[Finding]:
    """Is there a GPU for lesson 08? It can be done without."""
    if importlib.util.find_spec("torch") is None:
        return  # which `packages` has said
    try:
        import torch

        torch.zeros(1).numpy()  # fails where PyTorch was made for another NumPy
        name = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
        name = name or ("Apple's GPU" if torch.backends.mps.is_available() else "")
    except Exception as problem:  # a broken PyTorch fails in many ways, and finding that out is what this is for
        mend = again("torch", importlib.metadata.version("torch"))
        yield Finding(BAD, "PyTorch", f"cannot be used: {type(problem).__name__}: {problem}", mend)
        return
    yield Finding(GOOD if name else NOTE, "GPU", name or "none; lesson 08 runs a stand-in, and says where")


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _temporary() -> Path | None:
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        return None
