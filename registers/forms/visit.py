"""Booking a visit to look at a register: when, who comes, and what a written request must say (regulations 61, 118)."""

from collections.abc import Iterator
from datetime import time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from electoral.office.models import Division
from registers.actions.inspection import WRITTEN_REQUEST
from registers.forms.question import LineField, TextField
from registers.models import Decides, Entitlement, Purpose, Sitting
from registers.rules.inspection import LONGEST_SITTING, PAPER_ONLY, moment

DAYS_OFFERED = 5  # days with a free seat on one page; later ones are asked for
OTHER_TIME = "This time has been taken, or is over. Choose another."


def time_text(sitting: Sitting) -> str:
    """ "10:00 a.m. to 10:30 a.m., Pretend House", in the office's own time."""
    zone = ZoneInfo(sitting.division.zone)
    first, last = (at.astimezone(zone) for at in (sitting.starts_at, sitting.ends_at))
    return f"{date_format(first, 'g:i a')} to {date_format(last, 'g:i a')}, {sitting.place}"


class SittingField(forms.ModelChoiceField):
    """Free sittings of some days, under their day."""

    widget = forms.RadioSelect

    def __init__(self, **options):
        super().__init__(Sitting.objects.none(), empty_label=None, label="When", **options)
        self.error_messages["invalid_choice"] = OTHER_TIME
        self.later: str = ""

    def offer(self, division: Division, *, first=None, late: bool = False, but: int | None = None) -> None:
        """The free sittings from a day on; `late`: those that have begun and are not over too."""
        since = timezone.now() - timedelta(minutes=LONGEST_SITTING if late else 0)
        rows = (
            Sitting.objects.to_book(division, since).exclude(pk=but).select_related("division__area__state")
        )
        self.queryset = rows
        if first:
            rows = rows.filter(starts_at__gte=moment(first, time.min, division.zone))
        listed = [one for one in rows if not one.is_over]
        days = [(day, list(ones)) for day, ones in groupby(listed, key=lambda one: one.on)]
        self.later = days[DAYS_OFFERED][0].isoformat() if len(days) > DAYS_OFFERED else ""
        self.choices = list(self._grouped(days[:DAYS_OFFERED]))

    @staticmethod
    def _grouped(days) -> Iterator[tuple[str, list]]:
        for day, sittings in days:
            yield date_format(day, "l j F Y"), [(one.pk, time_text(one)) for one in sittings]


class FirstDayForm(forms.Form):
    """From which day on free times are shown."""

    first = forms.DateField(required=False, input_formats=["%Y-%m-%d"])


class MoveForm(forms.Form):
    """Another time for a visit."""

    sitting = SittingField()

    def __init__(self, *args, inspection, first=None, **options):
        super().__init__(*args, **options)
        field: Any = self.fields["sitting"]
        field.offer(inspection.division, first=first, but=inspection.sitting_id)


class VisitForm(forms.Form):
    """`row`: the row of the table under which it is looked at; it says what must be stated."""

    key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    documents = LineField(
        label="Which documents do you want to look at?",
        max_length=300,
        help_text="For example: the lists as they are now; or the marked register of the election of 6 May 2027, all wards.",
    )
    purposes = forms.MultipleChoiceField(label="What for?", widget=forms.CheckboxSelectMultiple)
    purpose = TextField(
        label="What for, in your own words", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    why_marked = TextField(
        label="Why will the register without marks not do?",
        max_length=1000,
        help_text="The law lets us show the marked register only where the other one would not do.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on_screen = forms.ChoiceField(
        label="Printed, or on a screen?",
        widget=forms.RadioSelect,
        choices=[("screen", "On a screen"), ("print", "Printed")],
        initial="screen",
    )
    sitting = SittingField()
    name = LineField(
        label="Who comes?",
        max_length=150,
        help_text="Your name, and the names of anybody who looks with you.",
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        help_text="Only if we may write to you about this visit. You need not give it.",
    )
    telephone = LineField(label="Telephone", max_length=40, required=False)
    needs = LineField(
        label="Is there anything you need?",
        max_length=300,
        required=False,
        help_text="For example step-free access, large print, or an interpreter.",
    )

    def __init__(
        self, data, *, division: Division, row: Entitlement, first=None, late: bool = False, key: str = ""
    ):
        super().__init__(data, initial={"key": key})
        self.row = row
        fields: Any = self.fields
        fields["sitting"].offer(division, first=first, late=late)
        codes = row.purposes.split("|")
        texts = dict(Purpose.objects.filter(pk__in=codes).values_list("code", "text"))
        fields["purposes"].choices = [(texts[code], texts[code]) for code in codes if code in texts]
        fields["on_screen"].required = row.evidence_code == WRITTEN_REQUEST
        for name in self.not_asked():
            del fields[name]

    def not_asked(self) -> Iterator[str]:
        """What this row does not ask for."""
        if self.row.evidence_code != WRITTEN_REQUEST:
            yield from ("documents", "purposes", "purpose")
        if self.row.decision != Decides.OFFICER:
            yield "why_marked"
        if self.row.product_id in PAPER_ONLY:
            yield "on_screen"

    def booking(self) -> dict[str, Any]:
        """What `book_inspection` is given."""
        found = dict(self.cleaned_data)
        purposes = found.pop("purposes", [])
        found.pop("key", None)
        on_screen = found.pop("on_screen", "") != "print"
        found["purpose"] = "; ".join([*purposes, *filter(None, [found.get("purpose", "")])])
        return {
            **found,
            "product": self.row.product_id,
            "applicant": self.row.applicant_id,
            "on_screen": on_screen,
        }
