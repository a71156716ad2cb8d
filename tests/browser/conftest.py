"""A real JupyterLab in a real browser: `lab` serves a folder of notebooks, `open_notebook` opens one of them."""

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
NO_NEWS = '{"fetchNews": "false"}'


class Lab:
    """A running JupyterLab that serves `folder`."""

    def __init__(self, folder, address, token):
        self.folder, self.address, self.token = folder, address, token

    def url(self, notebook):
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """JupyterLab on an empty folder of its own; it reads and writes nothing of the user's."""
    home = tmp_path_factory.mktemp("jupyter")
    folder = home / "notebooks"
    settings = home / "config" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    for each in (folder, settings, home / "data", home / "runtime", home / "ipython"):
        each.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(NO_NEWS)
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
        running = Lab(folder, f"http://127.0.0.1:{port}", token)
        wait_for_answer(f"{running.address}/api?token={token}", process, log)
        yield running
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for_answer(url, process, log):
    end = time.monotonic() + 40
    while time.monotonic() < end and process.poll() is None:
        try:
            return urllib.request.urlopen(url, timeout=2).read()
        except OSError:
            time.sleep(0.1)
    pytest.fail("JupyterLab did not start:\n" + log.read_text())


@pytest.fixture
def open_notebook(lab, browser, request):
    """`page = open_notebook("02_loss.ipynb")`; where the test fails, a picture of the page is kept."""
    contexts = []

    def opened(name, width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = NotebookPage(context.new_page(), SCREENSHOTS)
        page.open(lab.url(name))
        contexts.append(page)
        return page

    yield opened
    failed = getattr(request.node, "failed_in_call", False)
    for page in [each for each in contexts if isinstance(each, NotebookPage)]:
        if failed:
            page.screenshot("failed-" + re.sub(r"\W+", "-", request.node.name))
    for context in [each for each in contexts if not isinstance(each, NotebookPage)]:
        context.close()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.failed_in_call = outcome.get_result().failed
