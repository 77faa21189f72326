from django.db import migrations

HIDDEN = {"on_listing": False, "objection_allowed": False, "compulsory_action_allowed": False}
CATEGORIES = [
    ("A", "Antarctic elector", {**HIDDEN, "basis": "s 114(1B)(c); manual 6.1", "verified": True}),
    ("E", "Eligible overseas elector", {**HIDDEN, "needs_residence": False, "basis": "s 94, 95; manual 6.1", "verified": True}),
    ("I", "Itinerant elector", {**HIDDEN, "needs_residence": False, "basis": "s 96; manual 6.1", "verified": True}),
    ("K", "Category K", {**HIDDEN, "basis": "manual 6.1; the meaning is to be verified"}),
    ("G", "General postal voter", {"basis": "the meaning is to be verified"}),
]


def seed(apps, schema_editor):
    category = apps.get_model("roll", "Category")
    category.objects.bulk_create(category(code=code, label=label, **rest) for code, label, rest in CATEGORIES)


class Migration(migrations.Migration):
    dependencies = [("roll", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
