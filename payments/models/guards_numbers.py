"""What the database holds of numbers without gaps against SQL under the software's role (decision 20).

A counter rises by one, for a row that is there at the end of the transaction; a row has the number that its counter says.
"""

COUNTER_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_counter() RETURNS trigger LANGUAGE plpgsql AS $$
-- It rises by one from nothing, in a year that is the last of its series: a year that is over has its numbers.
DECLARE was bigint := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.last END;
BEGIN
    IF NEW.last NOT IN (was, was + 1)
       OR TG_OP = 'UPDATE' AND (NEW.division_id, NEW.year, NEW.series) IS DISTINCT FROM (OLD.division_id, OLD.year, OLD.series) THEN
        RAISE EXCEPTION 'The counter % of % rises by one alone', NEW.series, NEW.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_rises_by_one';
    END IF;
    IF NEW.year > extract(year FROM now()) + 1 OR EXISTS (
        SELECT FROM payments_counter c WHERE c.division_id = NEW.division_id AND c.series = NEW.series AND c.year > NEW.year
    ) THEN
        RAISE EXCEPTION 'No number of % is given any more', NEW.year USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_is_of_this_year';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "payments_counter_rises" BEFORE INSERT OR UPDATE ON "payments_counter" '
        "FOR EACH ROW EXECUTE FUNCTION guard_counter()"
    ),
    """
CREATE OR REPLACE FUNCTION guard_counted() RETURNS trigger LANGUAGE plpgsql AS $$
-- At the end of the transaction: what was counted is there.
BEGIN
    IF NEW.last > 0 AND NOT EXISTS (
        SELECT FROM payments_fee f WHERE NEW.series = 'invoice' AND f.division_id = NEW.division_id AND f.year = NEW.year AND f.number = NEW.last
    ) AND NOT EXISTS (
        SELECT FROM payments_entry e WHERE e.kind = NEW.series AND e.division_id = NEW.division_id AND e.year = NEW.year AND e.number = NEW.last
    ) THEN
        RAISE EXCEPTION 'Number % of % has no row', NEW.last, NEW.series USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_has_its_row';
    END IF;
    RETURN NULL;
END $$
""",
    """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'payments_counter_counted') THEN
        CREATE CONSTRAINT TRIGGER "payments_counter_counted" AFTER INSERT OR UPDATE ON "payments_counter" DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION guard_counted();
    END IF;
END $$
""",
)
NUMBER_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_number() RETURNS trigger LANGUAGE plpgsql AS $$
-- A new row has the number at which its counter stands; an invoice has its own series, an entry that of its kind.
DECLARE of_it text := CASE TG_TABLE_NAME WHEN 'payments_fee' THEN 'invoice' ELSE to_jsonb(NEW) ->> 'kind' END;
BEGIN
    IF NOT EXISTS (
        SELECT FROM payments_counter WHERE division_id = NEW.division_id AND year = NEW.year AND series = of_it AND last = NEW.number
    ) THEN
        RAISE EXCEPTION '% of % is not the next number of its series', NEW.number, NEW.year
            USING ERRCODE = 'check_violation', CONSTRAINT = 'number_is_the_next';
    END IF;
    RETURN NEW;
END $$
"""


def numbered(table: str) -> tuple[str, str]:
    """The trigger that gives rows of `table` no number but the next."""
    return (
        NUMBER_FUNCTION,
        (
            f'CREATE OR REPLACE TRIGGER "{table}_number" BEFORE INSERT ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION guard_number()"
        ),
    )
