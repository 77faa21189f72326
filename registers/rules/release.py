"""Numbers and choices of a release (E7, E7b): how long a link stands, which way a copy may go, which way its key."""

from datetime import date, timedelta

LINK_DAYS = 14  # after which a link ends by itself; the office's own choice, to be verified
BEGAN = "began"  # the outcome of a try that was given the file
TRIES = 5  # downloads begun and broken off, after which a link gives nothing any more
SENDING_SECONDS = 60  # how long one download has the link to itself; renewed while it goes on
PIECE = 1 << 16  # bytes sent at a time
DESTROY_MONTHS = 12  # until when a copy is to be destroyed where nothing says otherwise; to be verified
# What a library holds a register for (regs 97 to 99), the open register (reg 110), and one's own entry: for as long as they like.
KEPT_FOR = {"SUPERVISED_INSPECTION", "RESEARCH_AFTER_10Y", "ANY_LAWFUL", "OWN_DATA"}
FIRST_ROWS = 20  # of each file, which the person who checks it sees
NEVER_BY_LINK = {
    "ANON"
}  # never in one file with anything else, and from hand to hand alone (regs 45C to 45F)
BY_HAND = ("collection", "courier")
# The key never goes the way of the file: a link goes by mail to the applicant, a parcel by post.
KEY_WAYS = {
    "link": ("telephone", "letter", "in_person"),
    "collection": ("telephone", "letter"),
    "post": ("telephone", "in_person"),
    "courier": ("telephone", "letter"),
}
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
TOLD = """Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel Juliett Kilo Mike November Papa Quebec Romeo Sierra Tango Victor
Whiskey X-ray Yankee Zulu zero one two three four five six seven eight nine"""
SPELLING = dict(zip(LETTERS, TOLD.split(), strict=True))


def ways_of(products) -> tuple[str, ...]:
    """The ways in which a copy of these products may leave."""
    return BY_HAND if set(products) & NEVER_BY_LINK else ("link", "collection", "post", "courier")


def what_was_sent(began: int, most: int, size: int, *, is_known: bool) -> str:
    """What of a link's file may have been taken (bytes), though no download was completed; empty where nothing went out."""
    if not began or (is_known and not most):
        return ""
    how = f"at most {most:,} of {size:,} bytes were sent" if is_known else "how much was sent is not known"
    return f"The download was begun {_times(began)}, and {how}: it is to be treated as handed over."


def what_was_fetched(times: int) -> str:
    """The same of what the office took out, to hand it over."""
    if not times:
        return ""
    return f"The office took the file out {_times(times)}: unless all that was made of it is here, it is to be treated as handed over."


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def spelt(word: str) -> list[str]:
    """A key as it is told by telephone, group by group."""
    return [" ".join(SPELLING[c] for c in group) for group in word.split("-")]


def is_sold(trigger: str) -> bool:
    """Whether a row of the table is a sale: its copies carry Z (reg. 111(7))."""
    return trigger == "ON_SALE"


def destroy_by(on: date) -> date:
    """The last day on which a recipient keeps a copy made on that day."""
    later = on.replace(day=1) + timedelta(days=31 * DESTROY_MONTHS)
    return later.replace(day=min(on.day, 28))
