"""Standing requests: later documents, and copies due on each publication; they end by themselves (E7, regulation 102(2))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from electoral.office.guards import DivisionalKey
from electoral.office.models import Division
from registers.models.edition import edition_reference
from registers.models.law import ApplicantKind, Entitlement, Product
from registers.models.request import AccessRequest, Form
from registers.queries import StandingQuerySet

STANDING_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_standing() RETURNS trigger LANGUAGE plpgsql AS $$
-- A line stands on a row of the table in force that lets this body have later documents of this product: either the row
-- says that nobody has to ask, or the line begins with the release of a request for later documents under that row.
DECLARE law registers_entitlement;
BEGIN
    SELECT e.* INTO law FROM registers_entitlement e
        JOIN office_division d ON d.id = NEW.division_id JOIN office_area a ON a.id = d.area_id
        JOIN office_state s ON s.id = a.state_id AND s.jurisdiction = e.jurisdiction
        WHERE e.id = NEW.entitlement_id AND e.mode = 'supply' AND e.decision <> 'no' AND e.standing_code <> 'none'
          AND e.applicant_id = NEW.applicant_id AND e.product_id = NEW.product_id;
    IF law.id IS NULL THEN
        RAISE EXCEPTION 'Standing request % has no row of the table', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_is_entitled';
    END IF;
    IF NEW.why = 'on_publication' AND law.trigger IN ('ON_PUBLICATION', 'STATUTORY', 'WITH_REGISTER') THEN RETURN NEW; END IF;
    IF NEW.why = law.standing_code AND EXISTS (
        SELECT FROM registers_accessrequest r JOIN registers_requestitem i ON i.request_id = r.id AND i.round = r.round
        WHERE r.id = NEW.request_id AND r.status IN ('checked', 'released', 'received') AND i.later AND i.entitlement_id = law.id
    ) THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'Standing request % began with nothing', NEW.reference
        USING ERRCODE = 'check_violation', CONSTRAINT = 'standing_begins_with_a_release';
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_standing_entitled" BEFORE INSERT ON "registers_standing" '
        "FOR EACH ROW EXECUTE FUNCTION guard_standing()"
    ),
)


class Standing(models.Model):
    """A body that gets each later document of a product, under one row of the table.

    `why`: while_category (the office or category is held), while_paid (each document is paid for), on_publication (nobody
    has to ask). `until`: the day on which it ends by itself, where that is known. Absent voters lists are those of one
    poll, and end with it.
    """

    reference = models.CharField(max_length=9, unique=True, default=edition_reference)
    division = models.ForeignKey(Division, models.PROTECT)
    request = DivisionalKey(AccessRequest, models.PROTECT, null=True, related_name="standings")
    applicant = models.ForeignKey(ApplicantKind, models.PROTECT)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=300, blank=True)
    product = models.ForeignKey(Product, models.PROTECT)
    entitlement = models.ForeignKey(Entitlement, models.PROTECT)
    form = models.CharField(max_length=10, choices=Form)
    area = models.CharField(max_length=60, blank=True)
    poll = models.CharField(max_length=60, blank=True, help_text="Of absent voters lists: whose lists alone.")
    why = models.CharField(max_length=20)
    until = models.DateField(null=True)
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    kept = True
    written_once = (
        "division_id",
        "request_id",
        "entitlement_id",
        "product_id",
        "poll",
        "from_on",
        "ended_on",
    )
    guards = STANDING_GUARDS
    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["division", "id"], name="standing_of_division"),
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.name}: {self.product}"

    def get_absolute_url(self):
        return reverse("registers:standing", args=[self.reference])
