"""The words of the Information Sheet and of the application form with which an office begins (3.1)."""

from datetime import date

from django.db import migrations

BEGINS = date(2026, 1, 1)
ROWS = (
    (
        "information_sheet",
        "What is an Electoral Roll Review Officer",
        """An Electoral Roll Review Officer checks the electoral roll from door to door. We are looking for officers for {area}.

# What the work is

You call at each residence of the area that is given to you, called a Walk. You carry a list of the residences and of the people enrolled at each. You ask whether the list is right, note what has changed, help people to complete an enrolment form, and collect the forms. Where nobody is at home you call again or leave a card.

# When

Officers call from {hours}, most often in the evening and at weekends when people are at home. The field work is from {period}. A workload takes {workload}; it is most often one Walk.

# Pay

You are paid {pay_urban} for each residence in an urban Walk, {pay_low_density} for each residence in a low density Walk, and {pay_form} for each enrolment form. You are paid after the office has checked your work.

# What you are given, and must bring back

The list of your Walk and its map, the officers' manual, an identity card with your photograph, a satchel, enrolment forms, cards, reply envelopes and pens. What is left over, the identity card, the satchel and every page of the list come back to the office. What you learn at the doors is confidential.

# Safety and accidents

You work alone and on foot. Do not go where you feel unsafe: leave, and tell the office. Tell the office of every accident or incident on the same day, however small. Keep to the gate where there is a dog.

# How to apply

Complete the application form and send it to us by {closing_date}. Questions are answered by: {contact}.""",
    ),
    (
        "application_form",
        "Application for work as an Electoral Roll Review Officer",
        """Please write in block letters and send this form so that it arrives by {closing_date}.

We use what you write to choose officers for {area}, and show it to nobody outside the office. If you are not appointed the form is destroyed after the period that the law sets.""",
    ),
)


def seed(apps, schema_editor):
    wording = apps.get_model("papers", "Wording")
    for kind, title, body in ROWS:
        wording.objects.get_or_create(
            kind=kind, state=None, ended_on=None, defaults={"title": title, "body": body, "from_on": BEGINS}
        )


class Migration(migrations.Migration):
    dependencies = [("review", "0002_wording")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
