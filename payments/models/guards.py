"""What the database holds of the ledger against the role that the software runs as (decision 1)."""

ENTRY_GUARDS = (
    """
CREATE OR REPLACE FUNCTION guard_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
-- One entry at a time on a fee: it is in the fee's currency, nothing goes back that was not received, and nothing is
-- refunded without a second person's approval.
DECLARE
    fee payments_fee;
    refund payments_refund;
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
    RETURN NEW;
END $$
""",
    (
        'CREATE OR REPLACE TRIGGER "payments_entry_ledger" BEFORE INSERT ON "payments_entry" '
        "FOR EACH ROW EXECUTE FUNCTION guard_ledger()"
    ),
)
