from django.db import migrations

# code, meaning, place, statistic, counts as visit, opens, example, by the officer, the source gives the meaning
R, E, F, C, M = "residence", "elector", "facing_page", "card", "mail_listing"
NOTATIONS = [
    ("✓", "Lives here, no change", E, "", None, "", "", True, False),
    ("GONE", "Has left the address for good", E, "gone", None, "objection", "a line through the name", True, False),
    ("DEC", "Has died", E, "death", None, "deletion", "DEC and the date, if known", True, False),
    ("T/A", "Temporarily absent", E, "temporarily_absent", None, "", "T/A until March", True, True),
    ("N/CIT", "Not a citizen", E, "other", None, "amendment", "", True, True),
    ("SP", "Name misspelt, or in the wrong order", E, "other", None, "amendment", "the right spelling above the name", True, False),
    ("DUP", "Enrolled twice", E, "other", None, "deletion", "", True, False),
    ("NO", "Number wrong, changed, or new where there was none", E, "other", None, "amendment", "NO 14A", True, False),
    ("PA", "Postal address altered", E, "other", None, "amendment", "", True, False),
    ("NAME", "Change of name (marriage, deed poll)", E, "addition", None, "", "the new name on the facing page, with EFC", True, False),
    ("NEW", "New name at the address", F, "addition", None, "notice", "the name on the facing page", True, False),
    ("EFC", "Enrolment form collected", F, "", None, "form", "EFC beside the name", True, True),
    ("REF", "Refused to answer", R, "refusal", True, "refusal", "", True, False),
    ("CARD", "Nobody home, card left", R, "", True, "card", "the card's number", True, False),
    ("VAC", "Vacant", R, "", True, "", "", True, False),
    ("HOL", "Holiday house", R, "", True, "", "", True, False),
    ("DEM", "Demolished", R, "", False, "", "", True, False),
    ("SAB", "Security access building, not entered", R, "", False, "mail review", "SAB 1 to 24", True, True),
    ("EFR", "Enrolment form received", C, "", None, "", "EFR beside the name", False, True),
    ("OBJ", "Objection begun", C, "", None, "", "", False, True),
    ("ER13", "Notice sent", C, "", None, "", "", False, True),
    ("RU", "Returned undelivered", M, "", None, "objection", "", False, True),
    ("ER006", "Letter to the resident sent", M, "", None, "", "ER006 and the date", False, True),
    ("(L)", "A letter is addressed to this elector", M, "", None, "", "", False, True),
]
FIELDS = ("code", "meaning", "place", "statistic", "counts_as_visit", "opens", "example", "by_officer", "verified")


def seed(apps, schema_editor):
    kind = apps.get_model("walks", "NotationCode")
    kind.objects.bulk_create(
        kind(position=n, **dict(zip(FIELDS, row, strict=True))) for n, row in enumerate(NOTATIONS, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("walks", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
