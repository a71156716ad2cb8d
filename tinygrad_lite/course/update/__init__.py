"""A corrected lesson reaches a notebook that a student has worked in; what was written there is never touched.

Three notebooks are compared cell by cell: the lesson as the student was given it (`base`), the lesson as it is now
(`theirs`), and the student's own (`mine`). The rule above all others: **a cell of the student's that differs from what
was given is kept as it is, whole.** Everything else decides only what stands where; a wrong guess costs a superfluous
note, never a line of the student's. `lost.py` proves it again before every write.

    said.py       what a cell says, and when two cells say the same
    names.py      the names that a cell gives to others, or reads from them
    statements.py its statements in the order in which they run
    magics.py     what IPython adds to Python, as far as it gives and reads names
    match.py      which cell of the student's is which cell of the lesson
    notes.py      the cells that tell what the lesson now says in a place that the student has changed
    order.py      what stands where
    needs.py      what cells read stands above them, or is told
    merge.py      all of it together: three notebooks → one
    lost.py       what of the student's a result lacks: must be nothing
    given.py      the lesson as it was given: stamps, the folder `.given`, and what to do where both are missing
    running.py    which notebooks are open in a Jupyter server
    notebook.py   one notebook on the disk: backup, checks, atomic writing, undo
    folder.py     a student's folder of lessons: give what is new, renew what is untouched, announce the rest
    say.py        the sentences
    command.py    `tinygrad-lite update` and `python start.py update`
"""
