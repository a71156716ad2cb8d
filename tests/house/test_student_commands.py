"""`tinygrad-lite lab`, `status` and `doctor`: what a student calls beside the notebooks."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.house.test_command_line import MAIN
from tests.house.toy_project import ctrl_c
from tinygrad_lite import doctor
from tinygrad_lite.cli import main
from tinygrad_lite.course.exercises import LESSONS, tasks_of
from tinygrad_lite.course.folders import lessons_folder


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_every_command_shows_examples_and_exit_statuses():
    for name, command in main.commands.items():
        commands = getattr(command, "commands", {"": command})
        for more in commands:
            shown = call(name, *([more] if more else []), "--help").output
            assert "\n  tinygrad-lite " in shown, name
            assert "Exit status" in shown, name


def test_status_counts_every_lesson_and_says_what_is_next(tmp_path):
    first = tasks_of("00_start_here")
    done = {task.id: {"status": "right", "when": "2026-01-01T10:00:00"} for task in first}
    other = tasks_of("02_loss")[1].id
    done[other] = {"status": "wrong", "when": "2026-01-02T10:00:00"}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "exercises": done}), encoding="utf-8")
    (tmp_path / "01_forward_pass.ipynb").touch()
    shown = call("status", tmp_path)
    assert shown.exit_code == 0, shown.output
    assert f"{len(first)} of {sum(len(tasks_of(lesson)) for lesson in LESSONS)} done" in shown.output
    assert re.search(rf"✓ +Lesson 00: Start here +{len(first)} of {len(first)} done", shown.output)
    assert re.search(r"▸ +Lesson 01: Forward pass +0 of", shown.output)
    assert f"The last that you tried was {other}." in shown.output
    assert f"Next: {tasks_of('01_forward_pass')[0].id}, in 01_forward_pass.ipynb." in shown.output


def test_status_at_the_very_beginning_and_at_the_end(tmp_path):
    assert "00_start_here.ipynb, is not in this folder" in " ".join(call("status", tmp_path).output.split())
    (tmp_path / "00_start_here.ipynb").touch()
    assert "Next: start/update, in 00_start_here.ipynb." in call("status", tmp_path).output
    done = {task.id: {"status": "right"} for lesson in LESSONS for task in tasks_of(lesson)}
    (tmp_path / "progress.json").write_text(json.dumps({"version": 1, "exercises": done}), encoding="utf-8")
    assert "All of it is done." in call("status", tmp_path).output


def lab_with(toy, folder):
    """`tinygrad-lite lab` with a JupyterLab that does as the toy says: the line to run, and the variables."""
    (folder / "jupyterlab").mkdir()
    (folder / "jupyterlab" / "__init__.py").touch()
    (folder / "jupyterlab" / "__main__.py").write_text(toy, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), *sys.path]), "PYTHONIOENCODING": "utf-8"}
    return [sys.executable, "-u", "-c", MAIN, "lab", "mine here", "--", "--no-browser"], env


def test_lab_gives_the_lessons_and_opens_the_first(tmp_path):
    toy = "import json, sys; json.dump(sys.argv[1:], open('called.json', 'w')); sys.exit(7)"
    line, env = lab_with(toy, tmp_path)
    ended = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8")
    assert ended.returncode == 7, ended.stderr
    assert f"Opening 00_start_here.ipynb in JupyterLab; Ctrl-C here ends it. Your work is in {tmp_path}" in ended.stdout
    assert sorted(file.name for file in (tmp_path / "mine here").glob("*.ipynb")) == sorted(
        file.name for file in lessons_folder().glob("*.ipynb")
    )
    arguments = json.loads((tmp_path / "called.json").read_text("utf-8"))
    assert f"--ServerApp.root_dir={tmp_path / 'mine here'}" in arguments
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in arguments
    assert "--ServerApp.answer_yes=True" in arguments
    assert arguments[-1] == "--no-browser"


SERVER = """
import signal, sys, time
def ended(*_):
    print("server: stopped", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, ended)
signal.signal(signal.SIGINT, {on_ctrl_c})
print("listening", flush=True)
while True:
    time.sleep(0.1)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends POSIX signals")
@pytest.mark.parametrize("how", ["Ctrl-C", "Ctrl-C that the server does not heed", "SIGINT to it alone", "SIGTERM"])
def test_lab_ends_with_its_server(tmp_path, how):
    """Nothing is asked, and no server is left behind that would hold its port."""
    line, env = lab_with(SERVER.format(on_ctrl_c="signal.SIG_IGN" if "heed" in how else "ended"), tmp_path)
    process = subprocess.Popen(
        line, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    said = ""
    while "listening" not in said:
        said += (row := process.stdout.readline())
        assert row, said
    if how.startswith("Ctrl-C"):
        ctrl_c(process)
    else:
        os.kill(process.pid, signal.SIGTERM if how == "SIGTERM" else signal.SIGINT)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0, rest
    assert "server: stopped" in rest
    assert not re.search("Aborted|Traceback", rest)
    assert rest.endswith(f"Stopped. Your work is in {tmp_path / 'mine here'}\n") == (how != "SIGTERM")


def findings(look):
    return {finding.what: finding for finding in look()}


def test_the_doctor_finds_nothing_here():
    shown = call("doctor")
    assert shown.exit_code == 0, shown.output
    assert "All is well." in shown.output
    for what in ("Python", "packages", "kernel", "ports", "this folder", "home", "temporary files", "sandbox", "GPU"):
        assert re.search(rf"^[✓·] {what}: ", shown.output, re.MULTILINE), what


def test_the_doctor_sees_another_python(monkeypatch):
    monkeypatch.setattr(doctor.platform, "python_version", lambda: "3.9.1")
    (found,) = doctor.python()
    assert found.sign == doctor.BAD
    assert "3.9.1" in found.found
    assert "install Python 3.12" in found.mend


@pytest.mark.parametrize(("version", "said"), [("1.26.4", "1.26.4 is too old"), (None, "is missing")])
def test_the_doctor_sees_packages_that_are_old_or_missing(monkeypatch, version, said):
    real = doctor.importlib.metadata.version

    def pretend(name):
        if name == "numpy":
            if version is None:
                raise doctor.importlib.metadata.PackageNotFoundError(name)
            return version
        return real(name)

    monkeypatch.setattr(doctor.importlib.metadata, "version", pretend)
    found = findings(doctor.packages)["numpy"]
    assert found.sign == doctor.BAD
    assert found.found == said
    assert found.mend == f'{sys.executable} -m pip install "numpy>=2"'


def test_the_doctor_sees_a_kernel_of_another_python(tmp_path, monkeypatch):
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    about = {
        "argv": ["/opt/other/python", "-m", "ipykernel_launcher"],
        "display_name": "Python 3",
        "language": "python",
    }
    (kernel / "kernel.json").write_text(json.dumps(about), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    (found,) = doctor.kernel()
    assert found.sign == doctor.BAD
    assert "/opt/other/python, which is another Python" in found.found
    assert found.mend.endswith("-m ipykernel install --sys-prefix")


@pytest.mark.parametrize("content", ["{half", "[]", '{"argv": []}', '{"argv": null}'])
def test_the_doctor_sees_a_kernel_that_cannot_be_read(tmp_path, monkeypatch, content):
    kernel = tmp_path / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.find_kernel_specs", lambda _: {"python3": kernel})
    (found,) = doctor.kernel()
    assert found.sign == doctor.BAD
    assert f"what {kernel} says of Python 3 cannot be read" in found.found
    assert found.mend.endswith("-m ipykernel install --sys-prefix")


def test_the_doctor_does_not_run_what_is_missing_to_mend_it(monkeypatch):
    """Without ipykernel, `python -m ipykernel install` would fail."""
    monkeypatch.setattr("jupyter_client.kernelspec.KernelSpecManager.find_kernel_specs", lambda _: {})
    real = doctor.importlib.util.find_spec
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None if name == "ipykernel" else real(name))
    (found,) = doctor.kernel()
    assert found.mend == f"{sys.executable} -m pip install ipykernel"


def test_the_doctor_sees_a_package_of_which_only_the_name_is_left(monkeypatch):
    """As after an installation that was killed, or half removed."""
    real = doctor.importlib.util.find_spec
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None if name == "tqdm" else real(name))
    found = findings(doctor.packages)["tqdm"]
    assert found.found == "is there by name only"
    assert found.mend == f'{sys.executable} -m pip install --force-reinstall "tqdm"'


def test_the_doctor_sees_a_torch_that_was_made_for_another_numpy(monkeypatch):
    torch = pytest.importorskip("torch")

    def fails(*_):
        raise RuntimeError("Numpy is not available")

    monkeypatch.setattr(torch.Tensor, "numpy", fails)
    (found,) = doctor.gpu()
    assert found.sign == doctor.BAD
    assert "cannot be used: RuntimeError: Numpy is not available" in found.found


def test_the_doctor_says_once_that_torch_is_missing(monkeypatch):
    real = doctor.importlib.util.find_spec
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None if name == "torch" else real(name))
    assert list(doctor.gpu()) == []


def test_the_doctor_mends_a_broken_torch_with_the_same_version(monkeypatch):
    def broken():
        raise OSError("a library is missing")

    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", broken)
    (found,) = doctor.gpu()
    assert found.sign == doctor.BAD
    same = torch.__version__.partition("+")[0]
    assert found.mend == f'{sys.executable} -m pip install --force-reinstall --no-deps "torch=={same}"'


@pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap is Linux's")
def test_the_doctor_says_how_to_get_bubblewrap(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    (found,) = doctor.sandbox()
    assert "sudo apt install bubblewrap" in found.mend


@pytest.mark.parametrize(
    ("package", "said"),
    [("numpy", "needs NumPy, which this Python lacks. Install it: "), ("click", "click is missing. Install it: ")],
)
def test_without_what_the_command_itself_needs_it_names_the_line_that_mends_it(tmp_path, package, said):
    ended = command_where(f"sys.modules[{package!r}] = None", "doctor", tmp_path)
    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()  # and no traceback
    assert said in line
    assert f"{sys.executable} -m pip install" in line


def command_where(lines, words, folder):
    """The command, in a Python where these lines ran before."""
    begin = f"import sys; sys.argv[0] = '/usr/bin/tinygrad-lite'\n{lines}\n"
    line = [sys.executable, "-c", begin + MAIN, *words.split()]
    return subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8")


#: A package that is there, and fails when it is imported.
BROKEN = "import pathlib; pathlib.Path({0!r}).mkdir(); pathlib.Path({0!r}, '__init__.py').write_text({1!r})"


def test_a_numpy_that_cannot_be_loaded_is_named_with_the_line_that_mends_it(tmp_path):
    fails = "raise ImportError('a library is missing\\nand much more')"
    ended = command_where(BROKEN.format("numpy", fails) + "; sys.path.insert(0, '')", "doctor", tmp_path)
    assert ended.returncode == 1
    (line,) = ended.stderr.strip().splitlines()
    assert "needs NumPy, which cannot be loaded (a library is missing). Install it: " in line
    assert line.endswith('-m pip install --force-reinstall "numpy>=2"')


@pytest.mark.parametrize(
    ("package", "words"),
    [("packaging", "doctor"), ("filelock", "status"), ("nbformat", "update"), ("jupyter_client", "doctor")],
)
def test_whatever_package_is_missing_is_named_with_the_line_that_mends_it(package, words, tmp_path):
    ended = command_where(f"sys.modules[{package!r}] = None", words, tmp_path)
    assert ended.returncode == 1
    said = ended.stdout + ended.stderr
    assert f"{sys.executable} -m pip install {package}" in said
    assert "Traceback" not in said


def test_in_a_program_of_ones_own_it_stays_an_exception(tmp_path):
    line = [sys.executable, "-c", "import sys; sys.modules['numpy'] = None; import tinygrad_lite"]
    ended = subprocess.run(line, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert "ImportError: tinygrad_lite needs NumPy, which this Python lacks. Install it: " in ended.stderr


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The disk is full ({}). Make room, then give the same command again."),
        (errno.EROFS, "{} cannot be used (Read-only). Give a folder of your own, or close what has it open."),
        (errno.ENOENT, "{} cannot be used (Read-only)."),
    ],
)
def test_what_cannot_be_written_is_said_and_shows_no_traceback(number, said, tmp_path, monkeypatch):
    def fails(*_, **__):
        raise OSError(number, "Read-only", str(tmp_path / "there"))

    monkeypatch.setattr("tinygrad_lite.course.update.folder.write_whole", fails)
    shown = call("lab", tmp_path / "mine")
    assert shown.exit_code == 2
    assert shown.output == f"Error: {said.format(tmp_path / 'there')}\n"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder in which nobody can make anything")
@pytest.mark.parametrize(
    "words",
    ["lab /proc/mine", "release 02_loss --out /proc/mine", "grade . --out /proc/mine"],
)
def test_no_command_shows_a_traceback_where_its_folder_cannot_be_made(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = call(*words.split())
    assert shown.exit_code == 2
    assert "Error: /proc/mine cannot be used" in shown.output


def test_the_doctor_sees_folders_that_cannot_be_used(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nowhere"))
    full = doctor.shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: full)
    found = findings(doctor.disk)
    assert found["home"].sign == doctor.BAD
    assert found["home"].mend.startswith("set the variable HOME")
    assert found["this folder"].mend == "free 1 GB or more"


def test_the_doctor_sees_that_nobody_may_listen(monkeypatch):
    class Refusing(socket.socket):
        def bind(self, _):
            raise PermissionError(1, "not permitted")

    monkeypatch.setattr(doctor.socket, "socket", Refusing)
    (found,) = doctor.network()
    assert found.sign == doctor.BAD


def test_the_doctor_goes_on_after_a_look_that_fails(monkeypatch):
    def broken():
        raise RuntimeError("unheard of")
        yield

    monkeypatch.setattr(doctor, "LOOKS", (broken, doctor.python))
    shown = call("doctor")
    assert shown.exit_code == 1
    assert "✗ broken: could not be looked at: RuntimeError: unheard of" in shown.output
    assert "Python: " in shown.output
    assert "1 to be mended." in shown.output
