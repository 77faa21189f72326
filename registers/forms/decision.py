"""The steps of a request at the desk: asked, answered, decided, priced, opened again (E2, E3, E3b, E6)."""

from typing import Any

from django import forms

from payments.rules.money import read_money
from registers.actions.answer import answer, formula_of
from registers.actions.bundling import OF_ONE
from registers.actions.pricing import editions_open_to
from registers.actions.request import asked_in
from registers.models import AccessRequest, Edition
from registers.rules.asking import ItemAsked
from registers.rules.products import PRODUCTS

LONG = forms.Textarea(attrs={"rows": 5})


class StepForm(forms.Form):
    """A step's own questions; `asked` is the request. What is cleaned is what the action takes."""

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, **options)
        self.asked = asked

    def taken(self) -> dict[str, Any]:
        return self.cleaned_data


class AskForm(StepForm):
    text = forms.CharField(
        label="What you need to know", max_length=4000, widget=LONG, help_text="The applicant reads this. The clock stands until they answer."
    )  # fmt: skip


class AnswerForm(StepForm):
    text = forms.CharField(label="What the applicant answered", max_length=4000, widget=LONG)


class ConfirmForm(StepForm):
    access = forms.BooleanField(label="They may have it: each thing, in this part, in this form")
    use = forms.BooleanField(label="They may use it for the purposes that they named")
    reason = forms.CharField(label="Why: what you saw, and what it shows", max_length=2000, widget=LONG)

    def taken(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}


class RefuseForm(StepForm):
    access = forms.BooleanField(label="They might have it", required=False)
    use = forms.BooleanField(
        label="They might use it for this", required=False, help_text="At least one of the two stays empty."
    )
    failed = forms.CharField(
        label="The condition that is not met", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label="Why, in plain words: the letter says this", max_length=2000, widget=LONG)
    open_instead = forms.CharField(
        label="What is open to them instead", max_length=1000, required=False, widget=LONG
    )

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, asked=asked, **options)
        self.initial = {**self.initial, **told_by_the_table(asked)}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("access") and found.get("use"):
            self.add_error(
                "use", "Leave one of the two empty: what is refused is to have it, to use it, or both."
            )
        return found


class ReopenForm(StepForm):
    keep = forms.MultipleChoiceField(label="What stays asked for", widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(
        label="Why the decision is opened again",
        max_length=2000,
        widget=LONG,
        help_text="For colleagues only.",
    )

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, asked=asked, **options)
        items = list(asked.items_now)
        self.fields["keep"].choices = [(str(i.pk), str(i)) for i in items]  # type: ignore[attr-defined]
        self.initial["keep"] = [str(i.pk) for i in items]

    def taken(self) -> dict[str, Any]:
        kept = set(self.cleaned_data["keep"])
        items: list[ItemAsked] = [asked_in(i) for i in self.asked.items_now if str(i.pk) in kept]
        return {"why": self.cleaned_data["why"], "items": items}


class WithdrawForm(StepForm):
    why = forms.CharField(label="What the applicant says", max_length=2000, required=False, widget=LONG)


class SignForm(StepForm):
    declared_name = forms.CharField(label="Who signed the declaration again", max_length=150)


class AcceptForm(StepForm):
    """Nothing to fill in: that they accepted is what is keyed in."""


class QuoteForm(StepForm):
    """The edition of each item; the sum of those for which the law names no formula."""

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, asked=asked, **options)
        for item in asked.items_now:
            if item.product_id in PRODUCTS and item.product_id not in OF_ONE:
                self.fields[f"edition_{item.pk}"] = forms.ModelChoiceField(
                    editions_open_to(asked, item),
                    label=f"{item}: edition",
                    empty_label="The newest",
                    required=False,
                )
            if item.entitlement and formula_of(item.entitlement, item.form, asked.division.today()) is None:
                self.fields[f"amount_{item.pk}"] = forms.CharField(
                    label=f"{item}: sum",
                    max_length=15,
                    help_text="The law names no formula: an officer sets it, like 147.50.",
                )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for name in [n for n in found if n.startswith("amount_")]:
            try:
                found[name] = read_money(found[name])
            except ValueError as wrong:
                self.add_error(name, str(wrong))
        return found

    def taken(self) -> dict[str, Any]:
        editions: dict[int, Edition] = self._by_item("edition_")
        return {"editions": editions, "amounts": self._by_item("amount_")}

    def _by_item(self, prefix: str) -> dict[int, Any]:
        found = self.cleaned_data.items()
        return {
            int(n.removeprefix(prefix)): v for n, v in found if n.startswith(prefix) and v not in (None, "")
        }


def told_by_the_table(asked: AccessRequest) -> dict[str, str]:
    """The conditions that failed and what is open instead, as the table has them (E3b); the officer changes the words."""
    on, nation = asked.division.today(), asked.jurisdiction
    answers = [
        answer(jurisdiction=nation, applicant=asked.applicant_id, product=item.product_id, on=on)
        for item in asked.items_now
    ]
    failed = dict.fromkeys(a.failed for a in answers if a.decision == "no" and a.failed)
    instead = dict.fromkeys(line for a in answers if a.decision == "no" for line in a.open_instead)
    return {"failed": " ".join(failed)[:300], "open_instead": "\n".join(instead)[:1000]}
