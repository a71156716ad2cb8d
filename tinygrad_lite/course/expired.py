"""What is raised where a time budget is used up; a file of its own, so that students' processes need not load more."""


class Expired(BaseException):
    """The time budget is used up."""
