"""Finding a request or a visit by what somebody says on the telephone: a reference, a name, how they are reached."""

import re
from typing import TypeVar

from django.db.models import F, Func, Q, QuerySet, Value

from electoral.office.references import read_reference

Rows = TypeVar("Rows", bound=QuerySet)
FEWEST_FIGURES, COMPARED = (
    5,
    9,
)  # of a telephone number; what stands before the last nine is its country's or the trunk's


def found_by(
    rows: Rows, typed: str, *texts: str, telephone: str = "telephone", or_else: Q | None = None
) -> Rows:
    """Rows of that reference, with the words in one of `texts`, or reached by that telephone however it is written."""
    words = typed.strip()
    wanted = Q(reference=read_reference(words) or words.upper()) | (or_else or Q(pk=None))
    for field in texts:
        wanted |= Q(**{f"{field}__icontains": words})
    figures = re.sub(r"\D", "", words)
    if telephone and len(figures) >= FEWEST_FIGURES and not re.search(r"[a-z@]", words.lower()):
        only = Func(F(telephone), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
        rows = rows.alias(figures=only)
        wanted |= Q(figures__endswith=figures.lstrip("0")[-COMPARED:])
    return rows.filter(wanted)
