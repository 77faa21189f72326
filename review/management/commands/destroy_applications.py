from django.core.management.base import BaseCommand

from electoral.office.actions import operator
from review.actions.application import destroy_due_applications


class Command(BaseCommand):
    help = "Blank the declined and withdrawn applications whose period is over (3.1c). Run it once a day."

    def handle(self, **options):
        self.stdout.write(f"{destroy_due_applications(by=operator())} applications are destroyed.")
