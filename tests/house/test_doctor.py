"""`tinygrad-lite doctor`, each look on what is really broken: copies of packages with files missing, a `numpy.py`
beside the notebooks, a kernel of another Python. What no test can break, as a disk that is read-only, is pretended.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from importlib.metadata import distribution, version
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


# ------------------------------------------------------------------------------------------------------ packages
@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder of packages that Python looks through first."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def tqdm(site):
    """A copy of a package, to be broken: its files, and what is said of it."""
    code, said = Path(distribution("tqdm").locate_file("tqdm")), Path(distribution("tqdm")._path)
    shutil.copytree(code, site / "tqdm")
    shutil.copytree(said, site / said.name)
    return site / "tqdm", site / said.name


def of(name):
    found = findings(doctor.packages).get(name)
    assert found is not None, "nothing was found"
    assert found.sign == doctor.BAD
    return found


AGAIN = f"{PIP} --ignore-installed --no-deps"


def test_a_whole_copy_is_right(tqdm):
    assert list(findings(doctor.packages)) == ["packages"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda code, about: shutil.rmtree(code), r"\d\d of its files are missing, such as tqdm/"),
        (lambda code, about: (code / "std.py").unlink(), r"1 of its files are missing, such as tqdm/std\.py"),
        (lambda code, about: (code / "std.py").write_bytes(b""), r"1 of its files are not as they were installed"),
        (lambda code, about: (about / "RECORD").unlink(), r"was installed half"),
    ],
    ids=["name only", "a file gone", "a file cut off by a full disk", "killed while it was installed"],
)
def test_a_package_that_is_not_whole(tqdm, spoil, said):
    spoil(*tqdm)
    found = of("tqdm")
    assert re.match(said, found.found)
    assert found.mend == f"{AGAIN} tqdm=={version('tqdm')}"


def test_what_was_compiled_or_belongs_to_the_system_may_be_gone(tqdm):
    _, about = tqdm
    with (about / "RECORD").open("a", encoding="utf-8") as file:
        file.write("tqdm/__pycache__/std.cpython-399.pyc,,\n../../../bin/tqdm,sha256=x,99\n")
    assert list(findings(doctor.packages)) == ["packages"]


def test_what_another_program_installed_needs_no_list(tqdm):
    _, about = tqdm
    (about / "RECORD").unlink()
    (about / "INSTALLER").write_text("conda\n", encoding="utf-8")
    assert list(findings(doctor.packages)) == ["packages"]


def says_that_it_is(site, name, number, more=""):
    folder = site / f"{name}-{number}.dist-info"
    folder.mkdir()
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n{more}"
    (folder / "METADATA").write_text(text, encoding="utf-8")
    (folder / "RECORD").write_text(f"{folder.name}/METADATA,,\n", encoding="utf-8")
    return folder


def test_a_package_that_is_too_old(site):
    says_that_it_is(site, "numpy", "1.26.4")
    found = of("numpy")
    assert re.match(r"1\.26\.4 is here, and .*>=2.* is needed", found.found)
    assert re.fullmatch(re.escape(PIP) + r' "numpy[^"]*>=2[^"]*"', found.mend)


def test_a_package_that_is_missing_and_that_only_another_one_needs(site):
    says_that_it_is(site, "tqdm", "99", "Requires-Dist: no-such-thing>=2; python_version > '3'\n")
    found = of("no-such-thing")
    assert found.found == "is missing"
    assert found.mend == f'{PIP} "no-such-thing>=2"'


def test_what_is_wanted_on_another_system_or_with_an_extra_is_not_missed(site):
    says_that_it_is(
        site, "tqdm", "99",
        "Requires-Dist: no-such-thing; sys_platform == 'riscos'\nRequires-Dist: nor-this; extra == 'more'\n",
    )  # fmt: skip
    assert list(findings(doctor.packages)) == ["packages"]


def test_two_versions_in_one_folder(tqdm):
    code, about = tqdm
    old = says_that_it_is(code.parent, "tqdm", "4.0")
    (old / "RECORD").write_text("tqdm/was_there_once.py,sha256=x,12\n", encoding="utf-8")
    found = of("tqdm")
    here = about.name.removeprefix("tqdm-").removesuffix(".dist-info")
    assert found.found == f"was installed twice into one folder, as 4.0 and {here}"
    assert found.mend.split()[-1] == str(old)  # of the two, what is not whole
    shutil.rmtree(old)
    assert list(findings(doctor.packages)) == ["packages"]


def test_a_course_that_was_not_installed(monkeypatch):
    real = installed.importlib.metadata.distribution

    def nowhere(name):
        if name == "tinygrad-lite":
            raise installed.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(installed.importlib.metadata, "distribution", nowhere)
    found = only(doctor.packages)
    assert found.mend == f"{PIP} -e {ROOT} -c {ROOT / 'constraints.txt'}"


def test_torch_comes_with_a_word_on_its_size(site, monkeypatch):
    monkeypatch.setattr(installed.sys, "platform", "linux")
    says_that_it_is(site, "torch", "1.0")
    assert of("torch").mend.endswith("(several gigabytes; docs/START.md says how to get the small build)")


# ----------------------------------------------------------------------------------------------------- installing
@pytest.mark.parametrize(
    ("program", "said", "mend"),
    [
        ("raise SystemError('no longer here')", "does not run (SystemError: no longer here)", "ensurepip --upgrade"),
        ("print()", "does not run (it says nothing)", "ensurepip --upgrade"),
        ("print('pip 19.0.1 from /there')", "19.0.1 is too old to install", "pip install --upgrade pip"),
    ],
)
def test_a_pip_that_is_of_no_use(tmp_path, monkeypatch, program, said, mend):
    monkeypatch.syspath_prepend(str(tmp_path))
    about = says_that_it_is(tmp_path, "pip", "19.0.1")
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__init__.py").touch()
    (tmp_path / "pip" / "__main__.py").write_text(program, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = findings(doctor.pip)["pip"]
    assert said in found.found
    before, _, last = found.mend.rpartition(" && ")
    assert last == f"{sys.executable} -m {mend}"
    assert found.sign == (doctor.NOTE if "19" in program else doctor.BAD)
    if before:  # Python brings no pip as long as something says that there is one
        subprocess.run(before, shell=True, check=True)
        assert not (tmp_path / "pip").exists()
        assert not about.exists()
    assert bool(before) == (found.sign == doctor.BAD)


def test_without_pip_uv_installs_and_without_both_python_brings_pip(monkeypatch):
    real = mending.importlib.util.find_spec
    monkeypatch.setattr(mending.importlib.util, "find_spec", lambda name: None if name == "pip" else real(name))
    monkeypatch.setattr(mending.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert findings(doctor.pip)["pip"].found == "is not here; uv is used instead"
    assert mending.install("tqdm") == f"uv pip install --python {sys.executable} tqdm"
    assert mending.again("tqdm", "4.1") == f"uv pip install --python {sys.executable} --reinstall --no-deps tqdm==4.1"
    monkeypatch.setattr(mending.shutil, "which", lambda name: None)
    assert findings(doctor.pip)["pip"].mend == f"{sys.executable} -m ensurepip --upgrade"
    assert mending.install("tqdm") == f"{PIP} tqdm"


@pytest.mark.skipif(os.name == "nt", reason="asks a POSIX shell what it reads")
@pytest.mark.parametrize("word", ["plain", "with blanks", "numpy>=2", "!=2.0", "a$b", 'a"b', "a'b c", "back\\slash d"])
def test_a_shell_reads_a_command_as_it_was_meant(word):
    line = mending.typed("printf", "%s", word)
    assert subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8").stdout == word


def test_on_windows_a_command_has_double_quotes(monkeypatch):
    monkeypatch.setattr(mending.os, "name", "nt")
    assert mending.typed(r"C:\my course\python.exe", "numpy>=2") == r'"C:\my course\python.exe" "numpy>=2"'


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
    assert found.mend == ("set PYTHONPATH=" if os.name == "nt" else "unset PYTHONPATH")


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


# --------------------------------------------------------------------------------------------------------- PyTorch
def test_a_torch_that_was_made_for_another_numpy(monkeypatch):
    torch = pytest.importorskip("torch")

    def fails(*_):
        raise RuntimeError("Numpy is not available")

    monkeypatch.setattr(torch.Tensor, "numpy", fails)
    monkeypatch.setattr(machine.importlib.metadata, "version", lambda name: "2.13.0")
    found = only(doctor.gpu)
    assert "cannot be used: RuntimeError: Numpy is not available" in found.found
    assert found.mend == f"{AGAIN} torch==2.13.0"


def test_a_small_torch_is_not_replaced_by_a_large_one_that_lacks_its_libraries(monkeypatch):
    monkeypatch.delenv(mending.TORCH_INDEX, raising=False)
    assert mending.again("torch", "2.13.0+cpu").startswith(f"{AGAIN} torch==2.13.0+cpu  (with --extra-index-url and ")
    monkeypatch.setenv(mending.TORCH_INDEX, "file:///there")
    assert mending.again("torch", "2.13.0+cpu") == f"{AGAIN} torch==2.13.0+cpu --extra-index-url file:///there"


def test_a_torch_that_is_missing_is_said_once(monkeypatch):
    real = machine.importlib.util.find_spec
    monkeypatch.setattr(machine.importlib.util, "find_spec", lambda name: None if name == "torch" else real(name))
    assert list(doctor.gpu(ROOT)) == []
