"""What can be told of a request from its rows; the objections of its life ask these questions (states/request.py)."""

from typing import Any

from registers.queries.law import in_the_law
from registers.queries.quotation import replaced_since
from registers.rules.evidence import evidence_label
from registers.states import WITH_THE_OFFICE, RequestStatus

BY_NOBODY = "none"  # the code of a row that asks for no evidence


class RequestFacts:
    """Facts about one request. Sentences are None where nothing stands against the step."""

    pk: Any
    _meta: Any
    division: Any
    status: str
    round: int
    signed_round: int
    items: Any
    evidence: Any
    quotations: Any
    applicant_id: str
    purposes: str
    fee: Any
    fee_id: int | None
    owing: int  # comes with `with_owing`

    @property
    def items_now(self):
        """What is asked for, in the round that counts."""
        return self.of("items").filter(round=self.round).select_related("product", "entitlement")

    def of(self, name: str):
        """The rows of one kind that belong to it; none while it is not written itself."""
        rows = self._meta.get_field(name).related_model._default_manager
        return getattr(self, name).all() if self.pk else rows.none()

    @property
    def has_copy(self) -> bool:
        return self.of("copies").standing().exists()

    @property
    def has_ordered_copy(self) -> bool:
        """Made, or being made."""
        return self.of("copies").filter(destroyed_at=None).exists()

    @property
    def has_open_release(self) -> bool:
        return self.of("releases").open().exists()

    @property
    def is_signed(self) -> bool:
        """E4: the applicant signed the limits that hold in this round."""
        return self.signed_round == self.round

    @property
    def is_with_the_office(self) -> bool:
        return self.status in WITH_THE_OFFICE

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
        return (
            None
            if self.is_signed
            else "The limits have changed since the applicant signed them. Ask them to sign again."
        )

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
        have = set(self.of("evidence").filter(satisfies=True).values_list("code", flat=True))
        lacking = sorted(self.evidence_codes() - have)
        wanted = "; ".join(evidence_label(code) for code in lacking)
        return f"The evidence was not seen yet. Wanted: {wanted}." if lacking else None

    @property
    def quotation(self):
        """The quotation that counts, or None."""
        return self.of("quotations").filter(round=self.round).order_by("-version").first()

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

    @property
    def is_to_be_paid(self) -> bool:
        """E6: a refused, withdrawn or free request never meets a payment page."""
        return self.status == RequestStatus.ACCEPTED and self.why_unpaid() is not None

    def why_the_quotation_does_not_hold(self) -> str | None:
        """E6: frozen with the version, until its day."""
        quotation = self.quotation
        if quotation is None:
            return "It has no quotation."
        if quotation.valid_until < self.division.today():
            return "The quotation is out of date. The office makes a new one."
        for line in quotation.lines.select_related("edition", "formula", "item__product"):
            if line.formula and line.formula.ended_on and line.formula.ended_on <= self.division.today():
                return f"{line.item.product}: the formula of its fee has changed since. The office makes a new quotation."
            if line.edition and replaced_since(line.edition, quotation.at):
                return f"{line.item.product}: a newer edition was sealed since. The office makes a new quotation."
        return None
