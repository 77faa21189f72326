"""What can be told of a request from its rows; the objections of its life ask these questions (states/request.py)."""

from typing import Any

from payments.states import FeeStatus
from registers.queries.law import in_the_law
from registers.queries.quotation import replaced_since
from registers.queries.request import AUTHORITY, BY_NOBODY, GIVEN
from registers.rules.area import areas_allowed, why_not_area
from registers.rules.asking import is_by_an_agent
from registers.rules.evidence import evidence_label
from registers.rules.lists import is_of_an_earlier_day
from registers.rules.release import KEPT_FOR
from registers.states import WITH_THE_OFFICE, RequestStatus

CHANGED = "The limits have changed since the applicant signed them."
SIGN_AGAIN = f"{CHANGED} Ask them to sign again."
OPEN_AND_SIGN = f"{CHANGED} The office opens the decision again; then they sign."


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
    organisation: str
    purposes: str
    fee: Any
    fee_id: int | None
    owing: int  # comes with `with_owing`
    lacks_evidence: bool  # comes with it too

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
    def release_told(self):
        """The release of which the applicant is told, or None."""
        last = self.of("releases").order_by("-pk").first()
        return last if last and last.is_told_outside else None

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
        """E3: deny by default. Today's row gives it, and the row that was signed allows what is asked under it."""
        items = list(self.items_now)
        if not items:
            return "It asks for nothing."
        found = (reason for item in items if (reason := self._why_not_given(item)))
        return next(found, None if self.is_signed else SIGN_AGAIN)

    def _why_not_given(self, item) -> str | None:
        now, row = self.row_for(item), item.entitlement
        if now is None or now.decision == "no":
            return f"{item.product}: the law gives this applicant no copy of it."
        if areas_allowed(now.area_code) and (reason := why_not_area(item.area, now.area_code, now.fee_code)):
            return f"{item.product}: {reason} {now.area_rule}".strip()
        if row is None or row.decision == "no":
            return f"{item.product}: {SIGN_AGAIN}"
        if item.later and row.standing_code == "none":
            return f"{item.product}: this applicant may not ask for later documents."
        if row.purposes and not set(row.purposes.split("|")) & set(self.purposes.split("|")):
            return f"{item.product}: none of the purposes is one for which this applicant may use it."
        return None

    def why_to_sign_again(self) -> str | None:
        """E4: until the cost is accepted, the limits that were signed are those of today; from then on, those that were signed."""
        if self.is_signed and not self.has_other_rows:
            return None
        return SIGN_AGAIN if self.status in (RequestStatus.SENT, RequestStatus.ASKED) else OPEN_AND_SIGN

    @property
    def has_other_rows(self) -> bool:
        """Whether a row of today says other than the one that was shown for this round."""
        rows = [(self.row_for(item), item.entitlement) for item in self.items_now]
        return any(row is not None and not row.says_as(shown) for row, shown in rows)

    @property
    def is_for_keeps(self) -> bool:
        """Whether all of it may be kept, as by a library, or the open register; no day is named for its destruction (E9)."""
        rows = [item.entitlement for item in self.items_now if item.entitlement]
        return bool(rows) and all(KEPT_FOR & set(row.purpose_codes) for row in rows)

    @property
    def an_officer_decides(self) -> bool:
        return any(
            item.entitlement and item.entitlement.decision == "officer_decides" for item in self.items_now
        )

    @property
    def is_by_an_agent(self) -> bool:
        """E3c: an election agent asks for the candidate, who has the right; `organisation` is the candidate."""
        return is_by_an_agent(self.applicant_id, self.organisation)

    @property
    def whom_for(self) -> str:
        """For which body, or for whom, behind the name of whoever asks: on letters, and in the notice of each copy."""
        return f"for {self.organisation}" if self.is_by_an_agent else self.organisation

    def evidence_codes(self) -> set[str]:
        """The codes of evidence that the rows ask for, with the letter of whoever an agent asks for."""
        rows = {item.entitlement.evidence_code for item in self.items_now if item.entitlement}
        return (rows | ({AUTHORITY} if self.is_by_an_agent else set())) - {BY_NOBODY, ""}

    def evidence_awaited(self) -> set[str]:
        """Those of them that the applicant has still to show or send: not given, or found wanting (E3)."""
        given = self.of("evidence").filter(GIVEN)
        return self.evidence_codes() - set(given.values_list("code", flat=True))

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
        if self.fee_id and self.fee.is_paid:
            return None
        if self.fee_id and self.fee.going_back():
            return "The fee is going back: a refund of it is agreed."
        return "The fee has not been received."

    @property
    def has_standing_invoice(self) -> bool:
        return self.fee_id is not None and self.fee.status == FeeStatus.RAISED

    @property
    def lost_its_invoice(self) -> bool:
        """Accepted for a sum, and the cashier cancelled the invoice: it is quoted again, or opened again."""
        return (
            self.status == RequestStatus.ACCEPTED
            and self.fee_id is not None
            and not self.has_standing_invoice
        )

    @property
    def is_to_be_paid(self) -> bool:
        """E6: a refused, withdrawn or free request never meets a payment page, nor one that is to be refused or quoted again."""
        return (
            self.status == RequestStatus.ACCEPTED
            and self.has_standing_invoice
            and self.why_unpaid() is not None
            and self.why_not_entitled() is None
        )

    @property
    def lists_of_an_earlier_day(self) -> list:
        """Absent voters lists that were quoted as they stood, and are not those of today (regulation 61(16)(a))."""
        lines = self.quotation.lines.select_related("edition") if self.quotation else []
        named, today = [line.edition for line in lines if line.edition], self.division.today()
        return [one for one in named if is_of_an_earlier_day(one.stage, one.speaks_on, today)]

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
