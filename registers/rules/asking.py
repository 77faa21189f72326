"""What a request must say before it can be sent (E2, E3c): what, of where, in which form, for what, of which day, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from registers.rules.lists import CURRENT, FINAL, LISTS_FINAL, SAID
from registers.rules.release import NEVER_BY_LINK

FORMS = ("data", "print")
STAGES = (CURRENT, LISTS_FINAL)  # what is chosen; the other final lists follow of themselves (regulation 61)
# The groups of users that are bodies: somebody acts for them, and says by what authority (E3c).
BODIES = {"government", "commission", "law_enforcement", "credit", "local_authorities"}

# Who has no right of their own and asks for whom (regulation 108): the body of such a request is the person asked for.
ASKS_FOR = {"ELECTION_AGENT": "CANDIDATE"}


@dataclass(frozen=True)
class ItemAsked:
    """One thing asked for; `area` is empty for the whole, else as on a residence: ward:W05."""

    product: str
    form: str
    area: str = ""
    stage: str = ""
    poll: str = ""
    later: bool = False

    @property
    def is_of_a_poll(self) -> bool:
        return self.product == "MARKED" or self.stage in FINAL


def wrong_with_item(item: ItemAsked, name: str, standing: str = "") -> str | None:
    """What one item lacks, in a sentence, or None; `standing`: the row's code for later documents, empty without a row."""
    if item.form not in FORMS:
        return f"{name}: say whether you want data or print."
    if item.product == "AVL" and item.stage not in SAID:
        return f"{name}: say whether you want the lists as they are now, or the final lists."
    if item.is_of_a_poll and not item.poll.strip():
        return f"{name}: say of which poll."
    if item.product == "AVL" and item.later and not item.poll.strip():
        return f"{name}: say of which poll the later lists are. They end with it."
    if item.later and standing == "none":
        return f"{name}: this applicant may not ask for later documents. Ask for the one that is current."
    return None


def wrong_together(products: Iterable[str]) -> str | None:
    """The record of anonymous entries goes from hand to hand, never with anything else; so it is asked for alone (E7b)."""
    asked = set(products)
    if not asked & NEVER_BY_LINK or len(asked) == 1:
        return None
    return "Ask for the record of anonymous entries in a request of its own: it goes out alone, from hand to hand."


def wrong_with_person(given: dict, group: str) -> str | None:
    """What is not said of who asks: a way to reach them, and for a body its name and their authority."""
    if not given.get("name", "").strip():
        return "Say who asks: a name is needed."
    if not (given.get("email", "").strip() or given.get("postal_address", "").strip()):
        return "Say where the answer goes: an e-mail address or a postal address is needed."
    if group in BODIES and not given.get("organisation", "").strip():
        return "Say for which body you ask."
    if given.get("organisation", "").strip() and not given.get("authority", "").strip():
        return "Say by what authority you act for the body or the candidate: a post, a rank, a nomination, a letter."
    return None


def wrong_with_use(given: dict, items: list[ItemAsked], *, choices: set[str]) -> str | None:
    """What is not said of the purpose and the day; `choices`: the purposes of the rows that are asked under."""
    if choices and not codes(given.get("purposes")):
        return "Say for what you will use it: choose at least one purpose."
    if not given.get("purpose_note", "").strip():
        return "Say in your own words for what you will use it."
    if not given.get("wanted_on"):
        return "Say of which day the information is to speak."
    if "AS_ENACTMENT" in codes(given.get("purposes")) and not given.get("enactment", "").strip():
        return "Name the enactment that lets you ask."
    if any(item.product == "MARKED" for item in items) and not given.get("why_marked", "").strip():
        return "Say why the unmarked register or lists will not do."
    return None


def is_by_an_agent(applicant: str, organisation: str) -> bool:
    """Whether somebody else asks for the person whom the law entitles, by that person's letter (E3c)."""
    return applicant in ASKS_FOR.values() and bool(organisation.strip())


def codes(purposes: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Codes of purposes from a list of them, or from a text with | between them."""
    found = purposes.split("|") if isinstance(purposes, str) else purposes or []
    return [code for code in dict.fromkeys(found) if code]
