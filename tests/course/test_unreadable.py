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
