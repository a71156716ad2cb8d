"""`tinygrad-lite manual split` and `manual merge`: what they do to a report folder, and what they print."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .changed_texts import texts_of, texts_told
from .changes import changes_of
from .command import NEEDS_YOU, SETTLED, command, how_marks_moved, last_run
from .errors import GradingError
from .extras import Extras
from .hand_marking.marks import HandMarking, marked, said
from .hand_marking.merge import merge
from .hand_marking.split import read_graders, split, write_dealt
from .kept_runs import KeptRuns, Run
from .publish import write_marks, write_reports
from .record import Record


def manual_split(report: Path, graders: str, overlap: int) -> int:
    """Deal the answers of the last run out; gives the exit status."""

    def work() -> int:
        markers = read_graders(graders)
        last_run(report)  # a folder that is no report is left as it is
        with KeptRuns(report).alone():
            _, records = _last(report)
            hand = HandMarking.of(report, records)
            lines = split(hand, markers, overlap)
            hand.write()
        print("\n".join(lines))
        return SETTLED

    return command(work)


def manual_merge(report: Path, files: Iterable[Path]) -> int:
    """Take what was typed, in the markers' files and in the table itself, into the marks; gives the exit status."""

    def work() -> int:
        last_run(report)
        with KeptRuns(report).alone():
            run, records = _last(report)
            hand, dealt, lines = merge(HandMarking.of(report, records), list(files))
            hand.write()
            if dealt:
                write_dealt(report, dealt)
            before, other_texts = changes_of(report, run), texts_of(report, run)
            needs = write_marks(report, run, records)
            records = marked(report, records)
            write_reports(report, run, records, KeptRuns(report).before(run))
        moved = [one for one in changes_of(report, run) if one not in before]
        lines += said(records, report)
        lines += how_marks_moved(moved, report, run) if moved else ["No mark moved."]
        lines += texts_told([one for one in texts_of(report, run) if one not in other_texts], report)
        lines.append(f"{needs} to look at: {report / 'needs.csv'}" if needs else "Nothing needs you.")
        print("\n".join(lines))
        return NEEDS_YOU if needs else SETTLED

    return command(work)


def _last(report: Path) -> tuple[Run, list[Record]]:
    """The last run and its records, with an instructor's own questions known.

    Raises:
        GradingError: nobody has written anything that a person reads.
    """
    run = last_run(report)
    Extras.from_run(run.info).load()
    records = list(run.records())
    if not any(mark.read for record in records for mark in record.marks):
        raise GradingError(f"In {report} there is nothing that a person reads: no TextQuestion was asked.")
    return run, records
