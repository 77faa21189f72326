"""What the roles are called on the side of the registers, by jurisdiction, and the units that their descriptions name (S3)."""

from electoral.office.roles import Role

BRITISH = ("england_and_wales", "scotland", "northern_ireland")
REGISTER_TITLES = {Role.DRO: "Electoral Registration Officer", Role.CLERK: "Electoral Administrator"}
IN_NORTHERN_IRELAND = {Role.AREA_MANAGER: "Area Electoral Officer"}
UNITS = {
    "ES5": "Provide electoral registration information to those entitled to receive it",
    "ES3": "Plan and administer a canvass in order to gather information for the electoral register",
    "ES4": "Maintain and update electoral registration information",
    "ES19": "Establish, maintain and develop effective working relationships with stakeholders in electoral services",
    "B23": "Maintain and develop an information system",
}


def title_of(role: str, jurisdiction: str) -> str:
    """What somebody in a role is called there (S3): "Electoral Administrator" in Scotland, "Divisional office staff" in Australia."""
    own = REGISTER_TITLES if jurisdiction in BRITISH else {}
    if jurisdiction == "northern_ireland":
        own = own | IN_NORTHERN_IRELAND
    return own.get(Role(role), Role(role).label)
