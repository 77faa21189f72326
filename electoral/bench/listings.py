"""All Walk Listings of a division against bare Typst, and one of them against a page of HTML in WeasyPrint."""

import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
import weasyprint
from django.conf import settings

from electoral.bench.division import dro_of, emptied, load, settled
from electoral.bench.frozen import frozen_page
from electoral.bench.measure import Figure, Sample, at_least, at_most, in_child, in_turns, timed
from electoral.bench.workers import Watch, working
from electoral.office.models import Division
from electoral.papers.fonts import faces
from electoral.papers.models import Run
from electoral.papers.render import render_typst
from walks.actions import build_walks
from walks.actions.listing import TEMPLATE, barred_walks, order_listings
from walks.documents import walk_listing
from walks.listing_plan import plan_listing
from walks.models import Listing, Walk

FILES = ("addresses", "protections", "electors")
POLL_SECONDS = 0.2
HTML_REPEAT = 3  # half a minute each time


@dataclass(frozen=True)
class Filled:
    """A division with its Walks, as many as are asked for."""

    division: Division
    walks: Sequence[Walk]


@dataclass(frozen=True)
class Planned:
    """What bare Typst is given: the values of each listing as the template takes them, and the pages of them all."""

    values: list[str]
    pages: int


def measure_listings(
    make: Callable[..., Any], folder: Path, *, electors: int, walks: int, repeat: int
) -> list[Figure]:
    """From the request to the files, for a division's Walks and for those of a division of a tenth of its size."""
    with working() as watch:
        few = filled(
            make(folder / "tenth", code="BENCH", electors=electors // 10, seed=2), max(1, walks // 10)
        )
        (small,) = in_turns(repeat, lambda: produced(few, watch))
        pages_of_few = planned(few).pages
        all_ = filled(make(folder / "full", code="BENCH", electors=electors, seed=2), walks)
        first = produced(all_, watch)
        plans = planned(all_)
        ours, floor = in_turns(repeat, lambda: produced(all_, watch), lambda: typeset_bare(plans))
    mine, html = in_turns(min(repeat, HTML_REPEAT), lambda: typeset_one(all_), lambda: page_of_html(all_))
    name = f"Make {len(all_.walks)} listings, {plans.pages} pages, against Typst"
    each, each_of_few = ours.seconds / plans.pages * 1000, small.seconds / pages_of_few * 1000
    return [
        at_most(0.75, name, ours.seconds, floor.seconds, memory=ours.memory, most_memory=400),
        at_most(1.15, "A page of it, against a tenth of the Walks", each, each_of_few, "ms", memory=small.memory),
        at_most(1.15, "Memory of a worker, the last run against the first", ours.memory, first.memory, "MB"),
        at_least(15, "One listing, against a page of HTML in WeasyPrint", mine.seconds, html.seconds),
    ]  # fmt: skip


def filled(made: Any, walks: int) -> Filled:
    """The division with what the files hold, and that many of its Walks."""
    division = emptied()
    for kind in FILES:
        load(kind, getattr(made, kind), division)
    build_walks(division, by=dro_of(division))
    barred = barred_walks(division)
    return Filled(division, [w for w in Walk.objects.filter(division=division) if w.pk not in barred][:walks])


def produced(what: Filled, watch: Watch) -> Sample:
    """A person asks for the listings, and the workers make them."""
    shutil.rmtree(settings.OFFICE_VAR / "papers", ignore_errors=True)
    settled()
    with timed() as seconds:
        order = order_listings(what.division, what.walks, by=dro_of(what.division))
        while (run := Run.objects.with_progress().get(pk=order.run_id)).waiting:
            watch.look()
            time.sleep(POLL_SECONDS)
    if run.done != run.total:
        raise RuntimeError(f"{run.total - run.done} of {run.total} listings were not made.")
    return Sample(seconds[0], watch.taken())


def _latest(what: Filled) -> list[Listing]:
    """The listings of the order that was made last."""
    found = Listing.objects.select_related("walk", "order", "division__area__state")
    return list(found.filter(division=what.division).order_by("walk_id", "-version").distinct("walk_id"))


def _of_middle_size(what: Filled) -> Listing:
    listings = sorted(_latest(what), key=lambda listing: listing.residences or 0)
    return listings[len(listings) // 2]


def planned(what: Filled) -> Planned:
    """The listings that were made, planned once more and kept in memory."""
    plans = [plan_listing(*walk_listing(listing)) for listing in _latest(what)]
    return Planned([json.dumps(p.values, ensure_ascii=False) for p in plans], sum(p.pages for p in plans))


def typeset_bare(plans: Planned) -> Sample:
    """The floor: one process on one core, which compiles one after another and keeps what Typst keeps."""
    root, covers = settings.BASE_DIR / "templates", faces().covers

    def work() -> float:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS_FOLDER)]
        )
        compiler = typst.Compiler(str(root / TEMPLATE), root=str(root), font_paths=fonts)
        with timed() as seconds:
            for values in plans.values:
                compiler.compile(
                    format="pdf", sys_inputs={"values": values, "covers": covers}, pdf_tags=False
                )
        return seconds[0]

    return Sample(*in_child(work, core=_one_core()))


def typeset_one(what: Filled) -> Sample:
    """One listing as a worker makes it, from the rows to the file, on one core."""
    listing, out = _of_middle_size(what), settings.OFFICE_VAR / "one.pdf"

    def work() -> float:
        with timed() as seconds:
            plan = plan_listing(*walk_listing(listing))
            render_typst(TEMPLATE, plan.values, out)
        return seconds[0]

    return Sample(*in_child(work, core=_one_core()))


def page_of_html(what: Filled) -> Sample:
    """The same listing as HTML that stands ready, made a PDF of by WeasyPrint on one core."""
    html = frozen_page(plan_listing(*walk_listing(_of_middle_size(what))))

    def work() -> float:
        with timed() as seconds:
            weasyprint.HTML(string=html).write_pdf()
        return seconds[0]

    return Sample(*in_child(work, core=_one_core()))


def _one_core() -> int:
    return min(os.sched_getaffinity(0))
