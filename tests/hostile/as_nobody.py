"""Start a module of Python as the user `nobody`: `python -m tests.hostile.as_nobody MODULE`, by root.

Python, or the checkout, may be in a folder that only root may enter. Then they are shown to nobody in a mount namespace
of this process's own, where nothing else of that folder is.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path

BIND, REC, PRIVATE = 4096, 16384, 1 << 18
CLONE_NEWNS = 0x20000
NO_NAMESPACE = 77  # the status if this cannot be done here


def show_to_all(needed: list[Path]) -> None:
    """Mount those that are in folders of root's alone to the same names in an empty folder that all may enter."""
    closed = {path: first_closed(path) for path in needed}
    closed = {path: folder for path, folder in closed.items() if folder}
    if not closed:
        return
    libc = ctypes.CDLL(None, use_errno=True)

    def mount(source: Path | str, target: Path, kind: str | None, flags: int, data: str | None = None) -> None:
        words = [str(source), str(target), kind, data]
        first, second, third, last = (None if word is None else word.encode() for word in words)
        if libc.mount(first, second, third, ctypes.c_ulong(flags), last):
            raise OSError(ctypes.get_errno(), f"mount {target}")

    if libc.unshare(CLONE_NEWNS):
        raise OSError(ctypes.get_errno(), "unshare")
    mount("none", Path("/"), None, REC | PRIVATE)
    keep = Path(tempfile.mkdtemp(prefix="as-nobody-"))
    mount("none", keep, "tmpfs", 0)  # in this namespace only
    for number, path in enumerate(closed):
        (keep / str(number)).mkdir()
        mount(path, keep / str(number), None, BIND | REC)
    for folder in sorted(set(closed.values())):
        mount("none", folder, "tmpfs", 0, "mode=755")
    for number, path in enumerate(closed):
        path.mkdir(parents=True, exist_ok=True)
        mount(keep / str(number), path, None, BIND | REC)
    libc.umount2(str(keep).encode(), 2)
    shutil.rmtree(keep, ignore_errors=True)


def first_closed(path: Path) -> Path | None:
    """The outermost folder on the way to it that others may not enter."""
    return next((folder for folder in [*reversed(path.parents), path] if not folder.stat().st_mode & 1), None)


def main() -> None:
    here = Path(__file__).resolve().parents[2]
    try:
        show_to_all(list(dict.fromkeys([Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), here])))
    except PermissionError as error:  # a container that denies namespaces
        print(error, file=sys.stderr)
        sys.exit(NO_NAMESPACE)
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setresgid(nobody.pw_gid, nobody.pw_gid, nobody.pw_gid)
    os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)
    os.chdir(here)
    os.execv(sys.executable, [sys.executable, "-B", "-m", *sys.argv[1:]])


if __name__ == "__main__":
    main()
