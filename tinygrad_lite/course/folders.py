"""Where the lessons are, in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


class NotACheckout(FileNotFoundError):
    """This is an installed wheel, and authors' tools need the project."""


def lessons_folder() -> Path:
    """The folder with the students' notebooks.

    A wheel carries them inside the package; in a checkout they stand at the top of the project.

    Raises:
        FileNotFoundError: neither is there.
    """
    for folder in (_PACKAGE / "_lessons", _PACKAGE.parent / "lessons"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The lessons are missing: there is neither {_PACKAGE / '_lessons'} nor a lessons folder beside it."
    )


def project_folder() -> Path:
    """The top of the checkout, for authors' tools.

    Raises:
        NotACheckout: this is an installed wheel.
    """
    folder = _PACKAGE.parent
    if not (folder / "lessons").is_dir() or not (folder / "pyproject.toml").is_file():
        raise NotACheckout(f"{folder} is not a checkout of tinygrad_lite, and this command needs one.")
    return folder
