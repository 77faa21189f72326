from datetime import date

from django.db import migrations

MADE_UP = "The manual gives none; made up for planning"
# code, meaning, unit, value, source, verified
FIGURES = [
    ("norm_urban", "Residences that an officer reviews in an hour, urban", "residences an hour", "17", "The manual, 1.6", True),
    ("norm_low_density", "Residences that an officer reviews in an hour, low density", "residences an hour", "10", "The manual, 1.6", True),
    ("forms_share", "Enrolment forms collected for each addition", "share", "0.70", "The manual, 2 and 6.7", True),
    ("hours_a_day", "Hours that an officer calls on a working day", "hours", "3", f"{MADE_UP}: with three, a Walk of 400 takes eight days (1.3)", False),
    ("days_a_week", "Working days in a week", "days", "5", MADE_UP, False),
    ("additions_share", "Additions expected for each residence in a year", "share", "0.10", MADE_UP, False),
    ("cards_share", "Cards expected for each residence visited", "share", "0.15", "The manual looks into more than 15 % (6.6); taken as what is expected", False),
    ("letters_a_residence", "Letters for each residence reviewed by mail", "letters", "1.2", f"{MADE_UP}: one letter for each surname", False),
    ("sab_share", "Share of residences in security access buildings from which both listings are proposed", "share", "0.10", MADE_UP, False),
    ("spare_share", "Stationery ordered beyond what is expected", "share", "0.10", MADE_UP, False),
    ("pay_residence_urban", "Pay for a residence visited, urban", "cents", "120", MADE_UP, False),
    ("pay_residence_low_density", "Pay for a residence visited, low density", "cents", "200", MADE_UP, False),
    ("pay_form", "Pay for an enrolment form collected", "cents", "50", MADE_UP, False),
    ("price_card", "Printing of a card", "cents", "10", MADE_UP, False),
    ("price_letter", "A letter with its reply envelope, printed and posted", "cents", "260", MADE_UP, False),
    ("price_schedule", "Review of a residence by schedule", "cents", "310", MADE_UP, False),
    ("price_agent", "Review of a residence by an electoral agent", "cents", "450", MADE_UP, False),
]  # fmt: skip
FIELDS = ("code", "meaning", "unit", "value", "source", "verified")
SINCE = date(2020, 1, 1)


def seed(apps, schema_editor):
    figure = apps.get_model("walks", "PlanningFigure")
    figure.objects.bulk_create(figure(from_on=SINCE, **dict(zip(FIELDS, row, strict=True))) for row in FIGURES)


class Migration(migrations.Migration):
    dependencies = [("walks", "0003_plans")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
