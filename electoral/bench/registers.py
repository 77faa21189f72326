"""A whole register: sealed; copied as data against COPY of the same SELECT; printed against bare Typst (E5)."""

import json
import resource
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.db import connection

from electoral.bench.division import dro_of, emptied, load, owner, settled
from electoral.bench.measure import Figure, Sample, at_most, in_child, in_turns, ours_alone, timed
from electoral.jobs.work import work_on
from electoral.papers.fonts import faces
from registers.actions.edition import order_edition
from registers.documents import print as printing
from registers.documents.data import write_data
from registers.documents.notice import CopyNotice
from registers.documents.rows import entries, selected
from registers.models import Edition

FILES = ("addresses", "protections", "electors")
PRODUCT, SOLD = "FULL", True
NOTICE = CopyNotice(
    reference="D0000000Y", recipient="Vera Testperson", organisation="Pretend Credit Ltd", basis="regulation 114",
    purpose="You may use it only to vet applications for credit. " * 3, onward="You may not pass on a copy. " * 5,
    penalty="A fine on conviction.", destroy_by=date(2027, 1, 1), verified=False,
)  # fmt: skip


@dataclass(frozen=True)
class Sealed:
    """A sealed register, the seconds that the sealing took, and a folder for its copies."""

    edition: Edition
    seconds: float
    folder: Path


def measure_registers(
    make: Callable[..., Any], folder: Path, *, electors: int, walks: int, repeat: int
) -> list[Figure]:
    """For a register, and for one of a tenth of its size."""
    few = sealed(make(folder / "tenth", code="BENCH", electors=electors // 10, seed=3), folder)
    data_of_few, print_of_few = in_turns(repeat, lambda: as_data(few), lambda: as_print(few))
    all_ = sealed(make(folder / "full", code="BENCH", electors=electors, seed=3), folder)
    data, copied = in_turns(repeat, lambda: as_data(all_), lambda: copied_out(all_))
    printed, bare = in_turns(repeat, lambda: as_print(all_), lambda: typeset_bare(all_))
    count = all_.edition.entries
    return [
        ours_alone(20, f"Seal a register, {count} entries", all_.seconds, few.seconds),
        at_most(3, f"A register as data, {count} entries, against COPY", data.seconds, copied.seconds, memory=data.memory, most_memory=250),
        at_most(1.2, "Memory of the data, against a tenth of the entries", data.memory, data_of_few.memory, "MB"),
        at_most(1.3, f"A register in print, {count} entries, against Typst", printed.seconds, bare.seconds, memory=printed.memory, most_memory=500),
        at_most(1.3, "Memory of the print, against a tenth of the entries", printed.memory, print_of_few.memory, "MB"),
    ]  # fmt: skip


def sealed(made: Any, folder: Path) -> Sealed:
    """The roll of the files, sealed by the work that the office does."""
    division = emptied()
    for kind in FILES:
        load(kind, getattr(made, kind), division)
    settled()
    edition = order_edition(division, family="register", speaks_on=division.today(), by=dro_of(division))
    with timed() as seconds:
        work_on(edition.job.pk if edition.job else None)
    edition.refresh_from_db()
    if edition.status != "sealed":
        raise RuntimeError(f"The register was not sealed: {edition.job and edition.job.error}")
    return Sealed(edition, seconds[0], folder)


def as_data(what: Sealed) -> Sample:
    """A copy as a worker writes it: in today's lawful form, in its order, with its header."""
    return measured(
        lambda how: write_data(what.edition, PRODUCT, sold=SOLD, out=what.folder / "copy.csv", **how), what
    )


def as_print(what: Sealed) -> Sample:
    return measured(
        lambda how: printing.write_print(
            what.edition, PRODUCT, sold=SOLD, out=what.folder / "copy.pdf", **how
        ),
        what,
    )


def measured(write: Callable[[dict[str, Any]], int], what: Sealed) -> Sample:
    """One run in a process of its own; its memory, or that of the greatest of its children."""
    how = {"notice": NOTICE, "by": dro_of(what.edition.division)}

    def work() -> tuple[float, float]:
        with timed() as seconds:
            write(how)
        return seconds[0], resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    (seconds, of_children), memory = in_child(work)
    return Sample(seconds, max(memory, of_children))


def copied_out(what: Sealed) -> Sample:
    """The floor of data: what COPY makes of the same SELECT, by itself."""
    sql, values = selected(what.edition, PRODUCT, sold=SOLD, by=dro_of(what.edition.division))

    def work() -> float:
        with owner() as cursor, (what.folder / "floor.csv").open("wb") as file:
            with timed() as seconds:
                cursor.copy_expert(
                    cursor.mogrify(f"COPY ({sql}) TO STDOUT WITH (FORMAT csv, HEADER)", values), file
                )
            return seconds[0]

    return Sample(*in_child(work))


def typeset_bare(what: Sealed) -> Sample:
    """The floor of print: one process that compiles the same pieces one after another, from values that stand ready."""
    pieces = [json.dumps(piece, ensure_ascii=False) for piece in pieces_of(what)]
    connection.close()
    root, covers = settings.BASE_DIR / "templates", faces().covers

    def work() -> float:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS_FOLDER)]
        )
        compiler = typst.Compiler(str(root / printing.TEMPLATE), root=str(root), font_paths=fonts)
        with timed() as seconds:
            for values in pieces:
                compiler.compile(
                    format="pdf", sys_inputs={"values": values, "covers": covers}, pdf_tags=False
                )
        return seconds[0]

    return Sample(*in_child(work))


def pieces_of(what: Sealed) -> Iterator[dict[str, Any]]:
    """The values of each piece of the print, as the template takes them."""
    by = dro_of(what.edition.division)
    sql, values = selected(what.edition, PRODUCT, sold=SOLD, by=by, headings=True)
    lines: Iterable[list[str]] = printing.with_headings(entries(sql, values), PRODUCT)
    frame = printing.frame(what.edition, PRODUCT, area="", sold=SOLD, notice=NOTICE)
    while piece := list(islice(lines, printing.ENTRIES_A_PIECE)):
        yield frame | {"entries": piece, "first": 1}
