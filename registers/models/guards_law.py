"""What the database makes of a row of the table that has ended: whether the law it says is still that of today (E3, E4)."""

UNSIGNED = (
    "id",
    "from_on",
    "ended_on",
    "verified_by_id",
    "verified_on",
    "policy",
    "source",
    "source_status",
    "text_read",
)  # what of a row nobody signs and nothing is priced by: its days, who verified it, where it was read, the office's policy
LEFT_OUT = ", ".join(f"'{name}'" for name in UNSIGNED)
# A day to and fro: the office's day is not always the server's.
OF_TODAY = """
    SELECT FROM registers_entitlement n
    WHERE n.jurisdiction = signed.jurisdiction AND n.applicant_id = signed.applicant_id AND n.product_id = signed.product_id AND n.mode = signed.mode
      AND n.from_on <= CURRENT_DATE + 1 AND (n.ended_on IS NULL OR n.ended_on > CURRENT_DATE)
"""
ENTITLEMENT_GUARDS = (
    f"""
CREATE OR REPLACE FUNCTION entitlement_stands(signed registers_entitlement) RETURNS boolean LANGUAGE sql STABLE AS $$
-- The table of today gives the same to the same, on whatever limits.
SELECT EXISTS ({OF_TODAY} AND n.decision <> 'no') $$
""",
    f"""
CREATE OR REPLACE FUNCTION entitlement_says_today(signed registers_entitlement) RETURNS boolean LANGUAGE sql STABLE AS $$
-- The row of today says the same in all that is signed.
SELECT EXISTS ({OF_TODAY} AND to_jsonb(n) - ARRAY[{LEFT_OUT}] = to_jsonb(signed) - ARRAY[{LEFT_OUT}]) $$
""",
)
