from django.db import migrations

TABLES = """
CREATE SCHEMA protected;

-- The row that left the roll: `data` has every column of it and the address_id, `past` the rows that had ended before.
CREATE TABLE protected.person (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    division_id bigint NOT NULL REFERENCES office_division (id),
    elector_id text NOT NULL CHECK (elector_id <> ''),
    kind text NOT NULL CHECK (kind IN ('silent', 'anonymous')),
    basis text NOT NULL DEFAULT '',
    since date NOT NULL,
    roll_elector_id bigint,
    residence_id bigint,
    data jsonb NOT NULL DEFAULT '{}',
    past jsonb NOT NULL DEFAULT '[]',
    in_last_file boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT person_once UNIQUE (division_id, elector_id),
    CONSTRAINT person_of_division UNIQUE (division_id, id),
    CONSTRAINT person_residence FOREIGN KEY (division_id, residence_id) REFERENCES roll_residence (division_id, id),
    CONSTRAINT person_elector FOREIGN KEY (division_id, roll_elector_id) REFERENCES roll_elector (division_id, id)
);

-- Rows of a file that is not applied yet, diverted from its staging table.
CREATE TABLE protected.waiting (
    load_id bigint NOT NULL,
    division_id bigint NOT NULL REFERENCES office_division (id),
    elector_id text NOT NULL,
    data jsonb NOT NULL,
    PRIMARY KEY (load_id, elector_id)
);

CREATE TABLE protected.exclusion (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    division_id bigint NOT NULL REFERENCES office_division (id),
    residence_id bigint NOT NULL,
    reason text NOT NULL CHECK (btrim(reason) <> ''),
    by_id bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lifted_reason text CHECK (btrim(lifted_reason) <> ''),
    lifted_by_id bigint,
    lifted_at timestamptz,
    CONSTRAINT exclusion_lifted_whole CHECK (num_nulls(lifted_reason, lifted_by_id, lifted_at) IN (0, 3)),
    CONSTRAINT exclusion_residence FOREIGN KEY (division_id, residence_id) REFERENCES roll_residence (division_id, id)
);
CREATE UNIQUE INDEX exclusion_open_once ON protected.exclusion (division_id, residence_id) WHERE lifted_at IS NULL;

-- The trail of the room, only added to. `xact` proves that a look was committed before the address is shown.
CREATE TABLE protected.look (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    division_id bigint NOT NULL REFERENCES office_division (id),
    person_id uuid NOT NULL,
    elector_id text NOT NULL,
    what text NOT NULL CHECK (what IN ('looked', 'protected', 'moved', 'released')),
    by_id bigint NOT NULL,
    reason text NOT NULL CHECK (btrim(reason) <> ''),
    xact xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX look_by_time ON protected.look (division_id, at);
CREATE INDEX look_by_hand ON protected.look (by_id, at);

CREATE TABLE protected.shown (
    look_id uuid PRIMARY KEY REFERENCES protected.look (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX residence_not_visited ON roll_residence (division_id) WHERE not_to_be_visited;
CREATE INDEX elector_ended ON roll_elector (division_id, elector_id) WHERE ended_on IS NOT NULL;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("office", "0001_initial"), ("roll", "0001_initial")]
    operations = [
        migrations.RunSQL(TABLES, "DROP INDEX residence_not_visited, elector_ended; DROP SCHEMA protected CASCADE"),
    ]
