"""How fast the office is beside a floor that is measured in the same run, on the same data (performance.md)."""
