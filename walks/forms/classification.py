"""Finding forms RR004, choosing Walks for one, filling in a Walk's features, deciding."""

from collections.abc import Sequence
from typing import NamedTuple, cast

from django import forms
from django.db.models import QuerySet

from electoral.office.forms import DivisionFilter
from electoral.office.models import Division
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from walks.actions.classification import reasons_to_leave_off
from walks.actions.feature import checked
from walks.models import Classification, Walk, WalkClass
from walks.queries.classification import STANDINGS, RR004QuerySet
from walks.rules.classification import CENSUS_FEATURE, FEATURE, FEATURES, LOW_DENSITY, URBAN, Feature, Piece

GROUPS = [("Urban (1.5)", URBAN), ("Low density (1.6)", LOW_DENSITY)]


class FormFilter(DivisionFilter):
    """Forms RR004 by division, standing, and a Walk's number or a form's reference."""

    q = forms.CharField(label="Walk or form", max_length=20, required=False)
    standing = forms.ChoiceField(
        label="Where it stands", required=False, choices=[("", "Anywhere"), *STANDINGS.items()]
    )

    def __init__(self, data, *, divisions, division):
        super().__init__(data, divisions=divisions, division=division)
        choice = cast(forms.ChoiceField, self.fields["division"])
        if not choice.widget.is_hidden:
            choice.choices = [("", "All my divisions"), *((d.code, d.name) for d in divisions)]

    def applied(self, rows: RR004QuerySet) -> RR004QuerySet:
        chosen = self.chosen
        if q := chosen.get("q", "").strip():
            plain = q.isascii() and q.isdigit() and len(q) <= 5
            found = {"number": int(q)} if plain else {"form__reference": q.upper()}
            rows = rows.filter(pk__in=Classification.objects.filter(**found).values("form"))
        return rows.that_stand(chosen["standing"]) if "standing" in chosen else rows


class BeginFilter(forms.Form):
    """The Walks from which those of a form are chosen: first those that no approval stands for."""

    q = forms.IntegerField(label="Walk", required=False, min_value=1, max_value=99999)
    show = forms.ChoiceField(
        required=False,
        choices=[("", "Without an approval, and on no form"), ("all", "All Walks of the division")],
    )
    division = forms.CharField(required=False, widget=forms.HiddenInput)

    def applied(self, walks: QuerySet) -> QuerySet:
        """The Walks (with class and `on_a_form`) that match."""
        self.is_valid()
        if number := self.cleaned_data.get("q"):
            return walks.filter(number=number)
        return (
            walks
            if self.cleaned_data.get("show") == "all"
            else walks.filter(approved_class=None, on_a_form=False)
        )


class BasisForm(forms.Form):
    basis = forms.ChoiceField(choices=[("street", "By street"), ("ccd", "By CCD")])


class BeginForm(forms.Form):
    """The Walks ticked (`walk`, references) of a division, for a new RR004 or one that is being drafted (`form`)."""

    division = forms.ModelChoiceField(Division.objects.none(), to_field_name="code", widget=forms.HiddenInput)
    density_changed = forms.BooleanField(
        required=False,
        label="The density of these Walks has changed",
        help_text="Needed only for a Walk that is approved already: it is not sent again unless something changed (1.8).",
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.user = user
        self.ticked = data.getlist("walk") if data else []
        division = cast(forms.ModelChoiceField, self.fields["division"])
        division.queryset = user.divisions(Permission.CLASSIFICATION_DRAFT).select_related("area__state")

    @property
    def walks(self) -> list[Walk]:
        visible = Walk.objects.visible_to(self.user).filter(division=self.cleaned_data["division"])
        return list(visible.filter(reference__in=self.ticked).with_class().order_by("number"))

    def clean(self):
        """So that what was ticked is still there beside the refusal."""
        if "division" in self.cleaned_data:
            changed = self.cleaned_data["density_changed"]
            if reasons := reasons_to_leave_off(self.walks, density_changed=changed):
                raise forms.ValidationError(reasons)


class Tick(NamedTuple):
    """A box of the table: a feature at a street or CCD."""

    name: str
    feature: Feature
    ticked: bool


class Row(NamedTuple):
    """A street or CCD with its boxes; `census`: the name and value of its census figure, where it can have one."""

    piece: Piece
    ticks: list[Tick]
    census: tuple[str, str] | None


class LineForm(forms.Form):
    """The features of a Walk's streets or CCDs, the class proposed, and the remarks (1.4 to 1.7).

    A box is sent as `found:<key>` with the code of its feature; what is ticked under `rest` goes to every row without any.
    """

    rest = forms.MultipleChoiceField(
        required=False, choices=[(f.code, f.words) for f in FEATURES if f.code != CENSUS_FEATURE]
    )
    proposed_class = forms.ChoiceField(
        label="Class that you propose", required=False, choices=WalkClass.choices, widget=forms.RadioSelect
    )
    security_access_buildings = forms.IntegerField(
        label="Residences in security access buildings",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="They are not paid. Many of them may be a reason for low density.",
    )
    remarks = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Enough about the nature of the Walk for the Area Manager to be satisfied. "
        "Where you propose another class than the features point to, say why.",
    )

    def __init__(self, data, *, line: Classification):
        self.line = line
        self.sent = data
        names = ("proposed_class", "security_access_buildings", "remarks")
        super().__init__(data, initial={name: getattr(line, name) for name in names})

    @property
    def by_ccd(self) -> bool:
        return self.line.basis == "ccd"

    @property
    def columns(self) -> list[Feature]:
        """The census figure is an area's: by street its column is not there (1.6a)."""
        return [f for f in FEATURES if self.by_ccd or f.code != CENSUS_FEATURE]

    @property
    def heads(self) -> list[tuple[str, int]]:
        """The two groups of columns with their widths."""
        return [(words, sum(f.points_to == name for f in self.columns)) for words, name in GROUPS]

    @property
    def found(self) -> dict[str, list[str]]:
        """The codes ticked for each row; a row without any takes those of `rest`."""
        if not self.is_bound:
            return {piece.key: list(piece.features) for piece in self.line.pieces}
        rest = [code for code in self.sent.getlist("rest") if code in FEATURE]
        return {piece.key: self.sent.getlist(f"found:{piece.key}") or rest for piece in self.line.pieces}

    @property
    def census(self) -> dict[str, str]:
        if not self.is_bound:
            return {piece.key: piece.census for piece in self.line.pieces}
        return {piece.key: self.data.get(f"census:{piece.key}", "")[:10] for piece in self.line.pieces}

    @property
    def pieces(self) -> list[Piece]:
        """The rows with what is ticked now, for the recommendation before anything is saved."""
        return [
            piece._replace(features=tuple(code for code in self.found[piece.key] if code in FEATURE))
            for piece in self.line.pieces
        ]

    @property
    def rows(self) -> list[Row]:
        return [self._row(piece) for piece in self.pieces]

    def _row(self, piece: Piece) -> Row:
        ticks = [Tick(f"found:{piece.key}", f, f.code in piece.features) for f in self.columns]
        census = (f"census:{piece.key}", self.census[piece.key]) if self.by_ccd else None
        return Row(piece, ticks, census)

    def clean(self):
        """So that nothing of what was typed is lost with a refusal."""
        words = {name: self.cleaned_data.get(name, "") for name in ("proposed_class", "remarks")}
        try:
            checked(self.line, found=self.found, census=self.census, **words)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def next_url(self, data) -> str:
        """Where to go when it is saved: the next Walk of the form that is a draft, or the form."""
        drafts = Classification.objects.filter(
            form=self.line.form, status=self.line.status, number__gt=self.line.number
        )
        following = drafts.order_by("number").first() if "next" in data else None
        return (following or self.line.form).get_absolute_url()

    @property
    def written(self) -> dict:
        """What the action takes."""
        names = ("proposed_class", "security_access_buildings", "remarks")
        return {"found": self.found, "census": self.census} | {n: self.cleaned_data[n] for n in names}


class DecisionForm(forms.Form):
    """The Walks ticked (`line`, references) and, for a return, the reason."""

    reason = forms.CharField(
        label="Reason for a return", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed to return a Walk; the division reads it.",
    )  # fmt: skip

    step = forms.ChoiceField(choices=[(name, name) for name in ("approve", "recommend", "return")])

    all = forms.BooleanField(required=False)

    def __init__(self, data, *, lines: QuerySet[Classification], waiting: Sequence[Classification]):
        super().__init__(data)
        self.ticked = data.getlist("line") if data else []
        self.lines = lines
        self.waiting = list(waiting)

    def clean(self):
        if not self.chosen:
            raise forms.ValidationError("Tick at least one Walk.")
        if self.cleaned_data.get("step") == "return" and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", "Say why it is returned.")

    @property
    def chosen(self) -> list[Classification]:
        """What was ticked, decided by somebody else meanwhile or not: the step then says so."""
        ticked = list(self.lines.filter(reference__in=self.ticked))
        return self.waiting if self.cleaned_data.get("all") else ticked


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Why is it withdrawn?", max_length=200)
