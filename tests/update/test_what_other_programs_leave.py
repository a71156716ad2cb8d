"""Files that other programs, a crash and a sync leave beside a student's notebooks, or make of one.

Whatever it is, the update says in a sentence what it did or what to do; it shows no traceback, and nothing is lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.update.test_update_files import answer, mine, no_servers, update  # noqa: F401 - fixtures
from tinygrad_lite.course.update.said import digest


def change(path, edit):
    """A student's notebook, edited as JSON; returns its bytes."""
    raw = json.loads(path.read_bytes())
    edit(raw)
    path.write_text(json.dumps(raw), "utf-8")
    return path.read_bytes()


def in_cell(**parts):
    return lambda raw: raw["cells"][4].update(parts)


def without(part):
    return lambda raw: raw["cells"][4].pop(part)


NOT_AS_JUPYTER = "it has no cells, or they are not as Jupyter writes them"
SAVE_IT = "Open it in JupyterLab and save it, then do this again."


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (without("cell_type"), NOT_AS_JUPYTER),
        (in_cell(cell_type=None), NOT_AS_JUPYTER),
        (in_cell(cell_type="heading"), NOT_AS_JUPYTER),
        (in_cell(metadata=None), NOT_AS_JUPYTER),
        (in_cell(metadata=[]), NOT_AS_JUPYTER),
        (in_cell(source={"a": "b"}), NOT_AS_JUPYTER),
        (lambda raw: raw.update(metadata=None), NOT_AS_JUPYTER),
        (in_cell(attachments=None), SAVE_IT),
        (in_cell(a_program="its own"), SAVE_IT),
        (lambda raw: raw.update(nbformat=5), "it has the unknown notebook format 5: open it in JupyterLab and save it"),
    ],
)
def test_a_notebook_of_another_shape_is_left_alone_and_named(mine, edit, said):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    before = change(path, edit)
    result = update(path)
    assert isinstance(result.exception, SystemExit)
    assert result.exit_code == 1
    assert "left alone" in result.output
    assert said in result.output
    assert path.read_bytes() == before


@pytest.mark.parametrize("minor", [None, "5", 2.5])
def test_a_notebook_that_does_not_say_how_new_its_format_is(mine, minor):  # noqa: F811
    path = mine / "02_loss.ipynb"
    texts = answer(path)
    change(path, lambda raw: raw.update(nbformat_minor=minor))
    assert update(path).exit_code == 0
    after = json.loads(path.read_bytes())
    assert after["nbformat_minor"] == 5
    assert all(text in ["".join(cell["source"]) for cell in after["cells"]] for text in texts)


def test_a_note_that_another_program_signed_is_the_students(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    tag = {"tinygrad_lite": {"update": {"of": ["loss-mse"], "sha": digest("x")}}}
    note = {"cell_type": "markdown", "id": "z", "metadata": tag, "source": "x"}
    change(path, lambda raw: raw["cells"].append(note))
    assert update(path).exit_code == 0
    assert "".join(json.loads(path.read_bytes())["cells"][-1]["source"]) == "x"


def test_an_update_is_silent_about_how_a_student_writes_python(mine):  # noqa: F811
    """Python warns of these when it reads them, and would name a file that there is not."""
    path = mine / "02_loss.ipynb"
    answer(path)
    change(path, lambda raw: raw["cells"][-1].update(source='label = "\\d \\alpha"\nx = 1 if 1in [1] else 0'))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert update(path).exit_code == 0
    assert not [each for each in caught if each.filename == "a cell"]


# ------------------------------------------------------------------------------------------------ what is open
def served(tmp_path, reply, about=None):
    """A server that answers as is said; what its file in Jupyter's folder says, too, may be another thing."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            self.wfile.write(reply)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    info = {"url": f"http://127.0.0.1:{server.server_port}/", "root_dir": str(tmp_path), "pid": os.getpid()}
    folder = tmp_path / "runtime"
    folder.mkdir()
    about = json.dumps(info).encode() if about is None else about.replace(b"THIS", b"%d" % os.getpid())
    (folder / "jpserver-1.json").write_bytes(about)
    return server


def sessions(path):
    return b"HTTP/1.0 200 OK\r\n\r\n" + json.dumps([{"path": path}]).encode()


HAS_IT_OPEN = "it is open in JupyterLab"
DOES_NOT_SAY = "does not say what is open in it"


@pytest.mark.parametrize(
    ("reply", "about", "said"),
    [
        (sessions("RTC:mine/02_loss.ipynb"), None, HAS_IT_OPEN),  # while several write in one notebook
        (sessions("another name.ipynb"), None, HAS_IT_OPEN),  # as on a disk that does not tell capitals apart
        (sessions("console-1"), None, ""),
        (sessions(7), None, DOES_NOT_SAY),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 999\r\n\r\n[", None, DOES_NOT_SAY),
        (b"no such protocol\r\n\r\n", None, DOES_NOT_SAY),
        (b"", b"{}", ""),
        (b"", b'{"pid": THIS}', DOES_NOT_SAY),
        (b"", b"\xff\xfe half", "what is open in Jupyter is not known"),
        (b"", b"", ""),  # as a power cut leaves it
    ],
)
def test_whatever_a_server_says_there_is_no_traceback(mine, tmp_path, monkeypatch, reply, about, said):  # noqa: F811
    path = mine / "02_loss.ipynb"
    answer(path)
    os.link(path, tmp_path / "another name.ipynb")
    before = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    server = served(tmp_path, reply, about)
    try:
        result = update(mine)
    finally:
        server.shutdown()
        server.server_close()
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == bool(said), result.output
    assert said in result.output
    assert (path.read_bytes() == before) == bool(said)


def test_a_lesson_that_is_no_more_is_not_called_none_of_the_courses(mine):  # noqa: F811
    path = mine / "02_loss.ipynb"
    change(path, lambda raw: raw["metadata"]["tinygrad_lite"].update(lesson="02_of_before"))
    assert "a lesson that this version of the course does not have" in update(path).output


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody can make anything")
def test_before_the_lessons_are_opened_no_traceback_either():
    line = [sys.executable, "-m", "tinygrad_lite.course.update", "/proc/mine"]
    ended = subprocess.run(line, cwd=Path(__file__).parents[2], capture_output=True, encoding="utf-8")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The lessons could not all be looked through: /proc/mine cannot be used (")
    assert "Traceback" not in ended.stderr
