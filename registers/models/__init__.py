from registers.models.edition import Edition, EditionRow, Family, Mark, StagedMark
from registers.models.inquiry import Inquiry, InquiryKind, Message
from registers.models.inspection import Inspection, InspectionLook, Sitting
from registers.models.law import (
    ApplicantKind,
    Decides,
    Entitlement,
    FeeRule,
    Mode,
    Product,
    Purpose,
    UserGroup,
)
from registers.models.request import (
    AccessRequest,
    Decision,
    Evidence,
    Form,
    Quotation,
    QuotationLine,
    RequestItem,
)
from registers.models.standing import Standing
from registers.models.supply import Copy, DownloadTry, HolderLook, Release, Supply, SupplyKind

__all__ = [
    "AccessRequest", "ApplicantKind", "Copy", "Decides", "Decision", "DownloadTry", "Edition", "EditionRow", "Entitlement",
    "Evidence", "Family", "FeeRule", "Form", "HolderLook", "Inquiry", "InquiryKind", "Inspection", "InspectionLook", "Mark",
    "Message", "Mode", "Product", "Purpose", "Quotation", "QuotationLine", "Release", "RequestItem", "Sitting", "StagedMark",
    "Standing", "Supply", "SupplyKind", "UserGroup",
]  # fmt: skip
