"""Loading the table of entitlements and the formulas of the fees (E3, E6); they are never in code.

A file is laid over what is in force: a row that says otherwise ends the one before and begins today; a row that says the
same changes nothing; what the file does not name stays. A verification stays with the row that was verified.
"""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from electoral.office.refusals import Refused
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


@transaction.atomic
def load_law(folder: Path = FOLDER, *, on: date = SINCE) -> dict[str, int]:
    """Lay the files of the folder over the tables; returns how many rows of each began."""
    for name, model in (("products", Product), ("purposes", Purpose), ("inquiry_kinds", InquiryKind)):
        for row in _rows(folder / f"{name}.csv"):
            model.objects.update_or_create(code=row.pop("code"), defaults=row)
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
        ApplicantKind.objects.update_or_create(code=code, defaults={"name": name, "group": groups[code]})


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
    standing = {tuple(getattr(row, name) for name in key): row for row in table.filter(ended_on=None)}
    begun = []
    for row in rows:
        old = standing.get(tuple(row[name] for name in key))
        if old and all(getattr(old, name) == value for name, value in row.items()):
            continue
        if old:
            table.filter(pk=old.pk).update(ended_on=max(on, old.from_on))
        begun.append(model(**row, from_on=max(on, old.from_on) if old else on))
    table.bulk_create(begun)
    return len(begun)
