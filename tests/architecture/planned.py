"""A division's plan with one of each thing, made by the real actions, for the table of who may see what."""

from datetime import date

from electoral.office.models import Delegation, Division
from electoral.office.references import new_reference
from electoral.roll.models import Street
from review.actions.advertisement import place_advertisement
from review.actions.letter import order_letters_file, write_letters
from review.actions.publicity import plan_advertisement, plan_notices
from review.actions.recruitment import open_position, order_paper
from review.models import SentPaper
from tests.conftest import make_person
from tests.factories import WalkFactory
from tests.review import recruiting
from tests.review.publishing import asked, newspaper, told
from tests.steps import work_off
from tests.walks.plans import later
from walks.actions.area_change import draft_move
from walks.actions.classification import draft_form
from walks.actions.estimate import make_estimate
from walks.actions.high_risk import mark_risk
from walks.actions.listing_request import add_walks, draft_request, send_request
from walks.actions.roll_review import make_review
from walks.models import Walk

NOTHING = {
    "addressee": "T", "application": "B", "change": "X", "form": "C", "letter": "N", "line": "K", "local_ad": "M", "notice": "M",
    "officer": "U", "outlet": "G", "part": "V", "placed_notice": "M", "position": "H", "recruitment_paper": "P", "request": "Q",
    "review": "V", "risk": "H", "sent_request": "Q", "told_part": "V", "told_review": "V",
}  # fmt: skip
PLAN_OF_NOTHING = {thing: lambda letter=letter: new_reference(letter) for thing, letter in NOTHING.items()}


def plan_of_everything(place: Division, dro) -> dict[str, str]:
    """The names that the addresses of the plan carry."""
    review = make_review(
        title="Review 2027", starts_on=date(2027, 3, 1), ends_on=date(2027, 5, 31), divisions=[place], by=dro
    )
    part = review.divisions.select_related("division__area__state", "review").get()
    walk = Walk.objects.in_force().get(division=place)
    Delegation.objects.create(state=place.area.state, instrument="Instrument 1", from_on=date(2026, 1, 1))
    return {
        "review": review.reference,
        "part": part.reference,
        "told_review": review.reference,
        "told_part": part.reference,
        **_walks(place, walk, part, dro),
        **_recruitment(place, dro),
        **_publicity(place, part, dro),
    }


def _walks(place, walk, part, dro) -> dict[str, str]:
    make_estimate(part, by=dro)
    street = Street.objects.filter(division=place).first()
    risk = mark_risk(place, street=street, reason="Dogs kept loose", review_on=later(place, 90), by=dro)
    drafted, sent = (draft_request(part, officers=1, propose=False, by=dro) for _ in range(2))
    add_walks(drafted, {walk.pk: "visit"}, why={}, by=dro)
    add_walks(sent, {walk.pk: "mail"}, why={}, by=dro)
    send_request(sent, by=dro)
    form = draft_form(place, walks=[walk], by=dro)
    change = draft_move(walk, receiving=WalkFactory(division=place, number=99), by=dro)
    work_off()
    return {
        "risk": risk.reference,
        "request": drafted.reference,
        "sent_request": sent.reference,
        "form": form.reference,
        "line": form.lines.get().reference,
        "change": change.reference,
    }


def _recruitment(place, dro) -> dict[str, str]:
    position = recruiting.positioned(place, dro)
    recruiting.advertised(position)
    officer = recruiting.appointed(recruiting.received(place, dro, position), dro)
    application = recruiting.received(place, dro, position, email="vera@people.invalid")
    order_paper(position, "application_form", by=dro)
    work_off()
    return {
        "position": position.reference,
        "officer": officer.reference,
        "application": application.reference,
        "recruitment_paper": SentPaper.objects.get(position=position).document.reference,
    }


def _publicity(place, part, dro) -> dict[str, str]:
    informer = make_person("information_officer", place.area.state)
    part.clerk, part.informer = dro, informer
    regional, part.local = (
        newspaper(informer, place, name="The Mockton Courier"),
        newspaper(informer, place, name="The Mockton Mirror", kind="local"),
    )
    spare = newspaper(informer, place, name="The Mockton Echo")
    post = newspaper(informer, place, name="The Mockton Post")
    part.position = open_position(
        part, by=dro, area="Mockton", places=1, closing_on=part.starts_on, contact=recruiting.CONTACT
    )
    addressees = told(place, dro)
    (letter, *_) = write_letters(part, addressees[:1], by=dro)
    notice, _ = plan_notices(part.review, [(regional, part.starts_on)], by=informer)
    placed = plan_advertisement(part.review, "notice", post, appears_on=part.starts_on, by=informer)
    place_advertisement(placed, by=informer, appears_on=part.starts_on)
    local = asked(part)
    work_off()
    order_letters_file(part, by=dro)
    work_off()
    return {
        "letter": letter.reference,
        "notice": notice.reference,
        "placed_notice": placed.reference,
        "local_ad": local.reference,
        "outlet": spare.reference,
        "addressee": addressees[-1].reference,
        "state": place.area.state.code,
    }
