"""Walks: what a division is divided into, the street file, and the Walk Listings (manual, sections 1, 2, 4, 5)."""
