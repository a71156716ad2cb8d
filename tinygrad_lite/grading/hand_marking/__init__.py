"""Answers that people read: from the texts of a class to a table, from the table to marks.

answers.py    what was written, once for all who wrote the same
table.py      manual.csv and the files of several markers, as spreadsheets leave them
typed.py      everything that was ever typed there, so that nothing of it is lost
comments.py   comments.toml: codes for what is said often
marks.py      all of that together: marks for records, and the table for the next round
split.py      a part for each marker; merge.py: all parts together again
page.py       a page for each question
"""
