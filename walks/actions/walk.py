"""Making Walks of a division's census collector districts (1.1a), and the long work that does it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from electoral.jobs.actions import order_job
from electoral.jobs.lease import Lease
from electoral.jobs.models import Job
from electoral.jobs.work import kind
from electoral.office.actions import demand, record
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.registry import navigation, verbs
from electoral.office.roles import Permission
from electoral.roll.models import Residence
from walks.actions.street_file import Aligned, Allocated, StreetFile, align_ranges, allocate, hold
from walks.models import Ccd, SpareNumber, Walk, WalkCcd
from walks.queries import was_loaded

verbs(make_walk="made the Walk", build_walks="built the Walks from the census districts")
navigation("Walks", "walks:index", Permission.WALK_VIEW, place=20)
Tell = Callable[[int, int, str], None]
LONG_WORK = ("build_walks", "allocate")


class Built(NamedTuple):
    """What building changed."""

    walks: int
    ranges: Aligned
    residences: Allocated

    def __str__(self) -> str:
        return f"{self.walks} Walks made, {self.ranges.made} street ranges made, {self.ranges.ended} ended; {self.residences}"


def tell_nobody(done: int, total: int, note: str) -> None:
    """For callers who show no progress."""


def is_loaded(division: Division) -> str | None:
    """Why the street file cannot be made from the residences, or None."""
    if was_loaded(division, "street-ranges"):
        return "The street file of this division came from a file. Load a newer file, or allocate by the one there is."
    return None


def is_under_way(division: Division) -> str | None:
    """Whether this division's Walks are being worked on now, as a sentence."""
    if Job.objects.unfinished().filter(division=division, kind__in=LONG_WORK).exists():
        return "This is being done already."
    return None


@transaction.atomic
def build_walks(division: Division, *, by, tell: Tell = tell_nobody) -> Built:
    """One Walk for each CCD of the residences in force, its street ranges, and its residences (1.1a, 4a).

    Where there are Walks, only new CCDs get one and the ranges are brought into line; a second run changes nothing.
    Walks that came from a file stay as they are. Refused where the street file came from a file.
    """
    demand(by, Permission.WALK_BUILD, division)
    hold(division)
    if reason := is_loaded(division):
        raise Refused(reason)
    tell(0, 3, "Making the Walks")
    made = [] if was_loaded(division, "walks") else list(_new_walks(division, by=by))
    tell(1, 3, "Making the street ranges")
    aligned = align_ranges(division, on=division.today())
    tell(2, 3, "Giving each residence its Walk")
    allocated = allocate(division, by=by)
    tell(3, 3, "")
    record(StreetFile(division), "build_walks", by=by, walks=len(made), **aligned._asdict())
    return Built(len(made), aligned, allocated)


def _new_walks(division: Division, *, by) -> Iterable[Walk]:
    """A Walk for each CCD that is in none, numbered in CCD order behind the highest number ever used."""
    residences = Residence.objects.in_force().filter(division=division).exclude(ccd_code="")
    codes = set(residences.order_by().values_list("ccd_code", flat=True).distinct())
    ccds = Ccd.objects.filter(division=division)
    known = set(ccds.values_list("code", flat=True))
    Ccd.objects.bulk_create(Ccd(division=division, code=code) for code in codes - known)
    free = ccds.filter(code__in=codes).exclude(
        pk__in=WalkCcd.objects.in_force().filter(division=division).values("ccd")
    )
    today = division.today()
    in_order = sorted(free, key=lambda ccd: ccd.code)
    walks = Walk.objects.bulk_create(
        Walk(division=division, number=number, from_on=today)
        for number, _ in zip(_new_numbers(division), in_order, strict=False)
    )
    WalkCcd.objects.bulk_create(
        WalkCcd(division=division, walk=walk, ccd=ccd, from_on=today)
        for walk, ccd in zip(walks, in_order, strict=True)
    )
    for walk, ccd in zip(walks, in_order, strict=True):
        record(walk, "make_walk", by=by, number=walk.number, ccd=ccd.code)
    return walks


def _new_numbers(division: Division) -> Iterator[int]:
    """Behind the highest number that a Walk ever had, and never a spare one: so none is used again (1.1a, 1.2b)."""
    highest = Walk.objects.filter(division=division).aggregate(Max("number"))["number__max"] or 0
    spare = SpareNumber.objects.filter(division=division, number__gt=highest)
    kept = set(spare.values_list("number", flat=True))
    return (number for number in count(highest + 1) if number not in kept)


@kind("build_walks", queue="loads", permission=Permission.WALK_BUILD)
def run_build(job: Job, lease: Lease) -> None:
    """Done in one transaction of its own; a worker that dies after it only finds nothing left to do."""
    built = build_walks(job.division, by=job.requested_by, tell=lease.progress)
    lease.progress(3, 3, str(built))


@kind("allocate", queue="loads", permission=Permission.WALK_BUILD)
def run_allocate(job: Job, lease: Lease) -> None:
    lease.progress(1, 1, str(allocate(job.division, by=job.requested_by)))


@transaction.atomic
def order_build(division: Division, *, by) -> Job:
    """Have the Walks built by a worker."""
    demand(by, Permission.WALK_BUILD, division)
    if reason := is_loaded(division) or is_under_way(division):
        raise Refused(reason)
    return order_job("build_walks", division=division, title="Build Walks", by=by, arguments={}, total=3)


@transaction.atomic
def order_allocate(division: Division, *, by) -> Job:
    """Have the residences allocated by a worker, by the street file as it is."""
    demand(by, Permission.WALK_BUILD, division)
    if reason := is_under_way(division):
        raise Refused(reason)
    return order_job("allocate", division=division, title="Allocate residences", by=by, arguments={}, total=1)
