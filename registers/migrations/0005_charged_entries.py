"""The entries that a line of a quotation is priced for, beside those that it holds (E6)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0004_standing_poll")]
    operations = [
        migrations.AddField(
            model_name="quotationline",
            name="charged",
            field=models.PositiveIntegerField(
                default=0, help_text="Entries for which the sum is; 0: another bears it."
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE registers_quotationline SET charged = entries WHERE amount > 0", migrations.RunSQL.noop
        ),
    ]
