"""`tinygrad-lite doctor` on packages: copies of them with files missing or cut off, two versions at once, a pip that no
longer runs, no pip at all.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PathDistribution, distribution, version
from pathlib import Path

import pytest

from tests.house.test_doctor import PIP, ROOT, findings, only
from tinygrad_lite import doctor, mending
from tinygrad_lite.doctor import installed, machine


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


def test_what_is_missing_is_seen_where_python_leaves_it_out_of_its_list(tqdm, monkeypatch):
    """As from Python 3.12 on, or with the backport of that, which another package may have loaded."""
    (tqdm[0] / "std.py").unlink()
    every = PathDistribution.files.fget
    there = property(lambda found: [file for file in every(found) or [] if file.locate().exists()])
    monkeypatch.setattr(PathDistribution, "files", there)
    assert of("tqdm").found.startswith("1 of its files are missing")


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


def test_asking_for_pip_hinders_nobody_who_needs_setuptools():
    """Before Python 3.12 it would: `import pip`, or the search for it, turns off what setuptools begins with."""
    code = "from tinygrad_lite import mending; print(mending.install('tqdm')); import setuptools"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_without_pip_uv_installs_and_without_both_python_brings_pip(monkeypatch):
    for module in (mending, installed):
        monkeypatch.setattr(module, "place_of_pip", lambda: None)
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
    line = mending.typed(r"C:\my course\python.exe", "numpy>=2")
    assert line == r'"C:\my course\python.exe" "numpy>=2"  (in PowerShell with & before it)'
    assert mending.typed("python.exe", "-m", "pip", "a,b") == 'python.exe -m pip "a,b"'


def test_on_windows_both_shells_are_told_how(monkeypatch):
    """PowerShell has another `rmdir`, and another `set`."""
    monkeypatch.setattr(mending.os, "name", "nt")
    removing, unset = installed._remove(r"C:\my packages\tqdm"), mending.unset("PYTHONPATH")
    monkeypatch.undo()
    assert removing == r'cmd /c rmdir /s /q "C:\my packages\tqdm"'
    assert unset == 'set PYTHONPATH=  (in PowerShell: $env:PYTHONPATH = "")'


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
