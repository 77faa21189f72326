"""The administration: places, people, their appointments, and (registered by the rooms) reference data.

A site of its own: what other packages would show in Django's (secrets of second factors, addresses, groups) is not here.
Nothing is deleted here; each change stands in Django's log of entries.
"""

from electoral.office.admin import people, places
from electoral.office.admin.pages import KeptAdmin, ReferenceAdmin, SafeCSV, site
from electoral.office.admin.places import OfAStateAdmin

__all__ = ["KeptAdmin", "OfAStateAdmin", "ReferenceAdmin", "SafeCSV", "people", "places", "site"]
