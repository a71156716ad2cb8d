"""What an instructor gives besides the notebooks: a file of mistakes and packs of exercises, as `grade` uses them.

They travel by their text: to the processes that judge, to workers on other machines, and into `run.json`, so that a
report and a replay use what the class was graded with. They are never in the files of a student's process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..course import added
from . import asked, handed_in, lessons
from .errors import WrongUse
from .settings import Settings
from .spreadsheet import written_text


@dataclass(frozen=True)
class Extras:
    """Files, each as (name, text), and what was decided about the checks.

    Attributes:
        exercises: packs.
        mistakes: files of mistakes.
        exempt: cases that count for nobody, each as (exercise, number).
    """

    exercises: tuple[tuple[str, str], ...] = ()
    mistakes: tuple[tuple[str, str], ...] = ()
    exempt: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As `run.json` holds it; without exempt cases where there are none, as before there could be any."""
        rows = {key: [list(row) for row in found] for key, found in asdict(self).items()}
        return {key: found for key, found in rows.items() if found or key != "exempt"}

    @classmethod
    def from_run(cls, info: Mapping[str, Any]) -> Extras:
        """Those that a run was graded with."""
        return cls(**{key: tuple(map(tuple, files)) for key, files in info.get("extras", {}).items()})

    def load(self) -> None:
        """Make them known in this process, and no others.

        Raises:
            GradingError: one of them is not as it should be.
        """
        global _loaded
        if self == _loaded:
            return
        added.forget_added()
        _forget_what_was_asked()
        _loaded = Extras()
        try:
            for file in self.exercises:
                added.add_pack(*file)
            for file in self.mistakes:
                added.add_mistakes(*file)
            asked.count_for_nobody(self.exempt)
        except added.AddedError as problem:
            added.forget_added()
            raise WrongUse(str(problem)) from None
        _loaded = self


_loaded = Extras()


def _forget_what_was_asked() -> None:
    """What is kept under a lesson's or an exercise's id, which may now be another's."""
    asked.count_for_nobody(())
    for kept in (lessons.cells_of, lessons._own_ids, lessons.asked_in, lessons.said_of_version):
        kept.cache_clear()
    handed_in.Tasks.of.__func__.cache_clear()  # type: ignore[attr-defined]


def read_extras(exercises: Iterable[Path], mistakes: Iterable[Path], settings: Settings | None = None) -> Extras:
    """The files that are named on the command line, and those of `[files]` in grading.toml; an empty one is none.

    Raises:
        GradingError: one cannot be read.
    """
    table = _files_of(settings) if settings else {}
    packs = _each_once([*exercises, *table.get("exercises", [])])
    return Extras(packs, _each_once([*mistakes, *table.get("mistakes", [])]))


def _each_once(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """What is in these files: one may be named in two ways, on the command line and beside the settings."""
    found = map(_read, {path.resolve(): path for path in paths}.values())
    return tuple(file for file in found if file[1].strip())


def _read(path: Path) -> tuple[str, str]:
    return path.name, written_text(path)


def _files_of(settings: Settings) -> dict[str, list[Path]]:
    """`[files]` of a grading.toml: exercises and mistakes, each a file or a list of files, beside it."""
    found: dict[str, list[Path]] = {}
    for key, value in settings.table("files", ("exercises", "mistakes")).items():
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise settings.wrong(f'write {key} = "my_file.py", or several: {key} = ["one.py", "two.py"]', "files", key)
        found[key] = [settings.path.parent / name for name in names]
        for name, path in zip(names, found[key], strict=True):
            if not path.is_file():
                raise settings.wrong(f'there is no file "{name}" beside it', "files", key)
    return found
