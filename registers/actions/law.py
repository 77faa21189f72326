"""Loading the table of entitlements and the formulas of the fees, and changing them (E3, E6); they are never in code.

A file of a release is laid over what is in force: a row that says otherwise ends the one before and begins; a row that the
table has, or once had, changes nothing, so that what the office changed since stays; what the file does not name stays too.
A row that somebody verified is never ended by a file.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from electoral.office.actions import record
from electoral.office.refusals import NotPermitted, Refused
from electoral.office.registry import verbs
from electoral.office.roles import Permission
from registers.models import ApplicantKind, Entitlement, FeeRule, InquiryKind, Product, Purpose

FOLDER = Path(__file__).parent.parent / "law"
NATIONS = {"EW": "england_and_wales", "S": "scotland", "NI": "northern_ireland", "AU": "australia"}
BASIS = {"S": "basis_scotland", "NI": "basis_ni"}  # the column that names the twin regulation
SINCE = date(2026, 1, 1)  # the year in which the table was read
KEY = ("jurisdiction", "applicant_id", "product_id", "mode")
TEXTS = {
    "area_code": "area_code", "area_rule": "area_rule", "fee_code": "fee_code", "default_format": "default_format",
    "other_format": "other_format", "subsequent_documents": "subsequent_documents", "request_must_state": "request_must_state",
    "purpose_codes": "purposes", "purpose_text_shown_to_user": "purpose_text", "onward_text_shown_to_user": "onward_text",
    "evidence_code": "evidence_code", "evidence_law": "evidence_law", "evidence_proposed": "evidence_proposed",
    "response_time": "response_time", "special_handling": "special_handling", "offence": "offence",
    "standing_code": "standing_code", "source_status": "source_status", "text_read": "text_read", "source": "source",
    "decision": "decision", "trigger": "trigger", "applicant": "applicant_name",
}  # fmt: skip


verbs(
    begin_law_row="added a row to the law",
    change_law_row="changed a row of the law",
    verify_law_row="verified a row against the law as it stands",
)


@dataclass(frozen=True)
class LawRow:
    """A row of the table or a formula, as the subject of events: it is of a nation and of no division."""

    row: Entitlement | FeeRule

    @property
    def reference(self) -> str:
        return f"{self.row._meta.model_name}:{self.row.pk}"


@transaction.atomic
def load_law(folder: Path = FOLDER, *, on: date = SINCE) -> dict[str, int]:
    """Lay the files of the folder over the tables; returns how many rows of each began. What is known by a code is added
    where it is not there, and left as the office has it where it is."""
    for name, model in (("products", Product), ("purposes", Purpose), ("inquiry_kinds", InquiryKind)):
        for row in _rows(folder / f"{name}.csv"):
            model.objects.get_or_create(code=row.pop("code"), defaults=row)
    rows = _rows(folder / "entitlements.csv")
    _load_applicants(rows, {r["code"]: r["group"] for r in _rows(folder / "applicants.csv")})
    began = _lay_over(Entitlement, KEY, [_entitlement(row) for row in rows], on)
    formulas = [_formula(row) for row in _rows(folder / "fees.csv")]
    return {
        "entitlements": began,
        "fees": _lay_over(FeeRule, ("jurisdiction", "fee_code", "format"), formulas, on),
    }


def _rows(file: Path) -> list[dict[str, Any]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _load_applicants(rows: Iterable[dict], groups: dict[str, str]) -> None:
    names = {row["applicant_code"]: row["applicant"] for row in reversed(list(rows))}  # the first name stands
    for code, name in names.items():
        if code not in groups:
            raise Refused(f"applicants.csv does not say to which group of users {code} belongs.")
        ApplicantKind.objects.get_or_create(code=code, defaults={"name": name, "group": groups[code]})


def _entitlement(row: dict[str, str]) -> dict[str, Any]:
    nation = row["jurisdiction"]
    return {
        "jurisdiction": NATIONS[nation],
        "applicant_id": row["applicant_code"],
        "product_id": row["product_code"],
        "mode": row["mode"].lower(),
        "conditional": row["allowed"] == "CONDITIONAL",
        "second_person": row["second_person"] == "yes",
        "basis": row.get(BASIS.get(nation, "")) or row["basis"],
        **{field: row[column] for column, field in TEXTS.items()},
    }


def _formula(row: dict[str, str]) -> dict[str, Any]:
    return {
        "jurisdiction": NATIONS[row["jurisdiction"]],
        "fee_code": row["fee_code"],
        "format": row["format"],
        "base": int(row["base_minor"]),
        "per_block": int(row["per_block_minor"]),
        "block_size": int(row["block_size"]),
        "basis": row["basis"],
    }


def _lay_over(model: type[models.Model], key: tuple[str, ...], rows: list[dict[str, Any]], on: date) -> int:
    table: Any = model._default_manager
    known: dict[tuple, list[Any]] = {}
    for row in table.order_by("ended_on"):  # the one in force is last
        known.setdefault(tuple(getattr(row, name) for name in key), []).append(row)
    begun = []
    for row in rows:
        before = known.get(tuple(row[name] for name in key), [])
        old = before[-1] if before and before[-1].ended_on is None else None
        if (old and old.is_verified) or any(_says(known_row, row) for known_row in before):
            continue
        if old:
            table.filter(pk=old.pk).update(ended_on=max(on, old.from_on))
        begun.append(model(**row, from_on=max(on, old.from_on) if old else on))
    table.bulk_create(begun)
    return len(begun)


def _says(row: Any, values: dict[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


@transaction.atomic
def begin_row(row: Entitlement | FeeRule, *, by, on: date | None = None) -> Entitlement | FeeRule:
    """Add a row for a pair, or a formula, that the table does not have; nobody has verified it yet (E3)."""
    _demand(by, row)
    row.verified_by, row.verified_on, row.from_on = None, None, on or timezone.localdate()
    row = _kept(row)
    record(LawRow(row), "begin_law_row", by=by, row=str(row))
    return row


@transaction.atomic
def change_row(
    row: Entitlement | FeeRule, *, by, on: date | None = None, **given: Any
) -> Entitlement | FeeRule:
    """End a row, or a formula, and begin another with what is given in its place (E3); a verification ends with it.

    The office's own policy (E11) is no law: it is changed in the row itself, and nobody has to sign again for it.
    """
    old = _in_force(row)
    _demand(by, old)
    begins = on or timezone.localdate()
    changed = {name: value for name, value in given.items() if getattr(old, name) != value}
    if not changed:
        return old
    if set(changed) == {"policy"}:
        type(old)._default_manager.filter(pk=old.pk).update(**changed)
        old.refresh_from_db()
        record(LawRow(old), "change_law_row", by=by, row=str(old), changed=["policy"])
        return old
    if begins < old.from_on:
        raise Refused(f"It begins on {old.from_on:%-d %B %Y} or later: from then the row before is in force.")
    fields = [f.attname for f in old._meta.concrete_fields if f.name not in OF_A_ROW]
    same = {name: getattr(old, name) for name in fields}
    type(old)._default_manager.filter(pk=old.pk).update(ended_on=begins)
    made = _kept(type(old)(**{**same, **changed}, from_on=begins))
    before = LawRow(old).reference
    record(LawRow(made), "change_law_row", by=by, row=str(made), changed=sorted(changed), before=before)
    return made


@transaction.atomic
def verify_row(row: Entitlement | FeeRule, *, by, on: date | None = None) -> Entitlement | FeeRule:
    """Say that somebody read the law as it stands, and that the row agrees with it; the row names who and when (E3)."""
    row = _in_force(row)
    _demand(by, row)
    if row.is_verified:
        raise Refused(f"{row} was verified on {row.verified_on:%-d %B %Y} already.")
    row.verified_by, row.verified_on = by, on or timezone.localdate()
    row.save(update_fields=["verified_by", "verified_on"])
    record(LawRow(row), "verify_law_row", by=by, row=str(row))
    return row


OF_A_ROW = {"id", "from_on", "ended_on", "verified_by", "verified_on"}


def may_change(user, row: Entitlement | FeeRule) -> bool:
    """Whether the person is administrator somewhere in the nation of the row."""
    return user.states(Permission.REFERENCE_EDIT).filter(jurisdiction=row.jurisdiction).exists()


def _demand(by, row: Entitlement | FeeRule) -> None:
    if not may_change(by, row):
        raise NotPermitted(
            "Only an administrator of an office in that nation may change its table of entitlements."
        )


def _in_force(row: Any) -> Any:
    """The row, locked as it is now; what has ended is not touched."""
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if row.ended_on:
        raise Refused(f"This row ended on {row.ended_on:%-d %B %Y}. Change the one in force.")
    return row


def _kept(row: Any) -> Any:
    try:
        row.full_clean()
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from None
    row.save()
    return row
