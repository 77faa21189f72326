from django import forms
from django.contrib import admin

from electoral.office.admin import OfAStateAdmin, ReferenceAdmin, site
from walks.actions.estimate import change_figure
from walks.models import NotationCode, PlanningFigure


@admin.register(NotationCode, site=site)
class NotationCodeAdmin(ReferenceAdmin):
    """What may be noted on a listing (5.2j)."""

    list_display = ("code", "meaning", "place", "by_officer", "statistic", "counts_as_visit", "verified")
    list_filter = ("place", "by_officer", "verified")
    search_fields = ("code", "meaning")


class FigureForm(forms.ModelForm):
    """A changed figure begins on a day; the one before ends on it and stays."""

    def clean_from_on(self):
        begins = self.cleaned_data["from_on"]
        if self.instance.pk and begins < self.instance.from_on:
            raise forms.ValidationError("It begins on or after the day on which the figure before began.")
        return begins


@admin.register(PlanningFigure, site=site)
class PlanningFigureAdmin(OfAStateAdmin):
    """What plans reckon with (1.6b, 2a). A change ends a row and begins another; a State's own goes before the general one."""

    form = FigureForm
    named_once = ("state", "code", "meaning", "unit")
    exclude = ("ended_on",)
    list_display = ("meaning", "value_text", "unit", "state", "from_on", "ended_on", "verified")
    list_filter = ("state", "verified", ("ended_on", admin.EmptyFieldListFilter))
    search_fields = ("code", "meaning")

    def has_change_permission(self, request, obj=None) -> bool:
        """What has ended is only read."""
        return super().has_change_permission(request, obj) and not (obj and obj.ended_on)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif form.changed_data:
            given = {name: form.cleaned_data[name] for name in ("value", "from_on", "source", "verified")}
            change_figure(PlanningFigure.objects.get(pk=obj.pk), by=request.user, **given)
