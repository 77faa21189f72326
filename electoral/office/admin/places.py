"""States, areas, divisions with their offices, and a State's delegations."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.contrib import admin
from django.db.models import Q

from electoral.office.admin.pages import KeptAdmin, site
from electoral.office.models import Area, Delegation, Division, State
from electoral.office.roles import Permission


class PlaceForm(forms.ModelForm):
    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"]
        try:
            return name and str(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise forms.ValidationError("There is no such time zone. Write it as Australia/Darwin.") from None


class OfAStateAdmin(KeptAdmin):
    """Rows that name a State belong to its administrators; those of every State to each administrator. All may read them."""

    def state_of(self, row) -> State | None:
        return row.state

    def has_change_permission(self, request, obj=None) -> bool:
        state = self.state_of(obj) if obj else None
        mine = state is None or request.user.may(Permission.REFERENCE_EDIT, state)
        return mine and super().has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request)

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "state":
            options["queryset"] = State.objects.filter(pk__in=states_of(request.user))
        return super().formfield_for_foreignkey(db_field, request, **options)


@admin.register(State, site=site)
class StateAdmin(OfAStateAdmin):
    """A State is begun by the shell (new-division), and edited by its own administrators."""

    form = PlaceForm
    named_once = ("code",)
    list_display = ("code", "name", "time_zone", "jurisdiction")

    def state_of(self, row) -> State:
        return row

    def has_add_permission(self, request) -> bool:
        return False


@admin.register(Area, site=site)
class AreaAdmin(OfAStateAdmin):
    list_display = ("name", "state")
    list_select_related = ("state",)
    list_filter = ("state",)


LINES = ("address", "postal_address", "opening_hours")


class DivisionForm(PlaceForm):
    class Meta:
        widgets = {name: forms.Textarea(attrs={"rows": 4, "cols": 50}) for name in LINES}

    def clean(self):
        """Lines as they are kept, without empty ones; a browser ends them its own way."""
        given = super().clean() or {}
        lines = {name: [line.strip() for line in given.get(name, "").splitlines()] for name in LINES}
        return given | {name: "\n".join(filter(None, found)) for name, found in lines.items()}


@admin.register(Division, site=site)
class DivisionAdmin(KeptAdmin):
    """A division, and its office as letters and pages name it; edited where one is administrator, each change with its values."""

    form = DivisionForm
    named_once = ("code",)
    fieldsets = (
        (None, {"fields": ("code", "name", "area", "time_zone", "practice")}),
        (
            "The office, as its letters and pages name it",
            {
                "fields": ("address", "postal_address", "telephone", "email", "opening_hours", "cheques_to"),
                "description": "What is left empty is left out. Papers that are made already stay as they are.",
            },
        ),
    )
    list_display = ("code", "name", "area", "practice")
    list_select_related = ("area",)
    list_filter = ("area__state",)
    search_fields = ("code", "name")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=request.user.divisions(Permission.REFERENCE_EDIT))

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Only areas in which the administrator is appointed, and those of their divisions."""
        theirs = Area.objects.filter(division__in=request.user.divisions(Permission.REFERENCE_EDIT))
        mine = (theirs | areas_open_to(request.user)).distinct()
        return super().formfield_for_foreignkey(db_field, request, **{**options, "queryset": mine})

    def construct_change_message(self, request, form, formsets, add=False):  # noqa: FBT002 (Django's)
        """What was there before and what is there now: a letter on file can be held against the trail."""
        if add:
            return super().construct_change_message(request, form, formsets, add)
        was = {name: said(form.fields[name].to_python(form[name].initial)) for name in form.changed_data}
        now = {name: said(form.cleaned_data[name]) for name in was}
        told = [f"{form[name].label}: {was[name]} → {now[name]}" for name in was if was[name] != now[name]]
        return "; ".join(told) or "Nothing was changed."


def said(value) -> str:
    """A value of a form as the trail says it, on one line."""
    return ", ".join(str(value).splitlines()) if value not in ("", None) else "nothing"


@admin.register(Delegation, site=site)
class DelegationAdmin(KeptAdmin):
    """The Director's approval of Walks, delegated to the Area Managers of a State (1.8a). It is ended, not changed."""

    named_once = ("state", "instrument", "from_on")
    list_display = ("state", "instrument", "from_on", "ended_on")
    list_select_related = ("state",)

    def get_readonly_fields(self, request, obj=None):
        ended = ("ended_on",) if obj and obj.ended_on else ()
        return (*super().get_readonly_fields(request, obj), *ended)

    def get_queryset(self, request):
        return super().get_queryset(request).filter(state__in=states_of(request.user))

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Only the States for which the administrator is appointed."""
        mine = State.objects.filter(pk__in=states_of(request.user))
        return super().formfield_for_foreignkey(db_field, request, **{**options, "queryset": mine})


def areas_of(user) -> list[int]:
    return [a.area_id for a in user.places_with(Permission.ACCOUNT_EDIT) if a.area_id]


def states_of(user) -> list[int]:
    return [a.state_id for a in user.places_with(Permission.ACCOUNT_EDIT) if a.state_id]


def areas_open_to(user):
    return Area.objects.filter(Q(pk__in=areas_of(user)) | Q(state__in=states_of(user)))


def within(user) -> Q:
    """Appointments at the places that an administrator is appointed for."""
    areas = Q(area__in=areas_of(user)) | Q(area__state__in=states_of(user))
    return Q(division__in=user.divisions(Permission.ACCOUNT_EDIT)) | areas | Q(state__in=states_of(user))
