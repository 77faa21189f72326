"""What somebody outside types at the portal, question by question, over HTTP."""

import re

from django.test import Client

BODY = {
    "organisation": "Pretend Credit Files", "name_": "Vera Testperson", "authority": "Compliance officer", "email": "vera@people.invalid",
    "telephone": "01632 960001", "postal_address": "7 Pretend Street, Fabletown",
}  # fmt: skip
CREDIT = {
    "who": {"who": "credit"},
    "kind": {"kind": "CRA"},
    "what": {"what": ["FULL"]},
    "copies": {"FULL-form": "data"},
    "purpose": {
        "purposes": ["CREDIT_VETTING"],
        "purpose_note": "We vet applications for credit.",
        "when": "newest",
    },
    "may": {},
    "you": BODY,
    "declaration": {"agree": "on", "declared_name": "Vera Testperson"},
}
CANDIDATE = CREDIT | {
    "who": {"who": "candidates"},
    "kind": {"kind": "CANDIDATE"},
    "purpose": {"purposes": ["ELECTORAL"], "purpose_note": "Leaflets to electors.", "when": "newest"},
    "you": {"name_": "Vera Testperson", "email": "vera@people.invalid"},
}
PARISH = CREDIT | {"who": {"who": "local_authorities"}, "kind": {"kind": "PARISH_COUNCIL"}}
PUBLIC = CREDIT | {
    "who": {"who": "public"},
    "kind": {"kind": "PUBLIC"},
    "what": {"refused": ["FULL"]},
    "purpose": {"purpose_note": "I look for a cousin.", "when": "newest"},
    "you": {"name_": "Vera Testperson", "postal_address": "7 Pretend Street, Fabletown"},
}


def begun(client: Client) -> Client:
    client.post("/registers/ask/begin/")
    return client


def answered(client: Client, answers: dict, *, until: str = "") -> Client:
    """All questions answered, or those before `until`."""
    begun(client)
    for name, data in answers.items():
        if name == until:
            break
        response = client.post(f"/registers/ask/{name}/", data)
        assert response.status_code == 302, (name, response.context and response.context["form"].errors)
    return client


def sent(client: Client, answers: dict = CREDIT) -> tuple[str, str]:
    """The reference and the word of a request that was sent."""
    answered(client, answers)
    response = client.post("/registers/ask/send/", follow=True)
    return told_in(response.content.decode())


def once_on(client: Client) -> str:
    """What the page with all answers says of the form on it, by which a second press is known."""
    page = client.get("/registers/ask/check/").content.decode()
    return re.search(r'name="once" value="(\w+)"', page)[1]


def told_in(page: str) -> tuple[str, str]:
    reference = re.search(r"<dd>([DI][0-9A-Z]{8})</dd>", page)
    word = re.search(r"<dd>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</dd>", page)
    assert reference, page
    assert word, page
    return reference[1], word[1]


def come_back(reference: str, word: str) -> Client:
    """Another browser, which knows reference and word."""
    client = Client()
    response = client.post("/registers/follow/", {"reference": reference, "word": word})
    assert response.status_code == 302
    return client
