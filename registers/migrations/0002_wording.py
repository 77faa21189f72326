"""The letter of a refusal with which an office begins (E3b)."""

from datetime import date

from django.db import migrations

BEGINS = date(2026, 1, 1)
BODY = """You asked this office for registration information (request {request}): {asked}.

You said that it is for this: {purpose}

We cannot give it to you. {decided}

The condition that is not met: {failed}

Why: {reason}

The law: {basis}

What is open to you instead: {instead}

If you think that this is wrong, or if something has changed, write to this office with the reference {request}. You may ask again at any time."""


def seed(apps, schema_editor):
    apps.get_model("papers", "Wording").objects.get_or_create(
        kind="registers_refusal",
        state=None,
        ended_on=None,
        defaults={"title": "Your request for registration information", "body": BODY, "from_on": BEGINS},
    )


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("papers", "0002_wording")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
