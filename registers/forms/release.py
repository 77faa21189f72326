"""What a person types when a copy is sent back, released, handed over, taken back or recalled."""

from django import forms
from django.db.models import Q, QuerySet

from electoral.office.forms import DivisionFilter
from electoral.office.references import read_reference
from registers.models import AccessRequest, Form, Release
from registers.models.supply import KeyWay, ReleaseWay
from registers.queries.finding import found_by
from registers.rules.release import KEY_WAYS, ways_of
from registers.states import ReleaseStatus

SEEN = (
    ("passport", "Passport"),
    ("driving licence", "Driving licence"),
    ("warrant card", "Warrant card or service card"),
    ("staff card with letter of the body", "Staff card with a letter of the body"),
    ("known to the office", "Known to the office"),
)


class WhyForm(forms.Form):
    """A reason; `label` asks for it in the words of the step."""

    why = forms.CharField(max_length=200, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label: str, **options):
        super().__init__(*args, **options)
        self.fields["why"].label = label


class PrepareForm(forms.Form):
    """Whose own entry it is; nothing else is asked, because nothing wider than what was decided can be prepared (E7b)."""

    elector = forms.CharField(
        label="Whose entry is it?",
        max_length=40,
        help_text="The elector's id in the roll, as it stands on their page. Compare it with the evidence of who they are.",
    )

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, **options)
        if not asked.items_now.filter(product="OWN").exists():
            del self.fields["elector"]


class ReleaseForm(forms.Form):
    """Which way the copy goes, and which way its key; the ways are those of the products."""

    way = forms.ChoiceField(
        label="How does the copy go?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the copy goes."},
    )
    key_way = forms.ChoiceField(
        label="How is the key told?",
        widget=forms.RadioSelect,
        required=False,
        help_text="Never the way of the file: not by e-mail for a link, not by letter for a parcel.",
    )

    def __init__(self, *args, asked: AccessRequest, **options):
        super().__init__(*args, **options)
        items = list(asked.items_now)
        self.only_print = all(item.form == Form.PRINT for item in items)
        ways = ways_of(item.product_id for item in items)
        choices = {"way": [(way, ReleaseWay(way).label) for way in ways], "key_way": KeyWay.choices}
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self):
        given = super().clean() or {}
        way, key_way = given.get("way"), given.get("key_way")
        if way and not key_way and not (self.only_print and way != ReleaseWay.LINK):
            self.add_error("key_way", "Choose how the key is told.")
        elif way and key_way and key_way not in KEY_WAYS[way]:
            self.add_error("key_way", "The key never goes the way of the file. Choose another way.")
        return given


class HandOverForm(forms.Form):
    """Who took the copy, and what showed who they are; of a parcel, who signed for it."""

    name = forms.CharField(label="Name of the person who received it", max_length=60)
    seen = forms.ChoiceField(label="What showed who they are", choices=[("", "Choose"), *SEEN])
    sent = forms.BooleanField(
        label="The recipient’s letter names this person",
        required=False,
        help_text="Only where somebody else comes for them.",
    )

    def __init__(self, *args, release: Release, **options):
        super().__init__(*args, **options)
        self.recipient = release.request.name
        if release.way != ReleaseWay.COLLECTION:
            del self.fields["sent"]
        if release.way == ReleaseWay.POST:
            self.fields["name"].label = "Name of the person who signed for it"
            self.fields["seen"] = forms.CharField(label="Number of the parcel", max_length=45)

    def clean(self):
        given = super().clean() or {}
        is_another = given.get("name", "").casefold() != self.recipient.casefold()
        if "sent" in self.fields and given.get("name") and is_another and not given.get("sent"):
            self.add_error(
                "sent", f"The copy is for {self.recipient}. Give it to nobody else without their letter."
            )
        return given

    @property
    def handed_to(self) -> str:
        sent = f", sent by {self.recipient}" if self.cleaned_data.get("sent") else ""
        return "{name} ({seen}{sent})".format(**self.cleaned_data | {"sent": sent})[:150]


class ReleaseFilter(DivisionFilter):
    q = forms.CharField(label="Reference, body or name", max_length=150, required=False)
    status = forms.ChoiceField(required=False, choices=[("", "All"), *ReleaseStatus.choices])
    way = forms.ChoiceField(required=False, choices=[("", "All"), *ReleaseWay.choices])

    def applied(self, releases: QuerySet[Release]) -> QuerySet[Release]:
        """The releases that match."""
        chosen = self.chosen
        if q := chosen.pop("q", ""):
            who, asked = (
                ("request__organisation", "request__name"),
                Q(request__reference=read_reference(q) or ""),
            )
            releases = found_by(releases, q, *who, telephone="request__telephone", or_else=asked)
        return releases.filter(**chosen)
