from django.core.management.base import BaseCommand

from registers.actions.law import load_law


class Command(BaseCommand):
    help = (
        "Lays the table of entitlements and the formulas of the fees over what is in force (registers/law)."
    )

    def handle(self, *args, **options):
        began = load_law()
        if options["verbosity"]:
            self.stdout.write(
                f"{began['entitlements']} rows of the table and {began['fees']} formulas begin."
            )
