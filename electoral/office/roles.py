"""Who may do what: one row for each role, in the words of the manual."""

from enum import StrEnum, auto

from django.db.models import TextChoices


class Permission(StrEnum):
    ROLL_VIEW = auto()
    ROLL_LOAD = auto()
    FILE_LOAD = auto()
    RESIDENCE_EXCLUDE = auto()
    PROTECTED_LIST = auto()
    PROTECTED_LOOK = auto()
    PROTECTION_SET = auto()
    WALK_VIEW = auto()
    WALK_BUILD = auto()
    ALLOCATION_SETTLE = auto()
    LISTING_VIEW = auto()
    LISTING_ORDER = auto()
    PAPER_MAKE = auto()
    REVIEW_VIEW = auto()
    REVIEW_PLAN = auto()
    REVIEW_WORK = auto()
    METHOD_CHOOSE = auto()
    RISK_MARK = auto()
    CLASSIFICATION_DRAFT = auto()
    CLASSIFICATION_SUBMIT = auto()
    CLASSIFICATION_RECOMMEND = auto()
    CLASSIFICATION_APPROVE = auto()
    AREA_CHANGE_DRAFT = auto()
    AREA_CHANGE_SUBMIT = auto()
    AREA_CHANGE_APPROVE = auto()
    SPARE_NUMBER_GIVE = auto()
    CCD_CHANGE_LOAD = auto()
    PUBLICITY_VIEW = auto()
    PUBLICITY_WORK = auto()
    PUBLICITY_APPROVE = auto()
    PUBLICITY_PLACE = auto()
    RECRUITMENT_VIEW = auto()
    RECRUITMENT_WORK = auto()
    OFFICER_APPOINT = auto()
    JOB_VIEW = auto()
    JOB_STEER = auto()
    EVENT_VIEW = auto()
    PAYMENT_VIEW = auto()
    PAYMENT_TAKE = auto()
    REFUND_ASK = auto()
    REFUND_APPROVE = auto()
    BANK_ACCOUNT_PROPOSE = auto()
    BANK_ACCOUNT_ACCEPT = auto()
    REGISTER_VIEW = auto()
    REGISTER_WORK = auto()
    ENTITLEMENT_CONFIRM = auto()
    ENTITLEMENT_SECOND = auto()
    EDITION_SEAL = auto()
    COPY_CHECK = auto()
    COPY_RELEASE = auto()
    INSPECTION_SUPERVISE = auto()
    HOLDERS_LOOK = auto()
    REFERENCE_EDIT = auto()
    ACCOUNT_EDIT = auto()


class Role(TextChoices):
    CLERK = "clerk", "Divisional office staff"
    DRO = "dro", "Divisional Returning Officer"
    AREA_MANAGER = "area_manager", "Area Manager"
    DIRECTOR = "director", "Director of Operations"
    HEAD_OFFICE = "head_office", "Head Office"
    INFORMATION_OFFICER = "information_officer", "Information Officer"
    ADMINISTRATOR = "administrator", "Administrator of reference data and accounts"
    OFFICER = "officer", "Review Officer"
    REQUESTER = "requester", "Person asking for a register"
    CASHIER = "cashier", "Cashier"
    AUDITOR = "auditor", "Auditor"


P = Permission
_desk = {
    P.ROLL_VIEW, P.ROLL_LOAD, P.FILE_LOAD, P.WALK_VIEW, P.WALK_BUILD, P.LISTING_VIEW, P.LISTING_ORDER, P.PAPER_MAKE, P.JOB_VIEW,
    P.JOB_STEER, P.EVENT_VIEW, P.REVIEW_VIEW, P.REVIEW_WORK, P.CLASSIFICATION_DRAFT, P.AREA_CHANGE_DRAFT, P.PUBLICITY_VIEW, P.PUBLICITY_WORK,
    P.RECRUITMENT_VIEW, P.RECRUITMENT_WORK, P.PAYMENT_VIEW, P.REGISTER_VIEW, P.REGISTER_WORK, P.ENTITLEMENT_CONFIRM, P.COPY_CHECK,
    P.COPY_RELEASE, P.INSPECTION_SUPERVISE,
}  # fmt: skip
_above = {P.WALK_VIEW, P.REVIEW_VIEW, P.PUBLICITY_VIEW, P.PAPER_MAKE}

GRANTS: dict[str, set[Permission]] = {
    Role.CLERK: _desk,
    Role.DRO: _desk
    | {
        P.RESIDENCE_EXCLUDE,
        P.PROTECTED_LIST,
        P.PROTECTED_LOOK,
        P.PROTECTION_SET,
        P.ALLOCATION_SETTLE,
        P.REVIEW_PLAN,
        P.METHOD_CHOOSE,
        P.RISK_MARK,
        P.CLASSIFICATION_SUBMIT,
        P.AREA_CHANGE_SUBMIT,
        P.OFFICER_APPOINT,
        P.ENTITLEMENT_SECOND,
        P.EDITION_SEAL,
        P.HOLDERS_LOOK,
        P.REFUND_APPROVE,
        P.BANK_ACCOUNT_PROPOSE,
        P.BANK_ACCOUNT_ACCEPT,
    },
    Role.AREA_MANAGER: _above | {P.CLASSIFICATION_RECOMMEND, P.PUBLICITY_APPROVE},
    Role.DIRECTOR: _above | {P.CLASSIFICATION_APPROVE},
    Role.HEAD_OFFICE: _above
    | {P.REVIEW_PLAN, P.AREA_CHANGE_APPROVE, P.SPARE_NUMBER_GIVE, P.FILE_LOAD, P.CCD_CHANGE_LOAD},
    Role.INFORMATION_OFFICER: {P.PUBLICITY_VIEW, P.PUBLICITY_PLACE, P.PAPER_MAKE},
    Role.ADMINISTRATOR: {P.REFERENCE_EDIT, P.ACCOUNT_EDIT},
    Role.OFFICER: set(),
    Role.REQUESTER: set(),
    Role.CASHIER: {P.PAYMENT_VIEW, P.PAYMENT_TAKE, P.REFUND_ASK, P.BANK_ACCOUNT_PROPOSE, P.PAPER_MAKE},
    Role.AUDITOR: {
        P.ROLL_VIEW,
        P.WALK_VIEW,
        P.LISTING_VIEW,
        P.JOB_VIEW,
        P.EVENT_VIEW,
        P.PROTECTED_LIST,
        P.REVIEW_VIEW,
        P.PUBLICITY_VIEW,
        P.RECRUITMENT_VIEW,
        P.PAYMENT_VIEW,
        P.REGISTER_VIEW,
    },
}
