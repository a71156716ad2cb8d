"""Pictures."""

from .picture import picture

__all__ = ["picture"]
