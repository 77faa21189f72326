from walks.models.area_change import AreaChange, AreaFace, AreaPart, Lineage, SpareNumber, StreetMeeting
from walks.models.boundary import Boundary, StagedBoundary
from walks.models.ccd_change import CcdChange, StagedCcdChange
from walks.models.classification import RR004, Classification
from walks.models.estimate import Estimate, EstimateLine, PlanningFigure
from walks.models.listing import Listing, ListingLine, ListingOrder, NotationCode
from walks.models.listing_request import ListingRequest, RequestedWalk
from walks.models.roll_review import (
    DivisionReview,
    DwellingChoice,
    DwellingDefault,
    HighRisk,
    Method,
    RequestDate,
    ReviewWalk,
    RollReview,
    Workload,
)
from walks.models.street_file import Allocation, StagedRange, StreetRange
from walks.models.walk import Ccd, StagedWalk, Walk, WalkCcd, WalkClass

__all__ = [
    "RR004", "Allocation", "AreaChange", "AreaFace", "AreaPart", "Boundary", "Ccd", "CcdChange", "Classification",
    "DivisionReview", "DwellingChoice", "DwellingDefault", "Estimate", "EstimateLine", "HighRisk", "Lineage", "Listing",
    "ListingLine", "ListingOrder", "ListingRequest", "Method", "NotationCode", "PlanningFigure", "RequestDate",
    "RequestedWalk", "ReviewWalk", "RollReview", "SpareNumber", "StagedBoundary", "StagedCcdChange", "StagedRange",
    "StagedWalk", "StreetMeeting", "StreetRange", "Walk", "WalkCcd", "WalkClass", "Workload",
]  # fmt: skip
