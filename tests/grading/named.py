"""What stands in a report folder, with students' ids in place of their pseudonyms; and what went out of it."""

from tinygrad_lite.grading.gone_out import BY_PAGE, counts_now, note
from tinygrad_lite.grading.kept_runs import KeptRuns
from tinygrad_lite.grading.overrides import read_overrides
from tinygrad_lite.grading.pseudonyms import Pseudonyms
from tinygrad_lite.grading.tables import read_table


def page_of(report, student, lesson="02_loss"):
    """The file of a student's page."""
    return report / "feedback" / f"{Pseudonyms(report).pseudonym(student)}-{lesson}.html"


def rows_of(table):
    """The rows of a table, by the students' ids, in the order of these."""
    names = Pseudonyms(table.parent)
    rows = [{**row, "student": names.student(row["student"])} for row in read_table(table)]
    return sorted(rows, key=lambda row: row["student"])


def hand_out(report, what=BY_PAGE, students=None):
    """As `feedback` does, or `grades`: everybody's page, or mark, of the last run goes out, or that of some."""
    run = KeptRuns(report).last()
    records = [one for one in run.records() if students is None or one.student in students]
    about = {"run": run.number, "what": what, "table": "x", "points": 0, "max": 0}
    overrides = read_overrides(report, records)
    note(
        report,
        [
            about | {"student": one.student, "lesson": one.lesson, "received": counts_now(one, overrides)}
            for one in records
        ],
    )
