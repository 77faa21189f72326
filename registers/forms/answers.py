"""The answers of a request once more, as they are shown for checking and handed to the office."""

from datetime import date
from typing import Any

from django.urls import reverse

from registers.forms.draft import Draft
from registers.forms.question import STAGE_NAMES
from registers.forms.question_of_use import asks_in_person
from registers.models import Purpose, UserGroup
from registers.rules import questions as ask
from registers.rules.area import part_said

SAID_OF_THEM = {
    "organisation": "Organisation", "name": "Name", "authority": "Authority", "email": "E-mail", "telephone": "Telephone",
    "postal_address": "Postal address", "needs": "What would help",
}  # fmt: skip
SAID_OF_AN_AGENT = {"organisation": "Candidate you ask for", "authority": "Authority"}
SAID_OF_USE = {
    "purpose_note": "In your own words",
    "enactment": "The law that lets you ask",
    "why_marked": "Why the unmarked will not do",
}


def given_in(answers: dict, today: date) -> dict:
    """The answers as `receive_request` takes them; without another day it speaks of today."""
    use = {key: value for key, value in answers[ask.PURPOSE].items() if key != "when"}
    day = date.fromisoformat(use["wanted_on"]) if use["wanted_on"] else today
    return {**you_said(answers), **use, "wanted_on": day}


def you_said(answers: dict) -> dict:
    """Who asks. What was typed for a body before goes with no candidate who asks in person."""
    alone = {"organisation": "", "authority": ""} if asks_in_person(answers) else {}
    return {**answers[ask.YOU], **alone}


def summary(draft: Draft) -> list[dict]:
    """Rows of a summary list, each with its way to change it."""
    said = draft.answers
    rows: list[tuple[str, str, Any]] = (
        [(ask.OFFICE, "Office", draft.office)] if len(draft.offices) > 1 else []
    )
    rows += [
        (ask.GROUP, "You ask as one of", UserGroup(said[ask.GROUP]).label),
        (ask.KIND, "You are", f"Agent for: {draft.kind}" if draft.is_by_an_agent else draft.kind),
        (ask.WHAT, "You need", ", ".join(str(product) for product, _ in draft.chosen)),
    ]
    rows += [(ask.COPIES, str(product), how(said[ask.COPIES][product.pk])) for product, _ in draft.chosen]
    rows.append((ask.PURPOSE, "Uses", purposes(said[ask.PURPOSE].get("purposes") or [])))
    rows += [
        (ask.PURPOSE, label, said[ask.PURPOSE][key])
        for key, label in SAID_OF_USE.items()
        if said[ask.PURPOSE].get(key)
    ]
    day = said[ask.PURPOSE]["wanted_on"]
    rows.append(
        (
            ask.PURPOSE,
            "It should speak of",
            f"{date.fromisoformat(day):%-d %B %Y}" if day else "The newest there is",
        )
    )
    labels = SAID_OF_THEM | (SAID_OF_AN_AGENT if draft.is_by_an_agent else {})
    you = you_said(said)
    rows += [
        (ask.YOU, label, you.get(key, ""))
        for key, label in labels.items()
        if key not in SAID_OF_AN_AGENT or not asks_in_person(said)
    ]
    rows.append((ask.DECLARE, "Signed", said[ask.DECLARE]["declared_name"]))
    return [
        {"key": key, "value": str(value), "change_url": reverse("portal:question", args=[name])}
        for name, key, value in rows
    ]


def purposes(codes: list[str]) -> str:
    return "\n".join(Purpose.objects.filter(pk__in=codes).order_by("text").values_list("text", flat=True))


def how(copy: dict) -> str:
    """The form, part, lists and poll of one thing asked for, on lines."""
    part = part_said(copy["area"]) if copy["area"] else "The whole"
    stage = STAGE_NAMES.get(copy["stage"], "")
    later = "With the later ones" if copy["later"] else ""
    return "\n".join(line for line in (copy["form"].capitalize(), part, stage, copy["poll"], later) if line)
