"""Newspapers of a State and the divisions that each covers, kept by the Information Officer (3.2)."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division, State
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from review.actions.publicity import today_in
from review.models import Advertisement, Outlet
from review.states import AdvertisementStatus as S

verbs(
    open_outlet="entered the newspaper",
    change_outlet="changed the newspaper",
    end_outlet="ended the newspaper",
)


@transaction.atomic
def open_outlet(
    state: State, *, by, name: str, kind: str, covers: Iterable[Division], address: str = ""
) -> Outlet:
    """Enter a newspaper with the divisions that it covers."""
    demand(by, Permission.PUBLICITY_PLACE, state)
    outlet = Outlet(state=state, name=name, kind=kind, address=address, from_on=today_in(state))
    codes = _save(outlet, covers)
    record(outlet, "open_outlet", by=by, divisions=codes)
    return outlet


@transaction.atomic
def change_outlet(
    outlet: Outlet, *, by, name: str, kind: str, covers: Iterable[Division], address: str = ""
) -> Outlet:
    """Change what is known of a newspaper; a notice that is planned in it is then written again (3.2b)."""
    demand(by, Permission.PUBLICITY_PLACE, outlet.state)
    outlet.name, outlet.kind, outlet.address = name, kind, address
    codes = _save(outlet, covers)
    record(outlet, "change_outlet", by=by, divisions=codes)
    return outlet


def _save(outlet: Outlet, covers: Iterable[Division]) -> list[str]:
    """Keep the row with the divisions that it covers; returns their codes."""
    divisions = list(covers)
    if not divisions or any(d.area.state_id != outlet.state_id for d in divisions):
        raise Refused("Choose at least one division of the State that the newspaper covers.")
    try:
        with transaction.atomic():
            outlet.save()
    except IntegrityError:
        there = Outlet.objects.in_force().filter(state=outlet.state, name=outlet.name).first()
        raise Refused("There is a newspaper of this name in the State already: this one.", there) from None
    outlet.covers.set(divisions)
    return sorted(division.code for division in divisions)


@transaction.atomic
def end_outlet(outlet: Outlet, *, by) -> Outlet:
    """The newspaper is used no more; refused while something planned in it waits."""
    demand(by, Permission.PUBLICITY_PLACE, outlet.state)
    waits = Advertisement.objects.standing().exclude(status=S.PLACED).filter(outlet=outlet).count()
    if waits:
        raise Refused("Something planned in it is not placed yet. Place it, or call it off, first.", outlet)
    row = Outlet.objects.select_for_update().get(pk=outlet.pk)
    if row.ended_on:
        raise Refused("It is ended already.", row)
    row.ended_on = today_in(row.state)
    row.save(update_fields=["ended_on"])
    record(row, "end_outlet", by=by)
    return row
