"""Begins an exercise: writes its class, its cell in the lesson, and the file for answers as students type them.

    python -m tinygrad_lite.course.new loss/hinge
    python -m tinygrad_lite.course.new pruning/smallest --lesson 12_pruning --title "Pruning"

The second begins a lesson too: its notebook's source, its folder, and its line in the list of lessons. What is written
is complete in form and can be built at once; the certificate says what is still to be written. Nothing that is there
is overwritten, and if anything is not as it should be, nothing is written at all.
"""

from __future__ import annotations

import argparse
import ast
import json
import keyword
import re
import sys
from pathlib import Path

from tinygrad_lite.files import write_whole

from .exercises import LESSONS, tasks_of
from .folders import NotACheckout, project_folder
from .skeletons import ANSWERS, EXERCISE, FOLDER, LESSON

#: In a lesson's source the new cell goes before the first of these that is there: what ends a lesson.
_CLOSING = ('# %% [markdown] id="recap"', '# %% id="progress"', '# %% [markdown] id="next"')
_EXERCISES = Path("tinygrad_lite", "course", "exercises")


class NewError(ValueError):
    """What was asked for cannot be written; says what to ask for."""


def files_of(project: Path, exercise_id: str, lesson: str = "", title: str = "") -> dict[Path, str]:
    """Every file that begins an exercise, as it is to be: path → text.

    Args:
        project: the top of the checkout.
        exercise_id: "lesson's folder/name".
        lesson, title: of a lesson that is begun with it; "" where there is one already.
    Raises:
        NewError: it cannot be done; says what to ask for.
    """
    folder, name = _parts(exercise_id)
    class_name = "".join(word.capitalize() for word in name.split("_"))
    lessons = {of_lesson: notebook for notebook, (of_lesson, _) in LESSONS.items()}
    begun = folder not in lessons
    if begun:
        _check_lesson(project / _EXERCISES, folder, lesson, title)
    elif lesson not in ("", lessons[folder]):
        raise NewError(f"{folder}/ belongs to the lesson {lessons[folder]}; leave --lesson out.")
    lesson = lesson if begun else lessons[folder]
    fields = {"id": exercise_id, "name": name, "class_name": class_name, "folder": folder, "lesson": lesson}
    fields |= {"title": title, "number": lesson.partition("_")[0]}
    home = project / _EXERCISES
    new = {
        home / folder / f"{name}.py": EXERCISE.substitute(fields),
        project / "tests" / "certificate" / "answers" / f"{exercise_id}.py": ANSWERS.substitute(fields),
    }
    listing, source = home / folder / "__init__.py", project / "lessons" / f"{lesson}.py"
    if begun:
        new |= {listing: FOLDER.substitute(fields), source: LESSON.substitute(fields)}
    there = [path for path in new if path.exists()]
    if there:
        raise NewError(f"{there[0].relative_to(project)} is there already; nothing was written.")
    if begun:
        return new | {home / "__init__.py": _with_lesson(_read(home / "__init__.py"), lesson, folder, title)}
    text, before = _with_cell(_read(source), exercise_id)
    classes = {task.id: type(task).__name__ for task in tasks_of(lesson)}
    if class_name in classes.values():
        raise NewError(f"{lesson} has a class {class_name} already; choose another name.")
    return new | {source: text, listing: _with_class(_read(listing), name, class_name, classes.get(before, ""))}


def _parts(exercise_id: str) -> tuple[str, str]:
    """The lesson's folder and the exercise's name."""
    folder, _, name = exercise_id.partition("/")
    for word in (folder, name):
        if not re.fullmatch(r"[a-z][a-z0-9_]*", word) or keyword.iskeyword(word):
            raise NewError(f'"{exercise_id}" is no id: it is folder/name, in small letters, such as loss/hinge.')
    return folder, name


def _check_lesson(home: Path, folder: str, lesson: str, title: str) -> None:
    """Whether a lesson can be begun in a folder of `home`."""
    if not (lesson and title):
        there = ", ".join(f"{of_lesson}/ ({notebook})" for notebook, (of_lesson, _) in LESSONS.items())
        raise NewError(
            f"No lesson has its exercises in {folder}/. There are {there}.\n"
            f'To begin a lesson with it, add: --lesson NN_{folder} --title "…"'
        )
    if not re.fullmatch(r"\d\d_[a-z0-9_]+", lesson):
        raise NewError(
            f'"{lesson}" is no name of a lesson: it is a number of two digits and words, such as 12_pruning.'
        )
    taken = [notebook for notebook in LESSONS if notebook[:2] == lesson[:2]]
    if taken:
        raise NewError(f"The number of {lesson} is taken by {taken[0]}.")
    if (home / folder).exists() or (home / f"{folder}.py").exists():
        raise NewError(f"exercises/{folder} is there already, and belongs to no lesson; choose another folder.")
    if not title.isprintable():
        raise NewError("The title is not one line of text.")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _with_cell(source: str, exercise_id: str) -> tuple[str, str]:
    """A lesson's source with the exercise's cell before its end, and the id of the task before that; "" for none."""
    place = next((source.index(f"\n{cell}") for cell in _CLOSING if f"\n{cell}" in source), len(source))
    before = re.findall(r'^# %% (?:exercise|question)="(.+)"$', source[:place], flags=re.MULTILINE)
    cell = f'# %% exercise="{exercise_id}"\n'
    return f"{source[:place].rstrip()}\n\n{cell}{source[place:]}", before[-1] if before else ""


def _with_class(listing: str, module: str, class_name: str, after: str) -> str:
    """The `__init__.py` of a lesson's folder with one more import, and one more class in EXERCISES behind `after`."""
    lines = listing.splitlines(keepends=True)
    begin = "EXERCISES = (\n"
    entry = f"    {after},\n" if after else begin
    if begin not in lines or entry not in lines[lines.index(begin) :]:
        raise NewError(
            f"Its folder's __init__.py is not written as others are: `EXERCISES = (`, then a line for each class. "
            f"Bring it into that form, or add by hand `from .{module} import {class_name}` and `{class_name},`."
        )
    lines.insert(lines.index(entry, lines.index(begin)) + 1, f"    {class_name},\n")
    imports = [node for node in ast.parse(listing).body if isinstance(node, ast.ImportFrom) and node.level == 1]
    later = [node.lineno - 1 for node in imports if (node.module or "") > module]
    line = later[0] if later else max(node.end_lineno or 0 for node in imports)
    lines.insert(line, f"from .{module} import {class_name}\n")
    return "".join(lines)


def _with_lesson(listing: str, lesson: str, folder: str, title: str) -> str:
    """`exercises/__init__.py` with one more lesson in LESSONS, in the order of their numbers."""
    lines = listing.splitlines(keepends=True)
    begin = lines.index("LESSONS = {\n") + 1
    end = lines.index("}\n", begin)
    line = f'    "{lesson}": ("{folder}", {json.dumps(title, ensure_ascii=False)}),\n'
    place = next((index for index in range(begin, end) if lines[index] > line), end)
    return "".join([*lines[:place], line, *lines[place:]])


def write(project: Path, files: dict[Path, str], exercise_id: str) -> None:
    """Write the files, name each, and say what comes next."""
    for path, text in files.items():
        what = "added to" if path.exists() else "wrote"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        print(f"{what} {path.relative_to(project)}")
    print(
        "\nIt can be built as it is. What is marked (to be written) is yours; the certificate says what is missing:\n"
        "    python -m tinygrad_lite.course.build\n"
        f"    python -m tinygrad_lite.course.certificate --only {exercise_id}"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tinygrad_lite.course.new", description="Begin an exercise.")
    parser.add_argument("id", help="folder/name, such as loss/hinge")
    parser.add_argument("--lesson", default="", help="begin a lesson with it: 12_pruning")
    parser.add_argument("--title", default="", help='the title of that lesson: "Pruning"')
    options = parser.parse_args(arguments)
    try:
        project = project_folder()
        write(project, files_of(project, options.id, options.lesson, options.title), options.id)
    except (NewError, NotACheckout) as problem:
        print(problem, file=sys.stderr)
        return 1
    if options.lesson:
        print("A lesson has a row in README.md, too, and a line in CHANGELOG.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
