from registers.queries.edition import EditionQuerySet
from registers.queries.inquiry import EvidenceQuerySet, InquiryQuerySet, colleagues
from registers.queries.inspection import InspectionQuerySet, InspectionRowQuerySet, SittingQuerySet
from registers.queries.law import in_the_law
from registers.queries.request import CopyQuerySet, ItemQuerySet, RequestQuerySet, RequestRowQuerySet
from registers.queries.supply import ReleaseQuerySet, StandingQuerySet, SupplyQuerySet

__all__ = [
    "CopyQuerySet", "EditionQuerySet", "EvidenceQuerySet", "InquiryQuerySet", "InspectionQuerySet", "InspectionRowQuerySet", "ItemQuerySet", "ReleaseQuerySet", "RequestQuerySet",
    "RequestRowQuerySet", "SittingQuerySet", "StandingQuerySet", "SupplyQuerySet", "colleagues", "in_the_law",
]  # fmt: skip
