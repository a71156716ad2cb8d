"""Downloading, from a server that breaks off, lies and sends wrong bytes."""

import gzip
import hashlib
import os
import platform
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

import tinygrad_lite as tg
from tinygrad_lite.data import download, fetched

CONTENT = np.random.default_rng(0).bytes(300_000)
MD5 = hashlib.md5(CONTENT).hexdigest()


class Server(BaseHTTPRequestHandler):
    """Behaves as the first part of the address says; `asked` notes from which byte on it was asked each time."""

    asked: list

    def log_message(self, *args):
        pass

    def do_GET(self):
        behaviour = self.path.split("/")[1]
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        self.asked.append(start)
        content = {"wrong": b"x" * len(CONTENT), "wrong_once": b"x" * 1000 if len(self.asked) == 1 else CONTENT}.get(
            behaviour, CONTENT
        )
        if behaviour == "missing":
            return self.send_error(404)
        if start >= len(content):
            return self.send_error(416)
        if behaviour == "no_ranges":
            start = 0
        rest = content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(rest) + {"too_long": 5000, "too_short": -5000}.get(behaviour, 0)))
        self.end_headers()
        if behaviour == "breaks_off" or (behaviour == "no_ranges" and len(self.asked) == 1):
            rest = rest[:70_000]
        if behaviour == "dies":
            rest = rest[: 70_000 if len(self.asked) == 1 else 0]
        self.wfile.write(rest)


@pytest.fixture
def address():
    handler = type("Handler", (Server,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    make = lambda behaviour: f"{base}/{behaviour}/file"
    make.asked = handler.asked
    yield make
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("behaviour", "asked"),
    [
        ("well", [0]),
        ("breaks_off", [0, 70_000, 140_000, 210_000, 280_000]),
        ("no_ranges", [0, 70_000]),
        ("too_long", [0, 300_000]),
        ("wrong_once", [0, 0]),
    ],
)
def test_what_a_server_may_do(address, tmp_path, behaviour, asked):
    path = download.fetch([address(behaviour)], tmp_path / "new" / "file", MD5)
    assert path.read_bytes() == CONTENT
    assert address.asked == asked
    assert [p.name for p in path.parent.iterdir()] == ["file"]
    download.fetch([address(behaviour)], path, MD5)
    assert address.asked == asked  # it was there


@pytest.mark.parametrize("behaviour", ["wrong", "missing", "too_short"])
def test_a_file_that_cannot_be_had(address, tmp_path, behaviour):
    with pytest.raises(download.DownloadError, match=r"no address gave the right file\.\nhttp://127\.0\.0\.1"):
        download.fetch([address(behaviour)], tmp_path / "file", MD5)
    assert not (tmp_path / "file").exists()
    download.fetch([address(behaviour), address("well")], tmp_path / "file", MD5)  # the next address has it
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_going_on_another_day(address, tmp_path):
    with pytest.raises(download.DownloadError):
        download.fetch([address("dies")], tmp_path / "file", MD5)
    assert (tmp_path / "file.part").stat().st_size == 70_000
    del address.asked[:]
    download.fetch([address("well")], tmp_path / "file", MD5)
    assert address.asked == [70_000]


def test_two_at_once_have_a_part_each(tmp_path, monkeypatch):
    """Each receives half of it before either goes on: in one part file the halves would mix."""
    half, both = len(CONTENT) // 2, threading.Barrier(2)

    def receive(_, part, start):
        assert start == 0
        part.write_bytes(CONTENT[:half])
        both.wait(60)
        with part.open("ab") as file:
            file.write(CONTENT[half:])
        return True

    monkeypatch.setattr(download, "receive", receive)
    results = []
    fetch = lambda: results.append(download.fetch(["http://here/file"], tmp_path / "file", MD5))
    threads = [threading.Thread(target=fetch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [tmp_path / "file"] * 2
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == CONTENT


@pytest.mark.skipif(os.name != "posix", reason="elsewhere it is not known of a process whether it lives")
def test_what_a_killed_process_has_left_is_gone_on_from(address, tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"file.{platform.node()}-{ended.pid}-1.part"
    left.write_bytes(CONTENT[:70_000])
    of_one_that_lives = tmp_path / f"file.{platform.node()}-{os.getpid()}-1.part"
    of_one_that_lives.write_bytes(CONTENT[:80_000])
    download.fetch([address("well")], tmp_path / "file", MD5)
    assert address.asked == [70_000]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", of_one_that_lives.name]


@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError])
def test_an_interrupted_download_is_kept(how, tmp_path, monkeypatch):
    def receive(_, part, start):
        part.write_bytes(CONTENT[:100])
        raise how

    monkeypatch.setattr(download, "receive", receive)
    with pytest.raises((how, download.DownloadError)):
        download.fetch(["http://here/file"], tmp_path / "file", MD5)
    assert [path.name for path in tmp_path.iterdir()] == ["file.part"]


def test_damaged_files_are_replaced(address, tmp_path):
    (tmp_path / "file").write_bytes(CONTENT[:-1])
    (tmp_path / "file.part").write_bytes(b"rubbish" * 100_000)
    download.fetch([address("well")], tmp_path / "file", MD5)
    assert (tmp_path / "file").read_bytes() == CONTENT


def idx(array):
    sizes = np.array(array.shape, ">u4").tobytes()
    return gzip.compress(bytes([0, 0, 8, array.ndim]) + sizes + array.astype(np.uint8).tobytes())


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_mnist(tmp_path, monkeypatch, name):
    images, labels = np.arange(2 * 28 * 28).reshape(2, 28, 28) % 256, np.array([7, 1])
    for file, array in zip(fetched.FILES[False], (images, labels), strict=True):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / file).write_bytes(idx(array))
        monkeypatch.setitem(fetched.MD5[name], file, hashlib.md5(idx(array)).hexdigest())
    monkeypatch.setenv("TINYGRAD_LITE_DATA", str(tmp_path))
    x, y = getattr(tg.data, name)(train=False)
    assert (x.shape, x.dtype, y.dtype, y.tolist()) == ((2, 1, 28, 28), tg.float32, tg.int64, [7, 1])
    np.testing.assert_allclose(x.numpy()[:, 0] * 255, images, rtol=1e-6)
    with pytest.raises(download.DownloadError, match=r"train-images.* is not in .*use tg\.data\.digits\(\)"):
        getattr(tg.data, name)(download=False)


def test_without_a_network(tmp_path, monkeypatch):
    monkeypatch.setitem(fetched.ADDRESSES, "mnist", ("http://127.0.0.1:9/",))  # nobody listens there
    with pytest.raises(
        download.DownloadError, match=r"Without a network, use tg\.data\.digits\(\).*\n.*\nhttp"
    ) as error:
        tg.data.mnist(root=tmp_path)
    assert "refused" in str(error.value)
