"""What the rooms tell the foundation at start: the verbs of the trail and the entries of the navigation."""

from typing import NamedTuple

from electoral.office.roles import Permission


class Entry(NamedTuple):
    place: int  # in the row of entries
    label: str
    url_name: str
    permission: Permission


VERBS: dict[str, str] = {}
NAVIGATION: dict[str, Entry] = {}


def verbs(**sentences: str) -> None:
    """Add verbs to the closed catalogue: `apply_load="applied a load"`. An event with another verb is refused."""
    for verb, sentence in sentences.items():
        if VERBS.setdefault(verb, sentence) != sentence:
            raise ValueError(f"the verb {verb} has two meanings")


def navigation(label: str, url_name: str, permission: Permission, *, place: int) -> None:
    """Offer an entry of the navigation to those who have the permission somewhere."""
    NAVIGATION[label] = Entry(place, label, url_name, permission)
