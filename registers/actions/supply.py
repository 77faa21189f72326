"""Lines of the register of supplies: every copy, view and refusal (E9). Nobody edits one."""

from typing import Any

from registers.models import Supply


def record_supply(
    division, *, kind: str, subject: str, applicant: str, name: str, product: str, basis: str, by, **more: Any
) -> Supply:
    """Add one line, in the transaction of what it tells of; `more` as the columns of Supply (organisation, edition, area,
    form, entries, sha256, purpose, way, reason, destroy_by)."""
    return Supply.objects.create(
        division=division, kind=kind, subject=subject, applicant=applicant, name=name, product=product, basis=basis, by=by, **more
    )  # fmt: skip
