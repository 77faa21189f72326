from django.db import migrations

TABLES = """
-- That the room answered for a register, a copy or the record, and to whom; only added to.
CREATE TABLE protected.use (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    division_id bigint NOT NULL REFERENCES office_division (id),
    what text NOT NULL CHECK (what IN ('sealed', 'gave out', 'recorded')),
    by_id bigint NOT NULL,
    reason text NOT NULL CHECK (btrim(reason) <> '')
);
CREATE INDEX use_by_time ON protected.use (division_id, at);
"""


class Migration(migrations.Migration):
    dependencies = [("protected", "0001_initial"), ("roll", "0003_category_overseas")]
    operations = [migrations.RunSQL(TABLES, "DROP TABLE protected.use")]
