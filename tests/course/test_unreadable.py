"""What is said where Python cannot read a cell: by what this Python really says of it."""

import pytest

from tinygrad_lite.course.unreadable import SYNTAX, what_to_do

CELLS = {
    "def f(x):\n    return 'x": "A quote is opened",
    "def f(x):\n    return (x": "A bracket is opened",
    "def f(x):\n    return x)": "A closing bracket",
    "def f(x):\n    return (x]": "A closing bracket",
    "def f(x):\nreturn x": "four more spaces",
    "def f(x):\n  y = 1\n    return y": "further right than the one above",
    "def f(x):\n    y = 1\n  return y": "begins where no line above it does",
    "def f(x)\n    return x": "ends with a colon",
    "if x = 1:\n    pass": "`==`",
    "return x": "is in no function",
    "print x": "`print(x)`",
    "x = 2x": "`2 * x`",
    "x = 0,01": "`0.01`, not `0,01`",
    'answer("loss/mse_by_hand", 0,043)': "`0.043`, not `0,043`",
    'answer("loss/recap_1", "a)': "between two quotes, and so does a letter.",
    "answer('loss/recap_1\", 3)": "not closed by one of its kind",
    'hint(loss/mse")': "An id stands between two quotes.",
    '@exercise("loss/mse)\ndef mse(): pass': "An id stands between two quotes.",
    'answer "loss/recap_1", 3': "`answer(…)`",
    'answer = "a': "A quote is opened in this line",
    "x = “a”": "type it anew",
    "x = a − b": "type it anew",
    "Return x": "`return`, not `Return`",
    "For x in y:\n    pass": "`for`, not `For`",
    'x = """a': "Three quotes",
    "x = 1 +": SYNTAX,
    "I do not know": SYNTAX,
    "x = None None": SYNTAX,
}


@pytest.mark.parametrize("source", CELLS)
def test_what_to_do(source):
    with pytest.raises(SyntaxError) as raised:
        compile(source, "<cell>", "exec")
    error = raised.value
    assert CELLS[source] in what_to_do(error.msg, (error.text or "").strip())


def test_it_is_on_the_card_in_the_lesson(notebook):
    assert "ends with a colon" in notebook.run('@exercise("loss/mse")\ndef mse(predicted, target)\n    return 0.0')


@pytest.mark.parametrize(
    ("cell", "begins"),
    [
        ('answer("loss/mse_by_hand", 0,043)', "✗ loss/mse_by_hand ·"),
        ('x = 1\nanswer("loss/recap_1, "a")', "✗ loss/recap_1 ·"),
        ('answer(loss/recap_1", "a")', "✗ loss/recap_1 ·"),
        ('answer("loss/recap_1", "a"', "✗ loss/recap_1 ·"),
        ("answer(“loss/recap_1”, 'a')", "✗ loss/recap_1 ·"),
        ('hint("loss/mse)', "✗ loss/mse ·"),
        ('hint("', "✗ hint ·"),
        ('@exercise("loss/mse)\ndef mse(predicted, target):\n    return 0.0', "✗ loss/mse ·"),
        ('@exercise(loss/mse")\ndef mse(predicted, target):\n    return 0.0', "✗ loss/mse ·"),
        ('@exercise "loss/mse"\ndef mse(predicted, target):\n    return 0.0', "✗ loss/mse ·"),
    ],
)
def test_every_call_of_the_course_that_cannot_be_read_gets_a_card(notebook, cell, begins):
    text = notebook.run(cell)
    assert text.startswith(begins)
    assert "Python cannot read this cell" in text
    assert [output["text/plain"] for output in notebook.outputs] == [text]  # one card


@pytest.mark.parametrize("cell", ["x = (1", "answer = (1", "check the sum", "def hint(:", "# hint(\nx = '"])
def test_what_calls_nothing_of_the_course_is_pythons_alone(notebook, cell):
    notebook.run(cell)
    assert isinstance(notebook.result.error_before_exec, SyntaxError)
    assert notebook.outputs == []


def test_an_answer_that_cannot_be_read_counts_as_a_try(notebook):
    notebook.run('answer("loss/recap_1", "a)')
    assert "loss/recap_1" in notebook.run("hint()")


def test_and_is_told_where_answers_are_only_received(notebook):
    notebook.run('begin("exam", receives=["exam/one", "exam/two"])')
    assert "✗ exam/one · Python cannot read this cell" in notebook.run('answer("exam/one", "a)')


@pytest.mark.parametrize("line", ["exit()", "quit()", "raise SystemExit", "assert 0"])
def test_an_exception_without_words_is_told_by_its_kind_alone(notebook, line):
    kind = "AssertionError" if "assert" in line else "SystemExit"
    text = notebook.run(f'@exercise("loss/mse")\ndef mse(predicted, target):\n    {line}')
    assert [each.split() for each in text.splitlines() if "raised" in each] == [["raised", kind]]
