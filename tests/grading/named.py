"""What stands in a report folder, with students' ids in place of their pseudonyms."""

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
