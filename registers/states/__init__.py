from registers.states.edition import EDITION, EditionStatus
from registers.states.inquiry import INQUIRY, InquiryStatus
from registers.states.inspection import INSPECTION, InspectionStatus
from registers.states.release import RELEASE, ReleaseStatus
from registers.states.request import ACCESS_REQUEST, ENDED, WITH_THE_OFFICE, RequestStatus

__all__ = [
    "ACCESS_REQUEST", "EDITION", "ENDED", "INQUIRY", "INSPECTION", "RELEASE", "WITH_THE_OFFICE", "EditionStatus",
    "InquiryStatus", "InspectionStatus", "ReleaseStatus", "RequestStatus",
]  # fmt: skip
