"""A run makes no network connection: neither the grader, nor its processes, nor what becomes of the report."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.grading.private_class import write_private_class
from tests.grading.test_classroom import sandboxed

#: Python runs this at its start. It refuses what would reach for a network, and writes down that somebody tried.
DENIED = """
import os, sys

def deny(event, arguments):
    names = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.__new__",
             "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request", "http.client.connect")
    unix = getattr(sys.modules.get("_socket"), "AF_UNIX", -1)
    within = event == "socket.__new__" and int(arguments[1]) == unix
    # From one end of a pair of sockets to the other: to a process of ours.
    within |= event == "socket.sendmsg" and arguments[1] is None and int(arguments[0].family) == unix
    if event in names and not within:
        with open(os.environ["TRIED"], "a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {event} {arguments}\\n")
        raise PermissionError("no network here")

sys.addaudithook(deny)
with open(os.environ["BEGAN"], "a", encoding="utf-8") as file:
    file.write(f"{os.getpid()}\\n")
"""
#: One after the other, in one process; the notebooks are graded in others. (Canaries are notebooks like any.)
DRIVER = """
import sys
from tinygrad_lite.cli import main
from tinygrad_lite.grading import classroom

if __name__ == "__main__":
    classroom.canaries = lambda lesson: []
    for command in sys.argv[1:]:
        try:
            main(command.split())
        except SystemExit as end:
            assert end.code in (0, 2), (command, end.code)
"""
COMMANDS = (
    "grade moodle --out report --roster roster.csv --seed 1 --jobs 2",
    "grade moodle --out report --replay zquist7 mse",
    "override report zquist7 mse 1 why",
    "report report",
    "grades report --into table.csv --column Mark --out upload.csv",
    "feedback report --for moodle --out feedback.zip",
    "export-code report --for dolos --out code",
    "forget report zquist7",
    "forget report --work",
)


@pytest.fixture
def offline(tmp_path):
    """Environment in which every Python process that begins refuses the network."""
    (tmp_path / "denied").mkdir()
    (tmp_path / "denied" / "sitecustomize.py").write_text(DENIED, encoding="utf-8")
    project = str(Path(__file__).resolve().parents[2])
    more = {"PYTHONPATH": f"{tmp_path / 'denied'}{os.pathsep}{project}", "TRIED": str(tmp_path / "tried")}
    return os.environ | more | {"BEGAN": str(tmp_path / "began")}


def python(folder, offline, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=offline, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.mark.parametrize(
    "program",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    ],
)
def test_an_attempt_would_be_seen(tmp_path, offline, program):
    assert "no network here" in python(tmp_path, offline, "-c", program).stderr
    assert (tmp_path / "tried").read_text()


@pytest.mark.slow
@pytest.mark.skipif(not sandboxed(), reason="students' programs cannot be held here")
def test_no_command_reaches_for_a_network(tmp_path, offline):
    write_private_class(tmp_path)
    (tmp_path / "driver.py").write_text(DRIVER, encoding="utf-8")
    ended = python(tmp_path, offline, "driver.py", *COMMANDS)
    assert ended.returncode == 0, (ended.stdout, ended.stderr)
    assert "Deleted: the programs" in ended.stdout
    assert not (tmp_path / "tried").exists(), (tmp_path / "tried").read_text()
    assert len(set((tmp_path / "began").read_text().split())) >= 3  # the two processes that grade, too
