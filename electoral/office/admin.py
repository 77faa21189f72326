"""The administration: places, people, their appointments, and (registered by the rooms) reference data.

A site of its own: what other packages would show in Django's (secrets of second factors, addresses, groups) is not here.
Nothing is deleted here; each change stands in Django's log of entries.
"""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from axes.utils import reset
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.resources import modelresource_factory

from electoral.office.faces import invite
from electoral.office.models import Appointment, Area, Delegation, Division, State, User
from electoral.office.registry import navigation
from electoral.office.roles import Permission

navigation("Administration", "admin:index", Permission.REFERENCE_EDIT, place=90)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class OfficeSite(admin.AdminSite):
    site_header = site_title = "Electoral Office: administration"
    index_title = "Accounts and reference data"

    def has_permission(self, request) -> bool:
        """Whoever is signed in and no administrator is told so; whoever is not is asked to sign in."""
        may = super().has_permission(request)
        if request.user.is_authenticated and not may:
            raise PermissionDenied
        return may

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")


site = OfficeSite(name="admin")
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]  # one way to sign in, with the second factor


class KeptAdmin(admin.ModelAdmin):
    """Rows that are never deleted; what names them for good is not changed afterwards."""

    named_once: tuple[str, ...] = ()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.named_once if obj else ()))


class SafeCSV(CSV):
    """A sheet whose cells no spreadsheet calculates."""

    def export_data(self, dataset, **options):
        for _ in range(len(dataset)):
            row = dataset.lpop()
            dataset.append([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row])
        return super().export_data(dataset, **options)


class ReferenceAdmin(ImportExportMixin, KeptAdmin):
    """Reference data known by a code: edited here, or brought in and taken out as CSV."""

    formats = [SafeCSV]
    skip_export_form = True
    named_once = ("code",)

    def get_resource_classes(self, request):
        columns = [f.name for f in self.model._meta.concrete_fields if f.name != "id"]
        options = {
            "fields": columns,
            "import_id_fields": ["code"],
            "skip_unchanged": True,
            "clean_model_instances": True,
        }
        return [modelresource_factory(self.model, meta_options=options)]


class PlaceForm(forms.ModelForm):
    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"]
        try:
            return name and str(ZoneInfo(name))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise forms.ValidationError("There is no such time zone. Write it as Australia/Darwin.") from None


@admin.register(State, site=site)
class StateAdmin(KeptAdmin):
    form = PlaceForm
    named_once = ("code",)
    list_display = ("code", "name", "time_zone", "jurisdiction")


@admin.register(Area, site=site)
class AreaAdmin(KeptAdmin):
    list_display = ("name", "state")
    list_select_related = ("state",)
    list_filter = ("state",)


@admin.register(Division, site=site)
class DivisionAdmin(KeptAdmin):
    form = PlaceForm
    named_once = ("code",)
    list_display = ("code", "name", "area", "practice")
    list_select_related = ("area",)
    list_filter = ("area__state",)
    search_fields = ("code", "name")


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


class PersonForm(forms.ModelForm):
    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is an account with this address already; one person has one.")
        return email


class AppointmentsOfPerson(admin.TabularInline):
    """What a person is; changed on the appointment's own page."""

    model = Appointment
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False


@admin.register(User, site=site)
class UserAdmin(KeptAdmin):
    """A person's account. Whoever is new chooses the password by a letter; nobody else ever knows it."""

    form = PersonForm
    fields = ("name", "email", "is_active")
    list_display = ("name", "email", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    inlines = (AppointmentsOfPerson,)
    actions = ("invite_again", "unlock", "take_second_factor")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_operator=False)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
            transaction.on_commit(
                lambda: invite(request, obj), robust=True
            )  # the account stands without the letter
        super().save_model(request, obj, form, change)

    @admin.action(description="Send the letter for choosing a password again")
    def invite_again(self, request, people) -> None:
        for person in people.filter(is_active=True):
            invite(request, person)
            self.log_change(request, person, "Sent the letter for choosing a password.")
        messages.success(request, "The letters are on their way.")

    @admin.action(description="Unlock after wrong passwords")
    def unlock(self, request, people) -> None:
        for person in people:
            reset(username=person.email)
            self.log_change(request, person, "Unlocked after wrong passwords.")
        messages.success(request, "They may try to sign in again.")

    @admin.action(description="Take away the second factor that was lost")
    def take_second_factor(self, request, people) -> None:
        for person in people:
            Authenticator.objects.filter(user=person).delete()
            self.log_change(request, person, "Took away the second factor.")
        messages.success(request, "At the next sign-in they set up a new one.")


class AppointmentForm(forms.ModelForm):
    by: User  # who appoints, set by the page

    def clean_user(self) -> User:
        user = self.cleaned_data["user"]
        if user == self.by:
            raise forms.ValidationError("Nobody appoints themselves; another administrator does it.")
        return user


@admin.register(Appointment, site=site)
class AppointmentAdmin(KeptAdmin):
    """Who serves where as what. An appointment is ended, not deleted, and not turned into another (decision 16)."""

    form = AppointmentForm
    named_once = ("user", "role", "division", "area", "state", "from_on")
    list_display = ("user", "role", "place", "from_on", "ended_on")
    list_select_related = ("user", "division__area__state", "area__state", "state")
    list_filter = ("role",)
    search_fields = ("user__name", "user__email")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(within(request.user))

    def get_form(self, request, *about, **options):
        return type("FormOfPage", (super().get_form(request, *about, **options),), {"by": request.user})

    def formfield_for_foreignkey(self, db_field, request, **options):
        """Only places that the administrator is appointed for."""
        mine: Any = None
        if db_field.name == "division":
            mine = request.user.divisions(Permission.ACCOUNT_EDIT)
        elif db_field.name == "area":
            mine = Area.objects.filter(
                Q(pk__in=areas_of(request.user)) | Q(state__in=states_of(request.user))
            )
        elif db_field.name == "state":
            mine = State.objects.filter(pk__in=states_of(request.user))
        if mine is not None:
            options["queryset"] = mine
        return super().formfield_for_foreignkey(db_field, request, **options)


def areas_of(user) -> list[int]:
    return [a.area_id for a in user.places_with(Permission.ACCOUNT_EDIT) if a.area_id]


def states_of(user) -> list[int]:
    return [a.state_id for a in user.places_with(Permission.ACCOUNT_EDIT) if a.state_id]


def within(user) -> Q:
    """Appointments at the places that an administrator is appointed for."""
    areas = Q(area__in=areas_of(user)) | Q(area__state__in=states_of(user))
    return Q(division__in=user.divisions(Permission.ACCOUNT_EDIT)) | areas | Q(state__in=states_of(user))


@admin.register(LogEntry, site=site)
class LogEntryAdmin(KeptAdmin):
    """What was changed here, by whom."""

    list_display = ("action_time", "user", "content_type", "object_repr", "get_change_message")
    list_select_related = ("user", "content_type")
    list_display_links = None

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
