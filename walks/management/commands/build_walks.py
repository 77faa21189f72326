from django.core.management.base import BaseCommand, CommandError

from electoral.office.actions import operator
from electoral.office.models import Division
from electoral.office.refusals import Refused
from walks.actions import build_walks


class Command(BaseCommand):
    help = "Make one Walk for each census district, its street ranges, and give each residence its Walk."

    def add_arguments(self, parser):
        parser.add_argument("--division", required=True, help="the division's code")

    def handle(self, *, division, **options):
        place = Division.objects.filter(code=division).first()
        if place is None:
            raise CommandError(f"There is no division {division}.")
        try:
            built = build_walks(place, by=operator())
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{place.code}: {built}.")
