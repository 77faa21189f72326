import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from electoral.demo.borough import make_borough, supply_registers
from electoral.demo.generator import make_division
from electoral.demo.outlines import make_boundaries
from electoral.demo.people import appoint_everybody
from electoral.demo.plan import plan_everything
from electoral.jobs.work import work_on
from electoral.office.actions import make_division as make_place
from electoral.office.actions import operator
from electoral.office.models import Division
from electoral.roll.actions import order_load, receive_load
from electoral.roll.models import Load
from walks.actions import build_walks

KINDS = ("addresses", "protections", "electors")
SMALL = 2_000  # electors of a division of some dozen Walks, one of them over 400 residences


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration: two divisions with a review, a borough that supplies registers, their people."

    def add_arguments(self, parser):
        parser.add_argument("--electors", type=int, default=SMALL, help="of the first division")

    def handle(self, *, electors, **options):
        if not settings.OFFICE_DEMO:
            raise CommandError("Made-up people are for the demonstration alone: ./office demo.")
        if Division.objects.exists():
            raise CommandError(
                "There are divisions already; the demonstration begins with an empty database."
            )
        fable = make_place(code="FABLE", name="Fable", state="NT", area="Pretence")
        myth = make_place(code="MYTH", name="Myth", state="NT", area="Pretence")
        borough = make_borough()
        appoint_everybody(fable, myth, borough)
        for division, size, seed in ((fable, electors, 7), (myth, SMALL, 11), (borough, SMALL, 13)):
            self.fill(division, size, seed)
        self.stdout.write(f"{plan_everything([fable, myth])}: planned.")
        self.stdout.write(f"{borough}: {supply_registers(borough)}.")

    def fill(self, division: Division, electors: int, seed: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            today = timezone.localdate()
            made = make_division(
                Path(folder),
                code=division.code,
                electors=electors,
                seed=seed,
                on=today,
                state=division.area.state.code,
            )
            for kind in KINDS:
                self.load(kind, getattr(made, kind), division)
            result = build_walks(division, by=operator())
            self.load(
                "ccd-boundaries",
                make_boundaries(made.addresses, Path(folder) / "boundaries.geojson"),
                division,
            )
        self.stdout.write(f"{division}: {made.residences} residences, {made.enrolled} electors. {result}")

    def load(self, kind: str, path: Path, division: Division) -> None:
        """What `./office load` does, with each job worked on here."""
        by = operator()
        with path.open("rb") as file:
            load = receive_load(kind, file, division=division, by=by, file_name=path.name)
        self.work(load, by)
        order_load(load, by=by)
        self.work(load, by)
        load.refresh_from_db()
        if load.status != "applied":
            raise CommandError(f"{kind}: {load.refused_rows[:3]} {load.warnings}")

    def work(self, load: Load, by) -> None:
        for job in by.job_set.filter(arguments__load=load.reference, status="queued"):
            work_on(job.pk)
