"""Whether a tier keeps what it promises here: found out by attacking it."""

from __future__ import annotations

import os
import select
import signal
import tempfile
import time
from pathlib import Path

from tinygrad_lite.grading.sandbox.limits import Limits
from tinygrad_lite.grading.sandbox.tier import LIMITS_ONLY, PARTIAL, SANDBOX, Tier

#: Seconds: more than any honest answer takes on a busy machine.
PATIENCE = 60
SECRET = "TINYGRAD_LITE_PROBE"

#: Runs inside. Each attack that works is named in what it writes.
ATTACKS = r"""
import os, sys
worked = []

def attack(name):
    def run(function):
        try:
            if function() is not False:
                worked.append(name)
        except Exception:
            pass
    return run

marker, writable, parent, secret = sys.argv[1:]

@attack("reading a file outside")
def _(): return open(marker).read() == secret

@attack("reading /etc/passwd")
def _(): return bool(open("/etc/passwd").read())

@attack("listing a folder outside")
def _(): return bool(os.listdir(os.path.dirname(marker)))

@attack("writing outside")
def _(): open(os.path.join(writable, "written"), "w").write("x")

@attack("changing a file's mode outside")
def _(): os.chmod(marker, 0o777)

@attack("a socket")
def _():
    import socket
    socket.socket()

@attack("a socket between processes")
def _():
    import socket
    socket.socket(socket.AF_UNIX)

@attack("a process")
def _():
    if os.fork() == 0:
        os._exit(0)

@attack("a thread")
def _():
    import _thread
    _thread.start_new_thread(print, ())

@attack("seeing the environment")
def _(): return "TINYGRAD_LITE_PROBE" in os.environ

@attack("reading another process's environment")
def _(): return bool(open("/proc/" + parent + "/environ", "rb").read())

@attack("signalling another process")
def _(): os.kill(int(parent), 0)

@attack("becoming root")
def _(): os.setuid(0); return os.geteuid() == 0

@attack("more memory than allowed")
def _(): return bool(bytearray(768 << 20))

@attack("seeing other processes")
def _(): return os.getppid() > 1 or os.path.exists("/proc/" + parent)

import numpy
os.write(1, "".join(name + "\n" for name in [*worked, "end"]).encode())
"""
#: What a tier does not promise, if it is not the sandbox.
NOT_PROMISED = {
    SANDBOX: (),
    PARTIAL: ("seeing other processes",),
    LIMITS_ONLY: (
        "reading a file outside",
        "reading /etc/passwd",
        "listing a folder outside",
        "writing outside",
        "changing a file's mode outside",
        "a socket",
        "a socket between processes",
        "a process",
        "a thread",
        "seeing other processes",
        "reading another process's environment",
        "signalling another process",
        "more memory than allowed",
    ),
}


def probe(tier: Tier) -> str:
    """What is wrong with it here, one sentence; "" if all attacks were refused and NumPy works."""
    with tempfile.TemporaryDirectory(prefix="grading-probe-") as folder:
        try:
            answer = attacked(tier, Path(folder))
        except OSError as error:
            return f"it cannot be started ({error})."
    if isinstance(answer, str):
        return answer
    held = [name for name in answer if name not in NOT_PROMISED[tier.name]]
    return f"it does not hold here: {', '.join(held)} went through." if held else ""


def attacked(tier: Tier, folder: Path) -> list[str] | str:
    """Which attacks worked, or why it did not come to them. The folder is there for everybody, the attacks as well."""
    os.chmod(folder, 0o777)
    marker = folder / "marker"
    marker.write_text(SECRET, "utf-8")
    os.chmod(marker, 0o666)
    before = os.environ.get(SECRET)
    os.environ[SECRET] = "secret"
    try:
        program = ["-c", ATTACKS, str(marker), str(folder), str(os.getpid()), SECRET]
        with tier.start(program, limits=Limits(memory=512 << 20, wall_seconds=PATIENCE)) as started:
            answer = read_all(started.stdout.fileno())
            code = started.wait(PATIENCE)
    finally:
        os.environ.pop(SECRET)
        if before is not None:
            os.environ[SECRET] = before
    if code == 0 and answer.endswith(b"end\n"):
        return answer.decode("ascii").splitlines()[:-1]
    lines = started.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else f"its program ended with {signal_name(code)} and no word."


def read_all(file: int) -> bytes:
    """What comes until the end, at most a page."""
    found, until = b"", time.monotonic() + PATIENCE
    while len(found) < 4096 and time.monotonic() < until:
        if os.name == "posix" and not select.select([file], [], [], 1)[0]:
            continue
        chunk = os.read(file, 4096)
        if not chunk:
            break
        found += chunk
    return found


def signal_name(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return f"status {code}"
