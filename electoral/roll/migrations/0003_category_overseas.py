from django.db import migrations, models


def mark(apps, schema_editor):
    apps.get_model("roll", "Category").objects.filter(code="E").update(overseas=True)


class Migration(migrations.Migration):
    dependencies = [("roll", "0002_categories")]
    operations = [
        migrations.AddField("category", "overseas", models.BooleanField(default=False, help_text="A register shows no address of them.")),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
