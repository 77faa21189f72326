from django.db import migrations

TABLES = """
-- Whose the anonymous entries of a sealed register are, of each part in their order; only added to. So a mark at a poll, and
-- the record, find the entry however long ago it was sealed.
CREATE TABLE protected.entry (
    division_id bigint NOT NULL REFERENCES office_division (id),
    edition_id bigint NOT NULL,
    part text NOT NULL,
    place bigint NOT NULL,
    elector_id text NOT NULL,
    PRIMARY KEY (edition_id, part, place)
);
"""


class Migration(migrations.Migration):
    dependencies = [("protected", "0002_use")]
    operations = [migrations.RunSQL(TABLES, "DROP TABLE protected.entry")]
