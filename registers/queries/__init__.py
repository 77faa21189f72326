from registers.queries.edition import EditionQuerySet
from registers.queries.law import in_the_law
from registers.queries.request import CopyQuerySet, InquiryQuerySet, RequestQuerySet, RequestRowQuerySet
from registers.queries.supply import (
    InspectionQuerySet,
    ReleaseQuerySet,
    SittingQuerySet,
    StandingQuerySet,
    SupplyQuerySet,
)

__all__ = [
    "CopyQuerySet", "EditionQuerySet", "InquiryQuerySet", "InspectionQuerySet", "ReleaseQuerySet", "RequestQuerySet",
    "RequestRowQuerySet", "SittingQuerySet", "StandingQuerySet", "SupplyQuerySet", "in_the_law",
]  # fmt: skip
