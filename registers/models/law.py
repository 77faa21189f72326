"""The law as rows: who may have which information, for what, at which fee (E3, E4, E6, S1, S2).

Rows are dated: a change ends one and begins another, and a request keeps the row that it was told. Nobody has checked a
row against the law until `verified_by` says so.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.models import Jurisdiction
from electoral.office.queries import DatedQuerySet
from registers.models.guards_law import ENTITLEMENT_GUARDS, UNSIGNED
from registers.rules.area import ALLOWED
from registers.rules.evidence import EVIDENCE

OFFICER_SETS = "officer_sets"  # the code of a fee for which the law names no formula
STANDING = ("none", "while_category", "while_paid")


class UserGroup(models.TextChoices):
    """The users of ES5, in its order (S2); each has its own help."""

    ELECTORS = "electors", "Electors"
    CANDIDATES = "candidates", "Candidates, agents and political parties"
    GOVERNMENT = "government", "Government departments"
    COMMISSION = "commission", "The Electoral Commission and other statutory bodies"
    LAW_ENFORCEMENT = "law_enforcement", "Law enforcement agencies"
    CREDIT = "credit", "Credit reference agencies"
    LOCAL_AUTHORITIES = "local_authorities", "Local authorities"
    PUBLIC = "public", "General public"


class Mode(models.TextChoices):
    SUPPLY = "supply", "A copy"
    INSPECT = "inspect", "Inspection"


class Decides(models.TextChoices):
    YES = "automatic_yes", "Entitled"
    OFFICER = "officer_decides", "An officer decides"
    NO = "no", "Not entitled"


class ApplicantKind(models.Model):
    """A category of people or bodies that ask."""

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(max_length=120)
    group = models.CharField(max_length=20, choices=UserGroup)

    kept = True

    class Meta:
        ordering = ["group", "name"]

    def __str__(self):
        return self.name


class Product(models.Model):
    """A kind of registration information; it can be asked for where the table has a row for it (S1)."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=120)
    about = models.CharField(max_length=500, help_text="What it is, for people outside.")

    kept = True

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Purpose(models.Model):
    """A purpose in plain words."""

    code = models.CharField(max_length=40, primary_key=True)
    text = models.CharField(max_length=200)

    kept = True

    def __str__(self):
        return self.text


class Entitlement(models.Model):
    """One row of the table: an applicant, a product, a copy or an inspection; the basis and its limits."""

    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction)
    applicant = models.ForeignKey(ApplicantKind, models.PROTECT)
    applicant_name = models.CharField(max_length=120)
    product = models.ForeignKey(Product, models.PROTECT)
    mode = models.CharField(max_length=10, choices=Mode)
    decision = models.CharField(max_length=20, choices=Decides)
    conditional = models.BooleanField(default=False)
    trigger = models.CharField(max_length=20, blank=True)
    basis = models.CharField(max_length=400)
    area_code = models.CharField(max_length=20)
    area_rule = models.CharField(max_length=300, blank=True)
    fee_code = models.CharField(max_length=20)
    default_format = models.CharField(max_length=200, blank=True)
    other_format = models.CharField(max_length=200, blank=True)
    subsequent_documents = models.CharField(max_length=200, blank=True)
    request_must_state = models.CharField(max_length=300, blank=True)
    purposes = models.CharField(max_length=200, blank=True, help_text="Codes, with | between them.")
    purpose_text = models.TextField(max_length=2000, blank=True)
    onward_text = models.TextField(max_length=2000, blank=True)
    evidence_code = models.CharField(max_length=20)
    evidence_law = models.CharField(max_length=400, blank=True)
    evidence_proposed = models.CharField(max_length=400, blank=True)
    response_time = models.CharField(max_length=300, blank=True)
    special_handling = models.CharField(max_length=500, blank=True)
    offence = models.CharField(max_length=300, blank=True)
    second_person = models.BooleanField(default=False)
    standing_code = models.CharField(max_length=20)
    policy = models.TextField(max_length=2000, blank=True, help_text="The office's own policy (E11).")
    source_status = models.CharField(max_length=200)
    text_read = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=700, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(null=True, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = (
        "jurisdiction", "applicant_id", "applicant_name", "product_id", "mode", "decision", "conditional", "trigger", "basis",
        "area_code", "area_rule", "fee_code", "default_format", "other_format", "subsequent_documents", "request_must_state",
        "purposes", "purpose_text", "onward_text", "evidence_code", "evidence_law", "evidence_proposed", "response_time",
        "special_handling", "offence", "second_person", "standing_code", "source_status", "text_read", "source",
        "verified_by_id", "verified_on", "from_on", "ended_on",
    )  # fmt: skip
    guards = ENTITLEMENT_GUARDS
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "applicant", "product", "mode"],
                name="one_row_of_the_table",
                condition=Q(ended_on=None),
            ),
            models.CheckConstraint(
                name="entitlement_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="a_verified_row_names_who",
                condition=Q(verified_by=None, verified_on=None)
                | Q(verified_by__isnull=False, verified_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.applicant_name}: {self.product}, {self.get_mode_display().lower()}"

    def get_absolute_url(self):
        return reverse("registers:law_row", args=[self.pk])

    def clean(self):
        """The codes that the software acts on are known."""
        formulas = FeeRule.objects.filter(jurisdiction=self.jurisdiction, ended_on=None)
        known = {
            "area_code": set(ALLOWED),
            "fee_code": {OFFICER_SETS, *formulas.values_list("fee_code", flat=True)},
            "evidence_code": {"none", *EVIDENCE},
            "standing_code": set(STANDING),
        }
        wrong = {
            name: f"Write one of: {', '.join(sorted(codes))}."
            for name, codes in known.items()
            if getattr(self, name) not in codes
        }
        purposes = set(Purpose.objects.values_list("code", flat=True))
        if unknown := [code for code in self.purpose_codes if code not in purposes]:
            wrong["purposes"] = (
                f"These are no purposes: {', '.join(unknown)}. Write their codes, with | between them."
            )
        if wrong:
            raise ValidationError(wrong)

    def says_as(self, other: "Entitlement | None") -> bool:
        """Whether another row says the same in all that an applicant signs: then who signed the one signed the other (E4)."""
        names = self.signed_columns()
        return other is not None and all(getattr(self, name) == getattr(other, name) for name in names)

    @classmethod
    def signed_columns(cls) -> list[str]:
        return [one.attname for one in cls._meta.concrete_fields if one.attname not in UNSIGNED]

    @property
    def is_verified(self) -> bool:
        return self.verified_on is not None

    @property
    def is_derived(self) -> bool:
        """Read off the twin regulation of England and Wales, not off its own."""
        return self.source_status.startswith("DERIVED")

    @property
    def purpose_codes(self) -> list[str]:
        return self.purposes.split("|") if self.purposes else []


class FeeRule(models.Model):
    """A formula: a base, and so much for each block of entries or part of one, rounded up; integers of pence or cents."""

    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction)
    fee_code = models.CharField(max_length=20)
    format = models.CharField(max_length=10)
    base = models.PositiveIntegerField()
    per_block = models.PositiveIntegerField()
    block_size = models.PositiveIntegerField()
    basis = models.CharField(max_length=300)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_on = models.DateField(null=True, blank=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    kept = True
    written_once = (
        "jurisdiction", "fee_code", "format", "base", "per_block", "block_size", "basis", "verified_by_id", "verified_on",
        "from_on", "ended_on",
    )  # fmt: skip
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["jurisdiction", "fee_code", "format"], name="one_formula", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(name="a_block_is_something", condition=Q(block_size__gt=0)),
            models.CheckConstraint(
                name="a_verified_formula_names_who",
                condition=Q(verified_by=None, verified_on=None)
                | Q(verified_by__isnull=False, verified_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.get_jurisdiction_display()}: {self.fee_code}, {self.format}"

    def clean(self):
        """Rows that say "none" stay free, whatever else is edited."""
        if self.fee_code == "none" and (self.base or self.per_block):
            raise ValidationError(
                "The code none is for what is free. Give what costs something a code of its own."
            )

    @property
    def is_verified(self) -> bool:
        return self.verified_on is not None
