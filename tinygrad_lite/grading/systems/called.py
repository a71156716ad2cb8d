"""What a learning management system is called in a sentence."""

from __future__ import annotations

_CALLED = {
    "blackboard": "Blackboard", "brightspace": "Brightspace", "canvas": "Canvas", "gradescope": "Gradescope",
    "ilias": "ILIAS", "ilias teams": "ILIAS, by teams", "moodle": "Moodle", "moodle gradebook": "Moodle's gradebook",
    "nbgrader": "nbgrader", "plain": "folders for each student", "sakai": "Sakai",
}  # fmt: skip


def called(system: str) -> str:
    """The name that people know.

    >>> called("moodle"), called("ilias")
    ('Moodle', 'ILIAS')
    """
    return _CALLED.get(system, system)
