"""What can be told of a request from its rows; the objections of its life ask these questions (states/request.py)."""

from typing import Any

from registers.queries.law import in_the_law

BY_NOBODY = "none"  # the code of a row that asks for no evidence


class RequestFacts:
    """Facts about one request. Sentences are None where nothing stands against the step."""

    division: Any
    round: int
    items: Any
    evidence: Any
    quotations: Any
    applicant_id: str
    purposes: str
    fee: Any
    fee_id: int | None

    @property
    def items_now(self):
        """What is asked for, in the round that counts."""
        return self.items.filter(round=self.round).select_related("product", "entitlement")

    @property
    def jurisdiction(self) -> str:
        return self.division.area.state.jurisdiction

    def row_for(self, item, on=None):
        """The row of the table in force for an item today, or None: then it is denied."""
        rows = item._meta.get_field("entitlement").related_model.objects
        return in_the_law(
            rows, jurisdiction=self.jurisdiction, applicant=self.applicant_id, product=item.product_id, mode="supply",
            on=on or self.division.today(),
        )  # fmt: skip

    def why_not_entitled(self) -> str | None:
        """E3: deny by default."""
        items = list(self.items_now)
        if not items:
            return "It asks for nothing."
        for item in items:
            row = self.row_for(item)
            if row is None or row.decision == "no":
                return f"{item.product}: the law gives this applicant no copy of it."
            if item.entitlement_id != row.pk:
                return f"{item.product}: the limits have changed since the applicant signed them. Ask them to sign again."
            if item.later and row.standing_code == "none":
                return f"{item.product}: this applicant may not ask for later documents."
            if row.purposes and not set(row.purposes.split("|")) & set(self.purposes.split("|")):
                return f"{item.product}: none of the purposes is one for which this applicant may use it."
        return None

    @property
    def an_officer_decides(self) -> bool:
        return any(
            item.entitlement and item.entitlement.decision == "officer_decides" for item in self.items_now
        )

    def evidence_codes(self) -> set[str]:
        """The codes of evidence that the rows ask for."""
        return {item.entitlement.evidence_code for item in self.items_now if item.entitlement} - {
            BY_NOBODY,
            "",
        }

    def what_evidence_is_missing(self) -> str | None:
        """E3: what the row asks for was seen by a person and satisfies them."""
        have = set(self.evidence.filter(satisfies=True).values_list("code", flat=True))
        lacking = sorted(self.evidence_codes() - have)
        return f"The evidence was not seen yet: {', '.join(lacking).replace('_', ' ')}." if lacking else None

    @property
    def quotation(self):
        """The quotation that counts, or None."""
        return self.quotations.filter(round=self.round).order_by("-version").first()

    def why_unpaid(self) -> str | None:
        """E6: asked of the ledger each time."""
        quotation = self.quotation
        if quotation is None:
            return "It has no quotation."
        if quotation.amount == 0:
            return None
        if self.fee_id is None or not self.fee.is_paid:
            return "The fee has not been received."
        return None

    def why_the_quotation_does_not_hold(self) -> str | None:
        """E6: frozen with the version, until its day."""
        quotation = self.quotation
        if quotation is None:
            return "It has no quotation."
        if quotation.valid_until < self.division.today():
            return "The quotation is out of date. The office makes a new one."
        return None
