"""A real JupyterLab in a real browser: `folder` is where a test puts notebooks, `open_notebook` opens one of them.

The server is the same for all tests, as it takes long to start. Nothing else is: each test has a folder of its own, and
its kernels and what it changed in the settings are gone after it.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.notebook_page import NotebookPage

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / ".artifacts" / "screenshots"
REQUIRED = os.environ.get("TINYGRAD_LITE_REQUIRE_BROWSER") == "1"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
if hasattr(os, "geteuid") and os.geteuid() == 0:
    FLAGS.append("--no-sandbox")


class Lab:
    """A running JupyterLab that serves `folder`."""

    def __init__(self, folder, settings, address, token):
        self.folder, self.settings, self.address, self.token = folder, settings, address, token
        self.clear_settings()

    def url(self, notebook):
        return f"{self.address}/lab/tree/{quote(notebook)}?token={self.token}&reset"

    def ask(self, path, method="GET"):
        request = urllib.request.Request(f"{self.address}/api{path}?token={self.token}", method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.read()

    def stop_kernels(self):
        for session in json.loads(self.ask("/sessions")):
            self.ask(f"/sessions/{session['id']}", "DELETE")

    def clear_settings(self):
        """As on the first day, but without the question whether news may be fetched."""
        shutil.rmtree(self.settings, ignore_errors=True)
        plugin = self.settings / "@jupyterlab" / "apputils-extension"
        plugin.mkdir(parents=True)
        (plugin / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')


@pytest.fixture(scope="package")  # not the session: as long as it is open, no other test can use asyncio
def browser():
    if CHROMIUM is None:
        complaint = "no Chromium, Chrome or chromium-browser on the PATH; on Debian: apt-get install chromium"
        if REQUIRED:
            pytest.fail(f"{complaint} (and TINYGRAD_LITE_REQUIRE_BROWSER=1 says it must be there)")
        pytest.skip(complaint)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab(tmp_path_factory, browser):
    """JupyterLab on an empty folder of its own; it reads and writes nothing of the user's."""
    home = tmp_path_factory.mktemp("jupyter")
    folder = home / "notebooks"
    settings = home / "config" / "lab" / "user-settings"
    for each in (folder, home / "data", home / "runtime", home / "ipython"):
        each.mkdir(parents=True)
    env = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(ROOT),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0", "--ServerApp.answer_yes=True"]
    command += ["--LabApp.expose_app_in_browser=True"]  # so that a test can ask for a cell by its id
    command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"]
    log = home / "server.log"
    with log.open("w") as file:
        process = subprocess.Popen(command, env=env, cwd=folder, stdout=file, stderr=subprocess.STDOUT)
    try:
        running = Lab(folder, settings, f"http://127.0.0.1:{port}", token)
        wait_for_answer(running, process, log)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for_answer(lab, process, log):
    end = time.monotonic() + 180  # on a machine that others use, too
    while time.monotonic() < end and process.poll() is None:
        try:
            return lab.ask("")
        except OSError:
            time.sleep(0.1)
    pytest.fail("JupyterLab did not start:\n" + log.read_text())


@pytest.fixture
def folder(lab, request):
    """An empty folder for a test's notebooks."""
    folder = lab.folder / f"{request.path.stem} {request.node.name}"
    folder.mkdir()
    return folder


@contextlib.contextmanager
def notebooks_opened(lab, browser):
    """`page = opened(file)`, for a notebook in the lab's folder; afterwards all is closed again."""
    contexts = []

    def opened(file, width=1280, height=900):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        page = NotebookPage(contexts[-1].new_page(), SCREENSHOTS)
        page.open(lab.url(file.relative_to(lab.folder).as_posix()))
        return page

    yield opened
    for context in contexts:
        context.close()
    lab.stop_kernels()
    lab.clear_settings()


def keep_a_picture_of_failure(page, request):
    if getattr(request.node, "failed_in_call", False):
        page.screenshot("failed-" + re.sub(r"\W+", "-", request.node.name))


@pytest.fixture
def open_notebook(lab, folder, browser, request):
    """`page = open_notebook("02_loss.ipynb")`, from `folder`; where the test fails, a picture of the page is kept."""
    pages = []
    with notebooks_opened(lab, browser) as opened:

        def remembered(name, **size):
            pages.append(opened(folder / name, **size))
            return pages[-1]

        yield remembered
        for page in pages:
            keep_a_picture_of_failure(page, request)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.failed_in_call = outcome.get_result().failed
