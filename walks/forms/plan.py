"""Filters and choices of the lists of a plan. They work on plain rows, which a few queries have read."""

from collections.abc import Iterable, Sequence

from django import forms

from walks.actions.method import lacks
from walks.documents.board import STANDINGS, BoardRow
from walks.documents.plan import PlannedWalk
from walks.models import Method, RequestedWalk, WalkClass

NONE = "none"


class RowFilter(forms.Form):
    """A value that is no choice filters nothing."""

    @property
    def chosen(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlanFilter(RowFilter):
    q = forms.IntegerField(label="Walk", required=False, min_value=1)
    walk_class = forms.ChoiceField(
        label="Class",
        required=False,
        choices=[("", "Any class"), *WalkClass.choices, (NONE, "Not classified")],
    )
    method = forms.ChoiceField(
        required=False, choices=[("", "Any method"), *Method.choices, (NONE, "Not chosen")]
    )

    def fits(self, walk: PlannedWalk) -> bool:
        wanted = self.chosen
        return (
            wanted.get("q", walk.number) == walk.number
            and wanted.get("walk_class", "") in ("", walk.walk_class or NONE)
            and wanted.get("method", "") in ("", walk.chosen or NONE)
        )

    def applied(self, walks: Iterable[PlannedWalk]) -> list[PlannedWalk]:
        return [walk for walk in walks if self.fits(walk)]


class BoardFilter(PlanFilter):
    standing = forms.ChoiceField(
        label="Stands at",
        required=False,
        choices=[("", "All"), *((s.code, f"{s.letter} {s.words}") for s in STANDINGS)],
    )

    def rows(self, rows: Iterable[BoardRow]) -> list[BoardRow]:
        wanted = self.chosen.get("standing", "")
        return [row for row in rows if self.fits(row.walk) and wanted in ("", row.waits.standing)]


class WorkloadFilter(PlanFilter):
    method = None  # type: ignore[assignment]
    show = forms.ChoiceField(
        required=False,
        choices=[("", "All Walks visited"), ("free", "In no workload"), ("warned", "With a warning")],
    )


class MethodForm(forms.Form):
    """The method of some Walks; anything but a visit has its reason (10.2f), agents a second one (1.1g)."""

    method = forms.ChoiceField(choices=Method.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why is a visit not practicable?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For a schedule, a mail review or agents (10.2f). Write of the place, not of a person.",
    )
    sparse = forms.CharField(
        label="Why is the area sparsely populated?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For electoral agents only (1.1g).",
    )

    def clean(self):
        given = super().clean() or self.cleaned_data
        lacking = lacks(given.get("method", ""), given.get("reason", ""), given.get("sparse", ""))
        if lacking and given.get("method"):
            self.add_error("sparse" if "1.1g" in lacking else "reason", lacking)
        return given


class TogetherForm(forms.Form):
    """Where the Walks ticked go: a new workload, one that is there, or none."""

    NEW, OUT = "new", "out"
    into = forms.ChoiceField(label="Put the Walks ticked into")

    def __init__(self, *args, numbers: Sequence[int], **options):
        super().__init__(*args, **options)
        there = [(str(number), f"workload {number}") for number in numbers]
        self.fields["into"] = forms.ChoiceField(
            label="Put the Walks ticked into",
            choices=[(self.NEW, "a new workload"), *there, (self.OUT, "no workload")],
        )


class UseForm(forms.Form):
    use = forms.ChoiceField(label="Ask for the Walks ticked for", choices=RequestedWalk.Use.choices)
