"""What the database holds of the ledger against the role that the software runs as (decision 1)."""

ENTRY_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
-- One entry at a time on a fee: it is in the fee's currency, nothing goes back that was not received, nothing is
-- refunded without a second person's approval, and what reverses an entry is of the same fee and sum. A match is undone
-- by another person than who made it, and only then is the line entered again.
DECLARE
    fee payments_fee;
    refund payments_refund;
    before payments_entry;
    held bigint;
BEGIN
    SELECT * INTO STRICT fee FROM payments_fee WHERE id = NEW.fee_id AND division_id = NEW.division_id FOR UPDATE;
    SELECT coalesce(sum(amount), 0) INTO held FROM payments_entry WHERE fee_id = fee.id;
    IF NEW.currency <> fee.currency THEN
        RAISE EXCEPTION 'Invoice % is in %', fee.reference, fee.currency USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_currency';
    END IF;
    IF held + NEW.amount < 0 THEN
        RAISE EXCEPTION 'More would go back than was received for %', fee.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_never_below_nothing';
    END IF;
    IF NEW.kind = 'refund' THEN
        SELECT * INTO STRICT refund FROM payments_refund WHERE id = NEW.refund_id;
        IF refund.fee_id <> fee.id OR refund.amount <> -NEW.amount OR refund.approved_by_id IS NULL
           OR refund.status NOT IN ('approved', 'sent', 'paid') THEN
            RAISE EXCEPTION 'Refund % is not approved for this sum', refund.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_refund_is_approved';
        END IF;
    END IF;
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO STRICT before FROM payments_entry WHERE id = NEW.reverses_id;
        IF before.fee_id <> fee.id OR before.method <> NEW.method
           OR NEW.kind || ' of ' || before.kind <> ALL (ARRAY['bounced of receipt', 'unmatched of receipt', 'chargeback of receipt',
                                                              'chargeback of won_back', 'won_back of chargeback'])
           OR NEW.kind <> 'chargeback' AND NEW.amount <> -before.amount THEN
            RAISE EXCEPTION 'Entry % is not reversed by this', before.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_reverses_what_it_names';
        END IF;
        IF NEW.kind = 'unmatched' AND (before.method <> 'transfer' OR before.by_id = NEW.by_id) THEN
            RAISE EXCEPTION 'The match of % is undone by another person', before.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_match_is_undone_by_another';
        END IF;
    END IF;
    IF NEW.turn > 0 AND NOT EXISTS (
        SELECT FROM payments_entry e JOIN payments_entry u ON u.reverses_id = e.id AND u.kind = 'unmatched'
        WHERE e.division_id = NEW.division_id AND e.method = NEW.method AND e.external = NEW.external AND e.turn = NEW.turn - 1
    ) THEN
        RAISE EXCEPTION '% is in the ledger already', NEW.external
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_is_entered_again_when_undone';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "payments_entry_ledger" BEFORE INSERT ON "payments_entry" '
        "FOR EACH ROW EXECUTE FUNCTION guard_ledger()"
    ),
)

BANK_LINE_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_bank_line() RETURNS trigger LANGUAGE plpgsql AS $$
-- A line is matched with an entry of its own sum, and leaves it only when the ledger has the match undone.
DECLARE undone boolean := EXISTS (
    SELECT FROM payments_entry WHERE reverses_id = coalesce(OLD.entry_id, NEW.entry_id) AND kind = 'unmatched');
BEGIN
    IF NEW.entry_id IS NOT DISTINCT FROM OLD.entry_id THEN RETURN NEW; END IF;
    IF OLD.entry_id IS NOT NULL AND (NEW.entry_id IS NOT NULL OR NOT undone) THEN
        RAISE EXCEPTION 'Line % is in the ledger', OLD.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_keeps_its_entry';
    END IF;
    IF NEW.entry_id IS NOT NULL AND (undone OR NOT EXISTS (
        SELECT FROM payments_entry e WHERE e.id = NEW.entry_id AND e.kind = 'receipt' AND e.method = 'transfer'
           AND e.external = NEW.reference AND e.amount = NEW.amount
    )) THEN
        RAISE EXCEPTION 'The entry is not of line %', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_has_its_own_entry';
    END IF;
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "payments_bankline_entry" BEFORE UPDATE ON "payments_bankline" '
        "FOR EACH ROW EXECUTE FUNCTION guard_bank_line()"
    ),
    """
CREATE OR REPLACE FUNCTION guard_undone() RETURNS trigger LANGUAGE plpgsql AS $$
-- At the end of the transaction: no line stands as matched with an entry whose match was undone.
BEGIN
    IF NEW.kind = 'unmatched' AND EXISTS (SELECT FROM payments_bankline WHERE entry_id = NEW.reverses_id) THEN
        RAISE EXCEPTION 'The line of % still stands as matched', NEW.reference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'undone_line_is_unmatched';
    END IF;
    RETURN NULL;
END $$
""",
    """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'payments_entry_undone') THEN
        CREATE CONSTRAINT TRIGGER "payments_entry_undone" AFTER INSERT ON "payments_entry" DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION guard_undone();
    END IF;
END $$
""",
)
