"""Times as systems write them into names and small files, as ISO 8601: "2026-11-22T14:58:07", "…+00:00" with a zone.

Only what a system wrote is read. A file's own date is that of the download, and a notebook can say anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta, timezone

#: All that is known of some hand-ins is that they came late.
LATE = "LATE"
#: A small file beside a hand-in that says when it came.
TIMESTAMP = "timestamp.txt"
#: What stands where there is no time.
_NONE = ("", "-", "–")
#: Of a text that is no time for us, so much is kept.
_LONGEST = 60

_FORMS = (
    r"(?P<Y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)[ T-](?P<H>\d\d)[:-](?P<M>\d\d)[:-](?P<S>\d\d)(?:\.\d+)?(?: ?(?P<zone>.*))?",
    r"(?P<Y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?P<H>\d\d)(?P<M>\d\d)(?P<S>\d\d)(?P<utc>\d{3})",  # Sakai's, to the millisecond
    r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<Y>\d{4}),? (?P<H>\d{1,2}):(?P<M>\d\d)(?::(?P<S>\d\d))?",
    r"(?:[A-Za-z]+, )?(?P<b>[A-Za-z]{3,})\.? (?P<d>\d{1,2}), (?P<Y>\d{4}),? "
    r"(?P<H>\d{1,2}?):?(?P<M>\d\d) (?P<p>[AP])M",
    r"(?:[^\W\d_]+,? )?(?P<d>\d{1,2})\.? (?:de )?(?P<b>[^\W\d_]{3,})\.?,? (?:de )?(?P<Y>\d{4}), "
    r"(?P<H>\d{1,2}):(?P<M>\d\d)(?: (?P<p>[AP])M)?",
    r"(?P<Y>\d{4})年 ?(?P<m>\d{1,2})月 ?(?P<d>\d{1,2})日 ?(?:\([^\d)]*\) |星期. )?(?P<H>\d{1,2}):(?P<M>\d\d)",
)
#: How a month is called in English, German and Austrian, French, Spanish, Italian, Portuguese and Dutch; what it is
#: shortened to is how its name begins.
_MONTHS = (
    ("january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari"),
    ("february", "februar", "feber", "février", "febrero", "febbraio", "fevereiro", "februari"),
    ("march", "märz", "mars", "marzo", "março", "maart"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio", "mei"),
    ("june", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "août", "agosto", "augustus"),
    ("september", "septembre", "septiembre", "settembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "décembre", "diciembre", "dicembre", "dezembro"),
)


def iso(text: str) -> str:
    """A time in one of the forms that systems write; "" for anything else.

    >>> iso("2026-11-22-14-58-07"), iso("2026-11-22 14:58:07 UTC"), iso("Oct 10, 2025 1022 PM")
    ('2026-11-22T14:58:07', '2026-11-22T14:58:07+00:00', '2025-10-10T22:22:00')
    >>> iso("Sunday, 22 November 2026, 2:58 PM"), iso("Sonntag, 22. März 2026, 14:58")
    ('2026-11-22T14:58:00', '2026-03-22T14:58:00')
    >>> iso("dimanche 22 novembre 2026, 14:58"), iso("domingo, 22 de marzo de 2026, 14:58")
    ('2026-11-22T14:58:00', '2026-03-22T14:58:00')
    >>> iso("2026年 11月 22日(日曜日) 14:58"), iso("2026年 11月 22日 午後 2:58")
    ('2026-11-22T14:58:00', '')
    >>> iso("Sunday, November 22, 2026, 2:58 PM"), iso("Tuesday, 24 November 2026, 2:58\\u202fp.m.")
    ('2026-11-22T14:58:00', '2026-11-24T14:58:00')
    """
    text = re.sub(r"\b([ap])\.?m\.?$", lambda half: f"{half[1]}m".upper(), " ".join(text.split()), flags=re.IGNORECASE)
    for form in _FORMS:
        if match := re.fullmatch(form, text):
            try:
                return _time(match.groupdict()).isoformat()
            except (ValueError, OverflowError):
                return ""
    return ""


def as_written(text: str) -> str:
    """What a system wrote of when something came: a time; else the text as it stands, which a person can read; "" for
    none.

    >>> as_written("Sunday, 22 November 2026, 2:58 PM"), as_written("15 nov. 2026 à 14:58"), as_written("-")
    ('2026-11-22T14:58:00', '15 nov. 2026 à 14:58', '')
    """
    text = " ".join(text.split())
    return "" if text in _NONE else iso(text) or text[:_LONGEST]


def stamped(folder: str, there: Collection[str], text: Callable[[str], str]) -> str:
    """What the timestamp.txt of a folder says, as nbgrader and Sakai write one; "" where there is none.

    Args:
        there: the paths of the download; text: gives that of a small file.
    """
    stamp = f"{folder}/{TIMESTAMP}"
    return as_written(text(stamp)[:64]) if stamp in there else ""


def is_unread(handed_in: str) -> bool:
    """Whether something was written of when a hand-in came, and it is no time here."""
    return handed_in not in ("", LATE) and seconds(handed_in) == float("-inf")


def as_time(text: str) -> str:
    """A time that a person wrote, or a spreadsheet in her place; "" for anything else.

    With points between day, month and year the day comes first; with strokes nobody knows.

    >>> as_time("2026-11-22 14:58"), as_time("22.11.2026"), as_time("LATE")
    ('2026-11-22T14:58:00', '', 'LATE')
    >>> as_time("22.11.2026 14:58"), as_time("11/22/2026 14:58")
    ('2026-11-22T14:58:00', '')
    """
    try:
        return datetime.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return LATE if text.strip() == LATE else iso(text)


def _time(parts: dict[str, str | None]) -> datetime:
    month = int(parts["m"] or 0) if parts.get("m") else _month(str(parts["b"]).lower())
    hour = int(parts["H"] or 0)
    if parts.get("p"):
        hour = hour % 12 + (12 if parts["p"] == "P" else 0)
    time = datetime(int(parts["Y"] or 0), month, int(parts["d"] or 0), hour, int(parts["M"] or 0))
    zone = UTC if parts.get("utc") else _zone(parts.get("zone") or "")
    return time.replace(second=int(parts.get("S") or 0), tzinfo=zone)


def _month(name: str) -> int:
    """Of its name, or how that begins, if no other month's does, as "jui" might be two in French. In another language
    "marraskuu" may be November, so no letter may differ.

    >>> _month("nov"), _month("sept"), _month("märz"), _month("juil")
    (11, 9, 3, 7)
    """
    found = [number for number, names in enumerate(_MONTHS, start=1) if any(each.startswith(name) for each in names)]
    if len(found) != 1:
        raise ValueError(f"no such month: {name}")
    return found[0]


def _zone(text: str) -> timezone | None:
    """A zone as "UTC", "Z" or "-0800"; none for "", which is the system's own."""
    if text in ("UTC", "GMT", "Z"):
        return UTC
    if match := re.fullmatch(r"([+-])(\d\d):?(\d\d)", text):
        away = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-away if match[1] == "-" else away)
    if text:
        raise ValueError(f"no such zone: {text}")
    return None


def seconds(handed_in: str) -> float:
    """A number that grows with the time; the smallest where no time is known."""
    try:
        time = datetime.fromisoformat(handed_in)
    except ValueError:
        return float("-inf")
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
