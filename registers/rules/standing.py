"""Standing requests: which later document is due to whom, and when it ends by itself (E7, regulation 102(2), 112(7))."""

from datetime import date, timedelta

from registers.rules.products import PRODUCTS

UNPAID_DAYS = 28  # after the quotation of a later document; the office's own period: to be verified (docs/operations.md)
SERVED_WITHIN_DAYS = 60  # an edition that was sealed longer ago is not later than anything any more
NOBODY_ASKS = ("ON_PUBLICATION", "STATUTORY", "WITH_REGISTER")
PAID = "while_paid"
ABSENT_LISTS = "AVL"  # later ones are the final lists of the one poll that is named (regulation 61)
WITH_THE_REGISTER = (
    "ANON"  # the record of anonymous entries goes with every copy of the register, where a row says so
)
WHY = {
    "while_category": "as long as they hold the office or stand in the category",
    "while_paid": "as long as they pay for each document",
    "on_publication": "on each publication; nobody has to ask",
}


def is_due(product: str, family: str, stage: str = "") -> bool:
    """Whether an edition of the family is a later document of the product. Of absent voters lists only the final ones are."""
    if product == WITH_THE_REGISTER:
        return family == "register"
    shape = PRODUCTS.get(product)
    return shape is not None and shape.family == family and not (family == "absent" and stage == "current")


def is_unpaid_for_too_long(quoted_on: date, today: date) -> bool:
    return today > quoted_on + timedelta(days=UNPAID_DAYS)
