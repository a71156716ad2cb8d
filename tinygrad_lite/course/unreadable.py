"""What to do where Python cannot read a cell: from what it says, and the line that it names."""

from __future__ import annotations

import keyword
import re

#: What the course's calls are named that name a task.
CALLS = "answer|hint|solution|check|mine|restart"

#: Where nothing more is known.
SYNTAX = (
    "Look at this line and the one above it: a bracket or quote left open, a colon left out, or spaces at the start "
    "that do not match."
)
#: What Python's message has in it → what it comes from. Said only where it is true of every such message.
_COMES_FROM = (
    (r"unterminated (f-)?string", "A quote is opened in this line and not closed."),
    (r"unterminated triple-quoted", "Three quotes are opened here, and the three that close them are missing."),
    (r"was never closed|incomplete input", "A bracket is opened and not closed: count them, here and further up."),
    (r"unmatched '|does not match opening", "A closing bracket has no partner of its kind: count them."),
    (r"expected an indented block", "What belongs to the line above begins further right: with four more spaces."),
    (r"unexpected indent", "This line begins further right than the one above it, which asks for nothing of the kind."),
    (r"unindent does not match", "This line begins where no line above it does: a block's lines stand in one column."),
    (r"tabs and spaces", "Some lines begin with tabs, others with spaces. Use four spaces everywhere."),
    (r"expected ':'", "A line that begins with `def`, `if`, `for`, `while`, `else` or `class` ends with a colon."),
    (r"Maybe you meant '=='", "One `=` gives a name a value; what compares is `==`."),
    (r"'return' outside function", "This `return` is in no function: lines of a function begin with four spaces."),
    (r"Missing parentheses in call to 'print'", "What is to be printed goes in parentheses: `print(x)`."),
    (r"invalid character|invalid non-printable", "Python knows no such sign; it comes with copied text: type it anew."),
    (r"invalid decimal literal", "No name begins with a digit, and a product needs its sign: `2 * x`, not `2x`."),
)  # fmt: skip


def what_to_do(message: str, line: str) -> str:
    """A sentence or two for the card.

    Args:
        message: Python's, of the syntax error.
        line: the one that it names; "" where there is none.
    """
    if "leading zeros" in message and (number := re.search(r"\d,0\d*", line)):
        return f"Decimals have a point: `{number[0].replace(',', '.')}`, not `{number[0]}`."
    call = re.match(rf"""@?(exercise|{CALLS})(?:\s*(\()|\s+["'])""", line)
    if call and re.search(r"unterminated string", message):
        of_answer = ", and so does a letter" if call[1] == "answer" else ""
        return f"A quote is opened here and not closed by one of its kind. An id stands between two quotes{of_answer}."
    if call and not call[2]:
        return f"What `{call[1]}` is told goes in parentheses: `{call[1]}(…)`."
    large = [word for word in re.findall(r"\b[A-Z][a-z]+\b", line) if keyword.iskeyword(word.lower())]
    large = [word for word in large if not keyword.iskeyword(word)]  # None, True and False begin so
    if message.startswith("invalid syntax") and large:
        return f"Python's own words are written small: `{large[0].lower()}`, not `{large[0]}`."
    return next((text for said, text in _COMES_FROM if re.search(said, message)), SYNTAX)
