"""The wording with which an office begins: Appendix A, the notice and the release of 3.2, the advertisement of 3.1."""

from datetime import date

from django.db import migrations

BEGINS = date(2026, 1, 1)
LETTER = """Dear {salutation},

The Australian Electoral Commission will be conducting an Electoral Roll Review in the area/s of {{areas}} between the hours of {{hours}} during the period {{period}}.

Employees of the Commission will be calling at all residences in the area to check enrolment information. They will be wearing Identity/Authority Cards displaying their photographs and carrying a distinctive satchel displaying the Commission's name and logo.

{closing}"""
SIR = "Sir/Madam"
THANKS = "Thank you for your cooperation."
PASS_ON = "You may wish to tell people of your electorate who ask about it. Thank you for your cooperation."
ROWS = (
    ("letter_police", "Electoral Roll Review in your area", LETTER.format(salutation=SIR, closing=THANKS)),
    ("letter_member", "Electoral Roll Review in your area", LETTER.format(salutation=SIR, closing=PASS_ON)),
    ("letter_council", "Electoral Roll Review in your area", LETTER.format(salutation=SIR, closing=THANKS)),
    (
        "notice_of_review",
        "Notice of Review",
        """Electoral Roll Review

The Australian Electoral Commission is reviewing the electoral roll in {divisions}.

Review Officers will call at residences between the hours of {hours} during the period {period} to check that everybody entitled to vote is enrolled for the right address. They wear an Identity/Authority Card displaying their photograph and carry a satchel displaying the Commission's name and logo.

Enrolment is compulsory. If you have moved, or have turned 18, please have your details ready.""",
    ),
    (
        "media_release",
        "Media release",
        """MEDIA RELEASE

Is your enrolment right? Review Officers are calling

Review Officers of the Australian Electoral Commission will call at residences in {divisions} between the hours of {hours} during the period {period}.

They check that everybody who is entitled to vote is enrolled for the right address. Each officer wears an Identity/Authority Card displaying the officer's photograph and carries a distinctive satchel displaying the Commission's name and logo.

People who are out when the officer calls will find a card to complete and send back; no stamp is needed.""",
    ),
    (
        "recruitment_advertisement",
        "Review Officers wanted",
        """ELECTORAL ROLL REVIEW OFFICERS

The Australian Electoral Commission seeks Review Officers for the Electoral Roll Review in {divisions} during the period {period}.

The work is calling at residences to check enrolment details, on foot, in your own area and mostly in the evening and at weekends. Officers are paid for each residence and each form.

Areas: {areas}
Officers wanted: {places}
Applications close: {closing}

Ask the divisional office for the Information Sheet "What is an Electoral Roll Review Officer" and an application form.""",
    ),
)


def seed(apps, schema_editor):
    wording = apps.get_model("papers", "Wording")
    for kind, title, body in ROWS:
        wording.objects.get_or_create(
            kind=kind, state=None, ended_on=None, defaults={"title": title, "body": body, "from_on": BEGINS}
        )


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial"), ("papers", "0002_wording")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
