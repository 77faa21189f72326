"""What the database holds of what is asked for and what it costs, against SQL under the software's role (decision 10, E2, E4, E6).

A quotation is the sum of its lines, one for each thing asked for, at the formula of its row; and who asks for what, and why,
stays as it was sent. Things asked for are written while the request is sent, in its round, and at no other time.
"""

WHO_ASKS_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_who_asks() RETURNS trigger LANGUAGE plpgsql AS $$
-- Who asks, where a copy goes and what it is for were sent and signed: empty or not, they do not change.
DECLARE
    said text[] := ARRAY['applicant_id', 'organisation', 'name', 'authority', 'email', 'telephone', 'postal_address', 'purposes',
                         'purpose_note', 'enactment', 'why_marked', 'wanted_on'];
    was jsonb := to_jsonb(OLD);
    now_is jsonb := to_jsonb(NEW);
    name text;
BEGIN
    FOREACH name IN ARRAY said LOOP
        IF now_is -> name IS DISTINCT FROM was -> name THEN
            RAISE EXCEPTION '% of request % stays as it was sent', name, NEW.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_as_sent';
        END IF;
    END LOOP;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_accessrequest_as_sent" BEFORE UPDATE ON "registers_accessrequest" '
        "FOR EACH ROW EXECUTE FUNCTION guard_who_asks()"
    ),
)

ITEM_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_request_item() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked registers_accessrequest;
BEGIN
    -- Held until the end: nobody decides meanwhile without this thing.
    SELECT * INTO STRICT asked FROM registers_accessrequest WHERE id = NEW.request_id AND division_id = NEW.division_id FOR SHARE;
    IF asked.status <> 'sent' OR asked.round <> NEW.round THEN
        RAISE EXCEPTION 'Request % is %, in round %: nothing is added to it', asked.reference, asked.status, asked.round
            USING ERRCODE = 'check_violation', CONSTRAINT = 'item_is_asked_for_in_time';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_requestitem_in_time" BEFORE INSERT ON "registers_requestitem" '
        "FOR EACH ROW EXECUTE FUNCTION guard_request_item()"
    ),
)

LINE_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_quotation_line() RETURNS trigger LANGUAGE plpgsql AS $$
-- A line is for a thing of its request and round, at the formula in force for its row; without one only where there is none.
DECLARE
    quoted registers_quotation;
    item registers_requestitem;
    law registers_entitlement;
BEGIN
    SELECT * INTO STRICT quoted FROM registers_quotation WHERE id = NEW.quotation_id AND division_id = NEW.division_id;
    SELECT * INTO STRICT item FROM registers_requestitem WHERE id = NEW.item_id AND division_id = NEW.division_id;
    IF item.request_id <> quoted.request_id OR item.round <> quoted.round THEN
        RAISE EXCEPTION 'A line of quotation % is for another request or round', quoted.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_is_of_its_request';
    END IF;
    SELECT * INTO law FROM registers_entitlement WHERE id = item.entitlement_id;
    -- A day to and fro: the office's day is not always the server's.
    IF NEW.formula_id IS NULL AND EXISTS (
        SELECT FROM registers_feerule f WHERE f.jurisdiction = law.jurisdiction AND f.fee_code = law.fee_code AND f.format = item.form
          AND f.from_on < CURRENT_DATE AND (f.ended_on IS NULL OR f.ended_on > CURRENT_DATE + 1)
    ) OR NEW.formula_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM registers_feerule f WHERE f.id = NEW.formula_id
          AND f.jurisdiction = law.jurisdiction AND f.fee_code = law.fee_code AND f.format = item.form
          AND f.from_on <= CURRENT_DATE + 1 AND (f.ended_on IS NULL OR f.ended_on >= CURRENT_DATE)
    ) THEN
        RAISE EXCEPTION 'A line of quotation % is not at the formula of its row', quoted.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_has_its_formula';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_quotationline_formula" BEFORE INSERT ON "registers_quotationline" '
        "FOR EACH ROW EXECUTE FUNCTION guard_quotation_line()"
    ),
)

# At the end of the transaction, of a quotation and of each line: no line can come later, because each thing has its one already.
SUM_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION quotation_is_too_low(wanted bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
-- Whether a line costs less than its formula gives for the least that it can be priced on. Nothing costs only what holds no
-- entry, and what is one document with another line: a notice with a register (regulation 111(3)), marked registers together
-- (regulation 120). What a notice deletes is not billed: with one, a register is taken for one block.
SELECT EXISTS (
    SELECT FROM registers_quotationline l JOIN registers_requestitem i ON i.id = l.item_id
    JOIN registers_feerule f ON f.id = l.formula_id AND f.base + f.per_block > 0
    LEFT JOIN registers_edition e ON e.id = l.edition_id,
    LATERAL (SELECT CASE WHEN i.area = '' AND e.counts ? i.product_id THEN (e.counts ->> i.product_id)::bigint ELSE l.entries END AS held) n,
    LATERAL (
        SELECT count(*) FILTER (WHERE oi.product_id = 'NOTICE') > 0 AS a_notice,
            count(*) FILTER (WHERE o.amount > 0 AND o.formula_id = f.id AND (
                i.product_id = 'NOTICE' AND oi.product_id = 'FULL'
                OR f.fee_code = 'marked' AND f.jurisdiction IN ('england_and_wales', 'scotland') AND oi.product_id = i.product_id)) > 0 AS borne
        FROM registers_quotationline o JOIN registers_requestitem oi ON oi.id = o.item_id
        WHERE o.quotation_id = l.quotation_id AND o.id <> l.id) others
    WHERE l.quotation_id = wanted AND CASE
        WHEN l.amount = 0 THEN n.held > 0 AND NOT others.borne
        ELSE l.amount < f.base + f.per_block * greatest(1, CASE WHEN others.a_notice THEN 1 ELSE ceil(n.held::numeric / f.block_size) END)
    END
) $$
""",
    """
CREATE OR REPLACE FUNCTION guard_quotation_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    quoted registers_quotation;
    wanted bigint := (to_jsonb(NEW) ->> CASE TG_TABLE_NAME WHEN 'registers_quotation' THEN 'id' ELSE 'quotation_id' END)::bigint;
    lines bigint;
    told bigint;
    asked_for bigint;
    amounts numeric;
BEGIN
    SELECT * INTO STRICT quoted FROM registers_quotation WHERE id = wanted;
    SELECT count(*), count(DISTINCT item_id), coalesce(sum(amount), 0) INTO lines, told, amounts
        FROM registers_quotationline WHERE quotation_id = wanted;
    SELECT count(*) INTO asked_for FROM registers_requestitem WHERE request_id = quoted.request_id AND round = quoted.round;
    IF amounts <> quoted.amount OR lines <> asked_for OR told <> asked_for THEN
        RAISE EXCEPTION 'Quotation % is not the sum of a line for each thing asked for', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_is_its_lines';
    END IF;
    IF quotation_is_too_low(wanted) THEN
        RAISE EXCEPTION 'Quotation % is less than its formulas give', wanted
            USING ERRCODE = 'check_violation', CONSTRAINT = 'quotation_is_not_too_low';
    END IF;
    RETURN NULL;
END $$
""",
)


def summed(table: str) -> tuple[str, ...]:
    """The trigger that looks at the whole quotation at the end of a transaction that writes a row of `table`."""
    return (
        *SUM_FUNCTIONS,
        f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = '{table}_sum') THEN
        CREATE CONSTRAINT TRIGGER "{table}_sum" AFTER INSERT ON "{table}" DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION guard_quotation_sum();
    END IF;
END $$
""",
    )
