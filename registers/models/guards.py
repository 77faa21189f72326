"""What the database holds of requests and supplies against the role that the software runs as (decision 1, E3, E6).

Moves are held by the trigger of the workflow; here stands what a move needs: rows of the table, decisions, people, money.
"""

REQUEST_GUARDS = (
    """
CREATE OR REPLACE FUNCTION request_is_entitled(asked registers_accessrequest) RETURNS text LANGUAGE sql STABLE AS $$
-- Why this request is not entitled in its round, or NULL.
SELECT CASE
    WHEN NOT EXISTS (SELECT FROM registers_requestitem i WHERE i.request_id = asked.id AND i.round = asked.round) THEN 'asks for nothing'
    WHEN EXISTS (
        SELECT FROM registers_requestitem i LEFT JOIN registers_entitlement e ON e.id = i.entitlement_id
        WHERE i.request_id = asked.id AND i.round = asked.round AND (
            e.id IS NULL OR e.decision = 'no' OR NOT entitlement_stands(e) OR i.later AND e.standing_code = 'none' OR e.mode <> 'supply' OR e.applicant_id <> asked.applicant_id OR e.product_id <> i.product_id
            OR e.jurisdiction <> (SELECT s.jurisdiction FROM office_division d JOIN office_area a ON a.id = d.area_id
                                  JOIN office_state s ON s.id = a.state_id WHERE d.id = asked.division_id))
    ) THEN 'has no row of the table'
    WHEN asked.status IN ('confirmed', 'quoted') AND EXISTS (
        SELECT FROM registers_requestitem i JOIN registers_entitlement e ON e.id = i.entitlement_id
        WHERE i.request_id = asked.id AND i.round = asked.round AND NOT entitlement_says_today(e)
    ) THEN 'is signed for limits that have changed'
    WHEN asked.signed_round <> asked.round THEN 'is not signed for the limits as they are'
    WHEN NOT EXISTS (
        SELECT FROM registers_decision c WHERE c.request_id = asked.id AND c.round = asked.round AND c.step = 'confirm'
            AND c.by_id = asked.confirmed_by_id
    ) THEN 'is not confirmed'
    WHEN EXISTS (
        SELECT FROM registers_requestitem i JOIN registers_entitlement e ON e.id = i.entitlement_id
        WHERE i.request_id = asked.id AND i.round = asked.round AND e.second_person
    ) AND NOT EXISTS (
        SELECT FROM registers_decision c WHERE c.request_id = asked.id AND c.round = asked.round AND c.step = 'second'
            AND c.by_id = asked.seconded_by_id AND c.by_id <> asked.confirmed_by_id
    ) AND asked.status <> 'confirmed' THEN 'lacks its second person'
END $$
""",
    """
CREATE OR REPLACE FUNCTION request_is_paid(asked registers_accessrequest) RETURNS boolean LANGUAGE sql STABLE AS $$
-- The last quotation of the round is of nothing, or its invoice stands and the ledger holds as much, without what is agreed to go back.
SELECT EXISTS (
    SELECT FROM registers_quotation q WHERE q.request_id = asked.id AND q.round = asked.round
      AND q.version = (SELECT max(version) FROM registers_quotation WHERE request_id = asked.id AND round = asked.round)
      AND (q.amount = 0 OR EXISTS (
        SELECT FROM payments_fee f WHERE f.id = asked.fee_id AND f.subject = asked.reference AND f.status = 'raised'
          AND f.amount = q.amount AND f.currency = q.currency
          AND f.amount <= (SELECT coalesce(sum(l.amount), 0) FROM payments_entry l WHERE l.fee_id = f.id)
            - (SELECT coalesce(sum(b.amount), 0) FROM payments_refund b WHERE b.fee_id = f.id AND b.status IN ('approved', 'sent'))))
) $$
""",
    """
CREATE OR REPLACE FUNCTION guard_request() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    why text;
    goes_back boolean;
    asks registers_accessrequest;
BEGIN
    IF NEW.fee_id IS DISTINCT FROM OLD.fee_id AND EXISTS (SELECT FROM payments_fee f WHERE f.id = OLD.fee_id AND f.status <> 'cancelled') THEN
        RAISE EXCEPTION 'Request % keeps its invoice while that stands', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_keeps_its_invoice';
    END IF;
    IF NEW.status = OLD.status AND NEW.status NOT IN ('quoted', 'confirmed') THEN RETURN NEW; END IF;
    -- What goes back, as the money or the law has changed, asks for neither: it gives nothing to anybody.
    goes_back := (OLD.status, NEW.status) IN (('released', 'checked'), ('checked', 'accepted'), ('prepared', 'accepted'));
    IF NOT goes_back AND NEW.status IN ('confirmed', 'quoted', 'accepted', 'prepared', 'checked', 'released') THEN
        asks := NEW;
        IF OLD.status = 'quoted' THEN asks.status := 'quoted'; END IF;  -- what is accepted is signed as the law is that day
        why := request_is_entitled(asks);
        IF why IS NOT NULL THEN
            RAISE EXCEPTION 'Request % %', NEW.reference, why USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_entitled';
        END IF;
    END IF;
    IF OLD.status = 'accepted' AND NEW.status IN ('quoted', 'sent') AND (
        EXISTS (SELECT FROM payments_fee f WHERE f.id = OLD.fee_id AND f.status <> 'cancelled')
        OR EXISTS (SELECT FROM registers_copy c WHERE c.request_id = OLD.id AND c.destroyed_at IS NULL)) THEN
        RAISE EXCEPTION 'Request % is settled', NEW.reference USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_settled';
    END IF;
    IF NOT goes_back AND NEW.status IN ('prepared', 'checked', 'released') AND NOT request_is_paid(NEW) THEN
        RAISE EXCEPTION 'Request % is not paid', NEW.reference USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_paid';
    END IF;
    IF NEW.status IN ('prepared', 'checked', 'released') AND NEW.prepared_by_id IS NULL
       OR NEW.status IN ('checked', 'released') AND (NEW.checked_by_id IS NULL OR NEW.checked_by_id = NEW.prepared_by_id)
       OR NEW.status = 'released' AND (NEW.released_by_id IS NULL OR NEW.released_by_id = NEW.confirmed_by_id) THEN
        RAISE EXCEPTION 'Request % lacks a person for this step', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'request_has_its_people';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_accessrequest_entitled" BEFORE UPDATE ON "registers_accessrequest" '
        "FOR EACH ROW EXECUTE FUNCTION guard_request()"
    ),
)
# A quotation and a copy too are made for nobody who is not entitled, and a release leaves only a checked request.
PART_FUNCTION = """
CREATE OR REPLACE FUNCTION guard_part_of_request() RETURNS trigger LANGUAGE plpgsql AS $$
-- TG_ARGV: the statuses of the request in which such a row is made
DECLARE
    asked registers_accessrequest;
    why text;
BEGIN
    SELECT * INTO STRICT asked FROM registers_accessrequest WHERE id = NEW.request_id AND division_id = NEW.division_id;
    why := request_is_entitled(asked);
    IF why IS NULL AND asked.status = 'confirmed' AND asked.seconded_by_id IS NULL AND EXISTS (
        SELECT FROM registers_requestitem i JOIN registers_entitlement e ON e.id = i.entitlement_id
        WHERE i.request_id = asked.id AND i.round = asked.round AND e.second_person) THEN
        why := 'lacks its second person';
    END IF;
    IF why IS NOT NULL THEN
        RAISE EXCEPTION 'Request % %', asked.reference, why USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_entitled';
    END IF;
    IF asked.status <> ALL (TG_ARGV) THEN
        RAISE EXCEPTION 'Request % is %', asked.reference, asked.status USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    IF TG_TABLE_NAME <> 'registers_quotation' AND NOT request_is_paid(asked) THEN
        RAISE EXCEPTION 'Request % is not paid', asked.reference USING ERRCODE = 'check_violation', CONSTRAINT = 'request_is_paid';
    END IF;
    RETURN NEW;
END $$
"""


def part_of_request(table: str, *statuses: str) -> tuple[str, ...]:
    """The trigger that lets rows of `table` be made only for an entitled request in these statuses."""
    allowed = ", ".join(f"'{status}'" for status in statuses)
    return (
        PART_FUNCTION,
        (
            f'CREATE OR REPLACE TRIGGER "{table}_of_request" BEFORE INSERT ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION guard_part_of_request({allowed})"
        ),
    )


ROW_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_edition_row() RETURNS trigger LANGUAGE plpgsql AS $$
-- Once a statement: rows are written only while their edition is being made.
BEGIN
    IF EXISTS (SELECT FROM written w JOIN registers_edition e ON e.id = w.edition_id WHERE e.status <> 'ordered') THEN
        RAISE EXCEPTION 'A sealed edition does not change' USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_is_sealed';
    END IF;
    RETURN NULL;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_editionrow_sealed" AFTER INSERT ON "registers_editionrow" '
        "REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION guard_edition_row()"
    ),
)

INSPECTION_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_inspection() RETURNS trigger LANGUAGE plpgsql AS $$
-- A visit is booked and begins only under a row of the table, with the people whom the row asks for.
DECLARE law registers_entitlement;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.status <> 'begun' THEN RETURN NEW; END IF;
    SELECT e.* INTO law FROM registers_entitlement e
        JOIN office_division d ON d.id = NEW.division_id JOIN office_area a ON a.id = d.area_id
        JOIN office_state s ON s.id = a.state_id AND s.jurisdiction = e.jurisdiction
        WHERE e.id = NEW.entitlement_id AND e.mode = 'inspect' AND e.decision <> 'no' AND e.applicant_id = NEW.applicant_id
          AND e.product_id = NEW.product_id AND (e.ended_on IS NULL
            OR e.ended_on > (now() AT TIME ZONE coalesce(nullif(d.time_zone, ''), s.time_zone))::date);
    IF law.id IS NULL THEN
        RAISE EXCEPTION 'Inspection % has no row of the table', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'inspection_is_entitled';
    END IF;
    IF NEW.status = 'begun' AND ((law.second_person OR law.decision = 'officer_decides') AND NEW.agreed_by_id IS NULL
        OR law.second_person AND (NEW.seconded_by_id IS NULL OR NEW.seconded_by_id = NEW.agreed_by_id)) THEN
        RAISE EXCEPTION 'Inspection % lacks a person who agrees', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'inspection_is_agreed';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "registers_inspection_entitled" BEFORE INSERT OR UPDATE ON "registers_inspection" '
        "FOR EACH ROW EXECUTE FUNCTION guard_inspection()"
    ),
)
