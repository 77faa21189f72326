"""Who may do what: one row for each role, in the words of the manual."""

from enum import StrEnum, auto

from django.db.models import TextChoices


class Permission(StrEnum):
    ROLL_VIEW = auto()
    ROLL_LOAD = auto()
    RESIDENCE_EXCLUDE = auto()
    PROTECTED_LIST = auto()
    PROTECTED_LOOK = auto()
    PROTECTION_SET = auto()
    WALK_VIEW = auto()
    WALK_BUILD = auto()
    ALLOCATION_SETTLE = auto()
    LISTING_VIEW = auto()
    LISTING_ORDER = auto()
    JOB_VIEW = auto()
    JOB_STEER = auto()
    EVENT_VIEW = auto()
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
_desk = {P.ROLL_VIEW, P.ROLL_LOAD, P.WALK_VIEW, P.WALK_BUILD, P.LISTING_VIEW, P.LISTING_ORDER, P.JOB_VIEW, P.JOB_STEER,
         P.EVENT_VIEW}  # fmt: skip

GRANTS: dict[str, set[Permission]] = {
    Role.CLERK: _desk,
    Role.DRO: _desk
    | {P.RESIDENCE_EXCLUDE, P.PROTECTED_LIST, P.PROTECTED_LOOK, P.PROTECTION_SET, P.ALLOCATION_SETTLE},
    Role.AREA_MANAGER: {P.WALK_VIEW},
    Role.DIRECTOR: {P.WALK_VIEW},
    Role.HEAD_OFFICE: {P.WALK_VIEW},
    Role.INFORMATION_OFFICER: set(),
    Role.ADMINISTRATOR: {P.REFERENCE_EDIT, P.ACCOUNT_EDIT},
    Role.OFFICER: set(),
    Role.REQUESTER: set(),
    Role.CASHIER: set(),
    Role.AUDITOR: {P.ROLL_VIEW, P.WALK_VIEW, P.LISTING_VIEW, P.JOB_VIEW, P.EVENT_VIEW, P.PROTECTED_LIST},
}
