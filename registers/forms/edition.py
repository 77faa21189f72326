"""Editions: the list's filter, and what is sealed next (E5)."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from registers.actions.edition import STAGE_TITLES
from registers.models import Edition, Family, Mark
from registers.states import EditionStatus

FIELDS = {
    Family.REGISTER: ("speaks_on",),
    Family.NOTICE: ("earlier", "later"),
    Family.ABSENT: ("stage", "poll", "polls_on", "speaks_on"),
    Family.MARKED: ("poll", "polls_on"),
}
MARKED_REGISTER = (
    "The register that was sealed last by this day is the one that is marked, not the roll as it is now."
)


class EditionFilter(DivisionFilter):
    family = forms.ChoiceField(label="What it is", choices=[("", "All"), *Family.choices], required=False)
    status = forms.ChoiceField(
        label="Where it stands", choices=[("", "All"), *EditionStatus.choices], required=False
    )


class RegisterField(forms.ModelChoiceField):
    """Sealed registers of a division; two of one day are told apart by their moment."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj}, sealed {date_format(timezone.localtime(obj.sealed_at), 'SHORT_DATETIME_FORMAT')} ({obj.reference})"


class FamilyForm(forms.Form):
    """The first question: what is to be sealed."""

    family = forms.ChoiceField(
        label="What is to be sealed?", choices=Family.choices, widget=forms.RadioSelect
    )


class EditionForm(forms.Form):
    """What an edition of a family must say; the fields of the others are not there."""

    stage = forms.ChoiceField(
        label="Which lists",
        choices=[(stage, title.format(of="")) for stage, title in STAGE_TITLES.items()],
        widget=forms.RadioSelect,
        help_text="Final from 5 p.m.: postal on the 11th, the lists on the 6th working day before the poll, the proxies on its day.",
    )
    poll = forms.CharField(
        label="Poll", max_length=60, required=False, help_text="Final lists are those of a poll: Mayor 2027."
    )
    polls_on = forms.DateField(
        label="Day of the poll", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    earlier = RegisterField(Edition.objects.none(), to_field_name="reference", label="The earlier register")
    later = RegisterField(Edition.objects.none(), to_field_name="reference", label="The later register")
    speaks_on = forms.DateField(
        label="The day of which it speaks", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The roll is copied as it stands now; this day is printed on every copy.",
    )  # fmt: skip

    def __init__(self, data=None, *, division: Division, family: str):
        super().__init__(data, initial={"speaks_on": division.today(), "stage": "current"})
        kept = FIELDS[Family(family)]
        self.fields = {name: self.fields[name] for name in kept}
        for name in {"earlier", "later"} & set(kept):
            sealed = Edition.objects.sealed().filter(division=division, family=Family.REGISTER)
            cast(forms.ModelChoiceField, self.fields[name]).queryset = sealed.order_by(
                "-speaks_on", "-sealed_at"
            )
        if family == Family.MARKED:
            polls = Mark.objects.filter(division=division).values_list("poll", flat=True).distinct()
            self.fields["poll"] = forms.ChoiceField(
                label="Poll", choices=[(poll, poll) for poll in polls.order_by("poll")]
            )
            self.fields["polls_on"].required = True
            self.fields["polls_on"].help_text = MARKED_REGISTER

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes, of a valid form; a notice speaks of the day of its later register, a marked one of the poll."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        of = given["later"].speaks_on if "later" in given else given.get("polls_on")
        return {"speaks_on": of, **given}
