"""What the files of the roll hold, and the set-based SQL that brings them in (formats.md)."""

from electoral.roll.resources import address, elector

__all__ = ["address", "elector"]
