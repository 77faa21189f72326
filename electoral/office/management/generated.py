"""Documents that are made from the code: each command writes its file, or says that the file is out of date."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("electoral", "walks", "review", "registers", "payments")


class DocumentCommand(BaseCommand):
    """`path` is the file, relative to the repository; `text` what it should hold."""

    path = ""

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def text(self) -> str:
        raise CommandError("This command makes no document.")

    def handle(self, *, check, **options):
        file, text = ROOT / self.path, self.text()
        if file.exists() and file.read_text() == text:
            self.stdout.write(f"{self.path} is up to date.")
        elif check:
            raise CommandError(f"{self.path} is out of date: ./office manage {Path(self.path).stem}")
        else:
            file.write_text(text)
            self.stdout.write(f"{self.path} is written.")


def sources() -> Iterator[tuple[str, Path, ast.Module]]:
    """(dotted name, file, tree) of every module of the product but migrations."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                yield dotted, file, ast.parse(file.read_text())


def table(*rows: tuple[str, ...]) -> str:
    """A table of Markdown; the first row heads it."""
    lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
