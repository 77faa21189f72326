from electoral.roll.models.elector import Category, Elector
from electoral.roll.models.load import Load, StagedAddress, StagedElector, StagedProtection
from electoral.roll.models.residence import DwellingKind, Locality, Residence, Street

__all__ = [
    "Category",
    "DwellingKind",
    "Elector",
    "Load",
    "Locality",
    "Residence",
    "StagedAddress",
    "StagedElector",
    "StagedProtection",
    "Street",
]
