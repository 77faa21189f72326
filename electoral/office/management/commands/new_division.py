from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from electoral.office.actions import make_division
from electoral.office.refusals import Refused


class Command(BaseCommand):
    help = "Make an empty division."

    def add_arguments(self, parser):
        parser.add_argument("code", help="2 to 6 capitals, never used again")
        parser.add_argument("--name", required=True)
        parser.add_argument("--state", required=True, help="code of the State, made if it is new")
        parser.add_argument("--area", default="", help="name of the area, made if it is new")

    def handle(self, *, code, name, state, area, **options):
        try:
            division = make_division(code=code, name=name, state=state, area=area)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as error:
            raise CommandError("A division's code is 2 to 6 capitals, and it needs a name.") from error
        self.stdout.write(f"Division {division.code}, {division.name}, in {division.area}.")
