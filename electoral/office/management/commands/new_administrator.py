from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from electoral.office.models import Appointment, State, User
from electoral.office.roles import Role
from electoral.office.rules import date_in


class Command(BaseCommand):
    help = "Make the first administrator of a State; the password is chosen by “Forgot your password?” on the sign-in page."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--state", required=True, help="code of the State")

    def handle(self, *, email, name, state, **options):
        place = State.objects.filter(code=state).first()
        if place is None:
            raise CommandError(
                f"There is no State {state}; ./office new-division makes it with its first division."
            )
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"There is an account of {email} already.")
        user = User.objects.create_user(email, name=name)
        today = date_in(place.time_zone, timezone.now())
        Appointment.objects.create(user=user, role=Role.ADMINISTRATOR, state=place, from_on=today)
        self.stdout.write(f"{name} is administrator of {place} and chooses a password on the sign-in page.")
