"""Of a notebook, only what its exercises need: the program that the sandbox runs, and what answers which exercise.

Kept are the definitions that answer an exercise and, going from name to name, the imports, functions, classes and
assignments that they use; plots, prints, training loops and checks of the lesson are left out. Nothing is run here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ..course.run import Failure
from .cell_text import TOO_DEEP, TOO_LARGE, TOO_MANY, Text, read_cell
from .handed_in import (
    Candidate,
    Reply,
    Tasks,
    Words,
    all_replies,
    candidates,
    factories_in,
    named_in_broken,
)
from .lessons import cells_of, said_of_version
from .needed import Needed
from .not_found import not_found
from .notebook import Cell, Notebook
from .statements import Statement

#: How many statements of a notebook are looked at; lessons have about 400.
MOST_STATEMENTS = 5_000
_GIVEN_UP = (TOO_DEEP, TOO_LARGE, TOO_MANY)


@dataclass(frozen=True)
class Part:
    """A statement that is kept.

    Attributes:
        first, last: its lines, from 1.
        by: the exercises whose answers need it; none of them for what all do.
        gives: those of them that read a name which it gives a value.
    """

    first: int
    last: int
    by: frozenset[str]
    gives: frozenset[str]


@dataclass(frozen=True)
class Block:
    """A code cell as the sandbox runs it.

    Attributes:
        name: the cell's id.
        source: its text as IPython hands it to Python: line for line what a card's line numbers speak of.
        kept: the same lines, those that are not needed empty; "" where nothing is.
        why: line number of each kept statement → the name or the exercise that needs it.
        parts: the kept statements.
    """

    name: str
    source: str
    kept: str = ""
    why: dict[int, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def kept_for(self, exercise_id: str, anothers: bool = False) -> str:
        """Of what is kept, what one answer needs; of `anothers` cell only what gives names that it reads.

        Then `np.mean = …` is left out, which every answer needs that uses NumPy.
        """
        foreign = [each for each in self.parts if each.by and exercise_id not in (each.gives if anothers else each.by)]
        gone = {number for each in foreign for number in range(each.first, each.last + 1)}
        lines = ["" if number in gone else line for number, line in enumerate(self.kept.split("\n"), start=1)]
        return "\n".join(lines) if any(map(str.strip, lines)) else ""


@dataclass(frozen=True)
class Given:
    """What was handed in for one exercise.

    Attributes:
        cell: index of its block in `Program.cells`.
        name: what it is bound to when the cell has run.
        registered: by `@exercise("…")`, and so known to the stand-in even where the name is bound to something else.
        written: the id as it stands in the decorator ("mse", "loss/mse"); "" without one.
        after: index of the block after which everything that it needs is there: `cell`, or a later one where it uses
            what is defined further down.
        source: the text of its cell, as `Submission` wants it.
        note: what is to be said besides: "defined twice: the last one counts"; "" mostly.
        empty: a stub: nothing was written but `...` or `pass`.
    """

    cell: int
    name: str
    registered: bool = True
    written: str = ""
    after: int = 0
    source: str = ""
    note: str = ""
    empty: bool = False


@dataclass(frozen=True)
class Program:
    """What of a notebook is run, and what answers what.

    Attributes:
        cells: all code cells in order; those with nothing kept too, so that indices are the notebook's.
        answers: what was handed in for an exercise, by id.
        unread: exercises and questions whose cell Python cannot read, by id: the syntax error, as the card shows it.
        literals: what was answered to a question, by id; `...` where nothing was.
        unclear: questions whose answer is no literal, by id: the expression. "Cannot be read": needs a person.
        notes: sentences on the whole notebook.
        task_notes: sentence on a question's answer, by id ("answered twice: the last one counts").
        for_a_person: exercises and questions whose answers are there, but cannot be found by reading: why.
    """

    cells: tuple[Block, ...]
    answers: dict[str, Given] = field(default_factory=dict)
    unread: dict[str, Failure] = field(default_factory=dict)
    literals: dict[str, Any] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    task_notes: dict[str, str] = field(default_factory=dict)
    for_a_person: dict[str, str] = field(default_factory=dict)


def program_of(notebook: Notebook, lesson: str) -> Program:
    """What of a notebook is run, and what answers what.

    Args:
        notebook: as `read_notebook` gives it.
        lesson: "02_loss".
    """
    tasks = Tasks.of(lesson)
    lost = _deleted_cells(notebook, lesson, tasks)
    cells = [*lost, *notebook.code]
    texts = list(_read(cells))
    words, factories = Words.of(texts), factories_in(texts)
    found = [item for index, text in enumerate(texts) for item in candidates(index, text, tasks, words, factories)]
    found = [item for item in found if item.cell >= len(lost)]
    broken = _broken(cells, texts, tasks, words)
    needed = Needed(texts, set(tasks.by_name))
    answers = {}
    for exercise_id in tasks.exercises:
        mine = [item for item in found if item.exercise == exercise_id]
        written = [item for item in mine if not item.empty]
        if not mine or (exercise_id in broken and not written):
            continue
        chosen = (written or mine)[-1]
        own = tasks.exercises[exercise_id].name
        after = needed.keep((chosen.cell, chosen.statement), exercise_id, own)
        note = " ".join(filter(None, [chosen.note, *_on_several(written, cells, broken.pop(exercise_id, None))]))
        source = texts[chosen.cell].source
        answers[exercise_id] = Given(
            chosen.cell, chosen.name, chosen.registered, chosen.written, after, source, note, chosen.empty
        )
    blocks = [_block(cell, text, index, needed) for index, (cell, text) in enumerate(zip(cells, texts, strict=True))]
    program = Program(tuple(blocks), answers, {key: failure for key, (failure, _) in broken.items()})
    program = _without_unused(program, len(lost))
    _add_replies(program, texts, tasks, words, needed)
    version = said_of_version(lesson, notebook.version)
    notes = filter(None, [version, *_notes(program, cells, texts)])
    defined, done = {item.exercise for item in found}, {item.exercise for item in found if not item.empty}
    for_a_person = not_found(notebook, texts, tasks, words, defined, done)
    given_up = {key: failure.message for key, failure in program.unread.items() if failure.message in _GIVEN_UP}
    for_a_person |= {key: f"Its cell was not read when it was graded: {why}." for key, why in given_up.items()}
    unread = {key: failure for key, failure in program.unread.items() if key not in given_up}
    return replace(program, notes=tuple(notes), for_a_person=for_a_person, unread=unread)


def _read(cells: list[Cell]) -> Iterator[Text]:
    """The code cells, read, as long as a notebook does not have far more statements than any lesson."""
    left = MOST_STATEMENTS
    for cell in cells:
        text = read_cell(cell.source) if left >= 0 else Text(cell.source)
        left -= len(text.statements)
        yield text if left >= 0 else Text(text.source, failure=Failure("SyntaxError", TOO_MANY))


def _deleted_cells(notebook: Notebook, lesson: str, tasks: Tasks) -> list[Cell]:
    """Imports and helpers from cells of the lesson that are no longer in the notebook."""
    ids, sources = {cell.id for cell in notebook.cells}, {cell.source.strip() for cell in notebook.code}
    own = {task.id.replace("/", "-") for task in tasks.all}
    cells = []
    for cell_id, (kind, source) in cells_of(lesson).items():
        if kind == "code" and cell_id not in ids | own and source.strip() not in sources:
            text = read_cell(source)
            kept = _lines(text, [statement for statement in text.statements if statement.only_defines])
            cells.append(Cell(f"lesson:{cell_id}", "code", kept))
    return cells


def _broken(cells: list[Cell], texts: list[Text], tasks: Tasks, words: Words) -> dict[str, tuple[Failure, int]]:
    """Tasks whose cell, or whose definition in it, Python cannot read: the error of the last, and its cell."""
    found: dict[str, tuple[Failure, int]] = {}
    for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if text.failure is None:
            continue
        lines = text.source.split("\n")
        parts = ["\n".join(lines[start - 1 : end]) for start, end in text.failed] or [cell.source]
        for part in parts:
            named = named_in_broken(part, "" if text.failed else cell.id, tasks, words)
            found |= {task_id: (text.failure, index) for task_id in named}
    return found


def _on_several(written: list[Candidate], cells: list[Cell], broken: tuple[Failure, int] | None) -> Iterator[str]:
    """What is said of an exercise that is answered in more than one cell."""
    if len(written) > 1:
        places = ", ".join(f"“{cells[item.cell].id}”" for item in written)
        yield f"It is defined {len(written)} times (cells {places}): the last one counts."
    if broken:
        failure, index = broken
        place = f"“{cells[index].id}”, line {failure.line_number}"
        yield f"In another cell ({place}) Python cannot read it: that one was passed over."


def _lines(text: Text, statements: Iterable[Statement]) -> str:
    """The text with all lines empty but those of some statements."""
    lines = text.source.split("\n")
    kept = {number for statement in statements for number in range(statement.first, statement.last + 1)}
    return "\n".join(line if number in kept else "" for number, line in enumerate(lines, start=1)) if kept else ""


def _block(cell: Cell, text: Text, index: int, needed: Needed) -> Block:
    """A cell as the sandbox runs it."""
    kept = {j: statement for j, statement in enumerate(text.statements) if (index, j) in needed.why}
    if kept:
        kept |= {j: statement for j, statement in enumerate(text.statements) if _is_future(statement)}
    why = {statement.first: needed.why.get((index, j), "__future__") for j, statement in kept.items()}
    by, gives = ({j: frozenset(of_all.get((index, j), ())) for j in kept} for of_all in (needed.by, needed.gives))
    parts = [Part(each.first, each.last, by[j], gives[j]) for j, each in kept.items()]
    return Block(cell.id, text.source, _lines(text, kept.values()), why, tuple(parts))


def _is_future(statement: Statement) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in statement.nodes)


def _without_unused(program: Program, lost: int) -> Program:
    """Without the lesson's own cells that were put in front and are not needed."""
    unused = [index for index in range(lost) if not program.cells[index].kept]
    moved = {index: index - sum(gone < index for gone in unused) for index in range(len(program.cells))}
    blocks = tuple(block for index, block in enumerate(program.cells) if index not in unused)
    answers = {
        key: replace(given, cell=moved[given.cell], after=moved[given.after]) for key, given in program.answers.items()
    }
    return replace(program, cells=blocks, answers=answers)


def _add_replies(program: Program, texts: list[Text], tasks: Tasks, words: Words, needed: Needed) -> None:
    """Add what was answered to the questions: of several answers the last one that is more than `...`."""
    said: dict[str, list[Reply]] = {}
    for reply in all_replies(texts, tasks, words, needed.own, needed.changed):
        said.setdefault(reply.question, []).append(reply)
    for question, all_of_it in said.items():
        given = [reply for reply in all_of_it if reply.unclear or reply.value not in (..., None, "")]
        if len(given) > 1:
            program.task_notes[question] = f"It is answered {len(given)} times: the last one counts."
        last = (given or all_of_it)[-1]
        if question in program.unread and given:
            del program.unread[question]
        if last.unclear:
            program.unclear[question] = last.unclear
        elif question not in program.unread:
            program.literals[question] = last.value


def _notes(program: Program, cells: list[Cell], texts: list[Text]) -> Iterator[str]:
    """What is said of the notebook as a whole."""
    for block in program.cells:
        if block.name.startswith("lesson:"):
            name = block.name.removeprefix("lesson:")
            yield f"The lesson's cell “{name}” is missing; what the answers need of it was added."
    for cell, text in zip(cells, texts, strict=True):
        if text.foreign and not text.statements:
            yield f"Cell “{cell.id}” begins with %%{text.foreign}: it is not Python for the notebook, and was left out."
        elif re.search(r"^[ \t]*%run\b", cell.source, re.MULTILINE):
            yield f"Cell “{cell.id}” runs another file (%run), which was not handed in."
