"""What a command prints: names and texts of students among it, and none of them steers the terminal."""

from __future__ import annotations

from typing import Any, TextIO

from .pages.drawing import visible


class Harmless:
    """A stream in which every sign can be seen: one could clear the screen, change its title, or hide a line.

    Names come from the learning management system, where students choose them, and from the files of a download.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        return self.stream.write(visible(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
