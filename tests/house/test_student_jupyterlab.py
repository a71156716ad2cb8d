"""A student's JupyterLab has none of what nbgrader adds for instructors; it is not even loaded."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import start
from tests.house.test_command_line import MAIN
from tinygrad_lite.cli import students


def test_both_commands_use_the_same_settings():
    assert start.SETTINGS == students.SETTINGS
    assert sorted(file.name for file in students.SETTINGS.rglob("*.json")) == [
        "jupyter_server_config.json",
        "page_config.json",
    ]


def test_nbgrader_calls_its_extension_so():
    """Else the setting would turn off something that is not there."""
    extensions = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
    settings = json.loads((students.SETTINGS / "labconfig" / "page_config.json").read_text("utf-8"))
    assert all((extensions / name / "package.json").is_file() for name in settings["disabledExtensions"])


@pytest.mark.slow
def test_lab_opens_without_nbgrader(tmp_path):
    runtime = tmp_path / "runtime"
    env = {**os.environ, "JUPYTER_RUNTIME_DIR": str(runtime), "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    options = ["--no-browser", "--port=0", "--LabApp.log_level=WARN"]
    command = [sys.executable, "-c", MAIN, "lab", str(tmp_path / "mine"), "--", *options]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = None
    try:
        server = wait_for_server(runtime, process)
        page = ask(server, "lab")
        assert '"disabledExtensions": ["@jupyter/nbgrader"]' in page
        for address in ("formgrader", "validate_assignment/validate", "assignments", "formgraders"):
            assert ask(server, address) == 404, f"{address} is served"
    finally:
        if server:
            ask(server, "api/shutdown", method="POST")
        else:
            process.terminate()
        process.wait(60)


def wait_for_server(runtime, process):
    for _ in range(1800):
        for file in runtime.glob("jpserver-*.json"):
            server = json.loads(file.read_text("utf-8") or "null")
            if server and not isinstance(ask(server, "api"), Exception):
                return server
        assert process.poll() is None, "JupyterLab ended"
        time.sleep(0.1)
    raise AssertionError("JupyterLab did not start")


def ask(server, address, method="GET"):
    """What the server answers: a text, the status where that is an error, or why there is no answer."""
    headers = {"Authorization": f"token {server['token']}"}
    request = urllib.request.Request(server["url"] + address, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError) as error:
        return error
