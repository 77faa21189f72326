from review.models.officer import Officer
from review.models.publicity import Addressee, Advertisement, Coverage, Outlet, PublicityLetter
from review.models.recruitment import Application, Contact, Position, SentPaper

__all__ = [
    "Addressee", "Advertisement", "Application", "Contact", "Coverage", "Officer", "Outlet", "Position", "PublicityLetter",
    "SentPaper",
]  # fmt: skip
