"""A part of a register that can be asked for is one that the register has: at the portal, at the desk, in a quotation (E2, E6)."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from electoral.office.refusals import Refused
from registers.models import AccessRequest, Edition, EditionRow, RequestItem
from registers.states import EDITION
from registers.states import RequestStatus as S
from tests.registers.asking import asked, confirmed, in_england, item, quoted, sealed, somebody

WARDS = {("ward:W01;constituency:C1", ""): 3, ("ward:W02;constituency:C1", ""): 2}
BODY = {
    "channel": "letter", "product_1": "FULL", "form_1": "data", "name": "Vera Testperson", "postal_address": "1 Pretend Street",
    "purposes": ["ELECTORAL"], "purpose_note": "Leaflets.", "wanted_on": "14 May 2027", "declared_name": "Vera Testperson",
}  # fmt: skip


@pytest.fixture
def wards(division):
    """A register of two wards."""
    return sealed(in_england(division), rows=WARDS)


@pytest.fixture
def desk(signed_in, wards):
    return signed_in("clerk")


def of_ward(division, area: str) -> AccessRequest:
    return asked(division, "CANDIDATE", items=[item("FULL", area=area)])


@pytest.mark.rule("E2", "E6")
def test_a_ward_that_the_register_does_not_name_is_not_taken_in_and_those_there_are_are_named(
    wards, division
):
    with pytest.raises(Refused, match=r"no Ward W99\. It has: Ward W01, Ward W02\.$"), transaction.atomic():
        of_ward(division, "ward:W99")
    assert not AccessRequest.objects.exists()
    assert of_ward(division, "ward:W02").items.get().area == "ward:W02"


@pytest.mark.rule("E6")
def test_no_cost_is_told_of_a_ward_that_no_register_has_heard_of(division):
    """It came in before a register was sealed: then nothing is known of its wards."""
    request = confirmed(of_ward(in_england(division), "ward:W99"))
    sealed(division, rows=WARDS)
    with pytest.raises(Refused, match=r"no Ward W99\. It has: Ward W01"), transaction.atomic():
        quoted(request)
    request.refresh_from_db()
    assert request.status == S.CONFIRMED


@pytest.mark.rule("E6")
def test_a_ward_of_an_earlier_register_is_still_quoted_in_it(wards, division):
    request = confirmed(of_ward(division, "ward:W02"))
    sealed(division, rows={("ward:N7", ""): 3})
    one = RequestItem.objects.get()
    assert quoted(request, editions={one.pk: wards}).quotation.lines.get().entries == 2


@pytest.mark.rule("E2")
def test_a_parish_can_be_asked_for_while_the_register_names_none_and_is_quoted_when_it_does(wards, division):
    request = asked(division, "PARISH_COUNCIL", items=[item("FULL", area="parish:Fable Magna")])
    request = confirmed(request)
    with pytest.raises(Refused, match="names no parish or community"), transaction.atomic():
        quoted(request)
    sealed(division, rows={("ward:W01;parish:Fable Magna", ""): 3})
    assert quoted(request).status in (S.QUOTED, S.ACCEPTED)


@pytest.mark.rule("E2")
def test_the_desk_chooses_from_the_same_parts_as_the_portal(desk, division):
    there = f"{reverse('registers:request_new')}?applicant=CANDIDATE"
    field = desk.get(there).context["form"].fields["area_1"]
    assert field.choices == [
        ("", "The whole"), ("constituency:C1", "Constituency C1"), ("ward:W01", "Ward W01"), ("ward:W02", "Ward W02"),
    ]  # fmt: skip
    for typed in ("ward:W99", "W01", "Ward W01"):
        assert "There is a problem" in desk.post(there, BODY | {"area_1": typed}).text
    assert not AccessRequest.objects.exists()
    desk.post(there, BODY | {"area_1": "ward:W01"})
    assert RequestItem.objects.get().area == "ward:W01"


@pytest.mark.rule("E2")
def test_a_part_whose_kind_the_register_does_not_name_is_typed_at_the_desk(desk, division):
    there = f"{reverse('registers:request_new')}?applicant=PARISH_COUNCIL"
    body = BODY | {"organisation": "Fable Magna Parish Council", "authority": "Its clerk", "purposes": []}
    form = desk.get(there).context["form"]
    assert form.fields["area_1"].help_text.startswith(
        "The register names no parish or community yet. Write parish:"
    )
    body["purposes"] = [form.fields["purposes"].choices[0][0]]
    assert "Write a part as its kind, a colon" in desk.post(there, body | {"area_1": "Fable Magna"}).text
    desk.post(there, body | {"area_1": "parish:Fable Magna"})
    assert RequestItem.objects.get().area == "parish:Fable Magna"


@pytest.mark.rule("E2")
def test_a_part_of_anonymous_entries_alone_is_named_to_nobody(wards, division):
    """What is listed says nothing of where the protected live (6.1b)."""
    officer, day = somebody(division, "dro"), division.today()
    edition = Edition.objects.create(
        division=division, family="register", title="Register", speaks_on=day, ordered_by=officer
    )
    for position, (areas, section) in enumerate((("ward:W01", 0), ("ward:W08", 2)), 1):
        EditionRow.objects.create(
            division=division, edition=edition, position=position, section=section, number=str(position), areas=areas, opted_out=True
        )  # fmt: skip
    EDITION.move(
        edition,
        "seal",
        by=officer,
        changes={"counts": {"FULL": 2}, "entries": 2, "sealed_at": timezone.now()},
    )
    with pytest.raises(Refused, match=r"It has: Ward W01\.$"), transaction.atomic():
        of_ward(division, "ward:W08")
