"""A grader for tests: runs one hostile program after another and says how it went. A process of its own, so that a
program that gets through harms no more than it; and as another user, if it was started so.

Reads lines {"tier": …, "program": …, "limits": {…}}; writes a line for each.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.hostile import ending, programs
from tinygrad_lite.grading.sandbox import Limits
from tinygrad_lite.grading.sandbox.bubblewrap import Bubblewrap
from tinygrad_lite.grading.sandbox.forked import Forking
from tinygrad_lite.grading.sandbox.tiers import tiers, wrong_with

ROOT = Path(__file__).resolve().parents[2]
MOST = 1 << 20  # bytes of stdout: then a program is ended, as a grader would


class Surroundings:
    """What a program might harm: a file, a folder, an open port, another student's program."""

    def __init__(self, folder: Path, tier) -> None:
        self.folder, self.shown = folder / "open", folder / "shown"
        self.file = self.folder / "marker"
        os.chmod(folder, 0o755)
        for place in (self.folder, self.shown):
            place.mkdir()
        self.file.write_text("secret", "utf-8")
        (self.shown / "own.txt").write_text("to be read", "utf-8")
        os.chmod(self.file, 0o666)
        os.chmod(self.folder, 0o777)
        self.name = f"tinygrad-lite-{os.getpid()}"
        self.server = socket.create_server(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract.bind("\0" + self.name)
        self.unix = socket.socket(socket.AF_UNIX)
        self.unix.bind(str(self.folder / "socket"))
        os.chmod(self.folder / "socket", 0o777)
        for one in (self.abstract, self.unix):
            one.listen()
        echo = "import os\nwhile True: os.write(1, os.read(0, 1))"
        self.neighbour = tier.start(["-c", echo], limits=Limits(wall_seconds=3600))
        self.before = self.look()
        assert self.changed() == []  # and so the neighbour runs

    def look(self) -> list:
        """All that must stay as it is."""
        rows = []
        for place in (self.folder, self.shown, Path(os.__file__).parent / "json"):
            for path in [place, *sorted(place.iterdir())]:
                if path.name != "__pycache__":
                    seen = path.stat()
                    rows.append([str(path), seen.st_mode, seen.st_uid, seen.st_size, seen.st_mtime_ns, seen.st_nlink])
        return [rows, self.file.read_text("utf-8"), os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0))]

    def changed(self) -> list[str]:
        found = []
        if self.look() != self.before:
            found.append("files, or the grader itself")
        self.neighbour.stdin.write(b"x")
        if not select.select([self.neighbour.stdout], [], [], 60)[0] or self.neighbour.stdout.read(1) != b"x":
            found.append("another student's program")
        return found

    def arguments(self) -> list[str]:
        port = self.server.getsockname()[1]
        them = [self.file, self.folder, self.shown, os.getpid(), self.neighbour.pid, port, self.name]
        return [str(one) for one in them]

    def close(self) -> None:
        for one in (self.neighbour, self.server, self.abstract, self.unix):
            one.close()


def attack(tier, text: str, limits: Limits) -> dict:
    """Run one program, and look at what it has done."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        around = Surroundings(Path(folder), tier)
        try:
            text = f"REPOSITORY = {str(ROOT)!r}\n{text}"
            with tier.start(["-c", ""], [around.shown]) as before:
                before.wait(60)
            time.sleep(0.2)
            stays = set(processes(folder))  # from which others are forked
            rooms = set(Path(tempfile.gettempdir()).glob("grading-room-*"))
            with tier.start(["-c", text, *around.arguments()], [around.shown], limits) as started:
                answer, much = listen(started)
                code = started.wait(0.05 if much else None)
                memory = started.peak_memory
            until = time.monotonic() + 10
            while set(processes(folder)) > stays and time.monotonic() < until:
                time.sleep(0.01)  # what forked it ends a moment later
            left = [str(path) for path in set(Path(tempfile.gettempdir()).glob("grading-room-*")) - rooms]
            return {
                "answer": answer.decode("utf-8", "replace")[:4000],
                "much": much,
                "code": code if code is not None else started.returncode,
                "ended": started.ended,
                "stderr": started.stderr.decode("utf-8", "replace")[-2000:],
                "kept": len(started.stderr),
                "memory": memory,
                "cpu": started.cpu_seconds,
                "changed": around.changed(),
                "left": left + sorted(set(processes(folder)) - stays),
            }
        finally:
            around.close()


def listen(started) -> tuple[bytes, bool]:
    """What it says, until it closes its stdout, or has said too much."""
    answer = b""
    while len(answer) <= MOST:
        if select.select([started.stdout], [], [], 0.2)[0]:
            chunk = started.stdout.read(1 << 16)
            if not chunk:
                return answer, False
            answer += chunk
        elif started.returncode is not None:
            return answer, False
    return answer, True


def processes(word: str) -> list[str]:
    """Processes, other than the neighbour, with this in their command line: all that a program starts has it."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if word.encode() in line:
                found.append(entry.name)
    return found


def main() -> None:
    os.environ["SECRET"] = "grader's own"
    tempfile.tempdir = tempfile.mkdtemp(prefix="hostile-rooms-")  # other graders may run at the same time
    os.chmod(tempfile.tempdir, 0o755)
    try:
        answer()
    finally:
        shutil.rmtree(tempfile.tempdir)


def answer() -> None:
    known = {tier.name: tier for tier in tiers()}
    known["forked"] = Forking.like(Bubblewrap.here())
    print(json.dumps({name: wrong_with(tier) for name, tier in known.items()}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        text = {**programs.REFUSED, **ending.ENDED}[asked["program"]]
        limits = replace(Limits(), **asked["limits"])
        print(json.dumps(attack(known[asked["tier"]], text, limits)), flush=True)


if __name__ == "__main__":
    main()
