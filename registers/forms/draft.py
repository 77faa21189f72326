"""A request that somebody outside is still writing: their answers so far, and what the table says to them (E2, E3).

Nothing of the law is kept with the answers: choices, limits and sums are read again each time.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from electoral.office.models import Division
from payments.rules.money import currency_of
from registers.actions.answer import Answer, answer, offered
from registers.actions.pricing import sums_before
from registers.models import ApplicantKind, Entitlement, Mode, Product
from registers.rules import questions as ask
from registers.rules.asking import ASKS_FOR, BODIES, ItemAsked
from registers.rules.fee import Price

ANYBODY = ("PUBLIC", "ELECTOR")  # what everybody also is, whatever else they are
OWN_ENTRY = "OWN"
# Whoever asks what is held of themselves is not asked for what: the law wants no reason.
OF_THEMSELVES = {
    "purposes": ["OWN_DATA"],
    "purpose_note": "To know what is held of me.",
    "when": "newest",
    "wanted_on": "",
}


class Draft:
    """`answers` by question; `offices` those that can be asked. What has one answer alone is not asked."""

    def __init__(self, answers: Mapping[str, Any], offices):
        self.offices = list(offices)
        self.answers = dict(answers)
        if len(self.offices) == 1:
            self.answers[ask.OFFICE] = self.offices[0].code
        if ask.GROUP in self.answers and ask.KIND not in self.answers and self.division:
            self.answer_for_the_only_kind()
        if self.answers.get(ask.WHAT) == [OWN_ENTRY]:
            self.answers.setdefault(ask.PURPOSE, OF_THEMSELVES)

    def answer_for_the_only_kind(self) -> None:
        """Who belongs to a group with one kind is not asked which."""
        kinds = list(self.kinds.filter(group=self.answers[ask.GROUP])[:2])
        if len(kinds) == 1:
            self.answers[ask.KIND] = kinds[0].pk

    @cached_property
    def division(self) -> Division | None:
        return next((office for office in self.offices if office.code == self.answers.get(ask.OFFICE)), None)

    @property
    def office(self) -> Division:
        """The office, once it was chosen."""
        assert self.division is not None
        return self.division

    @property
    def nation(self) -> str:
        return self.office.area.state.jurisdiction

    @property
    def currency(self) -> str:
        return currency_of(self.nation)

    @property
    def kinds(self):
        """Who may ask here: the kinds of which the table says anything."""
        rows = Entitlement.objects.in_force(self.office.today()).filter(jurisdiction=self.nation)
        return ApplicantKind.objects.filter(pk__in=rows.values("applicant"))

    @cached_property
    def kind(self) -> ApplicantKind:
        return ApplicantKind.objects.get(pk=self.answers[ask.KIND])

    @property
    def is_by_an_agent(self) -> bool:
        return bool(self.answers.get(ask.AGENT))

    @cached_property
    def may_ask_for(self) -> ApplicantKind | None:
        """For whom somebody asks who has no right of their own, as an election agent for the candidate (regulation 108)."""
        return self.kinds.filter(pk=ASKS_FOR.get(self.kind.pk)).first()

    def as_somebody_else(self, kind: str, product: str) -> dict[str, Any] | None:
        """The answers of who asks for a product as anybody may, or for the candidate; None where neither is open here."""
        if self.may_ask_for and (self.may_ask_for.pk, "") == (kind, product):
            who = self.may_ask_for
            return {ask.OFFICE: self.office.code, ask.GROUP: who.group, ask.KIND: who.pk, ask.AGENT: True}
        for row in self.open_to_anybody:
            if (row.applicant_id, row.product_id) == (kind, product):
                group = row.applicant.group
                return {ask.OFFICE: self.office.code, ask.GROUP: group, ask.KIND: kind, ask.WHAT: [product]}
        return None

    @property
    def is_a_body(self) -> bool:
        return self.kind.group in BODIES

    @cached_property
    def open_products(self) -> list[Answer]:
        """What may be asked for with hope: a yes, or an officer decides. Without a row nothing is offered (S1)."""
        given = offered(self.nation, self.kind.pk, self.office.today())
        return [one for one in given if one.row and one.row.mode == Mode.SUPPLY and one.decision != "no"]

    @cached_property
    def closed_products(self) -> list[tuple[Product, Answer]]:
        """What the law does not give this kind, with the reason and what is open instead (E3b)."""
        have = {one.row.product_id for one in self.open_products if one.row}
        spoken_of = Entitlement.objects.in_force(self.office.today()).filter(
            jurisdiction=self.nation, mode=Mode.SUPPLY
        )
        anybody = spoken_of.filter(applicant__in=ANYBODY).exclude(decision="no").values("product")
        others = (
            Product.objects.filter(pk__in=spoken_of.values("product"))
            .exclude(pk__in=have)
            .exclude(pk__in=anybody)
        )
        return [(product, self.answer(product.pk)) for product in others]

    def answer(self, product: str) -> Answer:
        return answer(
            jurisdiction=self.nation, applicant=self.kind.pk, product=product, on=self.office.today()
        )

    @cached_property
    def open_to_anybody(self) -> list[Entitlement]:
        """Copies that they get as somebody else: as any person, or as an elector of their own entry."""
        have = {one.row.product_id for one in self.open_products if one.row}
        rows = Entitlement.objects.in_force(self.office.today()).filter(
            jurisdiction=self.nation, mode=Mode.SUPPLY
        )
        rows = rows.filter(applicant__in=ANYBODY).exclude(decision="no").exclude(product__in=have)
        return list(rows.select_related("product", "applicant"))

    @cached_property
    def chosen(self) -> list[tuple[Product, Answer]]:
        """What was chosen, each with the answer of the table as it is now."""
        products = Product.objects.in_bulk(self.answers[ask.WHAT])
        return [(products[code], self.answer(code)) for code in self.answers[ask.WHAT] if code in products]

    @property
    def rows(self) -> list[Entitlement]:
        """The rows whose limits are signed."""
        return [one.row for _, one in self.chosen if one.row and one.decision != "no"]

    @property
    def limits(self) -> list[tuple[str, Entitlement]]:
        """The limits that are signed: what the same words hold for stands together, by name."""
        alike: dict[tuple, list[Entitlement]] = {}
        for row in self.rows:
            words = (row.purpose_text, row.onward_text, row.offence, row.basis, row.is_verified)
            alike.setdefault(words, []).append(row)
        return [(", ".join(row.product.name for row in rows), rows[0]) for rows in alike.values()]

    @property
    def is_for_a_refusal(self) -> bool:
        """They ask for what the law does not give, to have a refusal in writing."""
        return not self.rows

    @property
    def signed_rows_stand(self) -> bool:
        """Whether the rows that they read and signed are still those of the table (E4)."""
        now = [row.pk for row in self.rows]
        return all(
            now == self.answers[name]["rows"] for name in (ask.MAY, ask.DECLARE) if name in self.answers
        )

    @property
    def items(self) -> list[ItemAsked]:
        return [ItemAsked(code, **self.answers[ask.COPIES][code]) for code in self.answers[ask.WHAT]]

    @property
    def codes(self) -> set[str]:
        """The purposes for which the rows allow a use."""
        return {code for row in self.rows for code in row.purposes.split("|") if code}

    @cached_property
    def sums(self) -> dict[str, Price | None]:
        """What each thing would cost today by the published formula, by product; None where that cannot be told before (E6)."""
        rows = {row.product_id: row for row in self.rows}
        asked = [(rows[item.product], item) for item in self.items if item.product in rows]
        found = sums_before(self.office, asked)
        return {item.product: its for (_, item), its in zip(asked, found, strict=True)}

    @property
    def next_question(self) -> str | None:
        return ask.first_unanswered(self.answers)
