"""`tinygrad-lite doctor`, each look on what is really broken: copies of packages with files missing, a `numpy.py`
beside the notebooks, a kernel of another Python. What no test can break, as a disk that is read-only, is pretended.
"""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tinygrad_lite import doctor, mending
from tinygrad_lite.cli import main
from tinygrad_lite.doctor import installed, machine, notebooks

PIP = f"{sys.executable} -m pip install"
ROOT = Path(__file__).resolve().parents[2]


def call(*words):
    return CliRunner().invoke(main, ["doctor", *(str(word) for word in words)])


def findings(look, folder=ROOT):
    return {finding.what: finding for finding in look(Path(folder))}


def only(look, folder=ROOT):
    """The one thing that a look finds, which is bad."""
    (found,) = look(Path(folder))
    assert found.sign == doctor.BAD, found
    return found


def test_it_finds_nothing_here():
    shown = call()
    assert shown.exit_code == 0, shown.output
    assert "All is well." in shown.output
    for what in (
        "Python", "pip", "packages", "names", "kernel", "notebook", "ports", "this folder", "home", "temporary files",
        "clock", "sandbox", "GPU",
    ):  # fmt: skip
        assert re.search(rf"^[✓·] {what}: ", shown.output, re.MULTILINE), what


def test_it_goes_on_after_a_look_that_fails(monkeypatch):
    def broken(folder):
        raise RuntimeError("unheard of")
        yield

    def lacking(folder):
        raise ModuleNotFoundError("No module named 'no_such'", name="no_such")
        yield

    monkeypatch.setattr(doctor, "LOOKS", (broken, lacking, doctor.python))
    shown = call()
    assert shown.exit_code == 1
    assert "✗ broken: could not be looked at: RuntimeError: unheard of\n✗" in shown.output
    assert f"    mend it: {PIP} tinygrad-lite\n✓ Python: " in shown.output
    assert "2 to be mended." in shown.output


def test_another_python(monkeypatch):
    monkeypatch.setattr(installed.platform, "python_version", lambda: "3.9.1")
    found = only(doctor.python)
    assert "3.9.1" in found.found
    assert "install Python 3.12" in found.mend


# ------------------------------------------------------------------------------------------------ files in the way
def test_files_beside_the_notebooks_that_stand_in_a_modules_way(tmp_path):
    for name in ("numpy.py", "random.py", "test.py", "my_own.py", "sys.py", "os.py", "numpy.txt", "torch.ipynb"):
        (tmp_path / name).touch()
    (tmp_path / "matplotlib").mkdir()
    assert [file.name for file in mending.strays(tmp_path, sys.path)] == ["numpy.py", "random.py"]
    (tmp_path / "matplotlib" / "__init__.py").touch()
    found = list(doctor.names(tmp_path))
    assert [each.mend for each in found] == [
        mending.typed("ren" if os.name == "nt" else "mv", str(tmp_path / name), str(tmp_path / f"my_{name}"))
        for name in ("matplotlib", "numpy.py", "random.py")
    ]
    assert all(each.sign == doctor.BAD for each in found)


def test_the_command_that_renames_does(tmp_path):
    file = tmp_path / "numpy.py"
    file.touch()
    subprocess.run(only(doctor.names, tmp_path).mend, shell=True, check=True, cwd=tmp_path)
    assert findings(doctor.names, tmp_path)["names"].sign == doctor.GOOD


def test_files_that_pythonpath_brings(tmp_path, monkeypatch):
    (tmp_path / "numpy.py").touch()
    (tmp_path / "torch.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.syspath_prepend(str(tmp_path))
    found = only(doctor.names)
    assert f"PYTHONPATH puts {tmp_path / 'numpy.py'} and 1 more before what is installed" in found.found
    assert found.mend == (
        'set PYTHONPATH=  (in PowerShell: $env:PYTHONPATH = "")' if os.name == "nt" else "unset PYTHONPATH"
    )


COMMAND = "import sys; sys.argv = ['/usr/bin/tinygrad-lite', 'status']; from tinygrad_lite.cli import main; main()"


@pytest.mark.parametrize("name", ["numpy.py", "click.py"])
def test_the_command_names_the_file_that_keeps_it_from_beginning(tmp_path, name):
    (tmp_path / name).write_text("value = 1\n", encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    line = [sys.executable, "-P", "-c", COMMAND]
    ended = subprocess.run(line, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert ended.returncode == 1
    (said,) = ended.stderr.strip().splitlines()  # and no traceback
    assert f"Python takes {tmp_path / name} for another module of that name. Rename it: " in said


def test_a_lesson_names_the_file_that_stands_in_a_modules_way(tmp_path):
    (tmp_path / "torch.py").touch()
    line = [sys.executable, "-c", "from tinygrad_lite.course import begin; begin('02_loss')"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    said = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=True).stdout
    assert "Python takes `torch.py` in this folder for another module of that name." in " ".join(said.split())


# ------------------------------------------------------------------------------------------------------ notebooks
def known_kernel(folder, content):
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(content, encoding="utf-8")
    return place


OTHER = json.dumps(
    {"argv": ["/opt/other/python", "-m", "ipykernel_launcher"], "display_name": "Python 3", "language": "python"}
)


def test_a_kernel_of_another_python_in_the_users_folder(tmp_path, monkeypatch):
    """Found first where Python is in no environment. `--sys-prefix` would write another, and change nothing."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
    known_kernel(tmp_path, OTHER)
    found = only(doctor.kernel)
    assert "/opt/other/python, which is another Python" in found.found
    assert found.mend.endswith("-m ipykernel install --user")
    assert list(doctor.notebook(tmp_path)) == []  # it would only say so again
    subprocess.run(found.mend, shell=True, check=True, capture_output=True)
    assert findings(doctor.kernel)["kernel"].sign == doctor.GOOD


def test_a_kernel_of_another_python_that_a_variable_names(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    place = known_kernel(tmp_path, OTHER)
    found = only(doctor.kernel)
    assert str(place) in found.found
    subprocess.run(found.mend, shell=True, check=True, capture_output=True)
    assert findings(doctor.kernel)["kernel"].sign == doctor.GOOD


def test_a_kernel_of_another_python_in_the_environment_itself(tmp_path, monkeypatch):
    place = known_kernel(tmp_path, OTHER)
    monkeypatch.setattr(notebooks.sys, "prefix", str(tmp_path))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert str(place) in only(doctor.kernel).found
    assert only(doctor.kernel).mend.endswith("-m ipykernel install --sys-prefix")


@pytest.mark.parametrize("content", ["{half", "[]", '{"argv": []}', '{"argv": null}'])
def test_a_kernel_that_cannot_be_read(tmp_path, monkeypatch, content):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    place = known_kernel(tmp_path, content)
    assert only(doctor.kernel).found == f"what {place} says of Python 3 cannot be read"


def test_without_ipykernel_nothing_of_it_is_asked_to_run(monkeypatch):
    real = notebooks.importlib.util.find_spec
    monkeypatch.setattr(notebooks.importlib.util, "find_spec", lambda name: None if name == "ipykernel" else real(name))
    assert only(doctor.kernel).mend == f"{PIP} ipykernel"


def test_a_notebook_that_does_not_run_because_of_a_file_beside_it(tmp_path):
    (tmp_path / "numpy.py").touch()
    found = only(doctor.notebook, tmp_path)
    assert "does not run (ImportError: tinygrad_lite needs NumPy, which cannot be loaded: Python takes" in found.found


def test_a_notebook_whose_kernel_lacks_a_module(tmp_path, monkeypatch):
    broken = tmp_path / "packages"
    broken.mkdir()
    (broken / "ipykernel_launcher.py").write_text("import no_such_module\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(broken))
    found = only(doctor.notebook, tmp_path)
    assert "does not run (ModuleNotFoundError: No module named 'no_such_module')" in found.found
    assert found.mend == f"{PIP} tinygrad-lite"


def test_a_notebook_that_finds_another_course(tmp_path):
    other = tmp_path / "tinygrad_lite" / "course"
    other.mkdir(parents=True)
    (other / "__init__.py").touch()
    (other.parent / "__init__.py").touch()
    assert str(other.parent / "__init__.py") in only(doctor.notebook, tmp_path).found
    assert only(doctor.names, tmp_path).mend.endswith("my_tinygrad_lite")


def test_a_notebook_cannot_begin_where_jupyter_cannot_write(tmp_path, monkeypatch):
    (tmp_path / "a file").touch()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "a file"))
    found = only(doctor.notebook, tmp_path)
    assert found.found.startswith("Jupyter cannot begin one: ")
    assert found.mend == "set the variable JUPYTER_RUNTIME_DIR to a folder of yours"


@pytest.mark.parametrize("variable", ["JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR"])
def test_a_notebook_cannot_begin_where_a_folder_of_jupyters_cannot_be_made(variable, tmp_path, monkeypatch):
    """JupyterLab makes both when it starts."""
    (tmp_path / "a file").touch()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv(variable, str(tmp_path / "a file" / "jupyter"))
    found = only(doctor.notebook, tmp_path)
    assert f"{tmp_path / 'a file' / 'jupyter'} cannot be used (a file is where a folder should be)" in found.found
    assert found.mend == f"set the variable {variable} to a folder of yours"
    assert not (tmp_path / "runtime").exists()


def test_no_folder_is_made_where_home_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.delenv("JUPYTER_RUNTIME_DIR", raising=False)
    assert findings(doctor.notebook, tmp_path)["notebook"].sign == doctor.GOOD
    assert not (tmp_path / "nowhere").exists()


# -------------------------------------------------------------------------------------------------- the computer
def test_nobody_may_listen(monkeypatch):
    class Refusing(socket.socket):
        def bind(self, _):
            raise PermissionError(1, "not permitted")

    monkeypatch.setattr(machine.socket, "socket", Refusing)
    assert "firewall" in only(doctor.network).mend


def test_a_port_that_is_in_use():
    with socket.socket() as other:
        try:
            other.bind(("127.0.0.1", 8888))
        except OSError:
            pytest.skip("another program has the port, and may not answer")
        other.listen()
        found = findings(doctor.network)["ports"]
    assert found.sign == doctor.NOTE
    assert "8888 is in use" in found.found


def test_folders_that_are_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nowhere"))
    found = findings(doctor.disk)["home"]
    assert found.sign == doctor.BAD
    assert found.found == f"{tmp_path / 'nowhere'} is not there"
    assert found.mend.startswith("set the variable ")


@pytest.mark.parametrize(
    ("number", "said", "mend"),
    [
        (errno.ENOSPC, "is full", "free 1 GB or more"),
        (errno.EDQUOT, "is full", "free 1 GB or more"),
        (errno.EROFS, "cannot be written", "go to a folder of your own"),
    ],
)
def test_folders_that_cannot_be_written(monkeypatch, tmp_path, number, said, mend):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", fails)
    found = findings(doctor.disk, tmp_path)["this folder"]
    assert found.sign == doctor.BAD
    assert f"{tmp_path} {said} ({os.strerror(number)})" in found.found
    assert found.mend.startswith(mend)


def test_too_little_room(monkeypatch, tmp_path):
    little = machine.shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: little)
    assert findings(doctor.disk, tmp_path)["this folder"].mend == "free 1 GB or more"


def test_a_clock_that_is_behind_the_files(tmp_path):
    file = tmp_path / "02_loss.ipynb"
    file.touch()
    assert findings(doctor.clock, tmp_path)["clock"].sign == doctor.GOOD
    os.utime(file, (time.time() + 20 * 3600,) * 2)  # a time zone, perhaps
    assert findings(doctor.clock, tmp_path)["clock"].sign == doctor.GOOD
    os.utime(file, (time.time() + 40 * 86400,) * 2)
    found = only(doctor.clock, tmp_path)
    assert f"but {file} was written on 20" in found.found
    assert found.mend


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is Linux's")
def test_how_to_get_bubblewrap(monkeypatch):
    monkeypatch.setattr(machine.shutil, "which", lambda _: None)
    assert "sudo apt install bubblewrap" in findings(doctor.sandbox)["sandbox"].mend
