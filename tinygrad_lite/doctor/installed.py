"""Python, pip, and every package that the course needs: is it there, new enough, and whole?"""

from __future__ import annotations

import csv
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tinygrad_lite.mending import PACKAGE, again, install, place_of_pip, typed

from .finding import BAD, GOOD, NOTE, Finding

#: The first pip that installs a folder such as this course's for editing, without setuptools.
OLDEST_PIP = Version("21.3")
COURSE = Path(__file__).parents[2]


def python(folder: Path) -> Iterator[Finding]:
    """The version of Python, against what the package asks for."""
    wanted = importlib.metadata.metadata(PACKAGE)["Requires-Python"]
    found = platform.python_version()
    fits = SpecifierSet(wanted).contains(found)
    mend = "" if fits else "install Python 3.12, and set the course up again with it: python3.12 start.py"
    yield Finding(GOOD if fits else BAD, "Python", f"{found} ({sys.executable})", mend)


def pip(folder: Path) -> Iterator[Finding]:
    """Can packages be installed? All that is said below about them rests on it."""
    afresh = typed(sys.executable, "-m", "ensurepip", "--upgrade")
    if place_of_pip() is None:
        uv = shutil.which("uv")
        yield Finding(NOTE, "pip", "is not here; uv is used instead" if uv else "is not here", "" if uv else afresh)
        return
    line = [sys.executable, "-m", "pip", "--version"]
    said = subprocess.run(line, capture_output=True, encoding="utf-8", errors="replace")
    if said.returncode or not said.stdout.startswith("pip "):
        why = (said.stderr.strip() or "it says nothing").splitlines()[-1]
        # where what is left says that pip is here, Python would bring none
        yield Finding(BAD, "pip", f"does not run ({why})", f"{_remove(*_folders_of_pip())} && {afresh}")
        return
    version = said.stdout.split()[1]
    if Version(version) < OLDEST_PIP:
        mend = install("--upgrade", "pip")
        yield Finding(NOTE, "pip", f"{version} is too old to install the course from its folder", mend)
    else:
        yield Finding(GOOD, "pip", version)


def _folders_of_pip() -> list[str]:
    """Its code, and what is said of it in the same place."""
    spec = place_of_pip()
    folders = list((spec.submodule_search_locations if spec else None) or [])
    site = Path(folders[0]).parent
    said = [each for each in importlib.metadata.distributions(name="pip") if Path(str(each.locate_file(""))) == site]
    return [*folders, *map(_folder, said)]


def packages(folder: Path) -> Iterator[Finding]:
    """Every package that the course needs, and those that these need."""
    try:
        needed = _needed()
    except PackageNotFoundError:
        mend = install("-e", str(COURSE), "-c", str(COURSE / "constraints.txt"))
        yield Finding(BAD, PACKAGE, f"is used from {COURSE}, and was not installed", mend)
        return
    wrong = [finding for name, requirements in needed.items() for finding in _wrong_with(name, requirements)]
    yield from wrong
    if not wrong:
        yield Finding(GOOD, "packages", f"all {len(needed)} are whole: NumPy {importlib.metadata.version('numpy')}, …")


def _needed() -> dict[str, list[Requirement]]:
    """The course's packages and all that they need in turn, each with what is asked of it."""
    asked: dict[str, list[Requirement]] = {}
    waiting, seen = [Requirement(PACKAGE)], set()
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name != PACKAGE:
            asked.setdefault(name, []).append(each)
        if (name, frozenset(each.extras)) in seen:
            continue
        seen.add((name, frozenset(each.extras)))
        found = _distribution(name)
        if found is None and name == PACKAGE:
            raise PackageNotFoundError(PACKAGE)
        for text in (found.requires if found else None) or []:
            further = Requirement(text)
            if further.marker is None or any(further.marker.evaluate({"extra": x}) for x in ("", *each.extras)):
                waiting.append(further)
    return dict(sorted(asked.items()))


def _distribution(name: str) -> Distribution | None:
    try:
        found = importlib.metadata.distribution(name)
        return found if found.metadata["Name"] else None  # an empty folder of that name counts for nothing
    except PackageNotFoundError:
        return None


def _wrong_with(name: str, requirements: list[Requirement]) -> Iterator[Finding]:
    """What is wrong with one package; nothing where it is all right."""
    wanted = _together([each for requirement in requirements for each in requirement.specifier])
    asked = f"{requirements[0].name}{wanted}"
    found = _distribution(name)
    if found is None:
        yield Finding(BAD, name, "is missing", _with_a_word_on_torch(name, install(asked)))
        return
    version = found.version
    twice = _twice(name)
    if twice:
        says = f"was installed twice into one folder, as {' and '.join(each.version for each in twice)}"
        yield Finding(BAD, name, says, _remove(_folder(twice[0])))
    elif not _fits(version, wanted):
        says = f"{version} is here, and {wanted} is needed"
        yield Finding(BAD, name, says, _with_a_word_on_torch(name, install(asked)))
    elif broken := _broken(found):
        yield Finding(BAD, name, broken, again(name, version))


def _together(asked: list[Specifier]) -> SpecifierSet:
    """What several packages ask of one; of their lowest versions only the highest counts."""
    lowest = sorted((each for each in asked if each.operator == ">="), key=lambda each: Version(each.version))
    others = [each for each in asked if each.operator != ">="]
    return SpecifierSet(",".join(sorted({str(each) for each in [*others, *lowest[-1:]]})))


def _fits(version: str, wanted: SpecifierSet) -> bool:
    try:
        return wanted.contains(version, prereleases=True)
    except InvalidVersion:
        return False


def _twice(name: str) -> list[Distribution]:
    """A package as often as one folder says that it has it, if that is more than once; what is not whole comes first.

    So it is where one version was copied over another, or where a killed installation took the old one away by half.
    """
    there = [each for each in importlib.metadata.distributions(name=name) if each.metadata["Name"]]
    here = {each.version: each for each in there if each.locate_file("") == there[0].locate_file("")}
    return sorted(here.values(), key=lambda each: not _broken(each)) if len(here) > 1 else []


def _folder(found: Distribution) -> str:
    """Where it stands what a package is: `tqdm-4.70.dist-info`."""
    return str(getattr(found, "_path", found.locate_file("")))


def _remove(*folders: str) -> str:
    """The command that removes folders; what of them is wanted, the next look finds missing."""
    # PowerShell has another `rmdir`
    return typed(*(("cmd", "/c", "rmdir", "/s", "/q") if os.name == "nt" else ("rm", "-r")), *folders)


def _broken(found: Distribution) -> str:
    """What of a package's files is not as its list of files says; "" where all is."""
    record = found.read_text("RECORD")  # `found.files` leaves out, from Python 3.12 on, what is missing
    if record is None:
        by = (found.read_text("INSTALLER") or "").strip()
        is_old = any(found.read_text(name) is not None for name in ("installed-files.txt", "SOURCES.txt"))
        return "" if is_old or by not in ("", "pip", "uv") else "was installed half: its list of files is missing"
    missing, changed = [], []
    for name, _, written in (row for row in csv.reader(record.splitlines()) if len(row) == 3):
        if name.endswith(".pyc") or ".." in name.split("/") or Path(name).is_absolute():
            continue  # compiled anew when it is wanted; programs and settings, which others may write
        try:
            size = Path(str(found.locate_file(name))).stat().st_size
        except OSError:
            missing.append(name)
            continue
        if written and size != int(written):
            changed.append(name)
    for what, names in (("are missing", missing), ("are not as they were installed", changed)):
        if names:
            return f"{len(names)} of its files {what}, such as {names[0]}"
    return ""


def _with_a_word_on_torch(name: str, command: str) -> str:
    if name == "torch" and sys.platform == "linux":
        return f"{command}  (several gigabytes; docs/START.md says how to get the small build)"
    return command
