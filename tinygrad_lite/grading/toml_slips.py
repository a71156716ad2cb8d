"""What most often makes a grading.toml unreadable, said in plainer words than TOML's own."""

from __future__ import annotations

import re

#: Lines that hold a time for everybody. Who has more time is named by no line that is printed.
_TIMES = ("due", "opened")
_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[\w-]+)\s*=\s*(.*?)\s*(#.*)?$")
#: A date and perhaps an hour, without quotes, in any order and with any signs between.
_DATE = re.compile(r"\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}(?!\d)")


def slip_in(text: str, problem: str) -> str:
    """What to write instead; "" where nothing is known.

    Args:
        problem: what Python says of it, with the line.
    """
    found = re.search(r"at line (\d+)", problem)
    line = int(found[1]) if found else len(text.splitlines())
    return _unquoted(text) or _zone(text) or _twice(text, line) or _no_time(text, line)


def _unquoted(text: str) -> str:
    """What most often makes a file unreadable: an id of an exercise without quotes.

    >>> _unquoted("[points]\\nloss/mse = 4")
    'Write ids in quotes: "loss/mse" = 4'
    """
    found = re.search(r"^\s*([\w.-]+/[\w./-]+)\s*=\s*(.*?)\s*$", text, re.MULTILINE)
    return f'Write ids in quotes: "{found[1]}" = {found[2]}' if found else ""


def _zone(text: str) -> str:
    """What a time that cannot be read most often has wrong: its zone, written as a name.

    >>> _zone("[time]\\ndue = 2026-11-22T23:59:00 Europe/Berlin")
    'Write the time zone of due as its distance from UTC, as in 2026-11-22T23:59:00+01:00'
    """
    time = r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)"
    found = re.search(rf"^\s*(due|opened)\s*=\s*{time}(.*?)\s*(#.*)?$", text, re.MULTILINE)
    if not found or re.fullmatch(r"(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?", found[3]):
        return ""
    return f"Write the time zone of {found[1]} as its distance from UTC, as in {found[2]}+01:00"


def _no_time(text: str, number: int) -> str:
    """Of a time that is written in another way than TOML knows.

    >>> _no_time("[time]\\ndue = 22.11.2026 23:59", 2)
    'This is no time. Write date, hour and time zone, without quotes: due = 2026-11-22T23:59:00+01:00'
    """
    found = _KEY.match(_line(text, number))
    if not found or not (found[1] in _TIMES or _DATE.match(found[2])):
        return ""
    before = f"{found[1]} = " if found[1] in _TIMES else ""
    return f"This is no time. Write date, hour and time zone, without quotes: {before}2026-11-22T23:59:00+01:00"


def _twice(text: str, number: int) -> str:
    """Of a table, or a line in it, that was there already.

    >>> _twice("[time]\\ngrace = '1 h'\\n[points]\\n[time]", 4)
    '[time] stands in line 1 already. Put the lines of both below one, and take the other out'
    """
    seen: dict[tuple[str, str], int] = {}
    table = ""
    for place, line in enumerate(text.splitlines()[:number], start=1):
        if header := _HEADER.match(line):
            table = header[1].strip("\"'")
        key = found[1].strip("\"'") if (found := _KEY.match(line)) and not header else ""
        if (header or key) and place == number and (table, key) in seen:
            first = seen[table, key]
            if key:
                return f"Line {first} says that already. Take one of the two out"
            return f"[{table}] stands in line {first} already. Put the lines of both below one, and take the other out"
        if header or key:
            seen.setdefault((table, key), place)
    return ""


def _line(text: str, number: int) -> str:
    return dict(enumerate(text.splitlines(), start=1)).get(number, "")
