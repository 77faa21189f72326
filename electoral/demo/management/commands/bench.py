import argparse
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from electoral.bench.measure import table, write_json
from electoral.bench.parts import PARTS, measured
from electoral.bench.scratch import scratch
from electoral.demo.generator import make_division
from electoral.door.binaries import NotAvailable
from electoral.door.place import Stop, end_in_order, run


class Command(BaseCommand):
    help = "Measure loads, listings and splits against their floors, in a database made for it and taken away again."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the table there too")
        parser.add_argument("--electors", type=int, default=120_000, metavar="N", help="of the division")
        parser.add_argument("--walks", type=int, default=250, metavar="N", help="at most so many listings")
        parser.add_argument(
            "--repeat", type=int, default=5, metavar="N", help="a figure is the median of them"
        )
        parser.add_argument("--only", choices=sorted(PARTS), help="this part alone")
        parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # the bench's own child

    def handle(self, *, here, json, electors, walks, repeat, only, **options):
        how = {"electors": electors, "walks": walks, "repeat": repeat}
        if here:
            self.measure(json, only, how)
            return
        words = [f"--{name}={value}" for name, value in how.items()]
        words += [f"--json={json.resolve()}"] if json else []
        words += [f"--only={only}"] if only else []
        if code := self.in_scratch(words):
            raise SystemExit(code)

    def in_scratch(self, words) -> int:
        """The same command in a place of its own; how it ended."""
        end_in_order()
        manage = str(settings.BASE_DIR / "manage.py")
        try:
            with scratch() as environment:
                return run([sys.executable, manage, "bench", "--here", *words], environment)
        except NotAvailable as missing:
            raise CommandError(str(missing)) from None
        except Stop as stopped:
            return 128 + stopped.args[0]

    def measure(self, json, only, how) -> None:
        end_in_order()
        with tempfile.TemporaryDirectory(dir=settings.OFFICE_VAR) as folder:
            figures = measured(make_division, Path(folder), only=only, **how)
        self.stdout.write(table(figures))
        if json:
            write_json(json, figures, **how)
