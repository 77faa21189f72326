"""Wordings in the administration: a change begins a new row and ends the one before it; what they look like filled (decision 32)."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from electoral.office.admin import OfAStateAdmin, site
from electoral.office.models import State
from electoral.office.roles import Permission
from electoral.office.rules import date_in
from electoral.papers.models import Wording
from electoral.papers.wording import (
    KINDS,
    WordingFault,
    WordingKind,
    faults,
    filled,
    paragraphs,
    write_wording,
)


class WordingForm(forms.ModelForm):
    """The text of a kind, for a State or for all, from a day on. Its kind and State do not change."""

    by: Any  # who writes, set by the page

    class Meta:
        model = Wording
        fields = ("kind", "state", "title", "body", "from_on")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "kind" in self.fields:
            choices = sorted((kind.code, kind.label) for kind in KINDS.values())
            self.fields["kind"] = forms.ChoiceField(choices=choices)
            state = cast(forms.ModelChoiceField, self.fields["state"])
            state.queryset = self.by.states(Permission.REFERENCE_EDIT)
            state.empty_label = "Every State that has none of its own"
        if "body" in self.fields:
            self.fields["body"].label, self.fields["from_on"].label = "Text", "In force from"
            self.fields["body"].widget = forms.Textarea(attrs={"rows": 24, "cols": 90})
            self.initial["from_on"] = today_of(self.instance.state)

    def clean(self) -> dict:
        chosen = super().clean() or {}
        kind = KINDS.get(chosen.get("kind") or self.instance.kind)
        state = chosen.get("state") or self.instance.state
        if kind is None:
            raise forms.ValidationError("No paper is made of this kind of wording any more.")
        for fault in faults(kind, chosen.get("body") or ""):
            self.add_error("body", fault)
        on = chosen.get("from_on")
        if on and on < today_of(state):
            self.add_error(
                "from_on", "A wording begins today or later: what was written before stays as it was."
            )
        before = Wording.objects.in_force().filter(kind=kind.code, state=state).first()
        if on and before and before.from_on > on:
            self.add_error(
                "from_on",
                f"One begins on {before.from_on:%-d %B %Y} already. Choose that day or a later one.",
            )
        return chosen

    def validate_constraints(self) -> None:
        """That one is in force is for the action, which ends the one before."""


def today_of(state: State | None):
    return date_in(state.time_zone if state else timezone.get_default_timezone_name(), timezone.now())


@admin.register(Wording, site=site)
class WordingAdmin(OfAStateAdmin):
    """Letters, sheets and advertisements in the words of the office. Nothing is overwritten."""

    form = WordingForm
    change_form_template = "admin/papers/wording/change_form.html"
    list_display = ("label", "state", "title", "from_on", "ended_on")
    list_select_related = ("state",)
    list_filter = ("kind", "state", ("ended_on", admin.EmptyFieldListFilter))
    ordering = ("kind", "state__name", "-from_on")
    named_once = ("label", "state")

    def get_fields(self, request, obj=None):
        return ("label" if obj else "kind", "state", "title", "body", "from_on")

    @admin.display(description="Wording", ordering="kind")
    def label(self, wording: Wording) -> str:
        return KINDS[wording.kind].label if wording.kind in KINDS else wording.kind

    def get_form(self, request, *about, **options):
        return type("FormOfPage", (super().get_form(request, *about, **options),), {"by": request.user})

    def has_change_permission(self, request, obj=None) -> bool:
        """What has ended is looked at."""
        return (obj is None or obj.ended_on is None) and super().has_change_permission(request, obj)

    def save_model(self, request, obj, form, change) -> None:
        """A new row; the one that was on the page is ended on the day on which this one begins."""
        made = write_wording(
            KINDS[obj.kind], state=obj.state, title=obj.title, body=obj.body, from_on=obj.from_on, by=request.user
        )  # fmt: skip
        obj.pk = made.pk

    def get_urls(self):
        face = self.admin_site.admin_view(require_POST(self.preview))
        preview = path("preview/", face, name="papers_wording_preview")
        return [preview, *super().get_urls()]

    def render_change_form(self, request, context, *args, **options):
        wording = context.get("original")
        kinds = (
            [KINDS[wording.kind]]
            if wording and wording.kind in KINDS
            else sorted(KINDS.values(), key=lambda k: k.label)
        )
        return super().render_change_form(request, context | {"kinds": kinds}, *args, **options)

    def preview(self, request):
        """The words as a reader would see them, with the example of each blank; nothing is kept."""
        kind = KINDS.get(request.POST.get("kind", ""))
        title, body = request.POST.get("title", ""), request.POST.get("body", "")
        context = {
            **self.admin_site.each_context(request),
            "title": f"Preview: {kind.label if kind else ''}",
            "heading": title[:150],
        }
        return render(
            request, "admin/papers/wording/preview.html", context | filled_with_examples(kind, body[:20000])
        )


def filled_with_examples(kind: WordingKind | None, body: str) -> dict:
    if kind is None:
        return {"fault": "Choose the kind of wording first."}
    try:
        return {"paragraphs": paragraphs(filled(kind, body.replace("\r\n", "\n"), kind.examples))}
    except WordingFault as fault:
        return {"fault": str(fault)}
