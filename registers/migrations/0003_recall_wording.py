"""The letter of a recall with which an office begins (E9)."""

from datetime import date

from django.db import migrations

BEGINS = date(2026, 1, 1)
BODY = """On {released} this office released to you, under request {request}: {copy}.

We recall it. From now on you may not use it.

Destroy it, and every copy that was made of it: on paper, on a computer and on any other medium. Whoever has it from you does the same; please tell them.

Tell us within seven days that this is done: with the sheet that comes with this letter, or on the page where you follow your request, with its reference and your word. If you never took the copy, tell us that.

You had it on this basis: {basis}.

The penalty for other use: {penalty}.

If you think that this is a mistake, write to this office with the reference {request}. Do not use the copy meanwhile."""


def seed(apps, schema_editor):
    apps.get_model("papers", "Wording").objects.get_or_create(
        kind="registers_recall",
        state=None,
        ended_on=None,
        defaults={"title": "Recall of registration information", "body": BODY, "from_on": BEGINS},
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_wording"), ("papers", "0002_wording")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
