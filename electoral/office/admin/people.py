"""People's accounts and their appointments."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from electoral.office.actions import OUTSIDE
from electoral.office.admin.pages import KeptAdmin, site
from electoral.office.admin.places import areas_open_to, states_of, within
from electoral.office.faces import invite, unlock
from electoral.office.models import Appointment, State, User
from electoral.office.roles import Permission


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
        return of_people(super().get_queryset(request))

    def has_change_permission(self, request, obj=None) -> bool:
        """Whoever edits an account can become its person: only where all they are appointed for is the administrator's."""
        mine = obj is None or theirs(request.user, User.objects.filter(pk=obj.pk)).exists()
        return mine and super().has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request)

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            obj.set_unusable_password()
            transaction.on_commit(
                lambda: invite(request, obj), robust=True
            )  # the account stands without the letter
        elif "email" in form.changed_data:
            transaction.on_commit(lambda: tell_of_new_address(form.initial["email"], obj), robust=True)
        super().save_model(request, obj, form, change)

    @admin.action(description="Send the letter for choosing a password again")
    def invite_again(self, request, people) -> None:
        for person in theirs(request.user, people).filter(is_active=True):
            invite(request, person)
            self.log_change(request, person, "Sent the letter for choosing a password.")
        messages.success(request, "The letters are on their way.")

    @admin.action(description="Unlock after wrong passwords or codes")
    def unlock(self, request, people) -> None:
        for person in theirs(request.user, people):
            unlock(request, person)
            self.log_change(request, person, "Unlocked after wrong passwords or codes.")
        messages.success(request, "They may try to sign in again.")

    @admin.action(description="Take away the second factor that was lost")
    def take_second_factor(self, request, people) -> None:
        for person in theirs(request.user, people):
            Authenticator.objects.filter(user=person).delete()
            self.log_change(request, person, "Took away the second factor.")
        messages.success(request, "At the next sign-in they set up a new one.")


def of_people(accounts: QuerySet[User]) -> QuerySet[User]:
    """Neither the shell's account nor the one that stands for everybody outside: nobody becomes these, or gives them a role."""
    return accounts.filter(is_operator=False).exclude(email=OUTSIDE)


def theirs(administrator: User, people: QuerySet[User]) -> QuerySet[User]:
    """Those of the people who serve nowhere that the administrator is not appointed for."""
    inside = Appointment.objects.filter(within(administrator))
    elsewhere = Appointment.objects.exclude(pk__in=inside).exclude(ended_on__lte=timezone.localdate())
    return people.exclude(pk__in=elsewhere.values("user"))


def tell_of_new_address(old: str, person: User) -> None:
    """To the address that the account had: somebody else may be at work."""
    words = (
        f"The account of {person.name} at the electoral office now has another address for its letters.\n"
        "If you do not know of this, tell your Divisional Returning Officer at once."
    )
    send_mail("The address of your account was changed", words, None, [old])


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
        """Only people, and places that the administrator is appointed for."""
        mine: Any = of_people(User.objects.all()) if db_field.name == "user" else None
        if db_field.name == "division":
            mine = request.user.divisions(Permission.ACCOUNT_EDIT)
        elif db_field.name == "area":
            mine = areas_open_to(request.user)
        elif db_field.name == "state":
            mine = State.objects.filter(pk__in=states_of(request.user))
        if mine is not None:
            options["queryset"] = mine
        return super().formfield_for_foreignkey(db_field, request, **options)
