import shutil
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from electoral.office.actions import operator
from electoral.office.models import Division
from electoral.papers.actions import open_document
from electoral.papers.models import Run
from walks.actions.listing import barred_walks, order_listings
from walks.models import Listing, Walk

POLL_SECONDS = 0.5
NOBODY_WORKS_SECONDS = 180


class Command(BaseCommand):
    help = (
        "Have the workers make every Walk's listing, and copy the PDFs into a folder, named by Walk number."
    )

    def add_arguments(self, parser):
        parser.add_argument("--division", required=True)
        parser.add_argument("--out", required=True, type=Path)

    def handle(self, *, division, out, **options):
        try:
            place = Division.objects.select_related("area__state").get(code=division)
        except Division.DoesNotExist:
            raise CommandError(f"There is no division {division}.") from None
        barred = barred_walks(place)
        walks = list(Walk.objects.in_force().filter(division=place))
        for walk in (w for w in walks if w.pk in barred):
            self.stderr.write(f"{walk}: {barred[walk.pk]}")
        wanted = [w for w in walks if w.pk not in barred]
        if not wanted:
            raise CommandError("There is no Walk to list. Load addresses and electors, then build-walks.")
        out.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        order = order_listings(place, wanted, by=operator())
        self.wait(order)
        pages = self.copy(order, out)
        made = Listing.objects.filter(order=order, status="produced").count()
        self.stdout.write(
            f"made: {made} of {len(walks)} listings, {pages} pages, {time.monotonic() - began:.1f} s, in {out}"
        )
        if made < len(walks):
            raise SystemExit(1)

    def wait(self, order):
        """Until nothing of the run waits any more; gives up where no worker does anything."""
        done, since = -1, time.monotonic()
        while (run := Run.objects.with_progress().get(pk=order.run_id)).waiting:
            if run.done != done:
                done, since = run.done, time.monotonic()
                self.stdout.write(f"{run.done} of {run.total}")
            if time.monotonic() - since > NOBODY_WORKS_SECONDS:
                raise CommandError(
                    f"No listing was made for {NOBODY_WORKS_SECONDS} seconds. Is a worker running?"
                )
            time.sleep(POLL_SECONDS)

    def copy(self, order, out) -> int:
        pages = 0
        for listing in Listing.objects.filter(order=order, status="produced").select_related(
            "walk", "document"
        ):
            with (
                open_document(listing.document) as paper,
                (out / f"{listing.walk.number}.pdf").open("wb") as file,
            ):
                shutil.copyfileobj(paper, file)
            pages += listing.document.pages or 0
        return pages
