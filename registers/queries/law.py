"""Reads of the law as rows (E3). A pair without a row is denied: there is nothing to find."""


def in_the_law(rows, *, jurisdiction: str, applicant: str, product: str, mode: str, on):
    """The one row in force for an applicant and a product on that date, or None."""
    return (
        rows.in_force(on)
        .select_related("applicant", "product")
        .filter(jurisdiction=jurisdiction, applicant=applicant, product=product, mode=mode)
        .first()
    )
