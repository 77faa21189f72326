"""What the files of registers hold."""

from registers.resources import mark

__all__ = ["mark"]
