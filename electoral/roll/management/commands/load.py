import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from electoral.jobs.models import Job
from electoral.jobs.work import work_on
from electoral.office.actions import operator
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.roll.actions import abandon_load, order_load, receive_load
from electoral.roll.loading import KINDS
from electoral.roll.models import Load
from electoral.roll.states import LoadStatus

ROWS_SHOWN = 20
LOOK_AGAIN_SECONDS = 0.2
PATIENCE_SECONDS = 60 * 60


class Command(BaseCommand):
    help = "Load a file of the roll or of the Walks, as the page does. Exit 0: applied. Exit 1: refused."

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--division", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="show what it would do, change nothing")
        parser.add_argument(
            "--allow-gone",
            action="store_true",
            help="more than 2 %% of the rows may end; the file is the whole of its kind",
        )

    def handle(self, *, kind, file, division, dry_run, allow_gone, **options):
        try:
            load = self.read(kind, file, division)
            self.show(load)
            if load.status == LoadStatus.STAGED:
                load = self.put_away(load) if dry_run else self.apply(load, allow_gone=allow_gone)
        except Refused as refusal:
            self.stdout.write(f"refused: {refusal}")
            raise SystemExit(1) from None
        self.end(load, dry_run=dry_run)

    def read(self, kind: str, path: Path, code: str) -> Load:
        division = Division.objects.select_related("area__state").filter(code=code).first()
        if division is None:
            raise CommandError(f"There is no division {code}. `new-division` makes one.")
        try:
            with path.open("rb") as file:
                load = receive_load(kind, file, division=division, by=operator(), file_name=path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        return self.worked(load)

    def apply(self, load: Load, *, allow_gone: bool) -> Load:
        """Refused without the word that so many may end; then it is put away, so that it bars no other file."""
        try:
            return self.worked(order_load(load, by=operator(), allow_gone=allow_gone))
        except Refused as refusal:
            self.put_away(load)
            if load.loses_much and not allow_gone:
                raise Refused(f"{refusal} Run it again with --allow-gone.") from None
            raise

    def put_away(self, load: Load) -> Load:
        return abandon_load(load, by=operator())

    def worked(self, load: Load) -> Load:
        """The load after its job: worked on here, or waited for where a worker was quicker."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        job = Job.objects.filter(division=load.division, subject=load.reference).latest("ordered_at")
        while job.is_unfinished:
            if work_on(job.pk) is None:
                time.sleep(LOOK_AGAIN_SECONDS)
            job.refresh_from_db()
            if time.monotonic() > deadline:
                raise CommandError(f"Job {job.reference} is still not done. It goes on; look at its page.")
        load.refresh_from_db()
        if load.status in (LoadStatus.RECEIVED, LoadStatus.ORDERED):
            self.put_away(load)
            raise Refused(job.error or "The work was cancelled.")
        return load

    def show(self, load: Load) -> None:
        for line, column, value, reason in load.refused_rows[:ROWS_SHOWN]:
            self.stdout.write(f"line {line}: {column} {value!r}: {reason}")
        if load.refused_count > ROWS_SHOWN:
            self.stdout.write(f"and {load.refused_count - ROWS_SHOWN} more rows")
        if load.columns_left_out:
            self.stdout.write(f"columns left out: {', '.join(load.columns_left_out)}")
        if load.status == LoadStatus.STAGED:
            for warning in load.warnings:
                self.stdout.write(f"warning: {warning}")

    def end(self, load: Load, *, dry_run: bool) -> None:
        """The last line, and exit 1 where the file was refused."""
        totals = f"{load.new} new, {load.changed} changed, {load.gone} gone, {load.unchanged} unchanged"
        if load.status == LoadStatus.APPLIED:
            self.stdout.write(f"applied: {totals}")
        elif load.status == LoadStatus.ABANDONED and dry_run:
            self.stdout.write(f"not applied, dry run: {totals}")
        else:
            self.stdout.write(
                f"refused: {load.refused_count} rows"
                if load.refused_count
                else f"refused: {load.warnings[0]}"
            )
            raise SystemExit(1)
