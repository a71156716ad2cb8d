"""Markdown on a page: what people write most, drawn; everything else stays as it was typed.

A student's text is hostile. So it is not cleaned afterwards: each piece is escaped before anything stands around it,
and what stands around it are the few elements that are written here, without any attribute. HTML is shown as text, a
link as its words and its address, a picture as its name. Nothing of it can be run, fetched or clicked, nor hides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

#: Inside a line: code first, in which nothing else counts. A star between letters or blanks is a product.
_INLINE = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?P<money>\$\$?)(?P<math>[^$\s](?:[^$]*[^$\s])?)(?P=money)"
    r"|!\[(?P<alt>[^\[\]]*)\]\((?P<picture>[^()\s]*)\)"
    r"|\[(?P<words>[^\[\]]*)\]\((?P<address>[^()\s]*)\)"
    r"|(?<![\w*])\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<em>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
)
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`]*")
_HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<text>.*?)\s*#*\s*")
_BULLET, _NUMBERED = re.compile(r"\s*[-*+]\s+(?P<text>.*)"), re.compile(r"\s*(?P<number>\d{1,4})[.)]\s+(?P<text>.*)")
_TABLE = re.compile(r"\s*\|.*")
#: A longer line is not looked through: whoever writes one wants to keep this machine busy.
_LONGEST = 2_000


def markdown(text: str) -> Markup:
    """A text as elements of a page.

    >>> str(markdown("The *mean*, `x * y`, <b>2 * 3 * 4</b>."))
    '<p>The <em>mean</em>, <code>x * y</code>, &lt;b&gt;2 * 3 * 4&lt;/b&gt;.</p>'
    """
    return Markup("\n").join(_blocks(text.splitlines()))


def is_drawn(text: str) -> bool:
    """Whether a text looks otherwise on the page than it was typed.

    >>> is_drawn("a * b"), is_drawn("*a*")
    (False, True)
    """
    return str(markdown(text)) != str(Markup("<p>{}</p>").format(Markup("<br>\n").join(map(escape, text.splitlines()))))


def inline(line: str) -> Markup:
    """What stands within a line."""
    if len(line) > _LONGEST:
        return escape(line)
    pieces, at = [], 0
    for found in _INLINE.finditer(line):
        pieces += [escape(line[at : found.start()]), _element(found)]
        at = found.end()
    return Markup("").join([*pieces, escape(line[at:])])


def _element(found: re.Match[str]) -> Markup:
    """One piece that is drawn."""
    kind, text = next((name, found[name]) for name in _DRAWN if found[name] is not None)
    return _DRAWN[kind](found, text)


def _link(found: re.Match[str], text: str) -> Markup:
    same = found["address"] in ("", text)
    return inline(text) if same else Markup("{} ({})").format(inline(text), found["address"])


_DRAWN: dict[str, Callable[[re.Match[str], str], Markup]] = {
    "code": lambda found, text: Markup("<code>{}</code>").format(text),
    "math": lambda found, text: Markup("<code>{}</code>").format(found[0]),  # as typed: no formula is drawn here
    "alt": lambda found, text: Markup("[picture: {}]").format(text or found["picture"]),
    "words": _link,
    "strong": lambda found, text: Markup("<strong>{}</strong>").format(inline(text)),
    "em": lambda found, text: Markup("<em>{}</em>").format(inline(text)),
}


def _blocks(lines: list[str]) -> Iterator[Markup]:
    """Paragraphs, headings, lists, tables as they were typed, and code."""
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.fullmatch(line):
            end = next((place for place in range(at + 1, len(lines)) if lines[place].strip() == fence["fence"]), None)
            end = len(lines) if end is None else end
            yield Markup("<pre>{}</pre>").format("\n".join(lines[at + 1 : end]))
            at = end + 1
        elif not line.strip():
            at += 1
        elif heading := _HEADING.fullmatch(line):
            yield Markup("<p><strong>{}</strong></p>").format(inline(heading["text"]))
            at += 1
        else:
            of_kind = next((kind for kind in (_BULLET, _NUMBERED, _TABLE) if kind.fullmatch(line)), None)
            end = next((place for place in range(at + 1, len(lines)) if _ends(lines[place], of_kind)), len(lines))
            yield _together(lines[at:end], of_kind)
            at = end


def _ends(line: str, of_kind: re.Pattern[str] | None) -> bool:
    """Whether a line no longer belongs to the block before it."""
    if of_kind is not None:
        return not of_kind.fullmatch(line)
    others = (_FENCE, _HEADING, _BULLET, _NUMBERED, _TABLE)
    return not line.strip() or any(other.fullmatch(line) for other in others)


def _together(lines: list[str], of_kind: re.Pattern[str] | None) -> Markup:
    """The lines of one block."""
    if of_kind is _TABLE:
        return Markup("<pre>{}</pre>").format("\n".join(lines))
    if of_kind is None:
        return Markup("<p>{}</p>").format(Markup("<br>\n").join(map(inline, lines)))
    items = [found for line in lines if (found := of_kind.fullmatch(line))]
    if of_kind is _NUMBERED:  # the numbers are the student's
        rows = [Markup("{}. {}").format(found["number"], inline(found["text"])) for found in items]
        return Markup("<p>{}</p>").format(Markup("<br>\n").join(rows))
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(inline(i["text"])) for i in items))
