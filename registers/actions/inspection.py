"""Visits to look at registers: booked, changed, agreed to, supervised, ended; each ends in the register of supplies (E7, E9).

A visit holds a person: no event names them, or says what they wrote.
"""

from datetime import timedelta
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from electoral.jobs.actions import each_by_itself
from electoral.office.actions import outsider, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from registers.actions.outside import demand_of_staff, refuse_what_does_not_fit
from registers.actions.secret import new_secret
from registers.actions.supply import record_supply
from registers.models import Decides, Edition, Entitlement, Inspection, Mode, Sitting, SupplyKind
from registers.rules.inspection import BOOKED_AN_HOUR, FAMILIES, PAPER_ONLY
from registers.states import INSPECTION, InspectionStatus

verbs(book_inspection="booked the appointment", change_appointment="moved the appointment to another time")
WRITTEN_REQUEST = "written_request"
GIVEN = ("email", "telephone", "documents", "purpose", "why_marked", "needs")


def open_to_inspection(division: Division) -> QuerySet[Entitlement]:
    """What may be looked at in a division today, as rows of the table (E3)."""
    rows = Entitlement.objects.in_force(division.today()).exclude(decision=Decides.NO)
    nation = division.area.state.jurisdiction
    rows = rows.filter(jurisdiction=nation, mode=Mode.INSPECT).select_related("product", "applicant")
    return rows.order_by("product__name", "applicant__name")


def row_for(division: Division, applicant: str, product: str) -> Entitlement:
    """The row under which it may be looked at. A pair without a row is denied (E3)."""
    row = open_to_inspection(division).filter(applicant=applicant, product=product).first()
    if row is None:
        raise Refused("This is not open to inspection here. Choose something else from the list.")
    return row


@transaction.atomic
def book_inspection(
    division: Division, *, product: str, sitting: Sitting, name: str, by, applicant: str = "PUBLIC", on_screen: bool = True,
    **given: str,
) -> tuple[Inspection, str]:  # fmt: skip
    """Take the lowest free seat of a sitting for a visitor; `given`: email, telephone, documents, purpose, why_marked, needs.

    A written request where the row asks for one (regulations 61, 118). Returns the visit and the word with which the
    visitor changes or cancels it, told this once.
    """
    demand_of_staff(by, division)
    if by == outsider():
        _refuse_a_flood(division)
    row = row_for(division, applicant, product)
    given = {field: given.get(field, "").strip() for field in GIVEN}
    _refuse_what_is_not_said(row, name, given)
    word, secret = new_secret()
    inspection = Inspection(
        division=division, applicant=row.applicant, product=row.product, entitlement=row, name=name.strip(), secret=secret,
        on_screen=on_screen and product not in PAPER_ONLY, **given,
    )  # fmt: skip
    _take_a_seat(inspection, sitting)
    refuse_what_does_not_fit(inspection)
    inspection.save()
    record(inspection, "book_inspection", by=by, product=product)
    return inspection, word


@transaction.atomic
def change_appointment(inspection: Inspection, *, sitting: Sitting, by) -> Inspection:
    """Move a booked visit to another sitting; the old seat is free again (regulation 43)."""
    demand_of_staff(by, inspection.division)
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if inspection.status != InspectionStatus.BOOKED:
        raise Refused(f"It is {inspection.get_status_display().lower()}; it cannot be moved.", inspection)
    if sitting.pk == inspection.sitting_id:
        raise Refused("It is booked for that time already.", inspection)
    _take_a_seat(inspection, sitting)
    inspection.save(update_fields=["sitting", "seat"])
    record(inspection, "change_appointment", by=by)
    return inspection


@transaction.atomic
def cancel_inspection(inspection: Inspection, *, by, why: str = "") -> Inspection:
    """Give the seat back: the visitor by the word, or the office with a reason (regulation 43)."""
    demand_of_staff(by, inspection.division)
    if by != outsider() and not why.strip():
        raise Refused("Say why, in words for the visitor.", inspection)
    inspection = INSPECTION.move(inspection, "cancel", by=by, reason=why)
    _write_down(inspection, by, "Cancelled by the visitor." if by == outsider() else f"Cancelled: {why}")
    return inspection


def agree_inspection(inspection: Inspection, *, by) -> Inspection:
    """Accept the reasons of a written request (regulation 118)."""
    return INSPECTION.move(inspection, "agree", by=by, changes={"agreed_by": by})


def second_inspection(inspection: Inspection, *, by) -> Inspection:
    """Accept them as the second person, where the row asks for one (regulation 118)."""
    return INSPECTION.move(inspection, "second", by=by, changes={"seconded_by": by})


@transaction.atomic
def refuse_inspection(inspection: Inspection, *, reason: str, open_instead: str = "", by) -> Inspection:
    """Say no, with the reason and what may be looked at instead: the unmarked register will do (E3b, regulation 118)."""
    if not reason.strip():
        raise Refused("Say why, in words for the visitor.", inspection)
    inspection = INSPECTION.move(inspection, "refuse", by=by)
    instead = f" Open instead: {open_instead}" if open_instead else ""
    _write_down(inspection, by, f"{reason}{instead}", kind=SupplyKind.REFUSAL)
    if inspection.email:
        transaction.on_commit(partial(_tell_of_refusal, inspection), robust=True)
    return inspection


def _tell_of_refusal(inspection: Inspection) -> None:
    """By mail, that there is an answer; why stands behind the word alone."""
    text = (
        f"The office cannot show you what you asked to look at under {inspection.reference}. Do not come for it.\n\n"
        "Read why, and what is open to you instead, on the office's pages, with this reference and your word.\n\n"
        f"Electoral office, {inspection.division}\n"
    )
    send_mail(f"Your visit {inspection.reference}", text, None, [inspection.email], fail_silently=True)


@transaction.atomic
def begin_inspection(inspection: Inspection, *, disclaimer_signed: bool, by, edition: Edition | None = None) -> Inspection:  # fmt: skip
    """Begin to supervise a visit, in one's own name; the minutes of the sitting run from now.

    A disclaimer is asked for and never a condition. Shown is `edition`, or the newest that may be shown.
    """
    offered = editions_for(inspection)
    if edition is not None and edition not in offered:
        raise Refused("That edition is not open to inspection now. Choose one from the list.", inspection)
    row = inspection.row_now
    changes = {
        "supervisor": by, "disclaimer_signed": disclaimer_signed, "begun_at": timezone.now(),
        "edition": edition or next(iter(offered), None), **({"entitlement": row} if row else {}),
    }  # fmt: skip
    return INSPECTION.move(inspection, "begin", by=by, changes=changes)


@transaction.atomic
def end_inspection(inspection: Inspection, *, by) -> Inspection:
    """End the visit; the screen shows nothing any more (E9)."""
    inspection = INSPECTION.move(inspection, "end", by=by, changes={"ended_at": timezone.now()})
    looks = list(inspection.looks.values_list("shown", flat=True))
    minutes = inspection.minutes_taken
    told = f"Looked at it for {minutes} minute{'s' * (minutes != 1)}; {len(looks)} look{'s' * (len(looks) != 1)}."
    signed = "" if inspection.disclaimer_signed else " The disclaimer was not signed."
    _write_down(inspection, by, told + signed, entries=sum(looks))
    return inspection


@transaction.atomic
def miss_inspection(inspection: Inspection, *, by) -> Inspection:
    """Note that nobody came (E9)."""
    inspection = INSPECTION.move(inspection, "miss", by=by)
    _write_down(inspection, by, "Nobody came; nothing was looked at.")
    return inspection


def end_due_inspections(*, by) -> int:
    """End visits whose time is up and which nobody ended (the clock's work); returns how many."""
    begun = Inspection.objects.filter(status=InspectionStatus.BEGUN).with_facts()
    due = [inspection for inspection in begun if inspection.is_over]
    return each_by_itself(due, partial(end_inspection, by=by))


def editions_for(inspection: Inspection) -> list[Edition]:
    """What may be shown at a visit: of a register the version in force alone; of lists and notices each, the newest first."""
    family = FAMILIES.get(inspection.product_id)
    sealed = Edition.objects.in_force().filter(division=inspection.division, family=family)
    rows = sealed.order_by("-speaks_on", "-sealed_at")
    return list(rows[:1] if family == "register" else rows[:24])


def _take_a_seat(inspection: Inspection, sitting: Sitting) -> None:
    """The sitting is locked, so that of two who want the last seat one gets it."""
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=sitting.pk)
    if sitting.division_id != inspection.division_id or sitting.closed_on or sitting.is_over:
        raise Refused("This time cannot be booked any more. Choose another.")
    taken = set(sitting.inspections.taken().values_list("seat", flat=True))
    free = [seat for seat in range(1, sitting.seats + 1) if seat not in taken]
    if not free:
        raise Refused("Somebody else has just taken the last seat at this time. Choose another.")
    inspection.sitting, inspection.seat = sitting, free[0]


def _refuse_what_is_not_said(row: Entitlement, name: str, given: dict[str, str]) -> None:
    """Who comes; where the row asks for a written request also its particulars (regulations 61(10), 118(2))."""
    needed = {"Say who comes: a name is needed.": name.strip()}
    if row.evidence_code == WRITTEN_REQUEST:
        needed["Say which documents you want to look at."] = given["documents"]
        needed["Say for what: the law allows research and electoral purposes."] = given["purpose"]
    if row.decision == Decides.OFFICER:
        needed["Say why the register without marks will not do."] = given["why_marked"]
    if missing := [sentence for sentence, said in needed.items() if not said]:
        raise Refused(missing[0])


def _refuse_a_flood(division: Division) -> None:
    """Nobody books out the office by a script."""
    since = timezone.now() - timedelta(hours=1)
    booked = Inspection.objects.filter(division=division, booked_at__gt=since).count()
    if booked >= BOOKED_AN_HOUR:
        raise Refused("Many appointments were made within the hour. Try again later, or ask the office.")


def _write_down(inspection: Inspection, by, told: str, *, kind: str = SupplyKind.INSPECTION, **more) -> None:
    row = inspection.entitlement
    record_supply(
        inspection.division, kind=kind, subject=inspection.reference, applicant=row.applicant_name, name=inspection.name,
        product=inspection.product.name, basis=row.basis, purpose=inspection.purpose, reason=told, edition=inspection.edition,
        way="on paper" if inspection.is_on_paper else "on a screen", by=by, **more,
    )  # fmt: skip
