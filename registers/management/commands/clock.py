from django.core.management.base import BaseCommand

from electoral.jobs.tasks import do_what_is_due
from registers import tasks


class Command(BaseCommand):
    help = "Does once what the workers' clock does every five minutes: what is due and not done."
    rooms = (tasks,)  # their pieces are named by the import

    def handle(self, *args, **options):
        for name, count in do_what_is_due().items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")
