"""Queries: the list's filter, a query that is keyed in, what is written in a thread (E1)."""

from datetime import date

from django import forms

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division, User
from electoral.office.roles import Permission as P
from registers.models import InquiryKind
from registers.queries import InquiryQuerySet, colleagues
from registers.queries.finding import found_by
from registers.rules.inquiry import LONGEST


class InquiryFilter(DivisionFilter):
    q = forms.CharField(label="Reference, name or e-mail", max_length=150, required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "All queries"),
            ("unanswered", "To answer"),
            ("overdue", "Past their promised day"),
            ("mine", "Passed to me"),
            ("answered", "Answered"),
            ("closed", "Closed"),
        ],
    )
    kind = forms.ModelChoiceField(
        InquiryKind.objects.all(), required=False, empty_label="Any subject", label="Subject"
    )

    def applied(self, inquiries: InquiryQuerySet, user: User, today: date) -> InquiryQuerySet:
        """The queries that match."""
        chosen = self.chosen
        if q := chosen.get("q"):
            inquiries = found_by(inquiries, q, "name", "email", telephone="")
        if kind := chosen.get("kind"):
            inquiries = inquiries.filter(kind=kind)
        match chosen.get("show"):
            case "unanswered":
                return inquiries.unanswered()
            case "overdue":
                return inquiries.overdue(today)
            case "mine":
                return inquiries.exclude(status="closed").filter(passed_to=user)
            case ("answered" | "closed") as status:
                return inquiries.filter(status=status)
        return inquiries


def text_area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Refusable(forms.Form):
    """A form that says itself why the step is refused, so that what was typed stays."""

    def __init__(self, *args, refusal: str | None = None, **options):
        super().__init__(*args, **options)
        self.refusal = refusal

    def clean(self):
        if self.refusal:
            raise forms.ValidationError(self.refusal)
        return super().clean()


class MessageForm(Refusable):
    """Words of a thread; `label` says to whom they go."""

    text = forms.CharField(max_length=LONGEST, widget=text_area())

    def __init__(self, *args, label: str, help_text: str = "", **options):
        super().__init__(*args, **options)
        self.fields["text"].label, self.fields["text"].help_text = label, help_text


class AskForm(forms.Form):
    """A query that came by letter, by telephone or at the counter."""

    kind = forms.ModelChoiceField(InquiryKind.objects.all(), label="What it is about", empty_label="Choose")
    name = forms.CharField(label="Who asks", max_length=150)
    email = forms.EmailField(label="E-mail address", required=False)
    text = forms.CharField(label="The question, in their words", max_length=LONGEST, widget=text_area())


class PassForm(forms.Form):
    """To which colleague, and why."""

    to = forms.ModelChoiceField(User.objects.none(), label="Colleague", empty_label="Choose a colleague")
    why = forms.CharField(
        label="Why", max_length=300, widget=text_area(3), help_text="Colleagues read this in the thread; the asker does not."
    )  # fmt: skip

    def __init__(self, *args, division: Division, but: int | None, **options):
        super().__init__(*args, **options)
        here = colleagues(division, P.REGISTER_WORK).exclude(pk=but or 0)
        self.fields["to"] = forms.ModelChoiceField(here, label="Colleague", empty_label="Choose a colleague")
        self.order_fields(["to", "why"])


class FinishForm(Refusable):
    """Closing; the reason is asked for where nobody answered."""

    why = forms.CharField(label="Why it is closed without an answer", max_length=LONGEST, widget=text_area(3))

    def __init__(self, *args, answered: bool, **options):
        super().__init__(*args, **options)
        if answered:
            self.fields["why"].required = False
            self.fields["why"].label = "A last note for colleagues"
