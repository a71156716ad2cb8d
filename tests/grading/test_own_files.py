"""What honest programs do with files of their own works in every tier, as it does in the lesson."""

import os
import sys

import pytest

from tests.grading.one_notebook import program
from tinygrad_lite.course.exercises import exercises_of
from tinygrad_lite.grading.judging import Judging
from tinygrad_lite.grading.sandbox import Limits
from tinygrad_lite.grading.sandbox.process import Room
from tinygrad_lite.grading.sandbox.tiers import tiers, wrong_with

#: Each a program in a folder with the file "a" and the folder "d", in which is "f".
USES = {
    "copy": "shutil.copy('a', 'b'); assert open('b').read() == 'abc'",
    "copy2": "shutil.copy2('a', 'b')",
    "copytree": "shutil.copytree('d', 'e'); assert open('e/f').read() == 'x'",
    "move": "shutil.move('a', 'd/a'); assert not os.path.exists('a')",
    "rmtree": "shutil.rmtree('d'); assert not os.path.exists('d')",
    "replace": "os.replace('a', 'b')",
    "folders": "os.makedirs('x/y', exist_ok=True); os.makedirs('x/y', exist_ok=True); os.rmdir('x/y')",
    "mode": "os.chmod('a', 0o600); pathlib.Path('a').chmod(0o644)",
    "touch": "pathlib.Path('a').touch(); os.utime('a')",
    "truncate": "os.truncate('a', 1); assert open('a').read() == 'a'",
    "fsync": "f = open('a', 'a'); f.write('x'); f.flush(); os.fsync(f.fileno()); f.close()",
    "temporary file": "tempfile.NamedTemporaryFile().close(); os.close(tempfile.mkstemp()[0])",
    "temporary folder": "tempfile.TemporaryDirectory().cleanup()",
    "shelve": "s = shelve.open('s'); s['a'] = 1; s.close(); s = shelve.open('s'); assert s['a'] == 1; s.close()",
    "tar": "t = tarfile.open('t.tar', 'w'); t.add('d'); t.close(); tarfile.open('t.tar').extractall('e')",
    "zip": "z = zipfile.ZipFile('z.zip', 'w'); z.write('a'); z.close(); zipfile.ZipFile('z.zip').extractall('e')",
    "NumPy": "np.savez('s.npz', a=1); m = np.memmap('m', mode='w+', shape=(3,)); m[:] = 1; m.flush()",
    "user": "assert getpass.getuser()",
}
NEEDS_FCNTL = {"lock": "f = open('a', 'a'); fcntl.flock(f, fcntl.LOCK_EX); fcntl.flock(f, fcntl.LOCK_UN); f.close()"}
REFUSED = {
    "a file that is not there": "os.chmod('nothing', 0o600)",
    "no truncating of what is not there": "os.truncate('nothing', 1)",
}
ALL = {**USES, **(NEEDS_FCNTL if sys.platform != "win32" else {})}
ANSWER = """
import getpass, os, pathlib, shelve, shutil, tarfile, tempfile, zipfile
try:
    import fcntl
except ImportError:
    pass

def mse(predicted, target):
    failed, home = [], os.getcwd()
    for name, text in PROGRAMS.items():
        os.mkdir(name)
        os.chdir(name)
        pathlib.Path('a').write_text('abc')
        os.mkdir('d')
        pathlib.Path('d/f').write_text('x')
        try:
            exec(text, globals())
        except Exception as error:
            failed.append(f'{name}: {type(error).__name__}')
        os.chdir(home)
        shutil.rmtree(name)
    raise ValueError('; '.join(failed))
"""


@pytest.mark.slow
@pytest.mark.parametrize("tier", tiers(), ids=lambda tier: tier.name)
def test_what_works_in_the_lesson_works_here(tier, tree):
    if why := wrong_with(tier) if tier.name != "limits only" else "":
        pytest.skip(why)
    programs = {**ALL, **REFUSED}
    asked = program(f"PROGRAMS = {programs!r}\n{ANSWER}")
    verdict = Judging(asked, exercises_of("02_loss"), 0, tier, tree, Limits()).all()["loss/mse"].verdict
    assert verdict.answer.failure.message == "; ".join(f"{name}: FileNotFoundError" for name in REFUSED)


@pytest.mark.skipif(os.name == "nt", reason="folders so deep cannot be made there")
def test_folders_as_deep_as_you_like_are_told_and_removed(tmp_path):
    room = Room()
    home = os.getcwd()
    try:
        os.chdir(room.home)
        for _ in range(3000):
            os.mkdir("deeper")
            os.chdir("deeper")
        with open("hidden", "wb") as file:
            file.write(b"x")
    finally:
        os.chdir(home)
    assert room.overdrawn(Limits()) == "made folders 50 deep"
    room.remove()
    assert not os.path.exists(room.folder)


def test_files_in_folders_are_counted(tmp_path):
    room = Room()
    try:
        os.mkdir(os.path.join(room.home, "d"))
        with open(os.path.join(room.home, "d", "much"), "wb") as file:
            file.write(bytes(2000))
        assert room.overdrawn(Limits(file_size=250)) == "wrote more than 1000 bytes of files"
        assert not room.overdrawn(Limits(file_size=750))
    finally:
        room.remove()
