"""A request from outside: what is asked for, by whom, for what; its evidence, decisions and quotations (E2, E3, E6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from electoral.office.references import new_reference
from payments.models import Currency, Fee
from registers.models import facts
from registers.models.edition import Edition
from registers.models.guards import REQUEST_GUARDS, part_of_request
from registers.models.guards_sums import ITEM_GUARDS, LINE_GUARDS, WHO_ASKS_GUARDS, summed
from registers.models.law import ApplicantKind, Entitlement, FeeRule, Product
from registers.queries import EvidenceQuerySet, ItemQuerySet, RequestQuerySet, RequestRowQuerySet
from registers.rules.lists import SAID
from registers.states import ACCESS_REQUEST, RequestStatus


class Form(models.TextChoices):
    DATA = "data", "Data"
    PRINT = "print", "Print"


class Channel(models.TextChoices):
    PORTAL = "portal", "This site"
    LETTER = "letter", "Letter or e-mail"
    COUNTER = "counter", "At the counter"
    STANDING = "standing", "A standing request"


def request_reference() -> str:
    return new_reference("D")


class AccessRequest(facts.RequestFacts, models.Model):
    """A request. Who confirmed, seconded, prepared, checked and released it stand on it, and are never one person where two must be.

    `secret` is the digest of the word with which the applicant follows it without an account. `round` counts the times
    that the decision was opened again: items, decisions, quotations and copies belong to a round.
    """

    reference = models.CharField(max_length=9, unique=True, default=request_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    status = models.CharField(max_length=10, choices=RequestStatus, default=RequestStatus.SENT)
    round = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=10, choices=Channel)
    applicant = models.ForeignKey(ApplicantKind, models.PROTECT)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150)
    authority = models.CharField(
        max_length=300, blank=True, help_text="By what they act for the body: nomination, rank, letter (E3c)."
    )
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    purposes = models.CharField(max_length=200, blank=True, help_text="Codes, with | between them.")
    purpose_note = models.TextField(max_length=2000, help_text="In their own words.")
    enactment = models.CharField(max_length=300, blank=True, help_text="The enactment that they quote.")
    why_marked = models.TextField(
        max_length=2000, blank=True, help_text="Why the unmarked register or lists will not do."
    )
    wanted_on = models.DateField(
        null=True, blank=True, help_text="The day of which the information is to speak."
    )
    needs = models.CharField(
        max_length=300, blank=True, help_text="Large print, plain text, another way of access (E8)."
    )
    declared_at = models.DateTimeField(help_text="When they declared that they keep to the limits (E4).")
    declared_name = models.CharField(max_length=150)
    secret = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    promised_on = models.DateField()
    asked_on = models.DateField(null=True, help_text="Since when the clock stands (E2).")
    signed_round = models.PositiveSmallIntegerField(
        default=1,
        help_text="The round whose limits they signed; another round is confirmed when they sign again (E4).",
    )
    standing = DivisionalKey("registers.Standing", models.PROTECT, null=True, related_name="requests")
    needs_second = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fee = DivisionalKey(Fee, models.PROTECT, null=True, related_name="+")
    destroy_by = models.DateField(null=True)

    workflow = ACCESS_REQUEST
    written_once = (
        "division_id",
        "channel",
        "declared_at",
        "declared_name",
        "secret",
        "received_at",
        "standing_id",
    )
    guards = (*REQUEST_GUARDS, *WHO_ASKS_GUARDS)
    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="request_of_division"),
            models.UniqueConstraint(fields=["division", "fee"], name="one_request_an_invoice"),
            models.CheckConstraint(
                name="the_second_person_is_another",
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("confirmed_by")),
            ),
            models.CheckConstraint(
                name="the_checker_is_another", condition=Q(checked_by=None) | ~Q(checked_by=F("prepared_by"))
            ),
            models.CheckConstraint(
                name="who_confirms_does_not_release",
                condition=Q(released_by=None) | ~Q(released_by=F("confirmed_by")),
            ),
        ]
        indexes = [models.Index(fields=["division", "status", "promised_on"], name="request_by_promise")]

    def __str__(self):
        return f"Request {self.reference}"

    def get_absolute_url(self):
        return reverse("registers:request", args=[self.reference])


class RequestItem(models.Model):
    """One thing asked for, in one round. `entitlement`: the row whose limits the applicant was shown and signed (E4); none
    where there is no row. `area` is empty for the whole, else as on a residence: ward:W05.
    """

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="items")
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    product = models.ForeignKey(Product, models.PROTECT)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, null=True)
    form = models.CharField(max_length=10, choices=Form)
    area = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=20, blank=True, help_text="Of absent voters lists: current or final.")
    poll = models.CharField(max_length=60, blank=True)
    later = models.BooleanField(default=False, help_text="Later documents too.")

    append_only = True
    guards = ITEM_GUARDS
    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="item_of_division"),
            models.UniqueConstraint(fields=["division", "request", "round", "position"], name="item_once"),
        ]

    def __str__(self):
        return f"{self.product}, {self.get_form_display().lower()}"

    @property
    def lists(self) -> str:
        """Which absent voters lists, in words; empty for anything else."""
        return SAID.get(self.stage, "")


class Evidence(models.Model):
    """A paper that shows who somebody is, or what they may: seen by a person, and destroyed early (E3)."""

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="evidence")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file; empty: shown on paper.")
    suffix = models.CharField(max_length=5, blank=True)
    size = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(auto_now_add=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    satisfies = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)
    destroyed_at = models.DateTimeField(null=True)

    kept = True
    written_once = (
        "division_id",
        "request_id",
        "code",
        "title",
        "sha256",
        "suffix",
        "size",
        "seen_by_id",
        "seen_at",
        "destroyed_at",
    )
    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "id"], name="evidence_of_division")]

    def __str__(self):
        return self.title


class Decision(models.Model):
    """Whether somebody may have it (`access`) and use it (`use`), decided apart (E3c); a refusal says which condition failed,
    the basis, and what is open instead (E3b)."""

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(
        max_length=10,
        choices=[("confirm", "Confirmed"), ("second", "Confirmed by a second person"), ("refuse", "Refused")],
    )
    access = models.BooleanField()
    use = models.BooleanField()
    basis = models.CharField(max_length=400)
    reason = models.TextField(max_length=2000)
    failed = models.CharField(max_length=300, blank=True)
    open_instead = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    objects = RequestRowQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "request", "round", "step"], name="decided_once"),
            models.CheckConstraint(
                name="a_confirmation_says_yes_to_both", condition=Q(step="refuse") | Q(access=True, use=True)
            ),
            models.CheckConstraint(
                name="a_refusal_says_no", condition=~Q(step="refuse") | Q(access=False) | Q(use=False)
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()}, {self.at:%-d %B %Y}"


class Quotation(models.Model):
    """What it costs, frozen with the editions that it names, until its day (E6). Nothing: free."""

    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, related_name="quotations")
    round = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3, choices=Currency)
    amount = models.PositiveBigIntegerField()
    valid_until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    append_only = True
    guards = (*part_of_request("registers_quotation", "confirmed", "quoted"), *summed("registers_quotation"))
    objects = RequestRowQuerySet.as_manager()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="quotation_of_division"),
            models.UniqueConstraint(fields=["division", "request", "version"], name="quotation_once"),
        ]

    def __str__(self):
        return f"Quotation {self.version}"


class QuotationLine(models.Model):
    """One item of the request in one edition, with the working in words. `entries` are the edition's own; `charged` are others
    where several items are one document (regulations 111(3), 120)."""

    division = models.ForeignKey(Division, models.PROTECT)
    quotation = DivisionalKey(Quotation, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = DivisionalKey(RequestItem, models.PROTECT, related_name="+")
    edition = DivisionalKey(Edition, models.PROTECT, null=True, related_name="+")
    formula = models.ForeignKey(FeeRule, models.PROTECT, null=True, related_name="+")
    entries = models.PositiveIntegerField()
    charged = models.PositiveIntegerField(help_text="Entries for which the sum is; 0: another bears it.")
    text = models.CharField(max_length=300)
    working = models.CharField(max_length=300)
    amount = models.PositiveBigIntegerField()

    append_only = True
    guards = (*LINE_GUARDS, *summed("registers_quotationline"))
    objects = RequestRowQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["division", "quotation", "position"], name="quotation_line_once")
        ]

    def __str__(self):
        return self.text
