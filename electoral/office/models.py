"""Places, people, and the trail of what was done."""

from datetime import date
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from electoral.office.queries import DatedQuerySet, EventQuerySet
from electoral.office.roles import GRANTS, Permission, Role
from electoral.office.rules import date_in


class Jurisdiction(models.TextChoices):
    AUSTRALIA = "australia", "Australia"
    ENGLAND_AND_WALES = "england_and_wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


class State(models.Model):
    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=50, default="Australia/Darwin")
    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction, default=Jurisdiction.AUSTRALIA)

    kept = True

    def __str__(self):
        return self.name


class Area(models.Model):
    state = models.ForeignKey(State, models.PROTECT)
    name = models.CharField(max_length=100)

    kept = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state", "name"], name="area_name")]

    def __str__(self):
        return self.name


class Division(models.Model):
    """A division and its office. Its code is 2 to 6 capitals, never used again (decision 17)."""

    area = models.ForeignKey(Area, models.PROTECT)
    code = models.CharField(max_length=6, unique=True)
    name = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=50, blank=True, help_text="Empty: the State's.")
    practice = models.BooleanField(default=False)
    address = models.TextField(max_length=300, blank=True, help_text="Where people come to, a line each.")
    postal_address = models.TextField(
        max_length=300, blank=True, help_text="Where letters go. Empty: the same address."
    )
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("e-mail", blank=True)
    opening_hours = models.TextField(
        max_length=300, blank=True, help_text="A line each: Monday to Friday, 9 am to 4.30 pm."
    )
    cheques_to = models.CharField(
        "cheques made out to",
        max_length=100,
        blank=True,
        help_text="Empty: no letter or page offers cheques.",
    )

    kept = True

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="division_code", condition=Q(code__regex=r"^[A-Z]{2,6}$"))]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> str:
        return self.time_zone or self.area.state.time_zone

    def today(self) -> date:
        return date_in(self.zone, timezone.now())

    @property
    def contacts(self) -> list[tuple[str, list[str]]]:
        """How the office is reached, for papers and pages: (label, lines); what is blank is left out."""
        come = "Come to" if self.postal_address.strip() else "Address"
        told = ((come, self.address), ("Write to", self.postal_address), ("Telephone", self.telephone), ("E-mail", self.email),
                ("Open", self.opening_hours))  # fmt: skip
        lines = [
            (label, [line.strip() for line in text.splitlines() if line.strip()]) for label, text in told
        ]
        return [(label, found) for label, found in lines if found]


class UserManager(BaseUserManager["User"]):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.lower())


class User(AbstractBaseUser):
    """A person: one account, never shared, never deleted (decision 16). Roles come from appointments."""

    email = models.EmailField()
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(
        default=False, editable=False, help_text="Stands for the shell; nobody can sign in."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    kept = True
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_address"),
            models.CheckConstraint(
                name="nobody_signs_in_as_the_operator",
                condition=Q(is_operator=False) | Q(password__startswith="!"),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @cached_property
    def appointments_in_force(self) -> list["Appointment"]:
        mine = self.appointment_set.select_related("division__area__state", "area__state", "state")
        return [a for a in mine if a.is_in_force()]

    def places_with(self, permission: Permission) -> list["Appointment"]:
        return [a for a in self.appointments_in_force if permission in GRANTS[a.role]]

    def may(self, permission: Permission, at: Division | State | None = None) -> bool:
        """Whether an appointment in force grants the permission, at the division or State if one is named."""
        if self.is_operator:
            return True
        if at is None:
            return bool(self.places_with(permission))
        return any(a.covers(at) for a in self.places_with(permission))

    def divisions(self, permission: Permission) -> models.QuerySet[Division]:
        """The divisions at which the person has the permission."""
        if self.is_operator:
            return Division.objects.all()
        places = Q(pk__in=[])
        for a in self.places_with(permission):
            places |= Q(pk=a.division_id) | Q(area=a.area_id) | Q(area__state=a.state_id)
        return Division.objects.filter(places)

    def states(self, permission: Permission) -> models.QuerySet[State]:
        """The States at which, or in which somewhere, the person has the permission."""
        return State.objects.filter(area__division__in=self.divisions(permission)).distinct()

    @property
    def role_names(self) -> str:
        return ", ".join(dict.fromkeys(a.get_role_display() for a in self.appointments_in_force))

    # What Django's admin asks; the answer is the same table of roles.
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.may(Permission.REFERENCE_EDIT)

    def has_perm(self, perm, obj=None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label) -> bool:
        return self.is_staff


class Appointment(models.Model):
    """A person in a role at a place for a time; relief and acting roles are further appointments (decision 16)."""

    user = models.ForeignKey(User, models.PROTECT)
    role = models.CharField(max_length=20, choices=Role)
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True)
    state = models.ForeignKey(State, models.PROTECT, null=True, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The first day without the role.")

    kept = True
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appointment_has_one_place",
                condition=Q(division__isnull=False, area=None, state=None)
                | Q(division=None, area__isnull=False, state=None)
                | Q(division=None, area=None, state__isnull=False),
                violation_error_message="Name one place: a division, an area or a State.",
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.place}"

    @property
    def place(self) -> Division | Area | State | None:
        return self.division or self.area or self.state

    @property
    def zone(self) -> str:
        if self.division:
            return self.division.zone
        state = self.area.state if self.area else self.state
        return state.time_zone if state else "UTC"

    def is_in_force(self) -> bool:
        today = date_in(self.zone, timezone.now())
        return self.from_on <= today and (self.ended_on is None or self.ended_on > today)

    def covers(self, place: Division | State) -> bool:
        if isinstance(place, State):
            return self.state_id == place.pk
        if self.division_id:
            return self.division_id == place.pk
        return self.area_id == place.area_id if self.area_id else self.state_id == place.area.state_id


class Delegation(models.Model):
    """A State's written delegation of the Director's approval of Walks to its Area Managers (1.8a)."""

    state = models.ForeignKey(State, models.PROTECT)
    instrument = models.CharField(
        max_length=200, help_text="The instrument in writing, as it is to be found."
    )
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="The first day without the delegation.")

    kept = True
    written_once = ("state_id", "instrument", "from_on", "ended_on")
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], name="one_delegation_of_a_state", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
        ]

    def __str__(self):
        return f"{self.instrument} ({self.state})"


class Event(models.Model):
    """Who did what to which, when: references and statuses, never a name or address of the roll (decision 32)."""

    division = models.ForeignKey(Division, models.PROTECT, null=True)
    subject = models.CharField(max_length=40)
    verb = models.CharField(max_length=50)
    by = models.BigIntegerField()  # no foreign key: the trail stands whatever happens to what it names
    at = models.DateTimeField(auto_now_add=True)
    data = models.JSONField(default=dict)

    append_only = True
    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["division", "subject", "-at"], name="event_by_subject"),
            models.Index(fields=["division", "-at"], name="event_by_time"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject}"


class Remembered(models.Model):  # noqa: DJ008  nobody reads a row of it
    """A row of Django's cache, for all processes: how often somebody tried (CACHES in the settings)."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    unlogged = True
