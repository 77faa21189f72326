"""A made-up review, planned as far as an office is some weeks before the field work: classes, letters, positions."""

from collections.abc import Sequence
from datetime import date, timedelta
from types import SimpleNamespace

from electoral.demo.people import PEOPLE, email_of
from electoral.office.models import Delegation, Division, State, User
from electoral.office.roles import Role
from review.actions.application import receive_application
from review.actions.letter import add_addressee
from review.actions.outlet import open_outlet
from review.actions.publicity import plan_notices
from review.actions.recruitment import open_position
from review.models import Addressee, Outlet
from walks.actions.classification import draft_form, submit_form
from walks.actions.endorsement import decide_lines
from walks.actions.estimate import make_estimate
from walks.actions.feature import fill_in_line
from walks.actions.method import choose_method
from walks.actions.roll_review import make_review
from walks.actions.spare_number import give_spare_numbers
from walks.actions.workload import make_workloads
from walks.models import RR004, Classification, DivisionReview, Method, RollReview, Walk

URBAN = ("formed_roads", "medium_elevation", "standard_housing")
LOW_DENSITY = ("no_kerbs", "scattered")
FOR_THE_QUEUE = 2  # Walks whose form waits for the Area Manager
SPARE = (901, 920)
IN_WEEKS, WEEKS = 6, 12
TELEPHONE = "08 5550 0000"  # of those that are kept for fiction


def plan_everything(divisions: Sequence[Division]) -> RollReview:
    """What the people of the demonstration have done so far; each step by the person whose step it is."""
    first = divisions[0]
    state, today = first.area.state, first.today()
    for place, division in enumerate(divisions, 1):
        give_office(division, place)
    staff = people(first)
    Delegation.objects.create(
        state=state, instrument="Instrument of delegation 3/2026", from_on=date(2026, 1, 1)
    )
    starts = today + timedelta(weeks=IN_WEEKS)
    review = make_review(
        title=f"Electoral Roll Review {starts.year}",
        starts_on=starts,
        ends_on=starts + timedelta(weeks=WEEKS),
        divisions=divisions,
        request_dates=[starts - timedelta(weeks=2), starts + timedelta(weeks=1), starts + timedelta(weeks=4)],
        by=staff.head_office,
    )
    for division in divisions:
        give_spare_numbers(division, first=SPARE[0], last=SPARE[1], by=staff.head_office)
    part = DivisionReview.objects.select_related("division__area__state", "review").get(
        division=first, review=review
    )
    classify(part, staff)
    choose_method(part, part.walks.values_list("pk", flat=True), Method.VISIT, by=staff.dro)
    make_workloads(part, by=staff.dro)
    make_estimate(part, by=staff.dro)
    tell_the_world(review, state, divisions, staff)
    recruit(part, staff)
    return review


def give_office(division: Division, place: int) -> None:
    """Where its office is, so that its letters say so."""
    Division.objects.filter(pk=division.pk).update(
        address=f"{place} Pretend Street\n{division.name}town NT 0870", postal_address=f"PO Box {place}\n{division.name}town NT 0871",
        telephone=TELEPHONE, email=f"{division.code.lower()}@office.invalid", opening_hours="Monday to Friday, 8.30 am to 4.30 pm",
    )  # fmt: skip


def people(division: Division) -> SimpleNamespace:
    """The made-up person of each role at the division."""
    wanted = {s.role: email_of(s) for s in PEOPLE if s.place not in ("other", "borough")}
    here = {user.email: user for user in User.objects.filter(email__in=wanted.values())}
    return SimpleNamespace(
        **{str(role): here[email] for role, email in wanted.items() if role != Role.REQUESTER}
    )


def classify(part: DivisionReview, staff) -> None:
    """All Walks but the last two are approved; those wait in the Area Manager's queue."""
    walks = list(Walk.objects.in_force().filter(division=part.division).order_by("number"))
    approved = form_of(part, walks[:-FOR_THE_QUEUE], staff.dro)
    decide_lines(list(approved.lines.all()), step="approve", by=staff.area_manager)
    form_of(part, walks[-FOR_THE_QUEUE:], staff.dro)


def form_of(part: DivisionReview, walks: Sequence[Walk], dro: User) -> RR004:
    form = draft_form(part.division, walks=walks, review=part, by=dro)
    for line in Classification.objects.filter(form=form).order_by("number"):
        low = line.number % 8 == 0
        features = LOW_DENSITY if low else URBAN
        found = {piece.key: features for piece in line.pieces}
        remarks = "Seen from the road; nothing has been built since the addresses were loaded."
        proposed = "low_density" if low else "urban"
        fill_in_line(line, found=found, proposed_class=proposed, remarks=remarks, by=dro)
    return submit_form(form, by=dro)


def tell_the_world(review: RollReview, state: State, divisions: Sequence[Division], staff) -> None:
    by = staff.information_officer
    both = open_outlet(state, name="The Pretence Courier", kind=Outlet.Kind.REGIONAL, covers=divisions, by=by)
    open_outlet(state, name="The Fable Weekly", kind=Outlet.Kind.LOCAL, covers=divisions[:1], by=by)
    plan_notices(review, [(both, review.starts_on)], by=by)
    K = Addressee.Kind
    for kind, name, through in (
        (K.POLICE, "Sergeant P. Nobody", "Pretence Police District Headquarters"),
        (K.FEDERAL, "The Member for Fable", ""),
        (K.COUNCIL, "Fable Shire Council", ""),
    ):
        add_addressee(
            divisions[0], kind=kind, name=name, through=through, postal="PO Box 1\nFABLETOWN NT 0870",
            areas="Fabletown and Mocktown", by=staff.clerk,
        )  # fmt: skip


def recruit(part: DivisionReview, staff) -> None:
    position = open_position(
        part, area="Fabletown", places=2, closing_on=part.starts_on - timedelta(weeks=2), contact=f"the divisional office, {TELEPHONE}",
        by=staff.clerk,
    )  # fmt: skip
    for name, email in (
        ("Olive Testperson", "olive@people.invalid"),
        ("Percy Invented", "percy@people.invalid"),
    ):
        receive_application(
            part.division, position=position, name=name, email=email, received_on=part.division.today(), by=staff.clerk,
            address="1 Pretend Street, Fabletown", hours="Any day but Sunday", transport="A bicycle",
        )  # fmt: skip
