"""How a request stands, in plain words for whoever asked: what has happened, what comes next, and whose step it is (E1, E7)."""

from typing import NamedTuple

OFFICE, YOU, NOBODY = "The office", "You", "Nobody"


class Told(NamedTuple):
    """`what` has happened, `next` comes, and `who` does it."""

    what: str
    next: str
    who: str


BY_STATUS = {
    "sent": Told("We have your request.", "We look at your evidence and decide whether you may have what you asked for.", OFFICE),
    "asked": Told("We have asked you something.", "Answer our question below, in words or with a file. The time that we promised stands still until you do.", YOU),
    "confirmed": Told("You may have it.", "We work out the cost and tell you before you pay anything.", OFFICE),
    "quoted": Told("We have told you the cost.", "Say whether you accept it.", YOU),
    "accepted": Told("You accepted.", "We prepare your copy.", OFFICE),
    "prepared": Told("Your copy is prepared.", "Another person checks it.", OFFICE),
    "checked": Told("Your copy is checked.", "We release it to you.", OFFICE),
    "released": Told("Your copy is being given out.", "Take it before the day below. After that, or if it ends before, the office prepares it again and writes to you.", YOU),
    "received": Told("You have your copy.", "Keep to the limits. Destroy it by the day below, and tell us when you have.", YOU),
    "closed": Told("You told us that the copy is destroyed.", "There is nothing more to do.", NOBODY),
    "refused": Told("We refused your request.", "The letter says why, and what is open to you instead.", NOBODY),
    "withdrawn": Told("You withdrew your request.", "There is nothing more to do. You may ask again at any time.", NOBODY),
    "recalled": Told("We recalled the copy.", "Do not use it any more. Destroy every copy of it now, and tell us when you have.", YOU),
}  # fmt: skip
SECOND = Told("One person has agreed.", "The law asks for a second person, who looks at it now.", OFFICE)
SIGN = Told("The limits have changed since you signed them.", "Read them below and sign again.", YOU)
SHOW = Told(
    "We have your request.",
    "Send us what shows who you are: the list is below. We decide when we have seen it.",
    YOU,
)
DESTROYED = Told("You told us that the recalled copy is destroyed.", "There is nothing more to do.", NOBODY)
KEEP = Told("You have your copy.", "You need not destroy it. Keep to the limits.", NOBODY)
PAY = Told("You accepted the cost.", "Pay the invoice. We prepare your copy when the money is here.", YOU)
# Where the law changed under a request that was decided or paid for, or its invoice was cancelled.
STOPPED = {
    "reopen": Told("The limits have changed since you signed them.", "We open your request again. Then you read the new limits and sign them.", OFFICE),
    "deny": Told("The law has changed, and gives you no copy any more.", "Pay nothing. We write to you, and give back what you have paid.", OFFICE),
    "uninvoiced": Told("Your invoice was cancelled.", "Pay nothing for now. We write to you, and tell you the cost again if anything is to be paid.", OFFICE),
}  # fmt: skip
# Papers of a request that its applicant may fetch.
PAPERS = ("registers_quotation", "registers_invoice", "registers_refusal", "registers_recall", "receipt")


def told(
    status: str,
    *,
    lacks_second: bool = False,
    unsigned: bool = False,
    owes: bool = False,
    wants: bool = False,
    destroyed: bool = False,
    kept: bool = False,
) -> Told:
    """The words for a request in a status."""
    if unsigned and status in ("sent", "asked"):
        return SIGN
    if lacks_second and status == "confirmed":
        return SECOND
    if wants and status == "sent":
        return SHOW
    if destroyed and status == "recalled":
        return DESTROYED
    if kept and status == "received":
        return KEEP
    return PAY if owes and status == "accepted" else BY_STATUS[status]
