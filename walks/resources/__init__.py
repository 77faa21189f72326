"""What the files of the Walks hold, and the set-based SQL that looks at them and brings them in (formats.md)."""

from walks.resources import boundary, ccd_change, walk

__all__ = ["boundary", "ccd_change", "walk"]
