"""Names in what students wrote become `[name]`, before somebody reads it who is not to know whose it is.

Replaced are names of people in this report folder (as they are spelt, in either order, with any capitals, accents or
none), their logins, numbers and addresses, any e-mail address, and in a student's own words long runs of digits.

Many names are words, too: Mark, Grace, Long, Li. So the first or the last name alone is replaced only where it is no
word that the course, Python, NumPy or everyday English uses, and of short ones only where it is written as a name.
Next to each other, both are replaced whatever they mean. Names that nobody knows here are not found.

In scripts without capitals, as Chinese, Thai or Arabic, words often stand without blanks between them, or have endings:
there a whole name is replaced wherever its signs stand, and a part of it alone if it is long enough.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..course.exercises import LESSONS
from .card_data import rewritten
from .cleaned import public_words
from .everyday import EVERYDAY
from .lessons import cells_of
from .pseudonyms import Pseudonyms
from .record import Mark, Record
from .systems.who import only_letters

NAME = "[name]"
#: A name alone of fewer letters may be a variable; a login or a number shorter than these may be any word or number.
LONG_NAME, LONG_LOGIN, LONG_NUMBER = 4, 3, 5
#: A whole name in a script without capitals has at least so many signs; what may stand between its parts.
SHORTEST, _APART = 2, r"[\s_.,·・-]{0,2}"
#: Parts of names that are no names by themselves.
_PARTICLES = {
    "al", "am", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "el", "ibn", "la", "le", "mac", "mc", "san",
    "st", "ten", "ter", "van", "von", "zu",
}  # fmt: skip

#: A letter may have an accent that does not come in one piece with it.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
#: These begin only where such a word does, and texts end with their line: a long one is gone through once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.[\w-]+)+")
_LOGIN = re.compile(r"\w+(?:[.+-]\w+)*")
#: What may stand between a login or number and more, as in the name of a file: "Jane Doe_48213_02_loss".
_PART = re.compile(r"[^\W_]+")
_DECIMALS, _MORE_DECIMALS = re.compile(r"\d\.$"), re.compile(r"\.\d+(?!\w)")
#: Six digits or more; no decimals, no 1000000.
_DIGITS = re.compile(r"(?<![^\W_])(?<!\.)(?<!\d_)(?![1-9]0+(?![^\W_]))\d{6,}(?![^\W_]|\.\d|_\d)")
#: Of Python the parts that people write for people: texts and comments.
_PROSE = re.compile(
    r'"""(?:.|\n)*?"""' r"|'''(?:.|\n)*?'''" r'|"(?:\\.|[^"\\\n])*"?' r"|'(?:\\.|[^'\\\n])*'?" r"|#[^\n]*"
)
_BETWEEN = re.compile(r"[\s_.,'’-]{0,3}")
_REPEATED = re.compile(rf"{re.escape(NAME)}(?:[\s_.,'’-]{{0,2}}{re.escape(NAME)})+")
_CAPITALS = re.compile(r"(?<=[^\W\d_A-ZÄÖÜ])(?=[A-ZÄÖÜ])")


class Scrub:
    """What takes the names of some people out of texts."""

    def __init__(self, called: Iterable[str]) -> None:
        self.logins: set[str] = set()
        self.alone: set[str] = set()
        self.together: dict[str, list[tuple[str, ...]]] = {}
        without_capitals: set[str] = set()
        for name in called:
            self._add(unicodedata.normalize("NFC", name).strip())
            without_capitals |= set(signs_of(unicodedata.normalize("NFC", name)))
        self.longest = max((len(_PART.findall(login)) for login in self.logins), default=0)
        longest = sorted(without_capitals, key=len, reverse=True)
        self.signs = re.compile("|".join(longest)) if longest else None

    @classmethod
    def of(cls, names: Pseudonyms) -> Scrub:
        """For everybody in a report folder."""
        return cls(text for _, one in names.everybody() for text in {one.student, *one.called})

    def _add(self, name: str) -> None:
        if "@" in name:
            return  # every address is replaced
        self.logins |= {digits for digits in re.findall(r"\d+", name) if len(digits) >= LONG_NUMBER}
        if " " not in name and len(name) >= LONG_LOGIN and re.search(r"[^\W\d]", name) and re.search(r"\d", name):
            self.logins.add(name.casefold())
        words = [word for part in _WORD.findall(name) for word in spellings(part)]
        parts = [tuple(spellings(part)) for part in _WORD.findall(name)]
        self.alone |= {word for word in words if word not in _PARTICLES and word not in ordinary()}
        if len(parts) > 1:
            for which in range(max(map(len, parts))):
                self._add_together([part[min(which, len(part) - 1)] for part in parts])

    def _add_together(self, words: list[str]) -> None:
        """A whole name: its words in their order and the last one first; the first and the last; and as one word."""
        ends = [words[0], words[-1]]
        for several in {tuple(words), (words[-1], *words[:-1]), tuple(ends), tuple(reversed(ends))}:
            if len("".join(several)) >= 2 * LONG_NAME - 2:
                self.together.setdefault(several[0], []).append(several)
                self.alone.add("".join(several))
        if len(words[-1]) > LONG_NAME:
            self.alone.add(words[0][0] + words[-1])  # jdoe

    # ---------------------------------------------------------------------------------------------- texts

    def prose(self, text: str) -> str:
        """What a person wrote for people."""
        return self._replaced(text, as_prose=True)

    def code(self, text: str, numbers: bool = True) -> str:
        """A program: in texts and comments as in prose, elsewhere only what is surely a name; and long numbers."""
        text = unicodedata.normalize("NFC", text)
        done, at = [], 0
        for found in _PROSE.finditer(text):
            done += [self._replaced(text[at : found.start()], as_prose=False), self.prose(found[0])]
            at = found.end()
        text = "".join([*done, self._replaced(text[at:], as_prose=False)])
        return _once(_DIGITS.sub(NAME, text) if numbers else text)

    def text(self, text: str) -> str:
        """An answer in a student's own words."""
        return _once(_DIGITS.sub(NAME, self.prose(text)))

    def everywhere(self, value: Any, how: Callable[[str], str] | None = None) -> Any:
        """Every text in lists and dicts."""
        how = how or self.prose
        if isinstance(value, str):
            return how(value)
        if isinstance(value, dict):
            return {key: self.everywhere(item, how) for key, item in value.items()}
        return [self.everywhere(item, how) for item in value] if isinstance(value, list | tuple) else value

    def record(self, record: Record, names: Pseudonyms) -> Record:
        """A record as pages show it: by pseudonym, and no name in what is said of it or was written."""
        paths = {record.path, *(mark.attempt for mark in record.marks)} - {""}

        def said(text: str) -> str:
            for path in paths:
                text = text.replace(path, path.rpartition("/")[2])
            return self.prose(text)

        return replace(
            record, student=names.pseudonym(record.student), why=said(record.why), notes=tuple(map(said, record.notes)),
            texts={key: self.text(text) for key, text in record.texts.items()},
            marks=tuple(self._mark(mark, said) for mark in record.marks),
        )  # fmt: skip

    def _mark(self, mark: Mark, said: Callable[[str], str]) -> Mark:
        card = self.everywhere(mark.card)
        facts = mark.card.get("facts", ())
        if facts:
            card["facts"] = [[label, self._fact(str(label), value)] for label, value in facts]
        if card:
            places = mark.card.get("places", ())
            card["places"] = [[label, rewritten(spot, self.code)] for label, spot in places]
        comment = self.prose(mark.comment)
        return replace(mark, why=said(mark.why), source=self.code(mark.source), card=card, comment=comment)

    def _fact(self, label: str, value: Any) -> Any:
        return self.everywhere(value, self.code if label.startswith("line ") else self.prose)

    # ---------------------------------------------------------------------------------------------- words

    def _replaced(self, text: str, as_prose: bool) -> str:
        text = _EMAIL.sub(NAME, unicodedata.normalize("NFC", text))
        if self.logins:
            text = _LOGIN.sub(lambda found: self._without_logins(found[0]), text)
        if self.signs is not None:
            text = self.signs.sub(NAME, text)
        done, at = [], 0
        for start, end in self._names(text, as_prose):
            done += [text[at:start], NAME]
            at = end
        return _once("".join([*done, text[at:]]))

    def _without_logins(self, word: str) -> str:
        """A word without the logins and numbers in it: all of it, or what stands between other signs than letters."""
        if word.casefold() in self.logins:
            return NAME
        parts = [found.span() for found in _PART.finditer(word)]
        done, at, place = [], 0, 0
        while place < len(parts):
            start = parts[place][0]
            ends = (end for _, end in reversed(parts[place : place + self.longest]))  # "jane_doe3" is one of two parts
            end = next((end for end in ends if self._is_login(word, start, end)), None)
            if end is not None:
                done += [word[at:start], NAME]
                at = end
            place += 1 if end is None else sum(start <= other < end for other, _ in parts)
        return "".join([*done, word[at:]]) if done else word

    def _is_login(self, word: str, start: int, end: int) -> bool:
        """Whether a piece of a word is one; digits of a decimal fraction are no number of anybody's."""
        piece = word[start:end].casefold()
        fraction = piece.isdigit() and (_DECIMALS.search(word[:start]) or _MORE_DECIMALS.match(word, end))
        return piece in self.logins and not fraction

    def _names(self, text: str, as_prose: bool) -> Iterator[tuple[int, int]]:
        """Where names stand in a text."""
        words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
        words = [piece for word in words for piece in self._pieces(text, *word)]
        plain = [folded(text[start:end]) for start, end in words]
        place = 0
        while place < len(words):
            long = self._whole_name(text, words, plain, place)
            start, end = words[place]
            if long:
                yield start, words[place + long - 1][1]
            elif plain[place] in self.alone and self._is_name(text[start:end], as_prose):
                yield start, end
            place += max(long, 1)

    def _whole_name(self, text: str, words: list[tuple[int, int]], plain: list[str], place: int) -> int:
        """Of how many words the whole name is that begins here; 0 for none."""
        for several in sorted(self.together.get(plain[place], ()), key=len, reverse=True):
            end = place + len(several)
            gaps = (text[words[one][1] : words[one + 1][0]] for one in range(place, min(end, len(words)) - 1))
            if tuple(plain[place:end]) == several and all(_BETWEEN.fullmatch(gap) for gap in gaps):
                return len(several)
        return 0

    def _is_name(self, word: str, as_prose: bool) -> bool:
        """Whether a word that is somebody's name is one here: a short one only with a capital, and among words."""
        return len(word) >= LONG_NAME or (as_prose and word[:1].isupper())

    def _pieces(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A word, or the parts of a `janeDoe`."""
        cuts = [start, *(start + found.start() for found in _CAPITALS.finditer(text[start:end])), end]
        if len(cuts) == 2 or folded(text[start:end]) in self.alone:
            yield start, end
        else:
            yield from itertools.pairwise(cuts)


def signs_of(name: str) -> Iterator[str]:
    """Patterns for a name in a script without capitals: all of it, in either order, and its long parts.

    >>> list(signs_of("王小明")), list(signs_of("Jane Doe"))
    (['王小明'], [])
    """
    words = [
        word for word in map(only_letters, name.split()) if any(unicodedata.category(sign) == "Lo" for sign in word)
    ]
    if len("".join(words)) >= SHORTEST:
        yield from {_APART.join(words), _APART.join(reversed(words))}
    yield from (word for word in words if len(words) > 1 and len(word) >= LONG_NAME)


def _once(text: str) -> str:
    return _REPEATED.sub(NAME, text) if NAME in text else text


@functools.lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """A word without capitals and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_STROKES)


#: Letters that do not come apart.
_STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def spellings(word: str) -> list[str]:
    """A name as people type it: without accents, and with "ue" for "ü".

    >>> spellings("Müller"), spellings("Ana")
    (['muller', 'mueller'], ['ana'])
    """
    typed = word.casefold()
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("å", "aa"), ("ø", "oe")):
        typed = typed.replace(sign, letters)
    return list(dict.fromkeys([folded(word), folded(typed)]))


@functools.cache
def ordinary() -> frozenset[str]:
    """Words that are not taken for a name alone: of the lessons, of Python and NumPy, and of every day."""
    found = {folded(word) for text in public_words() for word in _WORD.findall(text)}
    for lesson in LESSONS:
        for _, text in cells_of(lesson).values():
            found |= {folded(word) for word in _WORD.findall(text)}
    return frozenset(found | EVERYDAY)
