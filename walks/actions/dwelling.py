"""Which non-private dwellings are visited, and which are reviewed by schedule RR017 (1.1e, 13).

What is reviewed by schedule is closed with the words of 6.1c. What else may close a dwelling is not told here: these rows
hold the choice, not the flag.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from electoral.protected.actions import exclude_residence, exclusions_of, include_residence
from electoral.roll.models import Residence
from electoral.roll.models.residence import DwellingKind
from walks.models import DwellingChoice, DwellingDefault

verbs(
    choose_dwelling="chose visit or schedule for the dwelling",
    set_dwelling_defaults="set what is done with each kind of dwelling",
)
BY_SCHEDULE = "Reviewed by schedule RR017"
OF_THE_DIVISION = "as the division does with this kind"


@dataclass(frozen=True)
class Dwellings:
    """What the events about all non-private dwellings of a division are about."""

    division: Division

    @property
    def reference(self) -> str:
        return f"DWELLINGS-{self.division.code}"


def dwellings_of(division: Division):
    """The dwellings in force that are not private."""
    return Residence.objects.in_force().filter(division=division).exclude(dwelling_kind=DwellingKind.PRIVATE)


def not_chosen(dwellings):
    """Those for which nobody has chosen yet."""
    chosen = DwellingChoice.objects.in_force().values("residence")
    return dwellings.exclude(pk__in=chosen)


@transaction.atomic
def choose_dwellings(
    division: Division, dwellings: Collection[int], *, by_schedule: bool, by, reason: str = ""
) -> int:
    """The DRO's choice for some dwellings (keys); returns how many it changed. One that stands stays as it was."""
    demand(by, Permission.RESIDENCE_EXCLUDE, division)
    them = list(dwellings_of(division).filter(pk__in=dwellings).order_by("pk"))
    if not them:
        raise Refused("Tick at least one dwelling that is not private.")
    return _choose(division, {one: by_schedule for one in them}, reason=reason.strip(), by=by)


@transaction.atomic
def set_defaults(division: Division, defaults: Mapping[str, bool], *, by) -> None:
    """What the division does with each kind (kind: by schedule; a kind left out has no rule).

    It holds for what nobody has chosen for yet, once it is applied.
    """
    demand(by, Permission.RESIDENCE_EXCLUDE, division)
    DwellingDefault.objects.filter(division=division).exclude(dwelling_kind__in=defaults).delete()
    for kind, by_schedule in defaults.items():
        DwellingDefault.objects.update_or_create(
            division=division, dwelling_kind=kind, defaults={"by_schedule": by_schedule}
        )
    record(
        Dwellings(division),
        "set_dwelling_defaults",
        by=by,
        by_schedule=sorted(k for k in defaults if defaults[k]),
    )


@transaction.atomic
def apply_defaults(division: Division, *, by) -> int:
    """Choose for each dwelling without a choice what the division does with its kind; returns how many."""
    demand(by, Permission.RESIDENCE_EXCLUDE, division)
    ways = defaults_of(division)
    open_ones = not_chosen(dwellings_of(division).filter(dwelling_kind__in=ways)).order_by("pk")
    if not (wanted := {one: ways[one.dwelling_kind] for one in open_ones}):
        raise Refused("Every dwelling of a kind that has a rule has its choice.")
    return _choose(division, wanted, reason=OF_THE_DIVISION, by=by)


def defaults_of(division: Division) -> dict[str, bool]:
    return dict(DwellingDefault.objects.filter(division=division).values_list("dwelling_kind", "by_schedule"))


def _choose(division: Division, wanted: Mapping[Residence, bool], *, reason: str, by) -> int:
    today = division.today()
    standing = DwellingChoice.objects.select_for_update().in_force().filter(residence__in=list(wanted))
    before = {choice.residence_id: choice for choice in standing}
    changed = [one for one in wanted if one.pk not in before or before[one.pk].by_schedule != wanted[one]]
    for one in changed:
        if old := before.get(one.pk):
            old.ended_on = today
            old.save(update_fields=["ended_on"])
        DwellingChoice.objects.create(
            division=division,
            residence=one,
            by_schedule=wanted[one],
            reason=reason,
            chosen_by=by,
            from_on=today,
        )
        record(one, "choose_dwelling", by=by, by_schedule=wanted[one])
    _close_or_open(division, changed, wanted, reason=reason, by=by)
    return len(changed)


def _close_or_open(division, changed: Iterable[Residence], wanted, *, reason: str, by) -> None:
    """Close what is reviewed by schedule, open what this list had closed; another cause stays as it is."""
    standing = {
        row["address_id"]: row["reason"] for row in exclusions_of(division, by=by) if not row["lifted_at"]
    }
    words = f"{BY_SCHEDULE}: {reason}"[:300] if reason else BY_SCHEDULE
    for one in changed:
        why = standing.get(one.address_id)
        if wanted[one] and why is None:
            exclude_residence(division, one.pk, by=by, reason=words)
        elif not wanted[one] and why is not None and why.startswith(BY_SCHEDULE):
            include_residence(division, one.pk, by=by, reason=reason or "To be visited")
